//! Access patterns: how each entity is asked for and changed, by which fields and how often.
//!
//! The flows say what is read and written where, and how often; the operations that start them say by which
//! fields. Where neither does, the pattern says so instead of guessing: a key design rests on it.

mod key;
mod layout;
mod lookup;
mod page;

use crate::analysis::load::Load;
use crate::design::{self, AccessKind, Returns};
use crate::figure::Id;
use crate::model::walk::Source;
use crate::model::{Model, Party};
use crate::quantity::Dimension;
pub use key::{Spread, key, spreads};
pub use layout::{Layout, layouts};
pub use lookup::{Told, singular};
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
    let mut operations = started[f].clone();
    if step.owner != f {
        operations.extend(&started[step.owner]);
    }
    let cache = cache_before(load, model, f, w);
    let mut found = Vec::new();
    for access in &step.file.accesses {
        let Some(entity) = model.entity_index(&access.entity.value) else {
            continue;
        };
        let (_, file) = &model.design.entities[entity];
        let kind = kind(model, access, entity, &operations);
        let asked = lookup::asked(model, (f, at), entity, kind, &operations);
        let pattern = Access {
            kind,
            entity,
            store,
            order: order(file, kind, &asked),
            by: asked.by,
            known: page::known(model, f, at, entity),
            told: asked.told,
            flows: vec![f],
            operations: operations.clone(),
            per_second: per_run,
        };
        // A cache is asked the same question first.
        if let (Some((store, per_run)), true) = (cache, kind.reads()) {
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

/// By flow: the operations that start it.
fn started(model: &Model) -> Vec<Vec<(usize, usize)>> {
    let mut started = vec![Vec::new(); model.flows.len()];
    for (a, (_, api)) in model.design.apis.iter().enumerate() {
        for (o, (_, operation)) in api.operations.iter().enumerate() {
            let flow = operation.flow.as_ref().and_then(|f| model.flow_index(&f.value));
            if let Some(of) = flow.and_then(|f| started.get_mut(f)) {
                of.push((a, o));
            }
        }
    }
    started
}

fn kind(model: &Model, access: &design::Access, entity: usize, operations: &[(usize, usize)]) -> Kind {
    match access.kind {
        AccessKind::Write => Kind::Write,
        AccessKind::Update => Kind::Update,
        AccessKind::Delete => Kind::Delete,
        AccessKind::Read => {
            let several = access.rows.as_ref().is_some_and(|rows| rows.point() > 1.0);
            let id = &model.design.entities[entity].0.value;
            let is_page = |(a, o): &(usize, usize)| {
                let operation = operation(model, *a, *o);
                let many = operation.and_then(|operation| match &operation.returns {
                    Some(Returns::Many(of)) => Some(of),
                    _ => None,
                });
                many.is_some_and(|of| of.value == *id)
            };
            match several || operations.iter().any(is_page) {
                true => Kind::ReadMany,
                false => Kind::ReadOne,
            }
        }
    }
}

/// An operation by its place in the design.
pub(crate) fn operation<'a>(model: &Model<'a>, api: usize, operation: usize) -> Option<&'a design::Operation> {
    let (_, api) = model.design.apis.get(api)?;
    Some(&api.operations.get(operation)?.1)
}

/// What a list is sorted by: what is left of the key, else the first time that is always there.
fn order<'a>(entity: &'a design::Entity, kind: Kind, asked: &lookup::Asked<'a>) -> Option<&'a str> {
    let is_asked = |name: &str| asked.by.contains(&name);
    let one_each = entity
        .fields
        .iter()
        .any(|(name, field)| field.unique && is_asked(&name.value));
    if kind != Kind::ReadMany || one_each {
        return None;
    }
    let names = |wanted: fn(&design::Field) -> bool| {
        let fields = entity.fields.iter().filter(move |(_, field)| wanted(field));
        fields.map(|(name, _)| name.value.as_str())
    };
    // Rows that are asked for by their whole key come one by one.
    if names(|field| field.key).next().is_some() && names(|field| field.key).all(is_asked) {
        return None;
    }
    let times = names(|field| field.kind == "timestamp" && !field.optional);
    let sorted = |name: &&str| !is_asked(name);
    match names(|field| field.key).any(is_asked) {
        true => names(|field| field.key).chain(times).find(sorted),
        false => times.chain(names(|field| field.key)).find(sorted),
    }
}
