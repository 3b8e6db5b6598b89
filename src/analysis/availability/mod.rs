//! Availability of each flow, exactly, and its single points of failure (format, C3, C4, C14 to C16, A7, A9).
//!
//! A flow is up if for some set D of its fallbacks it needs nothing of D and has enough of everything else
//! for the load that then arises: φ = ⋁_D ⋀_steps (guard ∨ level). Components that every D needs alike are
//! multiplied; the rest goes through a decision diagram over one variable for each component and level. Zones
//! and regions are shared by components, so the whole is computed for each of their states and weighted.
//!
//! What is not known makes two values: a lower one, where the unknown is taken at its worst, and an upper one.

mod bdd;
mod branch;
mod conditions;
mod diagram;
mod level;
pub mod lost;
mod place;
mod probability;
mod spof;
mod units;

pub use branch::{Mode, branch, branches};
pub use conditions::Conditions;
pub use level::Level;
pub use place::{Site, Zone};
pub use probability::NUMBERS;
pub use spof::{Event, Spof};

use crate::model::{Model, Party};
use branch::Branch;

/// Availability of one flow.
#[derive(Debug, Clone)]
pub struct FlowAvailability {
    /// Proven bounds of the unavailability; equal where it is exact.
    pub down_low: f64,
    pub down_high: f64,
    /// The same with cache hits counted.
    pub with_hits: Option<(f64, f64)>,
    /// Empty also where the flow fails without any event, see `overloaded`.
    pub spofs: Vec<Spof>,
    /// Components that can't carry the healthy peak with all their units.
    pub overloaded: Vec<usize>,
    /// What the healthy flow needs, in order: component and level.
    pub needs: Vec<(usize, Level)>,
    /// Facts that would make the bounds meet.
    pub missing: Vec<String>,
}

/// Availability of a flow; `None` where nothing but an actor is in it. With `to`, the flow is up when that
/// participant is reached: every step on the way counts as waited for and needed.
pub fn of_flow(conditions: &mut Conditions, flow: usize, to: Option<Party>) -> Option<FlowAvailability> {
    let model = conditions.model;
    let regions: Vec<usize> = (0..model.design.regions.len().max(1)).collect();
    let mut result: Option<FlowAvailability> = None;
    let shares = shares(model);
    for region in &regions {
        let branches = branch::branches(conditions, flow, *region, to);
        if branches.first().is_none_or(|b| b.steps.is_empty()) {
            return None;
        }
        let here = of_region(model, flow, *region, &branches);
        result = Some(match result {
            None => weigh(here, shares.as_ref().map(|s| s[*region])),
            Some(sum) => join(sum, here, shares.as_ref().map(|s| s[*region])),
        });
    }
    let mut result = result?;
    if shares.is_none() {
        result.missing.push("`users` of each region".to_string());
    }
    result.missing.extend(conditions.over_budget());
    // Sums of shares may pass the ends by a rounding.
    result.down_low = result.down_low.clamp(0.0, 1.0);
    result.down_high = result.down_high.clamp(0.0, 1.0);
    Some(result)
}

/// Share of the users in each region; `None` where the file does not say.
fn shares(model: &Model) -> Option<Vec<f64>> {
    let regions = &model.design.regions;
    if regions.len() <= 1 {
        return Some(vec![1.0]);
    }
    let users: Option<Vec<f64>> = regions
        .iter()
        .map(|(_, r)| r.users.as_ref().map(|u| u.point()))
        .collect();
    users.filter(|u| u.iter().sum::<f64>() > 0.0).map(|users| {
        let total: f64 = users.iter().sum();
        users.into_iter().map(|u| u / total).collect()
    })
}

fn weigh(mut a: FlowAvailability, share: Option<f64>) -> FlowAvailability {
    if let Some(share) = share {
        a.down_low *= share;
        a.down_high *= share;
        a.with_hits = a.with_hits.map(|(low, high)| (low * share, high * share));
    }
    a
}

/// Users of one more region: weighted by their share, or the widest bounds where the shares are not known.
fn join(mut a: FlowAvailability, b: FlowAvailability, share: Option<f64>) -> FlowAvailability {
    match share {
        Some(share) => {
            a.down_low += b.down_low * share;
            a.down_high += b.down_high * share;
            a.with_hits = a
                .with_hits
                .zip(b.with_hits)
                .map(|(x, y)| (x.0 + y.0 * share, x.1 + y.1 * share));
        }
        None => {
            a.down_low = a.down_low.min(b.down_low);
            a.down_high = a.down_high.max(b.down_high);
            a.with_hits = a.with_hits.zip(b.with_hits).map(|(x, y)| (x.0.min(y.0), x.1.max(y.1)));
        }
    }
    for spof in b.spofs {
        if !a.spofs.iter().any(|s| s.event == spof.event) {
            a.spofs.push(spof);
        }
    }
    for c in b.overloaded {
        if !a.overloaded.contains(&c) {
            a.overloaded.push(c);
        }
    }
    for fact in b.missing {
        if !a.missing.contains(&fact) {
            a.missing.push(fact);
        }
    }
    a
}

/// Availability for the users of one region.
fn of_region(model: &Model, flow: usize, region: usize, branches: &[Branch]) -> FlowAvailability {
    let mut missing = Vec::new();
    let (down_low, down_high) = probability::unavailability(model, branches, false, &mut missing);
    let has_hits = branches.iter().any(|b| b.steps.iter().any(|s| s.has_miss()));
    let with_hits = has_hits.then(|| probability::unavailability(model, branches, true, &mut Vec::new()));
    let spofs = spof::spofs(model, branches);
    let mut needs: Vec<(usize, Level)> = Vec::new();
    if let Some(healthy) = branches.first() {
        for step in &healthy.steps {
            let level = step.level.clone().unwrap_or_else(|_| level::least());
            match needs.iter_mut().find(|(c, _)| *c == step.site.component) {
                Some((_, known)) => *known = known.clone().max(level),
                None => needs.push((step.site.component, level)),
            }
        }
    }
    let overloaded = branches.first().map(|b| spof::overloaded(model, b)).unwrap_or_default();
    let mut result = FlowAvailability {
        overloaded,
        down_low,
        down_high,
        with_hits,
        spofs,
        needs,
        missing,
    };
    moved_users(model, flow, region, &mut result);
    result
}

/// Users of a lost region move to the others: what they lose is between nothing and the whole outage, since
/// how often a region fails is not known.
fn moved_users(model: &Model, flow: usize, region: usize, result: &mut FlowAvailability) {
    let regions = &model.design.regions;
    let elsewhere = regions.len() > 1
        && regions.get(region).is_some_and(|(_, r)| r.failover.is_some())
        && model.flows[flow].steps.iter().all(|s| match s.callee {
            crate::model::Party::Component(c) => {
                let at = &model.components[c].regions;
                at.is_empty() || at.iter().any(|r| *r != region)
            }
            _ => true,
        });
    if !elsewhere {
        return;
    }
    let Some((_, fact)) = model.catalog.number(probability::REGION) else {
        return;
    };
    let outage = 1.0 - fact.quantity.point();
    if result.down_low > 0.0 && result.overloaded.is_empty() {
        result.down_low = (result.down_low - outage).max(0.0);
        result
            .missing
            .push("how often a region fails (its failover time counts each time)".to_string());
    }
    result
        .spofs
        .retain(|s| !matches!(&s.event, Event::Region(r) if *r == region));
}
