//! What may go wrong although the design says otherwise.

use serde::Serialize;

#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum RiskKind {
    /// A requirement is computed to be missed.
    TargetMissed,
    /// A part is full before its load ends growing.
    Outgrown,
    /// An assumption does not hold, or rests on nothing that was checked.
    Assumption,
    /// A requirement that nothing proves.
    TargetUnproven,
}

/// A risk with what answers it.
#[derive(Debug, Clone, Serialize)]
pub struct Risk {
    pub kind: RiskKind,
    /// Ids of requirements, components or assumptions.
    pub of: Vec<String>,
    pub says: String,
    /// What would answer it, or show it in time.
    pub answer: Option<String>,
}

/// A way in which a function is known to fail, of a part that no drill has touched.
#[derive(Debug, Clone, Serialize)]
pub struct KnownFailure {
    /// Title of the function.
    pub function: String,
    pub components: Vec<String>,
    pub ways: Vec<String>,
}
