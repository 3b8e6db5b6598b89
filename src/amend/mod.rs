//! Changes of a YAML text at a path: a value set, an item added, an entry removed.
//!
//! All that is not touched keeps its bytes: comments, order, blank lines, quotes. What is new is written the way
//! its surroundings are: inside braces in braces, else on lines of its own.

mod value;

pub use value::Value;

use crate::form::{Key, Node, Value as Written, yaml};
use crate::source::{FileId, Source};

/// Longest line that a list in brackets grows to before it goes on below.
const WIDEST: usize = 120;

/// Why a text cannot be changed: its syntax is broken, or the path leads into a single value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub String);

/// A text as it stands, and where the walk along a path has come to.
struct Walk<'a> {
    text: &'a str,
    path: &'a [&'a str],
    order: Order<'a>,
}

/// The order of the keys of the map at a path, as far as there is one.
pub type Order<'a> = &'a dyn Fn(&[&str]) -> Vec<&'static str>;

/// Sets the value at a path, making what leads there; `order` says where a new key stands among its siblings.
///
/// # Errors
/// Where the text is no YAML map, or the path leads into a single value or a list.
pub fn set(text: &str, path: &[&str], value: &Value, order: Order) -> Result<String, Refused> {
    let Some((first, _)) = path.split_first() else {
        return Err(Refused("no path is given".into()));
    };
    let Some(root) = parse(text)? else {
        return Ok(format!("{text}{}", lines(path, value, 0)));
    };
    let walk = Walk { text, path, order };
    if let Some(entry) = entry(&root, first) {
        return walk.below(entry, &root, 0, value);
    }
    let Written::Map(entries) = &root.value else {
        return Err(Refused("the text is no map of keys".into()));
    };
    let last = neighbour(entries, first, &order(&[]));
    let new = lines(path, value, 0);
    let new = if matches!(value, Value::Map(_) | Value::List(_)) || path.len() > 1 {
        format!("\n{new}")
    } else {
        new
    };
    match last {
        Some((key, node)) => Ok(splice_line(text, end_of(key, node), &new)),
        None => Ok(format!("{text}{new}")),
    }
}

/// Adds an item to the list at a path, which is made where there is none.
///
/// # Errors
/// As [`set`], and where something else than a list stands there.
pub fn push(text: &str, path: &[&str], item: &Value, order: Order) -> Result<String, Refused> {
    let root = parse(text)?;
    let found = root.as_ref().and_then(|root| find(root, path));
    let Some((key, list)) = found else {
        return set(text, path, &Value::Lines(vec![item.clone()]), order);
    };
    match &list.value {
        Written::Null => set(text, path, &Value::Lines(vec![item.clone()]), order),
        Written::List(items) if starts(text, list, '[') => match items.last() {
            Some(last) => {
                let new = item.to_string();
                let at = last.span.end as usize;
                let room = line_around(text, at).len() + new.len() + 2 <= WIDEST;
                let gap = match room {
                    true => " ".to_string(),
                    false => format!("\n{}", " ".repeat(column(text, list.span.start as usize) + 1)),
                };
                Ok(insert(text, at, &format!(",{gap}{new}")))
            }
            None => {
                // An empty pair of brackets gives way to lines where its key has a line of its own.
                let key_at = key.span.start as usize;
                let own_line = text
                    .get(..key_at)
                    .is_some_and(|t| t.rsplit('\n').next().unwrap_or("").trim().is_empty());
                if own_line {
                    let line = format!("\n{}- {item}", " ".repeat(column(text, key_at) + 2));
                    let bare = trimmed(text, list.span.start as usize);
                    Ok(replace(text, bare, list.span.end as usize, &line))
                } else {
                    Ok(replace(
                        text,
                        list.span.start as usize,
                        list.span.end as usize,
                        &format!("[{item}]"),
                    ))
                }
            }
        },
        Written::List(items) => {
            let indent = column(text, list.span.start as usize);
            let end = items.last().map_or(list.span.end, |i| i.span.end) as usize;
            Ok(splice_line(text, end, &format!("{}- {item}\n", " ".repeat(indent))))
        }
        _ => Err(Refused(format!("`{}` is no list", path.join(".")))),
    }
}

/// Sets the item of a list, counted from 0.
///
/// # Errors
/// Where there is no such item.
pub fn set_item(text: &str, path: &[&str], index: usize, item: &Value) -> Result<String, Refused> {
    let place = item_of(text, path, index)?;
    Ok(replace(text, place.0, place.1, &item.to_string()))
}

/// Removes the item of a list, counted from 0.
///
/// # Errors
/// Where there is no such item.
pub fn remove_item(text: &str, path: &[&str], index: usize) -> Result<String, Refused> {
    let root = parse(text)?;
    let found = root.as_ref().and_then(|root| find(root, path));
    let (_, list) = found.ok_or_else(|| no_item(path, index))?;
    let Written::List(items) = &list.value else {
        return Err(no_item(path, index));
    };
    let item = items.get(index).ok_or_else(|| no_item(path, index))?;
    if items.len() == 1 {
        let start = trimmed(text, list.span.start as usize);
        return Ok(replace(text, start, list.span.end as usize, " []"));
    }
    let (start, end) = (item.span.start as usize, item.span.end as usize);
    if starts(text, list, '[') {
        return Ok(without_comma(text, start, end));
    }
    Ok(without_lines(text, start, end))
}

/// Removes the entry at a path; a text without it stays as it is.
///
/// # Errors
/// Where the text is no YAML.
pub fn remove(text: &str, path: &[&str]) -> Result<String, Refused> {
    let root = parse(text)?;
    let Some((last, parents)) = path.split_last() else {
        return Ok(text.to_string());
    };
    let parent = match (root.as_ref(), parents.is_empty()) {
        (Some(root), true) => Some(root),
        (Some(root), false) => find(root, parents).map(|(_, node)| node),
        (None, _) => None,
    };
    let Some(parent) = parent else {
        return Ok(text.to_string());
    };
    let Written::Map(entries) = &parent.value else {
        return Ok(text.to_string());
    };
    let Some((key, node)) = entries.iter().find(|(key, _)| key.name == *last) else {
        return Ok(text.to_string());
    };
    if entries.len() == 1 && !parents.is_empty() {
        return remove(text, parents);
    }
    let (start, end) = (key.span.start as usize, end_of(key, node));
    if starts(text, parent, '{') {
        return Ok(without_comma(text, start, end));
    }
    Ok(without_lines(text, start, end))
}

impl Walk<'_> {
    /// Goes on below the entry of the path at `depth`, whose map is `parent`.
    fn below(&self, (key, node): (&Key, &Node), parent: &Node, depth: usize, value: &Value) -> Result<String, Refused> {
        let Some(next) = self.path.get(depth + 1) else {
            return Ok(self.replaced(key, node, parent, value));
        };
        match &node.value {
            Written::Map(entries) => match entry(node, next) {
                Some(found) => self.below(found, node, depth + 1, value),
                None if entries.is_empty() => Ok(self.filled(key, node, parent, depth, value)),
                None if starts(self.text, node, '{') => Ok(self.braced(node, depth, value)),
                None => {
                    let indent = entries
                        .first()
                        .map_or(0, |(k, _)| column(self.text, k.span.start as usize));
                    let known = (self.order)(self.path.get(..=depth).unwrap_or_default());
                    let end = neighbour(entries, next, &known).map_or(0, |(k, n)| end_of(k, n));
                    let rest = self.path.get(depth + 1..).unwrap_or_default();
                    Ok(splice_line(self.text, end, &lines(rest, value, indent)))
                }
            },
            Written::Null => Ok(self.filled(key, node, parent, depth, value)),
            Written::Scalar { .. } | Written::List(_) => Err(Refused(format!(
                "`{}` holds a value, so nothing can stand below it",
                self.path.get(..=depth).unwrap_or_default().join(".")
            ))),
        }
    }

    /// Another value behind a key.
    fn replaced(&self, key: &Key, node: &Node, parent: &Node, value: &Value) -> String {
        let colon = key.span.end as usize;
        let colon = self
            .text
            .get(colon..)
            .and_then(|t| t.find(':'))
            .map_or(colon, |at| colon + at + 1);
        let inside = starts(self.text, parent, '{');
        if let (Value::Lines(items), false) = (value, inside) {
            let indent = column(self.text, key.span.start as usize) + 2;
            let items: String = items
                .iter()
                .map(|item| format!("\n{}- {item}", " ".repeat(indent)))
                .collect();
            return replace(self.text, colon, end_of(key, node).max(colon), &items);
        }
        // A collection on lines of its own gives way to what stands behind the colon.
        let block = match node.value {
            Written::Map(_) => !starts(self.text, node, '{'),
            Written::List(_) => !starts(self.text, node, '['),
            Written::Null | Written::Scalar { .. } => false,
        };
        let start = match node.value {
            Written::Null => colon,
            _ if block => colon,
            _ => node.span.start as usize,
        };
        let gap = if start == colon { " " } else { "" };
        let end = end_of(key, node).max(start);
        let end = trimmed(self.text, end).max(start);
        replace(self.text, start, end, &format!("{gap}{value}"))
    }

    /// The first entry of a map that has none.
    fn filled(&self, key: &Key, node: &Node, parent: &Node, depth: usize, value: &Value) -> String {
        let colon = key.span.end as usize;
        let colon = self
            .text
            .get(colon..)
            .and_then(|t| t.find(':'))
            .map_or(colon, |at| colon + at + 1);
        let rest = self.path.get(depth + 1..).unwrap_or_default();
        let end = (end_of(key, node)).max(colon);
        if starts(self.text, parent, '{') {
            return replace(self.text, colon, end, &format!(" {}", value.under(rest)));
        }
        let indent = column(self.text, key.span.start as usize) + 2;
        let new = lines(rest, value, indent);
        if matches!(node.value, Written::Null) {
            return splice_line(self.text, colon, &new);
        }
        let emptied = replace(self.text, colon, end, "");
        splice_line(&emptied, colon, &new)
    }

    /// One more entry of a map in braces.
    fn braced(&self, node: &Node, depth: usize, value: &Value) -> String {
        let rest = self.path.get(depth + 1..).unwrap_or_default();
        let (key, below) = rest.split_first().map_or(("", &[] as &[&str]), |(k, b)| (*k, b));
        let new = format!("{}: {}", value::key(key), value.under(below));
        let Written::Map(entries) = &node.value else {
            return self.text.to_string();
        };
        let at = entries.last().map_or(node.span.end as usize, |(k, n)| end_of(k, n));
        let at = trimmed(self.text, at);
        let room = line_around(self.text, at).len() + new.len() + 2 <= WIDEST;
        let gap = match room {
            true => " ".to_string(),
            false => format!("\n{}", " ".repeat(column(self.text, node.span.start as usize) + 1)),
        };
        insert(self.text, at, &format!(",{gap}{new}"))
    }
}

/// The entry behind which a new key stands: the last of those that go before it, else the last of all.
fn neighbour<'n>(entries: &'n [(Key, Node)], new: &str, order: &[&str]) -> Option<&'n (Key, Node)> {
    let place = order.iter().position(|key| *key == new);
    let earlier = order.get(..place.unwrap_or(0)).unwrap_or_default();
    let last = entries
        .iter()
        .rev()
        .find(|(key, _)| earlier.contains(&key.name.as_str()));
    last.or(entries.last())
}

/// The tree of a text; none of an empty one.
fn parse(text: &str) -> Result<Option<Node>, Refused> {
    let mut findings = Vec::new();
    let root = yaml::read(FileId(0), &Source::new("", text), &mut findings);
    match findings.first() {
        Some(finding) => Err(Refused(finding.message.clone())),
        None => Ok(root),
    }
}

fn entry<'n>(node: &'n Node, name: &str) -> Option<(&'n Key, &'n Node)> {
    match &node.value {
        Written::Map(entries) => entries.iter().find(|(k, _)| k.name == name).map(|(k, n)| (k, n)),
        _ => None,
    }
}

/// The entry at a path.
fn find<'n>(root: &'n Node, path: &[&str]) -> Option<(&'n Key, &'n Node)> {
    let (first, rest) = path.split_first()?;
    let start = entry(root, first)?;
    rest.iter().try_fold(start, |(_, node), name| entry(node, name))
}

fn item_of(text: &str, path: &[&str], index: usize) -> Result<(usize, usize), Refused> {
    let root = parse(text)?;
    let found = root.as_ref().and_then(|root| find(root, path));
    let item = found.and_then(|(_, list)| match &list.value {
        Written::List(items) => items.get(index),
        _ => None,
    });
    item.map(|i| (i.span.start as usize, trimmed(text, i.span.end as usize)))
        .ok_or_else(|| no_item(path, index))
}

fn no_item(path: &[&str], index: usize) -> Refused {
    Refused(format!("`{}` has no item {}", path.join("."), index + 1))
}

/// Where an entry ends, its last line break not counted.
fn end_of(key: &Key, node: &Node) -> usize {
    match node.value {
        Written::Null => node.span.end.max(key.span.end) as usize,
        _ => node.span.end as usize,
    }
}

/// Lines for a value below a path, from an indentation on.
fn lines(path: &[&str], value: &Value, indent: usize) -> String {
    let pad = " ".repeat(indent);
    match path {
        [] => String::new(),
        [last] => match value {
            Value::Lines(items) => {
                let items: String = items.iter().map(|item| format!("{pad}  - {item}\n")).collect();
                format!("{pad}{}:\n{items}", value::key(last))
            }
            _ => format!("{pad}{}: {value}\n", value::key(last)),
        },
        [first, rest @ ..] => format!("{pad}{}:\n{}", value::key(first), lines(rest, value, indent + 2)),
    }
}

/// Whether a collection is written with this bracket.
fn starts(text: &str, node: &Node, bracket: char) -> bool {
    text.get(node.span.start as usize..)
        .is_some_and(|t| t.starts_with(bracket))
}

/// The column of a place, in characters.
fn column(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default().chars().count()
}

/// The line that a place is in.
fn line_around(text: &str, at: usize) -> &str {
    let start = text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |at| at + 1);
    text.get(start..).and_then(|t| t.split('\n').next()).unwrap_or_default()
}

/// A place with the white space before it left out.
fn trimmed(text: &str, at: usize) -> usize {
    text.get(..at).map_or(at, |t| t.trim_end().len())
}

fn insert(text: &str, at: usize, new: &str) -> String {
    replace(text, at, at, new)
}

fn replace(text: &str, start: usize, end: usize, new: &str) -> String {
    match (text.get(..start), text.get(end..)) {
        (Some(before), Some(after)) => format!("{before}{new}{after}"),
        _ => text.to_string(),
    }
}

/// Puts whole lines behind the line in which something ends; a comment on that line stays there.
fn splice_line(text: &str, end: usize, new: &str) -> String {
    let end = trimmed(text, end);
    let rest = text.get(end..).unwrap_or_default();
    match rest.find('\n') {
        Some(at) => insert(text, end + at + 1, new),
        None => format!("{text}\n{new}"),
    }
}

/// The text without what stands between two commas.
fn without_comma(text: &str, start: usize, end: usize) -> String {
    let behind = text.get(end..).unwrap_or_default();
    let rest = behind.trim_start();
    if let Some(rest) = rest.strip_prefix(',') {
        let rest = rest.trim_start();
        return replace(text, start, text.len() - rest.len(), "");
    }
    let before = trimmed(text, start);
    let before = match text.get(..before) {
        Some(t) if t.ends_with(',') => before - 1,
        _ => before,
    };
    replace(text, before, end, "")
}

/// The text without the lines from one place to another.
fn without_lines(text: &str, start: usize, end: usize) -> String {
    let begin = text.get(..start).and_then(|t| t.rfind('\n')).map_or(0, |at| at + 1);
    let end = trimmed(text, end);
    let rest = text.get(end..).unwrap_or_default();
    let stop = rest.find('\n').map_or(text.len(), |at| end + at + 1);
    replace(text, begin, stop, "")
}
