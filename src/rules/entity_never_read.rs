//! See the page.

use super::{Rule, Run, Set, fact, named, words};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::design::AccessKind;
use crate::finding::Finding;
use crate::model::Model;
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "entity-never-read",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("entity-never-read.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let accesses = || fact::steps(model).flat_map(|s| &s.file.accesses);
    let of = |kind: AccessKind| {
        accesses()
            .filter(move |a| a.kind == kind)
            .map(|a| a.entity.value.as_str())
    };
    let read: HashSet<&str> = of(AccessKind::Read).collect();
    // A design without reads has not come to them yet.
    if read.is_empty() {
        return Vec::new();
    }
    let written: HashSet<&str> = of(AccessKind::Write).collect();
    // What a flow follows, an expression asks for or an operation returns is read, if not as a row.
    let named = named::all(model);
    let idle: Vec<_> = model
        .design
        .entities
        .iter()
        .filter(|(id, entity)| {
            let id = id.value.as_str();
            let first = entity.stores.first().and_then(|s| model.component_index(&s.value));
            let kept = first
                .and_then(|c| model.components.get(c))
                .is_some_and(|c| c.role == Role::Store);
            kept && written.contains(id) && !read.contains(id) && !named.contains(id)
        })
        .collect();
    let Some((first, _)) = idle.first() else {
        return Vec::new();
    };
    let verb = if idle.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{} {verb} written and kept, and no step reads {}",
        words::ids(idle.iter().map(|(id, _)| id.value.as_str())),
        if idle.len() == 1 { "it" } else { "them" }
    );
    let finding = Finding::info(RULE.id, message).at(first.span).of(&first.value);
    vec![finding.fix("draw who reads it, even if seldom (an audit, a report), or leave it out")]
}
