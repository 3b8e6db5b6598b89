//! What an objective leaves to fail: the error budget of a month, and the share of failing runs that fires an alert.

use super::load::Load;
use super::verdict::{Verdict, YEAR_IN_MINUTES};
use crate::design::Metric;
use crate::figure::{Id, Origin};
use crate::model::Model;
use crate::quantity::{Dimension, Spread};

/// Seconds in a month of an outage budget: a twelfth of the year that outages are told by.
pub const MONTH: f64 = YEAR_IN_MINUTES * 60.0 / 12.0;
/// The lowest percentile whose latency is promised to anybody: half of the runs are no objective.
const PROMISED: f64 = 0.9;
/// How many times too fast the budget burns at each alert: what the SRE Workbook of Google recommends (chapter 5,
/// "Alerting on SLOs", table 5-8).
pub const BURNS: [f64; 3] = [14.4, 6.0, 1.0];
/// The first window of the first alert, in seconds.
const FIRST: f64 = 3_600.0;

/// A target on the availability or the latency of what people wait for.
#[derive(Debug, Clone)]
pub struct Objective {
    /// Index of its verdict.
    pub verdict: usize,
    /// The share of the runs that is promised.
    pub share: Id,
    /// What may fail in a month: a time for an availability, a share of the runs for a latency.
    pub budget: Id,
    /// The outage that the design is computed to need of it; none for a latency.
    pub expected: Option<Id>,
    /// The share of failing runs that fires, by [`BURNS`]; from 1 on not even a full outage does.
    pub thresholds: [Id; BURNS.len()],
    /// Runs that fail within the first window when the first alert fires; none where the rate is not known.
    pub first: Option<Id>,
}

/// One for each verdict on an availability or a latency that leaves something to fail.
pub fn objectives(load: &mut Load, model: &Model, verdicts: &[Verdict]) -> Vec<Objective> {
    let found = verdicts.iter().enumerate();
    found
        .filter_map(|(at, verdict)| {
            let (_, requirement) = model.design.nonfunctional.get(verdict.requirement)?;
            let mut metrics = requirement.metrics.iter().map(|metric| &metric.value);
            let metric = metrics.find(|metric| metric.name() == verdict.metric && promised(metric))?;
            Some(objective(load, model, (at, verdict), metric))
        })
        .collect()
}

/// Whether a metric promises a share of the runs, and leaves a rest.
fn promised(metric: &Metric) -> bool {
    match metric {
        Metric::Availability(target) => target.point() > 0.0 && target.point() < 1.0,
        Metric::Latency { percentile, .. } => *percentile >= PROMISED && *percentile < 1.0,
        _ => false,
    }
}

fn objective(load: &mut Load, model: &Model, (at, verdict): (usize, &Verdict), metric: &Metric) -> Objective {
    let flow = verdict.of.as_ref().and_then(|of| model.flow_index(of));
    let flow = flow.and_then(|f| load.flows.get(f));
    let (rate, availability) = (flow.and_then(|flow| flow.rate), flow.and_then(|flow| flow.availability));
    let figures = &mut load.figures;
    let share = match metric {
        Metric::Availability(target) => figures.quantity(target),
        Metric::Latency { percentile, .. } => {
            figures.given(Spread::Exact(*percentile), Dimension::NONE, Origin::File(verdict.span))
        }
        _ => figures.missing(verdict.id.as_str(), Dimension::NONE),
    };
    let may_fail = figures.rest(share);
    let (mut budget, mut expected) = (may_fail, None);
    if let Metric::Availability(_) = metric {
        let month = figures.given(
            Spread::Exact(MONTH),
            Dimension::TIME,
            Origin::Default("a month: a twelfth of 525,600 minutes"),
        );
        budget = figures.product(&[may_fail, month]);
        expected = availability.map(|up| {
            let down = figures.rest(up);
            figures.product(&[down, month])
        });
    }
    let thresholds = BURNS.map(|burn| {
        let burn = figures.given(
            Spread::Exact(burn),
            Dimension::NONE,
            Origin::Default("a rate of burning: The Site Reliability Workbook, chapter 5"),
        );
        figures.product(&[burn, may_fail])
    });
    let first = rate.map(|rate| {
        let window = figures.given(
            Spread::Exact(FIRST),
            Dimension::TIME,
            Origin::Default("the window of the first alert"),
        );
        figures.product(&[rate, window, thresholds[0]])
    });
    Objective {
        verdict: at,
        share,
        budget,
        expected,
        thresholds,
        first,
    }
}
