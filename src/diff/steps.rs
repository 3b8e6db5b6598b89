//! The steps of a flow, whose order is their meaning.

use super::tree::{self, Take, change};
use crate::form::{Key, Node, Value};
use crate::report::ChangeKind;
use crate::source::Span;

/// Most steps of two flows that are laid beside one another; longer ones are compared from both ends only.
const MOST: usize = 400;

/// `api -> cache` of a step, with its options where it has some.
pub fn parts(step: &Node) -> (String, Option<&Node>) {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    match &step.value {
        Value::Scalar { text, .. } => (plain(text), None),
        Value::Map(entries) => match entries.first() {
            Some((key, options)) => (plain(&key.name), Some(options)),
            None => (String::new(), None),
        },
        _ => (String::new(), None),
    }
}

/// A row of the two lists beside one another.
enum Row<'n> {
    Both(&'n Node, &'n Node),
    Gone(&'n Node),
    New(&'n Node),
}

/// The list with the changes that are taken.
pub fn list(span: Span, old: &[Node], new: &[Node], path: &[String], take: &mut Take) -> Node {
    let rows = beside(old, new);
    // The same step, gone here and new there, has moved.
    let moved = |step: &Node, way: fn(&Row) -> Option<String>| {
        let name = parts(step).0;
        rows.iter().filter_map(way).any(|other| other == name)
    };
    let new_name: fn(&Row) -> Option<String> = |row| match row {
        Row::New(step) => Some(parts(step).0),
        _ => None,
    };
    let gone_name: fn(&Row) -> Option<String> = |row| match row {
        Row::Gone(step) => Some(parts(step).0),
        _ => None,
    };
    let mut made: Vec<Node> = Vec::new();
    let mut gone_elsewhere: Vec<String> = Vec::new();
    for row in &rows {
        match row {
            Row::Both(from, to) => made.push(both(from, to, path, take)),
            // It is told where it stands now.
            Row::Gone(step) if moved(step, new_name) => {
                let name = parts(step).0;
                match gone_elsewhere.iter().position(|other| *other == name) {
                    Some(at) => drop(gone_elsewhere.swap_remove(at)),
                    None => made.push((*step).clone()),
                }
            }
            Row::Gone(step) => {
                if !take(change(ChangeKind::Removed, &named(path, step), Some(step), None)) {
                    made.push((*step).clone());
                }
            }
            Row::New(step) if moved(step, gone_name) => {
                let name = parts(step).0;
                let before = rows.iter().find_map(|row| match row {
                    Row::Gone(from) if parts(from).0 == name => Some(*from),
                    _ => None,
                });
                if take(change(ChangeKind::Moved, &named(path, step), before, Some(step))) {
                    match made.iter().position(|other| parts(other).0 == name) {
                        Some(at) => drop(made.remove(at)),
                        None => gone_elsewhere.push(name),
                    }
                    made.push((*step).clone());
                }
            }
            Row::New(step) => {
                if take(change(ChangeKind::Added, &named(path, step), None, Some(step))) {
                    made.push((*step).clone());
                }
            }
        }
    }
    Node {
        span,
        value: Value::List(made),
    }
}

fn named(path: &[String], step: &Node) -> Vec<String> {
    let mut path = path.to_vec();
    path.push(parts(step).0);
    path
}

/// A step of both lists: its options may differ.
fn both(from: &Node, to: &Node, path: &[String], take: &mut Take) -> Node {
    let none = Node {
        span: from.span,
        value: Value::Map(Vec::new()),
    };
    let (name, old) = parts(from);
    let (_, new) = parts(to);
    let map = |options: Option<&Node>| match options {
        Some(node) if !matches!(node.value, Value::Null) => node.clone(),
        _ => none.clone(),
    };
    let options = tree::node(&map(old), &map(new), &named(path, from), take);
    let key = Key { name, span: from.span };
    Node {
        span: from.span,
        value: Value::Map(vec![(key, options)]),
    }
}

/// Lays two lists beside one another: the longest common row of steps stays, the rest is gone or new.
fn beside<'n>(old: &'n [Node], new: &'n [Node]) -> Vec<Row<'n>> {
    let names = |list: &[Node]| list.iter().map(|step| parts(step).0).collect::<Vec<_>>();
    let (a, b) = (names(old), names(new));
    let common = if a.len().max(b.len()) <= MOST {
        longest(&a, &b)
    } else {
        a.iter()
            .zip(&b)
            .take_while(|(a, b)| a == b)
            .enumerate()
            .map(|(i, _)| (i, i))
            .collect()
    };
    let mut rows = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (at, to) in common.into_iter().chain([(a.len(), b.len())]) {
        rows.extend(old.iter().take(at).skip(i).map(Row::Gone));
        rows.extend(new.iter().take(to).skip(j).map(Row::New));
        if let (Some(from), Some(to)) = (old.get(at), new.get(to)) {
            rows.push(Row::Both(from, to));
        }
        (i, j) = (at + 1, to + 1);
    }
    rows
}

/// Pairs of the longest common subsequence.
fn longest(a: &[String], b: &[String]) -> Vec<(usize, usize)> {
    let wide = b.len() + 1;
    let mut best = vec![0u32; (a.len() + 1) * wide];
    let get = |best: &[u32], i: usize, j: usize| best.get(i * wide + j).copied().unwrap_or(0);
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let value = if a.get(i) == b.get(j) {
                get(&best, i + 1, j + 1) + 1
            } else {
                get(&best, i + 1, j).max(get(&best, i, j + 1))
            };
            if let Some(cell) = best.get_mut(i * wide + j) {
                *cell = value;
            }
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a.get(i) == b.get(j) {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if get(&best, i + 1, j) >= get(&best, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
