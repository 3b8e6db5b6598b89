//! How much is lost at once, and which stores a requirement about data is about (format, A9).

use super::{Bench, Outcome, Status};
use crate::design::{AccessKind, Nonfunctional};
use crate::figure::Id;
use crate::model::{Component, Model, Party, Placement, Thing};
use crate::quantity::expression::Comparison;
use crate::quantity::print;
use std::cmp::Ordering;

/// How much is lost at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Instance,
    Zone,
    Region,
    All,
}

impl Scope {
    pub fn words(self) -> &'static str {
        match self {
            Scope::Instance => "an instance",
            Scope::Zone => "a zone",
            Scope::Region => "the region",
            Scope::All => "all copies",
        }
    }
}

/// A length of time.
pub(super) enum Length {
    /// A cell, known or missing, with what it is made of in words.
    Known(Id, String),
    /// A missing cell that is more than nothing, whatever it is, and why.
    MoreThanNothing(Id, String),
    /// Without end, and why.
    Endless(String),
}

/// What is judged of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// Data lost, in time.
    Loss,
    /// Time until it serves again.
    Recovery,
}

impl Question {
    /// What a store does, for a sentence that begins with its name.
    pub(super) fn says(self, value: f64, amount: &str) -> String {
        match self {
            Question::Loss if value > 0.0 => format!("can lose the last {amount}"),
            Question::Loss => "can lose nothing".to_owned(),
            Question::Recovery if value > 0.0 => format!("is back after {amount}"),
            Question::Recovery => "is back at once".to_owned(),
        }
    }

    /// How that lies to the limit.
    pub(super) fn beside(self, status: Status, limit: &str) -> String {
        match (status, self) {
            (Status::Fail, Question::Loss) => format!("more than {limit}"),
            (Status::Fail, Question::Recovery) => format!("later than {limit}"),
            _ => format!("within {limit}"),
        }
    }
}

/// The scopes of `when`; all that leave something running where it is absent; `None` for a drill.
pub(super) fn scopes(requirement: &Nonfunctional) -> Option<Vec<Scope>> {
    match requirement.when.as_ref().map(|w| w.value.as_str()) {
        None => Some(vec![Scope::Instance, Scope::Zone, Scope::Region]),
        Some("instance lost") => Some(vec![Scope::Instance]),
        Some("zone lost") => Some(vec![Scope::Zone]),
        Some("region lost") => Some(vec![Scope::Region]),
        Some("all lost") => Some(vec![Scope::All]),
        Some(_) => None,
    }
}

/// Units of a component that one event takes at once; the missing fact where that is not known.
///
/// # Errors
/// The fact of the file that tells where its units are.
pub(super) fn units_lost(component: &Component, scope: Scope) -> Result<u32, String> {
    match (scope, &component.placement) {
        (Scope::Zone, Placement::Unzoned) => Err(format!("components.{}.zones", component.id)),
        (Scope::Zone, Placement::Zones(zones)) => Ok(zones.iter().map(|(_, n)| *n).max().unwrap_or(0)),
        (Scope::Instance | Scope::Zone, _) => Ok(1),
        (Scope::Region | Scope::All, _) => Ok(component.units),
    }
}

impl<'a> Bench<'_, '_, '_, 'a> {
    /// Judges every store that a requirement is about in every scope that it names.
    pub(super) fn over_stores(
        &mut self,
        question: Question,
        target: &crate::quantity::Quantity,
        requirement: &Nonfunctional,
    ) -> Outcome {
        let Some(scopes) = scopes(requirement) else {
            return self.data_in_drill(question, target, requirement);
        };
        let stores = self.stores(requirement);
        if stores.is_empty() {
            return Outcome::unknown("a store that keeps what it is about");
        }
        let limit = self.conditions.load.figures.quantity(target);
        let mut outcomes = Vec::new();
        for c in stores {
            for scope in &scopes {
                let length = match question {
                    Question::Loss => self.lost_data(c, *scope),
                    Question::Recovery => self.recovery(c, *scope),
                };
                outcomes.push(self.against(question, c, *scope, length, limit));
            }
        }
        let mut outcome = worst(outcomes).unwrap_or_else(|| Outcome::unknown("a store"));
        if scopes.len() > 1 {
            outcome = outcome.because("judged with an instance, a zone and the region lost in turn");
        }
        outcome
    }

    /// One length against its limit: how much there is to decide, and the outcome.
    fn against(&mut self, question: Question, c: usize, scope: Scope, length: Length, limit: Id) -> (f64, Outcome) {
        let id = self.model.components[c].id;
        let lost = scope.words();
        let (cell, why) = match length {
            Length::Endless(why) => {
                let amount = match question {
                    Question::Loss => "everything",
                    Question::Recovery => "nobody says when",
                };
                let verb = match question {
                    Question::Loss => format!("{id} loses everything with {lost} lost"),
                    Question::Recovery => format!("nobody says when {id} is back with {lost} lost"),
                };
                let outcome = Outcome::of(Status::Fail)
                    .value(amount)
                    .because(format!("{verb}: {why}"));
                return (f64::INFINITY, outcome);
            }
            Length::MoreThanNothing(_, why) if self.conditions.load.figures.value(limit) == Some(0.0) => {
                let verb = match question {
                    Question::Loss => "can lose what it confirmed",
                    Question::Recovery => "is not back at once",
                };
                let outcome = Outcome::of(Status::Fail).value("more than 0 s");
                let outcome = outcome.because(format!("{id} {verb} with {lost} lost: {why}"));
                return (f64::INFINITY, outcome);
            }
            Length::MoreThanNothing(cell, why) | Length::Known(cell, why) => (cell, why),
        };
        let figures = &mut self.conditions.load.figures;
        let mut outcome = super::doubt::compare(figures, cell, Comparison::AtMost, limit);
        let Some(value) = figures.value(cell) else {
            return (f64::INFINITY, outcome);
        };
        let (amount, limit_text) = (figures.text(cell), figures.text(limit));
        let found = question.says(value, &amount);
        let beside = question.beside(outcome.status, &limit_text);
        let sentence = match value > 0.0 {
            true => format!("{id} {found} with {lost} lost, {beside} ({why})"),
            false => format!("{id} {found} with {lost} lost ({why})"),
        };
        outcome.because.insert(0, sentence);
        if let Some(limit) = figures.value(limit).filter(|l| *l > 0.0 && value > 0.0) {
            outcome.margin = Some(format!("{} of the limit", print::percent(value / limit)));
        }
        (value, outcome.value(amount))
    }

    /// Stores that are the truth of what a requirement is about.
    pub(super) fn stores(&self, requirement: &Nonfunctional) -> Vec<usize> {
        let model = self.model;
        let mut stores: Vec<usize> = match requirement.of.as_ref().map(|of| model.thing(&of.value)) {
            Some(Some(Thing::Component(c))) => vec![c],
            Some(Some(Thing::Entity(e))) => truth(model, e).into_iter().collect(),
            Some(Some(Thing::Flow(f))) => written(model, f),
            Some(_) => Vec::new(),
            None => (0..model.design.entities.len())
                .filter_map(|e| truth(model, e))
                .collect(),
        };
        stores.sort_unstable();
        stores.dedup();
        stores
    }

    /// A fact that nobody gave, as a time.
    pub(super) fn missing_time(&mut self, fact: impl Into<Box<str>>) -> Length {
        let time = crate::quantity::Dimension::TIME;
        Length::Known(self.conditions.load.figures.missing(fact, time), String::new())
    }
}

/// The first store of an entity.
pub(super) fn truth(model: &Model, e: usize) -> Option<usize> {
    let store = model.design.entities.get(e)?.1.stores.first()?;
    model.component_index(&store.value)
}

/// The stores whose truth a flow changes: what it writes into a copy can be made again.
fn written(model: &Model, f: usize) -> Vec<usize> {
    let mut stores = Vec::new();
    for step in &model.flows[f].steps {
        let Party::Component(c) = step.callee else { continue };
        let changes = step.file.accesses.iter().filter(|a| a.kind != AccessKind::Read);
        let mut kept = changes.map(|a| model.entity_index(&a.entity.value).and_then(|e| truth(model, e)));
        if kept.any(|store| store.is_none_or(|store| store == c)) {
            stores.push(c);
        }
    }
    stores
}

/// Of several outcomes that all have to hold the worst; among equals the largest comes first and gives the value.
pub(super) fn worst(mut outcomes: Vec<(f64, Outcome)>) -> Option<Outcome> {
    outcomes.sort_by(|(a, _), (b, _)| b.partial_cmp(a).unwrap_or(Ordering::Equal));
    Outcome::all(outcomes.into_iter().map(|(_, outcome)| outcome))
}
