//! By which fields a row is asked for.
//!
//! In this order: the placeholders in the paths of the operations and the fields that they take; of a page what its
//! flow says; a reference to something else that the same flow touches; the key.

use super::Kind;
use super::page::{self, is_plain};
use super::question::operation;
use crate::design::{self, Entity, Field, Operation, Returns};
use crate::model::Model;

/// Who says by which fields a row is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The path or the fields of an operation.
    Operation,
    /// What the flow touches beside it, or who asks.
    Reference,
    /// Nobody: one row is asked for by its key.
    Key,
    /// Nobody, and a key alone can't answer it.
    Nothing,
}

/// Fields that are compared, and who says so.
pub struct Asked<'a> {
    pub by: Vec<&'a str>,
    pub told: Told,
}

/// How a step of a flow asks for an entity; `at` is the place of the step in the flow.
pub fn asked<'a>(
    model: &Model<'a>,
    (f, at): (usize, usize),
    entity: usize,
    kind: Kind,
    operations: &[(usize, usize)],
) -> Asked<'a> {
    let (_, file) = &model.design.entities[entity];
    let key = || names(file, |field| field.key);
    if kind == Kind::Write {
        let by = key();
        let told = if by.is_empty() { Told::Nothing } else { Told::Key };
        return Asked { by, told };
    }
    let mut by: Vec<&str> = Vec::new();
    for (a, o) in operations {
        if let Some(operation) = operation(model, *a, *o) {
            let path = of_path(model, operation, entity);
            // What the path has found is found: a unique field beside it is sent along.
            let beside = of_takes(model, operation, entity, kind);
            let sent_along = |name: &&str| !path.is_empty() && is_only_unique(file, name);
            let asks = asks(operation, &model.design.entities[entity].0.value, kind);
            by.extend(beside.into_iter().filter(|name| asks || !sent_along(name)));
            by.extend(path);
        }
    }
    if !by.is_empty() {
        return Asked {
            by: whole_key(file, kind, in_order(file, &by)),
            told: Told::Operation,
        };
    }
    // A page of which nothing says by what it is asked for is not a list of keys.
    let is_page = kind == Kind::ReadMany
        && operations
            .iter()
            .filter_map(|(a, o)| operation(model, *a, *o))
            .any(|operation| matches!(&operation.returns, Some(Returns::Many(of)) if model.entity_index(&of.value) == Some(entity)));
    let of_page = is_page.then(|| page::asked(model, f, at, entity)).flatten();
    let mut whole = key();
    let beside = || match kind == Kind::ReadMany || whole.len() > 1 {
        true => touched_beside(model, f, entity),
        false => None,
    };
    if let Some(reference) = of_page.or_else(beside) {
        return Asked {
            by: vec![reference],
            told: Told::Reference,
        };
    }
    // Rows of a list have the beginning of their key in common.
    if kind == Kind::ReadMany && whole.len() > 1 {
        whole.pop();
    }
    match whole.is_empty() || is_page {
        true => Asked {
            by: Vec::new(),
            told: Told::Nothing,
        },
        false => Asked {
            by: whole,
            told: Told::Key,
        },
    }
}

fn names(entity: &Entity, wanted: impl Fn(&Field) -> bool) -> Vec<&str> {
    let fields = entity.fields.iter().filter(|(_, field)| wanted(field));
    fields.map(|(name, _)| name.value.as_str()).collect()
}

/// One row is not found by the middle of a key: who asks is the rest of it.
fn whole_key<'a>(entity: &'a Entity, kind: Kind, by: Vec<&'a str>) -> Vec<&'a str> {
    let key = names(entity, |field| field.key);
    let inside = by.iter().all(|name| key.contains(name)) && !key.starts_with(&by);
    match kind != Kind::ReadMany && inside {
        true => key,
        false => by,
    }
}

/// These fields in the order of the entity, key fields first, each once.
fn in_order<'a>(entity: &'a Entity, by: &[&str]) -> Vec<&'a str> {
    let mut found = names(entity, |field| field.key);
    found.extend(names(entity, |field| !field.key));
    found.retain(|name| by.contains(name));
    found
}

/// Fields of an entity that the placeholders of a path name: `/orders/{id}/items` asks for items by their order.
fn of_path<'a>(model: &Model<'a>, operation: &Operation, entity: usize) -> Vec<&'a str> {
    if !is_http(operation) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut before = "";
    let path = operation.target.value.split('?').next().unwrap_or_default();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => found.extend(placeholder(model, operation, entity, before, name)),
            None => before = part,
        }
    }
    found
}

/// The field that `{name}` behind a part of a path stands for.
fn placeholder<'a>(
    model: &Model<'a>,
    operation: &Operation,
    entity: usize,
    before: &str,
    name: &str,
) -> Option<&'a str> {
    let file = &model.design.entities[entity].1;
    let own = |wanted: &str| names_as(file, wanted);
    let owner = collection(model, before);
    match owner {
        Some(owner) if owner == entity => own(name).or_else(|| only_key(file)),
        // The key of another entity: ours is the reference to it.
        Some(owner) => reference_to(model, file, owner).or_else(|| own(name).filter(|_| !is_plain(name))),
        None => {
            let stem = name
                .trim_end_matches("_id")
                .trim_end_matches("Id")
                .trim_end_matches("-id");
            let named = own(name).or_else(|| own(stem));
            // `/rights-holders/{id}/statements`: the collection is no entity, and a field is called like one of it.
            let of_collection = || field_of(file, before).filter(|_| is_plain(name));
            let named = named.filter(|_| !is_plain(name)).or_else(of_collection).or(named);
            let named = named.or_else(|| reference_to(model, file, model.entity_index(stem)?));
            let returned = match &operation.returns {
                Some(Returns::One(of)) => model.entity_index(&of.value) == Some(entity),
                _ => false,
            };
            named.or_else(|| only_key(file).filter(|_| returned))
        }
    }
}

/// The entity whose plural or singular a part of a path is.
fn collection(model: &Model, part: &str) -> Option<usize> {
    let plain = |text: &str| text.replace(['-', '_'], "").to_lowercase();
    let part = plain(part);
    let alone = singular(&part);
    let entities = model.design.entities.iter();
    let mut ids = entities.map(|(id, _)| plain(&id.value));
    ids.position(|id| id == part || alone.contains(&id))
}

/// The field that is called like one of a collection: `rights_holder` of `rights-holders`.
fn field_of<'a>(entity: &'a Entity, part: &str) -> Option<&'a str> {
    let alone = singular(&part.replace('-', "_").to_lowercase());
    alone.iter().find_map(|one| names_as(entity, one))
}

/// What a plural may be the plural of.
pub fn singular(plural: &str) -> Vec<String> {
    let ends = [("ies", "y"), ("es", ""), ("s", "")];
    let cut = ends
        .iter()
        .filter_map(|(end, with)| Some(format!("{}{with}", plural.strip_suffix(end)?)));
    cut.filter(|word| !word.is_empty()).collect()
}

fn names_as<'a>(entity: &'a Entity, wanted: &str) -> Option<&'a str> {
    let field = entity.fields.iter().find(|(name, _)| name.value == wanted)?;
    Some(&field.0.value)
}

fn only_key(entity: &Entity) -> Option<&str> {
    match names(entity, |field| field.key).as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

fn reference_to<'a>(model: &Model, entity: &'a Entity, target: usize) -> Option<&'a str> {
    let points = |field: &Field| field.references.as_ref().and_then(|r| model.entity_index(&r.value)) == Some(target);
    let all = names(entity, points);
    all.first().copied()
}

/// Fields that an operation takes to find rows. What a question takes is what it asks by, and so it is where a
/// list comes back; of what a change takes only what finds one row does.
fn of_takes<'a>(model: &Model<'a>, operation: &Operation, entity: usize, kind: Kind) -> Vec<&'a str> {
    let (id, file) = &model.design.entities[entity];
    let asks = asks(operation, &id.value, kind);
    let finds = |field: &Field| field.key || field.unique;
    let mut found = Vec::new();
    for take in &operation.takes {
        let Some((of, name)) = take.value.split_once('.') else {
            continue;
        };
        if of == id.value {
            let fields = file.fields.iter();
            let mut named = fields.filter(|(field, f)| field.value == name && (asks || finds(f)));
            found.extend(named.next().map(|(field, _)| field.value.as_str()));
        } else if let Some(target) = model.entity_index(of) {
            let fields = &model.design.entities[target].1.fields;
            let is_key = fields.iter().any(|(field, f)| f.key && field.value == name);
            found.extend(reference_to(model, file, target).filter(|_| is_key));
        }
    }
    found
}

/// Whether all that an operation takes is a question.
fn asks(operation: &Operation, entity: &str, kind: Kind) -> bool {
    let lists = matches!(&operation.returns, Some(Returns::Many(of)) if of.value == entity);
    kind == Kind::ReadMany && lists || kind.reads() && matches!(operation.method, "get" | "query")
}

fn is_only_unique(entity: &Entity, name: &str) -> bool {
    let mut fields = entity.fields.iter();
    fields.any(|(field, f)| field.value == name && f.unique && !f.key)
}

fn is_http(operation: &Operation) -> bool {
    matches!(operation.method, "get" | "post" | "put" | "patch" | "delete")
}

/// A reference of an entity to another that the same flow touches: its lines are asked for by it.
fn touched_beside<'a>(model: &Model<'a>, f: usize, entity: usize) -> Option<&'a str> {
    let touched = |id: &str| {
        let accesses = model.flows[f].steps.iter().flat_map(|step| &step.file.accesses);
        accesses.into_iter().any(|a: &design::Access| a.entity.value == id)
    };
    let file = &model.design.entities[entity].1;
    let own = &model.design.entities[entity].0.value;
    let points = |field: &Field| {
        let target = field.references.as_ref();
        target.is_some_and(|r| r.value != *own && touched(&r.value))
    };
    // Inside a key only the beginning finds rows.
    let leading = file.fields.iter().find(|(_, field)| field.key);
    let leading = leading
        .filter(|(_, field)| points(field))
        .map(|(name, _)| name.value.as_str());
    leading.or_else(|| names(file, |field| !field.key && points(field)).first().copied())
}
