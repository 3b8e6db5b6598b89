//! What a reader relies on in every layout, tried on many made-up plans.

use super::*;

/// A small generator of numbers, so that every run tries the same plans.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

fn plan(seed: u64) -> Plan {
    let mut dice = Dice(seed);
    let count = 3 + dice.roll(28);
    let frames = dice.roll(4);
    let frame = |dice: &mut Dice| (frames > 0 && dice.roll(4) > 0).then(|| dice.roll(frames));
    let boxes: Vec<Boxed> = (0..count)
        .map(|_| Boxed {
            size: Size::new(100.0 + 10.0 * dice.roll(12) as f64, 40.0 + 4.0 * dice.roll(14) as f64),
            frame: frame(&mut dice),
        })
        .collect();
    // A frame holds a box at least; the second one may stand in the first.
    let filled = |frame: usize| boxes.iter().any(|boxed| boxed.frame == Some(frame));
    let used: Vec<usize> = (0..frames).filter(|frame| filled(*frame)).collect();
    let renumbered = |frame: Option<usize>| used.iter().position(|f| Some(*f) == frame);
    let boxes = boxes
        .iter()
        .map(|b| Boxed {
            frame: renumbered(b.frame),
            ..*b
        })
        .collect::<Vec<_>>();
    let nested = dice.roll(2) == 0;
    let mut looped = Vec::new();
    let arrows: Vec<Arrow> = (0..count + dice.roll(count))
        .map(|_| Arrow {
            label: match dice.roll(3) {
                0 => Size::default(),
                _ => Size::new(40.0 + 8.0 * dice.roll(10) as f64, 21.0),
            },
            heading: match dice.roll(5) {
                0 => Heading::Backward,
                1 => Heading::Either,
                _ => Heading::Forward,
            },
            ..Arrow::new(dice.roll(count), dice.roll(count))
        })
        // A party calls itself over one link at most.
        .filter(|arrow| {
            let again = arrow.from == arrow.to && looped.contains(&arrow.from);
            looped.extend((arrow.from == arrow.to).then_some(arrow.from));
            !again
        })
        .collect();
    Plan {
        boxes,
        frames: (0..used.len())
            .map(|at| Frame {
                within: (nested && at == 1).then_some(0),
            })
            .collect(),
        arrows,
        directions: &[Direction::Down, Direction::Right],
        signs: Signs::default(),
    }
}

#[test]
fn nothing_stands_on_anything_else() {
    for seed in 0..60 {
        let plan = plan(seed);
        let layout = layout(&plan).expect("a layout");
        for (at, rect) in layout.boxes.iter().enumerate() {
            for other in &layout.boxes[at + 1..] {
                assert!(!rect.overlaps(other), "plan {seed}: box {at} stands on another");
            }
        }
        for (at, frame) in layout.frames.iter().enumerate() {
            for (which, rect) in layout.boxes.iter().enumerate() {
                let mut home = plan.boxes[which].frame;
                while home.is_some_and(|home| home != at) {
                    home = home.and_then(|home| plan.frames[home].within);
                }
                let inside = frame.joined(rect) == *frame;
                let outside = !frame.overlaps(rect);
                assert!(
                    if home.is_some() { inside } else { outside },
                    "plan {seed}: box {which} stands wrong to frame {at}: {rect:?} {frame:?}"
                );
            }
        }
    }
}

#[test]
fn arrows_go_around_boxes() {
    for seed in 0..60 {
        let plan = plan(seed);
        let layout = layout(&plan).expect("a layout");
        for (at, corners) in layout.arrows.iter().enumerate() {
            assert!(corners.len() >= 2, "plan {seed}: arrow {at} is missing");
            for part in corners.windows(2) {
                let straight = (part[0].x - part[1].x).abs() < 0.1 || (part[0].y - part[1].y).abs() < 0.1;
                assert!(straight, "plan {seed}: arrow {at} runs aslant");
                let part = Rect::between(part[0], part[1]);
                for (which, rect) in layout.boxes.iter().enumerate() {
                    let passes = part.overlaps(&rect.grown(-1.0));
                    assert!(!passes, "plan {seed}: arrow {at} runs through box {which}");
                }
            }
        }
    }
}

#[test]
fn arrows_keep_apart() {
    for seed in 0..60 {
        let plan = plan(seed);
        let layout = layout(&plan).expect("a layout");
        let parts = |at: usize| layout.arrows[at].windows(2).map(|p| Rect::between(p[0], p[1]));
        for at in 0..plan.arrows.len() {
            for which in 0..at {
                for (one, other) in parts(at).flat_map(|a| parts(which).map(move |b| (a, b))) {
                    let along = (one.width > 1.0) == (other.width > 1.0);
                    let shared = along && one.grown(0.5).overlaps(&other.grown(0.5));
                    assert!(!shared, "plan {seed}: arrows {which} and {at} lie on one another");
                }
            }
        }
    }
}

#[test]
fn labels_have_room() {
    for seed in 0..60 {
        let plan = plan(seed);
        let layout = layout(&plan).expect("a layout");
        for at in 0..plan.arrows.len() {
            let Some(rect) = layout.labels[at] else {
                continue;
            };
            let rect = rect.grown(-1.0);
            for (which, other) in layout.boxes.iter().enumerate() {
                assert!(!rect.overlaps(other), "plan {seed}: label {at} lies on box {which}");
            }
            for which in 0..at {
                if let Some(other) = layout.labels[which] {
                    assert!(!rect.overlaps(&other), "plan {seed}: label {at} lies on label {which}");
                }
            }
            for frame in &layout.frames {
                let border = rect.overlaps(frame) && frame.joined(&rect) != *frame;
                assert!(!border, "plan {seed}: label {at} lies on a border");
            }
            let own = &layout.arrows[at];
            let to_itself = plan.arrows[at].from == plan.arrows[at].to;
            let touched = to_itself
                || own
                    .windows(2)
                    .any(|part| Rect::between(part[0], part[1]).overlaps(&rect));
            assert!(touched, "plan {seed}: label {at} lies off its arrow");
            for (which, corners) in layout.arrows.iter().enumerate().filter(|(which, _)| *which != at) {
                let crossed = corners
                    .windows(2)
                    .any(|part| Rect::between(part[0], part[1]).overlaps(&rect));
                assert!(!crossed, "plan {seed}: arrow {which} runs through label {at}");
            }
        }
    }
}

#[test]
fn the_same_plan_gives_the_same_layout() {
    for seed in 0..20 {
        let (one, other) = (layout(&plan(seed)).expect("one"), layout(&plan(seed)).expect("other"));
        assert_eq!(format!("{one:?}"), format!("{other:?}"));
    }
}
