//! See the page.

use super::{Rule, Run, Set, fatal, words};
use crate::analysis::Analysis;
use crate::analysis::availability::Event;
use crate::finding::Finding;
use crate::model::{Component, Model, Placement};
use std::collections::{BTreeMap, BTreeSet};

pub const RULE: Rule = Rule {
    id: "single-zone",
    set: Set::Redundancy,
    run: Run::Design(find),
    page: include_str!("single-zone.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    // By component and flow: the fatal zones, with the share of the runs that each of them fails.
    let mut together: BTreeMap<usize, BTreeMap<usize, Fatal>> = BTreeMap::new();
    for (f, found) in fatal::flows(model, analysis) {
        // A component whose every unit is fatal is `single-point-of-failure`'s.
        let units = found.spofs.iter().map(|s| &s.event);
        let alone: BTreeSet<&Event> = units.filter(|e| matches!(e, Event::Unit(_))).collect();
        for spof in &found.spofs {
            let Event::Zone(zone) = &spof.event else { continue };
            let needs = found.needs.iter().map(|(c, _)| *c);
            let here = |c: &usize| holds_all(&model.components[*c], zone.region, &zone.name);
            for c in needs.filter(|c| here(c) && !alone.contains(&Event::Unit(*c))) {
                let fatal = together.entry(c).or_default().entry(f).or_default();
                fatal.insert(zone.region, spof.share.unwrap_or(1.0));
            }
        }
    }
    let musts = fatal::musts(model);
    let mut findings = Vec::new();
    let mut unzoned = Vec::new();
    for (c, flows) in together {
        let component = &model.components[c];
        let regions: BTreeSet<usize> = flows.values().flat_map(|fatal| fatal.keys().copied()).collect();
        let flows: Vec<(usize, Option<f64>)> = flows.iter().map(|(f, fatal)| (*f, all(fatal))).collect();
        let (victims, severity) = fatal::victims(model, &musts, &flows);
        let Placement::Zones(zones) = &component.placement else {
            unzoned.push(component);
            continue;
        };
        let zone = zones.iter().find(|(_, n)| *n > 0).map_or("", |(name, _)| name.as_str());
        let units = component.units;
        let message = format!(
            "{victims} {}, where all {units} units of `{}` run",
            place(model, component, &regions, zone),
            component.id
        );
        let finding = Finding::new(RULE.id, severity, message)
            .at(component.span)
            .of(component.id);
        findings.push(finding.fix(format!("spread `{}` over the zones of its region", component.id)));
    }
    findings.extend(nowhere(model, &unzoned));
    findings
}

/// The share of a flow's runs that each region's zone fails.
type Fatal = BTreeMap<usize, f64>;

/// The share of all of them together, where that is not every run.
fn all(fatal: &Fatal) -> Option<f64> {
    let share: f64 = fatal.values().sum();
    (share < 1.0 - 1e-9).then_some(share)
}

/// `zone a`, with its region where the component has several.
fn place(model: &Model, component: &Component, regions: &BTreeSet<usize>, zone: &str) -> String {
    if component.regions.len() < 2 {
        return format!("zone `{zone}`");
    }
    let names = regions.iter().filter_map(|r| model.design.regions.get(*r));
    let names: Vec<String> = names.map(|(id, _)| format!("{}/{zone}", id.value)).collect();
    match names.len() {
        1 => format!("zone {}", words::ids(names.iter().map(String::as_str))),
        _ => format!(
            "zones {}, each for its region",
            words::ids(names.iter().map(String::as_str))
        ),
    }
}

/// Whether this zone of a region holds all units of a component.
fn holds_all(component: &Component, region: usize, zone: &str) -> bool {
    let in_region = component.regions.is_empty() || component.regions.contains(&region);
    let all = match &component.placement {
        Placement::Zones(zones) => zones.iter().all(|(name, n)| *n == 0 || name == zone),
        Placement::Unzoned => zone.is_empty(),
        Placement::Regional | Placement::Outside | Placement::Device => false,
    };
    in_region && all
}

/// Units in no named zone count as in one; that is worth a question where the design tells of places at all.
fn nowhere(model: &Model, components: &[&Component]) -> Option<Finding> {
    let first = components.first()?;
    let places = !model.design.regions.is_empty() || model.design.components.iter().any(|(_, c)| !c.zones.is_empty());
    places.then(|| {
        let ids = words::ids(components.iter().map(|c| c.id));
        let message = format!("nothing says in which zones {ids} run: taken as one, whose loss is fatal");
        let finding = Finding::info(RULE.id, message).at(first.span).of(first.id);
        finding.fix("say where the units are: `zones: [a, b, c]`")
    })
}
