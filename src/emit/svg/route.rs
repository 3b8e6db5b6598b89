//! Arrows as level and upright lines between rows of boxes.
//!
//! dugong gives each arrow a free place in every row that it passes. Here each arrow gets a port of
//! its own on the two boxes, and each change of place between two rows a track of its own in the gap
//! between them. Where tracks need more room than a gap has, everything below moves down.

use std::collections::BTreeMap;

use super::geometry::{Point, Rect, Size};
use super::layered::Layout;
use super::tracks::{self, Run};

/// Between two tracks of a gap.
const TRACK: f64 = 11.0;
/// Between the first track and the row above, and between the last and the row below, where the
/// heads of the arrows are.
const AFTER_ROW: f64 = 12.0;
const BEFORE_ROW: f64 = 18.0;
/// Between two ports of a box, and between a port and the corner.
const PORT: f64 = 16.0;
const CORNER: f64 = 12.0;
/// A step to the side that is smaller than this is ironed out.
const STRAIGHT: f64 = 9.0;

/// An arrow with the places that it was given.
#[derive(Debug)]
pub struct Course {
    pub arrow: usize,
    pub from: usize,
    pub to: usize,
    pub bends: Vec<Point>,
    pub label: Size,
    pub at: Point,
    pub leaves: Option<f64>,
    pub arrives: Option<f64>,
}

/// The way of one arrow from row to row, downwards.
#[derive(Debug)]
struct Way {
    /// Its place among the courses.
    course: usize,
    upper: usize,
    lower: usize,
    /// Whether the arrow points upwards, against the order of the rows.
    reversed: bool,
    stops: Vec<Stop>,
    /// Whether no other arrow uses the same side of the lower box, so that its port may move.
    alone: bool,
}

#[derive(Debug, Clone, Copy)]
struct Stop {
    row: usize,
    x: f64,
    label: bool,
}

/// The finished layout of boxes and frames whose places are known. A frame keeps `title` free below
/// its upper border.
pub fn route(mut boxes: Vec<Rect>, mut frames: Vec<Rect>, courses: &[Course], arrows: usize, title: f64) -> Layout {
    let rows = Rows::new(&boxes, &frames, courses, title);
    let mut ways: Vec<Way> = courses
        .iter()
        .enumerate()
        .filter_map(|(at, c)| way(at, c, &boxes, &rows))
        .collect();
    set_ports(&mut ways, &boxes, courses);
    for way in &mut ways {
        straighten(way);
    }
    let gaps = Gaps::new(&ways, &rows);

    let mut layout = Layout {
        arrows: vec![Vec::new(); arrows],
        labels: vec![Point::default(); arrows],
        ..Layout::default()
    };
    for way in &ways {
        let Some(course) = courses.get(way.course) else {
            continue;
        };
        if let Some(corners) = layout.arrows.get_mut(course.arrow) {
            *corners = gaps.corners(way, &boxes, &rows);
        }
        if let Some(label) = layout.labels.get_mut(course.arrow) {
            let stop = way.stops.iter().find(|stop| stop.label);
            let x = stop.map_or(course.at.x, |stop| stop.x);
            *label = Point::new(x, course.at.y + gaps.shift(rows.at(course.at.y)));
        }
    }
    for rect in &mut boxes {
        rect.y += gaps.shift(rows.at(rect.centre().y));
    }
    for frame in &mut frames {
        let bottom = frame.bottom() + gaps.shift(rows.at(frame.bottom()));
        frame.y += gaps.shift(rows.at(frame.y));
        frame.height = bottom - frame.y;
    }
    layout.boxes = boxes;
    layout.frames = frames;
    layout
}

/// The strips across the sheet that hold boxes, labels, borders of frames or arrows in passing.
struct Rows {
    /// By their middles, in half pixels.
    keys: Vec<i64>,
    tops: Vec<f64>,
    bottoms: Vec<f64>,
}

impl Rows {
    fn new(boxes: &[Rect], frames: &[Rect], courses: &[Course], title: f64) -> Self {
        let mut rows: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
        let mut hold = |middle: f64, top: f64, bottom: f64| {
            let row = rows.entry(key(middle)).or_insert((top, bottom));
            *row = (row.0.min(top), row.1.max(bottom));
        };
        for rect in boxes {
            hold(rect.centre().y, rect.y, rect.bottom());
        }
        for frame in frames {
            hold(frame.y, frame.y, frame.y + title);
            hold(frame.bottom(), frame.bottom(), frame.bottom());
        }
        for course in courses {
            for bend in inner(&course.bends) {
                hold(bend.y, bend.y, bend.y);
            }
            let half = course.label.height / 2.0;
            hold(course.at.y, course.at.y - half, course.at.y + half);
        }
        Self {
            keys: rows.keys().copied().collect(),
            tops: rows.values().map(|row| row.0).collect(),
            bottoms: rows.values().map(|row| row.1).collect(),
        }
    }

    /// The row whose middle is nearest.
    fn at(&self, y: f64) -> usize {
        let key = key(y);
        let after = self.keys.partition_point(|k| *k < key);
        let distance = |at: usize| self.keys.get(at).map_or(i64::MAX, |k| (k - key).abs());
        match after.checked_sub(1) {
            Some(before) if distance(before) < distance(after) => before,
            _ => after,
        }
    }

    fn gap(&self, above: usize) -> Option<(f64, f64)> {
        Some((*self.bottoms.get(above)?, *self.tops.get(above + 1)?))
    }
}

fn key(y: f64) -> i64 {
    (y * 2.0).round() as i64
}

/// The bends between the two ends.
fn inner(bends: &[Point]) -> &[Point] {
    bends.get(1..bends.len().saturating_sub(1)).unwrap_or_default()
}

fn way(at: usize, course: &Course, boxes: &[Rect], rows: &Rows) -> Option<Way> {
    let (from, to) = (boxes.get(course.from)?.centre(), boxes.get(course.to)?.centre());
    let reversed = to.y < from.y;
    let (first, last) = if reversed { (to, from) } else { (from, to) };
    let labelled = course.label.width > 0.0;
    let stop = |point: &Point| {
        let row = rows.at(point.y);
        Stop {
            row,
            x: point.x,
            label: labelled && row == rows.at(course.at.y),
        }
    };
    let mut between: Vec<Stop> = inner(&course.bends).iter().map(stop).collect();
    if reversed {
        between.reverse();
    }
    let end = |point: Point| Stop {
        row: rows.at(point.y),
        x: point.x,
        label: false,
    };
    let mut stops = vec![end(first)];
    let below = rows.at(last.y);
    for stop in between {
        if stops.last().is_some_and(|before| before.row < stop.row) && stop.row < below {
            stops.push(stop);
        }
    }
    stops.push(end(last));
    let (upper, lower) = if reversed {
        (course.to, course.from)
    } else {
        (course.from, course.to)
    };
    Some(Way {
        course: at,
        upper,
        lower,
        reversed,
        stops,
        alone: false,
    })
}

/// Spreads the arrows over the sides of the boxes, in the order in which they go on.
fn set_ports(ways: &mut [Way], boxes: &[Rect], courses: &[Course]) {
    // By box and side, the ends there: where the arrow goes on, the way, and a port that is given.
    let mut sides: BTreeMap<(usize, bool), Vec<(f64, usize, Option<f64>)>> = BTreeMap::new();
    for (at, way) in ways.iter().enumerate() {
        let Some(course) = courses.get(way.course) else {
            continue;
        };
        let (upper, lower) = if way.reversed {
            (course.arrives, course.leaves)
        } else {
            (course.leaves, course.arrives)
        };
        let next = |stop: Option<&Stop>| stop.map_or(0.0, |stop| stop.x);
        let second = next(way.stops.get(1));
        let last_but_one = next(way.stops.get(way.stops.len().saturating_sub(2)));
        sides.entry((way.upper, false)).or_default().push((second, at, upper));
        sides
            .entry((way.lower, true))
            .or_default()
            .push((last_but_one, at, lower));
    }
    for ((owner, entering), mut ends) in sides {
        let Some(rect) = boxes.get(owner) else {
            continue;
        };
        ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let wishes: Vec<f64> = ends.iter().map(|end| end.0).collect();
        let places = ports(&wishes, rect);
        let alone = ends.len() == 1;
        for ((_, at, given), place) in ends.into_iter().zip(places) {
            let Some(way) = ways.get_mut(at) else {
                continue;
            };
            let stop = if entering {
                way.stops.last_mut()
            } else {
                way.stops.first_mut()
            };
            if let Some(stop) = stop {
                stop.x = given.map_or(place, |given| rect.x + given);
            }
            if entering {
                way.alone = alone && given.is_none();
            }
        }
    }
}

/// Places on the side of a box as near as possible to the wishes, which are in order.
fn ports(wishes: &[f64], rect: &Rect) -> Vec<f64> {
    let corner = CORNER.max(rect.width * 0.12).min(rect.width / 2.0);
    let (low, high) = (rect.x + corner, rect.right() - corner);
    let gaps = wishes.len().saturating_sub(1).max(1) as f64;
    let apart = PORT.min((high - low) / gaps);
    let mut places = Vec::new();
    let mut free = low;
    for wish in wishes {
        let place = wish.clamp(low, high.max(low)).max(free);
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

/// Irons out small steps to the side.
fn straighten(way: &mut Way) {
    let near = |a: f64, b: f64| (a - b).abs() < STRAIGHT;
    let last = way.stops.len().saturating_sub(1);
    let ends = (way.stops.first().map(|s| s.x), way.stops.last().map(|s| s.x));
    let (Some(mut x), Some(end)) = ends else {
        return;
    };
    for stop in way.stops.iter_mut().take(last).skip(1) {
        if near(stop.x, x) {
            stop.x = x;
        }
        x = stop.x;
    }
    if way.alone && near(x, end) {
        if let Some(stop) = way.stops.last_mut() {
            stop.x = x;
        }
        return;
    }
    let mut x = end;
    for stop in way.stops.iter_mut().take(last).skip(1).rev() {
        if !near(stop.x, x) {
            break;
        }
        stop.x = x;
        x = stop.x;
    }
}

/// The tracks in the gaps between the rows.
struct Gaps {
    /// By way and stop, the height of the run that follows the stop.
    runs: BTreeMap<(usize, usize), f64>,
    /// How far each row moves down.
    shifts: Vec<f64>,
}

impl Gaps {
    fn new(ways: &[Way], rows: &Rows) -> Self {
        let mut crossing: BTreeMap<usize, Vec<(usize, usize, Run)>> = BTreeMap::new();
        for way in ways {
            for (at, pair) in way.stops.windows(2).enumerate() {
                if let [above, below] = pair
                    && (above.x - below.x).abs() > 0.5
                {
                    let run = Run {
                        above: above.x,
                        below: below.x,
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
        for row in 0..rows.keys.len() {
            gaps.shifts.push(shift);
            let (Some((top, bottom)), Some(runs)) = (rows.gap(row), crossing.get(&row)) else {
                continue;
            };
            let (tracks, count) = tracks::assign(&runs.iter().map(|(_, _, run)| *run).collect::<Vec<_>>());
            let needed = AFTER_ROW + BEFORE_ROW + TRACK * count.saturating_sub(1) as f64;
            let spare = bottom - top - needed;
            let first = top + shift + AFTER_ROW + spare.max(0.0) / 2.0;
            for ((course, at, _), track) in runs.iter().zip(tracks) {
                gaps.runs.insert((*course, *at), first + TRACK * track as f64);
            }
            shift += (-spare).max(0.0);
        }
        gaps
    }

    fn shift(&self, row: usize) -> f64 {
        self.shifts.get(row).or(self.shifts.last()).copied().unwrap_or_default()
    }

    /// The corners of an arrow in the direction in which it points.
    fn corners(&self, way: &Way, boxes: &[Rect], rows: &Rows) -> Vec<Point> {
        let (Some(upper), Some(lower)) = (boxes.get(way.upper), boxes.get(way.lower)) else {
            return Vec::new();
        };
        let (Some(first), Some(last)) = (way.stops.first(), way.stops.last()) else {
            return Vec::new();
        };
        let leaving = upper.bottom() + self.shift(rows.at(upper.centre().y));
        let mut corners = vec![Point::new(first.x, leaving)];
        for (at, pair) in way.stops.windows(2).enumerate() {
            if let ([above, below], Some(y)) = (pair, self.runs.get(&(way.course, at))) {
                corners.push(Point::new(above.x, *y));
                corners.push(Point::new(below.x, *y));
            }
        }
        corners.push(Point::new(last.x, lower.y + self.shift(rows.at(lower.centre().y))));
        if way.reversed {
            corners.reverse();
        }
        corners
    }
}
