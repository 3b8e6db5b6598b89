//! What every picture has around its matter: a title, a margin, a key to the lines.

use super::super::label::Label;
use super::arrow;
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
    let line = text::elide(about.as_str(), ABOUT, room);
    let style = Type::new(ABOUT, palette::MUTED, Anchor::Start);
    canvas.text(Point::new(MARGIN, MARGIN + 34.0), &line, style);
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

/// Draws what the two kinds of arrow mean at the lower left; returns how far down it reaches.
pub fn key(canvas: &mut Canvas, below: f64) -> f64 {
    let y = below + 26.0;
    let mut x = MARGIN;
    for (dashed, meaning) in [(false, "the caller waits"), (true, "it does not wait")] {
        arrow::draw(canvas, &[Point::new(x, y), Point::new(x + 34.0, y)], dashed);
        let style = Type::new(KEY, palette::MUTED, Anchor::Start);
        canvas.text(Point::new(x + 42.0, y + 4.0), meaning, style);
        x += 42.0 + KEY.width(meaning) + 28.0;
    }
    y + 6.0
}
