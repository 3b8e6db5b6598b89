//! See the page.

use super::{Rule, Run, Set, fact, words};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::design::AccessKind;
use crate::finding::Finding;
use crate::model::Model;
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "kept-without-end",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("kept-without-end.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let accesses = || fact::steps(model).flat_map(|s| &s.file.accesses);
    let of = |kind: AccessKind| {
        accesses()
            .filter(move |a| a.kind == kind)
            .map(|a| a.entity.value.as_str())
    };
    let written: HashSet<&str> = of(AccessKind::Write).collect();
    let deleted: HashSet<&str> = of(AccessKind::Delete).collect();
    let endless: Vec<_> = model
        .design
        .entities
        .iter()
        .filter(|(id, entity)| {
            let first = entity.stores.first().and_then(|s| model.component_index(&s.value));
            let store = first
                .and_then(|c| model.components.get(c))
                .filter(|c| c.role == Role::Store);
            let grows = written.contains(id.value.as_str()) && entity.keep.is_none() && entity.rows.is_none();
            let ends = |c: &crate::model::Component| c.file.ttl.is_some() || c.file.facts.says("retention").is_some();
            grows && !deleted.contains(id.value.as_str()) && store.is_some_and(|c| !ends(c))
        })
        .collect();
    let Some((first, _)) = endless.first() else {
        return Vec::new();
    };
    let (verb, they) = if endless.len() == 1 {
        ("is", "it")
    } else {
        ("are", "they")
    };
    let message = format!(
        "{} {verb} written all the time, and nothing says how long {they} {verb} kept",
        words::ids(endless.iter().map(|(id, _)| id.value.as_str()))
    );
    let finding = Finding::info(RULE.id, message).at(first.span).of(&first.value);
    vec![
        finding.fix("`keep: 2 years`, and a place for what is older; or `rows: …` where a new row replaces an old one"),
    ]
}
