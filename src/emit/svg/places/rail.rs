//! Rails along a strip of zones: an arrow that ends at a rail goes to each zone.

use super::super::super::diagram::EdgeKind;
use super::super::arrow;
use super::super::canvas::Canvas;
use super::super::geometry::{Point, Rect, Size};
use super::super::layered::Direction;
use super::strip::Strip;

/// From the border of the strip to the rail, and from there to the zones.
const BEFORE: f64 = 8.0;
const AFTER: f64 = 22.0;

/// The room for the rails of a strip, on each of its two long sides.
fn room(strip: &Strip) -> f64 {
    if strip.count() > 1 { BEFORE + AFTER } else { 0.0 }
}

/// The size of a strip with its rails.
pub fn around(strip: &Strip) -> Size {
    let Size { width, height } = strip.size();
    match strip.direction {
        Direction::Down => Size::new(width, height + 2.0 * room(strip)),
        Direction::Right => Size::new(width + 2.0 * room(strip), height),
    }
}

/// The corner of the strip in the room that it has with its rails.
pub fn inside(strip: &Strip, rect: &Rect) -> Point {
    match strip.direction {
        Direction::Down => Point::new(rect.x, rect.y + room(strip)),
        Direction::Right => Point::new(rect.x + room(strip), rect.y),
    }
}

/// The two rails of one strip, the one before the zones and the one behind them. Everything is kept
/// as if the layers ran down.
pub struct Rail {
    pub piece: usize,
    rightward: bool,
    zones: Vec<Rect>,
    sides: [Side; 2],
}

/// One rail: its height, the border of the zones, what hangs on it.
#[derive(Default)]
struct Side {
    at: f64,
    border: f64,
    ends: Vec<f64>,
    /// Whether something arrives.
    heads: bool,
}

impl Rail {
    pub fn new(piece: usize, strip: &Strip, rect: &Rect) -> Self {
        let rightward = strip.direction == Direction::Right;
        let turn = |rect: Rect| if rightward { rect.transposed() } else { rect };
        let zones: Vec<Rect> = strip.zones(inside(strip, rect)).into_iter().map(turn).collect();
        let rect = turn(*rect);
        let room = room(strip);
        let sides = [
            Side {
                at: rect.y + BEFORE,
                border: rect.y + room,
                ..Side::default()
            },
            Side {
                at: rect.bottom() - BEFORE,
                border: rect.bottom() - room,
                ..Side::default()
            },
        ];
        Self {
            piece,
            rightward,
            zones,
            sides,
        }
    }

    /// Leads the start of an arrow from the rail, or from the only zone.
    pub fn leave(&mut self, corners: &mut [Point]) {
        if let Some(first) = corners.first_mut() {
            self.reach(first, false);
        }
    }

    /// Leads the end of an arrow to the rail.
    pub fn arrive(&mut self, corners: &mut [Point]) {
        if let Some(last) = corners.last_mut() {
            self.reach(last, true);
        }
    }

    fn reach(&mut self, end: &mut Point, head: bool) {
        if self.zones.len() < 2 {
            return;
        }
        let mut point = if self.rightward { end.transposed() } else { *end };
        let [upper, lower] = &mut self.sides;
        let side = if (point.y - upper.at).abs() < (point.y - lower.at).abs() {
            upper
        } else {
            lower
        };
        point.y = side.at;
        side.ends.push(point.x);
        side.heads |= head;
        *end = if self.rightward { point.transposed() } else { point };
    }

    /// Draws the rails on which something hangs.
    pub fn draw(&self, canvas: &mut Canvas) {
        for side in self.sides.iter().filter(|side| !side.ends.is_empty()) {
            let middles: Vec<f64> = self.zones.iter().map(|zone| zone.centre().x).collect();
            let low = side.ends.iter().chain(&middles).copied().fold(f64::INFINITY, f64::min);
            let high = side
                .ends
                .iter()
                .chain(&middles)
                .copied()
                .fold(f64::NEG_INFINITY, f64::max);
            let at = |x: f64, y: f64| {
                let point = Point::new(x, y);
                if self.rightward { point.transposed() } else { point }
            };
            arrow::plain(canvas, &[at(low, side.at), at(high, side.at)]);
            for middle in middles {
                let drop = [at(middle, side.at), at(middle, side.border)];
                if side.heads {
                    arrow::draw(canvas, &drop, EdgeKind::Waits);
                } else {
                    arrow::plain(canvas, &drop);
                }
            }
        }
    }
}
