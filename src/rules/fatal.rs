//! Flows of which a single point of failure tells something, and how bad it is for them.

use super::words;
use crate::analysis::Analysis;
use crate::analysis::availability::FlowAvailability;
use crate::finding::Severity;
use crate::model::Model;
use crate::quantity::print;
use std::collections::HashSet;

/// Flows with their availability: no fragments, for these count where they run.
pub fn flows<'r>(model: &Model, analysis: &'r Analysis) -> Vec<(usize, &'r FlowAvailability)> {
    let found = analysis.availability.iter().enumerate();
    let found = found.filter_map(|(f, a)| Some((f, a.as_ref()?)));
    found.filter(|(f, _)| !model.flows[*f].fragment).collect()
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
