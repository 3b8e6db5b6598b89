//! Where a design speaks of a thing by its name: so that a thing can be renamed, and so that none goes that is used.

use crate::form::{Node, Value, yaml};
use crate::source::{FileId, Source, Span};

/// What kind of thing a name stands for; an actor may be called as an entity is, an operation as a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    Flow,
    Component,
    Entity,
    Actor,
}

/// One place that names a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Keys from the top; items of a list by their number, from 0.
    pub path: Vec<String>,
    /// What stands there.
    pub text: String,
    span: Span,
}

/// All places that speak of a thing, but for the entry that is the thing itself.
pub fn of(text: &str, thing: Thing, name: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    if let Some(root) = tree(text) {
        walk(&root, &mut Vec::new(), &mut |path, text, span, is_key| {
            let speaks = match is_key {
                true => key_speaks(thing, path),
                false => value_speaks(thing, path),
            };
            if speaks && !words(text, name, thing).is_empty() {
                found.push(Mention {
                    path: path.to_vec(),
                    text: text.to_string(),
                    span,
                });
            }
        });
    }
    found
}

/// The text with another name for a thing, wherever it is spoken of.
pub fn renamed(text: &str, thing: Thing, old: &str, new: &str) -> String {
    let mut spans: Vec<Span> = of(text, thing, old).into_iter().map(|m| m.span).collect();
    if let Some(root) = tree(text) {
        walk(&root, &mut Vec::new(), &mut |path, text, span, is_key| {
            if is_key && text == old && is_own(thing, path, &root) {
                spans.push(span);
            }
        });
    }
    spans.sort_by_key(|span| span.start);
    spans.dedup();
    let mut out = text.to_string();
    for span in spans.into_iter().rev() {
        let (start, end) = (span.start as usize, span.end as usize);
        let Some(written) = text.get(start..end) else {
            continue;
        };
        for at in words(written, old, thing).into_iter().rev() {
            out.replace_range(start + at..start + at + old.len(), new);
        }
    }
    out
}

fn tree(text: &str) -> Option<Node> {
    yaml::read(FileId(0), &Source::new("", text), &mut Vec::new())
}

/// Visits all keys and single values: path (with the key itself), text, place, and whether it is a key.
fn walk(node: &Node, path: &mut Vec<String>, visit: &mut impl FnMut(&[String], &str, Span, bool)) {
    match &node.value {
        Value::Null => {}
        Value::Scalar { text, .. } => visit(path, text, node.span, false),
        Value::List(items) => {
            for (at, item) in items.iter().enumerate() {
                path.push(at.to_string());
                walk(item, path, visit);
                path.pop();
            }
        }
        Value::Map(entries) => {
            for (key, node) in entries {
                path.push(key.name.clone());
                visit(path, &key.name, key.span, true);
                walk(node, path, visit);
                path.pop();
            }
        }
    }
}

/// Whether a key is the entry of the thing itself. An operation that starts a flow and is called as it is goes with it.
fn is_own(thing: Thing, path: &[String], root: &Node) -> bool {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match (thing, path.as_slice()) {
        (Thing::Flow, ["flows", _])
        | (Thing::Component, ["components", _])
        | (Thing::Entity, ["data", _])
        | (Thing::Actor, ["actors", _]) => true,
        (Thing::Flow, ["apis", _, "operations", id]) => {
            let operation = path.iter().try_fold(root, |node, name| node.get(name));
            operation.and_then(|o| o.get("flow")).and_then(Node::text) == Some(id)
        }
        _ => false,
    }
}

/// Whether a thing may stand at an end of a step.
fn is_party(thing: Thing) -> bool {
    matches!(thing, Thing::Component | Thing::Actor)
}

fn key_speaks(thing: Thing, path: &[String]) -> bool {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["states", _, _] => true,
        ["flows", _, "steps", _, _] => is_party(thing),
        ["flows", _, "steps", _, _, "read" | "write" | "update" | "delete", _] => thing == Thing::Entity,
        _ => false,
    }
}

fn value_speaks(thing: Thing, path: &[String]) -> bool {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["requirements", "functional", _, key] => {
            (thing == Thing::Flow && *key == "flow") || (is_party(thing) && *key == "as")
        }
        ["requirements", "nonfunctional", _, "to"] | ["flows", _, "actor"] => is_party(thing),
        [
            "requirements",
            "nonfunctional",
            _,
            "of" | "when" | "survive" | "holds",
            ..,
        ]
        | ["requirements", "assumptions", _, "holds"]
        | ["figures", _]
        | ["figures", _, "is"]
        | ["flows", _, "rate" | "concurrent"]
        | ["data", _, "rows"]
        | ["decisions", _, "chose"]
        | ["decisions", _, "because", ..]
        | ["waivers", _, "of"]
        | ["expect", ..]
        | ["states", _, _] => true,
        ["apis", _, "operations", _, "flow"] => thing == Thing::Flow,
        ["apis", _, "operations", _, "takes" | "returns", ..] => thing == Thing::Entity,
        ["data", _, "in", ..] => thing == Thing::Component,
        ["data", _, "fields", _] => thing == Thing::Entity,
        ["flows", _, "steps", _] => is_party(thing),
        ["flows", _, "steps", _, _, "on_miss" | "if_down"] => thing == Thing::Component,
        ["flows", _, "steps", _, _, "then"] => thing == Thing::Flow,
        ["flows", _, "steps", _, _, "read" | "write" | "update" | "delete", ..] => thing == Thing::Entity,
        _ => false,
    }
}

/// Where a name stands in a text as a whole word. Behind a point it is an attribute of something else, unless the whole
/// is a path; behind a stroke it is a unit.
fn words(text: &str, name: &str, thing: Thing) -> Vec<usize> {
    let is_path = text.starts_with("flows.") || text.starts_with("components.") || text.starts_with("data.");
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let stands_alone = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        let behind = text.get(at + name.len()..).unwrap_or_default();
        let mut earlier = before.chars().rev();
        let starts = match earlier.next() {
            Some('.') => is_path,
            // `20 /viewer/day` counts an actor; anything else there is a unit.
            Some('/') => thing == Thing::Actor,
            Some('-') => !earlier.next().is_some_and(part),
            Some(c) => !part(c),
            None => true,
        };
        let mut later = behind.chars();
        let ends = match later.next() {
            Some('-') => !later.next().is_some_and(part),
            Some(c) => !part(c),
            None => true,
        };
        starts && ends
    };
    let found = text.match_indices(name).map(|(at, _)| at);
    found.filter(|at| !name.is_empty() && stands_alone(*at)).collect()
}
