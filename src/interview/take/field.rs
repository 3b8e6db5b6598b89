//! Fields as people say them: a name alone is enough, and its type is guessed and told.

use super::super::draft::{Draft, Edit};
use super::super::said::Said;
use super::{Change, identifier, noun};
use crate::amend::Value;

const FLAGS: [&str; 4] = ["key", "unique", "pii", "optional"];

/// Types as they are said, with those of the format.
const TYPES: [(&[&str], &str); 16] = [
    (&["bool", "boolean", "flag"], "bool"),
    (&["int", "integer"], "int"),
    (&["long", "number", "bigint", "counter"], "long"),
    (&["float", "double", "real"], "float"),
    (&["date", "day"], "date"),
    (&["timestamp", "datetime", "time", "instant"], "timestamp"),
    (&["id"], "id"),
    (&["uuid", "guid"], "uuid"),
    (&["money", "price", "amount"], "money"),
    (&["decimal"], "decimal"),
    (&["enum", "choice"], "enum"),
    (&["text", "string", "str", "varchar", "char"], "text"),
    (&["url", "uri"], "url"),
    (&["bytes", "binary"], "bytes"),
    (&["json"], "json"),
    (&["blob"], "blob"),
];

/// Types by the last word of a field's name. The sizes are means.
const BY_NAME: [(&[&str], &str); 15] = [
    (&["id"], "id"),
    (
        &[
            "at",
            "on",
            "time",
            "timestamp",
            "created",
            "updated",
            "modified",
            "expires",
            "expiry",
        ],
        "timestamp",
    ),
    (&["date", "day"], "date"),
    (&["birthday", "birthdate", "dob"], "date pii"),
    (
        &[
            "count", "number", "views", "likes", "clicks", "quantity", "score", "size", "total", "version", "position",
            "width", "height", "length", "duration",
        ],
        "long",
    ),
    (&["price", "amount", "balance", "cost", "fee"], "money"),
    (&["email", "mail"], "string(254) pii ~25 B"),
    (&["phone", "mobile"], "string(20) pii"),
    (&["url", "uri", "link", "href"], "url ~100 B"),
    (
        &["status", "state", "type", "kind", "role", "category", "priority"],
        "enum",
    ),
    (&["password", "hash", "token", "secret", "checksum"], "string(64)"),
    (
        &["name", "username", "nickname", "title", "label", "slug"],
        "text ~40 B",
    ),
    (&["lat", "lon", "lng", "latitude", "longitude", "rating"], "float"),
    (
        &["body", "content", "text", "message", "description", "comment", "bio"],
        "text ~200 B",
    ),
    (
        &["active", "deleted", "enabled", "public", "private", "read", "paid"],
        "bool",
    ),
];

/// The type of a name that says nothing.
const ELSE: &str = "text ~100 B";

/// Fields of an entity: `code: string(7) key, url: text ~100 B`, or their names alone.
pub fn fields_of(id: &str, answer: &str, draft: &Draft) -> Result<Change, String> {
    let answer = answer.trim().trim_start_matches('{').trim_end_matches('}');
    let entities = draft.names(&["data"]);
    let mut fields: Vec<(String, Value)> = Vec::new();
    let mut guessed = Vec::new();
    for field in noun::listed(answer) {
        let (name, said) = parts(&field);
        let name = identifier(name).ok_or_else(|| format!("`{field}` is no field; write `name: type`"))?;
        let own = typed(&said);
        let kind = match &own {
            Some(kind) => kind.clone(),
            None => with_flags(&by_name(&name, id, &entities), &said),
        };
        let kind = sized(&kind, &name);
        if kind != said {
            guessed.push(format!("{name}: {kind}"));
        }
        fields.retain(|(known, _)| *known != name);
        fields.push((name, Value::text(kind)));
    }
    let told = (!guessed.is_empty()).then(|| {
        Said::Note(format!(
            "taken as `{}`; say the fields again to change one",
            guessed.join(", ")
        ))
    });
    Ok(Change::of(vec![Edit::set(["data", id, "fields"], Value::Map(fields))]).say(told))
}

/// The name of a field and what is said of it.
fn parts(field: &str) -> (&str, String) {
    if let Some((name, kind)) = field.split_once(':') {
        return (name, kind.trim().trim_matches('"').to_string());
    }
    let field = noun::bare(field);
    let says = |word: &str| FLAGS.contains(&word) || ["->", "~"].contains(&word) || type_of(word).is_some();
    match field.split_once(' ') {
        Some((name, rest)) if rest.split(' ').next().is_some_and(says) => (name, rest.trim().to_string()),
        _ => (field, String::new()),
    }
}

fn type_of(word: &str) -> Option<&'static str> {
    let base = word.split('(').next().unwrap_or_default().to_lowercase();
    let found = TYPES.iter().find(|(said, _)| said.contains(&base.as_str()));
    found.map(|(_, own)| *own)
}

/// The type as the format has it; none where no type is said, or one that the format has to judge.
fn typed(said: &str) -> Option<String> {
    let mut words = said.split(' ').filter(|w| !w.is_empty());
    let first = words.find(|w| !FLAGS.contains(w))?;
    if first.starts_with("->") {
        return Some(said.to_string());
    }
    if first.starts_with('~') {
        return None;
    }
    match type_of(first) {
        // `string(7)` and `varchar(7)` have their size.
        Some("text") if first.contains('(') => {
            let length = first.split_once('(').map_or("", |(_, length)| length);
            Some(said.replacen(first, &format!("string({length}"), 1))
        }
        Some(own) if !first.contains('(') => Some(said.replacen(first, own, 1)),
        _ => Some(said.to_string()),
    }
}

/// A type that the name of a field suggests.
fn by_name(name: &str, entity: &str, entities: &[String]) -> String {
    if name == "id" || name == format!("{entity}_id") {
        return "id key".into();
    }
    let of = name.strip_suffix("_id").unwrap_or(name);
    if entities.iter().any(|e| e == of) && of != entity {
        return format!("id -> {of}");
    }
    if ["is_", "has_", "can_"].iter().any(|b| name.starts_with(b)) {
        return "bool".into();
    }
    let last = name.rsplit('_').next().unwrap_or(name);
    let found = BY_NAME.iter().find(|(words, _)| words.contains(&last));
    found.map_or(ELSE, |(_, kind)| kind).to_string()
}

/// A guessed type with what was said beside it: flags, and a size that goes before the guessed one.
fn with_flags(guess: &str, said: &str) -> String {
    let (flags, size) = match said.split_once('~') {
        Some((flags, size)) => (flags.trim(), Some(size.trim())),
        None => (said.trim(), None),
    };
    let (kind, guessed) = guess.split_once(" ~").map_or((guess, None), |(k, s)| (k, Some(s)));
    let mut out = kind.to_string();
    for flag in flags.split(' ').filter(|f| !f.is_empty() && !kind.contains(f)) {
        out.push_str(&format!(" {flag}"));
    }
    match size.or(guessed) {
        Some(size) => format!("{out} ~{size}"),
        None => out,
    }
}

/// A text without a size has the one that its name suggests.
fn sized(kind: &str, name: &str) -> String {
    let open = ["text", "url"].contains(&kind.split(' ').next().unwrap_or_default()) && !kind.contains('~');
    if !open {
        return kind.to_string();
    }
    let guess = by_name(name, "", &[]);
    let size = guess.split_once('~').map_or("100 B", |(_, size)| size);
    format!("{kind} ~{size}")
}
