//! A box around other boxes: a system, a region, a zone.

use super::super::diagram::{Group, GroupKind};
use super::canvas::{Anchor, Canvas, Paint, Type};
use super::geometry::{Point, Rect};
use super::metrics::Font;
use super::palette;
use super::text;

const TITLE: Font = Font::bold(12.0);

/// The fill of a frame of that kind.
pub fn fill(kind: GroupKind) -> &'static str {
    palette::group(kind).fill
}

/// Draws the area and its border.
pub fn draw(canvas: &mut Canvas, rect: &Rect, group: &Group) {
    let tint = palette::group(group.kind);
    let radius = if group.kind == GroupKind::Zone { 6.0 } else { 10.0 };
    let paint = Paint::both(tint.fill, tint.line, 1.2).dashed(group.kind == GroupKind::Zone);
    canvas.rect(rect, radius, paint);
}

/// Draws the title at the upper left, over whatever passes there.
pub fn title(canvas: &mut Canvas, rect: &Rect, group: &Group) {
    let tint = palette::group(group.kind);
    let line = text::elide(group.title.as_str(), TITLE, rect.width - 24.0);
    let plate = Rect::new(rect.x + 8.0, rect.y + 5.0, TITLE.width(&line) + 8.0, 17.0);
    canvas.rect(&plate, 2.0, Paint::fill(tint.fill));
    let style = Type::new(TITLE, tint.deep, Anchor::Start);
    canvas.text(Point::new(rect.x + 12.0, rect.y + 18.0), &line, style);
}
