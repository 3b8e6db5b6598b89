//! What the author of a design changed, by ids and keys: never by line, order or layout.
//!
//! One walk over both trees does two things: it tells every change, and it makes a tree with some of them.

use super::steps;
use crate::form::{Key, Node, Value};
use crate::report::ChangeKind;

/// One change between two trees.
#[derive(Debug, Clone)]
pub struct Change {
    pub kind: ChangeKind,
    pub path: Vec<String>,
    pub old: Option<Node>,
    pub new: Option<Node>,
}

/// Keys that say nothing about the design: how it is spread over files, and in which version it is written.
const LAYOUT: [&str; 2] = ["napkin", "include"];
/// Lists whose order means something.
const ORDERED: [&str; 2] = ["in", "steps"];

/// Lists whose items are told one by one.
const ITEMS: [&str; 4] = ["waivers", "expect", "out_of_scope", "accept"];

/// Asked for each change, in a fixed order: whether it is made.
pub type Take<'a> = dyn FnMut(Change) -> bool + 'a;

/// All changes from one tree to another.
pub fn changes(old: &Node, new: &Node) -> Vec<Change> {
    let mut all = Vec::new();
    let mut see = |change| {
        all.push(change);
        false
    };
    root(old, new, &mut see);
    all
}

/// The old tree with the changes of these numbers made.
pub fn with(old: &Node, new: &Node, chosen: &[usize]) -> Node {
    let mut at = 0;
    let mut take = |_| {
        at += 1;
        chosen.contains(&(at - 1))
    };
    root(old, new, &mut take)
}

fn root(old: &Node, new: &Node, take: &mut Take) -> Node {
    map(old, new, &[], take)
}

fn below(path: &[String], part: &str) -> Vec<String> {
    let mut path = path.to_vec();
    path.push(part.to_string());
    path
}

fn entries(node: &Node) -> &[(Key, Node)] {
    match &node.value {
        Value::Map(entries) => entries,
        _ => &[],
    }
}

/// Whether a map or a list that only one side has is told entry by entry: it holds things, it is none.
fn holds_things(path: &[String], node: &Node) -> bool {
    match (&node.value, path) {
        (Value::Map(_), [_]) => true,
        (Value::Map(_), [section, _]) => section == "requirements",
        (Value::List(_), [.., name]) => ITEMS.contains(&name.as_str()),
        _ => false,
    }
}

fn map(old: &Node, new: &Node, path: &[String], take: &mut Take) -> Node {
    let mut made = Vec::new();
    for (key, value) in entries(old) {
        let here = below(path, &key.name);
        let other = new.get(&key.name);
        let kept = match other {
            _ if path.is_empty() && LAYOUT.contains(&key.name.as_str()) => Some(value.clone()),
            Some(other) => Some(node(value, other, &here, take)),
            None if holds_things(&here, value) => Some(node(value, &empty(value), &here, take)),
            None => {
                let gone = change(ChangeKind::Removed, &here, Some(value), None);
                (!take(gone)).then(|| value.clone())
            }
        };
        made.extend(kept.map(|node| (key.clone(), node)));
    }
    for (key, value) in entries(new) {
        let layout = path.is_empty() && LAYOUT.contains(&key.name.as_str());
        if old.get(&key.name).is_some() || layout {
            continue;
        }
        let here = below(path, &key.name);
        if holds_things(&here, value) {
            made.push((key.clone(), node(&empty(value), value, &here, take)));
        } else if take(change(ChangeKind::Added, &here, None, Some(value))) {
            made.push((key.clone(), value.clone()));
        }
    }
    Node {
        span: old.span,
        value: Value::Map(made),
    }
}

/// A map or a list without entries.
fn empty(like: &Node) -> Node {
    let value = match like.value {
        Value::List(_) => Value::List(Vec::new()),
        _ => Value::Map(Vec::new()),
    };
    Node { span: like.span, value }
}

pub fn change(kind: ChangeKind, path: &[String], old: Option<&Node>, new: Option<&Node>) -> Change {
    Change {
        kind,
        path: path.to_vec(),
        old: old.cloned(),
        new: new.cloned(),
    }
}

/// A value that both trees have.
pub fn node(old: &Node, new: &Node, path: &[String], take: &mut Take) -> Node {
    let name = path.last().map_or("", String::as_str);
    if same(old, new, name) {
        return old.clone();
    }
    match (&old.value, &new.value) {
        (Value::Map(_), Value::Map(_)) => map(old, new, path, take),
        (Value::List(from), Value::List(to)) if name == "steps" => steps::list(old.span, from, to, path, take),
        (Value::List(from), Value::List(to)) if ITEMS.contains(&name) => Node {
            span: old.span,
            value: Value::List(items(from, to, path, take)),
        },
        _ if take(change(ChangeKind::Changed, path, Some(old), Some(new))) => new.clone(),
        _ => old.clone(),
    }
}

/// A list whose items stand for themselves: waivers, expectations, what is out of scope.
fn items(old: &[Node], new: &[Node], path: &[String], take: &mut Take) -> Vec<Node> {
    let mut unmatched: Vec<&Node> = new.iter().collect();
    let mut made = Vec::new();
    for item in old {
        match unmatched.iter().position(|other| same(item, other, "")) {
            Some(at) => {
                unmatched.remove(at);
                made.push(item.clone());
            }
            None if take(change(ChangeKind::Removed, path, Some(item), None)) => {}
            None => made.push(item.clone()),
        }
    }
    for item in unmatched {
        if take(change(ChangeKind::Added, path, None, Some(item))) {
            made.push(item.clone());
        }
    }
    made
}

/// Whether two values of a key mean the same.
pub fn same(old: &Node, new: &Node, name: &str) -> bool {
    match (&old.value, &new.value) {
        (Value::Null, Value::Null) => true,
        (Value::Scalar { text: a, .. }, Value::Scalar { text: b, .. }) => plain(a) == plain(b),
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, value)| new.get(&key.name).is_some_and(|other| same(value, other, &key.name)))
        }
        (Value::List(a), Value::List(b)) if ORDERED.contains(&name) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b, ""))
        }
        (Value::List(a), Value::List(b)) => {
            let mut rest: Vec<&Node> = b.iter().collect();
            a.len() == b.len()
                && a.iter().all(|item| {
                    let at = rest.iter().position(|other| same(item, other, ""));
                    at.map(|at| rest.swap_remove(at)).is_some()
                })
        }
        // A single item may stand without brackets.
        (Value::List(a), Value::Scalar { .. }) => matches!(&a[..], [only] if same(only, new, name)),
        (Value::Scalar { .. }, Value::List(b)) => matches!(&b[..], [only] if same(old, only, name)),
        _ => false,
    }
}

/// A text without what is only layout: `99.95%` is `99.95 %`.
pub fn plain(text: &str) -> String {
    let text = text.trim();
    let measured = text.starts_with(|c: char| c.is_ascii_digit() || "<>=-+.~±".contains(c)) && !text.contains(" to ");
    if measured {
        text.split_whitespace().collect()
    } else {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
