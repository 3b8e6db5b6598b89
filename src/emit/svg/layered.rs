//! Boxes in layers, so that arrows run one way: the ranks and places come from dugong, the courses of
//! the arrows from [`route`](super::route).
//!
//! Everything here runs top-down; a layout to the right is the same one mirrored at the diagonal.

use dugong::graphlib::{Graph, GraphOptions};
use dugong::{EdgeLabel, GraphLabel, NodeLabel};

use super::cost;
use super::geometry::{Point, Rect, Size};
use super::route::{self, Course};

/// Boxes and arrows beyond which ranking would take seconds.
const MOST: usize = 1200;

/// Boxes and arrows below which all settings are tried.
const FEW: usize = 160;

/// The height of a frame's title.
pub const FRAME_TITLE: f64 = 24.0;

/// What is to be laid out. Boxes, frames and arrows are known by their places in these lists.
#[derive(Debug, Default)]
pub struct Plan {
    pub boxes: Vec<Boxed>,
    pub frames: Vec<Frame>,
    pub arrows: Vec<Arrow>,
    /// The directions in which layers may follow one another.
    pub directions: &'static [Direction],
    /// The room for the signs at the two ends of an arrow.
    pub signs: Signs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    #[default]
    Down,
    Right,
}

/// How far the signs at the ends of an arrow reach from the boxes; no bend lies nearer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signs {
    pub start: f64,
    pub tip: f64,
}

impl Default for Signs {
    /// Nothing at the start, a head at the tip.
    fn default() -> Self {
        Self { start: 12.0, tip: 18.0 }
    }
}

/// How dugong may go about it. Which setting gives the best picture depends on the design.
#[derive(Debug, Clone, Copy)]
struct Setting {
    direction: Direction,
    align: Option<&'static str>,
}

#[derive(Debug, Clone, Copy)]
pub struct Boxed {
    pub size: Size,
    /// The frame that it stands in.
    pub frame: Option<usize>,
}

/// A frame around boxes and further frames; it comes after the frame that it stands in.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    pub within: Option<usize>,
}

#[derive(Debug, Clone, Copy)]
pub struct Arrow {
    pub from: usize,
    pub to: usize,
    /// The room that its label needs.
    pub label: Size,
    /// Where it has to leave and arrive, across the direction of the layers and from the box's own
    /// edge; anywhere if none.
    pub leaves: Option<f64>,
    pub arrives: Option<f64>,
    /// How much it matters that the two boxes stand close together; 1 as a rule.
    pub weight: f64,
}

/// Where everything stands.
#[derive(Debug, Default)]
pub struct Layout {
    pub boxes: Vec<Rect>,
    pub frames: Vec<Rect>,
    /// The corners of each arrow, from its start to its head; empty for one that can't be drawn.
    pub arrows: Vec<Vec<Point>>,
    /// The centre of each label.
    pub labels: Vec<Point>,
}

/// The best layout of all settings; none where dugong finds none or the plan is too large.
pub fn layout(plan: &Plan) -> Option<Layout> {
    let size = plan.boxes.len() + plan.arrows.len();
    if size > MOST {
        return None;
    }
    let layouts = settings(plan.directions, size < FEW).into_iter().filter_map(|setting| {
        let layout = attempt(plan, setting)?;
        Some((cost::cost(&layout), layout))
    });
    layouts.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, layout)| layout)
}

fn settings(directions: &[Direction], all: bool) -> Vec<Setting> {
    let aligns: &[Option<&str>] = if all { &[None, Some("DL"), Some("DR")] } else { &[None] };
    let each = |direction: &Direction| {
        let direction = *direction;
        aligns.iter().map(move |align| Setting {
            direction,
            align: *align,
        })
    };
    directions.iter().flat_map(each).collect()
}

fn attempt(plan: &Plan, setting: Setting) -> Option<Layout> {
    let rightward = setting.direction == Direction::Right;
    let turned = |size: Size| if rightward { size.transposed() } else { size };
    let mut graph = graph(plan, setting, turned);
    dugong::layout(&mut graph).ok()?;
    let mut boxes = Vec::new();
    for (at, boxed) in plan.boxes.iter().enumerate() {
        let node = graph.node(&box_name(at))?;
        boxes.push(Rect::around(Point::new(node.x?, node.y?), turned(boxed.size)));
    }
    let mut frames = Vec::new();
    for at in 0..plan.frames.len() {
        let node = graph.node(&frame_name(at))?;
        frames.push(Rect::around(
            Point::new(node.x?, node.y?),
            Size::new(node.width, node.height),
        ));
    }
    let mut courses = Vec::new();
    for (at, arrow) in plan
        .arrows
        .iter()
        .enumerate()
        .filter(|(_, arrow)| arrow.from != arrow.to)
    {
        let name = arrow_name(at);
        let edge = graph.edge(&box_name(arrow.from), &box_name(arrow.to), Some(name.as_str()))?;
        courses.push(Course {
            arrow: at,
            from: arrow.from,
            to: arrow.to,
            bends: edge.points.iter().map(|p| Point::new(p.x, p.y)).collect(),
            label: turned(arrow.label),
            at: Point::new(edge.x.unwrap_or_default(), edge.y.unwrap_or_default()),
            leaves: arrow.leaves,
            arrives: arrow.arrives,
        });
    }
    // A frame's title stands at its top, which the layers cross only where they run down.
    let title = if rightward { 0.0 } else { FRAME_TITLE };
    let mut layout = route::route(boxes, frames, &courses, plan.arrows.len(), title, plan.signs);
    if rightward {
        layout.transpose();
    }
    for (at, arrow) in plan
        .arrows
        .iter()
        .enumerate()
        .filter(|(_, arrow)| arrow.from == arrow.to)
    {
        if let (Some(rect), Some(corners)) = (layout.boxes.get(arrow.from), layout.arrows.get_mut(at)) {
            *corners = own_loop(rect, arrow);
        }
    }
    Some(layout)
}

/// An arrow from a box to itself, at its right.
fn own_loop(rect: &Rect, arrow: &Arrow) -> Vec<Point> {
    let right = rect.right();
    let leaves = rect.y + arrow.leaves.unwrap_or(rect.height / 2.0 - 10.0);
    let arrives = rect.y + arrow.arrives.unwrap_or(rect.height / 2.0 + 10.0);
    vec![
        Point::new(right, leaves),
        Point::new(right + 26.0, leaves),
        Point::new(right + 26.0, arrives),
        Point::new(right, arrives),
    ]
}

impl Layout {
    /// The smallest rectangle around everything.
    pub fn bounds(&self) -> Rect {
        let corners = self.arrows.iter().flatten().map(|p| Rect::new(p.x, p.y, 0.0, 0.0));
        let all = self.boxes.iter().chain(&self.frames).copied().chain(corners);
        all.reduce(|a, b| a.joined(&b)).unwrap_or_default()
    }

    pub fn shift(&mut self, x: f64, y: f64) {
        for rect in self.boxes.iter_mut().chain(&mut self.frames) {
            *rect = rect.moved(x, y);
        }
        for point in self.arrows.iter_mut().flatten().chain(&mut self.labels) {
            *point = Point::new(point.x + x, point.y + y);
        }
    }

    fn transpose(&mut self) {
        for rect in self.boxes.iter_mut().chain(&mut self.frames) {
            *rect = rect.transposed();
        }
        for point in self.arrows.iter_mut().flatten().chain(&mut self.labels) {
            *point = point.transposed();
        }
    }
}

type Dugong = Graph<NodeLabel, EdgeLabel, GraphLabel>;

fn graph(plan: &Plan, setting: Setting, turned: impl Fn(Size) -> Size) -> Dugong {
    let rightward = setting.direction == Direction::Right;
    let mut graph: Dugong = Graph::new(GraphOptions {
        directed: true,
        multigraph: true,
        compound: true,
    });
    graph.set_graph(GraphLabel {
        nodesep: if rightward { 36.0 } else { 48.0 },
        edgesep: if rightward { 26.0 } else { 28.0 },
        ranksep: 44.0,
        align: setting.align.map(str::to_owned),
        ..GraphLabel::default()
    });
    for (at, boxed) in plan.boxes.iter().enumerate() {
        let Size { width, height } = turned(boxed.size);
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
        let Size { width, height } = turned(arrow.label);
        graph.set_edge_named(
            box_name(arrow.from),
            box_name(arrow.to),
            Some(arrow_name(at)),
            Some(EdgeLabel {
                width,
                height,
                weight: arrow.weight,
                minlen: 1,
                ..EdgeLabel::default()
            }),
        );
    }
    graph
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
