//! The same load under another condition, computed only where it differs.

use super::component::ComponentLoad;
use super::demand::Brought;
use super::{Condition, FlowLoad, LinkLoadMap, Load, NO_HIT, View};
use crate::figure::Id;
use crate::model::{Flow, Model, Party, Walk};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What a change replaced.
pub struct Undo<'a> {
    flows: Vec<(usize, FlowLoad<'a>)>,
    components: Vec<(usize, Brought, ComponentLoad)>,
    view: View,
    cold: HashSet<usize>,
}

impl Undo<'_> {
    /// The components that the change touched.
    pub fn components(&self) -> impl Iterator<Item = usize> {
        self.components.iter().map(|(c, _, _)| *c)
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
        let scaled = condition.scaled.as_ref();
        let all = condition.is_everywhere();
        let touched: Vec<usize> = (0..self.flows.len())
            .filter(|f| all || touches(&self.flows[*f].walk, lost) || scaled.is_some_and(|(s, _)| s == f))
            .collect();
        // A change within a change sees the regions as the outer one does.
        let view = self.view.clone();
        if condition.view != View::default() {
            self.view = condition.view.clone();
        }
        let cold = self.cold.clone();
        self.cold.extend(&condition.cold);
        let mut parts = BTreeSet::new();
        let mut flows = Vec::with_capacity(touched.len());
        for f in &touched {
            parties(&self.flows[*f].walk, &mut parts);
            let mut flow = FlowLoad::new(self.walk(&model.flows[*f], &condition.down));
            parties(&flow.walk, &mut parts);
            (flow.rate, flow.peak) = (self.flows[*f].rate, self.flows[*f].peak);
            if let Some((_, target)) = scaled.filter(|(s, _)| s == f) {
                flow.peak = Some(self.figures.quantity(target));
            }
            if let (Some(times), Some(peak)) = (&condition.surge, flow.peak) {
                let times = self.figures.quantity(times);
                flow.peak = Some(self.figures.product(&[peak, times]));
            }
            flows.push((*f, std::mem::replace(&mut self.flows[*f], flow)));
            self.count_calls(model, *f);
        }
        let components = self.bring_again(model, &touched, parts, &condition.down);
        self.figures.set_quiet(quiet);
        Undo {
            flows,
            components,
            view,
            cold,
        }
    }

    /// Changes the load to one in which each walked step of a flow is called so many times as often, once where there
    /// is none. Each limit is met by its own calls: reads that come four times leave the writes as they are.
    pub fn repeat(&mut self, model: &Model<'a>, times: &[Vec<Option<Id>>]) -> Undo<'a> {
        let quiet = self.figures.set_quiet(true);
        let none = HashSet::new();
        let repeated = times
            .iter()
            .enumerate()
            .filter(|(_, steps)| steps.iter().any(Option::is_some));
        let repeated = repeated.filter(|(f, _)| *f < self.flows.len());
        let touched: Vec<usize> = repeated.map(|(f, _)| f).collect();
        let mut parts = BTreeSet::new();
        let mut flows = Vec::with_capacity(touched.len());
        for f in &touched {
            let mut flow = FlowLoad::new(self.walk(&model.flows[*f], &none));
            parties(&self.flows[*f].walk, &mut parts);
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
        let components = self.bring_again(model, &touched, parts, &none);
        self.figures.set_quiet(quiet);
        Undo {
            flows,
            components,
            view: self.view.clone(),
            cold: self.cold.clone(),
        }
    }

    /// What these flows bring to these components now, with the limits that it meets; hands back what was there.
    fn bring_again(
        &mut self,
        model: &Model<'a>,
        flows: &[usize],
        parts: BTreeSet<usize>,
        down: &HashSet<usize>,
    ) -> Vec<(usize, Brought, ComponentLoad)> {
        let mut components = Vec::with_capacity(parts.len());
        for c in parts {
            let rest = self.brought[c].without(flows);
            let brought = std::mem::replace(&mut self.brought[c], rest);
            components.push((c, brought, self.components[c].clone()));
        }
        for f in flows {
            self.bring(model, *f, down, &mut LinkLoadMap::new());
        }
        for (c, _, _) in &components {
            self.limits(model, *c);
        }
        components
    }

    /// How a flow runs with these down, and with the caches cold that are.
    pub(super) fn walk(&self, flow: &Flow<'a>, down: &HashSet<usize>) -> Walk<'a> {
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
        for (c, brought, load) in undo.components {
            self.brought[c] = brought;
            self.components[c] = load;
        }
    }
}

/// Whether a walk meets one of these components.
fn touches(walk: &Walk, lost: &[usize]) -> bool {
    let hit = |party: Party| matches!(party, Party::Component(c) if lost.contains(&c));
    walk.steps.iter().any(|s| hit(s.caller) || hit(s.callee))
}

fn parties(walk: &Walk, components: &mut BTreeSet<usize>) {
    for step in &walk.steps {
        for party in [step.caller, step.callee] {
            if let Party::Component(c) = party {
                components.insert(c);
            }
        }
    }
}
