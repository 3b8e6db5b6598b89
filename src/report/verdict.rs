//! Requirements, judged.

use super::Place;
use serde::Serialize;

#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Pass,
    Unknown,
    Fail,
}

/// One metric of one requirement, judged by its analysis.
#[derive(Debug, Clone, Serialize)]
pub struct Verdict {
    /// `NFR3.rpo` where the requirement has several metrics, else `NFR3`.
    pub id: String,
    pub requirement: String,
    pub metric: String,
    /// The flow, entity or component that it is about; none for the design.
    pub of: Option<String>,
    pub status: Status,
    pub target: String,
    /// The value found, as printed; none where unknown.
    pub value: Option<String>,
    /// Distance to the target, as printed.
    pub margin: Option<String>,
    /// Share of all cases that the ranges allow in which it holds; none where it is certain.
    pub probability: Option<f64>,
    /// What decides: the weakest terms, the binding component.
    pub because: Vec<String>,
    /// Facts that are missing.
    pub missing: Vec<String>,
    /// True for a requirement that no calculation can prove (`says`).
    pub not_computable: bool,
    pub place: Option<Place>,
}
