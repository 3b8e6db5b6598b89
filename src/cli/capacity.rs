//! The sizing sheet: per limiting resource what is needed, for what, and what there is.

use napkin::report::{CapacityState, Component, Report, Resource, Units};

use super::sheet::{used, value};
use super::table::{Cell, Table, number, prose, text};
use super::terminal::Tone;

/// What the marks in the table mean.
pub const HEADING: &str = "Capacity (* runs out first, ! too few)";

/// What the columns mean.
pub const NOTE: &str = "Need: at or below the target. N+1, N+2, zone-safe: also below 100 % with one unit, two units or any zone lost. \
    All in whole zones.";

/// One row for each limiting resource.
pub fn table(report: &Report) -> Table {
    let columns = [
        text("component"),
        text("resource"),
        number("demand").rank(1),
        number("per unit").rank(4),
        number("need").rank(2),
        number("N+1").rank(5),
        number("N+2").rank(7),
        number("zone-safe").rank(3),
        number("have").rank(2),
        number("used"),
        number("zone lost").rank(6),
        number("room").rank(8),
    ];
    let mut table = Table::new(&columns);
    for component in &report.components {
        for (at, resource) in component.resources.iter().enumerate() {
            let name = if at == 0 { &component.id } else { "" };
            table.row(row(name, component, resource));
        }
    }
    table
}

fn row(name: &str, component: &Component, resource: &Resource) -> [Cell; 12] {
    let plan = resource.plan.as_ref();
    let of = |units: Option<&Units>| units.map(enough).unwrap_or_default();
    [
        Cell::new(name).tone(Tone::Strong),
        Cell::new(if resource.binding {
            format!("{} *", resource.resource)
        } else {
            resource.resource.clone()
        }),
        value(&resource.demand),
        value(&resource.per_unit),
        plan.map_or_else(|| value(&resource.units_needed), |plan| enough(&plan.at_target)),
        of(plan.and_then(|plan| plan.one_lost.as_ref())),
        of(plan.and_then(|plan| plan.two_lost.as_ref())),
        of(plan.and_then(|plan| plan.zone_lost.as_ref())),
        Cell::new(component.units.to_string()),
        stable(resource),
        resource.zone_lost.as_ref().map(value).unwrap_or_default(),
        plan.and_then(|plan| plan.head_room.as_ref())
            .map(value)
            .unwrap_or_default(),
    ]
}

/// At or above 100 % the number alone would look like a very full but working unit.
fn stable(resource: &Resource) -> Cell {
    if resource.state == CapacityState::Unstable {
        return Cell::new(format!("{} unstable", resource.utilisation.text)).tone(Tone::Bad);
    }
    used(&resource.utilisation, resource.state)
}

/// Units for a purpose, marked where the declared ones do not do.
pub fn enough(units: &Units) -> Cell {
    match units.enough {
        Some(false) => Cell::new(format!("{}!", units.units.text)).tone(Tone::Bad),
        _ => value(&units.units),
    }
}

/// What the partitions of stores and logs carry, and how hot a key may be.
pub fn partitions(report: &Report) -> Table {
    let columns = [
        text("component"),
        text("resource"),
        number("demand").rank(2),
        number("a partition gives").rank(3),
        number("partitions"),
        number("one key up to"),
        prose("key").rank(1),
    ];
    let mut table = Table::new(&columns);
    for component in &report.components {
        for (at, row) in component.partitions.iter().enumerate() {
            let first = at == 0;
            table.row([
                Cell::new(if first { &component.id } else { "" }).tone(Tone::Strong),
                Cell::new(&row.resource),
                value(&row.demand),
                value(&row.per_partition),
                value(&row.needed),
                value(&row.one_key),
                Cell::new(component.key.as_deref().filter(|_| first).unwrap_or_default()),
            ]);
        }
    }
    table
}
