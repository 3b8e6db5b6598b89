//! Where arrows touch boxes: spread over the side, in the order in which the arrows go on.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::super::geometry::Rect;
use super::bends::Range;
use super::{Stop, Way};

/// Between two ports of a box, and between a port and the corner.
const APART: f64 = 16.0;
const CORNER: f64 = 12.0;

/// Gives every way a port on both of its boxes.
pub fn set(ways: &mut [Way], boxes: &[Rect]) {
    let mut sides: BTreeMap<(usize, bool), Vec<usize>> = BTreeMap::new();
    for (at, way) in ways.iter().enumerate() {
        sides.entry((way.upper.owner, false)).or_default().push(at);
        sides.entry((way.lower.owner, true)).or_default().push(at);
    }
    for ((owner, entering), mut ends) in sides {
        let Some(rect) = boxes.get(owner) else {
            continue;
        };
        let onward = |at: &usize| ways.get(*at).map(|way| onward(way, entering)).unwrap_or_default();
        ends.sort_by(|a, b| compare(&onward(a), &onward(b)).then(a.cmp(b)));
        let wishes: Vec<f64> = ends
            .iter()
            .map(|at| onward(at).first().copied().unwrap_or_default())
            .collect();
        let places = spread(&wishes, rect);
        let alone = ends.len() == 1;
        for (at, place) in ends.into_iter().zip(places) {
            let Some(way) = ways.get_mut(at) else { continue };
            let (end, stop) = if entering {
                (&mut way.lower, way.stops.last_mut())
            } else {
                (&mut way.upper, way.stops.first_mut())
            };
            end.free = (alone && end.given.is_none()).then(|| room(rect));
            if let Some(stop) = stop {
                stop.x = end.given.map_or(place, |given| rect.x + given);
            }
        }
    }
}

/// The places of a way as seen from one of its boxes, the box itself left out.
fn onward(way: &Way, entering: bool) -> Vec<f64> {
    let x = |stop: &Stop| stop.x;
    if entering {
        way.stops.iter().rev().skip(1).map(x).collect()
    } else {
        way.stops.iter().skip(1).map(x).collect()
    }
}

/// By the first place that tells two ways apart.
fn compare(a: &[f64], b: &[f64]) -> Ordering {
    let differing = a.iter().zip(b).find(|(a, b)| (*a - *b).abs() > 0.5);
    differing.map_or(Ordering::Equal, |(a, b)| a.total_cmp(b))
}

/// The side of a box without its corners.
fn room(rect: &Rect) -> Range {
    let corner = CORNER.min(rect.width / 2.0);
    Range {
        low: rect.x + corner,
        high: rect.right() - corner,
    }
}

/// Places on the side of a box as near as possible to the wishes, which are in order.
fn spread(wishes: &[f64], rect: &Rect) -> Vec<f64> {
    let Range { low, high } = room(rect);
    let gaps = wishes.len().saturating_sub(1).max(1) as f64;
    let apart = APART.min((high - low) / gaps);
    let mut places = Vec::new();
    let mut free = low;
    for wish in wishes {
        let place = wish.min(high).max(low).max(free);
        free = place + apart;
        places.push(place);
    }
    let mut free = high;
    for place in places.iter_mut().rev() {
        *place = place.min(free);
        free = *place - apart;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_keep_their_order_and_their_distance() {
        let rect = Rect::new(0.0, 0.0, 100.0, 40.0);
        for (wishes, places) in [
            (&[50.0][..], &[50.0][..]),
            (&[-80.0], &[12.0]),
            (&[50.0, 50.0], &[50.0, 66.0]),
            (&[95.0, 99.0, 120.0], &[56.0, 72.0, 88.0]),
        ] {
            assert_eq!(spread(wishes, &rect), places);
        }
        assert_eq!(spread(&[0.0; 40], &rect).len(), 40);
    }
}
