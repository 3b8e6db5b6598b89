//! Two regions do not hear of one another: which side of which store goes on.

use super::{Bench, Drill};

pub fn run(bench: &mut Bench, drill: &mut Drill, _one: usize, _other: usize) {
    bench.unknown(drill, "a calculation of this drill");
}
