//! What has to be tried on the real thing.

use super::Figure;
use serde::Serialize;

/// Tests that follow from the design.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TestPlan {
    pub load: Vec<LoadTest>,
    pub capacity: Vec<CapacityTest>,
    pub edge: Vec<EdgeTest>,
    pub chaos: Vec<ChaosTest>,
}

/// A flow at its peak.
#[derive(Debug, Clone, Serialize)]
pub struct LoadTest {
    pub flow: String,
    /// Runs a second.
    pub peak: Figure,
    /// Targets that must hold meanwhile: `latency p99 ≤ 100 ms (NFR2)`.
    pub holds: Vec<String>,
}

/// One unit of a component, driven to the limit that the design takes for granted.
#[derive(Debug, Clone, Serialize)]
pub struct CapacityTest {
    pub component: String,
    /// The fullest of the resources that a load can drive to its limit.
    pub resource: String,
    /// What one unit is said to give.
    pub per_unit: Figure,
    /// The demand of the peak.
    pub demand: Figure,
    /// Units that must carry it: all in one region but one; none where there is but one.
    pub remaining: Option<Figure>,
}

/// Inputs of one operation at the ends of what they may be.
#[derive(Debug, Clone, Serialize)]
pub struct EdgeTest {
    /// `api.operation`.
    pub operation: String,
    /// `link.url`.
    pub input: String,
    pub tries: Vec<String>,
}

/// A drill to be run on the real thing.
#[derive(Debug, Clone, Serialize)]
pub struct ChaosTest {
    /// As it is written: `lose zone a`; several that end alike as one.
    pub drills: Vec<String>,
    /// What must hold: requirements whose flows are computed to hold or to degrade, and targets.
    pub holds: Vec<String>,
    /// What is computed to be late, lost or at its second choice: `FR1: lb takes the calls of edge`.
    pub degrades: Vec<String>,
    /// Requirements whose flows are computed to fail.
    pub fails: Vec<String>,
}
