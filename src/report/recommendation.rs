//! Which technologies fill a function, ranked by what a design asks of them.

use super::Figure;
use serde::Serialize;

/// The technologies of one function.
#[derive(Debug, Clone, Serialize)]
pub struct Recommendation {
    pub generated: String,
    /// Id and title of the function.
    pub function: String,
    pub title: String,
    /// Name and file of the design; none where the catalog was asked alone.
    pub design: Option<String>,
    pub file: Option<String>,
    /// One for each component of that function; one without a component where the design has none.
    pub choices: Vec<Choice>,
    /// How they were judged, one sentence each.
    pub notes: Vec<String>,
}

/// What may fill one component.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    pub component: Option<String>,
    /// The technology that the design has now.
    pub current: Option<String>,
    /// Its peak and its other loads.
    pub demand: Vec<Figure>,
    /// The best first.
    pub candidates: Vec<Candidate>,
    /// Requirements that stay open or fail whatever fills it: they decide nothing here.
    pub elsewhere: Vec<Elsewhere>,
}

/// A technology in the place of a component.
#[derive(Debug, Clone, Serialize)]
pub struct Candidate {
    /// From 1.
    pub rank: usize,
    /// Id and title.
    pub technology: String,
    pub title: String,
    /// Whether the design has it now.
    pub current: bool,
    pub managed: bool,
    /// Excluded if one criterion excludes it, else against if one is against it, else unknown if one is unknown that
    /// depends on it, else for.
    pub bearing: Bearing,
    /// The number that decides.
    pub decides: String,
    /// Why it stands before the next one.
    pub ahead_by: Option<String>,
    /// What was set in the design to judge it, as `--set` takes it.
    pub edits: Vec<String>,
    pub size: Option<String>,
    /// Units in one region with which it was judged; none for a service.
    pub has: Option<u32>,
    /// Units in one region that it takes for the peak, with a zone or a unit lost where units can be; none where not known.
    pub units: Option<Figure>,
    /// Units and placement with which it was judged.
    pub placed: String,
    /// By size, where it has several.
    pub sizes: Vec<SizeUnits>,
    /// A month, of this component; none where it is not priced.
    pub cost: Option<Figure>,
    /// The most telling first.
    pub criteria: Vec<Criterion>,
    pub when: Vec<String>,
    pub not_when: Vec<String>,
}

/// Units of one size that carry the load.
#[derive(Debug, Clone, Serialize)]
pub struct SizeUnits {
    pub size: String,
    /// In one region; none where not known.
    pub units: Option<Figure>,
    /// A month, with these units.
    pub cost: Option<Figure>,
}

/// What one thing says about a technology.
#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Bearing {
    For,
    Unknown,
    Against,
    Excluded,
}

/// A requirement, or the load.
#[derive(Debug, Clone, Serialize)]
pub struct Criterion {
    /// `load`, `form`, or the id of the verdict: `NFR3.rpo`.
    pub id: String,
    /// `availability of redirect`.
    pub what: String,
    pub bearing: Bearing,
    /// The value found, as printed.
    pub value: Option<String>,
    pub target: Option<String>,
    /// In plain words; missing facts where it is unknown.
    pub reasons: Vec<String>,
    /// Whether it is so whatever fills the component.
    pub elsewhere: bool,
}

/// A requirement that this choice does not settle.
#[derive(Debug, Clone, Serialize)]
pub struct Elsewhere {
    pub id: String,
    pub what: String,
    /// `unknown` or `against`.
    pub bearing: Bearing,
    pub reasons: Vec<String>,
}
