//! What a layout costs a reader, so that the better of two can be told.

use super::geometry::Point;
use super::layered::Layout;

/// Width over height of a sheet that fits pages and screens.
const SHAPE: f64 = 1.45;
/// The width from which a page has to shrink a sheet, and its letters with it.
const PAGE: f64 = 1_200.0;
/// What a crossing, a corner and a pixel of an arrow are worth, in pixels of paper.
const CROSSING: f64 = 14_000.0;
const CORNER: f64 = 1_500.0;
const LENGTH: f64 = 40.0;

/// Paper, more where the sheet is far from its best shape or broader than a page, and trouble for the eye.
pub fn cost(layout: &Layout) -> f64 {
    let bounds = layout.bounds();
    let (width, height) = (bounds.width.max(1.0), bounds.height.max(1.0));
    let stretch = (width / height / SHAPE).max(height / width * SHAPE);
    let shrunk = (width / PAGE).max(1.0);
    let shrunk = shrunk * shrunk;
    let paper = width * height * (0.6 + 0.4 * stretch) * shrunk;
    let corners: usize = layout
        .arrows
        .iter()
        .map(|corners| corners.len().saturating_sub(2))
        .sum();
    let parts = layout.arrows.iter().flat_map(|corners| corners.windows(2));
    let length: f64 = parts
        .map(|part| match part {
            [a, b] => (a.x - b.x).abs() + (a.y - b.y).abs(),
            _ => 0.0,
        })
        .sum();
    paper + CROSSING * crossings(layout) as f64 + CORNER * corners as f64 + LENGTH * length
}

/// How often arrows cross.
pub fn crossings(layout: &Layout) -> usize {
    let (mut level, mut upright) = (Vec::new(), Vec::new());
    for (arrow, corners) in layout.arrows.iter().enumerate() {
        for part in corners.windows(2) {
            if let [a, b] = part {
                let part = (arrow, *a, *b);
                if (a.y - b.y).abs() < 0.5 {
                    level.push(part)
                } else {
                    upright.push(part)
                }
            }
        }
    }
    let crosses = |l: &(usize, Point, Point), u: &(usize, Point, Point)| {
        let inside = |at: f64, a: f64, b: f64| a.min(b) + 1.0 < at && at < a.max(b) - 1.0;
        l.0 != u.0 && inside(u.1.x, l.1.x, l.2.x) && inside(l.1.y, u.1.y, u.2.y)
    };
    level
        .iter()
        .map(|l| upright.iter().filter(|u| crosses(l, u)).count())
        .sum()
}
