//! Drills: what breaks, degrades and overloads when something fails or the load moves.

use super::Figure;
use serde::Serialize;

/// What becomes of a flow, from good to bad.
#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum DrillState {
    Holds,
    /// It answers, but something is late, lost or at the second choice.
    Degraded,
    Unknown,
    Fails,
}

/// One drill with its answers.
#[derive(Debug, Clone, Serialize)]
pub struct Drill {
    /// The scenario, as it is written: `lose zone a`.
    pub line: String,
    /// What it strikes directly, in the order of the design.
    pub struck: Vec<Struck>,
    /// Functional requirements that have a flow, with its state.
    pub functional: Vec<DrillRequirement>,
    pub flows: Vec<DrillFlow>,
    /// Components whose load or units change, the fullest first.
    pub overloads: Vec<DrillOverload>,
    pub stores: Vec<DrillStore>,
    /// Other numbers of the drill, each named.
    pub figures: Vec<DrillFigure>,
    /// Requirements and expectations that ask to hold in it.
    pub targets: Vec<DrillTarget>,
    /// What is taken for granted.
    pub assumes: Vec<String>,
    /// What no calculation over the file can tell.
    pub cannot_know: Vec<String>,
    /// What would have helped.
    pub helps: Vec<String>,
    /// Whether it breaks a requirement, a target or an expectation.
    pub breaks: bool,
}

/// A component that a drill strikes directly.
#[derive(Debug, Clone, Serialize)]
pub struct Struck {
    pub component: String,
    /// `lost`, `2 of 6 units lost`, `slow`, `empty`.
    pub what: String,
    /// Whether nothing of it is left.
    pub gone: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct DrillRequirement {
    pub id: String,
    pub flow: String,
    pub state: DrillState,
}

#[derive(Debug, Clone, Serialize)]
pub struct DrillFlow {
    pub id: String,
    pub state: DrillState,
    /// Share of its runs that fail, over all users; none where none is known to.
    pub failing: Option<Figure>,
    /// It fails without any drill too.
    pub already: bool,
    pub reasons: Vec<String>,
    /// Facts that decide.
    pub missing: Vec<String>,
    /// Facts that would tell whether what the drill does not touch carries its load on any day.
    pub taken_for_granted: Vec<String>,
}

/// A component before and during a drill, at the peak.
#[derive(Debug, Clone, Serialize)]
pub struct DrillOverload {
    pub component: String,
    pub calls_before: Figure,
    pub calls_after: Figure,
    pub utilisation_before: Option<Figure>,
    /// None where nothing of it is left where it is looked at.
    pub utilisation_after: Option<Figure>,
    /// What of it is the fullest then, as `requests`; none where that is not known.
    pub resource: Option<&'static str>,
    /// Share of the demand that nobody carries; none below 100 %.
    pub deficit: Option<Figure>,
}

/// Data and time that a store loses.
#[derive(Debug, Clone, Serialize)]
pub struct DrillStore {
    pub component: String,
    /// The time over which the lost data was written; none for all data.
    pub data: Option<Figure>,
    /// Time until it serves again; none where nobody says when.
    pub back: Option<Figure>,
    pub targets: Vec<DrillTarget>,
}

#[derive(Debug, Clone, Serialize)]
pub struct DrillFigure {
    pub what: String,
    pub figure: Figure,
}

/// A requirement or an expectation compared with a drill.
#[derive(Debug, Clone, Serialize)]
pub struct DrillTarget {
    pub id: String,
    pub text: String,
    /// None where a fact is missing.
    pub met: Option<bool>,
}
