//! Numbers as they stand, and those that an answer has moved.

use crate::report::{CapacityState, Figure, Report, Status};

/// Most numbers told after one answer.
const MOST: usize = 4;

/// A number by what it is.
type Told = (String, String);

/// What has changed from one report to the next, in a few lines.
pub fn changes(before: &Report, after: &Report) -> Vec<String> {
    let old = numbers(before);
    let new = numbers(after).into_iter();
    let moved: Vec<Told> = new.filter(|told| !old.contains(told)).collect();
    let more = moved.len().saturating_sub(MOST);
    let mut lines: Vec<String> = moved
        .into_iter()
        .take(MOST)
        .map(|(what, value)| match old.iter().find(|(name, _)| *name == what) {
            Some((_, was)) => format!("{what}: {was} → {value}"),
            None => format!("{what}: {value}"),
        })
        .collect();
    if more > 0 {
        lines.push(format!("{more} more numbers moved; `:n` shows all"));
    }
    lines
}

/// All numbers worth a look, with the verdicts.
pub fn all(report: &Report) -> Vec<String> {
    numbers(report).into_iter().map(|(what, value)| format!("{what}: {value}")).collect()
}

fn numbers(report: &Report) -> Vec<Told> {
    let mut told: Vec<Told> = Vec::new();
    let known = |figure: &Figure| figure.value.is_some();
    for flow in report.flows.iter().filter(|f| !f.fragment && known(&f.rate)) {
        let peak = if known(&flow.peak) { format!(", {} at the peak", flow.peak.text) } else { String::new() };
        told.push((flow.id.clone(), format!("{} on average{peak}", flow.rate.text)));
    }
    for component in report.components.iter().filter(|c| known(&c.utilisation)) {
        let binding = component.resources.iter().find(|r| r.binding).map(|r| format!(" of its {}", r.resource));
        let state = match component.state {
            CapacityState::Unstable => ", more than it carries",
            CapacityState::AboveTarget => ", above its target",
            CapacityState::Within | CapacityState::Unknown => "",
        };
        let value = format!("{}{} at the peak{state}", component.utilisation.text, binding.unwrap_or_default());
        told.push((component.id.clone(), value));
    }
    for entity in report.entities.iter().filter(|e| known(&e.storage)) {
        told.push((format!("{} kept", entity.id), format!("{} at the horizon", entity.storage.text)));
    }
    for figure in &report.figures {
        told.push((figure.figure.name.clone(), figure.figure.text.clone()));
    }
    for verdict in &report.verdicts {
        let status = match verdict.status {
            Status::Pass => "holds",
            Status::Fail => "FAILS",
            Status::Unknown => "unknown",
        };
        let value = verdict.value.as_ref().map(|v| format!(" ({v})")).unwrap_or_default();
        told.push((verdict.id.clone(), format!("{status}{value}")));
    }
    if let Some(cost) = report.cost.as_ref().filter(|c| known(&c.total)) {
        told.push(("cost".into(), cost.total.text.clone()));
    }
    told
}
