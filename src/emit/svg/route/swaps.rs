//! Fewer crossings: swaps neighbours in a row whose arrows want it the other way round.
//!
//! The layout orders rows by heuristics that frames disturb. A swap is made only between two arrows
//! that stand side by side, and only if it takes away more crossings with the rows next to it than it
//! brings.

use super::rows::Obstacle;
use super::{Stop, Way};

/// Rounds over all rows; a round moves a wrong crossing by at most one row.
const ROUNDS: usize = 12;

/// A way, and which of its stops is meant.
type Passing = (usize, usize);

/// Swaps neighbours in all rows until nothing is gained. `standing` holds what can't be passed.
pub fn untangle(ways: &mut [Way], standing: &[Vec<Obstacle>]) {
    let mut rows: Vec<Vec<Passing>> = vec![Vec::new(); standing.len()];
    for (at, way) in ways.iter().enumerate() {
        for (stop, passed) in way.between().iter().enumerate() {
            if let Some(row) = rows.get_mut(passed.row) {
                row.push((at, stop + 1));
            }
        }
    }
    for _ in 0..ROUNDS {
        let mut swapped = false;
        for (row, standing) in rows.iter_mut().zip(standing) {
            row.sort_by(|a, b| place(ways, *a).total_cmp(&place(ways, *b)));
            for right in 1..row.len() {
                let (Some(a), Some(b)) = (row.get(right - 1).copied(), row.get(right).copied()) else {
                    continue;
                };
                if apart(place(ways, a), place(ways, b), standing) || gain(ways, a, b) <= 0 {
                    continue;
                }
                swap(ways, a, b);
                row.swap(right - 1, right);
                swapped = true;
            }
        }
        if !swapped {
            return;
        }
    }
}

fn stop(ways: &[Way], (at, stop): Passing) -> Option<&Stop> {
    ways.get(at)?.stops.get(stop)
}

fn place(ways: &[Way], passing: Passing) -> f64 {
    stop(ways, passing).map_or(0.0, |stop| stop.x)
}

/// Whether something that does not move stands between two places.
fn apart(low: f64, high: f64, standing: &[Obstacle]) -> bool {
    standing
        .iter()
        .any(|obstacle| low < obstacle.high && obstacle.low < high)
}

/// Lets `a` and `b` change places within the room that the two take together.
fn swap(ways: &mut [Way], a: Passing, b: Passing) {
    let (Some(left), Some(right)) = (stop(ways, a).copied(), stop(ways, b).copied()) else {
        return;
    };
    let mut set = |(at, stop): Passing, x: f64| {
        if let Some(stop) = ways.get_mut(at).and_then(|way| way.stops.get_mut(stop)) {
            stop.x = x;
        }
    };
    set(b, left.x - left.half + right.half);
    set(a, right.x + right.half - left.half);
}

/// Crossings that go away if `a`, which is left of `b`, changes places with it.
fn gain(ways: &[Way], a: Passing, b: Passing) -> i32 {
    let (Some(one), Some(other)) = (ways.get(a.0), ways.get(b.0)) else {
        return 0;
    };
    let last = |way: &Way, stop: usize| stop + 2 == way.stops.len();
    // Arrows at one box sort themselves out at its ports.
    let same_upper = a.1 == 1 && b.1 == 1 && one.upper.owner == other.upper.owner;
    let same_lower = last(one, a.1) && last(other, b.1) && one.lower.owner == other.lower.owner;
    let order = |one: Passing, other: Passing| match (stop(ways, one), stop(ways, other)) {
        (Some(a), Some(b)) if a.x > b.x + 1.0 => 1,
        (Some(a), Some(b)) if a.x + 1.0 < b.x => -1,
        _ => 0,
    };
    let above = if same_upper {
        0
    } else {
        order((a.0, a.1 - 1), (b.0, b.1 - 1))
    };
    let below = if same_lower {
        0
    } else {
        order((a.0, a.1 + 1), (b.0, b.1 + 1))
    };
    above + below
}
