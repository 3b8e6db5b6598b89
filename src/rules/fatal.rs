//! Flows of which a single point of failure tells something, and how bad it is for them.

use super::words;
use crate::analysis::Analysis;
use crate::analysis::availability::FlowAvailability;
use crate::catalog::Role;
use crate::finding::Severity;
use crate::model::Model;
use crate::quantity::print;
use std::collections::HashSet;

/// Flows with their availability: no fragments, for these count where they run, and none that has too little of
/// something already while all is well, for there everything that fails would look fatal.
pub fn flows<'r>(model: &Model, analysis: &'r Analysis) -> Vec<(usize, &'r FlowAvailability)> {
    let found = analysis.availability.iter().enumerate();
    let found = found.filter_map(|(f, a)| Some((f, a.as_ref()?)));
    found
        .filter(|(f, a)| !model.flows[*f].fragment && holds(model, a))
        .collect()
}

fn holds(model: &Model, found: &FlowAvailability) -> bool {
    found.needs.iter().all(|(c, level)| {
        let component = &model.components[*c];
        let alike = component.role == Role::Stateless || component.is_service();
        let copies = component.copies.filter(|_| !alike);
        level.need <= copies.unwrap_or(component.units)
    })
}

/// Ids of the flows that must work.
pub fn musts<'a>(model: &Model<'a>) -> HashSet<&'a str> {
    let wanted = model.design.functional.iter().map(|(_, r)| r);
    let must = wanted.filter(|r| r.priority.as_ref().is_some_and(|p| p.value == "must"));
    must.filter_map(|r| Some(r.flow.as_ref()?.value.as_str())).collect()
}

/// `a` and `b` (14 % of its runs) fail with
pub fn victims(model: &Model, musts: &HashSet<&str>, flows: &[(usize, Option<f64>)]) -> (String, Severity) {
    let severity = match flows.iter().any(|(f, _)| musts.contains(model.flows[*f].id)) {
        true => Severity::Error,
        false => Severity::Warning,
    };
    let verb = if flows.len() == 1 { "fails" } else { "fail" };
    let name = |(f, share): &(usize, Option<f64>)| match share {
        Some(share) => format!("`{}` ({} of its runs)", model.flows[*f].id, print::percent(*share)),
        None => format!("`{}`", model.flows[*f].id),
    };
    (
        format!("{} {verb} with", words::list(flows.iter().map(name).collect())),
        severity,
    )
}
