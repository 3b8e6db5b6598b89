//! The bill of a month as text.

use napkin::report::{ComponentCost, Cost, Figure, OwnedServers};

use super::sheet::section;
use super::table::{Cell, Table, bullet, number, paragraph, prose, text};
use super::terminal::{Look, Tone};

/// The bill with what it rests on.
pub fn show(cost: &Cost, look: Look) -> String {
    let mut out = String::new();
    section(&mut out, look, "Cost of a month", components(cost));
    out.push_str(&paragraph(
        "Today's load with the data of the horizon.",
        look,
        look.indent(),
    ));
    section(&mut out, look, "Cost by kind", kinds(cost));
    section(&mut out, look, "Autoscaled groups, average billed", groups(cost));
    section(&mut out, look, "Prices", prices(cost));
    lines(&mut out, look, "Terms", &cost.terms);
    lines(&mut out, look, "Not priced", &cost.unpriced);
    if let Some(owned) = &cost.owned {
        section(&mut out, look, "On servers of your own", on_own_servers(owned));
        for line in about(owned) {
            out.push_str(&paragraph(&line, look, look.indent()));
        }
    }
    out
}

fn lines(out: &mut String, look: Look, heading: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    out.push_str(&format!("\n{}\n", look.paint(Tone::Strong, heading)));
    for line in lines {
        out.push_str(&bullet(line, look, look.indent()));
    }
}

fn value(figure: &Figure) -> Cell {
    if figure.text == "unknown" {
        Cell::new("?").tone(Tone::Doubt)
    } else {
        Cell::new(&figure.text)
    }
}

fn components(cost: &Cost) -> Table {
    let mut table = Table::new(&[
        text("component"),
        number("a month"),
        number("share").rank(2),
        prose("most of it is").rank(1),
    ]);
    for component in &cost.components {
        table.row([
            Cell::new(&component.component).tone(Tone::Strong),
            least(&component.cost, component.known.as_ref()),
            value(&component.share),
            Cell::new(most(component)).tone(Tone::Quiet),
        ]);
    }
    let range = cost.total.range.as_ref().map(|r| format!("90 %: {}", r.text));
    table.row([
        Cell::new("everything"),
        least(&cost.total, Some(&cost.known)),
        Cell::default(),
        Cell::new(range.unwrap_or_default()).tone(Tone::Quiet),
    ]);
    table
}

/// The cost, or the least that it is.
fn least(cost: &Figure, known: Option<&Figure>) -> Cell {
    match known {
        Some(known) if cost.value.is_none() => Cell::new(format!("≥ {}", known.text)).tone(Tone::Doubt),
        _ => value(cost),
    }
}

/// The biggest part, or what would have to be known.
fn most(component: &ComponentCost) -> String {
    match component.cost.missing.first() {
        Some(fact) => format!("missing: {fact}"),
        None => component.biggest.clone(),
    }
}

fn kinds(cost: &Cost) -> Table {
    let mut table = Table::bare(&[text(""), number(""), number("").rank(1)]);
    for kind in &cost.kinds {
        table.row([Cell::new(&kind.kind), value(&kind.cost), value(&kind.share)]);
    }
    table
}

fn groups(cost: &Cost) -> Table {
    let mut table = Table::new(&[text("group"), number("floor"), number("average"), number("peak")]);
    for component in &cost.components {
        let Some(scaled) = &component.scaled else { continue };
        table.row([
            Cell::new(&component.component).tone(Tone::Strong),
            value(&scaled.floor),
            value(&scaled.average),
            value(&scaled.peak),
        ]);
    }
    if let (Some(floor), Some(peak)) = (&cost.floor, &cost.peak) {
        table.row([Cell::new("everything"), value(floor), value(&cost.known), value(peak)]);
    }
    table
}

fn prices(cost: &Cost) -> Table {
    let mut table = Table::new(&[
        text("entry of the catalog"),
        text("as of"),
        prose("for").rank(2),
        prose("of").rank(1),
    ]);
    for price in &cost.prices {
        let dated = match &price.file {
            Some(file) => format!("{}, {file}", price.dated),
            None => price.dated.clone(),
        };
        table.row([
            Cell::new(&price.id),
            Cell::new(dated),
            Cell::new(price.region.as_deref().unwrap_or("")),
            Cell::new(price.components.join(", ")),
        ]);
    }
    table
}

/// What a month on servers of one's own is made of.
fn rows(owned: &OwnedServers) -> [(&'static str, &Figure); 5] {
    [
        ("bought, over their life", &owned.bought),
        ("electricity", &owned.electricity),
        ("place", &owned.place),
        ("staff", &owned.staff),
        ("all of it", &owned.owned),
    ]
}

fn on_own_servers(owned: &OwnedServers) -> Table {
    let mut table = Table::bare(&[text(""), number("")]);
    table.row([Cell::new("these units in the cloud"), value(&owned.cloud)]);
    for (name, figure) in rows(owned) {
        table.row([Cell::new(name), value(figure)]);
    }
    table
}

fn about(owned: &OwnedServers) -> Vec<String> {
    let mut lines = vec![format!(
        "{} servers for {} vCPU and {} of memory of {}.",
        owned.servers.text,
        owned.vcpus.text,
        owned.memory.text,
        owned.components.join(", ")
    )];
    if owned.capex.value.is_some() {
        lines.push(format!(
            "Over {} with growth: {} in the cloud; {} to buy and {} to run on one's own.",
            owned.horizon.text, owned.cloud_over_horizon.text, owned.capex.text, owned.opex.text
        ));
    }
    if !owned.not_counted.is_empty() {
        lines.push(format!(
            "Not counted, since the size of their units is not known: {}.",
            owned.not_counted.join(", ")
        ));
    }
    lines.push(format!("Left out: {}.", owned.left_out));
    lines
}
