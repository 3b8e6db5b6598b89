//! Which indexes a relational store keeps of an entity: its size counts them, its schema creates them.

use super::Kind;
use super::lookup::Told;
use super::question::{self, Question, started};
use crate::catalog::DataModel;
use crate::design::{Entity, Field};
use crate::model::{Model, Party};
use crate::ordering::answers;
use std::collections::HashMap;

/// What an index is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    Key,
    Unique,
    /// Rows older than the entity is kept are found by it.
    Age,
    /// A flow asks so.
    Question,
    /// A change of the row that it names looks for its rows.
    Reference,
}

/// One index of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index<'a> {
    pub of: Use,
    /// In their order; empty for the age of an entity that has no time of its own: the store adds one.
    pub fields: Vec<&'a str>,
}

/// The indexes of each entity in each relational store, by entity and component.
pub type Indexes<'a> = HashMap<(usize, usize), Vec<Index<'a>>>;

/// All indexes of a design. What is asked does not depend on what is down.
pub fn indexes<'a>(model: &Model<'a>) -> Indexes<'a> {
    let mut asked = questions(model);
    let mut all = HashMap::new();
    for (e, (_, entity)) in model.design.entities.iter().enumerate() {
        for store in &entity.stores {
            let Some(c) = model.component_index(&store.value) else {
                continue;
            };
            if keeps_indexes(model, c) {
                let questions = asked.remove(&(e, c)).unwrap_or_default();
                all.entry((e, c)).or_insert_with(|| of(model, entity, c, questions));
            }
        }
    }
    all
}

fn keeps_indexes(model: &Model, c: usize) -> bool {
    let component = &model.components[c];
    let counts = component
        .technology
        .is_some_and(|(_, technology)| technology.index_overhead.is_some());
    counts || component.keeping() == DataModel::Relational
}

/// What the flows ask of the relational stores, by entity and store; reads of one row first.
fn questions<'a>(model: &Model<'a>) -> HashMap<(usize, usize), Vec<Question<'a>>> {
    let started = started(model);
    let mut all: HashMap<(usize, usize), Vec<Question<'a>>> = HashMap::new();
    for (f, flow) in model.flows.iter().enumerate().filter(|(_, flow)| !flow.fragment) {
        for (at, step) in flow.steps.iter().enumerate() {
            let Party::Component(c) = step.callee else { continue };
            if step.file.accesses.is_empty() || !keeps_indexes(model, c) {
                continue;
            }
            let operations = question::operations(model, &started, f, at);
            for access in &step.file.accesses {
                if let Some(question) = Question::of(model, (f, at), access, &operations) {
                    all.entry((question.entity, c)).or_default().push(question);
                }
            }
        }
    }
    for questions in all.values_mut() {
        questions.sort_by_key(|question| question.kind);
    }
    all
}

/// The key, what is unique, the age, and for each question and each reference one that none before it answers.
fn of<'a>(model: &Model<'a>, entity: &'a Entity, c: usize, questions: Vec<Question<'a>>) -> Vec<Index<'a>> {
    let fields = || entity.fields.iter().map(|(name, field)| (name.value.as_str(), field));
    let names = |wanted: fn(&Field) -> bool| fields().filter(move |(_, field)| wanted(field)).map(|(name, _)| name);
    let mut found = Found::default();
    found.add(Use::Key, names(|field| field.key).collect());
    for name in names(|field| field.unique) {
        // A key that is one unique field is unique already.
        if found.all.iter().all(|index| index.fields != [name]) {
            found.add(Use::Unique, vec![name]);
        }
    }
    if entity.keep.is_some() {
        match time(entity) {
            Some(time) => found.answer(Use::Age, &[time], &[]),
            None => found.all.push(Index {
                of: Use::Age,
                fields: Vec::new(),
            }),
        }
    }
    for question in questions.iter().filter(|question| question.kind != Kind::Write) {
        let fits = question.by.iter().all(|name| is_sortable(entity, name));
        if question.told != Told::Nothing && fits {
            let order: Vec<&str> = question
                .order
                .into_iter()
                .filter(|name| is_sortable(entity, name))
                .collect();
            found.answer(Use::Question, &question.by, &order);
        }
    }
    for (name, _) in fields().filter(|(_, field)| is_checked(model, field, c)) {
        found.answer(Use::Reference, &[name], &[]);
    }
    found.all
}

/// The indexes of one entity while they are found.
#[derive(Default)]
struct Found<'a> {
    all: Vec<Index<'a>>,
}

impl<'a> Found<'a> {
    fn add(&mut self, of: Use, fields: Vec<&'a str>) {
        if !fields.is_empty() {
            self.all.push(Index { of, fields });
        }
    }

    /// Adds what answers a question where nothing does.
    fn answer(&mut self, of: Use, by: &[&'a str], order: &[&'a str]) {
        let known = |index: &Index| answers(&index.fields, index.is_single(), by, order) && !index.fields.is_empty();
        if by.is_empty() || self.all.iter().any(known) {
            return;
        }
        let mut fields: Vec<&str> = by.to_vec();
        fields.extend(order.iter().filter(|name| !by.contains(name)));
        self.add(of, fields);
    }
}

impl Index<'_> {
    /// Whether one row at most has each value.
    pub fn is_single(&self) -> bool {
        matches!(self.of, Use::Key | Use::Unique)
    }
}

/// The first time that every row has.
fn time(entity: &Entity) -> Option<&str> {
    let first = |kind: &str| {
        let mut fields = entity.fields.iter();
        fields.find(|(_, field)| field.kind == kind && (!field.optional || field.key))
    };
    let found = first("timestamp").or_else(|| first("date"));
    found.map(|(name, _)| name.value.as_str())
}

/// Whether a B-tree over a field answers anything.
fn is_sortable(entity: &Entity, name: &str) -> bool {
    let field = entity.fields.iter().find(|(field, _)| field.value == name);
    field.is_some_and(|(_, field)| !matches!(field.kind.as_str(), "json" | "blob"))
}

/// Whether a store can check a reference: what it names lies in the same store, and its key is of the same type.
fn is_checked(model: &Model, field: &Field, c: usize) -> bool {
    let target = field
        .references
        .as_ref()
        .and_then(|target| model.entity_index(&target.value));
    let Some((_, target)) = target.and_then(|target| model.design.entities.get(target)) else {
        return false;
    };
    let home = target
        .stores
        .first()
        .and_then(|store| model.component_index(&store.value));
    let mut keys = target.fields.iter().filter(|(_, field)| field.key);
    let same = match (keys.next(), keys.next()) {
        (None, _) => false,
        (Some((_, key)), None) => field.kind.is_empty() || field.kind == key.kind,
        (Some(_), Some(_)) => field.kind.is_empty(),
    };
    home == Some(c) && same
}
