//! Requirements that no design can meet together, or that pull against each other.
//!
//! Each finding rests on what the requirements themselves ask for, and on the floor of a physical figure; where only the
//! ceiling of the figure would break it, nothing is said, or it is asked.

mod budget;
mod pair;
mod theorem;

use crate::analysis::load::Load;
use crate::design::{AccessKind, Metric, Nonfunctional};
use crate::model::{Model, Party, Thing};
use crate::source::Span;

/// Metrics that are compared with one another; a design with more has other problems.
const MOST: usize = 600;

/// How much is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// No design meets both.
    Impossible,
    /// One makes the other idle, or leaves it hardly any room.
    Pull,
    /// It depends on something that nobody has said.
    Ask,
}

/// Two requirements, or a requirement and a place of the design, that don't go together.
#[derive(Debug, Clone)]
pub struct Contradiction {
    pub weight: Weight,
    /// Id of the requirement that it is told of.
    pub requirement: String,
    pub at: Span,
    pub message: String,
    pub other: (Span, String),
    pub fix: String,
}

/// One metric of one requirement.
struct Wish<'m> {
    id: &'m str,
    requirement: &'m Nonfunctional,
    metric: &'m Metric,
    span: Span,
}

impl Wish<'_> {
    /// `NFR1 (availability ≥ 99.9 %)`.
    fn words(&self) -> String {
        let target = super::target(self.metric, self.requirement);
        format!("`{}` ({} {target})", self.id, self.metric.name())
    }

    fn of(&self) -> Option<&str> {
        self.requirement.of.as_ref().map(|of| of.value.as_str())
    }

    fn when(&self) -> Option<&str> {
        self.requirement.when.as_ref().map(|when| when.value.as_str())
    }

    fn about<'a>(&self, model: &Model<'a>) -> Option<Thing> {
        self.of().and_then(|of| model.thing(of))
    }

    /// A finding at the first of two wishes.
    fn against(&self, other: &Wish, weight: Weight, message: String, fix: impl Into<String>) -> Contradiction {
        Contradiction {
            weight,
            requirement: self.id.to_string(),
            at: self.span,
            message,
            other: (other.span, other.words()),
            fix: fix.into(),
        }
    }
}

/// All contradictions between the requirements of a design.
pub fn contradictions(model: &Model, load: &mut Load) -> Vec<Contradiction> {
    let design = model.design;
    let all = design.nonfunctional.iter().flat_map(|(id, requirement)| {
        requirement.metrics.iter().map(|metric| Wish {
            id: &id.value,
            requirement,
            metric: &metric.value,
            span: metric.span,
        })
    });
    let wishes: Vec<Wish> = all.take(MOST).collect();
    let mut found = Vec::new();
    for (i, a) in wishes.iter().enumerate() {
        found.extend(theorem::alone(model, a));
        found.extend(budget::alone(model, load, a));
        for (j, b) in wishes.iter().enumerate() {
            // What is the same either way is looked at once.
            if i < j {
                found.extend(pair::compare(a, b));
            }
            if i != j {
                found.extend(theorem::between(model, a, b));
                found.extend(budget::between(model, load, a, b));
            }
        }
    }
    found
}

/// Whether a flow reads or changes an entity; `waiting` for it where it is said.
fn accesses(model: &Model, flow: usize, e: usize, kinds: impl Fn(AccessKind) -> bool) -> bool {
    model.flows[flow].steps.iter().filter(|s| s.file.waits).any(|s| {
        let mut accesses = s.file.accesses.iter().filter(|a| kinds(a.kind));
        accesses.any(|a| model.entity_index(&a.entity.value) == Some(e))
    })
}

/// The entities that a requirement about data is about: an entity, or all that a component keeps first.
fn entities(model: &Model, wish: &Wish) -> Vec<usize> {
    let all = 0..model.design.entities.len();
    match wish.about(model) {
        Some(Thing::Entity(e)) => vec![e],
        Some(Thing::Component(c)) => all.filter(|e| super::scope::truth(model, *e) == Some(c)).collect(),
        Some(Thing::Flow(f)) => all.filter(|e| accesses(model, f, *e, |_| true)).collect(),
        Some(_) => Vec::new(),
        None => all.collect(),
    }
}

/// The flow that a requirement is about; none for one about all of them, or about something else.
fn flow(model: &Model, wish: &Wish) -> Option<usize> {
    match wish.about(model) {
        Some(Thing::Flow(f)) => Some(f),
        _ => None,
    }
}

/// The component at an end of a step.
fn component(party: Party) -> Option<usize> {
    match party {
        Party::Component(c) => Some(c),
        Party::Actor(_) | Party::Unknown => None,
    }
}
