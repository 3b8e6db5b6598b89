//! The flows that run by themselves, each with its walk.

use crate::analysis::Analysis;
use crate::model::{Flow, Model, Walk};

/// A fragment is left out: it is judged inside the flows that run it.
pub fn of_flows<'m, 'a>(
    model: &'m Model<'a>,
    analysis: &'m Analysis<'a>,
) -> impl Iterator<Item = (&'m Flow<'a>, &'m Walk<'a>)> {
    let flows = model.flows.iter().zip(&analysis.load.flows);
    flows
        .filter(|(flow, _)| !flow.fragment)
        .map(|(flow, load)| (flow, &load.walk))
}
