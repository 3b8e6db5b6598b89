//! What a design says of a fact at a step: has, lacks, or nothing. The closest word counts.

use crate::design::Facts;
use crate::model::{Component, Model, Party, Step};

/// The component at an end of a step.
pub fn component<'m, 'a>(model: &'m Model<'a>, party: Party) -> Option<&'m Component<'a>> {
    match party {
        Party::Component(c) => model.components.get(c),
        Party::Actor(_) | Party::Unknown => None,
    }
}

/// Looks at the step, then its flow, then the callee.
pub fn of_step(model: &Model, step: &Step, word: &str) -> Option<bool> {
    let flow: Option<&Facts> = model.flows.get(step.owner).map(|f| &f.file.facts);
    let callee = component(model, step.callee).map(|c| &c.file.facts);
    let mut places = [Some(&step.file.facts), flow, callee].into_iter().flatten();
    places.find_map(|facts| facts.says(word))
}

/// The steps that stand in the texts of the flows, each once: a fragment's belong to the fragment.
pub fn steps<'m, 'a>(model: &'m Model<'a>) -> impl Iterator<Item = &'m Step<'a>> {
    let flows = model.flows.iter().enumerate();
    flows.flat_map(|(f, flow)| flow.steps.iter().filter(move |s| s.owner == f))
}
