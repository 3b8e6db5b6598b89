//! See the page.

use super::{Rule, Run, Set, fact, named};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "unused-entity",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("unused-entity.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    if model.flows.is_empty() {
        return Vec::new();
    }
    let mut used = named::all(model);
    for access in fact::steps(model).flat_map(|s| &s.file.accesses) {
        used.insert(&access.entity.value);
    }
    let idle = model
        .design
        .entities
        .iter()
        .filter(|(id, _)| !used.contains(id.value.as_str()));
    let findings = idle.map(|(id, _)| {
        let message = format!("no step reads or writes `{}`, and nothing else names it", id.value);
        let finding = Finding::info(RULE.id, message).at(id.span).of(&id.value);
        finding.fix(format!(
            "say which step reads or writes it (`read: {}`), or leave it out",
            id.value
        ))
    });
    findings.collect()
}
