//! Service level objectives with their error budgets and alerts.

use super::{Figure, Status};
use serde::Serialize;

/// One objective, from a requirement on availability or latency.
#[derive(Debug, Clone, Serialize)]
pub struct Objective {
    /// Id of the verdict.
    pub id: String,
    /// The flow; none for all flows.
    pub of: Option<String>,
    /// The indicator: which share of what is counted.
    pub sli: String,
    /// The share that is aimed at.
    pub slo: Figure,
    /// What may fail in a month: a time of outage for an availability, a share of the runs for a latency.
    pub budget: Figure,
    /// The outage that the design is computed to need of it; none for a latency, and where that is not known.
    pub expected: Option<Figure>,
    /// Where only bounds of that outage are known, these, in the time of the budget: `1.07 to 5.45 min`.
    pub bounds: Option<String>,
    /// The latency that is computed, as printed: `p99 86.2 ms`; none for an availability.
    pub latency: Option<String>,
    pub status: Status,
    /// One for each window of [`AlertWindow`], in its order: the share of failing runs from which it fires; none
    /// where even a full outage does not burn that fast.
    pub thresholds: Vec<Option<Figure>>,
    /// Set where a single failing run in the first window fires its alert.
    pub too_few: Option<Figure>,
}

/// Two windows that must both burn too fast before somebody is told.
#[derive(Debug, Clone, Serialize)]
pub struct AlertWindow {
    pub long: &'static str,
    pub short: &'static str,
    /// How many times too fast the budget burns, as printed.
    pub burn: String,
    /// Share of a month's budget that is gone when it fires, as printed.
    pub spent: &'static str,
    /// `page` or `ticket`.
    pub calls: &'static str,
}
