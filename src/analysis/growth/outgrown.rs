//! The month in which a component reaches its target and 100 %.

use super::is_kept;
use super::store::{Curve, Kept};
use crate::analysis::capacity::Row;
use crate::analysis::load::Load;
use crate::design::Resource;
use crate::figure::{Id, Origin};
use crate::model::Model;
use crate::quantity::expression::Function;
use crate::quantity::{Dimension, Spread};

/// Months that are looked at, one by one: a hundred years.
const MOST_MONTHS: usize = 1200;

/// When a component runs out of what.
#[derive(Debug, Clone)]
pub struct Outgrown {
    /// Index of the component.
    pub component: usize,
    /// Whether it is known how much load a unit carries; else something unknown may run out before.
    pub known: bool,
    /// The first of its known resources to pass its target, and to reach 100 %.
    pub target: (Resource, Moment),
    pub full: (Resource, Moment),
}

/// When a resource passes a limit.
#[derive(Debug, Clone, Copy)]
pub enum Moment {
    Already,
    /// Months from today; it may lie after the horizon.
    Month(Id),
    /// Not with this growth, for what is kept: not within the horizon.
    Never,
}

/// Months of every component with a known resource.
pub(super) fn all<'a>(load: &mut Load<'a>, model: &Model<'a>, kept: &Kept) -> Vec<Outgrown> {
    (0..model.components.len())
        .filter_map(|c| of_component(load, model, kept, c))
        .collect()
}

fn of_component<'a>(load: &mut Load<'a>, model: &Model<'a>, entities: &Kept, c: usize) -> Option<Outgrown> {
    let rows = load.components[c].resources.clone();
    let of = &load.components[c];
    let whole = of.storage.or(of.memory).and_then(|id| load.figures.value(id));
    let curve = Curve::of(load, model, entities, c).zip(whole);
    let (mut target, mut full) = (Vec::new(), Vec::new());
    for row in rows {
        if load.figures.value(row.utilisation).is_none() {
            continue;
        }
        let one = load.figures.number(1.0);
        let id = model.components[c].id;
        let what = row.resource.name();
        for (limit, moments, name) in [(row.target, &mut target, "at its target"), (one, &mut full, "full")] {
            let moment = match &curve {
                Some((curve, whole)) if is_kept(row.resource) => kept(load, &row, limit, curve, *whole),
                None if is_kept(row.resource) => continue,
                _ => rate(load, row.utilisation, limit),
            };
            let moment = match moment {
                Moment::Month(month) => {
                    Moment::Month(load.figures.named(month, || format!("{id} {what} {name}, month")))
                }
                other => other,
            };
            moments.push((row.resource, moment));
        }
    }
    Some(Outgrown {
        component: c,
        known: model.components[c].limits_load(),
        target: earliest(load, target)?,
        full: earliest(load, full)?,
    })
}

/// ln(limit ÷ utilisation) ÷ ln(1 + g) × 12, from utilisation × (1 + g)^t = limit.
fn rate(load: &mut Load, used: Id, limit: Id) -> Moment {
    let growth = load.growth_rate();
    let base = load.yearly_factor(growth);
    let (Some(now), Some(most), Some(factor)) = (
        load.figures.value(used),
        load.figures.value(limit),
        load.figures.value(base),
    ) else {
        return Moment::Never;
    };
    if now >= most {
        return Moment::Already;
    }
    // What is not used, or does not grow, never gets there.
    if now <= 0.0 || factor <= 1.0 {
        return Moment::Never;
    }
    let times = load.figures.quotient(limit, used);
    let log = load.figures.apply(Function::Ln, &[times]);
    let yearly = load.figures.apply(Function::Ln, &[base]);
    let years = load.figures.quotient(log, yearly);
    let months = load.figures.number(12.0);
    Moment::Month(load.figures.product(&[years, months]))
}

/// The month in which growth lifts a utilisation to a limit; none where it is there already, or never gets there.
pub(in crate::analysis) fn month_reached(load: &mut Load, used: Id, limit: Id) -> Option<Id> {
    match rate(load, used, limit) {
        Moment::Month(month) => Some(month),
        Moment::Already | Moment::Never => None,
    }
}

/// What is kept has no closed form when several entities share a store: the months up to the horizon are tried in
/// turn, and the first that is too much is halved until it is known to a thousandth. `whole` is what the utilisation
/// of the row is made of.
fn kept(load: &mut Load, row: &Row, limit: Id, curve: &Curve, whole: f64) -> Moment {
    let value = |id: Id| load.figures.value(id);
    let year = load.figures.profile().year();
    let (Some(used), Some(limit), Some(horizon)) = (
        value(row.utilisation),
        value(limit),
        load.horizon.and_then(|horizon| load.figures.value(horizon)),
    ) else {
        return Moment::Never;
    };
    let horizon = horizon / year;
    let at = |years: f64| used * curve.at(years) / whole;
    if whole <= 0.0 {
        return Moment::Never;
    }
    if at(0.0) >= limit {
        return Moment::Already;
    }
    let last = libm::ceil(horizon * 12.0).min(MOST_MONTHS as f64) as usize;
    let Some(month) = (1..=last).find(|month| at((*month as f64 / 12.0).min(horizon)) >= limit) else {
        return Moment::Never;
    };
    let (mut low, mut high) = ((month - 1) as f64, (month as f64).min(horizon * 12.0));
    while high - low > 1e-3 {
        let middle = f64::midpoint(low, high);
        if at(middle / 12.0) >= limit {
            high = middle;
        } else {
            low = middle;
        }
    }
    Moment::Month(load.figures.given(
        Spread::Exact(high),
        Dimension::NONE,
        Origin::Default("the first moment at which the rows, growing and accumulating from today on, take that much"),
    ))
}

fn earliest(load: &Load, moments: Vec<(Resource, Moment)>) -> Option<(Resource, Moment)> {
    let rank = |moment: &Moment| match moment {
        Moment::Already => f64::NEG_INFINITY,
        Moment::Month(month) => load.figures.value(*month).unwrap_or(f64::INFINITY),
        Moment::Never => f64::INFINITY,
    };
    moments.into_iter().min_by(|a, b| rank(&a.1).total_cmp(&rank(&b.1)))
}
