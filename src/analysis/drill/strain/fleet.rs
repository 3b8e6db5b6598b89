//! One component in a surge: how full it gets, and whether its units come in time.

use super::limits::Loaded;
use crate::analysis::drill::Bench;
use crate::figure::{Figures, Id, Origin};
use crate::overload::{Fleet, Ramp, Scaling, Sees, Surged, prewarmed, surge};
use crate::quantity::{Dimension, Quantity, Spread};

/// What a share of nothing may come to by rounding.
const ROUNDING: f64 = 1e-9;

/// How the simulated numbers come about.
const SIMULATED: Origin = Origin::Default("a fluid queue in steps of a second, with the units as they start");

/// How long the load takes to rise.
pub(super) struct Rise {
    pub within: Id,
    /// The value of `within`.
    seconds: f64,
}

impl Rise {
    pub fn new(figures: &mut Figures, within: Option<&Quantity>) -> Rise {
        let within = match within {
            Some(within) => figures.quantity(within),
            None => figures.given(Spread::Exact(0.0), Dimension::TIME, Origin::Default("all at once")),
        };
        Rise {
            within,
            seconds: figures.value(within).unwrap_or(0.0),
        }
    }
}

/// One component in a surge.
pub(super) struct Met {
    pub component: usize,
    pub loaded: Loaded,
    /// Units that run when it begins.
    pub running: Id,
    /// Utilisation of these at the peak, and with the surge.
    pub before: Id,
    pub after: Id,
    /// When those that run at the moment are full; none where they never are, or nobody knows.
    pub full_at: Option<Id>,
    pub fate: Fate,
}

/// What becomes of a component.
pub(super) enum Fate {
    Fine,
    /// It serves just what comes, with nothing to spare.
    Full,
    /// Those of the beginning are not enough, and so many in all run before they are full.
    Grown {
        units: Id,
        /// Utilisation of all of them.
        used: Id,
    },
    /// It has not enough units in the end, whatever starts.
    Short {
        /// Utilisation of all units that it may start; none where it starts none.
        at_most: Option<Id>,
        /// The share that it can't serve.
        share: Id,
    },
    /// It has, but not in time.
    Late(Late),
    /// The fact that is missing.
    Unknown(String),
}

/// A component whose new units come too late.
pub(super) struct Late {
    /// Share of what arrives while it is full that it can't answer at once.
    pub share: Id,
    pub from: Id,
    pub until: Id,
    pub excess: Id,
    /// The longest wait of what waits, and when nothing waits any more.
    pub delay: Id,
    pub drained: Option<Id>,
    /// Units to run from the start so that it is never full.
    pub prewarmed: Option<Id>,
    /// When it has enough units if it scales on the load itself, where that is earlier.
    pub sighted: Option<Id>,
}

/// How a component comes through.
pub(super) fn meet(bench: &mut Bench, component: usize, loaded: Loaded, rise: &Rise) -> Met {
    let id = bench.model.components[component].id;
    let running = running(bench, component);
    let row = &loaded.row;
    let figures = &mut bench.load.figures;
    let capacity = figures.product(&[running, row.per_unit]);
    let after = figures.quotient(row.demand, capacity);
    let before = match &loaded.before {
        Some(before) => figures.quotient(before.demand, capacity),
        None => figures.missing(format!("the load of {id} before"), Dimension::NONE),
    };
    let before = figures.named(before, || format!("{id} utilisation before the surge"));
    let after = figures.named(after, || format!("{id} utilisation with the surge"));
    let mut met = Met {
        component,
        loaded,
        running,
        before,
        after,
        full_at: None,
        fate: Fate::Fine,
    };
    if let Some(as_it_runs) = full_at(figures, &met, rise) {
        let (fate, full_at) = fate(bench, &met, rise, as_it_runs);
        let figures = &mut bench.load.figures;
        met.full_at = full_at.map(|full_at| figures.named(full_at, || format!("{id} full after")));
        met.fate = fate;
    }
    met
}

/// Units that run at the peak: `warm` of the window that makes the peak, else `replicas`.
fn running(bench: &mut Bench, c: usize) -> Id {
    let component = &bench.model.components[c];
    let origin = Origin::of_units(component.units_span());
    let figures = &mut bench.load.figures;
    let units = figures.given(Spread::Exact(f64::from(component.units)), Dimension::NONE, origin);
    figures.named(units, || format!("{} units running", component.id))
}

/// When as much arrives as the units of the beginning serve: within × (1 − before) ÷ (after − before), for the load
/// rises in a line.
fn full_at(figures: &mut Figures, met: &Met, rise: &Rise) -> Option<Id> {
    if figures.value(met.after)? < 1.0 {
        return None;
    }
    Some(match figures.value(met.before).is_some_and(|before| before >= 1.0) {
        true => figures.given(
            Spread::Exact(0.0),
            Dimension::TIME,
            Origin::Default("full before the surge"),
        ),
        false => {
            let room = figures.rest(met.before);
            let more = figures.difference(met.after, met.before);
            let share = figures.quotient(room, more);
            figures.product(&[rise.within, share])
        }
    })
}

/// When more arrives than is served, units that start included. The formula tells it better than the simulation,
/// which sees only whole seconds, as long as no new unit serves.
fn full_while_scaling(figures: &mut Figures, as_it_runs: Id, found: &Surged) -> Option<Id> {
    let from = found.overloaded_from?;
    let formula = figures.value(as_it_runs).unwrap_or(f64::NAN);
    if (formula - from).abs() <= 1.0 {
        return Some(as_it_runs);
    }
    Some(figures.given(Spread::Exact(from), Dimension::TIME, SIMULATED))
}

/// What becomes of a component whose units of the beginning are full at a time, and when it is full.
fn fate(bench: &mut Bench, met: &Met, rise: &Rise, as_it_runs: Id) -> (Fate, Option<Id>) {
    let component = &bench.model.components[met.component];
    let figures = &mut bench.load.figures;
    let Some(scaling) = scaling(component.id, component.file).filter(|_| !component.is_service()) else {
        return (short(figures, met, None), Some(as_it_runs));
    };
    let scaling = match scaling {
        Ok(scaling) => scaling,
        Err(fact) => return (Fate::Unknown(fact), None),
    };
    let value = |id: Id| figures.value(id).unwrap_or(f64::NAN);
    let ramp = Ramp {
        from: met
            .loaded
            .before
            .as_ref()
            .map_or(f64::NAN, |before| value(before.demand)),
        to: value(met.loaded.row.demand),
        over: rise.seconds,
    };
    let fleet = Fleet {
        units: value(met.running),
        per_unit: value(met.loaded.row.per_unit),
        scaling: Some(scaling),
    };
    let id = component.id;
    let Some(found) = surge(ramp, fleet) else {
        let fact = format!("components.{id}.scale (units that start within a day)");
        return (Fate::Unknown(fact), None);
    };
    let full_at = full_while_scaling(figures, as_it_runs, &found);
    let units = figures.given(Spread::Exact(found.units), Dimension::NONE, SIMULATED);
    let fate = match found.pile {
        None => short(figures, met, Some(units)),
        Some(_) => late(figures, id, ramp, fleet, &found).unwrap_or_else(|| {
            let units = figures.named(units, || format!("{id} units that come in time"));
            let row = &met.loaded.row;
            let capacity = figures.product(&[units, row.per_unit]);
            let used = figures.quotient(row.demand, capacity);
            let used = figures.named(used, || format!("{id} utilisation with the units that come in time"));
            Fate::Grown { units, used }
        }),
    };
    (fate, full_at)
}

/// 1 − what its units serve ÷ what comes.
fn short(figures: &mut Figures, met: &Met, most: Option<Id>) -> Fate {
    let row = &met.loaded.row;
    let served = figures.product(&[most.unwrap_or(met.running), row.per_unit]);
    let share = figures.quotient(served, row.demand);
    let share = figures.rest(share);
    if figures.value(share).is_some_and(|share| share <= ROUNDING) {
        return Fate::Full;
    }
    Fate::Short {
        share,
        at_most: most.map(|_| figures.quotient(row.demand, served)),
    }
}

/// How a component scales, as far as the file says; none where it doesn't.
fn scaling(id: &str, component: &crate::design::Component) -> Option<Result<Scaling, String>> {
    let scale = component.scale.as_ref()?;
    let fact = |key: &str| format!("components.{id}.scale.{key}");
    let all = || {
        Ok(Scaling {
            most: f64::from(scale.to.as_ref().ok_or_else(|| fact("to"))?.value),
            trigger: scale.at.as_ref().ok_or_else(|| fact("at"))?.point(),
            reaction: scale.time.as_ref().ok_or_else(|| fact("in"))?.point(),
            sees: Sees::Utilisation,
        })
    };
    Some(all())
}

/// What waits or is lost until new units serve; none where they come in time.
fn late(figures: &mut Figures, id: &str, ramp: Ramp, fleet: Fleet, found: &Surged) -> Option<Fate> {
    let (from, until, pile) = (found.overloaded_from?, found.enough_from?, found.pile?);
    let sees_load = |scaling: Scaling| Scaling {
        sees: Sees::Load,
        ..scaling
    };
    let sighted = Fleet {
        scaling: fleet.scaling.map(sees_load),
        ..fleet
    };
    let sighted = surge(ramp, sighted).and_then(|found| found.enough_from);
    let mut cell = |value: f64, dimension: Dimension, name: &str| {
        let cell = figures.given(Spread::Exact(value), dimension, SIMULATED);
        figures.named(cell, || format!("{id} {name}"))
    };
    let share = pile.excess / ramp.between(from, until);
    Some(Fate::Late(Late {
        share: cell(share, Dimension::NONE, "share of the calls beyond what it can answer"),
        from: cell(from, Dimension::TIME, "too few units from"),
        until: cell(until, Dimension::TIME, "too few units until"),
        excess: cell(pile.excess, Dimension::NONE, "calls beyond what it can answer"),
        delay: cell(pile.delay, Dimension::TIME, "longest wait in the surge"),
        drained: pile.drained_at.map(|at| cell(at, Dimension::TIME, "caught up after")),
        prewarmed: prewarmed(ramp, fleet).map(|units| cell(units, Dimension::NONE, "units to start before the surge")),
        sighted: sighted
            .filter(|at| *at < until)
            .map(|at| cell(at, Dimension::TIME, "too few units until, scaling on the load")),
    }))
}
