//! The strips across the sheet that hold boxes, labels, borders of frames or arrows in passing.

use std::collections::BTreeMap;

use super::Placed;

/// Rows from the top down.
#[derive(Debug)]
pub struct Rows {
    /// By their middles, in half pixels.
    keys: Vec<i64>,
    tops: Vec<f64>,
    bottoms: Vec<f64>,
}

/// Something that stands in a row and can't be passed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Obstacle {
    pub low: f64,
    pub high: f64,
}

impl Rows {
    pub fn new(placed: &Placed) -> Self {
        let Placed {
            boxes,
            frames,
            courses,
            title,
            ..
        } = placed;
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
            let bends = course.bends.len().saturating_sub(2);
            for bend in course.bends.iter().skip(1).take(bends) {
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

    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The row whose middle is nearest.
    pub fn at(&self, y: f64) -> usize {
        let key = key(y);
        let after = self.keys.partition_point(|k| *k < key);
        let distance = |at: usize| self.keys.get(at).map_or(i64::MAX, |k| (k - key).abs());
        match after.checked_sub(1) {
            Some(before) if distance(before) < distance(after) => before,
            _ => after,
        }
    }

    /// The room between a row and the next one.
    pub fn gap(&self, above: usize) -> Option<(f64, f64)> {
        Some((*self.bottoms.get(above)?, *self.tops.get(above + 1)?))
    }

    /// What stands in each row: its boxes, and the sides of the frames that reach over it.
    pub fn standing(&self, placed: &Placed) -> Vec<Vec<Obstacle>> {
        let mut standing: Vec<Vec<Obstacle>> = vec![Vec::new(); self.len()];
        for (rect, margin) in placed.boxes.iter().zip(&placed.margins) {
            if let Some(row) = standing.get_mut(self.at(rect.centre().y)) {
                row.push(Obstacle {
                    low: rect.x - margin,
                    high: rect.right() + margin,
                });
            }
        }
        for frame in &placed.frames {
            let reach = self.at(frame.y)..=self.at(frame.bottom());
            for row in standing.get_mut(reach).into_iter().flatten() {
                row.extend([frame.x, frame.right()].map(|x| Obstacle { low: x, high: x }));
            }
        }
        standing
    }
}

fn key(y: f64) -> i64 {
    (y * 2.0).round() as i64
}
