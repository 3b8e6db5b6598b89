//! Pages of which no operation says by what they are asked for, such as `GET /feed`.
//!
//! The flow says it: whose page it is, and what is read before the page and leads to its rows. In this order, the
//! surest first: a field that is called like the actor; the key, where rows that were read before name it (a list of
//! references that is written ahead); a field that means the same as one of a row that was read before (the authors
//! whom somebody follows, and the author of a post).

use crate::design::{AccessKind, Entity, Field};
use crate::model::{Model, Party};

/// The field by which a step of a flow asks for a page of an entity; none where nothing in the flow says.
pub fn asked<'a>(model: &Model<'a>, f: usize, step: usize, entity: usize) -> Option<&'a str> {
    of_actor(model, f, entity).or_else(|| {
        let before = read_before(model, f, step, entity);
        let leads = before.iter().find_map(|other| led_to(model, *other, entity));
        leads.or_else(|| before.iter().find_map(|other| meant_by_both(model, *other, entity)))
    })
}

/// Fields of an entity whose values a row tells that the flow has read before: the account of a session is that of its
/// orders, so whoever asks for an order knows under which account it lies.
pub fn known<'a>(model: &Model<'a>, f: usize, step: usize, entity: usize) -> Vec<&'a str> {
    let before = read_before(model, f, step, entity);
    let tells = |other: &usize, target: usize| {
        let mut names = fields(model, *other);
        *other == target || names.any(|(name, field)| means(model, name, field) == Some(target))
    };
    let told = |target: usize| target != entity && before.iter().any(|other| tells(other, target));
    fields(model, entity)
        .filter(|(name, field)| means(model, name, field).is_some_and(told))
        .map(|(name, _)| name)
        .collect()
}

/// A field that is called like the actor of the flow: a page of `reservation` by its `guest`, when a guest asks.
fn of_actor<'a>(model: &Model<'a>, f: usize, entity: usize) -> Option<&'a str> {
    let starter = model.flows[f].starter;
    if !matches!(starter, Party::Actor(_)) {
        return None;
    }
    let actor = model.party_id(starter);
    // Of a field that only one row has, there is no page.
    let single = |field: &Field| field.unique || field.key && fields(model, entity).filter(|(_, f)| f.key).count() == 1;
    let mut fields = fields(model, entity);
    let found = fields.find(|(name, field)| *name == actor && !single(field));
    found.map(|(name, _)| name)
}

/// Entities that earlier steps of a flow read, in their order.
fn read_before(model: &Model, f: usize, step: usize, entity: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let steps = model.flows[f].steps.iter().take(step);
    for access in steps.flat_map(|step| &step.file.accesses) {
        let other = model.entity_index(&access.entity.value);
        if let Some(other) =
            other.filter(|other| access.kind == AccessKind::Read && *other != entity && !found.contains(other))
        {
            found.push(other);
        }
    }
    found
}

/// The key of an entity that rows of another name: they refer to it, or have a field of the key's own name.
fn led_to<'a>(model: &Model<'a>, other: usize, entity: usize) -> Option<&'a str> {
    let mut keys = fields(model, entity).filter(|(_, field)| field.key);
    let (Some((key, _)), None) = (keys.next(), keys.next()) else {
        return None;
    };
    let id = &model.design.entities[entity].0.value;
    let mut names = fields(model, other);
    let named = names.any(|(name, field)| {
        let refers = field.references.as_ref().is_some_and(|target| target.value == *id);
        refers || name == id || name == key && !is_plain(key)
    });
    named.then_some(key)
}

/// A field of an entity that names the same thing as one of another; one of the same name before others.
fn meant_by_both<'a>(model: &Model<'a>, other: usize, entity: usize) -> Option<&'a str> {
    let theirs: Vec<(&str, Option<usize>)> = fields(model, other)
        .map(|(name, field)| (name, means(model, name, field)))
        .collect();
    let own = || fields(model, entity).map(|(name, field)| (name, means(model, name, field)));
    // What leads back to the other entity is no common ground, it is a reference to what was read.
    let common = |(_, means): &(&str, Option<usize>)| means.is_some_and(|m| m != other && m != entity);
    let alike = |(name, means): &(&str, Option<usize>)| theirs.contains(&(*name, *means));
    // Of two that name the same thing, one is who asks and the other whom it leads to; of one nobody knows which it is.
    let leads = |(_, means): &(&str, Option<usize>)| theirs.iter().filter(|(_, target)| target == means).count() > 1;
    let mut of_same_name = own().filter(|field| common(field) && alike(field));
    let mut of_same_thing = own().filter(|field| common(field) && leads(field));
    of_same_name
        .next()
        .or_else(|| of_same_thing.next())
        .map(|(name, _)| name)
}

/// The entity that a field names: by a reference, or by being called like it.
fn means(model: &Model, name: &str, field: &Field) -> Option<usize> {
    let target = field.references.as_ref().map_or(name, |target| target.value.as_str());
    model.entity_index(target)
}

/// Words for a key that name nothing in particular.
pub fn is_plain(name: &str) -> bool {
    matches!(name, "id" | "key")
}

fn fields<'a>(model: &Model<'a>, entity: usize) -> impl Iterator<Item = (&'a str, &'a Field)> {
    let (_, file): &'a (_, Entity) = &model.design.entities[entity];
    file.fields.iter().map(|(name, field)| (name.value.as_str(), field))
}
