//! Components, links, regions and actors.

use super::Assembly;
use super::figure::unknown;
use crate::analysis::capacity::Row;
use crate::figure::Id;
use crate::model::{Component, Placement};
use crate::report::{self, CapacityState, Resource};

impl Assembly<'_, '_> {
    pub(super) fn actors(&self) -> Vec<report::Actor> {
        let actors = self.model.design.actors.iter();
        actors
            .map(|(id, actor)| report::Actor {
                id: id.value.clone(),
                says: actor.says.clone(),
            })
            .collect()
    }

    pub(super) fn regions(&self) -> Vec<report::Region> {
        let regions = self.model.design.regions.iter();
        regions
            .map(|(id, region)| report::Region {
                id: id.value.clone(),
                zones: region.zones.iter().map(|z| z.value.clone()).collect(),
                users: region.users.as_ref().map(|u| u.text.clone()),
            })
            .collect()
    }

    pub(super) fn components(&self) -> Vec<report::Component> {
        let mut shares = self.overloaded().into_iter();
        (0..self.model.components.len())
            .map(|c| self.component(c, shares.next().flatten()))
            .collect()
    }

    fn component(&self, c: usize, overload: Option<f64>) -> report::Component {
        let component = &self.model.components[c];
        let load = &self.analysis.load.components[c];
        let file = component.file;
        let demand = |demand: Option<crate::analysis::load::Demand>| demand.map(|d| self.figure(d.peak));
        let loads = [
            load.reads,
            load.writes,
            load.fills,
            load.messages,
            load.bytes_in,
            load.bytes_out,
            load.connections,
        ];
        let storage = load.storage.or(load.memory);
        report::Component {
            id: component.id.to_string(),
            function: file.function.value.clone(),
            function_title: component
                .function
                .map_or_else(|| file.function.value.clone(), |(entry, _)| entry.title.clone()),
            technology: file.technology.as_ref().map(|t| t.value.clone()),
            technology_title: component.technology.map(|(entry, _)| entry.title.clone()),
            shape: component.function.map_or(report::Shape::Unknown, |(_, f)| f.shape),
            size: file.size.as_ref().map(|s| s.value.clone()),
            placement: self.placement(component),
            units: component.units,
            placed: placed(component, self.model.design.regions.len()),
            has: facts(&file.facts),
            lacks: lacks(&file.facts),
            contract: file.contract.as_ref().map(|contract| report::Contract {
                receives: contract.receives.clone(),
                returns: contract.returns.clone(),
                owns: contract.owns.clone(),
                fails_by: contract.fails_by.clone(),
            }),
            average: self.figure_or(
                load.calls.map(|d| d.average),
                &format!("{}.rate", component.id),
                "a flow",
            ),
            peak: self.worked_or(load.calls.map(|d| d.peak), &format!("{}.peak", component.id), "a flow"),
            loads: loads.into_iter().filter_map(demand).collect(),
            storage: storage.map(|id| self.figure(id)),
            daily_growth: load.daily.map(|id| self.figure(id)),
            resources: (load.resources.iter().enumerate())
                .map(|(i, row)| self.resource(row, self.row_plan(c, i)))
                .collect(),
            utilisation: load.utilisation.map_or_else(
                || unknown(&format!("{}.utilisation", component.id), "a flow"),
                |id| self.share(id),
            ),
            plan: self.component_plan(c),
            partitions: self.partitions(c),
            key: file.key.as_ref().map(|key| key.value.clone()),
            store: self.store(c),
            overload,
            state: self.state_of(load.utilisation, load.resources.iter().find(|r| r.binding)),
        }
    }

    fn resource(&self, row: &Row, plan: Option<report::Plan>) -> Resource {
        Resource {
            resource: row.resource.name().to_string(),
            demand: self.figure(row.demand),
            per_unit: self.figure(row.per_unit),
            target: self.share(row.target),
            units_needed: self.figure(row.needed),
            utilisation: self.share(row.utilisation),
            zone_lost: row.zone_lost.map(|id| self.share(id)),
            plan,
            binding: row.binding,
            state: self.state(Some(row)),
        }
    }

    /// How likely it is that each component is overloaded, where that is neither sure nor out of the question.
    fn overloaded(&self) -> Vec<Option<f64>> {
        let load = &self.analysis.load;
        let used: Vec<Id> = load.components.iter().filter_map(|c| c.utilisation).collect();
        let mut shares = load.figures.shares_reaching(&used, 1.0).into_iter();
        let doubtful = |share: &f64| *share > 0.0 && *share < 1.0;
        load.components
            .iter()
            .map(|c| c.utilisation.and_then(|_| shares.next()?).filter(doubtful))
            .collect()
    }

    /// Of a component: unknown where a limit of the file can't be judged, unless another is broken.
    fn state_of(&self, utilisation: Option<Id>, binding: Option<&Row>) -> CapacityState {
        let known = utilisation.is_some_and(|id| self.analysis.load.figures.value(id).is_some());
        match self.state(binding) {
            state @ (CapacityState::Unstable | CapacityState::AboveTarget) => state,
            state if known => state,
            _ => CapacityState::Unknown,
        }
    }

    fn state(&self, row: Option<&Row>) -> CapacityState {
        let value = |id: Id| self.analysis.load.figures.value(id);
        let known = row.and_then(|r| Some((value(r.utilisation)?, value(r.target)?)));
        match known {
            None => CapacityState::Unknown,
            Some((used, _)) if used >= 1.0 => CapacityState::Unstable,
            Some((used, target)) if used > target => CapacityState::AboveTarget,
            Some(_) => CapacityState::Within,
        }
    }

    fn placement(&self, component: &Component) -> report::Placement {
        let regions = &self.model.design.regions;
        let name = |r: &usize| regions[*r].0.value.clone();
        let names: Vec<String> = component.regions.iter().map(name).collect();
        // A design without regions has one that nobody named.
        let names = if names.is_empty() { vec![String::new()] } else { names };
        let zones = |zones: Vec<report::ZoneUnits>| report::Placement::Zones {
            regions: names
                .iter()
                .map(|region| report::RegionUnits {
                    region: region.clone(),
                    zones: zones.clone(),
                })
                .collect(),
        };
        match &component.placement {
            Placement::Zones(units) => zones(
                units
                    .iter()
                    .map(|(zone, units)| report::ZoneUnits {
                        zone: zone.clone(),
                        units: *units,
                    })
                    .collect(),
            ),
            Placement::Unzoned => zones(vec![report::ZoneUnits {
                zone: String::new(),
                units: component.units,
            }]),
            Placement::Regional => report::Placement::Regional { regions: names.clone() },
            Placement::Outside => report::Placement::Outside,
            Placement::Device => report::Placement::Device,
        }
    }

    pub(super) fn links(&self) -> Vec<report::Link> {
        let load = &self.analysis.load;
        // In order of first use, as the flows name them.
        let mut pairs = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for flow in load
            .flows
            .iter()
            .zip(&self.model.flows)
            .filter(|(_, m)| !m.fragment)
            .map(|(f, _)| f)
        {
            for step in &flow.walk.steps {
                let pair = (step.caller, step.callee);
                if seen.insert(pair) {
                    pairs.push(pair);
                }
            }
        }
        pairs
            .into_iter()
            .filter_map(|pair| {
                let link = load.links.get(&pair)?;
                let id = |party| self.model.party_id(party).to_string();
                Some(report::Link {
                    from: id(pair.0),
                    to: id(pair.1),
                    waits: link.waits,
                    flows: link.flows.iter().map(|f| self.model.flows[*f].id.to_string()).collect(),
                    average: self.figure(link.calls?.average),
                    peak: self.figure(link.calls?.peak),
                    bytes_in: self.figure(link.bytes_in?.peak),
                    bytes_out: self.figure(link.bytes_out?.peak),
                })
            })
            .collect()
    }
}

/// What is said to be there, as written.
pub(super) fn facts(facts: &crate::design::Facts) -> Vec<String> {
    let has = facts.has.iter();
    has.map(|(word, value)| fact(&word.value, value.as_deref())).collect()
}

/// What is said not to be there.
pub(super) fn lacks(facts: &crate::design::Facts) -> Vec<String> {
    facts.lacks.iter().map(|word| word.value.clone()).collect()
}

/// A fact with its value: `dead-letter: 5`.
fn fact(word: &str, value: Option<&str>) -> String {
    match value {
        Some(value) => format!("{word}: {value}"),
        None => word.to_string(),
    }
}

/// Units and placement in a few words.
fn placed(component: &Component, regions: usize) -> String {
    let units = |n: u32| {
        if n == 1 {
            "1 unit".to_string()
        } else {
            format!("{n} units")
        }
    };
    let each = if regions > 1 && component.regions.len() > 1 {
        " in each region"
    } else {
        ""
    };
    // More of them than usual are ready for the window of the peak.
    let each = match component.warm {
        Some(window) => format!("{each} for {}", window.value),
        None => each.to_string(),
    };
    match &component.placement {
        Placement::Zones(zones) => {
            let names: Vec<&str> = zones.iter().map(|(z, _)| z.as_str()).collect();
            let word = if names.len() == 1 { "zone" } else { "zones" };
            format!("{} in {word} {}{each}", units(component.units), names.join(", "))
        }
        Placement::Unzoned => format!("{}, zone not said{each}", units(component.units)),
        Placement::Regional if component.units > 1 => format!("{}, managed{each}", units(component.units)),
        Placement::Regional => format!("managed{each}"),
        Placement::Outside => "outside the regions".to_string(),
        Placement::Device => "on the device".to_string(),
    }
}
