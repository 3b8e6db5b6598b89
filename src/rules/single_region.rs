//! See the page.

use super::{Rule, Run, Set, truth, words};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "single-region",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("single-region.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    if model.design.regions.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (c, entities) in truth::stores(model) {
        let component = &model.components[c];
        // A backup without a place, and no backup where nobody else makes one, have rules of their own.
        if component.regions.len() > 1 || component.file.backup.is_some() || !component.managed {
            continue;
        }
        let alone = entities.into_iter().filter(|e| !lies_elsewhere(model, *e, c));
        let alone: Vec<usize> = alone.collect();
        if alone.is_empty() {
            continue;
        }
        let region = component.regions.first().and_then(|r| model.design.regions.get(*r));
        let message = format!(
            "`{}` keeps {} in {} only: what the region loses is lost",
            component.id,
            words::ids(alone.iter().map(|e| model.design.entities[*e].0.value.as_str())),
            region.map_or("one region".to_string(), |(id, _)| format!("`{}`", id.value))
        );
        let finding = Finding::info(RULE.id, message).at(component.span).of(component.id);
        let finding = finding.alike(
            component.id,
            "keep their data in one region only: what it loses is lost",
        );
        findings.push(finding.fix("`backup: {every: 1 day, to: …}` into another region, or a second region"));
    }
    findings
}

/// Whether another store of an entity lies in a region that this one is not in.
fn lies_elsewhere(model: &Model, entity: usize, store: usize) -> bool {
    let here = &model.components[store].regions;
    let stores = model.design.entities[entity].1.stores.iter();
    let mut others = stores.filter_map(|s| model.components.get(model.component_index(&s.value)?));
    others.any(|other| other.regions.iter().any(|region| !here.contains(region)))
}
