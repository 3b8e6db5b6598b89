//! Arrows from a box to itself, which have no layers to run between.

use super::super::geometry::{Point, Rect};
use super::{Direction, Layout, Plan};

/// How far a loop reaches out.
const OUT: f64 = 22.0;
/// Half its width where no ports are given.
const HALF: f64 = 9.0;
/// Between the loop and its label.
const GAP: f64 = 4.0;

/// The room that a loop and its label need beside each side of a box; nothing without a loop.
pub fn room(plan: &Plan, owner: usize, direction: Direction) -> f64 {
    let own = plan
        .arrows
        .iter()
        .filter(|arrow| arrow.from == owner && arrow.to == owner);
    let free = own.filter(|arrow| arrow.leaves.is_none());
    let rooms = free.map(|arrow| OUT + 2.0 * GAP + direction.turned(arrow.label).width);
    rooms.fold(0.0, f64::max)
}

/// Draws the loops that have no ports beside their boxes, where the layers leave room. The layout
/// still runs down.
pub fn beside(plan: &Plan, direction: Direction, layout: &mut Layout) {
    for (at, arrow) in plan.arrows.iter().enumerate() {
        if arrow.from != arrow.to || arrow.leaves.is_some() {
            continue;
        }
        let Some(rect) = layout.boxes.get(arrow.from) else {
            continue;
        };
        let (side, middle) = (rect.right(), rect.centre().y);
        let corners = round(side, middle - HALF, middle + HALF);
        let size = direction.turned(arrow.label);
        let centre = Point::new(side + OUT + GAP + size.width / 2.0, middle);
        if let Some(slot) = layout.arrows.get_mut(at) {
            *slot = corners;
        }
        if let Some(slot) = layout.labels.get_mut(at) {
            *slot = (size.width > 0.0).then(|| Rect::around(centre, size));
        }
    }
}

/// Draws the loops that have ports, at the right side of the finished layout.
pub fn between_ports(plan: &Plan, layout: &mut Layout) {
    for (at, arrow) in plan.arrows.iter().enumerate().filter(|(_, a)| a.from == a.to) {
        let rect = layout.boxes.get(arrow.from).copied().unwrap_or_default();
        if let (Some(leaves), Some(arrives), Some(corners)) = (arrow.leaves, arrow.arrives, layout.arrows.get_mut(at)) {
            *corners = round(Rect::right(&rect), rect.y + leaves, rect.y + arrives);
        }
    }
}

fn round(side: f64, from: f64, to: f64) -> Vec<Point> {
    vec![
        Point::new(side, from),
        Point::new(side + OUT, from),
        Point::new(side + OUT, to),
        Point::new(side, to),
    ]
}
