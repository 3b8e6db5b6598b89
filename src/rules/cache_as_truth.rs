//! See the page.

use super::{Rule, Run, Set, words};
use crate::analysis::Analysis;
use crate::analysis::drill::is_about_store;
use crate::catalog::Role;
use crate::design::Metric;
use crate::finding::{Finding, Severity};
use crate::model::{Model, Placement};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "cache-as-truth",
    set: Set::Caching,
    run: Run::Design(find),
    page: include_str!("cache-as-truth.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut kept: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (id, entity) in &model.design.entities {
        let first = entity.stores.first().and_then(|s| model.component_index(&s.value));
        if let Some(c) = first.filter(|c| model.components[*c].role == Role::Cache) {
            kept.entry(c).or_default().push(&id.value);
        }
    }
    let mut findings = Vec::new();
    for (c, entities) in kept {
        let component = &model.components[c];
        let outside = matches!(component.placement, Placement::Outside | Placement::Device);
        // With a `ttl` it is meant to forget, where nobody minds.
        let forgets = component.file.ttl.is_some() && !is_missed(model, c);
        if outside || forgets && kept_elsewhere(model, &entities) {
            continue;
        }
        let drops = component.file.eviction.as_ref().filter(|e| e.value != "none");
        let saved = component.file.backup.is_some();
        let (severity, what) = match (drops, component.file.facts.says("persistence")) {
            (Some(eviction), _) => (
                Severity::Warning,
                format!("drops some when it is full ({})", eviction.value),
            ),
            (None, Some(false)) => (Severity::Warning, "loses all when it restarts".to_string()),
            (None, None) if !saved => (Severity::Info, "may lose all when it restarts".to_string()),
            (None, _) => continue,
        };
        let severity = if forgets { Severity::Info } else { severity };
        let ids = words::ids(entities);
        let message = format!("`{}` is a cache and the only home of {ids}: it {what}", component.id);
        let finding = Finding::new(RULE.id, severity, message)
            .at(component.span)
            .of(component.id);
        findings.push(finding.fix("name the store that is the truth first (`in: [store, cache]`), or `eviction: none` and `has: [persistence]`"));
    }
    findings
}

/// Whether a requirement limits what may be lost of it.
fn is_missed(model: &Model, c: usize) -> bool {
    let mut requirements = model.design.nonfunctional.iter().map(|(_, requirement)| requirement);
    requirements.any(|requirement| {
        let limits = requirement.metrics.iter().any(|m| matches!(m.value, Metric::Rpo(_)));
        limits && is_about_store(model, requirement, c)
    })
}

fn kept_elsewhere(model: &Model, ids: &[&str]) -> bool {
    let mut kept = model
        .design
        .entities
        .iter()
        .filter(|(id, _)| ids.contains(&id.value.as_str()));
    kept.all(|(_, entity)| entity.stores.len() > 1)
}
