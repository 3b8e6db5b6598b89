//! RPO: how much data, in time, a store loses (format, A9).

use super::scope::{Length, Question, Scope};
use super::{Bench, Outcome};
use crate::catalog::Role;
use crate::design::{Backup, Nonfunctional};
use crate::figure::Id;
use crate::model::{Component, MANAGED_COPIES, Model, Placement};
use crate::quantity::{Dimension, Quantity};

impl Bench<'_, '_, '_, '_> {
    pub(super) fn rpo(&mut self, target: &Quantity, requirement: &Nonfunctional) -> Outcome {
        self.over_stores(Question::Loss, target, requirement)
    }

    /// Data, in time, that a store loses in a scope: nothing where more copies had confirmed a write than are lost,
    /// else what a surviving copy is behind, else what came after the last backup, else everything.
    pub(super) fn lost_data(&mut self, c: usize, scope: Scope) -> Length {
        let model = self.model;
        let component = &model.components[c];
        let id = component.id;
        if component.role == Role::Stateless {
            return self.nothing("it keeps nothing");
        }
        // A copy follows every mistake at once, so only a backup helps against the loss of all.
        if scope == Scope::All || scope == Scope::Region && component.regions.len() < 2 {
            return self.since_backup(c, scope);
        }
        let Some(replication) = component.replication() else {
            if component.copies == Some(1) && !component.is_service() {
                return self.since_backup(c, scope);
            }
            return self.missing_time(format!("components.{id}.replication"));
        };
        if let Some(quorum) = component.unreachable_quorum().filter(|quorum| quorum.access == "write") {
            return self.missing_time(quorum.fact(id));
        }
        if scope == Scope::Region {
            return match replication.between {
                Some("sync") => self.nothing("regions are kept together"),
                Some(_) => self.behind(c),
                None => self.missing_time(format!("components.{id}.replication.between")),
            };
        }
        let Some(acks) = replication.acks else {
            return self.missing_time(component.acks_fact());
        };
        let lost = match copies_lost(component, scope) {
            Ok(lost) => lost,
            Err(fact) => return self.missing_time(fact),
        };
        if acks > lost {
            return self.nothing(&format!("{acks} acks > {lost} lost"));
        }
        let copies = if component.is_service() {
            MANAGED_COPIES
        } else {
            component.copies.unwrap_or(1)
        };
        if copies > lost {
            return self.behind(c);
        }
        self.since_backup(c, scope)
    }

    fn nothing(&mut self, why: &str) -> Length {
        let none = self.conditions.load.figures.sum(&[], Dimension::TIME);
        Length::Known(none, why.to_string())
    }

    /// What a surviving copy is behind.
    fn behind(&mut self, c: usize) -> Length {
        match self.lag(c) {
            Some((lag, text)) => Length::Known(lag, format!("a copy lags by {text}")),
            None => {
                let id = self.model.components[c].id;
                let fact = format!("components.{id}.replication.lag");
                let lag = self.conditions.load.figures.missing(fact, Dimension::TIME);
                Length::MoreThanNothing(lag, "a copy that a write does not wait for is behind".to_string())
            }
        }
    }

    /// The lag of a store's copies as a cell, and as text.
    pub(super) fn lag(&mut self, c: usize) -> Option<(Id, String)> {
        let component = &self.model.components[c];
        let lag = component.replication()?.lag.as_ref()?;
        let load = &mut *self.conditions.load;
        let cell = if component.file.replication.is_some() {
            load.figures.quantity(lag)
        } else {
            let origin = crate::figure::Origin::Default("the technology's lag in the catalog");
            load.figures.given(lag.spread, lag.dimension.clone(), origin)
        };
        Some((cell, load.figures.text(cell)))
    }

    /// What came after the last backup: its interval, how long it is under way, and how long until it is safe.
    fn since_backup(&mut self, c: usize, scope: Scope) -> Length {
        let model = self.model;
        let component = &model.components[c];
        let id = component.id;
        let Some(backup) = &component.file.backup else {
            return Length::Endless(format!("{id} has no backup"));
        };
        if scope == Scope::Region {
            match outside(model, component, backup) {
                Some(true) => {}
                Some(false) => return Length::Endless("its backup lies in the region that is lost".to_string()),
                None => {
                    let fact = format!("components.{id}.backup.to (whether it lies outside the region)");
                    return self.missing_time(fact);
                }
            }
        }
        let Some(every) = &backup.every else {
            return self.missing_time(format!("components.{id}.backup.every"));
        };
        let parts = [
            ("a backup every", Some(every)),
            ("under way", backup.takes.as_ref()),
            ("copied in", backup.copy.as_ref()),
        ];
        let figures = &mut self.conditions.load.figures;
        let said = parts.iter().filter_map(|(words, q)| Some((words, (*q)?)));
        let (words, cells): (Vec<String>, Vec<Id>) = said
            .map(|(words, q)| (format!("{words} {}", q.text), figures.quantity(q)))
            .unzip();
        Length::Known(figures.sum(&cells, Dimension::TIME), words.join(" + "))
    }
}

/// Copies of one datum that one event takes at once.
fn copies_lost(component: &Component, scope: Scope) -> Result<u32, String> {
    match (scope, &component.placement) {
        (Scope::Instance, _) | (_, Placement::Regional | Placement::Outside | Placement::Device) => Ok(1),
        (_, Placement::Zones(zones)) => {
            let copies = component
                .copies
                .ok_or_else(|| format!("components.{}.copies", component.id))?;
            Ok(copies.div_ceil(zones.len().max(1) as u32))
        }
        (_, Placement::Unzoned) => Err(format!("components.{}.zones", component.id)),
    }
}

/// Whether a backup survives the loss of the store's one region; `None` where nothing says where it lies.
pub(super) fn outside(model: &Model, component: &Component, backup: &Backup) -> Option<bool> {
    let to = backup.to.as_ref()?;
    let same = |region: &usize| model.design.regions.get(*region).is_some_and(|(id, _)| id.value == *to);
    if component.regions.iter().any(same) {
        return Some(false);
    }
    match model.component_index(to) {
        Some(other) => {
            let other = &model.components[other];
            let elsewhere = other.regions.iter().any(|r| !component.regions.contains(r));
            Some(elsewhere || other.placement == Placement::Outside)
        }
        None => Some(true),
    }
}
