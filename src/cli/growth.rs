//! Growth by year, what it outgrows, the scaling ladder, and what planned events need.

use napkin::report::{Figure, Growth, Ladder, Limit, Report, When, Year};

use super::capacity::enough;
use super::chart::{self, Bar};
use super::sheet::{section, value};
use super::table::{Cell, Table, number, paragraph, prose, text};
use super::terminal::{Look, Tone};

/// Components that are listed of those that run out.
const MOST: usize = 20;
/// Titles of the rungs: the multiples of today's load.
const RUNGS: [&str; 8] = ["×1", "×2", "×5", "×10", "×20", "×50", "×100", "×200"];

/// The sections that apply.
pub fn show(out: &mut String, report: &Report, look: Look) {
    let growth = &report.growth;
    if !growth.years.is_empty() {
        // Of a bill with unknown parts the known ones are told.
        let whole = report.cost.as_ref().is_some_and(|cost| cost.total.value.is_some());
        let bill = if whole { "cost" } else { "known cost" };
        section(out, look, "Growth", years(growth, bill));
        out.push_str(&charts(growth, bill, look));
    }
    section(out, look, "Outgrown", outgrown(growth));
    if let Some(ladder) = &growth.ladder {
        section(out, look, "Scaling ladder (units in a region)", rungs(ladder));
        section(out, look, "What more units do not help", fixed(ladder));
        if !ladder.unknown.is_empty() {
            let words = format!("Not known: {}.", ladder.unknown.join(", "));
            out.push_str(&paragraph(&words, look, look.indent()));
        }
    }
    section(out, look, "Planned events", prewarm(growth));
}

fn some(figure: Option<&Figure>) -> Cell {
    figure.map(value).unwrap_or_default()
}

/// One row a year, with the components whose units are others than the year before.
fn years(growth: &Growth, bill: &'static str) -> Table {
    let columns = [
        number("year"),
        number("users").rank(1),
        number("peak"),
        number("storage"),
        number(bill).rank(1),
        prose("units").rank(2).least(30),
    ];
    let mut table = Table::new(&columns);
    for (at, year) in growth.years.iter().enumerate() {
        let units = if at == 0 { all_units(year) } else { changes(year) };
        table.row([
            Cell::new(&year.year).tone(Tone::Strong),
            some(year.users.as_ref()),
            some(year.peak.as_ref()),
            some(year.storage.as_ref()),
            some(year.cost.as_ref()),
            Cell::new(units).tone(Tone::Quiet),
        ]);
    }
    table
}

fn all_units(year: &Year) -> String {
    let all = year
        .units
        .iter()
        .map(|units| format!("{} {}", units.component, units.units.text));
    all.collect::<Vec<_>>().join(", ")
}

fn changes(year: &Year) -> String {
    match &year.changes[..] {
        [] if !year.units.is_empty() => "as before".to_string(),
        changes => changes.join(", "),
    }
}

/// Bars by year for the peak, the storage and the bill, where there are such.
fn charts(growth: &Growth, bill: &str, look: Look) -> String {
    let mut out = String::new();
    for (title, of) in [
        ("peak", (|year| year.peak.as_ref()) as fn(&Year) -> Option<&Figure>),
        ("storage", |year| year.storage.as_ref()),
        (bill, |year| year.cost.as_ref()),
    ] {
        let bars: Vec<Bar> = growth
            .years
            .iter()
            .filter_map(|year| {
                let figure = of(year)?;
                Some(Bar {
                    label: &year.year,
                    value: figure.value?,
                    text: &figure.text,
                })
            })
            .collect();
        out.push_str(&chart::bars(title, &bars, look));
    }
    out
}

/// What runs out within the horizon, else what is the first to.
fn outgrown(growth: &Growth) -> Table {
    let columns = [
        text("component"),
        prose("at its target").least(18),
        text("by").rank(1),
        prose("at 100 %").rank(2).least(18),
        text("by").rank(2),
    ];
    let mut table = Table::new(&columns);
    let soon = |limit: &Limit| matches!(limit.when, When::Already | When::WithinHorizon);
    let inside = growth.outgrown.iter().filter(|found| soon(&found.target)).count();
    // Where nothing runs out, the first of what comes later tells how far off it is.
    let shown = inside.clamp(1, MOST);
    let open = growth.outgrown.iter().skip(shown);
    let open = open.filter(|found| found.target.when == When::Unknown).count();
    for found in growth.outgrown.iter().take(shown) {
        let tone = |limit: &Limit| match limit.when {
            When::Already => Tone::Bad,
            When::WithinHorizon => Tone::Doubt,
            When::AfterHorizon | When::Never => Tone::Good,
            When::Unknown => Tone::Doubt,
        };
        table.row([
            Cell::new(&found.component).tone(Tone::Strong),
            Cell::new(&found.target.text).tone(tone(&found.target)),
            Cell::new(&found.target.resource),
            Cell::new(&found.full.text).tone(tone(&found.full)),
            Cell::new(&found.full.resource),
        ]);
    }
    let rest = growth.outgrown.len().saturating_sub(shown + open);
    let mut words = Vec::new();
    if rest > 0 {
        words.push(match inside {
            0..=MOST => format!("{rest} later or never"),
            _ => format!("{rest} more"),
        });
    }
    if open > 0 {
        words.push(format!("{open} not known"));
    }
    if !words.is_empty() {
        let words = words.join(", ");
        table.row([Cell::new("…"), Cell::new(words).tone(Tone::Quiet)]);
    }
    table
}

fn rungs(ladder: &Ladder) -> Table {
    let mut columns = vec![text("component")];
    // The highest rungs are the first to go where there is no room.
    columns.extend(RUNGS.iter().zip(0..).map(|(title, rank)| number(title).rank(rank)));
    let mut table = Table::new(&columns);
    if ladder.rungs.iter().any(|rung| rung.load.is_some()) {
        let mut cells = vec![Cell::new("load").tone(Tone::Quiet)];
        cells.extend(ladder.rungs.iter().map(|rung| {
            let text = rung.load.as_ref().map(|load| load.text.as_str()).unwrap_or_default();
            Cell::new(text.trim_end_matches(" users")).tone(Tone::Quiet)
        }));
        table.row(cells);
    }
    for scaled in &ladder.components {
        let mut cells = vec![Cell::new(&scaled.component).tone(Tone::Strong)];
        cells.extend(scaled.units.iter().map(value));
        table.row(cells);
    }
    table
}

fn fixed(ladder: &Ladder) -> Table {
    let columns = [
        text("component"),
        text("full of"),
        text("since it is").rank(1),
        number("at"),
        number("that is").rank(2),
    ];
    let mut table = Table::new(&columns);
    for fixed in ladder.fixed.iter().take(MOST) {
        table.row([
            Cell::new(&fixed.component).tone(Tone::Strong),
            Cell::new(&fixed.resource),
            Cell::new(&fixed.why),
            Cell::new(format!("×{}", fixed.breaks_at.text)).tone(match fixed.breaks_at.value {
                Some(times) if times <= 1.0 => Tone::Bad,
                Some(times) if times <= 10.0 => Tone::Doubt,
                _ => Tone::Plain,
            }),
            some(fixed.load.as_ref()),
        ]);
    }
    table
}

fn prewarm(growth: &Growth) -> Table {
    let columns = [
        text("window"),
        text("component"),
        number("need"),
        number("run"),
        number("up to").rank(3),
        number("reaction").rank(2),
        number("buffer").rank(1),
        number("in units").rank(1),
    ];
    let mut table = Table::new(&columns);
    for found in &growth.prewarm {
        let cells = [
            Cell::new(&found.window),
            Cell::new(&found.component).tone(Tone::Strong),
            enough(&found.needed),
            value(&found.running),
            some(found.most.as_ref()),
            value(&found.reaction),
            value(&found.buffer),
            value(&found.buffer_units),
        ];
        let steps: Vec<String> = found
            .steps
            .iter()
            .filter(|step| step.at.value.is_some() && step.units.value.is_some())
            .map(|step| format!("{} at {}", step.units.text, step.at.text))
            .collect();
        let mut notes = Vec::new();
        if !steps.is_empty() {
            notes.push(format!("ask for {}", steps.join(", ")));
        }
        if let (Some(most), Some(needed)) = (&found.most, found.needed.units.value)
            && most.value.is_some_and(|most| most < needed)
        {
            notes.push(format!("it may not scale beyond {}", most.text));
        }
        let mut missing: Vec<&str> = Vec::new();
        for fact in found.buffer.missing.iter().chain(&found.reaction.missing) {
            if !missing.contains(&fact.as_str()) {
                missing.push(fact);
            }
        }
        // Where all that are needed run already, nothing has to be known.
        if !missing.is_empty() && found.needed.enough != Some(true) {
            notes.push(format!("missing: {}", missing.join(", ")));
        }
        table.row_with_notes(cells, notes);
    }
    table
}
