//! Data and time that stores lose (format, A9).

use super::{Bench, Drill, Extent, StoreLoss, overload};
use crate::analysis::availability::Mode;
use crate::analysis::availability::lost::Lost;
use crate::analysis::capacity::left;
use crate::catalog::Role;
use crate::design::Replication;
use crate::figure::{Figures, Origin};
use crate::model::Component;
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
