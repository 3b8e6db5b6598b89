//! What every picture has around its matter: a title, a margin, a key to the lines.

use std::collections::BTreeSet;

use super::super::diagram::{EdgeKind, Graph};
use super::super::label::Label;
use super::arrow::{self, Pen};
use super::canvas::{Anchor, Canvas, Type};
use super::geometry::{Point, Size};
use super::metrics::Font;
use super::palette;
use super::text;

/// White around everything.
pub const MARGIN: f64 = 24.0;
/// Where the matter begins, below the title.
pub const TOP: f64 = 76.0;

const TITLE: Font = Font::bold(17.0);
const ABOUT: Font = Font::regular(12.0);
const KEY: Font = Font::regular(11.0);

/// Draws the title and closes the file. `matter` is how far right and down the matter reaches.
pub fn finish(mut canvas: Canvas, matter: Size, title: &Label, about: &Label, generated: &str) -> String {
    let room = (matter.width - MARGIN).max(280.0);
    let line = text::elide(title.as_str(), TITLE, room);
    let style = Type::new(TITLE, palette::INK, Anchor::Start);
    canvas.text(Point::new(MARGIN, MARGIN + 15.0), &line, style);
    let lines = text::wrap(about.as_str(), ABOUT, room, 2);
    let style = Type::new(ABOUT, palette::MUTED, Anchor::Start);
    // A second line takes some of the white above the first, and some below it.
    let first = if lines.len() > 1 { 31.0 } else { 34.0 };
    for (i, line) in lines.iter().enumerate() {
        canvas.text(Point::new(MARGIN, MARGIN + first + 14.0 * i as f64), line, style);
    }
    let size = Size::new(room + 2.0 * MARGIN, matter.height + MARGIN);
    canvas.finish(size, title, about, generated)
}

/// What the picture is about; a picture without its arrows says so.
pub fn about(about: &Label, bare: bool) -> Label {
    if bare {
        Label::new(&format!("{about}; too many calls to draw"))
    } else {
        about.clone()
    }
}

/// Draws what arrows mean at the lower left; returns how far down it reaches.
pub fn key(canvas: &mut Canvas, below: f64, meanings: &[(Pen, &'static str)]) -> f64 {
    if meanings.is_empty() {
        return below;
    }
    let y = below + 26.0;
    let mut x = MARGIN;
    for (pen, meaning) in meanings {
        arrow::draw(canvas, &[Point::new(x, y), Point::new(x + 34.0, y)], *pen);
        let style = Type::new(KEY, palette::MUTED, Anchor::Start);
        canvas.text(Point::new(x + 42.0, y + 4.0), meaning, style);
        x += 42.0 + KEY.width(meaning) + 28.0;
    }
    y + 6.0
}

/// What a kind of arrow means.
pub fn meaning(kind: EdgeKind) -> (Pen, &'static str) {
    let words = match kind {
        EdgeKind::Waits => "the caller waits",
        EdgeKind::Sends => "it does not wait",
        EdgeKind::Fallback => "when another is down",
    };
    (Pen::from(kind), words)
}

/// What a picture explains: nothing of its kinds where all arrows are of the plain one.
pub fn meanings(graph: &Graph) -> Vec<(Pen, &'static str)> {
    let kinds: BTreeSet<EdgeKind> = graph.edges.iter().map(|edge| edge.kind).collect();
    let plain = kinds.iter().all(|kind| *kind == EdgeKind::Waits);
    let kinds = kinds.into_iter().filter(|_| !plain).map(meaning);
    let accents = graph.key.iter().map(|(accent, words)| (Pen::accented(*accent), *words));
    kinds.chain(accents).collect()
}
