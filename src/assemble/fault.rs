//! The systems that were solved, as plain data with names.

use crate::analysis::availability::{Part, Spot};
use crate::analysis::verdict;
use crate::model::Model;
use crate::reliability::{Gate, Layout, When};
use crate::report::{FaultGate, FaultGroups, FaultModel, FaultPlace, FaultTier, FaultWhen};

/// What was solved for the users of one region.
pub fn model(model: &Model, flow: usize, part: &Part) -> FaultModel {
    let system = &part.peak.system;
    let several = model.design.regions.len() > 1;
    let region = |r: usize| verdict::region_name(model, r).to_string();
    let place = |(spot, place): (&Spot, &crate::reliability::Place)| FaultPlace {
        name: match spot {
            Spot::Region(r) => format!("region {}", region(*r)),
            Spot::Zone(zone) => format!("zone {}", verdict::zone_name(model, zone)),
        },
        down: place.down,
        inside: place.inside,
    };
    let tiers = part.peak.sites.iter().zip(&system.tiers).map(|(site, tier)| FaultTier {
        name: match site {
            None => "users of a region".to_string(),
            Some(site) => match site.region.filter(|_| several) {
                Some(r) => format!("{} in {}", model.components[site.component].id, region(r)),
                None => model.components[site.component].id.to_string(),
            },
        },
        unit_down: tier.unit_down,
        common_cause: tier.common_cause,
        failing_over: tier.failing_over,
        groups: tier.layouts.iter().map(groups).collect(),
        every_group: tier.every_group,
    });
    FaultModel {
        flow: model.flows[flow].id.to_string(),
        users: several.then(|| region(part.region)),
        share: part.share,
        places: part.peak.spots.iter().zip(&system.places).map(place).collect(),
        tiers: tiers.collect(),
        choices: system.choices.iter().map(|c| c.options.clone()).collect(),
        gates: system.gates.iter().map(gate).collect(),
    }
}

fn groups(layout: &Layout) -> FaultGroups {
    FaultGroups {
        count: layout.groups,
        units: layout.units.clone(),
    }
}

fn gate(gate: &Gate) -> FaultGate {
    match gate {
        Gate::Need(need) => FaultGate::Need {
            tier: need.tier,
            need: need.level.need,
            writer: need.level.writer,
            when: when(&need.when),
        },
        Gate::All(children) => FaultGate::All(children.clone()),
        Gate::Any(children) => FaultGate::Any(children.clone()),
    }
}

fn when(of: &When) -> FaultWhen {
    match of {
        When::Always => FaultWhen::Always,
        When::All(parts) => FaultWhen::All(parts.iter().map(when).collect()),
        When::Any(parts) => FaultWhen::Any(parts.iter().map(when).collect()),
        When::Option(choice, option) => FaultWhen::Option(*choice, *option),
    }
}
