//! Words of the catalog that a design uses.

use serde::Serialize;

/// A word with what it means.
#[derive(Debug, Clone, Serialize)]
pub struct Word {
    /// Id in the catalog.
    pub id: String,
    pub title: String,
    /// In one sentence.
    pub means: String,
    /// Where the design uses it: components, flows, requirements.
    pub used_by: Vec<String>,
    /// Whether an analysis speaks of it: a document uses it then under short words of its own (`budget`, `PC/EC`).
    #[serde(skip)]
    pub of_analysis: bool,
}
