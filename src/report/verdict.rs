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
    /// For one that fails: the cheapest edit that makes it pass, where edits were looked for.
    pub cure: Option<Cure>,
    /// True for a requirement that no calculation can prove (`says`).
    pub not_computable: bool,
    pub place: Option<Place>,
}

/// An edit of the design, analysed again before it is suggested.
#[derive(Debug, Clone, Serialize)]
pub struct Cure {
    /// As `--set` takes them: `components.api.replicas=3`. All together.
    pub edits: Vec<String>,
    /// Whether the requirement passes with them; else they come nearest.
    pub reaches: bool,
    /// Whether it is not known with them if the requirement holds.
    pub unproven: bool,
    /// The value found with them, as printed.
    pub value: Option<String>,
    /// What they add to the bill, as printed: `+70 USD/month`; none where the bill is not known.
    pub costs: Option<String>,
}
