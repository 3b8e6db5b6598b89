//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "row-without-key",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("row-without-key.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, entity) in &model.design.entities {
        let first = entity.stores.first().and_then(|s| model.component_index(&s.value));
        let Some(store) = first
            .and_then(|c| model.components.get(c))
            .filter(|c| c.role == Role::Store)
        else {
            continue;
        };
        if !entity.fields.is_empty() && entity.fields.iter().all(|(_, f)| !f.key) {
            let message = format!(
                "no field tells one row of `{}` in `{}` from another",
                id.value, store.id
            );
            let finding = Finding::info(RULE.id, message).at(id.span).of(&id.value);
            findings.push(finding.fix("mark it: `id: id key`; several fields may be the key together"));
        }
    }
    findings
}
