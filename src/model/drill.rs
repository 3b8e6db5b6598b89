//! Drills with their names looked up.

use super::{Component, Model, Placement};
use crate::catalog::Role;
use crate::design::drill::{self, Fault, Line, Name, Slower};
use crate::finding::nearest;
use crate::quantity::Quantity;
use crate::source::Spanned;

/// What happens in a drill.
#[derive(Debug, Clone, PartialEq)]
pub enum Scenario {
    /// One unit of a component stops.
    Instance(usize),
    /// A zone of a region stops.
    Zone(usize, String),
    Region(usize),
    /// A technology by its id, with the components that run with it.
    Technology(String, Vec<usize>),
    Component(usize),
    /// Two regions do not hear of one another.
    Partition(usize, usize),
    /// These caches are empty.
    Cold(Vec<usize>),
    Slow(usize, Slower),
    /// Times the peak, and the time over which it comes.
    Surge(Quantity, Option<Quantity>),
    HotKey(Option<usize>, Option<Quantity>),
    RetryStorm(Option<usize>),
    Poison(Option<usize>),
    Backlog(Option<usize>, Quantity),
}

impl Model<'_> {
    /// The drills that a line asks for: several for `lose zone *`.
    ///
    /// # Errors
    /// The line is no drill, or names what is not there.
    pub fn drills(&self, line: &Spanned<String>) -> Result<Vec<Scenario>, Fault> {
        let of = |name: &Option<Name>| name.as_ref().map(|n| self.drilled(n)).transpose();
        Ok(vec![match drill::parse(line, self.design.profile)? {
            Line::LoseInstance(name) => Scenario::Instance(self.with_units(&name)?),
            Line::LoseZone(name) if name.text == "*" => {
                let zones = self.all_zones();
                if zones.is_empty() {
                    return Err(fault(
                        "the design names no zone",
                        &name,
                        "say where units run: `zones: [a, b, c]`",
                    ));
                }
                return Ok(zones.into_iter().map(|(r, z)| Scenario::Zone(r, z)).collect());
            }
            Line::LoseZone(name) => self.zone(&name)?,
            Line::LoseRegion(name) => Scenario::Region(self.region(&name)?),
            Line::LoseTechnology(name) => self.technology(&name)?,
            Line::Lose(name) => Scenario::Component(self.drilled(&name)?),
            Line::Partition(a, b) => {
                let (one, other) = (self.region(&a)?, self.region(&b)?);
                if one == other {
                    return Err(fault("a partition has two sides", &b, "name two regions"));
                }
                Scenario::Partition(one, other)
            }
            Line::Cold(None) => {
                let caches = self.caches();
                if caches.is_empty() {
                    let whole = Name {
                        text: String::new(),
                        at: 0..line.value.len(),
                    };
                    return Err(fault("the design has no cache", &whole, "leave this drill out"));
                }
                Scenario::Cold(caches)
            }
            Line::Cold(Some(name)) => {
                let cache = self.drilled(&name)?;
                let caches = self.caches();
                if !caches.contains(&cache) {
                    let message = format!("nothing is answered from `{}`: no step into it has a `hit`", name.text);
                    return Err(fault(
                        &message,
                        &name,
                        &known(caches.iter().map(|c| self.components[*c].id)),
                    ));
                }
                Scenario::Cold(vec![cache])
            }
            Line::Slow(name, by) => Scenario::Slow(self.drilled(&name)?, by),
            Line::Surge(times, within) => Scenario::Surge(times, within),
            Line::HotKey(name, share) => Scenario::HotKey(of(&name)?, share),
            Line::RetryStorm(name) => Scenario::RetryStorm(of(&name)?),
            Line::Poison(name) => Scenario::Poison(of(&name)?),
            Line::Backlog(name, time) => Scenario::Backlog(of(&name)?, time),
        }])
    }

    /// Components that answer a share of their calls themselves.
    pub fn caches(&self) -> Vec<usize> {
        (0..self.components.len())
            .filter(|c| {
                let hit = |s: &super::Step| s.callee == super::Party::Component(*c) && s.file.hit.is_some();
                self.components[*c].role == Role::Cache || self.flows.iter().any(|f| f.steps.iter().any(hit))
            })
            .collect()
    }

    /// Every zone in which a component has units, by region.
    pub fn all_zones(&self) -> Vec<(usize, String)> {
        let mut zones = Vec::new();
        let none = self.design.regions.is_empty();
        for region in 0..self.design.regions.len().max(1) {
            let here = self.components.iter().filter(|c| none || c.regions.contains(&region));
            for component in here {
                let Placement::Zones(of) = &component.placement else {
                    continue;
                };
                for (zone, units) in of {
                    let key = (region, zone.clone());
                    if *units > 0 && !zones.contains(&key) {
                        zones.push(key);
                    }
                }
            }
        }
        zones.sort();
        zones
    }

    /// Whether one of its units can be lost: it runs units of its own.
    pub fn has_units(&self, c: usize) -> bool {
        self.components.get(c).is_some_and(|c| !c.is_service())
    }

    fn drilled(&self, name: &Name) -> Result<usize, Fault> {
        self.component_index(&name.text).ok_or_else(|| {
            let ids: Vec<&str> = self.components.iter().map(|c| c.id).collect();
            let fix = match (name.text.as_str(), nearest(&name.text, ids.iter().copied())) {
                ("instance" | "zone" | "region" | "technology", _) => format!("say which: `lose {} …`", name.text),
                (_, Some(near)) => format!("did you mean `{near}`?"),
                _ if self.design.regions.iter().any(|(id, _)| id.value == name.text) => {
                    format!("for a region write `lose region {}`", name.text)
                }
                _ if self.all_zones().iter().any(|(_, zone)| *zone == name.text) => {
                    format!("for a zone write `lose zone {}`", name.text)
                }
                _ => known(ids.into_iter()),
            };
            fault(&format!("there is no component `{}`", name.text), name, &fix)
        })
    }

    fn with_units(&self, name: &Name) -> Result<usize, Fault> {
        let c = self.drilled(name)?;
        if self.has_units(c) {
            return Ok(c);
        }
        let message = format!(
            "`{}` has no instances that the design runs: it is managed or external",
            name.text
        );
        Err(fault(&message, name, &format!("write `lose {}`", name.text)))
    }

    fn region(&self, name: &Name) -> Result<usize, Fault> {
        let ids: Vec<&str> = self.design.regions.iter().map(|(id, _)| id.value.as_str()).collect();
        ids.iter().position(|id| *id == name.text).ok_or_else(|| {
            let fix = match nearest(&name.text, ids.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if ids.is_empty() => "the design declares no region".to_string(),
                None => known(ids.into_iter()),
            };
            fault(&format!("there is no region `{}`", name.text), name, &fix)
        })
    }

    fn zone(&self, name: &Name) -> Result<Scenario, Fault> {
        let zones = self.all_zones();
        let several = self.design.regions.len() > 1;
        let shown: Vec<String> = zones.iter().map(|(r, z)| self.zone_words(*r, z)).collect();
        let wanted = match self.design.regions.first() {
            // The only region may be named or left out.
            Some((id, _)) if !several => name.text.strip_prefix(&format!("{}/", id.value)).unwrap_or(&name.text),
            _ => &name.text,
        };
        if let Some(at) = shown.iter().position(|z| z == wanted)
            && let Some((region, zone)) = zones.get(at)
        {
            return Ok(Scenario::Zone(*region, zone.clone()));
        }
        let same: Vec<&str> = zones
            .iter()
            .zip(&shown)
            .filter(|((_, z), _)| *z == name.text)
            .map(|(_, shown)| shown.as_str())
            .collect();
        if !same.is_empty() {
            let message = format!("`{}` is a zone of several regions", name.text);
            return Err(fault(&message, name, &known(same.into_iter())));
        }
        // One letter is near to every other.
        let near = nearest(&name.text, shown.iter().map(String::as_str)).filter(|_| name.text.len() > 2);
        let fix = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if shown.is_empty() => "no component says its `zones`".to_string(),
            None => known(shown.iter().map(String::as_str)),
        };
        Err(fault(
            &format!("no component runs in a zone `{}`", name.text),
            name,
            &fix,
        ))
    }

    fn technology(&self, name: &Name) -> Result<Scenario, Fault> {
        let with = |c: &Component| c.file.technology.as_ref().map(|t| t.value.clone());
        let of: Vec<usize> = (0..self.components.len())
            .filter(|c| with(&self.components[*c]).as_ref() == Some(&name.text))
            .collect();
        if !of.is_empty() {
            return Ok(Scenario::Technology(name.text.clone(), of));
        }
        let mut used: Vec<String> = self.components.iter().filter_map(with).collect();
        used.sort();
        used.dedup();
        let fix = match nearest(&name.text, used.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None if used.is_empty() => "no component says its technology: `with: …`".to_string(),
            None => known(used.iter().map(String::as_str)),
        };
        Err(fault(&format!("no component runs with `{}`", name.text), name, &fix))
    }

    /// `a`, or `eu/a` where there are several regions.
    pub fn zone_words(&self, region: usize, zone: &str) -> String {
        match self.design.regions.get(region) {
            Some((id, _)) if self.design.regions.len() > 1 => format!("{}/{zone}", id.value),
            _ => zone.to_string(),
        }
    }

    /// The drill as one line; equal lines are the same drill.
    pub fn drill_words(&self, scenario: &Scenario) -> String {
        let id = |c: &usize| self.components.get(*c).map_or("?", |c| c.id);
        let region = |r: &usize| self.design.regions.get(*r).map_or("?", |(id, _)| id.value.as_str());
        let at = |start: &str, c: &Option<usize>| match c {
            Some(c) => format!("{start} {}", id(c)),
            None => String::new(),
        };
        match scenario {
            Scenario::Instance(c) => format!("lose instance {}", id(c)),
            Scenario::Zone(r, zone) => format!("lose zone {}", self.zone_words(*r, zone)),
            Scenario::Region(r) => format!("lose region {}", region(r)),
            Scenario::Technology(t, _) => format!("lose technology {t}"),
            Scenario::Component(c) => format!("lose {}", id(c)),
            Scenario::Partition(a, b) => format!("partition {} {}", region(a), region(b)),
            Scenario::Cold(caches) => match caches[..] {
                [one] if self.caches().len() > 1 => format!("cold {}", id(&one)),
                _ => "cold cache".to_string(),
            },
            Scenario::Slow(c, Slower::Times(by)) => format!("slow {} {}", id(c), by.text),
            Scenario::Slow(c, Slower::Longer(by)) => format!("slow {} +{}", id(c), by.text),
            Scenario::Surge(times, None) => format!("surge {}", times.text),
            Scenario::Surge(times, Some(within)) => format!("surge {} in {}", times.text, within.text),
            Scenario::HotKey(c, share) => {
                let share = share.as_ref().map(|s| format!(" {}", s.text)).unwrap_or_default();
                format!("hot key{}{share}", at(" of", c))
            }
            Scenario::RetryStorm(c) => format!("retry storm{}", at(" at", c)),
            Scenario::Poison(c) => format!("poison message{}", at(" at", c)),
            Scenario::Backlog(c, time) => format!("backlog{} {}", at(" of", c), time.text),
        }
    }
}

fn fault(message: &str, name: &Name, fix: &str) -> Fault {
    Fault {
        message: message.to_string(),
        at: name.at.clone(),
        fix: fix.to_string(),
    }
}

/// The first of many.
fn known<'x>(ids: impl Iterator<Item = &'x str>) -> String {
    let ids: Vec<&str> = ids.collect();
    let some = ids.iter().take(12).copied().collect::<Vec<_>>().join(", ");
    let more = if ids.len() > 12 { ", …" } else { "" };
    format!("known: {some}{more}")
}
