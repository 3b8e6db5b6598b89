//! See the page.

use super::{Rule, Run, Set, fatal, fullness};
use crate::analysis::Analysis;
use crate::analysis::availability::Event;
use crate::analysis::capacity::Row;
use crate::catalog::Role;
use crate::design::Resource;
use crate::finding::Finding;
use crate::model::{Component, Model, Placement};
use crate::quantity::print;
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    id: "zone-loss-overload",
    set: Set::Capacity,
    run: Run::Design(find),
    page: include_str!("zone-loss-overload.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let figures = &analysis.load.figures;
    let spofs = fatal::flows(model, analysis).into_iter().flat_map(|(_, a)| &a.spofs);
    let alone: BTreeSet<&Event> = spofs.map(|s| &s.event).collect();
    let over = model.components.iter().enumerate().filter_map(|(c, component)| {
        let load = analysis.load.components.get(c)?;
        // Where it is overloaded already, or any one unit's loss is fatal, the zone adds nothing.
        let full = fullness::fullest(analysis, c).is_none_or(|(_, used)| used >= 1.0);
        if full || alone.contains(&Event::Unit(c)) {
            return None;
        }
        let writes = load.writes.is_some() || load.fills.is_some();
        let rows = load.resources.iter().filter(|r| moves(component, r, writes));
        let lost = rows.filter_map(|r| Some((r, figures.value(r.zone_lost?)?)));
        let (row, used) = lost
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|(_, used)| *used >= 1.0)?;
        let Placement::Zones(zones) = &component.placement else {
            return None;
        };
        let (fullest, there) = zones.iter().rev().max_by_key(|(_, units)| *units)?;
        let left = component.units.saturating_sub(*there);
        let message = format!(
            "with zone `{fullest}` lost, `{}` has {left} of its {} units left, and the {} at the peak take {} of them",
            component.id,
            component.units,
            row.resource.name(),
            print::percent(used)
        );
        let finding = Finding::warning(RULE.id, message).at(component.span).of(component.id);
        Some(finding.fix(fix(component, used * f64::from(left))))
    });
    over.collect()
}

/// Whether what a lost zone carried moves to the units that are left: what is kept does not, and where data has
/// copies each of them takes every write already.
fn moves(component: &Component, row: &Row, writes: bool) -> bool {
    let copied = component.role != Role::Stateless && component.copies.is_none_or(|n| n > 1);
    match row.resource {
        Resource::Memory | Resource::Storage => false,
        Resource::Writes => !copied,
        Resource::Requests => !(copied && writes),
        _ => true,
    }
}

/// `carried`: units' worth of load.
fn fix(component: &Component, carried: f64) -> String {
    let Placement::Zones(zones) = &component.placement else {
        return String::new();
    };
    let held = zones.iter().filter(|(_, n)| *n > 0).count().max(2) as f64;
    let left = |units: f64| units - (units / held).ceil();
    if left(f64::from(component.units)) > carried {
        return "deal the same units evenly over the zones".to_string();
    }
    let units = ((carried.floor() + 1.0) * held / (held - 1.0)).ceil();
    format!(
        "{} carries the peak without a zone",
        fullness::replicas(component, units)
    )
}
