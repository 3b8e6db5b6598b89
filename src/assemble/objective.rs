//! Objectives from the requirements on availability and latency.

use super::Assembly;
use crate::analysis::objective::{self, BURNS, MONTH};
use crate::design::Metric;
use crate::quantity::print;
use crate::report::{AlertWindow, Figure, Objective, Report, Verdict};

/// The windows of each of [`BURNS`], the share of the budget that is gone then, and who is called.
const WINDOWS: [(&str, &str, &str, &str); BURNS.len()] = [
    ("1 h", "5 min", "2 %", "page"),
    ("6 h", "30 min", "5 %", "page"),
    ("3 days", "6 h", "10 %", "ticket"),
];

/// The windows of all alerts.
pub fn windows() -> Vec<AlertWindow> {
    let windows = WINDOWS.iter().zip(BURNS);
    windows
        .map(|((long, short, spent, calls), burn)| AlertWindow {
            long,
            short,
            burn: print::digits(burn),
            spent,
            calls,
        })
        .collect()
}

impl Assembly<'_, '_> {
    /// One for each requirement on the availability or the latency of what people wait for.
    pub(super) fn objectives(&self, report: &Report) -> Vec<Objective> {
        let found = self.analysis.objectives.iter();
        found
            .filter_map(|objective| {
                let judged = self.analysis.verdicts.get(objective.verdict)?;
                let verdict = report.verdicts.get(objective.verdict)?;
                let (_, requirement) = self.model.design.nonfunctional.get(judged.requirement)?;
                let mut metrics = requirement.metrics.iter().map(|metric| &metric.value);
                let metric = metrics.find(|metric| metric.name() == judged.metric)?;
                Some(self.objective(report, objective, verdict, metric))
            })
            .collect()
    }

    fn objective(
        &self,
        report: &Report,
        objective: &objective::Objective,
        verdict: &Verdict,
        metric: &Metric,
    ) -> Objective {
        let runs = match &verdict.of {
            Some(of) => format!("runs of {of}"),
            None => "runs of each flow".to_string(),
        };
        let within = match metric {
            Metric::Latency { at_most, .. } => Some(&at_most.text),
            _ => None,
        };
        let slo = self.share(objective.share);
        let expected = match within {
            None => objective.expected.map(|id| self.figure(id)).filter(is_known),
            Some(_) => None,
        };
        let latency = verdict.value.as_ref().filter(|_| within.is_some());
        let flow = report.flows.iter().find(|flow| Some(&flow.id) == verdict.of.as_ref());
        let first = objective.first.and_then(|id| self.analysis.load.figures.value(id));
        Objective {
            id: verdict.id.clone(),
            of: verdict.of.clone(),
            sli: match within {
                Some(within) => format!("{runs} that are answered within {within}"),
                None => format!("{runs} that are answered"),
            },
            budget: match within {
                Some(_) => self.share(objective.budget),
                None => self.figure(objective.budget),
            },
            bounds: flow
                .and_then(|flow| flow.availability.as_ref())
                .filter(|_| within.is_none() && expected.is_none())
                .map(|found| a_month(found.down_low, found.down_high)),
            expected,
            latency: latency.map(|value| format!("p{} {value}", slo.text.trim_end_matches(" %"))),
            slo,
            status: verdict.status,
            thresholds: objective
                .thresholds
                .map(|id| Some(self.share(id)).filter(|share| share.value.is_some_and(|value| value < 1.0)))
                .into(),
            too_few: flow
                .filter(|_| first.is_some_and(|failing| failing < 1.0))
                .map(|flow| flow.rate.clone()),
        }
    }
}

/// The outage of a month between its bounds: budgets are those of a month, so no reader has to divide.
fn a_month(down_low: f64, down_high: f64) -> String {
    let minutes = |down: f64| print::digits(down * MONTH / 60.0);
    if down_high >= 1.0 {
        format!("at least {} min", minutes(down_low))
    } else {
        format!("{} to {} min", minutes(down_low), minutes(down_high))
    }
}

fn is_known(figure: &Figure) -> bool {
    figure.value.is_some()
}
