//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::analysis::access::{Access, Told, key};
use crate::catalog::Role;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "shard-key-off-the-path",
    set: Set::Capacity,
    run: Run::Design(find),
    page: include_str!("shard-key-off-the-path.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (c, component) in model.components.iter().enumerate() {
        let groups = component.groups().filter(|groups| *groups > 1);
        let (Some(groups), Role::Store, false) = (groups, component.role, component.is_service()) else {
            continue;
        };
        // A search asks every shard, whatever it is spread by.
        if component.function.is_some_and(|(_, function)| function.is_search()) {
            continue;
        }
        for (e, (id, entity)) in model.design.entities.iter().enumerate() {
            let kept = entity.stores.iter().any(|store| store.value == component.id);
            let Some((partition, _)) = key(model, e, c).filter(|_| kept) else {
                continue;
            };
            // Where the store names another key than a field, nothing says where a row lies.
            let said = component.file.key.as_ref();
            if said.is_some_and(|said| !lies_by(model, e, &said.value, &partition)) {
                continue;
            }
            let Some(busiest) = busiest(analysis, e, c) else {
                continue;
            };
            // What a row told that was read before, such as the account of a session, is asked for along with the rest.
            let asked = |name: &&str| busiest.by.contains(name) || busiest.known.contains(name);
            if partition.iter().all(asked) {
                continue;
            }
            let message = format!(
                "`{}` is spread over {groups} groups of `{}` by `{}`, and most of its reads ({}) ask by `{}`: they ask every group",
                id.value,
                component.id,
                partition.join("`, `"),
                analysis.load.figures.text(busiest.per_second),
                busiest.by.join("`, `"),
            );
            let at = said.map_or(component.span, |said| said.span);
            let fix = format!(
                "spread it by `{}`, keep a copy that is, or carry the group inside what is asked for",
                busiest.by.join("`, `")
            );
            findings.push(Finding::info(RULE.id, message).at(at).of(component.id).fix(fix));
        }
    }
    findings
}

/// Whether the word of the store means the field that rows of an entity lie by.
fn lies_by(model: &Model, e: usize, said: &str, partition: &[&str]) -> bool {
    let fields = &model.design.entities[e].1.fields;
    fields.iter().any(|(name, field)| {
        let named = name.value == said || field.references.as_ref().is_some_and(|target| target.value == said);
        named && partition.contains(&name.value.as_str())
    })
}

/// The reads of an entity in a store of which there are most, where something says by which fields.
fn busiest<'a, 'x>(analysis: &'x Analysis<'a>, e: usize, c: usize) -> Option<&'x Access<'a>> {
    let rate = |access: &Access| analysis.load.figures.value(access.per_second).unwrap_or(0.0);
    let reads = analysis
        .accesses
        .iter()
        .filter(|a| (a.entity, a.store) == (e, c) && a.kind.reads());
    let busiest = reads.max_by(|a, b| rate(a).total_cmp(&rate(b)))?;
    matches!(busiest.told, Told::Operation | Told::Reference).then_some(busiest)
}
