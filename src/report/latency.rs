//! How long flows take, and where the time goes.

use super::Figure;
use serde::Serialize;

/// The latency of one flow at the peak.
#[derive(Debug, Clone, Serialize)]
pub struct Latency {
    /// Id of the flow.
    pub flow: String,
    pub state: LatencyState,
    pub p50: Figure,
    pub p95: Figure,
    pub p99: Figure,
    /// Of the requests that are answered.
    pub mean: Figure,
    /// Where facts are missing: lower bounds of p50, p95 and p99, as printed.
    pub at_least: Vec<String>,
    /// Share of the requests that end in a timeout, where there are any: `0.02 %`.
    pub timed_out: Option<String>,
    /// Ids of components whose queues grow without end.
    pub unstable: Vec<String>,
    /// Facts that are missing.
    pub missing: Vec<String>,
    /// What is assumed, one sentence each.
    pub assumptions: Vec<String>,
    /// Where the time goes, one for each step that takes some, in the order of the flow.
    pub waterfall: Vec<LatencyBar>,
}

#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum LatencyState {
    Known,
    /// Facts are missing: all times are lower bounds.
    LowerBound,
    /// A component is overloaded at the peak: there are no percentiles.
    Unstable,
    /// Nothing could be computed.
    Unknown,
}

/// The time that requests wait for one step.
#[derive(Debug, Clone, Serialize)]
pub struct LatencyBar {
    /// Ids of the parties; `from` is empty for the call on which a fragment runs.
    pub from: String,
    pub to: String,
    /// Means over all requests.
    pub all: LatencyParts,
    /// Means over the slow requests, around the 99th percentile.
    pub slow: LatencyParts,
}

/// Seconds, by what they were spent on.
#[derive(Debug, Clone, Serialize)]
pub struct LatencyParts {
    pub network: f64,
    pub queueing: f64,
    pub service: f64,
    /// Tries that failed.
    pub retries: f64,
    /// All together as printed.
    pub text: String,
    /// Share of the request's whole time, as printed.
    pub share: String,
}
