//! See the page.

use super::{Rule, Run, Set, fact};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::design::AccessKind;
use crate::finding::Finding;
use crate::model::{Model, Party};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "cache-never-invalidated",
    set: Set::Caching,
    run: Run::Design(find),
    page: include_str!("cache-never-invalidated.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut told = HashSet::new();
    for read in fact::steps(model) {
        let Some(Party::Component(c)) = read.on_miss else {
            continue;
        };
        let Some(cache) = model
            .components
            .get(c)
            .filter(|c| c.role == Role::Cache && c.file.ttl.is_none())
        else {
            continue;
        };
        for access in read.file.accesses.iter().filter(|a| a.kind == AccessKind::Read) {
            let entity = access.entity.value.as_str();
            let changes = |kinds: &[AccessKind], at: Party| {
                fact::steps(model).find(|s| {
                    let of = |a: &crate::design::Access| a.entity.value == entity && kinds.contains(&a.kind);
                    s.callee == at && s.file.accesses.iter().any(of)
                })
            };
            let kinds = [AccessKind::Update, AccessKind::Delete];
            let Some(change) = changes(&kinds, read.callee) else {
                continue;
            };
            let all = [AccessKind::Write, AccessKind::Update, AccessKind::Delete];
            if changes(&all, Party::Component(c)).is_some() || !told.insert((c, entity)) {
                continue;
            }
            let message = format!(
                "`{entity}` changes in `{}`, and `{}` goes on answering with the old one: no step removes it there, and no `ttl` ends it",
                model.party_id(read.callee),
                cache.id
            );
            let finding = Finding::warning(RULE.id, message).at(cache.span).of(cache.id);
            findings.push(finding.related(change.file.span, "the change").fix(format!(
                "`ttl: …`, as old as a reader may see it, or a step `-> {}: {{delete: {entity}}}` behind the change",
                cache.id
            )));
        }
    }
    findings
}
