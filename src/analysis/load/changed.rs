//! The same load under another condition, computed only where it differs.

use super::component::ComponentLoad;
use super::demand::OfFlow;
use super::{Condition, FlowLoad, Load, NO_HIT, View};
use crate::figure::Id;
use crate::model::{Flow, Model, Party, Walk};
use std::collections::{BTreeMap, BTreeSet};

/// What a change replaced.
pub struct Undo<'a> {
    flows: Vec<(usize, FlowLoad<'a>)>,
    replaced: Replaced,
    view: View,
    cold: BTreeSet<usize>,
}

/// What flows brought and components carried before they did otherwise.
#[derive(Default)]
struct Replaced {
    components: Vec<(usize, ComponentLoad)>,
    /// By component and flow.
    brought: Vec<(usize, usize, OfFlow)>,
}

impl Undo<'_> {
    /// The components that carry something else.
    pub fn components(&self) -> impl Iterator<Item = usize> {
        self.before().map(|(c, _)| c)
    }

    /// The same with what they carried before.
    pub fn before(&self) -> impl Iterator<Item = (usize, &ComponentLoad)> {
        self.replaced.components.iter().map(|(c, load)| (*c, load))
    }
}

impl<'a> Load<'a> {
    /// Loads and limits of the components that a condition changes; all others stay as they are.
    ///
    /// Rates are those of the healthy system: what a lost component would have written does not slow other flows.
    pub fn under(&mut self, model: &Model<'a>, condition: &Condition) -> BTreeMap<usize, ComponentLoad> {
        let lost: Vec<usize> = condition.down.union(&condition.cold).copied().collect();
        let undo = self.change(model, condition, &lost);
        let changed = undo.components().map(|c| (c, self.components[c].clone())).collect();
        self.restore(undo);
        changed
    }

    /// Changes the load to that of a condition, of which `lost` is what is new since the last change.
    pub fn change(&mut self, model: &Model<'a>, condition: &Condition, lost: &[usize]) -> Undo<'a> {
        let quiet = self.figures.set_quiet(true);
        let scaled = self.scaled(model, condition);
        let all = condition.is_everywhere();
        let touched = self.touched(lost, scaled.keys().copied(), all);
        // A change within a change sees the regions as the outer one does.
        let view = self.view.clone();
        if condition.view != View::default() {
            self.view = condition.view.clone();
        }
        let cold = self.cold.clone();
        self.cold.extend(&condition.cold);
        let mut flows = Vec::with_capacity(touched.len());
        for f in &touched {
            let mut flow = FlowLoad::new(self.walk(&model.flows[*f], &condition.down));
            (flow.rate, flow.peak) = (self.flows[*f].rate, self.flows[*f].peak);
            flow.peak = scaled.get(f).copied().or(flow.peak);
            if let (Some(times), Some(peak)) = (&condition.surge, flow.peak) {
                let times = self.figures.quantity(times);
                flow.peak = Some(self.figures.product(&[peak, times]));
            }
            flows.push((*f, std::mem::replace(&mut self.flows[*f], flow)));
            self.count_calls(model, *f);
        }
        // Where a flow comes at another rate, the same in one run is more in all.
        let faster = |f: usize| all || scaled.contains_key(&f);
        let replaced = self.bring_again(model, &touched, &condition.down, faster);
        self.figures.set_quiet(quiet);
        Undo {
            flows,
            replaced,
            view,
            cold,
        }
    }

    /// Changes the load to one in which each walked step of a flow is called so many times as often, once where there
    /// is none. Each limit is met by its own calls: reads that come four times leave the writes as they are.
    pub fn repeat(&mut self, model: &Model<'a>, times: &[Vec<Option<Id>>]) -> Undo<'a> {
        let quiet = self.figures.set_quiet(true);
        let none = BTreeSet::new();
        let repeated = times
            .iter()
            .enumerate()
            .filter(|(_, steps)| steps.iter().any(Option::is_some));
        let repeated = repeated.filter(|(f, _)| *f < self.flows.len());
        let touched: Vec<usize> = repeated.map(|(f, _)| f).collect();
        let mut flows = Vec::with_capacity(touched.len());
        for f in &touched {
            let mut flow = FlowLoad::new(self.walk(&model.flows[*f], &none));
            (flow.rate, flow.peak) = (self.flows[*f].rate, self.flows[*f].peak);
            flows.push((*f, std::mem::replace(&mut self.flows[*f], flow)));
            self.count_calls(model, *f);
            let (figures, flow) = (&mut self.figures, &mut self.flows[*f]);
            let counts = flow.calls.iter_mut().zip(&mut flow.messages);
            for ((calls, messages), times) in counts.zip(&times[*f]) {
                if let Some(times) = times {
                    *calls = figures.product(&[*calls, *times]);
                    *messages = figures.product(&[*messages, *times]);
                }
            }
        }
        let replaced = self.bring_again(model, &touched, &none, |_| false);
        self.figures.set_quiet(quiet);
        Undo {
            flows,
            replaced,
            view: self.view.clone(),
            cold: self.cold.clone(),
        }
    }

    /// The peaks of the flows that a condition scales. A fragment runs as often as the flows that run it: all of them
    /// come so many times as often as takes the fragment to the target.
    fn scaled(&mut self, model: &Model<'a>, condition: &Condition) -> BTreeMap<usize, Id> {
        let Some((scaled, target)) = &condition.scaled else {
            return BTreeMap::new();
        };
        let target = self.figures.quantity(target);
        let Some(peak) = self.flows[*scaled].peak.filter(|_| model.flows[*scaled].fragment) else {
            return BTreeMap::from([(*scaled, target)]);
        };
        let times = self.figures.quotient(target, peak);
        let runs = |flow: &Flow| !flow.fragment && flow.steps.iter().any(|step| step.owner == *scaled);
        let running: Vec<usize> = (0..model.flows.len()).filter(|f| runs(&model.flows[*f])).collect();
        let peaks = running.into_iter().filter_map(|f| Some((f, self.flows[f].peak?)));
        let peaks: Vec<(usize, Id)> = peaks.collect();
        let faster = |(f, peak): (usize, Id)| (f, self.figures.product(&[peak, times]));
        peaks.into_iter().map(faster).collect()
    }

    /// How many flows may meet a component.
    pub fn meeting(&self, c: usize) -> usize {
        self.met_by.get(c).map_or(0, Vec::len)
    }

    /// Flows of which a walk may meet what is lost, those that are scaled, or all.
    fn touched(&self, lost: &[usize], scaled: impl Iterator<Item = usize>, all: bool) -> Vec<usize> {
        if all {
            return (0..self.flows.len()).collect();
        }
        let met = lost.iter().filter_map(|c| self.met_by.get(*c)).flatten().copied();
        let met = met.filter(|f| touches(&self.flows[*f].walk, lost));
        let touched: BTreeSet<usize> = met.chain(scaled).collect();
        touched.into_iter().collect()
    }

    /// What these flows bring now, with the limits that it meets; hands back what was there. A component is left as it
    /// is where a flow brings it the same as before, and not `faster`.
    fn bring_again(
        &mut self,
        model: &Model<'a>,
        flows: &[usize],
        down: &BTreeSet<usize>,
        faster: impl Fn(usize) -> bool,
    ) -> Replaced {
        let mut replaced = Replaced::default();
        let mut changed = Vec::new();
        for f in flows {
            let brings = self.bring(model, *f, down, None);
            for (c, new) in model.flows[*f].met.iter().copied().zip(brings) {
                let old = self.brought[c].flows.get(f);
                let same = match old {
                    Some(old) => old.is_like(&new, &self.figures),
                    None if new.is_nothing() => continue,
                    None => false,
                };
                // The regions that it comes from are those of the whole walk.
                if !same || faster(*f) || model.components[c].regions.len() > 1 {
                    changed.push(c);
                }
                if !same {
                    replaced.brought.push((c, *f, self.brought[c].put(*f, new)));
                }
            }
        }
        changed.sort_unstable();
        changed.dedup();
        for c in changed {
            replaced.components.push((c, self.components[c].clone()));
            self.limits(model, c);
        }
        replaced
    }

    /// How a flow runs with these down, and with the caches cold that are.
    pub(super) fn walk(&self, flow: &Flow<'a>, down: &BTreeSet<usize>) -> Walk<'a> {
        let mut walk = flow.walk(down);
        for step in &mut walk.steps {
            let cold = matches!(step.callee, Party::Component(c) if self.cold.contains(&c));
            if cold && step.hit.is_some() {
                step.hit = Some(&NO_HIT);
            }
        }
        walk
    }

    /// Takes a change back.
    pub fn restore(&mut self, undo: Undo<'a>) {
        self.view = undo.view;
        self.cold = undo.cold;
        for (f, flow) in undo.flows {
            self.flows[f] = flow;
        }
        for (c, load) in undo.replaced.components {
            self.components[c] = load;
        }
        for (c, f, brought) in undo.replaced.brought {
            self.brought[c].put(f, brought);
        }
    }
}

/// Whether a walk meets one of these components.
fn touches(walk: &Walk, lost: &[usize]) -> bool {
    let hit = |party: Party| matches!(party, Party::Component(c) if lost.contains(&c));
    walk.steps.iter().any(|s| hit(s.caller) || hit(s.callee))
}

/// By component, the flows of which a walk may meet it.
pub(super) fn met_by(model: &Model) -> Vec<Vec<usize>> {
    let mut met = vec![Vec::new(); model.components.len()];
    for (f, flow) in model.flows.iter().enumerate() {
        for c in &flow.met {
            met[*c].push(f);
        }
    }
    met
}
