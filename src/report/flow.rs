//! Flows with their steps and their availability.

use super::Figure;
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
    /// A failure here degrades the flow but does not fail it.
    pub optional: bool,
    /// Runs together with the step before it.
    pub parallel: bool,
    /// The fragment that this step was taken from.
    pub fragment: Option<String>,
    /// Calls per run of the flow.
    pub calls: Figure,
}

/// Availability of a flow.
#[derive(Debug, Clone, Serialize)]
pub struct Availability {
    /// As printed: `99.979 %`, `99.97 % to 99.99 %`, `unknown`.
    pub text: String,
    /// Proven bounds; equal where the value is exact.
    pub low: f64,
    pub high: f64,
    /// Expected minutes of outage in a year of 525,600 min, as printed.
    pub outage: String,
    /// With cache hits counted, shown beside and never compared.
    pub with_hits: Option<String>,
    /// Single points of failure: events that alone fail the flow.
    pub spofs: Vec<Spof>,
    /// What must be up, in words: `lb`, `1 of 6 api`, ….
    pub needs: Vec<String>,
    /// Facts that would make the bounds meet.
    pub missing: Vec<String>,
}

/// An event that alone fails a flow: a minimal cut set of order 1.
#[derive(Debug, Clone, Serialize)]
pub struct Spof {
    /// `one unit of settler`, `zone eu-west/a`, `region eu-west`, `links (DynamoDB)`.
    pub event: String,
    pub level: SpofLevel,
    /// Id of the component, empty for a zone or region.
    pub component: String,
    /// `for 14 % of runs` where only a part of the runs needs it.
    pub runs: Option<String>,
}

#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum SpofLevel {
    Instance,
    Zone,
    Region,
    /// A managed or external service: a term of its SLA, not a SPOF below the region.
    Service,
}
