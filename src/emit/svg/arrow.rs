//! Arrows: lines with rounded corners, heads that show who waits, and labels on plates.

use super::super::diagram::{Accent, Edge, EdgeKind};
use super::super::label::Label;
use super::canvas::{Anchor, Canvas, Paint, Path, Type};
use super::geometry::{Point, Rect, Size};
use super::metrics::Font;
use super::palette;
use super::text;

const RADIUS: f64 = 8.0;
const HEAD: f64 = 8.0;
const LABEL: Font = Font::regular(11.0);
const WIDEST: f64 = 116.0;
const PLATE: f64 = 3.0;

/// What an arrow is drawn with.
#[derive(Debug, Clone, Copy)]
pub struct Pen {
    kind: EdgeKind,
    ink: &'static str,
    width: f64,
}

impl From<EdgeKind> for Pen {
    fn from(kind: EdgeKind) -> Self {
        Self {
            kind,
            ink: palette::LINE,
            width: 1.4,
        }
    }
}

impl From<&Edge> for Pen {
    fn from(edge: &Edge) -> Self {
        match edge.accent {
            Some(accent) => Self {
                kind: edge.kind,
                ..Self::accented(accent)
            },
            None => Self::from(edge.kind),
        }
    }
}

impl Pen {
    /// That of a plain arrow that stands out.
    pub fn accented(accent: Accent) -> Self {
        Self {
            kind: EdgeKind::Waits,
            ink: accent.line(),
            width: 2.0,
        }
    }

    fn paint(self) -> Paint {
        let solid = Paint::stroke(self.ink, self.width);
        match self.kind {
            EdgeKind::Waits => solid,
            EdgeKind::Sends => solid.broken("5 4"),
            EdgeKind::Fallback => solid.broken("1.5 3.5"),
        }
    }
}

/// Draws an arrow along `corners`: with a full head if the caller waits, else broken and open.
pub fn draw(canvas: &mut Canvas, corners: &[Point], pen: impl Into<Pen>) {
    let pen = pen.into();
    let [.., before, tip] = corners else { return };
    let full = pen.kind == EdgeKind::Waits;
    // A full head covers the end of its line, so the line stops a little earlier.
    let end = if full { towards(*tip, *before, HEAD / 2.0) } else { *tip };
    if let Some(course) = course(corners, end) {
        canvas.path(&course, pen.paint());
    }
    head(canvas, *before, *tip, pen);
}

/// Draws a line without heads.
pub fn plain(canvas: &mut Canvas, corners: &[Point]) {
    if let Some(course) = corners.last().and_then(|end| course(corners, *end)) {
        canvas.path(&course, Pen::from(EdgeKind::Waits).paint());
    }
}

/// The line along the corners, each of them rounded, that stops at `end`.
fn course(corners: &[Point], end: Point) -> Option<Path> {
    let mut path = Path::from(*corners.first()?);
    for corner in corners.windows(3) {
        if let [from, at, to] = corner {
            let room = (distance(*from, *at) / 2.0).min(distance(*at, *to) / 2.0).min(RADIUS);
            path = path.line(towards(*at, *from, room)).bow(*at, towards(*at, *to, room));
        }
    }
    Some(path.line(end))
}

/// The sign for many at the end `tip` of a line that comes from `before`.
pub fn crow_foot(canvas: &mut Canvas, before: Point, tip: Point) {
    let back = towards(tip, before, 10.0);
    let (dx, dy) = ((tip.x - back.x) * 0.55, (tip.y - back.y) * 0.55);
    for end in [Point::new(tip.x - dy, tip.y + dx), Point::new(tip.x + dy, tip.y - dx)] {
        canvas.line(back, end, Paint::stroke(palette::LINE, 1.4));
    }
}

/// The sign for one, `off` away from the end.
pub fn bar(canvas: &mut Canvas, before: Point, tip: Point, off: f64) {
    let at = towards(tip, before, off);
    let (dx, dy) = ((tip.x - at.x) / off * 5.0, (tip.y - at.y) / off * 5.0);
    let (left, right) = (Point::new(at.x - dy, at.y + dx), Point::new(at.x + dy, at.y - dx));
    canvas.line(left, right, Paint::stroke(palette::LINE, 1.4));
}

/// The sign for none, `off` away from the end.
pub fn ring(canvas: &mut Canvas, before: Point, tip: Point, off: f64) {
    let paint = Paint::both(palette::PAPER, palette::LINE, 1.4);
    canvas.circle(towards(tip, before, off), 3.5, paint);
}

/// The head of an arrow that comes from `before`.
pub fn head(canvas: &mut Canvas, before: Point, tip: Point, pen: impl Into<Pen>) {
    let pen = pen.into();
    let back = towards(tip, before, HEAD);
    let (dx, dy) = ((tip.x - back.x) * 0.5, (tip.y - back.y) * 0.5);
    let (left, right) = (
        Point::new(back.x - dy, back.y + dx),
        Point::new(back.x + dy, back.y - dx),
    );
    if pen.kind == EdgeKind::Waits {
        let path = Path::from(left).line(tip).line(right).close();
        canvas.path(&path, Paint::fill(pen.ink));
    } else {
        let path = Path::from(left).line(tip).line(right);
        canvas.path(&path, Paint::stroke(pen.ink, pen.width));
    }
}

/// The point that is `by` away from `at` in the direction of `other`.
fn towards(at: Point, other: Point, by: f64) -> Point {
    let length = distance(at, other);
    if length < 0.1 {
        return at;
    }
    let part = by / length;
    Point::new(at.x + (other.x - at.x) * part, at.y + (other.y - at.y) * part)
}

/// Exact for level and upright lines, which all are.
fn distance(a: Point, b: Point) -> f64 {
    (a.x - b.x).abs().max((a.y - b.y).abs())
}

/// The label of an arrow, broken into lines.
#[derive(Debug, Default)]
pub struct Caption {
    lines: Vec<String>,
    /// With the plate around it; nothing for a label without text.
    pub size: Size,
}

impl Caption {
    pub fn new(labels: &[Label]) -> Self {
        let lines: Vec<String> = labels
            .iter()
            .flat_map(|label| text::wrap(label.as_str(), LABEL, WIDEST, 2))
            .collect();
        if lines.is_empty() {
            return Self::default();
        }
        let widest = lines.iter().map(|line| LABEL.width(line)).fold(0.0, f64::max);
        let height = lines.len() as f64 * LABEL.leading();
        let size = Size::new((widest + 2.0 * PLATE + 2.0).ceil(), height + 2.0 * PLATE);
        Self { lines, size }
    }

    /// Draws the label on a plate of the ground's colour, so that no line runs through the text.
    pub fn draw(&self, canvas: &mut Canvas, rect: &Rect, ground: &'static str) {
        canvas.rect(rect, 3.0, Paint::fill(ground));
        let mut y = rect.y + PLATE;
        for line in &self.lines {
            y += LABEL.leading();
            let style = Type::new(LABEL, palette::MUTED, Anchor::Middle);
            canvas.text(Point::new(rect.centre().x, y - 4.0), line, style);
        }
    }
}
