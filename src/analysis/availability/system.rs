//! The structure of a flow in numbers: a system of tiers, places and choices.

use super::branch::{Choice as Picked, Guard, Needed};
use super::level::{Level, least};
use super::place::{self, Site, Zone};
use super::structure::Structure;
use crate::model::{Model, Placement};
use crate::reliability::{self as maths, Gate, Layout, Place, System, Tier, When};
use std::collections::{BTreeMap, BTreeSet};

/// Catalog numbers that the analysis reads.
pub const INSTANCE: &str = "instance-availability";
pub const ZONE: &str = "zone-availability";
pub const REGION: &str = "region-availability";
pub const FAILURES: &str = "writer-failures";
/// All of them, for whoever shows what an availability rests on.
pub const NUMBERS: [&str; 4] = [INSTANCE, ZONE, REGION, FAILURES];

/// Loss to a failover whose length or frequency is not known, at worst (format, A9: unknown from 99.9 % on).
const UNKNOWN_FAILOVER: f64 = 1e-3;

/// How unknown facts are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Against the design: an unknown part is down.
    Worst,
    /// For the design: an unknown part is up.
    Best,
}

/// What is asked of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// That it carries its peak, for a request that no cache answers.
    Peak,
    /// That it carries its peak, with the requests that caches answer.
    WithHits,
    /// That it answers at all, however few ask.
    AtAll,
    /// As at the peak, but that a component which can't carry its peak with all its units is only asked to answer at
    /// all: so that what lies beside an overload still shows.
    Structure,
}

/// A zone or a region, by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    Region(usize),
    Zone(Zone),
}

/// A system with the names of its parts.
#[derive(Debug, Clone)]
pub struct Named {
    pub system: System,
    /// By tier; none for one that stands for a whole region.
    pub sites: Vec<Option<Site>>,
    /// By place.
    pub spots: Vec<Spot>,
    /// Facts that are missing; with none, both modes give the same.
    pub missing: Vec<String>,
}

pub fn system(model: &Model, structure: &Structure, question: Question, mode: Mode) -> Named {
    let mut builder = Builder {
        model,
        question,
        mode,
        named: Named {
            system: System::default(),
            sites: Vec::new(),
            spots: Vec::new(),
            missing: Vec::new(),
        },
        tiers: BTreeMap::new(),
        spots: BTreeMap::new(),
        choices: BTreeMap::new(),
        regions: BTreeMap::new(),
        writers: BTreeSet::new(),
        asked: BTreeMap::new(),
    };
    builder.write(structure);
    builder.named
}

struct Builder<'m, 'a> {
    model: &'m Model<'a>,
    question: Question,
    mode: Mode,
    named: Named,
    tiers: BTreeMap<Site, usize>,
    spots: BTreeMap<Spot, usize>,
    /// Choices of a run, by what is chosen.
    choices: BTreeMap<Key, usize>,
    /// Tiers that stand for a whole region.
    regions: BTreeMap<usize, usize>,
    /// Tiers of which a writer is needed.
    writers: BTreeSet<usize>,
    /// By tier, whether the first step asks all of its groups.
    asked: BTreeMap<usize, bool>,
}

/// What a run chooses.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// A step, or the first of steps that exclude one another.
    Step(usize),
    /// Whether a cache answers.
    Cache(usize),
}

impl Builder<'_, '_> {
    fn miss(&mut self, fact: impl Into<String>) {
        let fact = fact.into();
        if !self.named.missing.contains(&fact) {
            self.named.missing.push(fact);
        }
    }

    fn write(&mut self, structure: &Structure) {
        let mut parts: Vec<usize> = structure.always.iter().map(|n| self.need(n)).collect();
        for choice in &structure.choices {
            let mut ways = Vec::with_capacity(choice.ways.len());
            for way in &choice.ways {
                // A way on which something can't be met at all is none.
                let never = |n: &Needed| n.guard == Guard::Always && self.asks(n) == Ok(super::level::never());
                if !way.needs.iter().any(never) {
                    let mut needs: Vec<usize> = way.needs.iter().chain(&way.beside).map(|n| self.need(n)).collect();
                    needs.extend(way.regions.iter().map(|r| self.region(*r)));
                    ways.push(self.named.system.add(Gate::All(needs)));
                }
            }
            if let Some(count) = choice.cut_short {
                self.miss(format!("fewer than {count} fallbacks that share what they move"));
                if self.mode == Mode::Best {
                    ways.push(self.named.system.add(Gate::All(Vec::new())));
                }
            }
            parts.push(self.named.system.add(Gate::Any(ways)));
        }
        self.named.system.add(Gate::All(parts));
    }

    /// What is asked of a step.
    fn asks(&self, needed: &Needed) -> Result<Level, String> {
        match self.question {
            Question::Peak | Question::WithHits => needed.level.clone(),
            Question::Structure if self.is_overloaded(needed) => needed.least.clone(),
            Question::Structure => needed.level.clone(),
            Question::AtAll => needed.least.clone(),
        }
    }

    /// Whether all units together are too few; what is down by itself is not meant.
    fn is_overloaded(&self, needed: &Needed) -> bool {
        let whole = place::left(&self.model.components[needed.site.component], &|_| false, false);
        let never = super::level::never();
        matches!(&needed.level, Ok(level) if *level != never && !whole.meets(level))
    }

    fn need(&mut self, needed: &Needed) -> usize {
        let level = match self.asks(needed) {
            Ok(level) => level,
            Err(fact) => {
                self.miss(fact);
                match self.mode {
                    Mode::Worst => super::level::never(),
                    Mode::Best => needed.least.clone().unwrap_or_else(|_| least()),
                }
            }
        };
        let when = self.when(&needed.guard);
        let tier = self.tier(&needed.site);
        self.asks_groups(tier, needed.site.component, level.all_groups);
        if level.writer && self.writers.insert(tier) {
            let down = self.failing_over(needed.site.component);
            self.named.system.tiers[tier].failing_over = down;
        }
        self.named.system.add(Gate::Need(maths::Need {
            tier,
            level: maths::Level {
                need: level.need,
                writer: level.writer,
            },
            when,
        }))
    }

    /// That a region is up: a tier in it of which nothing fails by itself.
    fn region(&mut self, region: usize) -> usize {
        let tier = match self.regions.get(&region) {
            Some(tier) => *tier,
            None => {
                let spot = self.spot(Spot::Region(region));
                self.named.system.tiers.push(Tier {
                    unit_down: 0.0,
                    common_cause: 0.0,
                    failing_over: 0.0,
                    layouts: vec![Layout {
                        groups: 1,
                        units: vec![(Some(spot), 1)],
                    }],
                    every_group: false,
                });
                self.named.sites.push(None);
                self.regions.insert(region, self.named.sites.len() - 1);
                self.named.sites.len() - 1
            }
        };
        let level = maths::Level { need: 1, writer: false };
        self.named.system.add(Gate::Need(maths::Need {
            tier,
            level,
            when: When::Always,
        }))
    }

    /// Whether steps ask one group of a tier or all of them: one tier is asked in one way.
    fn asks_groups(&mut self, tier: usize, c: usize, all: bool) {
        let first = *self.asked.entry(tier).or_insert(all);
        let known = &mut self.named.system.tiers[tier];
        if first == all {
            known.every_group = all;
        } else if known.groups() > 1 {
            known.every_group = self.mode == Mode::Worst;
            let id = self.model.components[c].id;
            self.miss(format!(
                "steps that ask {id} in one way: some ask one of its groups, some all of them"
            ));
        }
    }

    fn when(&mut self, guard: &Guard) -> When {
        match guard {
            Guard::Always => When::Always,
            Guard::All(parts) => {
                let mut parts: Vec<When> = parts.iter().map(|p| self.when(p)).collect();
                parts.retain(|p| *p != When::Always);
                match parts.len() {
                    0 => When::Always,
                    1 => parts.remove(0),
                    _ => When::All(parts),
                }
            }
            Guard::Any(parts) => {
                let parts: Vec<When> = parts.iter().map(|p| self.when(p)).collect();
                if parts.contains(&When::Always) {
                    When::Always
                } else {
                    When::Any(parts)
                }
            }
            Guard::Miss(cache, probability) if self.question == Question::WithHits => {
                When::Option(self.choice(Key::Cache(*cache), &[*probability]), 0)
            }
            Guard::Miss(..) => When::Always,
            Guard::Choice(picked) => self.picked(picked),
        }
    }

    fn picked(&mut self, picked: &Picked) -> When {
        let Some((first, _)) = picked.siblings.first() else {
            return When::Option(self.choice(Key::Step(picked.step), &[picked.probability]), 0);
        };
        let options: Vec<f64> = picked.siblings.iter().map(|(_, p)| *p).collect();
        let choice = self.choice(Key::Step(*first), &options);
        let option = picked.siblings.iter().position(|(step, _)| *step == picked.step);
        option.map_or(When::Always, |option| When::Option(choice, option))
    }

    fn choice(&mut self, key: Key, options: &[f64]) -> usize {
        let choices = &mut self.named.system.choices;
        *self.choices.entry(key).or_insert_with(|| {
            choices.push(maths::Choice {
                options: options.to_vec(),
            });
            choices.len() - 1
        })
    }

    fn spot(&mut self, spot: Spot) -> usize {
        if let Some(known) = self.spots.get(&spot) {
            return *known;
        }
        let (inside, number) = match &spot {
            Spot::Region(_) => (None, REGION),
            Spot::Zone(zone) => (Some(self.spot(Spot::Region(zone.region))), ZONE),
        };
        let down = self.number(number);
        self.named.system.places.push(Place { down, inside });
        self.named.spots.push(spot.clone());
        self.spots.insert(spot, self.named.spots.len() - 1);
        self.named.spots.len() - 1
    }

    fn tier(&mut self, site: &Site) -> usize {
        if let Some(known) = self.tiers.get(site) {
            return *known;
        }
        let component = &self.model.components[site.component];
        let region = site.region.map(|region| self.spot(Spot::Region(region)));
        let mut layouts = Vec::new();
        for (groups, zones) in place::groups(component) {
            let mut units = Vec::new();
            for (zone, count) in zones {
                let spot = match (zone, site.region) {
                    (Some(name), Some(region)) => Some(self.spot(Spot::Zone(Zone {
                        region,
                        name: name.to_string(),
                    }))),
                    _ => region,
                };
                units.push((spot, count));
            }
            layouts.push(Layout { groups, units });
        }
        let tier = Tier {
            unit_down: self.unit_down(site.component),
            common_cause: component.file.common_cause.as_ref().map_or(0.0, |q| q.point()),
            failing_over: 0.0,
            layouts,
            every_group: false,
        };
        self.named.system.tiers.push(tier);
        self.named.sites.push(Some(site.clone()));
        self.tiers.insert(site.clone(), self.named.sites.len() - 1);
        self.named.sites.len() - 1
    }

    /// Unavailability from a catalog number.
    fn number(&mut self, id: &str) -> f64 {
        match self.model.catalog.number(id) {
            Some((_, fact)) => 1.0 - fact.quantity.point(),
            None => {
                self.miss(format!("catalog number {id}"));
                self.worst(1.0)
            }
        }
    }

    fn worst(&self, value: f64) -> f64 {
        if self.mode == Mode::Worst { value } else { 0.0 }
    }

    /// Unavailability of one unit, given its zone and region.
    fn unit_down(&mut self, c: usize) -> f64 {
        let component = &self.model.components[c];
        if let Some(own) = &component.file.availability {
            return 1.0 - own.point();
        }
        if component.placement == Placement::Device {
            return 0.0;
        }
        if let Some(fact) = component.technology.and_then(|(_, t)| t.availability.as_ref()) {
            return 1.0 - fact.quantity.point();
        }
        if component.is_service() {
            self.miss(format!("components.{}.availability", component.id));
            return self.worst(1.0);
        }
        self.number(INSTANCE)
    }

    /// Share of the time that a writer is in a failover: failures a year × failover.
    fn failing_over(&mut self, c: usize) -> f64 {
        let component = &self.model.components[c];
        let failover = component.replication().and_then(|r| r.failover.as_ref());
        let failures = component.technology.and_then(|(_, t)| t.failures.as_ref());
        let failures = failures.or_else(|| self.model.catalog.number(FAILURES).map(|(_, f)| f));
        match (failover, failures) {
            (Some(failover), Some(failures)) => (failover.point() * failures.quantity.point()).min(1.0),
            (failover, _) => {
                self.miss(match failover {
                    None => format!("components.{}.replication.failover", component.id),
                    Some(_) => format!("failures a year of {}", component.id),
                });
                self.worst(UNKNOWN_FAILOVER)
            }
        }
    }
}
