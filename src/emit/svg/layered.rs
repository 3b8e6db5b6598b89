//! Boxes in layers, so that arrows run one way: the [`ranks`] and places come from dugong, the courses
//! of the arrows from [`route`](super::route).
//!
//! Everything here runs top-down; a layout to the right is the same one mirrored at the diagonal.

mod loops;
mod ranks;
mod squeeze;
#[cfg(test)]
mod tests;

use super::cost;
use super::geometry::{Point, Rect, Size};
use super::route;
use ranks::Effort;

/// Boxes and arrows beyond which no layout is tried.
const MOST: usize = 1000;

/// What all attempts together may cost; a design of 60 components takes a tenth of it.
const EFFORT: usize = 14_000_000;

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

impl Direction {
    /// A size as seen by a layout that always runs down.
    fn turned(self, size: Size) -> Size {
        match self {
            Self::Down => size,
            Self::Right => size.transposed(),
        }
    }
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
    /// The corner to which boxes over one another are aligned, instead of being balanced.
    align: Option<&'static str>,
    /// Whether it sees the boxes in reverse, and so orders the rows from another start.
    reverse: bool,
    /// How an arrow runs that may run either way.
    either: Heading,
}

/// Alignments and orders that are tried in the direction that is best with a plain setting.
const TURNS: [(Option<&str>, bool); 5] = [
    (None, true),
    (Some("DL"), false),
    (Some("DR"), false),
    (Some("DL"), true),
    (Some("DR"), true),
];

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
    pub heading: Heading,
}

/// How an arrow runs through the layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Heading {
    /// From an earlier one to a later one.
    #[default]
    Forward,
    /// From a later one to an earlier one.
    Backward,
    /// As it makes the better picture: a worker may as well stand before the log that it reads.
    Either,
}

impl Arrow {
    /// An arrow without a label or any wish.
    pub fn new(from: usize, to: usize) -> Self {
        Self {
            from,
            to,
            label: Size::default(),
            leaves: None,
            arrives: None,
            weight: 1.0,
            heading: Heading::Forward,
        }
    }
}

/// Where everything stands.
#[derive(Debug, Default)]
pub struct Layout {
    pub boxes: Vec<Rect>,
    pub frames: Vec<Rect>,
    /// The corners of each arrow, from its start to its head; empty for one that can't be drawn.
    pub arrows: Vec<Vec<Point>>,
    /// The room of each label that is drawn.
    pub labels: Vec<Option<Rect>>,
}

/// The best layout of all settings; none where dugong finds none or the plan is too large.
pub fn layout(plan: &Plan) -> Option<Layout> {
    if plan.boxes.len() + plan.arrows.len() > MOST {
        return None;
    }
    let mut search = Search {
        plan,
        effort: Effort::new(EFFORT),
        best: None,
    };
    let free = plan.arrows.iter().any(|arrow| arrow.heading == Heading::Either);
    let headings: &[Heading] = if free {
        &[Heading::Forward, Heading::Backward]
    } else {
        &[Heading::Forward]
    };
    for direction in plan.directions {
        for either in headings {
            search.consider(Setting {
                direction: *direction,
                align: None,
                reverse: false,
                either: *either,
            });
        }
    }
    let best = search.best.as_ref()?.1;
    for (align, reverse) in TURNS {
        search.consider(Setting { align, reverse, ..best });
    }
    let mut layout = search.best?.2;
    squeeze::squeeze(plan, &mut layout);
    Some(layout)
}

/// The best so far, with its cost.
struct Search<'a> {
    plan: &'a Plan,
    effort: Effort,
    best: Option<(f64, Setting, Layout)>,
}

impl Search<'_> {
    fn consider(&mut self, setting: Setting) {
        let Some(layout) = attempt(self.plan, setting, &mut self.effort) else {
            return;
        };
        let cost = cost::cost(&layout);
        if self.best.as_ref().is_none_or(|(best, _, _)| cost < *best) {
            self.best = Some((cost, setting, layout));
        }
    }
}

fn attempt(plan: &Plan, setting: Setting, effort: &mut Effort) -> Option<Layout> {
    let placed = ranks::rank(plan, setting, effort)?;
    let mut layout = route::route(placed, plan.arrows.len());
    loops::beside(plan, setting.direction, &mut layout);
    if setting.direction == Direction::Right {
        layout.transpose();
    }
    loops::between_ports(plan, &mut layout);
    Some(layout)
}

impl Layout {
    /// The smallest rectangle around everything.
    pub fn bounds(&self) -> Rect {
        let corners = self.arrows.iter().flatten().map(|p| Rect::new(p.x, p.y, 0.0, 0.0));
        let labels = self.labels.iter().flatten().copied();
        let all = self
            .boxes
            .iter()
            .chain(&self.frames)
            .copied()
            .chain(labels)
            .chain(corners);
        all.reduce(|a, b| a.joined(&b)).unwrap_or_default()
    }

    pub fn shift(&mut self, x: f64, y: f64) {
        self.change(|rect| rect.moved(x, y), |point| Point::new(point.x + x, point.y + y));
    }

    fn transpose(&mut self) {
        self.change(|rect| rect.transposed(), |point| point.transposed());
    }

    fn change(&mut self, rect: impl Fn(&Rect) -> Rect, point: impl Fn(&Point) -> Point) {
        let labels = self.labels.iter_mut().flatten();
        for place in self.boxes.iter_mut().chain(&mut self.frames).chain(labels) {
            *place = rect(place);
        }
        for corner in self.arrows.iter_mut().flatten() {
            *corner = point(corner);
        }
    }
}
