//! All drills of a design in one table: a row for each, a column for each requirement or flow.

use napkin::report::{Drill, DrillState, Report};

use super::drill::{reasons, sign};
use super::table::{Cell, Table, bullet, paragraph, prose, text};
use super::terminal::{Look, Tone, visible};

/// Drills that are told in words.
const MOST_WORDS: usize = 5;
/// Columns that one table has; more go into another below it.
const MOST_COLUMNS: usize = 12;

/// What a column is about.
struct Column {
    title: String,
    flow: String,
}

/// The table, then the worst few in words.
pub fn show(report: &Report, drills: &[Drill], look: Look) -> String {
    let columns = columns(report);
    let mut out = String::new();
    for part in columns.chunks(MOST_COLUMNS) {
        out.push_str(&table(drills, part, look));
        out.push('\n');
    }
    out.push_str(&paragraph(&key(look), look, 0));
    out.push_str(&worst(drills, look));
    out.push('\n');
    out
}

fn key(look: Look) -> String {
    let states = [
        (DrillState::Holds, "holds"),
        (DrillState::Degraded, "degrades"),
        (DrillState::Fails, "fails"),
        (DrillState::Unknown, "a fact is missing"),
    ];
    let words = states.map(|(state, word)| format!("{} {word}", sign(state, look).0));
    format!(
        "{}. `napkin drill DESIGN 'lose …'` tells one in full.",
        words.join(", ")
    )
}

/// Functional requirements by their flows, then flows that no requirement names.
fn columns(report: &Report) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for functional in &report.requirements.functional {
        if let Some(flow) = &functional.flow {
            columns.push(Column {
                title: functional.id.clone(),
                flow: flow.clone(),
            });
        }
    }
    for flow in report.flows.iter().filter(|f| !f.fragment) {
        if !columns.iter().any(|c| c.flow == flow.id) {
            columns.push(Column {
                title: flow.id.clone(),
                flow: flow.id.clone(),
            });
        }
    }
    columns
}

/// Rows of drills that do the same are one row.
fn table(drills: &[Drill], columns: &[Column], look: Look) -> String {
    let state = |drill: &Drill, column: &Column| drill.flows.iter().find(|f| f.id == column.flow).map(|f| f.state);
    let mut rows: Vec<(String, Vec<Option<DrillState>>)> = Vec::new();
    for drill in drills {
        let states: Vec<Option<DrillState>> = columns.iter().map(|c| state(drill, c)).collect();
        let (verb, name) = split(&drill.line);
        match rows
            .iter_mut()
            .find(|(line, of)| split(line).0 == verb && *of == states && !verb.is_empty())
        {
            Some((line, _)) => line.push_str(&format!(", {name}")),
            None => rows.push((drill.line.clone(), states)),
        }
    }
    let mut out = String::new();
    let mut heads = Table::bare(&head(columns.len()));
    heads.row(std::iter::once(Cell::new("")).chain(columns.iter().map(|c| Cell::new(&c.title).tone(Tone::Strong))));
    for (line, states) in rows {
        let cells = states.into_iter().map(|state| match state {
            Some(state) => {
                let (sign, tone) = sign(state, look);
                Cell::new(sign).tone(tone)
            }
            None => Cell::new(""),
        });
        heads.row(std::iter::once(Cell::new(&line)).chain(cells));
    }
    out.push_str(&heads.render(look, 0));
    out
}

fn head(count: usize) -> Vec<super::table::Column> {
    std::iter::once(prose("").least(24))
        .chain((0..count).map(|_| text("")))
        .collect()
}

/// `lose zone` and `a`: drills of one verb can share a row.
fn split(line: &str) -> (&str, &str) {
    match line.rsplit_once(' ') {
        Some((verb, name)) if verb.starts_with("lose") => (verb, name),
        _ => ("", line),
    }
}

/// The drills that fail most, a line for each flow that they fail.
fn worst(drills: &[Drill], look: Look) -> String {
    let fails = |drill: &&Drill| drill.flows.iter().filter(|f| f.state == DrillState::Fails).count();
    let mut worst: Vec<&Drill> = drills.iter().filter(|d| d.breaks || fails(d) > 0).collect();
    worst.sort_by_key(|d| (!d.breaks, usize::MAX - fails(d)));
    let mut out = String::new();
    for drill in worst.iter().take(MOST_WORDS) {
        out.push_str(&format!("\n{}\n", look.paint(Tone::Strong, &visible(&drill.line))));
        for flow in drill.flows.iter().filter(|f| f.state == DrillState::Fails) {
            out.push_str(&bullet(
                &format!("{} fails: {}", flow.id, reasons(flow)),
                look,
                look.indent(),
            ));
        }
        let stores = drill.stores.iter().flat_map(|s| &s.targets);
        for target in drill.targets.iter().chain(stores).filter(|t| t.met == Some(false)) {
            out.push_str(&bullet(
                &format!("breaks {}: {}", target.id, target.text),
                look,
                look.indent(),
            ));
        }
        for help in &drill.helps {
            out.push_str(&bullet(&format!("would help: {help}"), look, look.indent()));
        }
    }
    if worst.len() > MOST_WORDS {
        out.push_str(&paragraph(
            &format!("… and {} more that fail something", worst.len() - MOST_WORDS),
            look,
            0,
        ));
    }
    out
}
