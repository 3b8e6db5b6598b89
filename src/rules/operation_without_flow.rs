//! See the page.

use super::{Rule, Run, Set, words};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "operation-without-flow",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("operation-without-flow.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    if model.flows.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (id, api) in &model.design.apis {
        let open: Vec<_> = api.operations.iter().filter(|(_, o)| o.flow.is_none()).collect();
        let Some((first, _)) = open.first() else { continue };
        let names = words::ids(open.iter().map(|(operation, _)| operation.value.as_str()));
        let message = format!(
            "no flow says what {names} of `{}` does, so its load is not counted",
            id.value
        );
        let finding = Finding::info(RULE.id, message).at(first.span).of(&id.value);
        findings.push(finding.fix("name the flow: `flow: …`"));
    }
    findings
}
