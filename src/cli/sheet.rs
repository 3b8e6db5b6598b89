//! The tables of an estimate.

use std::collections::HashMap;

use clap::ValueEnum;
use napkin::quantity::print;
use napkin::report::{CapacityState, Component, Figure, Report};

use super::table::{Cell, Table, bullet, number, paragraph, prose, text};
use super::terminal::{Look, Tone, visible};
use super::{availability, capacity, growth, headline, latency};

/// Missing facts that are listed; nobody finds out more than these at once.
const MOST_UNKNOWN: usize = 30;
/// An overload that is less likely than this is not worth a word.
const LEAST_OVERLOAD: f64 = 0.001;

/// A part of the sheet that may be asked for alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// What it comes to
    Summary,
    /// Load, flows, components, links
    Load,
    /// Units needed, partitions
    Capacity,
    /// By year, outgrown, ladder, prewarm
    Growth,
    /// Percentiles and where the time goes
    Latency,
    /// Cut sets, and what mending each thing would save
    Availability,
    /// Rows and storage
    Data,
    /// The bill, its prices, own servers
    Cost,
    /// The design's own formulas
    Figures,
    /// Missing facts and conventions
    Notes,
}

impl Part {
    /// All parts, in the order of the sheet.
    const ALL: [Part; 10] = [
        Part::Summary,
        Part::Load,
        Part::Capacity,
        Part::Growth,
        Part::Latency,
        Part::Availability,
        Part::Data,
        Part::Cost,
        Part::Figures,
        Part::Notes,
    ];
}

/// The estimate as text; without a wish the whole of it.
pub fn show(report: &Report, only: &[Part], look: Look) -> String {
    let mut out = header(report, look);
    for part in Part::ALL {
        if only.is_empty() || only.contains(&part) {
            write(&mut out, part, report, look);
        }
    }
    out
}

fn write(out: &mut String, part: Part, report: &Report, look: Look) {
    match part {
        Part::Summary => section(out, look, "In short", headline::table(report)),
        Part::Load => {
            section(out, look, "Load", load(report));
            section(out, look, "Flows", flows(report));
            section(out, look, "Components", components(report));
            section(out, look, "Links", links(report));
        }
        Part::Capacity => {
            section(out, look, capacity::HEADING, capacity::table(report));
            if !report.components.is_empty() {
                out.push_str(&paragraph(capacity::NOTE, look, look.indent()));
            }
            section(out, look, "Partitions and hot keys", capacity::partitions(report));
        }
        Part::Growth => growth::show(out, report, look),
        Part::Latency => latency::show(out, report, look),
        Part::Availability => availability::show(out, report, look),
        Part::Data => section(out, look, "Data", data(report)),
        Part::Cost => out.extend(report.cost.iter().map(|cost| super::cost::show(cost, look))),
        Part::Figures => section(out, look, "Figures", own_figures(report)),
        Part::Notes => {
            section(out, look, "Unknown", unknown(report));
            if !report.conventions.is_empty() {
                out.push_str(&format!("\n{}\n", look.paint(Tone::Strong, "How to read this")));
            }
            let lines = report.conventions.iter();
            out.extend(lines.map(|convention| bullet(convention, look, look.indent())));
        }
    }
}

/// What was computed, and under which assumptions.
fn header(report: &Report, look: Look) -> String {
    let mut out = format!("{}\n", look.paint(Tone::Strong, &visible(&report.name)));
    if let Some(summary) = &report.summary {
        out.push_str(&paragraph(summary, look, 0));
    }
    let mut how = format!("{}, profile {}", report.file, report.profile);
    if let Some(state) = &report.state {
        how.push_str(&format!(", state {state}"));
    }
    if let Some(today) = &report.today {
        how.push_str(&format!(", on {today}"));
    }
    for line in paragraph(&how, look, 0).lines() {
        out.push_str(&format!("{}\n", look.paint(Tone::Quiet, line)));
    }
    out
}

/// Adds a table under its heading, if it says anything.
pub fn section(out: &mut String, look: Look, heading: &str, table: Table) {
    if !table.is_empty() {
        out.push_str(&format!(
            "\n{}\n{}",
            look.paint(Tone::Strong, heading),
            table.render(look, look.indent())
        ));
    }
}

/// A figure as a cell: a question mark where it is not known.
pub fn value(figure: &Figure) -> Cell {
    if figure.text == "unknown" {
        Cell::new("?").tone(Tone::Doubt)
    } else {
        Cell::new(&figure.text)
    }
}

/// A utilisation in the tone of its state.
pub fn used(figure: &Figure, state: CapacityState) -> Cell {
    let cell = value(figure);
    match state {
        CapacityState::Within => cell.tone(Tone::Good),
        CapacityState::AboveTarget => cell.tone(Tone::Doubt),
        CapacityState::Unstable => cell.tone(Tone::Bad),
        CapacityState::Unknown => cell,
    }
}

/// How full something is, in words.
fn state(state: CapacityState) -> Cell {
    Cell::new(word(state)).tone(match state {
        CapacityState::Within => Tone::Plain,
        CapacityState::AboveTarget => Tone::Doubt,
        CapacityState::Unstable => Tone::Bad,
        CapacityState::Unknown => Tone::Quiet,
    })
}

fn word(state: CapacityState) -> &'static str {
    match state {
        CapacityState::Within => "ok",
        CapacityState::AboveTarget => "above target",
        CapacityState::Unstable => "unstable",
        CapacityState::Unknown => "unknown",
    }
}

/// How a figure came to be: its formula, else where it was given.
fn working(figure: &Figure) -> Cell {
    Cell::new(if figure.formula.is_empty() {
        &figure.source
    } else {
        &figure.formula
    })
    .tone(Tone::Quiet)
}

/// Where nine of ten cases lie that the ranges of the inputs allow.
pub fn range(figure: &Figure) -> Cell {
    Cell::new(figure.range.as_ref().map_or("", |range| &range.text)).tone(Tone::Quiet)
}

fn load(report: &Report) -> Table {
    let mut table = Table::bare(&[text(""), text(""), text("").rank(2), prose("").rank(1).least(30)]);
    for figure in &report.load {
        table.row([Cell::new(&figure.name), value(figure), range(figure), working(figure)]);
    }
    table
}

fn flows(report: &Report) -> Table {
    let mut table = Table::new(&[
        text("flow"),
        text("by").rank(2),
        number("average"),
        number("peak"),
        number("90 %").rank(3),
        prose("average is").rank(1),
    ]);
    for flow in &report.flows {
        let by = if flow.fragment { "part of others" } else { &flow.starter };
        table.row([
            Cell::new(&flow.id).tone(Tone::Strong),
            by.into(),
            value(&flow.rate),
            value(&flow.peak),
            range(&flow.peak),
            working(&flow.rate),
        ]);
    }
    table
}

fn components(report: &Report) -> Table {
    let columns = [
        text("component"),
        prose("is").rank(3),
        prose("units").rank(2),
        number("average").rank(4),
        number("peak"),
        number("used"),
        number("90 %").rank(3),
        text("state"),
        prose("peak is").rank(5).least(36),
    ];
    let mut table = Table::new(&columns);
    for component in &report.components {
        table.row([
            Cell::new(&component.id).tone(Tone::Strong),
            Cell::new(kind(component)),
            placed(component),
            value(&component.average),
            value(&component.peak),
            used(&component.utilisation, component.state),
            range(&component.utilisation),
            overload(component),
            working(&component.peak),
        ]);
    }
    table
}

/// How full it is in words, and how likely it is too full where only the ranges decide.
fn overload(component: &Component) -> Cell {
    let cell = state(component.state);
    match component.overload.filter(|share| *share >= LEAST_OVERLOAD) {
        Some(share) => {
            Cell::new(format!("{}, overload {}", word(component.state), print::percent(share))).tone(Tone::Doubt)
        }
        None => cell,
    }
}

fn kind(component: &Component) -> String {
    let mut kind = component
        .technology_title
        .clone()
        .unwrap_or_else(|| component.function_title.clone());
    if let Some(size) = &component.size {
        kind.push_str(&format!(", {size}"));
    }
    kind
}

fn placed(component: &Component) -> Cell {
    if component.placed.is_empty() {
        Cell::new(component.units.to_string())
    } else {
        Cell::new(&component.placed)
    }
}

fn links(report: &Report) -> Table {
    let columns = [
        prose("link"),
        number("average").rank(2),
        number("peak"),
        number("sent").rank(1),
        number("returned").rank(1),
    ];
    let mut table = Table::new(&columns);
    for link in &report.links {
        let arrow = if link.waits { "->" } else { "~>" };
        table.row([
            Cell::new(format!("{} {arrow} {}", link.from, link.to)),
            value(&link.average),
            value(&link.peak),
            value(&link.bytes_in),
            value(&link.bytes_out),
        ]);
    }
    table
}

fn data(report: &Report) -> Table {
    let columns = [
        text("entity"),
        prose("kept in").rank(3),
        number("row"),
        number("rows"),
        number("writes").rank(1),
        number("reads").rank(2),
        number("storage"),
        number("90 %").rank(3),
    ];
    let mut table = Table::new(&columns);
    for entity in &report.entities {
        table.row([
            Cell::new(&entity.id).tone(Tone::Strong),
            Cell::new(entity.kept_in.join(", ")),
            value(&entity.size),
            value(&entity.rows),
            value(&entity.writes),
            value(&entity.reads),
            value(&entity.storage),
            range(&entity.storage),
        ]);
    }
    table
}

fn own_figures(report: &Report) -> Table {
    let mut table = Table::bare(&[
        text(""),
        number(""),
        text("").rank(3),
        prose("").rank(2),
        text("").rank(1),
    ]);
    for own in &report.figures {
        let drives = own.drives.as_ref().map(|decision| format!("drives {decision}"));
        table.row([
            Cell::new(&own.figure.name).tone(Tone::Strong),
            value(&own.figure),
            range(&own.figure),
            working(&own.figure),
            Cell::new(drives.unwrap_or_default()),
        ]);
    }
    table
}

/// The facts that are missing, those first on which most figures rest.
fn unknown(report: &Report) -> Table {
    let mut facts: Vec<(&str, usize)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for fact in report.all_figures().into_iter().flat_map(|figure| &figure.missing) {
        let at = *places.entry(fact).or_insert(facts.len());
        if at == facts.len() {
            facts.push((fact, 0));
        }
        facts[at].1 += 1;
    }
    facts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut table = Table::bare(&[prose(""), number("")]);
    for (fact, count) in facts.iter().take(MOST_UNKNOWN) {
        let rest = if *count == 1 {
            "1 figure".to_string()
        } else {
            format!("{count} figures")
        };
        table.row([Cell::new(fact), Cell::new(rest).tone(Tone::Quiet)]);
    }
    if facts.len() > MOST_UNKNOWN {
        table.row([Cell::new(format!("… and {} more", facts.len() - MOST_UNKNOWN))]);
    }
    table
}
