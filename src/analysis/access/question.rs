//! What one step of a flow asks of an entity: the model alone tells.

use super::Kind;
use super::lookup::{self, Told};
use crate::design::{self, AccessKind, Returns};
use crate::model::Model;

/// Operations of a design: API and operation, by index.
pub type Operations = Vec<(usize, usize)>;

/// By which fields a step finds rows, and in which order it wants them.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    pub kind: Kind,
    /// Index of the entity.
    pub entity: usize,
    /// Fields that are compared, in the order of the entity; empty where nothing says which.
    pub by: Vec<&'a str>,
    /// The field that a page is sorted by.
    pub order: Option<&'a str>,
    pub told: Told,
}

impl<'a> Question<'a> {
    /// Of one access of the step at this place of a flow; none where it names no entity.
    pub fn of(
        model: &Model<'a>,
        (f, at): (usize, usize),
        access: &design::Access,
        operations: &[(usize, usize)],
    ) -> Option<Question<'a>> {
        let entity = model.entity_index(&access.entity.value)?;
        let (_, file) = &model.design.entities[entity];
        let kind = kind(model, access, entity, operations);
        let asked = lookup::asked(model, (f, at), entity, kind, operations);
        Some(Question {
            kind,
            entity,
            order: order(file, kind, &asked),
            by: asked.by,
            told: asked.told,
        })
    }
}

/// Operations that start a step: those of its flow, and those of the fragment that it stands in.
pub fn operations(model: &Model, started: &[Operations], f: usize, at: usize) -> Operations {
    let mut operations = started.get(f).cloned().unwrap_or_default();
    let owner = model.flows[f].steps.get(at).map(|step| step.owner);
    if let Some(owner) = owner.filter(|owner| *owner != f) {
        operations.extend(started.get(owner).into_iter().flatten());
    }
    operations
}

/// By flow: the operations that start it.
pub fn started(model: &Model) -> Vec<Operations> {
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
pub fn operation<'a>(model: &Model<'a>, api: usize, operation: usize) -> Option<&'a design::Operation> {
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
