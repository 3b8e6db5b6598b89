//! Something is lost: an instance, a zone, a region, a technology, a component.

use super::{Bench, Drill, data, flows, overload};
use crate::analysis::availability::Zone;
use crate::analysis::availability::lost::Lost;
use crate::analysis::load::{Condition, View};
use crate::model::drill::Scenario;
use crate::model::{Model, Placement};
use std::collections::BTreeSet;

pub fn run(bench: &mut Bench, drill: &mut Drill) {
    let lost = lost(bench.model, &drill.scenario);
    let condition = condition(bench.model, &drill.scenario, &lost);
    let mut lost = lost;
    let before = overload::snapshot(bench, condition.view.at);
    let gone: Vec<usize> = lost.gone.iter().copied().collect();
    let undo = bench.load.change(bench.model, &condition, &gone);
    lost.touched = match condition.view == View::default() {
        true => overload::touched_of(bench, &before, &lost, &undo.components().collect()),
        false => overload::touched(bench, &before, &lost),
    };
    drill.overloads = overload::overloads(bench, &before, &lost, condition.view.at, &drill.line);
    drill.flows = flows::states(bench, &lost);
    flows::degrade_by_load(bench, &lost, drill);
    overload::helps(bench, &lost, drill);
    bench.load.restore(undo);
    flows::move_users(bench, drill);
    data::stores(bench, &lost, drill);
    overload::reconnections(bench, &lost, drill);
    says(bench.model, drill);
}

/// What a scenario takes away.
fn lost(model: &Model, scenario: &Scenario) -> Lost {
    let mut lost = Lost::default();
    match scenario {
        Scenario::Instance(c) if model.components[*c].units <= 1 && model.components[*c].regions.len() <= 1 => {
            lost.gone.insert(*c);
        }
        Scenario::Instance(c) => lost.unit = Some(*c),
        Scenario::Component(c) => lost.gone.extend([*c]),
        Scenario::Technology(_, components) => lost.gone.extend(components),
        Scenario::Zone(region, name) => {
            lost.zones.insert(Zone {
                region: *region,
                name: name.clone(),
            });
            let whole = |c: &usize| only_in_zone(model, *c, *region, name);
            lost.gone.extend((0..model.components.len()).filter(whole));
        }
        Scenario::Region(region) => {
            lost.regions.insert(*region);
            let only_here = |c: &usize| model.components[*c].regions == [*region];
            lost.gone.extend((0..model.components.len()).filter(only_here));
        }
        _ => {}
    }
    lost
}

/// Whether all units of a component, in all regions, are in one zone.
fn only_in_zone(model: &Model, c: usize, region: usize, name: &str) -> bool {
    let component = &model.components[c];
    let here = component.regions.is_empty() || component.regions == [region];
    match &component.placement {
        Placement::Zones(zones) => here && zones.iter().all(|(zone, n)| *n == 0 || zone == name),
        _ => false,
    }
}

/// Under what the rest then runs.
fn condition(model: &Model, scenario: &Scenario, lost: &Lost) -> Condition {
    let several = model.design.regions.len() > 1;
    let at = match scenario {
        Scenario::Zone(region, _) if several => Some(*region),
        _ => None,
    };
    Condition {
        down: lost.gone.clone(),
        view: View {
            lost: lost.regions.clone(),
            at,
        },
        ..Condition::default()
    }
}

/// Says that what the drill does not touch is taken to do what it does every day.
pub fn grants(drill: &mut Drill) {
    let mut facts: Vec<&str> = Vec::new();
    for fact in drill.flows.iter().flat_map(|f| &f.granted) {
        if !facts.contains(&fact.as_str()) {
            facts.push(fact);
        }
    }
    let everyday = "what the drill does not touch carries what it does every day";
    drill.assumes.insert(
        0,
        match facts[..] {
            [] => everyday.to_string(),
            _ => format!("{everyday}, though nobody gives {}", facts.join(", ")),
        },
    );
}

/// What is taken for granted, and what is not known.
fn says(model: &Model, drill: &mut Drill) {
    let mut says = |text: &str| drill.assumes.push(text.to_string());
    match &drill.scenario {
        Scenario::Instance(_) => {
            says("the load spreads evenly over the units that are left, once health checks have seen the loss");
        }
        Scenario::Zone(..) => {
            says("the load spreads evenly over the units of the other zones, whoever enters from where");
            says("nothing is started in place of what is lost");
        }
        Scenario::Region(_) => {
            says("the users of the region move to the others by their share of users");
            drill
                .cannot_know
                .push("how long people take to decide, and clients that keep an old DNS answer".to_string());
        }
        Scenario::Technology(..) | Scenario::Component(_) => {
            says("calls fail at once; a caller that waits for them holds its own connections: see `slow`");
        }
        _ => {}
    }
    let unzoned: BTreeSet<&str> = match &drill.scenario {
        Scenario::Zone(..) => {
            let components = model.components.iter().filter(|c| c.placement == Placement::Unzoned);
            components.map(|c| c.id).collect()
        }
        _ => BTreeSet::new(),
    };
    if !unzoned.is_empty() {
        let ids = unzoned.into_iter().collect::<Vec<_>>().join(", ");
        drill
            .cannot_know
            .push(format!("in which zones {ids} run: `zones` would tell"));
    }
}
