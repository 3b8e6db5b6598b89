//! What would be if an input were another one.

use super::{Figure, Status};
use serde::Serialize;

/// What each input does to one figure, all others at their point value.
#[derive(Debug, Clone, Serialize)]
pub struct Tornado {
    pub generated: String,
    pub figure: Figure,
    /// The widest first; inputs with a range before those that were only nudged.
    pub inputs: Vec<Swing>,
}

/// A figure with one input moved.
#[derive(Debug, Clone, Serialize)]
pub struct Swing {
    pub input: String,
    /// Where the input comes from.
    pub source: String,
    /// Whether the input is a range that was moved to its ends; else it was nudged by a tenth both ways.
    pub uncertain: bool,
    /// The input at both ends, as printed.
    pub low_input: String,
    pub high_input: String,
    /// The figure for each.
    pub low: f64,
    pub high: f64,
    pub low_text: String,
    pub high_text: String,
    /// Per cent that the figure moves for one per cent of the input.
    pub elasticity: Option<f64>,
}

/// A design with one input at several values.
#[derive(Debug, Clone, Serialize)]
pub struct Sweep {
    pub generated: String,
    pub path: String,
    /// Names of the figures that were asked for.
    pub figures: Vec<String>,
    pub points: Vec<Point>,
}

/// A design with an input at one value.
#[derive(Debug, Clone, Serialize)]
pub struct Point {
    /// The value as it would be written.
    pub set: String,
    /// In the order of the sweep's figures; none where this design does not have it.
    pub values: Vec<Option<Figure>>,
    /// The fullest component, with its utilisation.
    pub fullest: Option<Figure>,
    /// Components at or above 100 % of a resource.
    pub unstable: Vec<String>,
    pub verdicts: Vec<Judged>,
    /// What is wrong with the form of the design at this value.
    pub faults: Vec<String>,
}

/// The status of one requirement.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct Judged {
    pub id: String,
    pub status: Status,
}

/// How wrong each input may be before a requirement is judged otherwise.
#[derive(Debug, Clone, Serialize)]
pub struct Flips {
    pub generated: String,
    pub requirement: String,
    pub status: Status,
    /// The nearest first.
    pub inputs: Vec<Flip>,
    /// Inputs that change nothing up to [`Flips::most`].
    pub harmless: Vec<String>,
    /// The largest factor that was tried, both ways.
    pub most: f64,
}

/// An input that decides.
#[derive(Debug, Clone, Serialize)]
pub struct Flip {
    /// Its path, as `--set` takes it.
    pub path: String,
    /// As it is written.
    pub written: String,
    /// Times what is written: the verdict is another one from here on.
    pub factor: f64,
    pub becomes: Status,
}
