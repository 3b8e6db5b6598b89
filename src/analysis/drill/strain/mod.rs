//! Drills in which nothing is lost, but more comes in or answers come later.
//!
//! What comes in is the load analysis under another condition; how components and callers bear it is the mathematics of
//! [`crate::overload`], with every number that is a formula in the sheet.

mod felt;
mod fleet;
mod limits;
mod surge;

use super::{Bench, Drill};
use crate::model::drill::Scenario;

/// Runs one of these drills.
pub(super) fn run(bench: &mut Bench, drill: &mut Drill) {
    match drill.scenario.clone() {
        Scenario::Surge(times, within) => surge::run(bench, drill, &times, within.as_ref()),
        _ => bench.unknown(drill, "a calculation of this drill"),
    }
}
