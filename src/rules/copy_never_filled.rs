//! See the page.

use super::{Rule, Run, Set, fact};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::design::AccessKind;
use crate::finding::Finding;
use crate::model::Model;
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "copy-never-filled",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("copy-never-filled.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let changes = fact::steps(model).flat_map(|s| s.file.accesses.iter().map(move |a| (s.callee, a)));
    let changed: HashSet<(&str, &str)> = changes
        .filter(|(_, a)| matches!(a.kind, AccessKind::Write | AccessKind::Update))
        .map(|(store, a)| (a.entity.value.as_str(), model.party_id(store)))
        .collect();
    let mut findings = Vec::new();
    for (id, entity) in &model.design.entities {
        let Some((truth, copies)) = entity.stores.split_first() else {
            continue;
        };
        // Where nothing changes the truth either, the design does not draw changes at all.
        if !changed.contains(&(id.value.as_str(), truth.value.as_str())) {
            continue;
        }
        for copy in copies
            .iter()
            .filter(|c| !changed.contains(&(id.value.as_str(), c.value.as_str())))
        {
            let cached = model.component_index(&copy.value).and_then(|c| model.components.get(c));
            // A cache fills itself.
            if cached.is_none_or(|c| c.role == Role::Cache) {
                continue;
            }
            let message = format!(
                "`{}` changes in `{}`, and no step brings the change to its copy in `{}`",
                id.value, truth.value, copy.value
            );
            let finding = Finding::warning(RULE.id, message).at(copy.span).of(&id.value);
            findings.push(finding.fix(format!(
                "a flow that follows the changes: `rate: {0}.writes`, `{1} ~> …`, `… -> {2}: {{write: {0}}}`",
                id.value, truth.value, copy.value
            )));
        }
    }
    findings
}
