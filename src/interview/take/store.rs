//! Where data is kept, said anew: what the answer before has brought goes or is taken along.

use super::super::draft::{Draft, Edit};
use super::super::dropping;
use super::super::mentions::{self, Thing};
use super::super::said::Said;
use super::entity::{self, SHAPES};
use super::{Change, component, identifier};
use crate::amend::Value;
use crate::catalog::Catalog;

/// Sets the store of an entity; the one that it had leaves nothing behind.
///
/// # Errors
/// What is wrong with the answer, or what still calls a store that is to go.
pub fn of(id: &str, answer: &str, draft: &Draft, catalog: &Catalog) -> Result<Change, String> {
    let Some(old) = draft.items(&["data", id, "in"]).into_iter().next() else {
        return entity::store_of(id, answer, draft, catalog);
    };
    let alone =
        !(draft.names(&["data"]).iter()).any(|other| other != id && draft.items(&["data", other, "in"]).contains(&old));
    if let Some((_, function, _)) = SHAPES.iter().find(|(shape, ..)| *shape == answer) {
        return match (function.is_empty(), alone) {
            (true, _) => not_kept(id, &old, draft),
            (false, true) => refitted(id, &old, function, draft, catalog),
            (false, false) if is(&old, function, draft) => Ok(Change::default()),
            (false, false) => entity::store_of(id, answer, draft, catalog),
        };
    }
    let named = answer
        .split_once(':')
        .map_or(Some(answer.to_string()), |(name, _)| identifier(name));
    match named.filter(|name| alone && *name != old) {
        Some(new) => moved(id, &old, &new, answer, draft, catalog),
        None => entity::store_of(id, answer, draft, catalog),
    }
}

fn is(component: &str, function: &str, draft: &Draft) -> bool {
    draft.value(&["components", component, "is"]).as_deref() == Some(function)
}

/// The store becomes another one in its place: its name and the steps that call it stay, what was said of the product
/// and the units goes.
fn refitted(id: &str, old: &str, function: &str, draft: &Draft, catalog: &Catalog) -> Result<Change, String> {
    if is(old, function, draft) {
        return Ok(Change::default());
    }
    let mut edits = dropping::choice_of(old, draft);
    edits.push(Edit::set(
        ["components", old],
        Value::map([("is", Value::text(function))]),
    ));
    let title = catalog
        .function(function)
        .map_or(function.to_string(), |(entry, _)| entry.title.to_lowercase());
    let said = Said::Note(format!("`{old}`, which keeps {id}, is another one now: {title}"));
    Ok(Change::of(edits).say([said]))
}

/// Another component keeps the data: what called the old one calls the new one.
fn moved(id: &str, old: &str, new: &str, answer: &str, draft: &Draft, catalog: &Catalog) -> Result<Change, String> {
    let there = draft.node(&["components", new]).is_some();
    let mut change = match answer.contains(':') {
        true => component::components(answer, draft, catalog)?,
        false if there => Change::default(),
        false => return entity::store_of(id, answer, draft, catalog),
    };
    let mut edits = dropping::choice_of(old, draft);
    edits.push(Edit::Remove(vec!["components".into(), old.into()]));
    edits.append(&mut change.edits);
    edits.push(Edit::Rename(Thing::Component, old.to_string(), new.to_string()));
    let said = Said::Note(format!(
        "{id} is kept in `{new}`; `{old}` is gone, and what called it calls `{new}`"
    ));
    change.edits = edits;
    Ok(change.say([said]))
}

/// It is sent, and not kept: its store goes where it kept nothing else.
fn not_kept(id: &str, old: &str, draft: &Draft) -> Result<Change, String> {
    let edits = dropping::idle_store(old, id, draft);
    let calls = mentions::of(&draft.text, Thing::Component, old).into_iter();
    let others = |path: &[String]| matches!(path, [top, entity, ..] if top == "data" && entity != id);
    let kept_for_others = calls.clone().any(|m| others(&m.path));
    if edits.is_empty() && !kept_for_others {
        let own = |path: &[String]| matches!(path, [top, ..] if top == "data" || top == "decisions");
        dropping::nothing_left(old, calls.filter(|m| !own(&m.path)).collect(), draft)?;
    }
    let mut all = vec![dropping::key(&["data", id, "in"].map(str::to_string), draft)];
    let gone = !edits.is_empty();
    all.extend(edits);
    let said = gone.then(|| Said::Note(format!("`{old}` is gone: it kept nothing else")));
    Ok(Change::of(all).say(said))
}

/// A cache that nobody reads through any more is named with the way to take it away.
pub fn cache_of(id: &str, answer: &str, draft: &Draft) -> Result<Change, String> {
    let change = entity::cache_of(id, answer, draft)?;
    let components = draft.names(&["components"]);
    let idle = components.iter().enumerate().find(|(_, c)| {
        let cache = draft.value(&["components", c, "is"]);
        let cache = cache.is_some_and(|is| entity::is_cache_of_an_answer(&is));
        cache && mentions::of(&draft.text, Thing::Component, c).is_empty()
    });
    let said = idle.filter(|_| answer == "no").map(|(at, cache)| {
        let which = at + 1;
        Said::Note(format!(
            "`{cache}` stands ready for others; if nothing is read from it, `:g components`, `:drop {which}` takes it away"
        ))
    });
    Ok(change.say(said))
}
