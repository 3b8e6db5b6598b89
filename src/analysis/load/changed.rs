//! The same load under another condition, computed only where it differs.

use super::{ComponentLoad, Condition, FlowLoad, LinkLoadMap, Load};
use crate::model::{Model, Party, Walk};
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Load<'a> {
    /// Loads and limits of the components that a condition changes; all others stay as they are.
    ///
    /// Rates are those of the healthy system: what a lost component would have written does not slow other flows.
    pub fn under(&mut self, model: &Model<'a>, condition: &Condition) -> BTreeMap<usize, ComponentLoad> {
        let quiet = self.figures.set_quiet(true);
        let flows: Vec<usize> = (0..self.flows.len())
            .filter(|f| {
                touches(&self.flows[*f].walk, condition) || condition.scaled.as_ref().is_some_and(|(s, _)| s == f)
            })
            .collect();
        let mut components = BTreeSet::new();
        let mut healthy: Vec<FlowLoad> = Vec::with_capacity(flows.len());
        for f in &flows {
            parties(&self.flows[*f].walk, &mut components);
            let mut flow = FlowLoad::new(model.flows[*f].walk(&condition.down));
            parties(&flow.walk, &mut components);
            (flow.rate, flow.peak) = (self.flows[*f].rate, self.flows[*f].peak);
            if let Some((scaled, target)) = &condition.scaled
                && scaled == f
            {
                flow.peak = Some(self.figures.quantity(target));
            }
            healthy.push(std::mem::replace(&mut self.flows[*f], flow));
            self.count_calls(model, *f);
        }
        let mut brought = Vec::with_capacity(components.len());
        for c in &components {
            let rest = self.brought[*c].without(&flows);
            brought.push(std::mem::replace(&mut self.brought[*c], rest));
        }
        for f in &flows {
            self.bring(model, *f, &condition.down, &mut LinkLoadMap::new());
        }
        let mut changed = BTreeMap::new();
        for c in &components {
            let before = self.components[*c].clone();
            self.limits(model, *c);
            changed.insert(*c, std::mem::replace(&mut self.components[*c], before));
        }
        for (f, flow) in flows.iter().zip(healthy) {
            self.flows[*f] = flow;
        }
        for (c, brought) in components.iter().zip(brought) {
            self.brought[*c] = brought;
        }
        self.figures.set_quiet(quiet);
        changed
    }
}

/// Whether a walk meets a component that is down.
fn touches(walk: &Walk, condition: &Condition) -> bool {
    let down = |party: Party| matches!(party, Party::Component(c) if condition.down.contains(&c));
    walk.steps.iter().any(|s| down(s.caller) || down(s.callee))
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
