//! Data: what is kept, in what shape, for how long, and what of it is cached.

use super::super::draft::{Draft, Edit};
use super::super::said::Said;
use super::{Change, identifier, noun};
use crate::amend::Value;
use crate::catalog::Catalog;

/// Shapes of data with the function that keeps them.
pub const SHAPES: [(&str, &str, &str); 9] = [
    (
        "relation",
        "relational-database",
        "rows that refer to one another, changed in transactions",
    ),
    ("key-value", "key-value-store", "found by one key, nothing else"),
    ("document", "document-store", "nested, read and written as a whole"),
    (
        "wide-row",
        "wide-column-store",
        "very many rows by key and order, mostly appended",
    ),
    ("blob", "object-store", "files: pictures, video, bodies"),
    ("event", "event-log", "what happened, appended and read in order"),
    ("counter", "counter-store", "a number that many change"),
    ("search", "search-index", "found by words in it"),
    ("none", "", "it is sent, and not kept"),
];

/// Where answers to "is it cached?" lead: function and name of the component.
const CACHES: [(&str, &str, &str); 3] = [
    ("static", "cdn", "edge"),
    ("hot", "distributed-cache", "cache"),
    ("device", "client-cache", "device_cache"),
];

pub fn entities(answer: &str, draft: &Draft) -> Result<Change, String> {
    let mut known = draft.names(&["data"]);
    let mut change = Change::default();
    for noun in noun::listed(answer) {
        if is_measure(&noun) {
            return Err(format!("`{noun}` is a measure; name what is kept, such as `link`"));
        }
        let word = identifier(noun::bare(&noun))
            .ok_or_else(|| format!("`{noun}` is no noun; name what is kept, such as `link`"))?;
        if word.split('_').count() > 3 {
            return Err(format!("`{noun}` is a sentence; one noun names it, such as `link`"));
        }
        // A word in quotes stays as it is.
        let id = match noun.starts_with('"') {
            true => word.clone(),
            false => noun::singular(&word),
        };
        if known.contains(&word) || known.contains(&id) {
            continue;
        }
        if id != word {
            let said = format!("one of the {word} is called `{id}`; in quotes, `\"{word}\"`, the word stays as it is");
            change.said.push(Said::Note(said));
        }
        change.edits.push(Edit::set(["data", &id], Value::Map(Vec::new())));
        known.push(id);
    }
    Ok(change)
}

/// Whether it compares, or has a number that stands alone: `p99 < 200 ms`, `5 GB of photos`.
fn is_measure(noun: &str) -> bool {
    let number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    noun.contains(['<', '>', '=', '≤', '≥', '%']) || noun.split_whitespace().any(number)
}

/// Sets the store of an entity: a shape brings its function, a component is taken as it is.
pub fn store_of(id: &str, answer: &str, draft: &Draft, catalog: &Catalog) -> Result<Change, String> {
    if draft.names(&["components"]).iter().any(|c| c == answer) {
        return Ok(Change::of(vec![Edit::text(["data", id, "in"], answer)]));
    }
    if let Some((name, function)) = answer.split_once(':') {
        let name = identifier(name).ok_or("write `name: function`, such as `links: key-value-store`")?;
        let mut change = super::component::components(&format!("{name}: {}", function.trim()), draft, catalog)?;
        change.edits.push(Edit::text(["data", id, "in"], &name));
        return Ok(change);
    }
    let Some((_, function, _)) = SHAPES.iter().find(|(shape, ..)| *shape == answer) else {
        return Err(format!("`{answer}` is no shape and no store of yours"));
    };
    if function.is_empty() {
        return Ok(Change::default());
    }
    let name = free_name(id, draft);
    let edits = vec![
        Edit::set(["components", &name], Value::map([("is", Value::text(*function))])),
        Edit::text(["data", id, "in"], &name),
    ];
    let title = catalog
        .function(function)
        .map_or((*function).to_string(), |(entry, _)| entry.title.to_lowercase());
    let said = Said::Note(format!("{id} is kept in `{name}` ({title})"));
    Ok(Change::of(edits).say([said]))
}

/// A name for the store of an entity: its plural, where that is free.
fn free_name(id: &str, draft: &Draft) -> String {
    let plural = match id.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if id.ends_with('s') => format!("{id}_store"),
        _ => format!("{id}s"),
    };
    let taken = |name: &str| {
        ["components", "flows", "data", "figures", "actors"]
            .iter()
            .any(|map| draft.names(&[map]).iter().any(|n| n == name))
    };
    let numbered = (2..).map(|n| format!("{id}_store_{n}"));
    let mut names = [plural, format!("{id}_store")].into_iter().chain(numbered);
    names.find(|name| !taken(name)).unwrap_or_else(|| id.to_string())
}

/// Whether a function is one that an answer on caches brings.
pub fn is_cache_of_an_answer(function: &str) -> bool {
    CACHES.iter().any(|(_, known, _)| *known == function)
}

/// Adds the cache that an entity asks for, unless there is one of that kind.
pub fn cache_of(id: &str, answer: &str, draft: &Draft) -> Result<Change, String> {
    let Some((_, function, name)) = CACHES.iter().find(|(word, ..)| *word == answer) else {
        return Ok(Change::default());
    };
    let components = draft.names(&["components"]);
    let there = components
        .iter()
        .find(|c| draft.value(&["components", c, "is"]).as_deref() == Some(*function));
    if let Some(there) = there {
        let said = Said::Note(format!(
            "`{there}` can hold {id}; its hits stand on the step that calls it"
        ));
        return Ok(Change::default().say([said]));
    }
    if components.iter().any(|c| c == name) || draft.names(&["data"]).iter().any(|d| d == name) {
        return Ok(Change::default());
    }
    let edit = Edit::set(["components", name], Value::map([("is", Value::text(*function))]));
    let said = Said::Note(format!(
        "`{name}` stands ready ({function}); its hits come with the steps"
    ));
    Ok(Change::of(vec![edit]).say([said]))
}
