//! What accesses to stores give up: CAP and PACELC.

use serde::Serialize;

/// One choice of a store towards one kind of access, with the steps that make it.
#[derive(Debug, Clone, Serialize)]
pub struct Stance {
    pub store: String,
    /// `read`, `write`, `update` or `delete`.
    pub access: String,
    /// Where copies can't reach one another: `refuses` (consistency) or `answers` (availability); none where unknown.
    pub partition: Option<String>,
    /// Else: `consistency` or `latency`; none where unknown.
    pub otherwise: Option<String>,
    /// `PC/EC`, `PA/EL`, …; none where unknown.
    pub pacelc: Option<String>,
    /// The reason, with its numbers; empty where unknown.
    pub because: String,
    /// The fact that is missing.
    pub missing: Option<String>,
    pub steps: Vec<StanceStep>,
    /// The flows of these steps, each once.
    pub flows: Vec<String>,
}

/// A step that accesses a store.
#[derive(Debug, Clone, Serialize)]
pub struct StanceStep {
    pub flow: String,
    /// `api -> links`.
    pub step: String,
    /// What it accesses: `order, outbox`.
    pub entities: String,
}
