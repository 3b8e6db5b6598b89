//! A box around other boxes: a system, a region, a zone.

use super::super::diagram::{Group, GroupKind};
use super::canvas::{Anchor, Canvas, Paint, Type};
use super::geometry::{Point, Rect};
use super::layered::Layout;
use super::metrics::Font;
use super::palette;
use super::text;

const TITLE: Font = Font::bold(12.0);

/// Places that are tried for a title, and how far they are apart.
const PLACES: usize = 300;
const STEP: f64 = 4.0;

const HEIGHT: f64 = 17.0;

/// The fill of a frame of that kind.
pub fn fill(kind: GroupKind) -> &'static str {
    palette::group(kind).fill
}

/// Draws the area and its border.
pub fn draw(canvas: &mut Canvas, rect: &Rect, group: &Group) {
    let tint = palette::group(group.kind);
    let radius = if group.kind == GroupKind::Zone { 6.0 } else { 10.0 };
    let solid = Paint::both(tint.fill, tint.line, 1.2);
    let paint = if group.kind == GroupKind::Zone {
        solid.broken("5 4")
    } else {
        solid
    };
    canvas.rect(rect, radius, paint);
}

/// Draws the title below the upper border: at the left, or where no arrow passes; above the lower one where the upper
/// has no such place, else as low as there is one.
pub fn title(canvas: &mut Canvas, rect: &Rect, group: &Group, layout: &Layout) {
    let tint = palette::group(group.kind);
    let line = text::elide(group.title.as_str(), TITLE, rect.width - 24.0);
    let width = TITLE.width(&line) + 8.0;
    let plate = |x: f64, y: f64| Rect::new(x, y, width, HEIGHT);
    let (top, bottom) = (rect.y + 5.0, rect.bottom() - 5.0 - HEIGHT);
    let room = (rect.width - width - 16.0).max(0.0);
    let places = (0..)
        .map(|step| f64::from(step) * STEP)
        .take_while(|off| *off <= room)
        .take(PLACES);
    let taken = |plate: &Rect, air: f64| {
        let around = plate.grown(air);
        let crossed = layout.arrows.iter().any(|corners| passes(corners, &around));
        let labels = layout.labels.iter().flatten();
        let inner = layout
            .frames
            .iter()
            .filter(|other| *other != rect && rect.overlaps(other) && !holds(other, rect));
        let others = layout.boxes.iter().chain(labels).chain(inner);
        crossed || others.into_iter().any(|other| other.overlaps(plate))
    };
    let free = |y: f64, air: f64| {
        let mut plates = places.clone().map(|off| plate(rect.x + 8.0 + off, y));
        plates.find(|plate| !taken(plate, air))
    };
    let between = (0..)
        .map(|step| bottom - f64::from(step) * STEP)
        .take_while(|y| *y > top)
        .take(PLACES);
    let tries = [(top, 4.0), (top, 0.0), (bottom, 4.0), (bottom, 0.0)].into_iter();
    let found = tries.chain(between.map(|y| (y, 0.0))).find_map(|(y, air)| free(y, air));
    let plate = found.unwrap_or_else(|| plate(rect.x + 8.0, top));
    canvas.rect(&plate, 2.0, Paint::fill(tint.fill));
    let style = Type::new(TITLE, tint.deep, Anchor::Start);
    canvas.text(Point::new(plate.x + 4.0, plate.y + 13.0), &line, style);
}

/// Whether the one rectangle has the other in it.
fn holds(outer: &Rect, inner: &Rect) -> bool {
    outer.x <= inner.x && inner.right() <= outer.right() && outer.y <= inner.y && inner.bottom() <= outer.bottom()
}

/// Whether a line of level and upright parts passes a rectangle.
fn passes(corners: &[Point], rect: &Rect) -> bool {
    corners.windows(2).any(|part| match part {
        [from, to] => Rect::between(*from, *to).overlaps(rect),
        _ => false,
    })
}
