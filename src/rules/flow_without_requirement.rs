//! See the page.

use super::{Rule, Run, Set, named};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "flow-without-requirement",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("flow-without-requirement.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    // Without requirements there is nothing that a flow could answer.
    if model.design.functional.is_empty() {
        return Vec::new();
    }
    let named = named::all(model);
    let idle = model
        .flows
        .iter()
        .filter(|f| f.file.actor.is_some() && !named.contains(f.id));
    let findings = idle.map(|flow| {
        let message = format!("no requirement, operation, decision or figure asks for `{}`", flow.id);
        let finding = Finding::info(RULE.id, message).at(flow.span).of(flow.id);
        let finding = finding.alike(
            flow.id,
            "are flows for which no requirement, operation, decision or figure asks",
        );
        finding.fix("name it where it is asked for (`flow: …` of a requirement), or leave it out")
    });
    findings.collect()
}
