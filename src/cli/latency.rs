//! Latencies of an estimate: the percentiles, and where the time of slow requests goes.

use napkin::report::{Figure, Latency, LatencyBar, LatencyParts, LatencyState, Report};

use super::sheet::section;
use super::table::{Cell, Table, bullet, number, prose, text};
use super::terminal::{Look, Tone, visible};

/// Cells of a whole waterfall.
const LONGEST: usize = 40;
/// Steps below this share of the time are no row of a waterfall.
const LEAST: f64 = 0.01;

/// Percentiles, waterfalls and assumptions.
pub fn show(out: &mut String, report: &Report, look: Look) {
    section(out, look, "Latency at the peak", percentiles(report));
    let drawn: Vec<&Latency> = report.latencies.iter().filter(|l| !l.waterfall.is_empty()).collect();
    if !drawn.is_empty() {
        let [network, queue, service, retries] = signs(look);
        let heading = look.paint(Tone::Strong, "Where the time of slow requests goes");
        let legend = format!("network {network}  queueing {queue}  service {service}  failed tries {retries}");
        out.push_str(&format!("\n{heading}\n"));
        out.push_str(&bullet(&legend, look, look.indent()));
    }
    for latency in drawn {
        out.push_str(&format!("\n{}\n", look.paint(Tone::Strong, &visible(&latency.flow))));
        out.push_str(&waterfall(latency, look).render(look, look.indent()));
        for assumption in &latency.assumptions {
            out.push_str(&bullet(assumption, look, look.indent()));
        }
    }
}

fn percentiles(report: &Report) -> Table {
    let columns = [
        text("flow"),
        number("p50").rank(2),
        number("p95").rank(1),
        number("p99"),
        number("mean").rank(4),
        number("timeouts").rank(3),
        prose("most time of slow requests").rank(5).least(30),
    ];
    let mut table = Table::new(&columns);
    for latency in &report.latencies {
        table.row([
            Cell::new(&latency.flow).tone(Tone::Strong),
            value(latency, &latency.p50, 0),
            value(latency, &latency.p95, 1),
            value(latency, &latency.p99, 2),
            value(latency, &latency.mean, usize::MAX),
            Cell::new(latency.timed_out.as_deref().unwrap_or_default()).tone(Tone::Doubt),
            longest(latency),
        ]);
    }
    table
}

/// A percentile, its lower bound, or why there is none.
fn value(latency: &Latency, figure: &Figure, at: usize) -> Cell {
    match (latency.state, latency.at_least.get(at)) {
        (LatencyState::Unstable, _) => Cell::new("unstable").tone(Tone::Bad),
        (LatencyState::LowerBound, Some(least)) => Cell::new(format!("≥ {least}")).tone(Tone::Doubt),
        _ if figure.text == "unknown" => Cell::new("?").tone(Tone::Doubt),
        _ => Cell::new(&figure.text),
    }
}

/// The step that takes most, or what is in the way.
fn longest(latency: &Latency) -> Cell {
    let most = latency
        .waterfall
        .iter()
        .max_by(|a, b| total(&a.slow).total_cmp(&total(&b.slow)));
    let words = match (&latency.unstable[..], most) {
        ([], Some(bar)) => format!("{} {}", step(bar), bar.slow.share),
        ([], None) => String::new(),
        (unstable, _) => format!("{} can't carry the peak", unstable.join(", ")),
    };
    Cell::new(words).tone(Tone::Quiet)
}

fn step(bar: &LatencyBar) -> String {
    if bar.from.is_empty() {
        format!("the call of {}", bar.to)
    } else {
        format!("{} -> {}", bar.from, bar.to)
    }
}

/// A row for each step, its bar where its time lies.
fn waterfall(latency: &Latency, look: Look) -> Table {
    let mut table = Table::bare(&[
        prose(""),
        text("").least(LONGEST as u16),
        number(""),
        number("").rank(1),
    ]);
    let whole: f64 = latency.waterfall.iter().map(|b| total(&b.slow)).sum();
    let mut before = 0.0;
    for bar in &latency.waterfall {
        let own = total(&bar.slow);
        if own >= LEAST * whole {
            table.row([
                step(bar).into(),
                Cell::new(strip(&bar.slow, before, whole, look)),
                Cell::new(&bar.slow.text),
                Cell::new(&bar.slow.share).tone(Tone::Quiet),
            ]);
        }
        before += own;
    }
    table
}

fn total(parts: &LatencyParts) -> f64 {
    parts.network + parts.queueing + parts.service + parts.retries
}

/// What stands for network, queueing, service and failed tries.
fn signs(look: Look) -> [char; 4] {
    if look.unicode {
        ['░', '▒', '█', '▚']
    } else {
        ['-', '~', '#', '!']
    }
}

/// A bar after the time before it; rounding never makes it longer than its share, and it has one sign at least.
fn strip(parts: &LatencyParts, before: f64, whole: f64, look: Look) -> String {
    let place = |time: f64| {
        if whole > 0.0 {
            (time / whole * LONGEST as f64).round() as usize
        } else {
            0
        }
    };
    let start = place(before).min(LONGEST - 1);
    let mut out = " ".repeat(start);
    let mut until = before;
    let kinds = [parts.network, parts.queueing, parts.service, parts.retries];
    let mut drawn = start;
    for (time, sign) in kinds.into_iter().zip(signs(look)) {
        until += time;
        let end = place(until).min(LONGEST);
        out.extend(std::iter::repeat_n(sign, end.saturating_sub(drawn)));
        drawn = drawn.max(end);
    }
    if drawn == start {
        let most = kinds.into_iter().zip(signs(look)).max_by(|a, b| a.0.total_cmp(&b.0));
        out.extend(most.map(|(_, sign)| sign));
    }
    out
}
