//! RTO: how long until a store serves again (format, A9 and A10).

use super::scope::{Length, Question, Scope, units_lost};
use super::{Bench, Outcome};
use crate::catalog::Role;
use crate::design::Nonfunctional;
use crate::figure::Id;
use crate::quantity::{Dimension, Quantity};

impl Bench<'_, '_, '_, '_> {
    pub(super) fn rto(&mut self, target: &Quantity, requirement: &Nonfunctional) -> Outcome {
        self.over_stores(Question::Recovery, target, requirement)
    }

    /// Time until a store serves again in a scope.
    pub(super) fn recovery(&mut self, c: usize, scope: Scope) -> Length {
        let model = self.model;
        let component = &model.components[c];
        let id = component.id;
        if scope == Scope::All || scope == Scope::Region && component.regions.len() < 2 {
            return self.restored(c);
        }
        if scope == Scope::Region {
            return self.region_failover(c);
        }
        if component.is_service() {
            return self.at_once("a provider's failovers are part of its SLA");
        }
        let lost = match units_lost(component, scope) {
            Ok(lost) => lost,
            Err(fact) => return self.missing_time(fact),
        };
        if lost >= component.units {
            return self.restored(c);
        }
        if component.role == Role::Stateless || component.role == Role::Cache && component.replication().is_none() {
            return self.at_once("the other units serve on");
        }
        let Some(replication) = component.replication() else {
            return self.missing_time(format!("components.{id}.replication"));
        };
        // What never takes a write is never back.
        if let Some(quorum) = component.unreachable_quorum().filter(|quorum| quorum.access == "write") {
            return self.missing_time(quorum.fact(id));
        }
        if replication.writer == Some("any") {
            return self.at_once("any copy takes writes");
        }
        match self.promotion(c) {
            Some((cell, text)) => Length::Known(cell, format!("failover {text}")),
            None => self.missing_time(format!("components.{id}.replication.failover")),
        }
    }

    fn at_once(&mut self, why: &str) -> Length {
        let none = self.conditions.load.figures.sum(&[], Dimension::TIME);
        Length::Known(none, why.to_string())
    }

    /// Time until another copy writes.
    fn promotion(&mut self, c: usize) -> Option<(Id, String)> {
        let component = &self.model.components[c];
        let failover = component.replication()?.failover.as_ref()?;
        let figures = &mut self.conditions.load.figures;
        let cell = if component.file.replication.is_some() {
            figures.quantity(failover)
        } else {
            let origin = crate::figure::Origin::Default("the technology's failover in the catalog");
            figures.given(failover.spread, failover.dimension.clone(), origin)
        };
        Some((cell, figures.text(cell)))
    }

    /// The users move, and a copy in another region is promoted. Nobody has moved before DNS answers have expired.
    fn region_failover(&mut self, c: usize) -> Length {
        let model = self.model;
        let id = model.components[c].id;
        let serving = model.design.regions.iter().filter(|(_, r)| {
            // A standby without users has nobody to move.
            r.users.as_ref().is_none_or(|u| u.point() > 0.0)
        });
        let failovers: Option<Vec<&Quantity>> = serving.map(|(_, r)| r.failover.as_ref()).collect();
        let Some(failovers) = failovers.filter(|f| !f.is_empty()) else {
            return self.missing_time("`failover` of each region");
        };
        let names = model.components.iter().filter(|c| c.file.function.value == "dns");
        let ttls = names.filter_map(|c| c.file.ttl.as_ref());
        let figures = &mut self.conditions.load.figures;
        let cells: Vec<Id> = failovers.into_iter().chain(ttls).map(|q| figures.quantity(q)).collect();
        let moved = figures.max(&cells);
        let mut words = format!("users move in {}", figures.text(moved));
        let any = model.components[c]
            .replication()
            .is_some_and(|r| r.writer == Some("any"));
        if any || model.components[c].role == Role::Stateless {
            return Length::Known(moved, words);
        }
        let Some((promoted, text)) = self.promotion(c) else {
            return self.missing_time(format!("components.{id}.replication.failover"));
        };
        words.push_str(&format!(" + a copy is promoted in {text}"));
        let sum = self.conditions.load.figures.sum(&[moved, promoted], Dimension::TIME);
        Length::Known(sum, words)
    }

    /// From the backup: the time that the file gives, or one copy of the data through its bandwidth.
    fn restored(&mut self, c: usize) -> Length {
        let model = self.model;
        let component = &model.components[c];
        let id = component.id;
        let Some(backup) = &component.file.backup else {
            return Length::Endless(match component.role {
                Role::Stateless => format!("{id} runs nowhere else"),
                _ => format!("{id} has no backup"),
            });
        };
        let Some(restore) = &backup.restore else {
            return self.missing_time(format!("components.{id}.backup.restore (a time, or a bandwidth)"));
        };
        let words = format!("restore {}", restore.text);
        let given = self.conditions.load.figures.quantity(restore);
        if restore.dimension == Dimension::TIME {
            return Length::Known(given, words);
        }
        let Some(kept) = self.kept(c) else {
            return self.missing_time(format!("an entity that is kept in {id}"));
        };
        let copies = self.conditions.load.everywhere(model, c);
        let figures = &mut self.conditions.load.figures;
        let once = copies
            .into_iter()
            .fold(kept, |kept, copies| figures.quotient(kept, copies));
        let time = figures.quotient(once, given);
        Length::Known(time, format!("{} at {}", figures.text(once), restore.text))
    }

    /// Bytes that a component keeps, all copies.
    pub(super) fn kept(&self, c: usize) -> Option<Id> {
        let load = self.conditions.load.components.get(c)?;
        load.storage.or(load.memory)
    }
}
