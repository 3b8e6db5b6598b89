//! Latencies and their waterfalls.

use super::Assembly;
use crate::analysis::latency::{Bar, FlowLatency, Part};
use crate::model::Party;
use crate::quantity::{Dimension, print};
use crate::report::{Figure, Latency, LatencyBar, LatencyParts, LatencyState};

impl Assembly<'_, '_> {
    /// One for each flow in which somebody waits; fragments only where a requirement is about them.
    pub(super) fn latencies(&self) -> Vec<Latency> {
        let flows = self.analysis.latency.iter().enumerate();
        flows.filter_map(|(f, l)| Some(self.latency(f, l.as_ref()?))).collect()
    }

    fn latency(&self, f: usize, found: &FlowLatency) -> Latency {
        let id = self.model.flows[f].id;
        let [p50, _, p95, p99, mean] = self.analysis.load.flows[f].percentiles;
        let figure = |cell, name: &str| -> Figure { self.figure_or(cell, &format!("{id}.{name}"), "the latency") };
        let times = |quantile: f64| found.percentile(quantile).map(|seconds| self.time(seconds));
        let state = match (
            &found.trouble,
            found.found.unstable.is_empty(),
            found.found.missing.is_empty(),
        ) {
            (Some(_), ..) => LatencyState::Unknown,
            (None, false, _) => LatencyState::Unstable,
            (None, true, false) => LatencyState::LowerBound,
            (None, true, true) => LatencyState::Known,
        };
        let at_least = [0.5, 0.95, 0.99].into_iter().filter_map(times);
        Latency {
            flow: id.to_string(),
            state,
            p50: figure(p50, "p50"),
            p95: figure(p95, "p95"),
            p99: figure(p99, "p99"),
            mean: figure(mean, "mean"),
            at_least: match state {
                LatencyState::LowerBound => at_least.collect(),
                _ => Vec::new(),
            },
            timed_out: (found.failed() > 0.0).then(|| print::percent(found.failed())),
            unstable: found
                .found
                .unstable
                .iter()
                .map(|c| self.model.components[*c].id.to_string())
                .collect(),
            missing: found.found.missing.iter().chain(&found.trouble).cloned().collect(),
            assumptions: found.found.notes.clone(),
            waterfall: self.waterfall(f, &found.waterfall),
        }
    }

    fn waterfall(&self, f: usize, bars: &[Bar]) -> Vec<LatencyBar> {
        let whole = |of: fn(&Bar) -> &Part| bars.iter().map(|b| of(b).total()).sum::<f64>();
        let (all, slow) = (whole(|b| &b.all), whole(|b| &b.slow));
        let walk = &self.analysis.load.flows[f].walk;
        bars.iter()
            .map(|bar| {
                let step = bar.step.and_then(|w| walk.steps.get(w));
                let id = |party: Party| self.model.party_id(party).to_string();
                LatencyBar {
                    from: step.map(|s| id(s.caller)).unwrap_or_default(),
                    to: id(step.map_or(self.model.flows[f].starter, |s| s.callee)),
                    all: self.parts(&bar.all, all),
                    slow: self.parts(&bar.slow, slow),
                }
            })
            .collect()
    }

    fn parts(&self, part: &Part, whole: f64) -> LatencyParts {
        let share = if whole > 0.0 { part.total() / whole } else { 0.0 };
        LatencyParts {
            network: part.network,
            queueing: part.queue,
            service: part.service,
            retries: part.lost,
            text: self.time(part.total()),
            share: format!("{} %", libm::round(share * 100.0)),
        }
    }

    fn time(&self, seconds: f64) -> String {
        print::show(seconds, &Dimension::TIME, self.model.design.profile)
    }
}
