//! How fast the load of a component rises when a window begins.

use crate::analysis::capacity::Row;
use crate::analysis::load::Load;
use crate::design::{Metric, Resource};
use crate::figure::{Id, Origin};
use crate::model::Model;
use crate::quantity::expression::{self, Language};
use crate::quantity::{Dimension, Spread};

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
/// requirement says: with `survive: surge 10x in 2 min` from a tenth of the window's peak to all of it.
pub(super) fn rise<'a>(load: &mut Load<'a>, model: &Model<'a>, window: usize, c: usize, row: &Row, share: Id) -> Rise {
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
    match surge(model, c) {
        Some((times, length)) => {
            let part = load.figures.given(
                Spread::Exact(1.0 - 1.0 / times),
                Dimension::NONE,
                Origin::Default("the share of the peak that a surge adds"),
            );
            let length = load.figures.given(
                Spread::Exact(length),
                Dimension::TIME,
                Origin::Default("the time of the surge that a requirement names"),
            );
            let gained = load.figures.product(&[peak, part]);
            Rise {
                rate: load.figures.quotient(gained, length),
                base: Some(load.figures.difference(peak, gained)),
            }
        }
        None => {
            let fact = "how fast the load rises (a requirement such as `survive: \"surge 10x in 2 min\"`)";
            Rise {
                rate: load.figures.missing(fact, dimension),
                base: None,
            }
        }
    }
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

/// The fastest surge that a requirement about a flow through the component names: its factor and its seconds.
fn surge(model: &Model, c: usize) -> Option<(f64, f64)> {
    let party = crate::model::Party::Component(c);
    let through = |flow: usize| model.flows[flow].steps.iter().any(|step| step.callee == party);
    let mut surges = Vec::new();
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
            if let Metric::Survive(text) = &metric.value {
                surges.extend(parse(text));
            }
        }
    }
    surges
        .into_iter()
        .max_by(|a, b| ((a.0 - 1.0) / a.1).total_cmp(&((b.0 - 1.0) / b.1)))
}

/// `surge 10x in 2 min`.
fn parse(text: &str) -> Option<(f64, f64)> {
    let (times, length) = text.trim().strip_prefix("surge")?.split_once(" in ")?;
    let times: f64 = times.trim().strip_suffix('x')?.trim().parse().ok()?;
    let (length, dimension) = expression::parse(length.trim(), &Language::default())
        .ok()?
        .constant()
        .ok()?;
    let seconds = length.median();
    let sound = dimension == Dimension::TIME && seconds > 0.0 && times > 1.0 && times.is_finite();
    sound.then_some((times, seconds))
}
