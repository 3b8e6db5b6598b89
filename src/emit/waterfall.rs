//! The latency view: where the time of a flow goes, step by step.

use super::Subject;
use super::diagram::{Bar, Chart, Diagram, Lie, Panel};
use super::label::Label;
use crate::report::{Flow, Latency, LatencyBar, LatencyParts, LatencyState, Report};

/// One picture for each flow in which somebody waits, and of which times are known.
pub fn subjects(report: &Report) -> Vec<Subject> {
    let flows = report.flows.iter().enumerate();
    flows
        .filter(|(_, flow)| latency(report, flow).is_some())
        .map(|(at, _)| Subject::Flow(at))
        .collect()
}

fn latency<'a>(report: &'a Report, flow: &Flow) -> Option<&'a Latency> {
    let latency = report.latencies.iter().find(|latency| latency.flow == flow.id)?;
    (!latency.waterfall.is_empty()).then_some(latency)
}

/// A bar for each step: of all requests, and of the slow ones.
pub fn diagram(report: &Report, subject: Subject) -> Option<Diagram> {
    let Subject::Flow(at) = subject else { return None };
    let flow = report.flows.get(at)?;
    let latency = latency(report, flow)?;
    let panel = |title: &str, of: fn(&LatencyBar) -> &LatencyParts| Panel {
        title: Label::new(title),
        lie: Lie::Level,
        parts: Label::lines(["network", "queueing", "service", "failed tries"]),
        bars: bars(flow, latency, of),
    };
    Some(Diagram::Chart(Chart {
        title: Label::new(&format!("{}: latency of {}", report.name, flow.id)),
        about: Label::new(&percentiles(latency)),
        panels: vec![
            panel("All requests, mean", |bar| &bar.all),
            panel("Slow requests, around the 99th percentile, mean", |bar| &bar.slow),
        ],
    }))
}

fn percentiles(latency: &Latency) -> String {
    let known = |text: &str| match latency.state {
        LatencyState::LowerBound => format!("at least {text}"),
        LatencyState::Known | LatencyState::Unstable | LatencyState::Unknown => text.to_owned(),
    };
    match latency.at_least.as_slice() {
        [p50, p95, p99] => format!("p50 {}, p95 {}, p99 {}", known(p50), known(p95), known(p99)),
        _ => format!(
            "p50 {}, p95 {}, p99 {}",
            latency.p50.text, latency.p95.text, latency.p99.text
        ),
    }
}

/// Each bar begins where the one before it ends; what runs together begins together.
fn bars(flow: &Flow, latency: &Latency, of: fn(&LatencyBar) -> &LatencyParts) -> Vec<Bar> {
    let mut bars: Vec<Bar> = Vec::new();
    let mut steps = flow.steps.iter();
    let (mut began, mut ended) = (0.0, 0.0_f64);
    for row in &latency.waterfall {
        let step = steps.by_ref().find(|step| step.from == row.from && step.to == row.to);
        let together = step.is_some_and(|step| step.parallel);
        let start = if together { began } else { ended };
        let times = of(row);
        let bar = Bar {
            title: Label::name(&match row.from.is_empty() {
                true => row.to.clone(),
                false => format!("{} → {}", row.from, row.to),
            }),
            text: Label::new(&format!("{} · {}", times.text, times.share)),
            start,
            parts: vec![times.network, times.queueing, times.service, times.retries],
        };
        began = start;
        ended = ended.max(bar.end());
        bars.push(bar);
    }
    bars
}
