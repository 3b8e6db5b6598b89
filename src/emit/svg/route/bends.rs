//! Fewer bends: moves the places where an arrow passes a row, within the room that it has there.
//!
//! The layout gives an arrow a place in each row, but does not know at which port of a box the arrow
//! will end. An arrow may move up to its neighbours in the row, never past them, so nothing crosses
//! that did not cross before.

use std::collections::BTreeMap;

use super::Way;
use super::rows::Obstacle;

/// Between two arrows side by side, and between an arrow and a box.
const CLEAR: f64 = 12.0;

/// The price of a change of place, in pixels of way.
const BEND: f64 = 300.0;

/// The price of a row, to tell ways apart that have as many bends.
const LATE: f64 = 0.1;

/// Takes out the bends that nothing requires. `standing` holds what can't be passed in each row.
pub fn clear(ways: &mut [Way], standing: &[Vec<Obstacle>]) {
    let mut passing: Vec<Vec<(usize, usize)>> = vec![Vec::new(); standing.len()];
    for (at, way) in ways.iter().enumerate() {
        for (stop, passed) in way.between().iter().enumerate() {
            if let Some(row) = passing.get_mut(passed.row) {
                row.push((at, stop + 1));
            }
        }
    }
    for (at, haste) in hastes(ways).into_iter().enumerate() {
        let Some(course) = ways
            .get(at)
            .and_then(|way| course(way, ways, &passing, standing, haste))
        else {
            continue;
        };
        let Some(way) = ways.get_mut(at) else { continue };
        for (stop, x) in way.stops.iter_mut().zip(course) {
            stop.x = x;
        }
    }
}

/// Where many arrows leave a box, each turns at once and has its place to itself; where many arrive,
/// each keeps its place for as long as it can.
fn hastes(ways: &[Way]) -> Vec<f64> {
    let mut leaving: BTreeMap<usize, usize> = BTreeMap::new();
    let mut arriving: BTreeMap<usize, usize> = BTreeMap::new();
    for way in ways {
        *leaving.entry(way.upper.owner).or_default() += 1;
        *arriving.entry(way.lower.owner).or_default() += 1;
    }
    let late = |way: &Way| leaving.get(&way.upper.owner) < arriving.get(&way.lower.owner);
    ways.iter().map(|way| if late(way) { LATE } else { -LATE }).collect()
}

/// The best places of a way, from port to port, as the others stand now.
fn course(
    way: &Way,
    ways: &[Way],
    passing: &[Vec<(usize, usize)>],
    standing: &[Vec<Obstacle>],
    haste: f64,
) -> Option<Vec<f64>> {
    let (start, end) = (way.stops.first()?.x, way.stops.last()?.x);
    let other = |(at, stop): &(usize, usize)| {
        let other = ways.get(*at)?;
        let place = other.stops.get(*stop)?;
        let free = other.course == way.course || other.shares_trunk(way);
        (!free).then_some(Obstacle {
            low: place.x - place.half,
            high: place.x + place.half,
        })
    };
    let range = |stop: &super::Stop| {
        let others = passing.get(stop.row).into_iter().flatten().filter_map(other);
        let fixed = standing.get(stop.row).into_iter().flatten().copied();
        Range::around(stop.x, stop.half, others.chain(fixed))
    };
    let ranges: Vec<Range> = way.between().iter().map(range).collect();
    // A port that has its side for itself may come to meet the other one.
    let meets = |free: Option<Range>, x: f64| free.is_some_and(|room| room.holds(x));
    let straight = [(end, way.upper.free), (start, way.lower.free)]
        .into_iter()
        .find(|(x, free)| meets(*free, *x) && ranges.iter().all(|range| range.holds(*x)));
    if let Some((x, _)) = straight {
        return Some(vec![x; way.stops.len()]);
    }
    let now: Vec<f64> = way.between().iter().map(|stop| stop.x).collect();
    let mut places = vec![start];
    places.extend(straighten((start, end), &ranges, &now, haste));
    places.push(end);
    Some(places)
}

/// Where an arrow may pass a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    pub low: f64,
    pub high: f64,
}

impl Range {
    /// The free room around `at` for something that reaches `half` to both sides.
    fn around(at: f64, half: f64, obstacles: impl Iterator<Item = Obstacle>) -> Self {
        let mut range = Self {
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
        };
        for obstacle in obstacles {
            if (obstacle.low + obstacle.high) / 2.0 <= at {
                range.low = range.low.max(obstacle.high + half + CLEAR);
            } else {
                range.high = range.high.min(obstacle.low - half - CLEAR);
            }
        }
        // Too little room: stay.
        Self {
            low: range.low.min(at),
            high: range.high.max(at),
        }
    }

    fn holds(&self, x: f64) -> bool {
        self.low <= x && x <= self.high
    }
}

/// The places in the rows between `start` and `end` that need the fewest and shortest changes.
/// `ranges` and `now` are row by row.
///
/// Each row away from `start` costs `haste` more, so that of equal ways one that turns late is taken
/// where it is positive, one that turns early where it is negative.
fn straighten((start, end): (f64, f64), ranges: &[Range], now: &[f64], haste: f64) -> Vec<f64> {
    let mut places: Vec<f64> = vec![start, end];
    places.extend(now);
    for range in ranges {
        places.extend([start, end].map(|port| port.max(range.low).min(range.high)));
    }
    places.sort_by(f64::total_cmp);
    places.dedup_by(|a, b| same(*a, *b));

    // The cost of the best way to each place, row by row, and the place before on that way.
    let mut costs: Vec<f64> = places
        .iter()
        .map(|x| if same(*x, start) { 0.0 } else { f64::INFINITY })
        .collect();
    let mut back: Vec<Vec<usize>> = Vec::new();
    for range in ranges {
        let (before, mut after) = change(&places, &costs);
        for (x, cost) in places.iter().zip(&mut after) {
            *cost += if same(*x, start) { 0.0 } else { haste };
            if !range.holds(*x) {
                *cost = f64::INFINITY;
            }
        }
        costs = after;
        back.push(before);
    }
    let (before, after) = change(&places, &costs);
    let last = places.iter().position(|x| same(*x, end)).unwrap_or_default();
    if after.get(last).is_none_or(|cost| cost.is_infinite()) {
        return now.to_vec();
    }
    back.push(before);
    let mut at = last;
    let mut chosen = Vec::new();
    for before in back.iter().skip(1).rev() {
        at = before.get(at).copied().unwrap_or(at);
        chosen.push(places.get(at).copied().unwrap_or(start));
    }
    chosen.reverse();
    chosen
}

/// Places this near to one another are one.
fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.5
}

/// What it costs at best to be at each place in the next row, and from which place. The places are in
/// order, so one pass to the right and one to the left find the cheapest change.
fn change(places: &[f64], costs: &[f64]) -> (Vec<usize>, Vec<f64>) {
    let mut before: Vec<usize> = (0..places.len()).collect();
    let mut after = costs.to_vec();
    let mut sweep = |order: &mut dyn Iterator<Item = usize>| {
        let mut best: Option<(usize, f64, f64)> = None;
        for at in order {
            let (Some(x), Some(stay)) = (places.get(at), costs.get(at)) else {
                continue;
            };
            let arriving = best.map(|(from, cost, place)| (from, cost + (x - place).abs()));
            if let (Some((from, cost)), Some(known), Some(origin)) = (arriving, after.get_mut(at), before.get_mut(at))
                && cost + BEND < *known
            {
                *known = cost + BEND;
                *origin = from;
            }
            best = match arriving {
                Some((from, cost)) if cost < *stay => Some((from, cost, *x)),
                _ => Some((at, *stay, *x)),
            };
        }
    };
    sweep(&mut (0..places.len()));
    sweep(&mut (0..places.len()).rev());
    (before, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn range(low: f64, high: f64) -> Range {
        Range { low, high }
    }

    #[test]
    fn goes_straight_where_there_is_room() {
        let (wide, right) = (range(0.0, 100.0), range(60.0, 100.0));
        for (ports, ranges, now, haste, places) in [
            ((50.0, 50.0), vec![wide; 2], vec![30.0, 70.0], LATE, vec![50.0, 50.0]),
            ((20.0, 80.0), vec![wide; 2], vec![30.0, 30.0], LATE, vec![20.0, 20.0]),
            ((20.0, 80.0), vec![wide; 2], vec![30.0, 30.0], -LATE, vec![80.0, 80.0]),
            (
                (20.0, 80.0),
                vec![wide, right],
                vec![30.0, 70.0],
                LATE,
                vec![20.0, 80.0],
            ),
            ((20.0, 20.0), vec![right], vec![70.0], LATE, vec![60.0]),
        ] {
            assert_eq!(straighten(ports, &ranges, &now, haste), places);
        }
    }

    #[test]
    fn stays_between_its_neighbours() {
        let obstacles = [(0.0, 10.0), (90.0, 99.0)].map(|(low, high)| Obstacle { low, high });
        assert_eq!(Range::around(50.0, 5.0, obstacles.into_iter()), range(27.0, 73.0));
    }
}
