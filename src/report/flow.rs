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
    /// None where only findings were asked for.
    pub steps: Vec<Step>,
    /// Facts that it has, as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub has: Vec<String>,
    /// Facts that it lacks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lacks: Vec<String>,
    /// How many of its calls are let in: of each caller first, then of all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quotas: Vec<Quota>,
    /// None for a flow whose form is broken.
    pub availability: Option<Availability>,
}

/// Calls that are let in, and who says how many.
#[derive(Debug, Clone, Serialize)]
pub struct Quota {
    /// Calls a second.
    pub allowed: Figure,
    pub source: QuotaSource,
}

/// Who says how many calls are let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "by", content = "id", rename_all = "kebab-case")]
pub enum QuotaSource {
    /// A flow or component that has the fact `rate-limit` with its number, of each caller.
    Fact(String),
    /// A throughput requirement, of all callers together.
    Requirement(String),
    /// Nobody: it is the flow's own peak, of all callers together.
    Peak,
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
