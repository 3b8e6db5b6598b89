//! The way through dugong: which row and place it gives to each box, frame and arrow.
//!
//! It never gets an arrow to a frame, which it can't lay out; arrows to oneself are left to
//! [`loops`](super::loops).

use dugong::graphlib::{Graph, GraphOptions};
use dugong::{EdgeLabel, GraphLabel, NodeLabel, WorkControl, WorkError};

use super::super::geometry::{Point, Rect, Size};
use super::super::route::{Course, Placed};
use super::{Arrow, Boxed, Direction, FRAME_TITLE, Heading, Plan, Setting, loops};

type Dugong = Graph<NodeLabel, EdgeLabel, GraphLabel>;

/// What may be spent on layouts, in the steps that dugong counts: some 30 of them take a microsecond.
pub struct Effort {
    left: usize,
}

impl Effort {
    pub fn new(steps: usize) -> Self {
        Self { left: steps }
    }
}

impl WorkControl for Effort {
    fn charge(&mut self, steps: usize) -> Result<(), WorkError> {
        self.left = self.left.checked_sub(steps).ok_or(WorkError::Interrupted)?;
        Ok(())
    }
}

/// Asks dugong; none where it finds no layout with the effort that is left.
pub fn rank(plan: &Plan, setting: Setting, effort: &mut Effort) -> Option<Placed> {
    let mut graph = graph(plan, setting);
    dugong::layout_controlled(&mut graph, effort).ok()?;
    let mut boxes = Vec::new();
    for (at, boxed) in plan.boxes.iter().enumerate() {
        let node = graph.node(&box_name(at))?;
        boxes.push(Rect::around(
            Point::new(node.x?, node.y?),
            setting.direction.turned(boxed.size),
        ));
    }
    let mut frames = Vec::new();
    for at in 0..plan.frames.len() {
        let node = graph.node(&frame_name(at))?;
        let size = Size::new(node.width, node.height);
        frames.push(Rect::around(Point::new(node.x?, node.y?), size));
    }
    let mut courses = Vec::new();
    for (at, arrow) in plan
        .arrows
        .iter()
        .enumerate()
        .filter(|(_, arrow)| arrow.from != arrow.to)
    {
        let (upper, lower) = ends(arrow, setting);
        let edge = graph.edge(&upper, &lower, Some(arrow_name(at).as_str()))?;
        let mut bends: Vec<Point> = edge.points.iter().map(|p| Point::new(p.x, p.y)).collect();
        if runs_back(arrow, setting) {
            bends.reverse();
        }
        courses.push(Course {
            arrow: at,
            from: arrow.from,
            to: arrow.to,
            bends,
            label: setting.direction.turned(arrow.label),
            at: Point::new(edge.x.unwrap_or_default(), edge.y.unwrap_or_default()),
            leaves: arrow.leaves,
            arrives: arrow.arrives,
        });
    }
    // A frame's title stands at its top, which the layers cross only where they run down.
    let title = if setting.direction == Direction::Right {
        0.0
    } else {
        FRAME_TITLE
    };
    let margins = (0..plan.boxes.len())
        .map(|at| loops::room(plan, at, setting.direction))
        .collect();
    Some(Placed {
        boxes,
        margins,
        frames,
        courses,
        title,
        signs: plan.signs,
    })
}

fn graph(plan: &Plan, setting: Setting) -> Dugong {
    let direction = setting.direction;
    let mut graph: Dugong = Graph::new(GraphOptions {
        directed: true,
        multigraph: true,
        compound: true,
    });
    let (nodesep, edgesep) = match direction {
        Direction::Down => (32.0, 20.0),
        Direction::Right => (28.0, 18.0),
    };
    graph.set_graph(GraphLabel {
        nodesep,
        edgesep,
        ranksep: 28.0,
        align: setting.align.map(str::to_owned),
        ..GraphLabel::default()
    });
    let mut boxes: Vec<(usize, &Boxed)> = plan.boxes.iter().enumerate().collect();
    if setting.reverse {
        boxes.reverse();
    }
    for (at, boxed) in boxes {
        let Size { width, height } = direction.turned(boxed.size);
        let width = width + 2.0 * loops::room(plan, at, direction);
        graph.set_node(
            box_name(at),
            NodeLabel {
                width,
                height,
                ..NodeLabel::default()
            },
        );
    }
    for (at, frame) in plan.frames.iter().enumerate() {
        graph.set_node(frame_name(at), NodeLabel::default());
        if let Some(within) = frame.within {
            graph.set_parent(frame_name(at), frame_name(within));
        }
    }
    for (at, boxed) in plan.boxes.iter().enumerate() {
        if let Some(frame) = boxed.frame {
            graph.set_parent(box_name(at), frame_name(frame));
        }
    }
    for (at, arrow) in plan
        .arrows
        .iter()
        .enumerate()
        .filter(|(_, arrow)| arrow.from != arrow.to)
    {
        let Size { width, height } = direction.turned(arrow.label);
        let (upper, lower) = ends(arrow, setting);
        graph.set_edge_named(
            upper,
            lower,
            Some(arrow_name(at)),
            Some(EdgeLabel {
                width,
                height,
                weight: arrow.weight,
                ..EdgeLabel::default()
            }),
        );
    }
    graph
}

/// The names of the box in the earlier layer and of the one in the later.
fn ends(arrow: &Arrow, setting: Setting) -> (String, String) {
    let (from, to) = (box_name(arrow.from), box_name(arrow.to));
    if runs_back(arrow, setting) {
        (to, from)
    } else {
        (from, to)
    }
}

fn runs_back(arrow: &Arrow, setting: Setting) -> bool {
    let heading = match arrow.heading {
        Heading::Either => setting.either,
        heading => heading,
    };
    heading == Heading::Backward
}

// Names with a letter in front: dugong sorts bare numbers before everything else.

fn box_name(at: usize) -> String {
    format!("b{at}")
}

fn frame_name(at: usize) -> String {
    format!("f{at}")
}

fn arrow_name(at: usize) -> String {
    format!("a{at}")
}
