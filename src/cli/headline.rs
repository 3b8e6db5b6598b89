//! What an estimate comes to: the bottleneck, the slowest flow, what is outgrown first, the bill.

use napkin::report::{Component, Figure, Latency, LatencyState, Report, When};

use super::table::{Cell, Table, prose, text};

/// The headlines, one in a row.
pub fn table(report: &Report) -> Table {
    let mut table = Table::bare(&[text(""), prose("")]);
    let lines = [
        ("bottleneck", bottleneck(report)),
        ("slowest", slowest(report)),
        ("outgrown first", outgrown(report)),
        ("cost", cost(report)),
    ];
    for (name, line) in lines {
        if let Some(line) = line {
            table.row([Cell::new(name), Cell::new(line)]);
        }
    }
    table
}

/// A value with its range: `34 % (27.8 % to 41.7 %)`.
fn ranged(figure: &Figure) -> String {
    match &figure.range {
        Some(range) => format!("{} ({})", figure.text, range.text),
        None => figure.text.clone(),
    }
}

/// The fullest component and the resource that fills it.
fn bottleneck(report: &Report) -> Option<String> {
    let used = |c: &&Component| c.utilisation.value.unwrap_or(0.0);
    let fullest = report.components.iter().filter(|c| c.utilisation.value.is_some());
    let fullest = fullest.max_by(|a, b| used(a).total_cmp(&used(b)))?;
    let resource = fullest.resources.iter().find(|r| r.binding)?;
    let unstable = if used(&fullest) >= 1.0 { ": unstable" } else { "" };
    Some(format!(
        "{} at {} of its {}{unstable}",
        fullest.id,
        ranged(&fullest.utilisation),
        resource.resource
    ))
}

/// The flow with the highest p99, and where the time of its slow requests goes.
fn slowest(report: &Report) -> Option<String> {
    if let Some(stuck) = report.latencies.iter().find(|l| l.state == LatencyState::Unstable) {
        return Some(format!(
            "{} never ends: {} overloaded",
            stuck.flow,
            stuck.unstable.join(", ")
        ));
    }
    let p99 = |l: &&Latency| l.p99.value.unwrap_or(0.0);
    let known = report.latencies.iter().filter(|l| l.p99.value.is_some());
    if let Some(slowest) = known.max_by(|a, b| p99(a).total_cmp(&p99(b))) {
        return Some(format!("{}, p99 {}", slowest.flow, slowest.p99.text));
    }
    // Where facts are missing the first flow stands for all: lower bounds can't be put in order.
    let bounded = report.latencies.iter().find(|l| l.at_least.len() > 2)?;
    Some(format!(
        "not known; {} has a p99 of at least {}",
        bounded.flow, bounded.at_least[2]
    ))
}

fn outgrown(report: &Report) -> Option<String> {
    let soon = |when: When| matches!(when, When::Already | When::WithinHorizon);
    let first = report
        .growth
        .outgrown
        .iter()
        .filter(|o| soon(o.target.when))
        .min_by(|a, b| {
            let month = |o: &napkin::report::Outgrown| o.target.month.as_ref().and_then(|m| m.value).unwrap_or(0.0);
            month(a).total_cmp(&month(b))
        })?;
    Some(format!(
        "{}, {}, by its {}",
        first.component, first.target.text, first.target.resource
    ))
}

fn cost(report: &Report) -> Option<String> {
    let cost = report.cost.as_ref()?;
    let dearest = cost
        .components
        .first()
        .map(|c| format!(", {} of it {}", c.share.text, c.component));
    let dearest = dearest.unwrap_or_default();
    if cost.total.value.is_some() {
        return Some(format!("{}{dearest}", ranged(&cost.total)));
    }
    cost.known.value.filter(|known| *known > 0.0)?;
    Some(format!("at least {}{dearest}", cost.known.text))
}
