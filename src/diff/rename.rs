//! Things that have another name and are the same: so obvious that nothing else is told of them.

use super::tree::{plain, same};
use crate::form::{Key, Node, Value};

/// Sections whose things may be renamed, as paths.
const SECTIONS: [&[&str]; 10] = [
    &["actors"],
    &["components"],
    &["flows"],
    &["data"],
    &["figures"],
    &["apis"],
    &["decisions"],
    &["requirements", "functional"],
    &["requirements", "nonfunctional"],
    &["requirements", "assumptions"],
];
/// Things of a section that are looked at.
const MOST: usize = 100;

/// A thing with its old and its new name.
#[derive(Debug, Clone, PartialEq)]
pub struct Renamed {
    pub section: &'static [&'static str],
    pub from: String,
    pub to: String,
}

/// Gives things in the old tree the names that they have in the new one, where that is obvious.
pub fn settle(old: &Node, new: &Node) -> (Node, Vec<Renamed>) {
    let mut tree = old.clone();
    let mut all = Vec::new();
    for section in SECTIONS {
        for renamed in of_section(&tree, new, section) {
            tree = replaced(&tree, Some(new), &renamed.from, &renamed.to);
            all.push(renamed);
        }
    }
    (tree, all)
}

/// Things with one counterpart under another name that says all the same.
fn of_section(old: &Node, new: &Node, section: &'static [&'static str]) -> Vec<Renamed> {
    let things = |root: &Node| -> Vec<(Key, Node)> {
        let found = section.iter().try_fold(root, |node, key| node.get(key));
        match found.map(|node| &node.value) {
            Some(Value::Map(entries)) => entries.clone(),
            _ => Vec::new(),
        }
    };
    let (before, after) = (things(old), things(new));
    let without = |all: &[(Key, Node)], other: &[(Key, Node)]| -> Vec<(Key, Node)> {
        let alone = all.iter().filter(|(k, _)| !other.iter().any(|(o, _)| o.name == k.name));
        alone.take(MOST).cloned().collect()
    };
    let (gone, come) = (without(&before, &after), without(&after, &before));
    let alike = |from: &(Key, Node), to: &(Key, Node)| {
        telling(&from.1) && same(&replaced(&from.1, Some(&to.1), &from.0.name, &to.0.name), &to.1, "")
    };
    let mut found = Vec::new();
    for from in &gone {
        let mut to = come.iter().filter(|to| alike(from, to));
        if let (Some(to), None) = (to.next(), to.next())
            && gone.iter().filter(|other| alike(other, to)).count() == 1
        {
            found.push(Renamed {
                section,
                from: from.0.name.clone(),
                to: to.0.name.clone(),
            });
        }
    }
    found
}

/// Whether a thing says enough to be known again.
fn telling(node: &Node) -> bool {
    match &node.value {
        Value::Map(entries) => entries.len() >= 2,
        Value::Scalar { text, .. } => text.chars().count() >= 8,
        Value::List(_) | Value::Null => false,
    }
}

/// A tree in which a name is another one, wherever it is a word of its own; what stands unchanged in the new tree stays.
fn replaced(node: &Node, new: Option<&Node>, from: &str, to: &str) -> Node {
    let value = match &node.value {
        Value::Null => Value::Null,
        Value::Scalar { text, quoted } => {
            let renamed = words(text, from, to);
            let counterpart = new.and_then(Node::text).map(plain);
            let stays = counterpart.as_ref() == Some(&plain(text));
            // Prose is the author's: it is only taken for a name where the new tree says so.
            let prose = text.split_whitespace().count() > 3 && counterpart != Some(plain(&renamed));
            let text = if stays || prose { text.clone() } else { renamed };
            Value::Scalar { text, quoted: *quoted }
        }
        Value::List(items) => {
            let others = match new.map(|node| &node.value) {
                Some(Value::List(others)) if others.len() == items.len() => others.as_slice(),
                _ => &[],
            };
            let item = |(at, item): (usize, &Node)| replaced(item, others.get(at), from, to);
            Value::List(items.iter().enumerate().map(item).collect())
        }
        Value::Map(entries) => {
            let entry = |(key, value): &(Key, Node)| {
                let renamed = words(&key.name, from, to);
                let stays = new.is_some_and(|new| new.get(&key.name).is_some());
                let name = if stays { key.name.clone() } else { renamed };
                let other = new.and_then(|new| new.get(&name));
                let key = Key { name, span: key.span };
                (key, replaced(value, other, from, to))
            };
            Value::Map(entries.iter().map(entry).collect())
        }
    };
    Node { span: node.span, value }
}

/// A text with each word `from` as `to`.
fn words(text: &str, from: &str, to: &str) -> String {
    let inside = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    let flush = |word: &mut String, out: &mut String| {
        out.push_str(if word == from { to } else { word });
        word.clear();
    };
    for c in text.chars() {
        if inside(c) && !(c == '-' && word.is_empty()) {
            word.push(c);
        } else {
            flush(&mut word, &mut out);
            out.push(c);
        }
    }
    flush(&mut word, &mut out);
    out
}
