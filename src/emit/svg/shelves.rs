//! Boxes row by row, frame by frame: what is left when a design is too large for layers.

use super::geometry::{Point, Rect, Size};
use super::layered::{FRAME_TITLE, Layout, Plan};

const GAP: f64 = 20.0;

/// Places boxes of different sizes in rows of about the given width; returns their places and the
/// size of the whole.
pub fn pack(sizes: &[Size], width: f64) -> (Vec<Point>, Size) {
    let mut places = Vec::new();
    let mut all = Size::default();
    let (mut x, mut y, mut height) = (0.0, 0.0, 0.0_f64);
    for size in sizes {
        if x > 0.0 && x + size.width > width {
            y += height + GAP;
            x = 0.0;
            height = 0.0;
        }
        places.push(Point::new(x, y));
        all.width = all.width.max(x + size.width);
        height = height.max(size.height);
        all.height = y + height;
        x += size.width + GAP;
    }
    (places, all)
}

/// The width at which boxes of these sizes fill a sheet that is somewhat wider than high.
pub fn page_width(sizes: &[Size]) -> f64 {
    let area: f64 = sizes.iter().map(|size| (size.width + GAP) * (size.height + GAP)).sum();
    let widest = sizes.iter().map(|size| size.width).fold(0.0, f64::max);
    (area * 1.6).sqrt().max(widest)
}

/// All boxes, those of a frame together; no arrows.
pub fn layout(plan: &Plan) -> Layout {
    let mut layout = Layout {
        boxes: vec![Rect::default(); plan.boxes.len()],
        frames: vec![Rect::default(); plan.frames.len()],
        arrows: vec![Vec::new(); plan.arrows.len()],
        labels: vec![None; plan.arrows.len()],
    };
    fill(plan, None, Point::new(0.0, 0.0), &mut layout);
    layout
}

/// Fills a frame, or the sheet, with its boxes and below them the frames in it.
fn fill(plan: &Plan, frame: Option<usize>, at: Point, layout: &mut Layout) -> Size {
    let own: Vec<usize> = (0..plan.boxes.len())
        .filter(|b| plan.boxes.get(*b).is_some_and(|boxed| boxed.frame == frame))
        .collect();
    let sizes: Vec<Size> = own.iter().filter_map(|b| plan.boxes.get(*b)).map(|b| b.size).collect();
    let (places, mut all) = pack(&sizes, page_width(&sizes));
    for ((place, size), own) in places.iter().zip(&sizes).zip(own) {
        if let Some(rect) = layout.boxes.get_mut(own) {
            *rect = Rect::new(at.x + place.x, at.y + place.y, size.width, size.height);
        }
    }
    for inner in 0..plan.frames.len() {
        if plan.frames.get(inner).is_none_or(|f| f.within != frame) {
            continue;
        }
        let top = if all.height > 0.0 { all.height + GAP } else { 0.0 };
        let corner = Point::new(at.x + GAP, at.y + top + GAP + FRAME_TITLE);
        let size = fill(plan, Some(inner), corner, layout);
        let rect = Rect::new(
            at.x,
            at.y + top,
            size.width + 2.0 * GAP,
            size.height + 2.0 * GAP + FRAME_TITLE,
        );
        all.width = all.width.max(rect.width);
        all.height = top + rect.height;
        if let Some(slot) = layout.frames.get_mut(inner) {
            *slot = rect;
        }
    }
    all
}
