//! Connections that the pools of callers hold open at the stores that they call.

use super::Load;
use crate::catalog::Role;
use crate::figure::{Id, Origin};
use crate::model::{Component, Model, Party, Placement};
use crate::quantity::{Dimension, Spread};
use std::collections::{BTreeMap, BTreeSet};

/// The word of the catalog for a caller whose units hold connections open.
const POOL: &str = "connection-pool";

/// What all pools hold open at one store.
#[derive(Debug, Clone)]
pub struct Pools {
    /// In all regions.
    pub everywhere: Id,
    /// At the units of the region that most of them reach. Where one copy writes, times the copies, as if the
    /// writer of a group held every connection: that is what a pool of writers does to it.
    pub fullest: Id,
    /// Whether `fullest` counts each connection on every copy.
    pub at_writer: bool,
    /// The callers that hold them, each with the connections that one unit of it holds.
    pub callers: Vec<(usize, Id)>,
}

impl<'a> Load<'a> {
    /// Notes for each store what the pools of its callers hold: units × pool, with as many units as the caller
    /// may scale to, for that is when the connections run out.
    pub(super) fn collect_pools(&mut self, model: &Model<'a>) {
        for (store, callers) in pairs(model) {
            let (mut everywhere, mut fullest, mut pools) = (Vec::new(), Vec::new(), Vec::new());
            for caller in &callers {
                let Some(pool) = self.said(model, *caller, POOL) else {
                    continue;
                };
                let id = model.components[*caller].id;
                let pool = self.figures.named(pool, || format!("{id} connection-pool"));
                pools.push((*caller, pool));
                let units = self.most_units(&model.components[*caller]);
                let each = self.figures.product(&[units, pool]);
                let (all, most) = regions(&model.components[*caller], &model.components[store]);
                everywhere.push(self.in_regions(each, all));
                fullest.push(self.in_regions(each, most));
            }
            let everywhere = self.figures.sum(&everywhere, Dimension::NONE);
            let mut fullest = self.figures.sum(&fullest, Dimension::NONE);
            let component = &model.components[store];
            let at_writer = component.replication().is_some_and(|r| r.writer == Some("one"));
            if at_writer && let Some(copies) = self.copies(model, store) {
                fullest = self.figures.product(&[fullest, copies]);
            }
            self.pools.insert(
                store,
                Pools {
                    everywhere,
                    fullest,
                    at_writer,
                    callers: pools,
                },
            );
        }
    }

    /// Units of one region when it has scaled out as far as it may.
    fn most_units(&mut self, component: &Component) -> Id {
        let file = component.file;
        let (units, origin) = match file.scale.as_ref().and_then(|s| s.to.as_ref()) {
            Some(to) if to.value > component.units => (to.value, Origin::File(to.span)),
            _ => (component.units, Origin::of_units(component.units_span())),
        };
        let units = self
            .figures
            .given(Spread::Exact(f64::from(units)), Dimension::NONE, origin);
        self.figures.named(units, || format!("{} units", component.id))
    }

    fn in_regions(&mut self, each: Id, regions: usize) -> Id {
        let regions = self.figures.given(
            Spread::Exact(regions as f64),
            Dimension::NONE,
            Origin::Default("regions whose units hold connections there"),
        );
        self.figures.product(&[each, regions])
    }
}

/// Each store with the callers that wait for it and say that they have a pool.
fn pairs(model: &Model) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut pairs: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for flow in &model.flows {
        for step in flow.steps.iter().filter(|step| step.file.waits) {
            let (Party::Component(caller), Party::Component(store)) = (step.caller, step.callee) else {
                continue;
            };
            let callee = &model.components[store];
            let keeps = matches!(callee.role, Role::Store | Role::Cache) && callee.placement != Placement::Device;
            if keeps && model.components[caller].file.facts.says(POOL) == Some(true) {
                pairs.entry(store).or_default().insert(caller);
            }
        }
    }
    pairs
}

/// Of the caller's regions: how many there are, and how many at most reach the same region of the store. Units go
/// to the store in their own region, else to its first.
fn regions(caller: &Component, store: &Component) -> (usize, usize) {
    let all = caller.regions.len().max(1);
    if store.regions.is_empty() || caller.regions.is_empty() {
        return (all, all);
    }
    let own = caller.regions.iter().filter(|r| store.regions.contains(r)).count();
    let abroad = caller.regions.len() - own;
    let at_first = store
        .regions
        .first()
        .is_some_and(|first| caller.regions.contains(first));
    let most = (abroad + usize::from(at_first)).max(usize::from(own > 0));
    (all, most.max(1))
}
