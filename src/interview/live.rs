//! Numbers as they stand, and those that an answer has moved.

use crate::report::{CapacityState, Component, Figure, Report, Status, Verdict};

/// Most numbers told after one answer.
const MOST: usize = 5;
/// A bill that moves by less is not told.
const WORTH_TELLING: f64 = 0.1;

/// A number by what it is.
type Told = (String, String);

/// What has changed from one report to the next and decides something, in a few lines.
pub fn changes(before: &Report, after: &Report) -> Vec<String> {
    let old = deciding(before);
    let moved = deciding(after).into_iter().filter(|told| !old.contains(told));
    let mut lines: Vec<String> = moved
        .map(|(what, value)| match old.iter().find(|(name, _)| *name == what) {
            Some((_, was)) => format!("{what}: {was} → {value}"),
            None => format!("{what}: {value}"),
        })
        .collect();
    lines.extend(bill(before, after));
    let more = lines.len().saturating_sub(MOST);
    if more > 1 {
        lines.truncate(MOST);
        lines.push(format!("{more} more moved; `:n` shows all"));
    }
    lines
}

/// What a state of the design means: load, what is over its limits, what fails, the bill.
pub fn of_state(report: &Report) -> Vec<String> {
    let flows = report.flows.iter().filter(|f| !f.fragment && is_known(&f.peak));
    let peaks: Vec<String> = flows.map(|f| format!("{} {}", f.id, f.peak.text)).collect();
    let mut lines = Vec::new();
    if !peaks.is_empty() {
        lines.push(format!("at the peak {}", peaks.join(", ")));
    }
    let full = report
        .components
        .iter()
        .filter_map(|c| Some(format!("{}: {}", c.id, over(c)?)));
    lines.extend(full.take(MOST));
    let failing = report.verdicts.iter().filter(|v| v.status == Status::Fail);
    let failing: Vec<&str> = failing.map(|v| v.id.as_str()).collect();
    if !failing.is_empty() {
        lines.push(format!("{} FAILS", failing.join(", ")));
    }
    lines.extend(total(report).map(|(text, _)| format!("cost {text}")));
    lines
}

/// All numbers worth a look, with the verdicts.
pub fn all(report: &Report) -> Vec<String> {
    let mut told = rates(report);
    for component in report.components.iter().filter(|c| is_known(&c.utilisation)) {
        let binding = component.resources.iter().find(|r| r.binding);
        let binding = binding.map(|r| format!(" of its {}", r.resource)).unwrap_or_default();
        told.push((
            component.id.clone(),
            format!("{}{binding} at the peak", component.utilisation.text),
        ));
    }
    told.extend(kept(report));
    told.extend(verdicts(report));
    told.extend(total(report).map(|(text, _)| ("cost".to_string(), text)));
    told.into_iter()
        .map(|(what, value)| format!("{what}: {value}"))
        .collect()
}

fn deciding(report: &Report) -> Vec<Told> {
    let full = report.components.iter().filter_map(|c| Some((c.id.clone(), over(c)?)));
    // Before every journey is walked a verdict says little.
    let walked = report.flows.iter().all(|f| f.fragment || !f.steps.is_empty());
    let judged = report.verdicts.iter().filter(|v| walked && v.status != Status::Unknown);
    let judged = judged.map(|v| (v.id.clone(), word(v.status).to_string()));
    rates(report)
        .into_iter()
        .chain(kept(report))
        .chain(full)
        .chain(judged)
        .collect()
}

fn rates(report: &Report) -> Vec<Told> {
    let flows = report.flows.iter().filter(|f| !f.fragment && is_known(&f.rate));
    flows
        .map(|flow| {
            let peak = match is_known(&flow.peak) {
                true => format!(", {} at the peak", flow.peak.text),
                false => String::new(),
            };
            (flow.id.clone(), format!("{} on average{peak}", flow.rate.text))
        })
        .collect()
}

fn kept(report: &Report) -> Vec<Told> {
    let entities = report
        .entities
        .iter()
        .filter(|e| is_known(&e.storage) && e.storage.value != Some(0.0));
    let entities = entities.map(|e| (format!("{} kept", e.id), format!("{} at the horizon", e.storage.text)));
    let figures = report.figures.iter().filter(|f| is_known(&f.figure));
    entities
        .chain(figures.map(|f| (f.figure.name.clone(), f.figure.text.clone())))
        .collect()
}

fn verdicts(report: &Report) -> Vec<Told> {
    let told = report.verdicts.iter().map(|verdict| {
        let value = verdict.value.as_ref().map(|v| format!(" ({v})")).unwrap_or_default();
        (
            verdict.id.clone(),
            format!("{}{value}{}", word(verdict.status), lacking(verdict)),
        )
    });
    told.collect()
}

/// The facts for want of which a verdict is unknown.
fn lacking(verdict: &Verdict) -> String {
    const SHOWN: usize = 2;
    if verdict.status != Status::Unknown {
        return String::new();
    }
    if verdict.not_computable {
        return ": no calculation proves it".to_string();
    }
    let first: Vec<&str> = verdict.missing.iter().take(SHOWN).map(String::as_str).collect();
    let more = match verdict.missing.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    match (first.as_slice(), verdict.because.first()) {
        ([], Some(because)) => format!(": {because}"),
        ([], None) => String::new(),
        (facts, _) => format!(": it lacks {}{more}", facts.join("; ")),
    }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Pass => "holds",
        Status::Fail => "FAILS",
        Status::Unknown => "unknown",
    }
}

/// How much too full a component is.
fn over(component: &Component) -> Option<String> {
    let state = match component.state {
        CapacityState::Unstable => "more than it carries",
        CapacityState::AboveTarget => "above its target",
        CapacityState::Within | CapacityState::Unknown => return None,
    };
    let binding = component.resources.iter().find(|r| r.binding);
    let binding = binding.map(|r| format!(" of its {}", r.resource)).unwrap_or_default();
    Some(format!("{}{binding} at the peak, {state}", component.utilisation.text))
}

fn total(report: &Report) -> Option<(String, f64)> {
    let total = &report.cost.as_ref()?.total;
    Some((total.text.clone(), total.value.filter(|v| *v > 0.0)?))
}

fn bill(before: &Report, after: &Report) -> Option<String> {
    let (text, now) = total(after)?;
    match total(before) {
        Some((_, was)) if (now - was).abs() <= WORTH_TELLING * was => None,
        Some((was, _)) => Some(format!("cost: {was} → {text}")),
        None => Some(format!("cost: {text}")),
    }
}

fn is_known(figure: &Figure) -> bool {
    figure.value.is_some()
}
