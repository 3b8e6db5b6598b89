//! Ids that the user chooses, and what may be one (format, C18).

use super::ById;
use crate::finding::Finding;
use crate::form::{Context, Key, Node, Reader, Unread, Value};
use crate::quantity::unit;
use crate::source::Spanned;

/// Words that YAML 1.1 readers turn into something else.
const YAML_WORDS: [&str; 8] = ["on", "off", "yes", "no", "true", "false", "null", "~"];

/// Words that an expression reads as those of `load`.
const OF_THE_LOAD: [&str; 3] = ["users", "growth", "horizon"];

/// How strictly ids are checked.
#[derive(Clone, Copy, PartialEq)]
pub enum Names {
    /// An expression can name it: letters, digits, `_`, no reserved word.
    Expression,
    /// An expression can name it without a dot: nor what is a word of the load.
    Figure,
    /// Regions and the like: a hyphen may stand in it.
    Place,
    /// Anything that is not empty.
    Plain,
}

/// The entries of a map from user-chosen ids.
pub fn by_id<T>(
    reader: &Reader,
    name: &'static str,
    names: Names,
    read: impl Fn(&Context, &Key, &Node) -> Option<T>,
) -> ById<T> {
    let is_map = |node: &Node| matches!(node.value, Value::Map(_) | Value::Null);
    if reader.node(name).is_some_and(|node| !is_map(node)) {
        reader.context.miss(Unread::Map(name));
    }
    let entries = reader.entries(name);
    let mut out = Vec::with_capacity(entries.len());
    for (key, node) in entries {
        check_id(reader.context, key, names);
        match read(reader.context, key, node) {
            Some(value) => out.push((Spanned::new(key.name.clone(), key.span), value)),
            None => reader.context.miss(Unread::Id(key.name.clone())),
        }
    }
    out
}

fn check_id(context: &Context, key: &Key, names: Names) {
    use crate::quantity::expression::Function;
    let name = key.name.as_str();
    let plain = |c: char| c.is_alphanumeric() || c == '_';
    let wrong = if name.is_empty() {
        Some("an id can't be empty".to_string())
    } else if YAML_WORDS.contains(&name) {
        Some(format!(
            "`{name}` is no id: some YAML readers turn it into a truth value or nothing"
        ))
    } else if name.chars().count() > 200 {
        Some("an id has at most 200 characters".to_string())
    } else if names == Names::Plain {
        None
    } else if names == Names::Place {
        (!name.chars().all(|c| plain(c) || c == '-'))
            .then(|| format!("`{name}` is no id: use letters, digits, `_` and `-`"))
    } else if !name.chars().all(plain) || name.starts_with(|c: char| c.is_ascii_digit()) {
        let fix = if name.contains('-') {
            " (a hyphen is a minus in expressions)"
        } else {
            ""
        };
        Some(format!(
            "`{name}` is no id: use letters, digits and `_`, a letter first{fix}"
        ))
    } else if ["to", "in", "of"].contains(&name) || Function::from_name(name).is_some() || unit::is_symbol(name) {
        Some(format!(
            "`{name}` means something in expressions (a unit, a function or a keyword): choose another id"
        ))
    } else if names == Names::Figure && OF_THE_LOAD.contains(&name) {
        Some(format!(
            "`{name}` in an expression is that of `load`: choose another id"
        ))
    } else {
        None
    };
    if let Some(message) = wrong {
        context.report(Finding::error("reserved-id", message).at(key.span));
    }
}
