//! Data and time that stores lose (format, A9).

use super::{Bench, Drill, Extent, State, StoreLoss, overload};
use crate::analysis::availability::Mode;
use crate::analysis::availability::lost::Lost;
use crate::analysis::capacity::left;
use crate::catalog::Role;
use crate::design::Replication;
use crate::figure::{Figures, Origin};
use crate::model::{Component, Party};
use crate::quantity::{Dimension, Quantity, Spread};

/// How much of a store is lost.
enum Gone {
    /// Everything: what is kept elsewhere is left.
    All,
    /// All of one region.
    Region,
    /// So many copies of the same data, of so many.
    Copies(u32, u32),
}

/// Every store of the design that the drill hits.
pub fn stores(bench: &mut Bench, lost: &Lost, drill: &mut Drill) {
    let model = bench.model;
    let at = lost.zones.iter().next().map(|z| z.region);
    for c in 0..model.components.len() {
        let component = &model.components[c];
        let keeps = |e: &crate::design::Entity| e.stores.first().is_some_and(|s| s.value == component.id);
        if !model.design.entities.iter().any(|(_, e)| keeps(e)) {
            continue;
        }
        let all = left::whole(component);
        let left = lost
            .left(model, &overload::site(model, c, at, lost), Mode::Best)
            .fewest();
        let gone = if lost.gone.contains(&c) {
            Gone::All
        } else if component.regions.iter().any(|r| lost.regions.contains(r)) {
            Gone::Region
        } else if left < all && !component.is_service() {
            Gone::Copies(all - left, all)
        } else {
            continue;
        };
        let region = matches!(drill.scenario, crate::model::drill::Scenario::Region(_));
        let promoted = region_failover(bench, lost);
        let figures = &mut bench.load.figures;
        drill.stores.push(StoreLoss {
            component: c,
            data: data(figures, component, &gone, region),
            back: back(figures, component, &gone, promoted.as_ref()),
            targets: Vec::new(),
        });
    }
}

/// What caches that are empty have lost: those that are the first home of an entity. They run on.
pub fn forgotten(bench: &mut Bench, cold: &[usize], drill: &mut Drill) {
    let model = bench.model;
    for c in cold
        .iter()
        .copied()
        .filter(|c| model.components[*c].role == Role::Cache)
    {
        let component = &model.components[c];
        let kept = |e: &&(_, crate::design::Entity)| e.1.stores.first().is_some_and(|s| s.value == component.id);
        let kept: Vec<_> = model.design.entities.iter().filter(kept).collect();
        if kept.is_empty() {
            continue;
        }
        // A store behind the cache that keeps it too has what was written until a moment ago.
        let cold = |id: &str| cold.iter().any(|c| model.components[*c].id == id);
        let elsewhere = |e: &crate::design::Entity| e.stores.iter().find(|s| !cold(&s.value)).map(|s| s.value.clone());
        let gone: Vec<&str> = kept
            .iter()
            .filter(|(_, e)| elsewhere(e).is_none())
            .map(|(id, _)| id.value.as_str())
            .collect();
        let figures = &mut bench.load.figures;
        let data = match kept.iter().find_map(|(_, e)| elsewhere(e)) {
            Some(store) if gone.is_empty() => unknown(figures, format!("how far {store} is behind {}", component.id)),
            _ => saved(figures, component, false),
        };
        drill.stores.push(StoreLoss {
            component: c,
            data,
            back: nothing(figures, "it runs on, empty"),
            targets: Vec::new(),
        });
        miss(bench, c, &gone, drill);
    }
}

/// Flows that ask a cache for what nothing else keeps find nothing.
fn miss(bench: &Bench, cache: usize, gone: &[&str], drill: &mut Drill) {
    let model = bench.model;
    let asks = |step: &crate::model::Step| {
        let about = |a: &crate::design::Access| gone.contains(&a.entity.value.as_str());
        let accesses = &step.file.accesses;
        step.callee == Party::Component(cache) && (accesses.is_empty() || accesses.iter().any(about))
    };
    let reason = format!(
        "{} was the only home of {}: it is lost",
        model.components[cache].id,
        gone.join(", ")
    );
    for state in drill.flows.iter_mut().filter(|_| !gone.is_empty()) {
        if model.flows[state.flow].steps.iter().any(asks) {
            state.state = state.state.max(State::Degraded);
            state.reasons.push(reason.clone());
        }
    }
}

/// How long the users of a lost region take to reach another; the error is the missing fact.
fn region_failover<'a>(bench: &Bench<'_, '_, 'a>, lost: &Lost) -> Option<Result<&'a Quantity, String>> {
    let (id, region) = bench.model.design.regions.get(*lost.regions.first()?)?;
    Some(
        region
            .failover
            .as_ref()
            .ok_or_else(|| format!("regions.{}.failover", id.value)),
    )
}

fn nothing(figures: &mut Figures, why: &'static str) -> Extent {
    Extent::Time(figures.given(Spread::Exact(0.0), Dimension::TIME, Origin::Default(why)))
}

fn unknown(figures: &mut Figures, fact: String) -> Extent {
    Extent::Time(figures.missing(fact, Dimension::TIME))
}

fn known(figures: &mut Figures, quantity: &Option<Quantity>, fact: impl FnOnce() -> String) -> Extent {
    match quantity {
        Some(quantity) => Extent::Time(figures.quantity(quantity)),
        None => unknown(figures, fact()),
    }
}

/// Data, as the time over which it was written.
fn data(figures: &mut Figures, component: &Component, gone: &Gone, region: bool) -> Extent {
    let id = component.id;
    let copies = match gone {
        Gone::All => return saved(figures, component, region),
        Gone::Region => {
            let Some(replication) = component.replication() else {
                return unknown(figures, format!("components.{id}.replication"));
            };
            return match replication.between {
                Some("sync") => nothing(figures, "each write is in another region before it is confirmed"),
                Some(_) => known(figures, &replication.lag, || format!("components.{id}.replication.lag")),
                None => unknown(figures, format!("components.{id}.replication.between")),
            };
        }
        Gone::Copies(lost, all) if lost >= all => return saved(figures, component, false),
        Gone::Copies(lost, _) => *lost,
    };
    if component.role == Role::Stateless {
        return nothing(figures, "it keeps nothing");
    }
    match component.replication() {
        None => unknown(figures, format!("components.{id}.replication")),
        Some(Replication { acks: None, .. }) => unknown(figures, component.acks_fact()),
        Some(Replication { acks: Some(acks), .. }) if *acks > copies => {
            nothing(figures, "more copies confirm each write than are lost")
        }
        Some(replication) => known(figures, &replication.lag, || format!("components.{id}.replication.lag")),
    }
}

/// What was written since the last backup.
fn saved(figures: &mut Figures, component: &Component, region: bool) -> Extent {
    match &component.file.backup {
        None => Extent::Endless,
        Some(backup) if region && backup.to.is_none() => {
            let fact = format!(
                "components.{}.backup.to (whether it lies outside the region)",
                component.id
            );
            unknown(figures, fact)
        }
        Some(backup) => known(figures, &backup.every, || {
            format!("components.{}.backup.every", component.id)
        }),
    }
}

/// Time until it serves again.
fn back(
    figures: &mut Figures,
    component: &Component,
    gone: &Gone,
    promoted: Option<&Result<&Quantity, String>>,
) -> Extent {
    let id = component.id;
    let restored = |figures: &mut Figures| match &component.file.backup {
        None => Extent::Endless,
        Some(backup) => known(figures, &backup.restore, || format!("components.{id}.backup.restore")),
    };
    match (gone, promoted) {
        (Gone::All, _) => restored(figures),
        (Gone::Region, Some(Ok(users))) => {
            let users = figures.quantity(users);
            let store = component
                .replication()
                .and_then(|r| Some((r.writer?, r.failover.as_ref())));
            // Users move, and the store takes another writer: nobody says that these run at the same time.
            let Some(("one", failover)) = store else {
                return Extent::Time(users);
            };
            match failover {
                Some(failover) => {
                    let failover = figures.quantity(failover);
                    Extent::Time(figures.sum(&[users, failover], Dimension::TIME))
                }
                None => unknown(figures, format!("components.{id}.replication.failover")),
            }
        }
        (Gone::Region, Some(Err(fact))) => unknown(figures, fact.clone()),
        (Gone::Region, None) => unknown(figures, "`failover` of the region".to_string()),
        (Gone::Copies(lost, all), _) if lost >= all => restored(figures),
        (Gone::Copies(..), _) => match component.replication() {
            None if matches!(component.role, Role::Stateless | Role::Cache) => nothing(figures, "any unit serves"),
            None => unknown(figures, format!("components.{id}.replication")),
            Some(Replication {
                writer: Some("any"), ..
            }) => nothing(figures, "any copy takes writes"),
            Some(replication) => known(figures, &replication.failover, || {
                format!("components.{id}.replication.failover")
            }),
        },
    }
}
