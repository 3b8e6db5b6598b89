//! What the availability of each flow rests on: its cut sets, and what mending each thing would save.

use napkin::report::{Availability, CutSet, Flow, Report};

use super::sheet::section;
use super::table::{Cell, Table, bullet, number, prose, text};
use super::terminal::{Look, Tone};

/// Cut sets and savings that are shown of one flow; the JSON has more.
const MOST: usize = 5;

pub fn show(out: &mut String, report: &Report, look: Look) {
    let flows: Vec<(&Flow, &Availability)> = report
        .flows
        .iter()
        .filter_map(|flow| Some((flow, flow.availability.as_ref()?)))
        .collect();
    let mut table = Table::new(&[
        text("flow"),
        number("at the peak"),
        number("to answer at all").rank(2),
        number("outage a year"),
        number("cut sets by order").rank(1),
    ]);
    for (flow, found) in &flows {
        table.row([
            Cell::new(&flow.id).tone(Tone::Strong),
            Cell::new(&found.text),
            Cell::new(found.at_all.as_deref().unwrap_or(&found.text)),
            Cell::new(&found.outage),
            Cell::new(orders(found)),
        ]);
    }
    section(out, look, "Availability", table);
    let mut cuts = Table::new(&[
        prose("flow"),
        prose("what fails it together"),
        number("sets"),
        number("costs"),
    ]);
    let rows = |found: &Availability| found.cuts.iter().take(MOST).map(cut_cells).collect::<Vec<_>>();
    for (ids, rows) in alike(&flows, rows) {
        for (i, [what, sets, costs]) in rows.into_iter().enumerate() {
            let id = Cell::new(if i == 0 { ids.as_str() } else { "" }).tone(Tone::Strong);
            cuts.row([id, Cell::new(what), Cell::new(sets), Cell::new(costs)]);
        }
    }
    section(out, look, "Cut sets, the weightiest", cuts);
    let mut savings = Table::new(&[prose("flow"), prose("if it never failed"), number("saved")]);
    let rows = |found: &Availability| {
        let savings = found.savings.iter().take(MOST);
        savings.map(|s| [s.what.clone(), s.saves.clone()]).collect::<Vec<_>>()
    };
    for (ids, rows) in alike(&flows, rows) {
        for (i, [what, saves]) in rows.into_iter().enumerate() {
            let id = Cell::new(if i == 0 { ids.as_str() } else { "" }).tone(Tone::Strong);
            savings.row([id, Cell::new(what), Cell::new(saves)]);
        }
    }
    section(out, look, "What mending each thing would save", savings);
    if !flows.is_empty() {
        out.push_str(&bullet(
            "a cut set is a set of things whose failure together fails the flow, and of which none can be spared; sets that \
             look alike are one line, and what they cost is the outage if no two of them ever met",
            look,
            look.indent(),
        ));
    }
}

/// What is said of each flow; of flows of which the same is said, once.
fn alike<R: PartialEq>(flows: &[(&Flow, &Availability)], rows: impl Fn(&Availability) -> R) -> Vec<(String, R)> {
    let mut groups: Vec<(String, R)> = Vec::new();
    for (flow, found) in flows {
        let own = rows(found);
        match groups.iter_mut().find(|(_, rows)| *rows == own) {
            Some((ids, _)) => ids.push_str(&format!(", {}", flow.id)),
            None => groups.push((flow.id.clone(), own)),
        }
    }
    groups
}

fn cut_cells(cut: &CutSet) -> [String; 3] {
    [words(cut), cut.sets.to_string(), cut.costs.clone()]
}

/// What fails together, and for whom.
fn words(cut: &CutSet) -> String {
    let events = cut.events.join(" + ");
    match &cut.runs {
        Some(runs) => format!("{events}, {runs}"),
        None => events,
    }
}

/// `3, 12, 0`: how many sets of one thing, of two, of three.
fn orders(found: &Availability) -> String {
    let counts: Vec<String> = found.orders.iter().map(f64::to_string).collect();
    let known = if found.complete { "" } else { " or more" };
    format!("{}{known}", counts.join(", "))
}
