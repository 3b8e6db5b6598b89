//! The room between the rows, with the tracks in it.

use std::collections::BTreeMap;

use super::super::geometry::{Point, Rect};
use super::super::layered::Signs;
use super::Way;
use super::rows::Rows;
use super::tracks::{self, Run};

/// Between two tracks.
const TRACK: f64 = 11.0;
/// A gap without tracks.
const EMPTY: f64 = 8.0;

/// The tracks in the gaps, and what they push down.
pub struct Gaps {
    /// By course and stop, the height of the run that follows the stop.
    runs: BTreeMap<(usize, usize), f64>,
    /// How far each row moves down.
    shifts: Vec<f64>,
}

impl Gaps {
    pub fn new(ways: &[Way], rows: &Rows, signs: Signs) -> Self {
        let mut crossing: BTreeMap<usize, Vec<(usize, usize, Run)>> = BTreeMap::new();
        for way in ways {
            for (at, pair) in way.stops.windows(2).enumerate() {
                if let [above, below] = pair
                    && (above.x - below.x).abs() > 0.5
                {
                    let run = Run {
                        above: above.x,
                        below: below.x,
                        trunk: way.trunk,
                    };
                    crossing.entry(above.row).or_default().push((way.course, at, run));
                }
            }
        }
        let mut gaps = Self {
            runs: BTreeMap::new(),
            shifts: Vec::new(),
        };
        let mut shift = 0.0;
        for row in 0..rows.len() {
            gaps.shifts.push(shift);
            let Some((top, bottom)) = rows.gap(row) else {
                continue;
            };
            let runs = crossing.get(&row).map_or(&[][..], Vec::as_slice);
            let (tracks, count) = tracks::assign(&runs.iter().map(|(_, _, run)| *run).collect::<Vec<_>>());
            let needed = match count.checked_sub(1) {
                Some(further) => signs.start + signs.tip + TRACK * further as f64,
                None => EMPTY,
            };
            let spare = bottom - top - needed;
            let first = top + shift + signs.start + spare.max(0.0) / 2.0;
            for ((course, at, _), track) in runs.iter().zip(tracks) {
                gaps.runs.insert((*course, *at), first + TRACK * track as f64);
            }
            shift += (-spare).max(0.0);
        }
        gaps
    }

    /// How far a row moves down.
    pub fn shift(&self, row: usize) -> f64 {
        self.shifts.get(row).or(self.shifts.last()).copied().unwrap_or_default()
    }

    /// The corners of an arrow in the direction in which it points.
    pub fn corners(&self, way: &Way, boxes: &[Rect], rows: &Rows) -> Vec<Point> {
        let (Some(upper), Some(lower)) = (boxes.get(way.upper.owner), boxes.get(way.lower.owner)) else {
            return Vec::new();
        };
        let Some(first) = way.stops.first() else {
            return Vec::new();
        };
        let leaving = upper.bottom() + self.shift(rows.at(upper.centre().y));
        let mut x = first.x;
        let mut corners = vec![Point::new(x, leaving)];
        for (at, pair) in way.stops.windows(2).enumerate() {
            if let ([_, below], Some(y)) = (pair, self.runs.get(&(way.course, at))) {
                corners.push(Point::new(x, *y));
                x = below.x;
                corners.push(Point::new(x, *y));
            }
        }
        corners.push(Point::new(x, lower.y + self.shift(rows.at(lower.centre().y))));
        if way.reversed {
            corners.reverse();
        }
        corners
    }
}
