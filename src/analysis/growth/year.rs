//! The years from today to the horizon.

use super::store::{Kept, bytes_after};
use super::{bill, is_kept, units};
use crate::analysis::capacity::plan::Plans;
use crate::analysis::load::Load;
use crate::figure::{Id, Origin};
use crate::model::Model;
use crate::quantity::{Dimension, Spread};

/// Rows of the table: a longer horizon is cut into as many steps.
const MOST_YEARS: f64 = 10.0;

/// What one year takes.
#[derive(Debug, Clone)]
pub struct Year {
    /// Years after today.
    pub after: f64,
    pub users: Option<Id>,
    /// Runs of the flows that actors start, a second at the peak.
    pub peak: Option<Id>,
    /// Bytes that all stores keep, with all copies.
    pub storage: Option<Id>,
    /// Units of components by their index, those whose need is known.
    pub units: Vec<(usize, Id)>,
    /// What is known of the bill of a month, at today's prices.
    pub cost: Option<Id>,
}

/// The years; with the units of each component where it is told what each of them keeps.
pub(super) fn all<'a>(load: &mut Load<'a>, model: &Model<'a>, plans: &[Plans], kept: Option<&Kept>) -> Vec<Year> {
    let seconds = load.figures.profile().year();
    let horizon = load.horizon.and_then(|horizon| load.figures.value(horizon));
    let Some(years) = horizon.map(|horizon| horizon / seconds).filter(|years| *years > 0.0) else {
        return Vec::new();
    };
    let peak = requests(load, model);
    let bill = bill::Today::of(load);
    moments(years)
        .into_iter()
        .map(|after| year(load, model, plans, after, peak, kept.map(|kept| (kept, &bill))))
        .collect()
}

/// Today, whole years or whole numbers of them, and the horizon.
fn moments(years: f64) -> Vec<f64> {
    let step = libm::ceil(years / MOST_YEARS).max(1.0);
    let whole = libm::ceil(years / step) as usize;
    let mut moments: Vec<f64> = (0..whole).map(|i| i as f64 * step).collect();
    moments.push(years);
    moments
}

/// The peak of all that actors start, else of all flows.
pub(super) fn requests<'a>(load: &mut Load<'a>, model: &Model<'a>) -> Option<Id> {
    let own = model.flows.iter().enumerate().filter(|(_, flow)| !flow.fragment);
    let (of_actors, jobs): (Vec<_>, Vec<_>) = own.partition(|(_, flow)| flow.file.actor.is_some());
    let flows = if of_actors.is_empty() { jobs } else { of_actors };
    let mut per_run = Vec::with_capacity(flows.len());
    for (f, _) in flows {
        per_run.push((f, load.figures.number(1.0)));
    }
    (!per_run.is_empty()).then(|| load.peak(model, &per_run))
}

fn year<'a>(
    load: &mut Load<'a>,
    model: &Model<'a>,
    plans: &[Plans],
    after: f64,
    peak: Option<Id>,
    told: Option<(&Kept, &bill::Today)>,
) -> Year {
    let name = crate::quantity::print::digits(after);
    let (factor, time) = moment(load, after);
    let grown = |load: &mut Load<'a>, id: Option<Id>, what: &str| {
        let id = load.figures.product(&[id?, factor]);
        Some(load.figures.named(id, || format!("{what} in year {name}")))
    };
    let users = grown(load, load.users, "users");
    let peak = grown(load, peak, "requests");
    let storage = storage(load, model, time);
    let storage = storage.map(|id| load.figures.named(id, || format!("storage in year {name}")));
    let mut by_component = Vec::new();
    for (c, component) in model.components.iter().enumerate() {
        let Some((kept, _)) = told.filter(|_| !component.is_service()) else {
            continue;
        };
        let found = units(load, component, c, plans, |load, resource| {
            if is_kept(resource) {
                kept.share_after(load, model, c, time).unwrap_or(factor)
            } else {
                factor
            }
        });
        if let Some(units) = found {
            let units = load
                .figures
                .named(units, || format!("{} units in year {name}", component.id));
            by_component.push((c, units));
        }
    }
    let cost = told.and_then(|(kept, bill)| {
        let moment = bill::Moment {
            factor,
            time,
            units: &by_component,
        };
        bill.after(load, model, kept, &moment)
    });
    let cost = cost.map(|id| load.figures.named(id, || format!("cost in year {name}")));
    Year {
        after,
        users,
        peak,
        storage,
        units: by_component,
        cost,
    }
}

/// (1 + g)^t and t.
fn moment(load: &mut Load, after: f64) -> (Id, Id) {
    let origin = || Origin::Default("years after today");
    let years = load.figures.given(Spread::Exact(after), Dimension::NONE, origin());
    let seconds = after * load.figures.profile().year();
    let time = load.figures.given(Spread::Exact(seconds), Dimension::TIME, origin());
    let factor = match load.growth_factor(years) {
        Some(factor) => factor,
        None => load.figures.number(1.0),
    };
    (factor, time)
}

/// Bytes in all stores; none where nothing is stored.
fn storage<'a>(load: &mut Load<'a>, model: &Model<'a>, after: Id) -> Option<Id> {
    let mut parts = Vec::new();
    for e in 0..load.entities.len() {
        let stores: Vec<usize> = load.entities[e].by_store.iter().map(|(c, _)| *c).collect();
        for c in stores
            .into_iter()
            .filter(|c| load.components[*c].storage.is_some())
            .collect::<Vec<_>>()
        {
            parts.extend(bytes_after(load, model, e, c, after));
        }
    }
    (!parts.is_empty()).then(|| load.figures.sum(&parts, Dimension::BYTES))
}
