//! See the page.

use super::{Rule, Run, Set, fact};
use crate::analysis::Analysis;
use crate::design::AccessKind;
use crate::finding::Finding;
use crate::model::Model;
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "entity-never-written",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("entity-never-written.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut used = HashSet::new();
    let mut written = HashSet::new();
    for access in fact::steps(model).flat_map(|s| &s.file.accesses) {
        let of = if access.kind == AccessKind::Write {
            &mut written
        } else {
            &mut used
        };
        of.insert(access.entity.value.as_str());
    }
    let entities = model.design.entities.iter();
    let empty = entities.filter(|(id, entity)| {
        let id = id.value.as_str();
        used.contains(id) && !written.contains(id) && entity.rows.is_none() && !entity.stores.is_empty()
    });
    let findings = empty.map(|(id, _)| {
        let message = format!("`{}` is used, but no step writes it, so it has no rows", id.value);
        let finding = Finding::info(RULE.id, message).at(id.span).of(&id.value);
        finding.fix("draw the step that writes it, or say how many rows there are: `rows: 10M`")
    });
    findings.collect()
}
