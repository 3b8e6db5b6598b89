//! Which call runs inside which: a step runs inside the calls that its caller is answering.

use super::walk::{Source, Walked};
use super::{Flow, Party, Step, Walk};
use std::collections::BTreeMap;

/// For each walked step the set of calls inside which it runs. A miss of a cache beside the caller runs inside
/// the caller's call, not inside the cache's.
pub fn inside(walk: &Walk) -> Vec<usize> {
    let mut latest: BTreeMap<Party, usize> = BTreeMap::new();
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

/// For each walked step whether the flow's starter waits for it: what runs inside a call that nobody waits for is
/// not waited for either.
pub fn awaited(flow: &Flow, walk: &Walk) -> Vec<bool> {
    let mut of_set = vec![false; walk.sets.len()];
    if let Some(first) = of_set.first_mut() {
        *first = true;
    }
    let mut awaited = Vec::with_capacity(walk.steps.len());
    for (walked, set) in walk.steps.iter().zip(inside(walk)) {
        let waits = flow.steps.get(walked.step).is_some_and(|s| s.file.waits);
        let waited = waits && of_set.get(set).is_some_and(|w| *w);
        awaited.push(waited);
        if let Some(into) = of_set.get_mut(walked.into) {
            *into |= waited;
        }
    }
    awaited
}

/// The steps of a flow for which its starter waits, each with the walked step.
pub fn awaited_steps<'m, 'a>(
    flow: &'m Flow<'a>,
    walk: &'m Walk<'a>,
) -> impl Iterator<Item = (&'m Step<'a>, &'m Walked<'a>)> {
    let steps = walk.steps.iter().zip(awaited(flow, walk));
    let steps = steps.filter(|(_, waited)| *waited);
    steps.filter_map(|(walked, _)| Some((flow.steps.get(walked.step)?, walked)))
}
