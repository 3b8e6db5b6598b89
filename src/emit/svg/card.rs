//! A node as a card: its sign at the left, beside it the title and a few lines.

use super::super::diagram::{Node, Symbol};
use super::super::label::Label;
use super::canvas::{Anchor, Canvas, Mark, Paint, Type};
use super::geometry::{Point, Rect, Size};
use super::metrics::Font;
use super::palette;
use super::{icon, text};
use crate::report::Shape;

const TITLE: Font = Font::bold(13.0);
const LINE: Font = Font::regular(11.0);
const PADDING: f64 = 12.0;
const ICON_GAP: f64 = 10.0;

/// How large a card may become, and how small it is at least.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Widest text.
    pub text: f64,
    pub narrowest: f64,
    /// Lines that one text may take.
    pub wrapped: usize,
}

/// Cards of the container view.
pub const ROOMY: Measure = Measure {
    text: 144.0,
    narrowest: 120.0,
    wrapped: 2,
};
/// Cards of the deployment view, which has many of them.
pub const SMALL: Measure = Measure {
    text: 146.0,
    narrowest: 120.0,
    wrapped: 1,
};

/// The weight of an arrow from an actor: the edge of a system stands at the edge of the picture.
pub const ACTOR: f64 = 3.0;

/// A card that knows its texts and its size.
#[derive(Debug)]
pub struct Card<'a> {
    node: &'a Node,
    title: Vec<String>,
    lines: Vec<String>,
    pub size: Size,
}

impl<'a> Card<'a> {
    pub fn new(node: &'a Node, measure: Measure) -> Self {
        let title = text::wrap(node.caption().as_str(), TITLE, measure.text, measure.wrapped);
        let lines: Vec<String> = node
            .lines
            .iter()
            .flat_map(|line| text::wrap(line.as_str(), LINE, measure.text, measure.wrapped))
            .collect();
        let widths = title.iter().map(|line| TITLE.width(line));
        let widest = widths
            .chain(lines.iter().map(|line| LINE.width(line)))
            .fold(0.0, f64::max);
        let width = (widest + icon::SIDE + ICON_GAP + 2.0 * PADDING)
            .ceil()
            .max(measure.narrowest);
        let texts = title.len() as f64 * TITLE.leading() + lines.len() as f64 * LINE.leading();
        // Even numbers keep centres on whole pixels.
        let even = |length: f64| (length / 2.0).ceil() * 2.0;
        let size = Size::new(even(width), even(texts.max(icon::SIDE) + 2.0 * PADDING - 4.0));
        Self {
            node,
            title,
            lines,
            size,
        }
    }

    /// The card at a size that others have too.
    pub fn sized(self, size: Size) -> Self {
        Self { size, ..self }
    }

    /// The party that it stands for, the first where it stands for more.
    pub fn name(&self) -> &str {
        let title = &self.node.title;
        self.node.folded.members.first().unwrap_or(title).as_str()
    }

    pub fn is_actor(&self) -> bool {
        self.node.symbol == Symbol::Actor
    }

    /// Whether others fetch from it what it sends.
    pub fn holds_messages(&self) -> bool {
        matches!(self.node.symbol, Symbol::Component(Shape::Queue | Shape::Log))
    }

    pub fn is_worker(&self) -> bool {
        self.node.symbol == Symbol::Component(Shape::Worker)
    }

    /// By what a page finds it: itself, or all that are folded into it.
    fn parties(&self) -> Mark<'_> {
        let members = &self.node.folded.members;
        let own = std::iter::once(&self.node.title).filter(|_| members.is_empty());
        Mark::new("component", own.chain(members).map(Label::as_str))
    }

    /// Draws the card into `rect`, which may be larger than it needs.
    pub fn draw(&self, canvas: &mut Canvas, rect: &Rect) {
        let node = self.node;
        let tint = palette::tint(node.symbol);
        let (stroke, width) = palette::border(node.symbol, node.accent);
        canvas.begin(&self.hint(), &[self.parties(), Mark::new("flows", node.folded.flows.iter().map(String::as_str))]);
        canvas.rect(rect, 8.0, Paint::both(tint.fill, stroke, width));
        let middle = rect.centre().y;
        icon::draw(
            canvas,
            Point::new(rect.x + PADDING, middle - icon::SIDE / 2.0),
            node.symbol,
        );
        let x = rect.x + PADDING + icon::SIDE + ICON_GAP;
        let texts = self.title.len() as f64 * TITLE.leading() + self.lines.len() as f64 * LINE.leading();
        let mut y = middle - texts / 2.0;
        for line in &self.title {
            y += TITLE.leading();
            canvas.text(
                Point::new(x, y - 4.0),
                line,
                Type::new(TITLE, palette::INK, Anchor::Start),
            );
        }
        for (at, line) in self.lines.iter().enumerate() {
            y += LINE.leading();
            let last = at + 1 == self.lines.len();
            let fill = match node.accent {
                Some(accent) if last => accent.line(),
                _ => palette::MUTED,
            };
            canvas.text(Point::new(x, y - 4.0), line, Type::new(LINE, fill, Anchor::Start));
        }
        canvas.end();
    }

    /// Everything that the card says, uncut.
    fn hint(&self) -> String {
        let lines = std::iter::once(&self.node.title).chain(&self.node.lines);
        lines.map(|line| line.as_str()).collect::<Vec<_>>().join("; ")
    }
}
