//! Growth: when what runs out, what each year takes, how far the design scales, and what a planned event needs.
//!
//! Every rate grows by (1 + g)^t, t in years from today and g the growth of a year; what is kept grows by the
//! entity's own formula, rows that accumulate from today on.

mod bill;
pub mod ladder;
mod outgrown;
pub mod prewarm;
mod store;
mod year;

pub(in crate::analysis) use outgrown::month_reached;
pub use outgrown::{Moment, Outgrown};
pub use year::Year;

use super::Detail;
use super::capacity::plan::Plans;
use super::load::Load;
use crate::design::Resource;
use crate::figure::Id;
use crate::model::{Component, Model};
use crate::quantity::expression::Function;
use ladder::Ladder;
use prewarm::Prewarm;

/// A larger design gets no units by year and no ladder: nobody reads a table of that many rows.
const MOST_COMPONENTS: usize = 400;

/// What growth does to a design.
#[derive(Debug, Clone, Default)]
pub struct Growth {
    /// For each component with a known resource, when it runs out; empty where nothing grows.
    pub outgrown: Vec<Outgrown>,
    /// From today to the horizon; empty without a horizon or where nothing grows.
    pub years: Vec<Year>,
    pub ladder: Option<Ladder>,
    pub prewarm: Vec<Prewarm>,
}

/// Everything that growth and planned events do to a design.
pub fn growth<'a>(load: &mut Load<'a>, model: &Model<'a>, plans: &[Plans], detail: Detail) -> Growth {
    let grows = grows(load, model);
    let kept = store::Kept::of(load, model.components.len());
    let small = model.components.len() <= MOST_COMPONENTS;
    // No finding is about a year or a rung.
    let shown = detail >= Detail::Values;
    Growth {
        outgrown: if grows {
            outgrown::all(load, model, &kept)
        } else {
            Vec::new()
        },
        years: if grows && shown {
            year::all(load, model, plans, small.then_some(&kept))
        } else {
            Vec::new()
        },
        ladder: (small && shown).then(|| ladder::ladder(load, model, plans)).flatten(),
        prewarm: prewarm::all(load, model, plans),
    }
}

/// Whether anything is larger later: a rate that grows, or rows that accumulate.
fn grows(load: &mut Load, model: &Model) -> bool {
    let growth = load.growth_rate();
    if load.figures.value(growth).is_some_and(|g| g != 0.0) {
        return true;
    }
    let entities = load.entities.iter().zip(&model.design.entities);
    let mut accumulating = entities.filter(|(found, (_, file))| !found.by_store.is_empty() && file.rows.is_none());
    accumulating.any(|(found, _)| found.writes.is_some_and(|id| load.figures.value(id) != Some(0.0)))
}

/// Whether a resource is something kept, which accumulates, and not a rate.
fn is_kept(resource: Resource) -> bool {
    matches!(resource, Resource::Memory | Resource::Storage)
}

/// Units of a component for a load that is a multiple of today's, by its known rows: `times` gives the multiple of
/// each resource. None where it is not known how much load a unit carries.
fn units<'a>(
    load: &mut Load<'a>,
    component: &Component,
    c: usize,
    plans: &[Plans],
    mut times: impl FnMut(&mut Load<'a>, Resource) -> Id,
) -> Option<Id> {
    plans.get(c)?.whole.as_ref()?;
    let rows = load.components[c].resources.clone();
    let mut needed = Vec::with_capacity(rows.len());
    for row in rows {
        if load.figures.value(row.needed).is_none() {
            continue;
        }
        let times = times(load, row.resource);
        let planned = load.figures.product(&[row.per_unit, row.target]);
        let demand = load.figures.product(&[row.demand, times]);
        let units = load.figures.quotient(demand, planned);
        let whole = load.figures.apply(Function::Ceil, &[units]);
        let one = load.figures.number(1.0);
        needed.push(load.figures.max(&[whole, one]));
    }
    if needed.is_empty() {
        return None;
    }
    let most = load.figures.max(&needed);
    Some(super::capacity::plan::rounded(load, component, most))
}
