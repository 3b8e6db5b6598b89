//! Drills in which nothing is lost, but more comes in or answers come later.
//!
//! What comes in is the load analysis under another condition; how components and callers bear it is the mathematics of
//! [`crate::overload`], with every number that is a formula in the sheet.

mod applies;
mod backlog;
mod cold;
mod felt;
mod fleet;
mod hot;
mod limits;
mod poison;
mod queued;
mod slow;
mod storm;
mod surge;

pub(super) use applies::applicable;

use super::{Bench, Drill};
use crate::model::drill::Scenario;

/// Runs one of these drills; any other does nothing.
pub(super) fn run(bench: &mut Bench, drill: &mut Drill) {
    match drill.scenario.clone() {
        Scenario::Cold(caches) => cold::run(bench, drill, &caches),
        Scenario::Slow(c, by) => slow::run(bench, drill, c, &by),
        Scenario::Surge(times, within) => surge::run(bench, drill, &times, within.as_ref()),
        Scenario::HotKey(at, share) => hot::run(bench, drill, at, share.as_ref()),
        Scenario::RetryStorm(at) => storm::run(bench, drill, at),
        Scenario::Poison(at) => poison::run(bench, drill, at),
        Scenario::Backlog(at, time) => backlog::run(bench, drill, at, &time),
        _ => {}
    }
}
