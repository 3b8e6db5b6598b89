//! Flows with their steps and their availability.

use super::{Availability, Figure};
use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct Flow {
    pub id: String,
    /// The actor that starts it; none for a job.
    pub actor: Option<String>,
    /// Id of the actor or component that starts it.
    pub starter: String,
    /// Whether it only runs inside other flows.
    pub fragment: bool,
    pub rate: Figure,
    pub peak: Figure,
    pub steps: Vec<Step>,
    /// Facts that it has, as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub has: Vec<String>,
    /// None for a flow whose form is broken.
    pub availability: Option<Availability>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Step {
    pub from: String,
    pub to: String,
    /// Whether the caller waits (`->`) or not (`~>`).
    pub waits: bool,
    /// What is done: `read link`, `write order, outbox`; empty where the file does not say.
    pub action: String,
    /// Conditions and manners in words: `hit 60 %`, `on a miss of cache`, `if edge is down: lb`.
    pub notes: Vec<String>,
    /// The component whose miss leads here.
    pub on_miss: Option<String>,
    /// Share that the callee answers itself, such as `90 %`.
    pub hit: Option<String>,
    /// Who takes over when the callee is down.
    pub if_down: Option<String>,
    /// How long the caller waits at most, such as `50 ms`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<String>,
    /// How long the connection stays open, such as `48 min`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<String>,
    /// A failure here degrades the flow but does not fail it.
    pub optional: bool,
    /// Runs together with the step before it.
    pub parallel: bool,
    /// The fragment that this step was taken from.
    pub fragment: Option<String>,
    /// Facts that it has, as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub has: Vec<String>,
    /// Calls per run of the flow.
    pub calls: Figure,
}
