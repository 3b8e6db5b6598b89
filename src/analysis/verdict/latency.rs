//! Latency: does the flow answer in time at the peak.

use super::{Bench, Outcome, Status};
use crate::analysis::latency::{self, Bar, FlowLatency, Level};
use crate::design::Nonfunctional;
use crate::figure::Id;
use crate::model::{Model, Party};
use crate::quantity::{Dimension, Quantity, print};

/// Steps that are named as what takes the time.
const NAMED: usize = 3;

impl Bench<'_, '_, '_, '_> {
    /// Each flow's percentile against the target.
    pub(super) fn latency(&mut self, quantile: f64, target: &Quantity, requirement: &Nonfunctional) -> Outcome {
        if let Some(when) = &requirement.when {
            return self.answers_in_drill(when, requirement, "latency");
        }
        let to = requirement.to.as_ref().map(|t| self.model.party(&t.value));
        let outcomes: Vec<Outcome> = self
            .flows(requirement)
            .into_iter()
            // Without `of` it is about every flow in which somebody waits.
            .filter(|f| requirement.of.is_some() || to.is_some() || self.latency[*f].is_some())
            .map(|f| {
                let own;
                let found = match (to, &self.latency[f]) {
                    (None, Some(found)) => found,
                    _ => {
                        own = latency::of_flow(self.model, self.conditions.load, f, to, Level::Point);
                        &own
                    }
                };
                let outcome = self.in_time(f, found, quantile, target);
                match outcome.status {
                    Status::Pass => self.in_doubt(outcome, f, to, quantile, target),
                    _ => outcome,
                }
            })
            .collect();
        Outcome::all(outcomes).unwrap_or_else(|| Outcome::unknown("a flow that it is about"))
    }

    /// A target that is met at the point value of the load, and perhaps not at the high end of its range: then the
    /// range decides (format, C13). It fails at the median already if it fails in most cases.
    fn in_doubt(
        &mut self,
        outcome: Outcome,
        flow: usize,
        to: Option<Party>,
        quantile: f64,
        target: &Quantity,
    ) -> Outcome {
        let load = &mut *self.conditions.load;
        let called = load.flows[flow].walk.steps.iter().filter_map(|s| match s.callee {
            Party::Component(c) => load.components[c].utilisation,
            _ => None,
        });
        let used: Vec<Id> = called.collect();
        let Some(uncertain) = used.iter().copied().find(|id| load.figures.distribution(*id).is_some()) else {
            return outcome;
        };
        let high = latency::of_flow(self.model, load, flow, to, Level::High);
        let Outcome { status, value, .. } = self.in_time(flow, &high, quantile, target);
        if status == Status::Pass {
            return outcome;
        }
        let figures = &self.conditions.load.figures;
        let input = figures.swings(uncertain).first().map(|s| figures.input_text(s.input));
        let input = input.unwrap_or_else(|| "the load".to_string());
        let then = value.unwrap_or_else(|| "without end".to_string());
        Outcome {
            status: Status::Unknown,
            missing: vec![format!("a narrower range of {input}: at its high end it is {then}")],
            ..outcome
        }
    }

    fn in_time(&self, flow: usize, found: &FlowLatency, quantile: f64, target: &Quantity) -> Outcome {
        let (model, figures) = (self.model, &self.conditions.load.figures);
        let id = model.flows[flow].id;
        if !found.waits && found.trouble.is_none() {
            return Outcome::unknown(format!("a step of {id} that somebody waits for, or `to`"));
        }
        if let Some(unstable) = found.found.unstable.first() {
            let used = self.conditions.load.components[*unstable].utilisation;
            let used = used.map_or("unknown".to_string(), |u| figures.percent(u));
            let name = model.components[*unstable].id;
            return Outcome::of(Status::Fail).because(format!(
                "{name} is unstable at the peak (utilisation {used}), so {id} has no percentiles"
            ));
        }
        if let Some(trouble) = &found.trouble {
            return Outcome::unknown(trouble.clone());
        }
        let shown = |seconds: f64| print::show(seconds, &Dimension::TIME, model.design.profile);
        let limit = target.point();
        let Some(value) = found.percentile(quantile) else {
            return self.without_percentile(flow, found);
        };
        let known = found.is_known();
        let status = match (value <= limit * (1.0 + 1e-9), known) {
            (false, _) => Status::Fail,
            (true, true) => Status::Pass,
            (true, false) => Status::Unknown,
        };
        Outcome {
            value: Some(if known {
                shown(value)
            } else {
                format!("at least {}", shown(value))
            }),
            margin: (status != Status::Unknown && limit > 0.0)
                .then(|| format!("{} of the limit", print::percent(value / limit))),
            because: longest(model, self.walk(flow), found),
            missing: if status == Status::Unknown {
                found.found.missing.clone()
            } else {
                Vec::new()
            },
            ..Outcome::of(status)
        }
    }

    /// Too many requests are not answered, or none runs.
    fn without_percentile(&self, flow: usize, found: &FlowLatency) -> Outcome {
        let id = self.model.flows[flow].id;
        if found.failed() > 0.0 {
            return Outcome::of(Status::Fail).because(format!(
                "{} of the requests of {id} end in a timeout",
                print::percent(found.failed())
            ));
        }
        Outcome::unknown(format!("a request of {id} that gets there"))
    }

    fn walk(&self, flow: usize) -> &crate::model::Walk<'_> {
        &self.conditions.load.flows[flow].walk
    }
}

/// The steps that take most of the slow requests' time.
fn longest(model: &Model, walk: &crate::model::Walk, found: &FlowLatency) -> Vec<String> {
    let all: f64 = found.waterfall.iter().map(|b| b.slow.total()).sum();
    let mut bars: Vec<&Bar> = found.waterfall.iter().filter(|b| b.slow.total() > 0.05 * all).collect();
    bars.sort_by(|a, b| b.slow.total().total_cmp(&a.slow.total()));
    bars.iter()
        .take(NAMED)
        .map(|bar| {
            let part = &bar.slow;
            let kinds = [
                (part.service, "service"),
                (part.network, "network"),
                (part.queue, "queueing"),
                (part.lost, "failed tries and full batches"),
            ];
            let most = kinds
                .iter()
                .fold(kinds[0], |most, k| if k.0 > most.0 { *k } else { most });
            let step = bar.step.and_then(|w| walk.steps.get(w)).map_or_else(
                || "the call itself".to_string(),
                |s| format!("{} -> {}", model.party_id(s.caller), model.party_id(s.callee)),
            );
            let share = libm::round(part.total() / all * 100.0);
            format!("{step} takes {share} % of the slow requests' time, mostly {}", most.1)
        })
        .collect()
}
