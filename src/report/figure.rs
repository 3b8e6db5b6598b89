//! Numbers with their working.

use serde::Serialize;

/// A number with its working.
#[derive(Debug, Clone, Default, Serialize, PartialEq)]
pub struct Figure {
    /// Its name as an expression can use it, such as `api.peak`; empty for a figure that has none.
    pub name: String,
    /// The value as printed: three significant digits with a fitting prefix, or `unknown`.
    pub text: String,
    /// With all its digits in the unit of `text`, where three say less.
    pub exact: Option<String>,
    /// The value in `unit`, absent where unknown.
    pub value: Option<f64>,
    /// The base unit of `value`: `/s`, `B`, `s`, `USD`, or empty for a plain number.
    pub unit: String,
    /// How uncertain it is; none for a figure that rests on no range, or that is unknown.
    pub range: Option<Range>,
    /// How it was computed, in names: `redirect.rate × calls + shorten.rate × calls`.
    pub formula: String,
    /// The same with numbers in place of names.
    pub working: String,
    /// Where an input comes from: a place in the file, a catalog entry with its date, a default.
    pub source: String,
    /// Figures that the formula names.
    pub uses: Vec<String>,
    /// Inputs of the formula that have no name of their own.
    pub inputs: Vec<Given>,
    /// What rests on it: figures, requirements, decisions.
    pub drives: Vec<String>,
    /// Facts that would have to be known.
    pub missing: Vec<String>,
}

/// An input as it stands in a formula.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct Given {
    /// As it was written, or its value as printed.
    pub text: String,
    /// A place in the file, a catalog entry with its date, or a default with its reason.
    pub source: String,
}

/// How uncertain a figure is: the distribution of its values over all samples of the inputs.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct Range {
    /// The 5th and the 95th percentile as printed: `1.14k/s to 1.71k/s`.
    pub text: String,
    /// Mean and plain interval as printed.
    pub mean_text: String,
    pub interval_text: Option<String>,
    /// Percentiles and mean, in the unit of the figure.
    pub p5: f64,
    pub p50: f64,
    pub p95: f64,
    pub mean: f64,
    /// What plain interval arithmetic over the ends of the inputs gives: wider, since it lets every
    /// input be at its worst at once; none where it has no end.
    pub interval: Option<[f64; 2]>,
    /// Whether the percentiles are those of a closed form and not of samples.
    pub exact: bool,
}

/// A formula of the user.
#[derive(Debug, Clone, Serialize)]
pub struct UserFigure {
    pub figure: Figure,
    /// The decision that it drives.
    pub drives: Option<String>,
}
