//! Stores whose loss would lose data: where backups and other regions matter.

use crate::catalog::Role;
use crate::model::{Model, Placement};
use std::collections::BTreeMap;

/// What lives no longer than this is gone before a backup of it would be missed.
const SHORT: f64 = 86_400.0;

/// Components that are the truth of what must last, each with the entities that it keeps.
///
/// Not among them: caches; what has a `ttl`; memory without `persistence`; entities that live for a day or less;
/// logs whose entities have a `keep`, for these pass through.
pub fn stores(model: &Model) -> BTreeMap<usize, Vec<usize>> {
    let mut stores: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (e, (_, entity)) in model.design.entities.iter().enumerate() {
        let first = entity.stores.first().and_then(|s| model.component_index(&s.value));
        let Some((c, component)) = first.and_then(|c| Some((c, model.components.get(c)?))) else {
            continue;
        };
        let passes = match component.role {
            Role::Stateless | Role::Cache => true,
            Role::Log => entity.keep.is_some(),
            Role::Store => entity.keep.as_ref().is_some_and(|k| k.point() <= SHORT),
        };
        let elsewhere = matches!(component.placement, Placement::Outside | Placement::Device);
        if !passes && !elsewhere && component.file.ttl.is_none() && !in_memory(model, c) {
            stores.entry(c).or_default().push(e);
        }
    }
    stores
}

/// Whether its technology is one of those that also serve as caches, and nothing says that it persists.
fn in_memory(model: &Model, c: usize) -> bool {
    model.keeps_in_memory(c) && model.components[c].file.facts.says("persistence") != Some(true)
}
