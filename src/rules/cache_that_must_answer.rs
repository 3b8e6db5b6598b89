//! See the page.

use super::{Rule, Run, Set, fact};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::design::AccessKind;
use crate::finding::Finding;
use crate::model::{Model, Party, Placement};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "cache-that-must-answer",
    set: Set::Caching,
    run: Run::Design(find),
    page: include_str!("cache-that-must-answer.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut told = HashSet::new();
    let mut findings = Vec::new();
    for step in fact::steps(model) {
        let file = step.file;
        let soft = !file.waits || file.optional || file.hit.is_some() || step.if_down.is_some();
        let Some(cache) = fact::component(model, step.callee).filter(|c| c.role == Role::Cache && !soft) else {
            continue;
        };
        if matches!(cache.placement, Placement::Outside | Placement::Device) {
            continue;
        }
        let elsewhere = file
            .accesses
            .iter()
            .filter(|a| a.kind == AccessKind::Read)
            .find_map(|access| {
                let entity = model
                    .entity_index(&access.entity.value)
                    .and_then(|e| model.design.entities.get(e));
                let truth = &entity?.1.stores.first()?.value;
                let other = model.party(truth) != step.callee && matches!(model.party(truth), Party::Component(_));
                other.then_some((access, truth))
            });
        if let Some((access, truth)) = elsewhere.filter(|_| told.insert(step.callee)) {
            let message = format!(
                "a run fails when `{}` is down, though `{}` has `{}` as well",
                cache.id, truth, access.entity.value
            );
            let finding = Finding::warning(RULE.id, message).at(file.span).of(cache.id);
            findings.push(finding.fix(format!(
                "say what it answers (`hit: …`) and go on to `{truth}` for the rest: `-> {truth}: {{on_miss: {}}}`",
                cache.id
            )));
        }
    }
    findings
}
