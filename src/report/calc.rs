//! Lines of napkin mathematics.

use super::Figure;
use serde::Serialize;

/// What a line of a calculation gives.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// How it was read: every number in full.
    pub reading: String,
    /// The value; of a comparison that of its left side.
    pub figure: Figure,
    /// Of a comparison: whether it holds.
    pub comparison: Option<Compared>,
}

/// A comparison of a calculation, judged.
#[derive(Debug, Clone, Serialize)]
pub struct Compared {
    /// Whether it holds at the point values.
    pub holds: bool,
    /// Share of all cases that the ranges allow in which it holds.
    pub probability: f64,
    /// The right side.
    pub limit: Figure,
}
