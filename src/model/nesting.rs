//! Which call runs inside which: a step runs inside the calls that its caller is answering.

use super::walk::Source;
use super::{Party, Walk};
use std::collections::HashMap;

/// For each walked step the set of calls inside which it runs. A miss of a cache beside the caller runs inside
/// the caller's call, not inside the cache's.
pub fn inside(walk: &Walk) -> Vec<usize> {
    let mut latest: HashMap<Party, usize> = HashMap::new();
    if let Some(first) = walk.sets.first() {
        latest.insert(first.party, 0);
    }
    let mut inside = Vec::with_capacity(walk.steps.len());
    for step in &walk.steps {
        inside.push(match step.source {
            Source::Calls(set) => set,
            Source::Misses(set) => latest.get(&step.caller).copied().unwrap_or(set),
        });
        latest.insert(step.callee, step.into);
    }
    inside
}
