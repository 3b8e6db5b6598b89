//! See the page.

use super::{Rule, Run, Set, code, fact, walks};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::nesting;
use crate::model::{Model, Party};
use crate::quantity::{Dimension, print};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "large-body-through-service",
    set: Set::Network,
    run: Run::Design(find),
    page: include_str!("large-body-through-service.md"),
};

/// From so many bytes of one row on, the way is worth more thought than the call.
const LARGE: f64 = 1e6;

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let figures = &analysis.load.figures;
    let mut told = HashSet::new();
    let mut findings = Vec::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        if !matches!(flow.starter, Party::Actor(_)) {
            continue;
        }
        for (step, walked) in nesting::awaited_steps(flow, walk) {
            let ends = (
                fact::component(model, walked.caller),
                fact::component(model, walked.callee),
            );
            let (Some(service), Some(store)) = ends else { continue };
            if !code::is_ours(service) || store.file.function.value != "object-store" {
                continue;
            }
            let sizes = step.file.accesses.iter().filter_map(|a| {
                let e = model.entity_index(&a.entity.value)?;
                Some((&a.entity.value, figures.value(analysis.load.entities.get(e)?.size?)?))
            });
            let largest = sizes.max_by(|a, b| a.1.total_cmp(&b.1));
            if let Some((entity, size)) = largest.filter(|(_, size)| *size >= LARGE)
                && told.insert((walked.caller, entity))
            {
                let message = format!(
                    "each `{entity}` of {} passes through `{}` on its way between the actor of `{}` and `{}`",
                    print::show(size, &Dimension::BYTES, model.design.profile),
                    service.id,
                    flow.id,
                    store.id
                );
                let finding = Finding::info(RULE.id, message).at(step.file.span).of(service.id);
                findings.push(finding.fix(format!(
                    "let `{}` sign an address and the actor go to `{}` itself, or to a CDN in front of it",
                    service.id, store.id
                )));
            }
        }
    }
    findings
}
