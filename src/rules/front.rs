//! The front of a flow: what an actor's call passes on its way in, up to the first code of ours.

use super::{code, fact};
use crate::model::nesting;
use crate::model::{Component, Flow, Model, Party, Walk};
use std::collections::BTreeSet;

/// Functions that pass a call on.
const PASSING: [&str; 5] = ["api-gateway", "cdn", "dns", "load-balancer", "rate-limiter"];

/// The components at the front of a flow that an actor starts, in the order in which they are reached.
pub struct Front<'m, 'a> {
    flow: &'m Flow<'a>,
    pub components: Vec<&'m Component<'a>>,
}

impl<'m, 'a> Front<'m, 'a> {
    /// None for a flow that no actor starts, and where nothing of ours answers: a provider guards its own door.
    pub fn of(model: &'m Model<'a>, flow: &'m Flow<'a>, walk: &Walk) -> Option<Front<'m, 'a>> {
        if !matches!(flow.starter, Party::Actor(_)) {
            return None;
        }
        let mut open = BTreeSet::from([flow.starter]);
        let mut components: Vec<&Component> = Vec::new();
        for (_, step) in nesting::awaited_steps(flow, walk) {
            let Some(callee) = fact::component(model, step.callee).filter(|_| open.contains(&step.caller)) else {
                continue;
            };
            if components.iter().all(|c| c.id != callee.id) {
                components.push(callee);
            }
            if PASSING.contains(&callee.file.function.value.as_str()) {
                open.insert(step.callee);
            }
        }
        let ours = |c: &&Component| code::is_ours(c) || c.file.function.value == "api-gateway";
        components.iter().any(ours).then_some(Front { flow, components })
    }

    /// What is said of a fact on the flow or anywhere at its front: one that has it is enough.
    pub fn says(&self, word: &str) -> Option<bool> {
        let of_components = self.components.iter().map(|c| c.file.facts.says(word));
        let said: Vec<bool> = of_components
            .chain([self.flow.file.facts.says(word)])
            .flatten()
            .collect();
        said.iter().copied().reduce(|a, b| a || b)
    }

    /// The first component of ours, or the first at all.
    pub fn door(&self) -> Option<&'m Component<'a>> {
        let inside = self
            .components
            .iter()
            .find(|c| code::is_ours(c) || c.file.function.value == "api-gateway");
        inside.or(self.components.first()).copied()
    }
}
