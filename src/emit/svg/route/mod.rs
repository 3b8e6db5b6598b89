//! Arrows as level and upright lines between rows of boxes.
//!
//! dugong gives each arrow a free place in every row that it passes. From there on: neighbours that
//! cross for nothing are [swapped](swaps), each arrow gets a [port](ports) of its own on the two
//! boxes, [bends](bends) that nothing requires go away, and each change of place between two rows
//! gets a [track](tracks) of its own in the gap between them. Where tracks need more room than a gap
//! has, everything below moves down.

mod bends;
mod gaps;
mod ports;
mod rows;
mod swaps;
mod tracks;

use super::geometry::{Point, Rect, Size};
use super::layered::{Layout, Signs};
use bends::Range;
use gaps::Gaps;
use rows::Rows;

/// An arrow with the places that it was given.
#[derive(Debug)]
pub struct Course {
    pub arrow: usize,
    pub from: usize,
    pub to: usize,
    /// From the border of one box to the border of the other, with a bend for each row between.
    pub bends: Vec<Point>,
    pub label: Size,
    /// The centre of the label.
    pub at: Point,
    /// Ports that are given, from the box's own edge.
    pub leaves: Option<f64>,
    pub arrives: Option<f64>,
}

/// The way of one arrow from row to row, downwards.
#[derive(Debug)]
struct Way {
    /// Its place among the courses.
    course: usize,
    upper: End,
    lower: End,
    /// Whether the arrow points upwards, against the order of the rows.
    reversed: bool,
    /// What it shares with the arrows that arrive at the same given port; they run into one.
    trunk: Option<usize>,
    /// From box to box: the first and the last stop are ports.
    stops: Vec<Stop>,
}

/// Where a way touches a box.
#[derive(Debug, Clone, Copy)]
struct End {
    owner: usize,
    given: Option<f64>,
    /// Where its port may stand, if no other port is on that side of the box.
    free: Option<Range>,
}

/// A place in a row.
#[derive(Debug, Clone, Copy)]
struct Stop {
    row: usize,
    x: f64,
    /// How far it reaches to both sides, if a label stands here.
    half: f64,
    label: bool,
}

impl Way {
    fn new(at: usize, course: &Course, boxes: &[Rect], rows: &Rows) -> Option<Self> {
        let (from, to) = (boxes.get(course.from)?.centre(), boxes.get(course.to)?.centre());
        let reversed = to.y < from.y;
        let labelled = course.label.width > 0.0;
        let port = |point: Point| Stop {
            row: rows.at(point.y),
            x: point.x,
            half: 0.0,
            label: false,
        };
        let bend = |point: &Point| {
            let row = rows.at(point.y);
            let label = labelled && row == rows.at(course.at.y);
            let half = if label { course.label.width / 2.0 } else { 0.0 };
            Stop {
                row,
                x: point.x,
                half,
                label,
            }
        };
        let bends = course
            .bends
            .get(1..course.bends.len().saturating_sub(1))
            .unwrap_or_default();
        let mut all = vec![port(from)];
        all.extend(bends.iter().map(bend));
        all.push(port(to));
        if reversed {
            all.reverse();
        }
        let last = all.pop()?;
        let mut stops: Vec<Stop> = Vec::new();
        for stop in all {
            if stops.last().is_none_or(|before| before.row < stop.row) && stop.row < last.row {
                stops.push(stop);
            }
        }
        stops.push(last);
        let from = End {
            owner: course.from,
            given: course.leaves,
            free: None,
        };
        let to = End {
            owner: course.to,
            given: course.arrives,
            free: None,
        };
        let (upper, lower) = if reversed { (to, from) } else { (from, to) };
        let trunk = course.arrives.map(|_| course.to * 2 + usize::from(reversed));
        Some(Self {
            course: at,
            upper,
            lower,
            reversed,
            trunk,
            stops,
        })
    }

    /// The stops between the two boxes.
    fn between(&self) -> &[Stop] {
        self.stops
            .get(1..self.stops.len().saturating_sub(1))
            .unwrap_or_default()
    }

    fn shares_trunk(&self, other: &Self) -> bool {
        self.trunk.is_some() && self.trunk == other.trunk
    }
}

/// Boxes and frames whose places are known, and the arrows between them.
#[derive(Debug)]
pub struct Placed {
    pub boxes: Vec<Rect>,
    /// What a box keeps free at its sides.
    pub margins: Vec<f64>,
    pub frames: Vec<Rect>,
    pub courses: Vec<Course>,
    /// What a frame keeps free below its upper border.
    pub title: f64,
    pub signs: Signs,
}

/// The finished layout, with room for `arrows` arrows.
pub fn route(placed: Placed, arrows: usize) -> Layout {
    let rows = Rows::new(&placed);
    let standing = rows.standing(&placed);
    let Placed {
        mut boxes,
        mut frames,
        courses,
        signs,
        ..
    } = placed;
    let ways = courses
        .iter()
        .enumerate()
        .filter_map(|(at, c)| Way::new(at, c, &boxes, &rows));
    let mut ways: Vec<Way> = ways.collect();
    swaps::untangle(&mut ways, &standing);
    // Ports follow the ways, and ways the ports; a second turn settles both.
    for _ in 0..2 {
        ports::set(&mut ways, &boxes);
        bends::clear(&mut ways, &standing);
    }
    let gaps = Gaps::new(&ways, &rows, signs);

    let mut layout = Layout {
        arrows: vec![Vec::new(); arrows],
        labels: vec![None; arrows],
        ..Layout::default()
    };
    for way in &ways {
        let Some(course) = courses.get(way.course) else {
            continue;
        };
        if let Some(corners) = layout.arrows.get_mut(course.arrow) {
            *corners = gaps.corners(way, &boxes, &rows);
        }
        let stop = way.stops.iter().find(|stop| stop.label);
        if let (Some(stop), Some(label)) = (stop, layout.labels.get_mut(course.arrow)) {
            let y = course.at.y + gaps.shift(rows.at(course.at.y));
            *label = Some(Rect::around(Point::new(stop.x, y), course.label));
        }
    }
    for rect in &mut boxes {
        rect.y += gaps.shift(rows.at(rect.centre().y));
    }
    for frame in &mut frames {
        let bottom = frame.bottom() + gaps.shift(rows.at(frame.bottom()));
        frame.y += gaps.shift(rows.at(frame.y));
        frame.height = bottom - frame.y;
    }
    layout.boxes = boxes;
    layout.frames = frames;
    layout
}
