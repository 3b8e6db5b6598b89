//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::{Model, Party};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "unused-component",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("unused-component.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    if model.flows.is_empty() {
        return Vec::new();
    }
    let steps = super::fact::steps(model);
    let used: HashSet<Party> = steps
        .flat_map(|s| [Some(s.caller), Some(s.callee), s.on_miss, s.if_down])
        .flatten()
        .collect();
    let idle = model
        .components
        .iter()
        .enumerate()
        .filter(|(c, _)| !used.contains(&Party::Component(*c)));
    let findings = idle.map(|(_, component)| {
        let message = format!("no flow has a step to or from `{}`", component.id);
        let finding = Finding::warning(RULE.id, message).at(component.span).of(component.id);
        finding.fix("draw the step that uses it, or leave the component out")
    });
    findings.collect()
}
