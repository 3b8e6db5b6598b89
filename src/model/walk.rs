//! How a flow runs: which calls feed which, while some components are down (format, C1 to C4).
//!
//! *Steps into X accumulate; the first step that uses X closes the set; the next step into X opens a new one.*
//! A walk lists the steps that run, each with the set that it draws from and the set that it adds to.

use super::{Flow, Party};
use crate::quantity::Quantity;
use std::collections::{BTreeMap, BTreeSet};

/// A flow as it runs.
#[derive(Debug)]
pub struct Walk<'a> {
    pub steps: Vec<Walked<'a>>,
    pub sets: Vec<Set>,
    /// Steps whose caller nothing has reached, by index in the flow.
    pub unreached: Vec<usize>,
}

impl Walk<'_> {
    /// The sets for whose misses a step runs.
    pub fn missed(&self) -> BTreeSet<usize> {
        let sets = self.steps.iter().filter_map(|step| match step.source {
            Source::Misses(set) => Some(set),
            Source::Calls(_) => None,
        });
        sets.collect()
    }
}

/// A step that runs.
#[derive(Debug)]
pub struct Walked<'a> {
    /// Index of the step in the flow.
    pub step: usize,
    pub caller: Party,
    /// Who is called: the callee, or who takes its calls while it is down.
    pub callee: Party,
    pub source: Source,
    /// The set that it adds to.
    pub into: usize,
    /// Share of its calls that the callee answers itself.
    pub hit: Option<&'a Quantity>,
    /// The callee is down and nobody takes its calls: they reach nothing, but count as misses.
    pub lost: bool,
}

/// Where the calls of a step come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Each call of a set.
    Calls(usize),
    /// Each miss of a set.
    Misses(usize),
}

/// Calls that one activation of a party receives.
#[derive(Debug)]
pub struct Set {
    pub party: Party,
    /// Walked steps that add to it; empty for the flow's starter, which has one call.
    pub from: Vec<usize>,
}

impl<'a> Flow<'a> {
    /// Walks the flow with these components down.
    pub fn walk(&self, down: &BTreeSet<usize>) -> Walk<'a> {
        let mut walk = Walk {
            steps: Vec::with_capacity(self.steps.len()),
            sets: vec![Set {
                party: self.starter,
                from: Vec::new(),
            }],
            unreached: Vec::new(),
        };
        let is_down = |party: Party| matches!(party, Party::Component(i) if down.contains(&i));
        // The set of each party that steps draw from, and whether it still takes calls.
        let mut current: BTreeMap<Party, (usize, bool)> = BTreeMap::from([(self.starter, (0, true))]);
        let starter_is_actor = matches!(self.starter, Party::Actor(_));
        let mut stands_in: BTreeMap<Party, Party> = BTreeMap::new();
        for (index, step) in self.steps.iter().enumerate() {
            let acting = |party: Party| stands_in.get(&party).copied().unwrap_or(party);
            let caller = acting(step.caller);
            let Some(&(calls, _)) = current.get(&caller) else {
                if !is_down(step.caller) {
                    walk.unreached.push(index);
                }
                continue;
            };
            let source = match step.on_miss.map(acting) {
                Some(cache) => match current.get(&cache) {
                    Some(&(set, _)) => Source::Misses(set),
                    None => {
                        walk.unreached.push(index);
                        continue;
                    }
                },
                None => Source::Calls(calls),
            };
            // Nothing comes out of a component that is down, but its misses reach the callers' next choice.
            let silent = match source {
                Source::Calls(_) => is_down(caller),
                Source::Misses(set) => is_down(walk.sets[set].party) && caller == walk.sets[set].party,
            };
            close(&mut current, caller, starter_is_actor && caller == self.starter);
            if let Source::Misses(set) = source {
                close(&mut current, walk.sets[set].party, false);
            }
            if silent {
                continue;
            }
            let mut callee = acting(step.callee);
            let mut hit = step.file.hit.as_ref();
            let mut lost = false;
            if is_down(callee) {
                match step.if_down.filter(|y| !is_down(*y)) {
                    Some(other) => {
                        let elsewhere = self.steps.iter().any(|s| s.caller == other || s.callee == other);
                        if elsewhere {
                            let own = self.steps.iter().find(|s| s.callee == other && s.file.hit.is_some());
                            hit = own.and_then(|s| s.file.hit.as_ref());
                        } else {
                            stands_in.insert(step.callee, other);
                        }
                        callee = other;
                    }
                    None => {
                        lost = true;
                        hit = None;
                    }
                }
            }
            let into = match current.get(&callee) {
                Some(&(set, true)) => set,
                _ => {
                    walk.sets.push(Set {
                        party: callee,
                        from: Vec::new(),
                    });
                    walk.sets.len() - 1
                }
            };
            // An actor that starts the flow stays open and keeps its one call.
            if !(starter_is_actor && callee == self.starter) {
                current.insert(callee, (into, true));
                walk.sets[into].from.push(walk.steps.len());
            }
            walk.steps.push(Walked {
                step: index,
                caller,
                callee,
                source,
                into,
                hit,
                lost,
            });
        }
        walk
    }
}

fn close(current: &mut BTreeMap<Party, (usize, bool)>, party: Party, stays_open: bool) {
    if let Some((_, open)) = current.get_mut(&party)
        && !stays_open
    {
        *open = false;
    }
}
