//! All drills of a design in one table: a row for each, a column for each requirement or flow.

use std::collections::HashMap;

use napkin::report::{Drill, DrillFlow, DrillState, Report};

use super::drill::{reasons, sign};
use super::table::{Cell, Table, bullet, paragraph, prose, text};
use super::terminal::{Look, Tone, visible};

/// Drills that are told in words.
const MOST_WORDS: usize = 5;
/// What is said of one drill in words.
const MOST_LINES: usize = 4;
/// Names in one row.
const MOST_NAMES: usize = 6;
/// Least columns that the names of the drills take.
const NAMES: u16 = 26;

/// What a column is about: the worst of these flows.
struct Column {
    title: String,
    flows: Vec<String>,
}

/// Drills of one verb that do the same to every flow.
struct Row<'r> {
    drills: Vec<&'r Drill>,
    /// By column; none where it has no flow.
    states: Vec<Option<DrillState>>,
}

/// The table, then the worst few in words.
pub fn show(report: &Report, drills: &[Drill], look: Look) -> String {
    let columns = columns(report);
    let rows = rows(drills, &columns);
    let mut out = String::new();
    let mut first = 0;
    for part in parts(&columns, look) {
        out.push_str(&table(&rows, first, part, look));
        out.push('\n');
        first += part.len();
    }
    out.push_str(&paragraph(&key(look), look, 0));
    for words in [already(drills), granted(drills)].into_iter().flatten() {
        out.push_str(&paragraph(&words, look, 0));
    }
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
    format!("{}. Name a drill to see it in full.", words.join(", "))
}

/// What needs no drill to fail.
fn already(drills: &[Drill]) -> Option<String> {
    let flows = drills.first()?.flows.iter().filter(|f| f.already);
    let ids: Vec<&str> = flows.map(|f| f.id.as_str()).collect();
    match ids[..] {
        [] => None,
        [one] => Some(format!("{one} fails without any drill too: see `napkin check`.")),
        _ => Some(format!(
            "{} fail without any drill too: see `napkin check`.",
            ids.join(", ")
        )),
    }
}

/// What is taken to carry its load without a proof.
fn granted(drills: &[Drill]) -> Option<String> {
    let mut facts: Vec<&str> = Vec::new();
    for fact in drills.iter().flat_map(|d| &d.flows).flat_map(|f| &f.taken_for_granted) {
        if !facts.contains(&fact.as_str()) {
            facts.push(fact);
        }
    }
    if facts.is_empty() {
        return None;
    }
    let some = facts.iter().take(MOST_NAMES).copied().collect::<Vec<_>>().join(", ");
    let more = match facts.len().saturating_sub(MOST_NAMES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(format!(
        "What a drill does not touch is taken to carry what it does every day, though nobody gives {some}{more}."
    ))
}

/// Functional requirements by their flows, and all other flows as one; each flow where there is no requirement.
fn columns(report: &Report) -> Vec<Column> {
    let required = report.requirements.functional.iter().filter_map(|functional| {
        Some(Column {
            title: functional.id.clone(),
            flows: vec![functional.flow.clone()?],
        })
    });
    let mut columns: Vec<Column> = required.collect();
    let named = |id: &String| columns.iter().any(|c| c.flows.contains(id));
    let flows = report.flows.iter().filter(|f| !f.fragment).map(|f| f.id.clone());
    let others: Vec<String> = flows.filter(|id| !named(id)).collect();
    if columns.is_empty() {
        let alone = |id: String| Column {
            title: id.clone(),
            flows: vec![id],
        };
        return others.into_iter().map(alone).collect();
    }
    if !others.is_empty() {
        columns.push(Column {
            title: "other".to_string(),
            flows: others,
        });
    }
    columns
}

/// As many columns side by side as there is room for.
fn parts(columns: &[Column], look: Look) -> Vec<&[Column]> {
    let room = usize::from(look.width.saturating_sub(NAMES));
    let mut parts = Vec::new();
    let mut rest = columns;
    while !rest.is_empty() {
        let mut used = 0;
        let fits = rest.iter().take_while(|column| {
            used += column.title.chars().count() + 2;
            used <= room
        });
        let (part, later) = rest.split_at(fits.count().clamp(1, rest.len()));
        parts.push(part);
        rest = later;
    }
    parts
}

fn rows<'r>(drills: &'r [Drill], columns: &[Column]) -> Vec<Row<'r>> {
    let mut rows: Vec<Row> = Vec::new();
    for drill in drills {
        let (verb, _) = split(&drill.line);
        let states = states(drill, columns);
        let same = |row: &&mut Row| {
            let first = row.drills.first();
            !verb.is_empty() && first.is_some_and(|f| split(&f.line).0 == verb) && row.states == states
        };
        match rows.iter_mut().find(same) {
            Some(row) => row.drills.push(drill),
            None => rows.push(Row {
                drills: vec![drill],
                states,
            }),
        }
    }
    rows
}

/// The worst state of the flows of each column.
fn states(drill: &Drill, columns: &[Column]) -> Vec<Option<DrillState>> {
    let known: HashMap<&str, DrillState> = drill.flows.iter().map(|f| (f.id.as_str(), f.state)).collect();
    let worst = |column: &Column| {
        column
            .flows
            .iter()
            .filter_map(|id| known.get(id.as_str()).copied())
            .max()
    };
    columns.iter().map(worst).collect()
}

/// `lose zone` and `a`: drills of one verb can share a row.
fn split(line: &str) -> (&str, &str) {
    match line.rsplit_once(' ') {
        Some((verb, name)) if verb.starts_with("lose") => (verb, name),
        _ => ("", line),
    }
}

/// A part of the columns, of which the first is the `first` of all.
fn table(rows: &[Row], first: usize, columns: &[Column], look: Look) -> String {
    let shape: Vec<_> = std::iter::once(prose("").least(NAMES - 2))
        .chain(columns.iter().map(|_| text("")))
        .collect();
    let mut table = Table::bare(&shape);
    let titles = columns.iter().map(|c| Cell::new(&c.title).tone(Tone::Strong));
    table.row(std::iter::once(Cell::new("")).chain(titles));
    for row in rows {
        let states = row.states.iter().skip(first).take(columns.len());
        let cells = states.map(|state| match state {
            Some(state) => {
                let (sign, tone) = sign(*state, look);
                Cell::new(sign).tone(tone)
            }
            None => Cell::new(""),
        });
        table.row(std::iter::once(Cell::new(title(row))).chain(cells));
    }
    table.render(look, 0)
}

/// The names of a row; the first of many.
fn title(row: &Row) -> String {
    let Some((first, others)) = row.drills.split_first() else {
        return String::new();
    };
    if others.is_empty() {
        return first.line.clone();
    }
    let names: Vec<&str> = row.drills.iter().map(|d| split(&d.line).1).collect();
    let (shown, more) = match names.len() {
        n if n <= MOST_NAMES + 1 => (n, String::new()),
        n => (MOST_NAMES, format!(" and {} more", n - MOST_NAMES)),
    };
    let some = names.iter().take(shown).copied().collect::<Vec<_>>().join(", ");
    format!("{} {some}{more}", in_turn(split(&first.line).0))
}

/// A verb with several names, which are not lost at once.
fn in_turn(verb: &str) -> &'static str {
    match verb {
        "lose instance" => "lose an instance of each of",
        "lose zone" => "lose each of the zones",
        "lose region" => "lose each of the regions",
        "lose technology" => "lose each of the technologies",
        _ => "lose each of",
    }
}

/// Flows that the drill fails, and that hold without it.
fn failing(drill: &Drill) -> Vec<&DrillFlow> {
    let flows = drill.flows.iter();
    flows.filter(|f| f.state == DrillState::Fails && !f.already).collect()
}

/// The drills that break a requirement or fail most.
fn worst(drills: &[Drill], look: Look) -> String {
    let mut worst: Vec<&Drill> = drills.iter().filter(|d| d.breaks || !failing(d).is_empty()).collect();
    worst.sort_by_key(|d| (!d.breaks, usize::MAX - failing(d).len()));
    // Drills of one verb that fail the same flows for the same reasons are told once.
    let mut told: Vec<(&Drill, Vec<String>, usize)> = Vec::new();
    for drill in worst {
        let why = groups(drill)
            .into_iter()
            .map(|(ids, why)| format!("{}: {why}", ids.join(", ")))
            .collect();
        let verb = split(&drill.line).0;
        match told
            .iter_mut()
            .find(|(d, known, _)| *known == why && split(&d.line).0 == verb)
        {
            Some((_, _, more)) => *more += 1,
            None => told.push((drill, why, 0)),
        }
    }
    let mut out = String::new();
    for (drill, _, more) in told.iter().take(MOST_WORDS) {
        let mut title = visible(&drill.line).into_owned();
        if *more > 0 {
            title.push_str(&format!(", and {more} like it"));
        }
        out.push_str(&format!("\n{}\n", look.paint(Tone::Strong, &title)));
        out.extend(in_words(drill).iter().map(|line| bullet(line, look, look.indent())));
    }
    if told.len() > MOST_WORDS {
        let more = format!("{} more fail something.", told.len() - MOST_WORDS);
        out.push_str(&format!("\n{}", paragraph(&more, look, 0)));
    }
    out
}

/// Flows that fail, by their reasons.
fn groups(drill: &Drill) -> Vec<(Vec<&str>, String)> {
    let mut groups: Vec<(Vec<&str>, String)> = Vec::new();
    for flow in failing(drill) {
        let why = reasons(flow, 2);
        match groups.iter_mut().find(|(_, known)| *known == why) {
            Some((ids, _)) => ids.push(&flow.id),
            None => groups.push((vec![&flow.id], why)),
        }
    }
    groups
}

/// Flows that fail for the same reason in a line, what is broken, what would help.
fn in_words(drill: &Drill) -> Vec<String> {
    let groups = groups(drill);
    let more = groups.len().saturating_sub(MOST_LINES);
    let mut lines: Vec<String> = groups
        .iter()
        .take(MOST_LINES)
        .map(|(ids, why)| match ids[..] {
            [one] => format!("{one} fails: {why}"),
            _ => format!("{} fail: {why}", ids.join(", ")),
        })
        .collect();
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    let stores = drill.stores.iter().flat_map(|s| &s.targets);
    let missed = drill.targets.iter().chain(stores).filter(|t| t.met == Some(false));
    lines.extend(missed.map(|t| format!("breaks {}: {}", t.id, t.text)));
    lines.extend(
        drill
            .helps
            .iter()
            .take(MOST_LINES)
            .map(|help| format!("would help: {help}")),
    );
    lines
}
