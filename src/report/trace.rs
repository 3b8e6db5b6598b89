//! What leads from a requirement to what carries and proves it.

use super::Status;
use serde::Serialize;

/// Requirements with all that hangs on them.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Trace {
    /// Where the chain breaks.
    pub holes: Vec<Hole>,
    pub functional: Vec<TracedFunctional>,
    pub quality: Vec<TracedQuality>,
}

/// A link that is missing.
#[derive(Debug, Clone, Serialize)]
pub struct Hole {
    /// Ids of the requirements, flows, operations or entities that miss it.
    pub of: Vec<String>,
    pub says: String,
}

/// A functional requirement with what carries it.
#[derive(Debug, Clone, Serialize)]
pub struct TracedFunctional {
    pub id: String,
    /// `api.operation`.
    pub operations: Vec<String>,
    pub flow: Option<String>,
    /// In the order in which the flow reaches them.
    pub components: Vec<String>,
    pub entities: Vec<String>,
    /// Drills that were run on its flow.
    pub drills: usize,
    /// Those of them in which it answers, be it late or at the second choice.
    pub answers_in: usize,
    /// Lines of those in which it surely does not.
    pub fails_in: Vec<String>,
}

/// A quality requirement with what proves it.
#[derive(Debug, Clone, Serialize)]
pub struct TracedQuality {
    /// Id of the verdict.
    pub id: String,
    /// What it is judged by, in words.
    pub analysis: &'static str,
    pub status: Status,
    /// The value found, as printed.
    pub value: Option<String>,
    /// Drills that it asks to hold, as written.
    pub drills: Vec<String>,
    /// Decisions made because of it.
    pub decisions: Vec<String>,
}
