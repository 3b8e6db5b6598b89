//! Access patterns: how each entity is asked for and changed, by which fields and how often.
//!
//! The flows say what is read and written where, and how often; the operations that start them say by which
//! fields. Where neither does, the pattern says so instead of guessing: a key design rests on it.

mod index;
mod key;
mod layout;
mod lookup;
mod page;
mod question;

use crate::analysis::load::Load;
use crate::figure::Id;
use crate::model::walk::Source;
use crate::model::{Model, Party};
use crate::quantity::Dimension;
pub use index::{Index, Indexes, Use, indexes};
pub use key::{Spread, key, spreads};
pub use layout::{Layout, layouts};
pub use lookup::{Told, singular};
use question::{Question, started};
use std::collections::HashMap;

/// What a pattern does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    ReadOne,
    /// Several rows in one query: a page, or a list.
    ReadMany,
    Write,
    Update,
    Delete,
}

/// One way in which an entity is used in one store.
#[derive(Debug, Clone)]
pub struct Access<'a> {
    pub kind: Kind,
    /// Index of the entity.
    pub entity: usize,
    /// Index of the component that is asked.
    pub store: usize,
    /// Fields that are compared, in the order of the entity; empty where nothing says which.
    pub by: Vec<&'a str>,
    /// Fields whose values whoever asks has already read, in all flows that ask so.
    pub known: Vec<&'a str>,
    /// The field that a page is sorted by, newest or largest first.
    pub order: Option<&'a str>,
    pub told: Told,
    /// Flows that do it, by index, in the order of the file.
    pub flows: Vec<usize>,
    /// Operations that start it: API and operation, by index.
    pub operations: Vec<(usize, usize)>,
    /// Queries a second at the peak.
    pub per_second: Id,
}

/// An access of one step, before those that are alike are put together.
struct Found<'a> {
    pattern: Access<'a>,
    /// Queries in one run of the flow.
    per_run: Id,
}

/// All patterns, entity by entity; reads first, the way a key design is judged.
pub fn accesses<'a>(load: &mut Load<'a>, model: &Model<'a>) -> Vec<Access<'a>> {
    let mut all: Vec<(Access<'a>, Vec<(usize, Id)>)> = Vec::new();
    let mut known: HashMap<Likeness<'a>, usize> = HashMap::new();
    let started = started(model);
    for f in 0..model.flows.len() {
        if model.flows[f].fragment {
            continue;
        }
        for w in 0..load.flows[f].walk.steps.len() {
            for Found { pattern, per_run } in of_step(load, model, &started, f, w) {
                let at = *known.entry(pattern.likeness()).or_insert(all.len());
                match all.get_mut(at) {
                    Some((known, runs)) => {
                        known.join(&pattern);
                        runs.push((f, per_run));
                    }
                    None => all.push((pattern, vec![(f, per_run)])),
                }
            }
        }
    }
    let mut patterns: Vec<Access<'a>> = Vec::with_capacity(all.len());
    for (mut pattern, runs) in all {
        let peak = load.peak(model, &runs);
        let name = pattern.name(model);
        pattern.per_second = load.figures.named(peak, || name);
        patterns.push(pattern);
    }
    patterns.sort_by_key(|p| (p.entity, p.kind));
    patterns
}

/// What two steps have in common that do the same.
type Likeness<'a> = (Kind, usize, usize, Vec<&'a str>, Option<&'a str>);

impl<'a> Access<'a> {
    fn likeness(&self) -> Likeness<'a> {
        (self.kind, self.entity, self.store, self.by.clone(), self.order)
    }

    /// Takes the flows and operations of another one that does the same.
    fn join(&mut self, other: &Access<'a>) {
        self.known.retain(|name| other.known.contains(name));
        for flow in &other.flows {
            if !self.flows.contains(flow) {
                self.flows.push(*flow);
            }
        }
        for operation in &other.operations {
            if !self.operations.contains(operation) {
                self.operations.push(*operation);
            }
        }
    }

    /// What it is called in formulas: `read one link by code in links`.
    fn name(&self, model: &Model) -> String {
        let entity = model
            .design
            .entities
            .get(self.entity)
            .map_or("?", |(id, _)| id.value.as_str());
        let by = match self.by.is_empty() {
            true => String::new(),
            false => format!(" by {}", self.by.join(", ")),
        };
        let store = model.party_id(Party::Component(self.store));
        format!("{} {entity}{by} in {store}", self.kind.name())
    }
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::ReadOne => "read one",
            Kind::ReadMany => "read many",
            Kind::Write => "write",
            Kind::Update => "update",
            Kind::Delete => "delete",
        }
    }

    pub fn reads(self) -> bool {
        matches!(self, Kind::ReadOne | Kind::ReadMany)
    }
}

fn of_step<'a>(
    load: &mut Load<'a>,
    model: &Model<'a>,
    started: &[Vec<(usize, usize)>],
    f: usize,
    w: usize,
) -> Vec<Found<'a>> {
    let walked = &load.flows[f].walk.steps[w];
    let (Party::Component(store), false) = (walked.callee, walked.lost) else {
        return Vec::new();
    };
    let at = walked.step;
    let Some(step) = model.flows[f].steps.get(at) else {
        return Vec::new();
    };
    let per_run = load.flows[f].calls[w];
    let operations = question::operations(model, started, f, at);
    let cache = cache_before(load, model, f, w);
    let mut found = Vec::new();
    for access in &step.file.accesses {
        let Some(question) = Question::of(model, (f, at), access, &operations) else {
            continue;
        };
        let pattern = Access {
            kind: question.kind,
            entity: question.entity,
            store,
            order: question.order,
            by: question.by,
            known: page::known(model, f, at, question.entity),
            told: question.told,
            flows: vec![f],
            operations: operations.clone(),
            per_second: per_run,
        };
        // A cache is asked the same question first.
        if let (Some((store, per_run)), true) = (cache, question.kind.reads()) {
            let pattern = Access {
                store,
                ..pattern.clone()
            };
            found.push(Found { pattern, per_run });
        }
        found.push(Found { pattern, per_run });
    }
    found
}

/// The cache whose misses a step serves, with the calls that it gets in one run.
fn cache_before<'a>(load: &mut Load<'a>, model: &Model<'a>, f: usize, w: usize) -> Option<(usize, Id)> {
    let walk = &load.flows[f].walk;
    let Source::Misses(set) = walk.steps[w].source else {
        return None;
    };
    let set = walk.sets.get(set)?;
    let Party::Component(cache) = set.party else {
        return None;
    };
    if !model.keeps_in_memory(cache) {
        return None;
    }
    let calls: Vec<Id> = set.from.iter().map(|w| load.flows[f].calls[*w]).collect();
    Some((cache, load.figures.sum(&calls, Dimension::NONE)))
}
