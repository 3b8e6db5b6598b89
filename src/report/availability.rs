//! How available flows are, and what that rests on.

use super::FaultModel;
use serde::Serialize;

/// Availability of a flow.
#[derive(Debug, Clone, Serialize)]
pub struct Availability {
    /// As printed: `99.979 %`, `99.97 % to 99.99 %`, `at most 99.99 %`.
    pub text: String,
    /// Proven bounds; equal where the value is exact.
    pub low: f64,
    pub high: f64,
    /// Proven bounds of the unavailability, with the digits that the above lose.
    pub down_low: f64,
    pub down_high: f64,
    /// Expected minutes of outage in a year of 525,600 min, as printed.
    pub outage: String,
    /// With only as much needed as it takes to answer at all, however few ask; none where it is the same.
    pub at_all: Option<String>,
    /// With cache hits counted, shown beside and never compared.
    pub with_hits: Option<String>,
    /// Single points of failure: events that alone fail the flow.
    pub spofs: Vec<Spof>,
    /// What must be up, in words: `lb`, `1 of 6 api`, ….
    pub needs: Vec<String>,
    /// The components of those, by id.
    #[serde(skip)]
    pub components: Vec<String>,
    /// Facts that would make the bounds meet.
    pub missing: Vec<String>,
    /// The weightiest minimal cut sets, those that look alike as one.
    pub cuts: Vec<CutSet>,
    /// By order from 1: how many minimal cut sets there are.
    pub orders: Vec<f64>,
    /// Whether none up to the highest order is left out.
    pub complete: bool,
    /// What mending each thing for good would save, the most first.
    pub savings: Vec<Saving>,
    /// What was solved, for the users of each region.
    #[serde(skip)]
    pub models: Vec<FaultModel>,
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
    /// What takes all units of a component at once.
    CommonCause,
}

/// Events that together fail a flow, none of which can be left out.
#[derive(Debug, Clone, Serialize)]
pub struct CutSet {
    /// What fails together: `zone a`, `2 of 4 units of api`.
    pub events: Vec<String>,
    /// How many events.
    pub order: u32,
    /// How many sets look like this.
    pub sets: f64,
    /// Minutes a year that they cost together, as printed.
    pub costs: String,
    /// The same in minutes.
    pub minutes: f64,
    /// `for 14 % of runs` where only a part of the runs needs it.
    pub runs: Option<String>,
}

/// What would be saved if something never failed.
#[derive(Debug, Clone, Serialize)]
pub struct Saving {
    /// `all of lb`, `zone a`, `region eu-west`.
    pub what: String,
    /// Id of the component, empty for a zone or region.
    pub component: String,
    /// Minutes of outage a year that go with it, as printed.
    pub saves: String,
    /// The same in minutes.
    pub minutes: f64,
    /// How many times the average unavailability there is while it is down.
    pub worse: f64,
}

/// What alone takes flows down, over all flows.
#[derive(Debug, Clone, Serialize)]
pub struct WeakPoint {
    /// As in [`Spof`].
    pub event: String,
    pub level: SpofLevel,
    /// The flows that it fails, with the share of their runs where it is not all.
    pub flows: Vec<String>,
    /// Whether these are all flows that have an availability.
    pub all: bool,
    /// Minutes of outage a year that go with it in the flow that it costs most, as printed.
    pub costs: Option<String>,
}
