//! Verdicts and availability as tables.

use napkin::report::{Availability, Cure, Flow, Report, SpofLevel, Status, Verdict};

use super::sheet::section;
use super::table::{Cell, Table, bullet, number, paragraph, prose, text};
use super::terminal::{Look, Tone};

/// Below this a row of six columns can't be read: each verdict becomes a few lines.
const NARROW: u16 = 72;
/// Savings below this share of the outage are not worth a word.
const OUTWEIGHS: f64 = 0.05;
const YEAR: f64 = napkin::analysis::verdict::YEAR_IN_MINUTES;
/// Reasons that are listed for one verdict.
const MOST: usize = 4;

/// The requirements with their verdicts, and the availability of each flow.
pub fn show(report: &Report, look: Look) -> String {
    let mut out = String::new();
    let (computed, told): (Vec<&Verdict>, Vec<&Verdict>) =
        report.verdicts.iter().partition(|verdict| !verdict.not_computable);
    if look.width < NARROW {
        stacked(&mut out, &computed, look);
    } else {
        section(&mut out, look, "Requirements", side_by_side(&computed));
    }
    section(
        &mut out,
        look,
        "Requirements that no calculation can prove",
        not_computable(&told),
    );
    section(&mut out, look, "Assumptions", assumptions(report));
    section(&mut out, look, "Availability", availability(report));
    if !out.is_empty() {
        out.remove(0);
        out.push('\n');
    }
    out
}

fn status(status: Status) -> Cell {
    let (word, tone) = match status {
        Status::Pass => ("PASS", Tone::Good),
        Status::Fail => ("FAIL", Tone::Bad),
        Status::Unknown => ("UNKNOWN", Tone::Doubt),
    };
    Cell::new(word).tone(tone)
}

/// What is required of what.
fn subject(verdict: &Verdict) -> String {
    match &verdict.of {
        Some(of) => format!("{} of {of}", verdict.metric),
        None => verdict.metric.clone(),
    }
}

/// What decides, and what is missing: a line each.
fn reasons(verdict: &Verdict) -> Vec<String> {
    let mut lines = Vec::new();
    if !verdict.because.is_empty() {
        lines.push(few(&verdict.because, "; "));
    }
    if !verdict.missing.is_empty() {
        lines.push(format!("missing: {}", few(&verdict.missing, ", ")));
    }
    lines.extend(verdict.cure.as_ref().map(cure));
    lines
}

/// The edit that mends a requirement, as it is typed.
fn cure(cure: &Cure) -> String {
    let edits: Vec<String> = cure.edits.iter().map(|e| format!("--set {}", quoted(e))).collect();
    let then: Vec<&str> = [&cure.value, &cure.costs]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let words = match (cure.reaches, cure.unproven) {
        (true, _) => "cheapest edit that holds, analysed again",
        (false, true) => "no edit is proven to be enough; with this one it is unknown",
        (false, false) => "no edit of units, zones or failovers is enough; the most comes from",
    };
    let then = match then.as_slice() {
        [] => String::new(),
        then => format!(" ({})", then.join(", ")),
    };
    format!("{words}: {}{then}", edits.join(" "))
}

/// A setting that a shell takes as one word.
fn quoted(setting: &str) -> String {
    if setting.contains([' ', '[', '*']) {
        format!("'{setting}'")
    } else {
        setting.to_string()
    }
}

/// The first of many; the JSON has them all.
fn few(texts: &[String], between: &str) -> String {
    let mut line = texts.iter().take(MOST).cloned().collect::<Vec<_>>().join(between);
    if texts.len() > MOST {
        line.push_str(&format!("{between}and {} more", texts.len() - MOST));
    }
    line
}

fn side_by_side(verdicts: &[&Verdict]) -> Table {
    let columns = [
        text("id"),
        prose("requirement"),
        text("verdict"),
        number("value"),
        text("target"),
        number("margin").rank(1),
    ];
    let mut table = Table::new(&columns);
    for verdict in verdicts {
        let cells = [
            Cell::new(&verdict.id).tone(Tone::Strong),
            Cell::new(subject(verdict)),
            status(verdict.status),
            Cell::new(
                verdict
                    .value
                    .as_deref()
                    .unwrap_or(if verdict.status == Status::Unknown { "?" } else { "" }),
            ),
            Cell::new(&verdict.target),
            Cell::new(verdict.margin.as_deref().unwrap_or_default()),
        ];
        table.row_with_notes(cells, reasons(verdict));
    }
    table
}

/// The same for a narrow terminal: a few lines each.
fn stacked(out: &mut String, verdicts: &[&Verdict], look: Look) {
    if verdicts.is_empty() {
        return;
    }
    out.push_str(&format!("\n{}\n", look.paint(Tone::Strong, "Requirements")));
    for verdict in verdicts {
        let mut head = Table::bare(&[text(""), text(""), prose("")]);
        head.row([
            status(verdict.status),
            Cell::new(&verdict.id).tone(Tone::Strong),
            Cell::new(subject(verdict)),
        ]);
        out.push_str(&head.render(look, look.indent()));
        let mut line = verdict.target.clone();
        if let Some(value) = &verdict.value {
            line = format!("{value}, target {line}");
        }
        if let Some(margin) = &verdict.margin {
            line.push_str(&format!(", margin {margin}"));
        }
        out.push_str(&paragraph(&line, look, look.indent() + 2));
        for reason in reasons(verdict) {
            out.push_str(&bullet(&reason, look, look.indent() + 2));
        }
    }
}

fn not_computable(verdicts: &[&Verdict]) -> Table {
    let mut table = Table::bare(&[text(""), prose(""), prose("")]);
    for verdict in verdicts {
        table.row([
            Cell::new(&verdict.id).tone(Tone::Strong),
            Cell::new(&verdict.target),
            Cell::lines(reasons(verdict)),
        ]);
    }
    table
}

fn assumptions(report: &Report) -> Table {
    let mut table = Table::new(&[
        text("id"),
        prose("assumption").rank(1),
        prose("holds if"),
        text("verdict"),
    ]);
    for assumption in &report.requirements.assumptions {
        if let (Some(holds), Some(outcome)) = (&assumption.holds, assumption.status) {
            table.row([
                Cell::new(&assumption.id).tone(Tone::Strong),
                Cell::new(&assumption.says),
                Cell::new(holds),
                status(outcome),
            ]);
        }
    }
    table
}

fn availability(report: &Report) -> Table {
    let columns = [
        text("flow"),
        number("availability"),
        number("outage a year").rank(1),
        number("hits counted").rank(2),
    ];
    let flows: Vec<(&Flow, &Availability, Vec<String>)> = report
        .flows
        .iter()
        .filter_map(|flow| Some((flow, flow.availability.as_ref()?)))
        .map(|(flow, found)| {
            let mut notes = single_points(found);
            notes.extend(savings(report, flow, found));
            (flow, found, notes)
        })
        .collect();
    let mut table = Table::new(&columns);
    let shared = shared(&flows);
    for (flow, found, notes) in &flows {
        let known = |text: &str| match text {
            "unknown" => Cell::new("?").tone(Tone::Doubt),
            text => Cell::new(text),
        };
        let cells = [
            Cell::new(&flow.id).tone(Tone::Strong),
            known(&found.text),
            known(&found.outage),
            Cell::new(found.with_hits.as_deref().unwrap_or_default()),
        ];
        let own = notes.iter().filter(|note| !shared.contains(note)).cloned().collect();
        table.row_with_notes(cells, own);
    }
    // What holds for every flow is said once, at the end.
    if !shared.is_empty() {
        table.row_with_notes([Cell::new("each of them")], shared);
    }
    table
}

/// The notes that all of several flows have.
fn shared(flows: &[(&Flow, &Availability, Vec<String>)]) -> Vec<String> {
    let [(_, _, first), others @ ..] = flows else {
        return Vec::new();
    };
    let in_all = |note: &&String| !others.is_empty() && others.iter().all(|(_, _, notes)| notes.contains(note));
    first.iter().filter(in_all).cloned().collect()
}

/// The events that alone fail a flow; those of a provider are terms of its SLA.
fn single_points(found: &Availability) -> Vec<String> {
    let events = |service: bool| {
        let events = found
            .spofs
            .iter()
            .filter(|spof| (spof.level == SpofLevel::Service) == service);
        let events = events.map(|spof| match &spof.runs {
            Some(runs) => format!("{} {runs}", spof.event),
            None => spof.event.clone(),
        });
        events.collect::<Vec<_>>().join(", ")
    };
    let mut lines = Vec::new();
    for (service, words) in [(false, "single point of failure:"), (true, "rests on the SLA of")] {
        let events = events(service);
        if !events.is_empty() {
            lines.push(format!("{words} {events}"));
        }
    }
    lines
}

/// What mending each thing would save, of a flow whose availability is required and not proven.
fn savings(report: &Report, flow: &Flow, found: &Availability) -> Option<String> {
    let about = |v: &&Verdict| v.metric == "availability" && v.of.as_ref().is_none_or(|of| *of == flow.id);
    let open = report.verdicts.iter().filter(about).any(|v| v.status != Status::Pass);
    let saved: Vec<String> = found
        .savings
        .iter()
        .filter(|s| s.minutes > found.down_low * OUTWEIGHS * YEAR)
        .take(3)
        .map(|s| format!("{} {}", s.what, s.saves))
        .collect();
    (open && !saved.is_empty()).then(|| format!("what mending each would save: {}", saved.join(", ")))
}
