//! Objectives from the requirements on availability and latency.

use super::Assembly;
use crate::design::Metric;
use crate::quantity::print;
use crate::report::{AlertWindow, Objective, Report, Verdict};

/// Windows, the rate at which the budget burns, the share of it that is gone then, and who is called: what the
/// SRE Workbook of Google recommends (chapter 5, "Alerting on SLOs", table 5-8).
const WINDOWS: [(&str, &str, f64, &str, &str); 3] = [
    ("1 h", "5 min", 14.4, "2 %", "page"),
    ("6 h", "30 min", 6.0, "5 %", "page"),
    ("3 days", "6 h", 1.0, "10 %", "ticket"),
];

/// The lowest percentile whose latency is promised to anybody: half of the runs are no objective.
const PROMISED: f64 = 0.9;
/// Minutes in a month of an outage budget, a twelfth of 525,600.
const MINUTES: f64 = 43_800.0;
/// The first window in seconds.
const FIRST: f64 = 3_600.0;

/// The windows of all alerts.
pub fn windows() -> Vec<AlertWindow> {
    let windows = WINDOWS.iter();
    windows
        .map(|(long, short, burn, spent, calls)| AlertWindow {
            long,
            short,
            burn: print::digits(*burn),
            spent,
            calls,
        })
        .collect()
}

impl Assembly<'_, '_> {
    /// One for each requirement on the availability or the latency of what people wait for.
    pub(super) fn objectives(&self, report: &Report) -> Vec<Objective> {
        let judged = self.analysis.verdicts.iter().zip(&report.verdicts);
        judged
            .filter_map(|(found, verdict)| {
                let (_, requirement) = self.model.design.nonfunctional.get(found.requirement)?;
                let metrics = requirement.metrics.iter().map(|m| &m.value);
                metrics
                    .filter(|metric| metric.name() == found.metric)
                    .find_map(|metric| objective(report, verdict, metric))
            })
            .collect()
    }
}

fn objective(report: &Report, verdict: &Verdict, metric: &Metric) -> Option<Objective> {
    let runs = match &verdict.of {
        Some(of) => format!("runs of {of}"),
        None => "runs of each flow".to_string(),
    };
    let flow = report.flows.iter().find(|flow| Some(&flow.id) == verdict.of.as_ref());
    let (share, sli, budget) = match metric {
        Metric::Availability(target) => {
            let share = target.point();
            let minutes = format!("{} min of outage", print::digits((1.0 - share) * MINUTES));
            (share, format!("{runs} that are answered"), minutes)
        }
        Metric::Latency { percentile, at_most } if *percentile >= PROMISED => (
            *percentile,
            format!("{runs} that are answered within {}", at_most.text),
            format!("{} of the runs", print::percent(1.0 - percentile)),
        ),
        _ => return None,
    };
    let may_fail = 1.0 - share;
    if !(may_fail > 0.0 && may_fail < 1.0) {
        return None;
    }
    let availability = flow.and_then(|flow| flow.availability.as_ref());
    let burns = WINDOWS.map(|(_, _, burn, _, _)| burn);
    let threshold = |burn: f64| {
        let share = burn * may_fail;
        (share < 1.0).then(|| print::percent(share))
    };
    let rate = flow.and_then(|flow| flow.rate.value.map(|value| (flow, value)));
    Some(Objective {
        id: verdict.id.clone(),
        of: verdict.of.clone(),
        sli,
        slo: print::percent(share),
        budget,
        expected: match metric {
            Metric::Availability(_) => availability
                .filter(|found| found.low == found.high)
                .map(|found| format!("{} min of outage", print::digits(found.down_high * MINUTES))),
            _ => verdict
                .value
                .as_ref()
                .map(|value| format!("p{} {value}", print::digits(share * 100.0))),
        },
        status: verdict.status,
        thresholds: burns.into_iter().map(threshold).collect(),
        too_few: rate
            .filter(|(_, rate)| rate * FIRST * burns[0] * may_fail < 1.0)
            .map(|(flow, _)| flow.rate.clone()),
    })
}
