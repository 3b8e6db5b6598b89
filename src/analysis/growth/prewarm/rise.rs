//! How fast the load of a component rises when a window begins.

use crate::analysis::capacity::Row;
use crate::analysis::load::Load;
use crate::design::{Metric, Resource};
use crate::figure::{Figures, Id};
use crate::model::Model;
use crate::model::drill::Scenario;
use crate::quantity::{Dimension, Quantity};
use crate::source::Spanned;

/// A load that rises.
pub(super) struct Rise {
    /// What the binding resource gains a second.
    pub rate: Id,
    /// What it carries before; none where that is nothing.
    pub base: Option<Id>,
}

/// How the binding resource rises.
///
/// Held connections gain one with every call, since nobody leaves in the first minutes. Another load rises as a
/// requirement says: with `survive: surge 10x in 2 min` from the window's peak to ten times that.
pub(super) fn rise<'a>(
    load: &mut Load<'a>,
    model: &Model<'a>,
    (window, c): (usize, usize),
    row: &Row,
    share: Id,
    surge: Option<&Surge>,
) -> Rise {
    if row.resource == Resource::Connections {
        let steps = load.steps_into(c);
        let holds = |(f, w): &(usize, usize)| {
            let step = &model.flows[*f].steps[load.flows[*f].walk.steps[*w].step];
            step.file.hold.is_some()
        };
        let held: Vec<(usize, usize)> = steps.into_iter().filter(holds).collect();
        let calls: Vec<(usize, Id)> = held.iter().map(|(f, w)| (*f, load.flows[*f].calls[*w])).collect();
        if let Some(arriving) = load.peak_in(model, &calls, window).filter(|_| !calls.is_empty()) {
            return Rise {
                rate: arriving,
                base: held_before(load, model, &held),
            };
        }
    }
    let peak = load.figures.product(&[row.demand, share]);
    let dimension = load.figures.dimension(peak).times(&Dimension::RATE);
    let base = surge.map(|_| peak);
    let rate = match surge.and_then(|surge| Some((surge, surge.within.as_ref()?))) {
        Some((surge, within)) => {
            let figures = &mut load.figures;
            let (times, one) = (surge.times(figures), figures.number(1.0));
            let more = figures.difference(times, one);
            let gained = figures.product(&[peak, more]);
            let within = figures.quantity(within);
            figures.quotient(gained, within)
        }
        None => {
            let fact = "how fast the load rises (a requirement such as `survive: \"surge 10x in 2 min\"`)";
            load.figures.missing(fact, dimension)
        }
    };
    Rise { rate, base }
}

/// Connections that flows outside all windows hold.
fn held_before<'a>(load: &mut Load<'a>, model: &Model<'a>, held: &[(usize, usize)]) -> Option<Id> {
    let mut per_run = Vec::new();
    for (f, w) in held {
        let step = &model.flows[*f].steps[load.flows[*f].walk.steps[*w].step];
        if let (None, Some(hold)) = (&model.flows[*f].file.during, &step.file.hold) {
            let hold = load.figures.quantity(hold);
            let calls = load.flows[*f].calls[*w];
            per_run.push((*f, load.figures.product(&[calls, hold])));
        }
    }
    (!per_run.is_empty()).then(|| load.peak(model, &per_run))
}

/// A surge that a requirement asks to survive: from the peak to so many times the peak, as in the drill.
pub(super) struct Surge {
    times: Quantity,
    /// None for all at once.
    within: Option<Quantity>,
}

impl Surge {
    /// How many times the peak it is.
    pub fn times(&self, figures: &mut Figures) -> Id {
        figures.quantity(&self.times)
    }

    /// What it gains a second, in peaks.
    fn speed(&self) -> f64 {
        let within = self.within.as_ref().map_or(0.0, Quantity::point);
        (self.times.point() - 1.0) / within
    }
}

/// The fastest surge that a requirement about a flow through the component names.
pub(super) fn surge(model: &Model, c: usize) -> Option<Surge> {
    let party = crate::model::Party::Component(c);
    let through = |flow: usize| model.flows[flow].steps.iter().any(|step| step.callee == party);
    let mut surges: Vec<Surge> = Vec::new();
    for (_, requirement) in &model.design.nonfunctional {
        let touches = match requirement.of.as_ref().map(|of| model.flow_index(&of.value)) {
            Some(Some(flow)) => through(flow),
            Some(None) => requirement
                .of
                .as_ref()
                .is_some_and(|of| model.component_index(&of.value) == Some(c)),
            None => true,
        };
        for metric in requirement.metrics.iter().filter(|_| touches) {
            let Metric::Survive(text) = &metric.value else { continue };
            let drills = model.drills(&Spanned::new(text.clone(), metric.span));
            surges.extend(drills.unwrap_or_default().into_iter().filter_map(|drill| match drill {
                Scenario::Surge(times, within) => Some(Surge { times, within }),
                _ => None,
            }));
        }
    }
    surges.into_iter().max_by(|a, b| a.speed().total_cmp(&b.speed()))
}
