//! Changes to the tree of a design by dotted path: `load.users`, `flows.redirect.steps.api -> cache.hit`.

use super::table;
use crate::finding::Finding;
use crate::form::table::Shape;
use crate::form::{Key, Node, Value, rule};
use crate::source::Span;

/// Sets the value at a dotted path: `null` removes, a map merges, `2x` multiplies what stands there, anything
/// else replaces. In a list of steps a part of the path is the step as it is written.
pub fn put(root: &mut Node, path: &str, at: Span, value: Node, findings: &mut Vec<Finding>) {
    let parts = parts(path);
    let Some((last, parents)) = parts.split_last() else {
        return;
    };
    let mut node = root;
    for part in parents {
        node = match child(node, part, at) {
            Ok(child) => child,
            Err(what) => {
                findings.push(fault(path, &what, at));
                return;
            }
        };
    }
    if let Some(factor) = factor(&value) {
        match child_of(node, last).map(|old| multiplied(old, last, factor, value.span)) {
            Some(Some(new)) => set(node, last, at, new),
            Some(None) => findings.push(fault(path, "what stands there is no quantity", at)),
            None => findings.push(fault(path, "nothing stands there to multiply", at)),
        }
        return;
    }
    match &mut node.value {
        Value::Null => node.value = Value::Map(Vec::new()),
        Value::Map(_) => {}
        Value::List(_) => {
            match child(node, last, at) {
                Ok(step) => *step = value,
                Err(what) => findings.push(fault(path, &what, at)),
            }
            return;
        }
        Value::Scalar { .. } => {
            findings.push(fault(path, "it leads into a single value", at));
            return;
        }
    }
    set(node, last, at, value);
}

fn fault(path: &str, what: &str, at: Span) -> Finding {
    Finding::error(rule::UNKNOWN_KEY, format!("`{path}`: {what}")).at(at)
}

/// The parts of a path. A step is one part, whatever it holds.
fn parts(path: &str) -> Vec<&str> {
    path.split('.').map(str::trim).collect()
}

/// The node below a part of a path, made where there was none.
fn child<'n>(node: &'n mut Node, part: &str, at: Span) -> Result<&'n mut Node, String> {
    if matches!(node.value, Value::Null) {
        node.value = Value::Map(Vec::new());
    }
    match &mut node.value {
        Value::Map(entries) => {
            let index = match entries.iter().position(|(k, _)| k.name == part) {
                Some(index) => index,
                None => {
                    entries.push((
                        key(part, at),
                        Node {
                            span: at,
                            value: Value::Null,
                        },
                    ));
                    entries.len() - 1
                }
            };
            Ok(&mut entries[index].1)
        }
        Value::List(items) => {
            let mut found = items.iter_mut().filter(|item| names(item, part));
            match (found.next(), found.next()) {
                (Some(item), None) => options(item, at).ok_or_else(|| format!("`{part}` has no options")),
                (Some(_), Some(_)) => Err(format!("`{part}` stands there more than once")),
                (None, _) => Err(format!("there is no `{part}`")),
            }
        }
        _ => Err(format!("it leads through `{part}`, but there is no map")),
    }
}

/// The node below a part of a path, if it is there.
fn child_of<'n>(node: &'n Node, part: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Map(entries) => entries.iter().find(|(k, _)| k.name == part).map(|(_, n)| n),
        _ => None,
    }
}

/// Whether an item of a list is this step: `api -> cache`, alone or with options.
fn names(item: &Node, part: &str) -> bool {
    let same = |text: &str| text.split_whitespace().eq(part.split_whitespace());
    match &item.value {
        Value::Scalar { text, .. } => same(text),
        Value::Map(entries) => entries.first().is_some_and(|(k, _)| same(&k.name)),
        _ => false,
    }
}

/// The options of a step; one that has none gets room for them.
fn options(item: &mut Node, at: Span) -> Option<&mut Node> {
    if let Value::Scalar { text, .. } = &item.value {
        let step = key(text, item.span);
        item.value = Value::Map(vec![(
            step,
            Node {
                span: at,
                value: Value::Map(Vec::new()),
            },
        )]);
    }
    match &mut item.value {
        Value::Map(entries) => entries.first_mut().map(|(_, options)| options),
        _ => None,
    }
}

fn key(name: &str, span: Span) -> Key {
    Key {
        name: name.to_string(),
        span,
    }
}

fn set(node: &mut Node, last: &str, at: Span, value: Node) {
    let Value::Map(entries) = &mut node.value else { return };
    let index = entries.iter().position(|(k, _)| k.name == last);
    match (index, value.value) {
        (Some(index), Value::Null) => {
            entries.remove(index);
        }
        (None, Value::Null) => {}
        (Some(index), new) => merge(
            &mut entries[index].1,
            Node {
                span: value.span,
                value: new,
            },
        ),
        (None, new) => entries.push((
            key(last, at),
            Node {
                span: value.span,
                value: new,
            },
        )),
    }
}

/// `2` of `2x`.
fn factor(value: &Node) -> Option<f64> {
    let Value::Scalar { text, quoted: false } = &value.value else {
        return None;
    };
    let number: f64 = text.strip_suffix('x')?.trim().parse().ok()?;
    (number.is_finite() && number > 0.0).then_some(number)
}

/// Whether the value of a key is a whole number.
fn is_count(key: &str) -> bool {
    let records = [&table::COMPONENT, &table::REPLICATION, &table::SCALE, &table::STEP];
    let mut rows = records.iter().flat_map(|record| record.keys);
    rows.any(|row| row.name == key && matches!(row.shape, Shape::Count(_)))
}

/// What stands there, times a factor; a count stays whole and at least one.
fn multiplied(old: &Node, key: &str, factor: f64, span: Span) -> Option<Node> {
    let scalar = |text: String| Node {
        span,
        value: Value::Scalar { text, quoted: false },
    };
    match &old.value {
        Value::Scalar { text, .. } => match text.trim().parse::<u32>() {
            Ok(whole) if is_count(key) => Some(scalar(libm::round(f64::from(whole) * factor).max(1.0).to_string())),
            _ if text.trim_start().starts_with(|c: char| c.is_ascii_digit()) => {
                Some(scalar(format!("({}) * {factor}", text.trim())))
            }
            _ => None,
        },
        Value::Map(entries) => {
            let entries: Option<Vec<(Key, Node)>> = entries
                .iter()
                .map(|(k, n)| Some((k.clone(), multiplied(n, &k.name, factor, span)?)))
                .collect();
            Some(Node {
                span,
                value: Value::Map(entries?),
            })
        }
        Value::Null | Value::List(_) => None,
    }
}

/// JSON merge patch: maps merge key by key, `null` removes, all else replaces.
fn merge(target: &mut Node, patch: Node) {
    match (&mut target.value, patch.value) {
        (Value::Map(entries), Value::Map(patches)) => {
            for (key, value) in patches {
                let index = entries.iter().position(|(k, _)| k.name == key.name);
                match (index, &value.value) {
                    (Some(index), Value::Null) => {
                        entries.remove(index);
                    }
                    (None, Value::Null) => {}
                    (Some(index), _) => merge(&mut entries[index].1, value),
                    (None, _) => entries.push((key, value)),
                }
            }
        }
        (_, value) => {
            *target = Node {
                span: patch.span,
                value,
            };
        }
    }
}

/// Parts of a design whose quantities are inputs of the analyses.
const INPUTS: [&str; 5] = ["load", "actors", "components", "flows", "data"];

/// Quantities with their paths, in the order of the file.
pub fn quantities(root: &Node) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for section in INPUTS {
        if let Some(node) = root.get(section) {
            visit(node, section.to_string(), &mut |node, path| {
                if let Value::Scalar { text, .. } = &node.value
                    && text.trim_start().starts_with(|c: char| c.is_ascii_digit())
                {
                    found.push((path.to_string(), text.trim().to_string()));
                }
            });
        }
    }
    found
}

/// Every single value with its place and its path.
pub fn paths(root: &Node) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    visit(root, String::new(), &mut |node, path| {
        found.push((node.span, path.to_string()))
    });
    found
}

fn visit(node: &Node, path: String, see: &mut dyn FnMut(&Node, &str)) {
    let below = |name: &str| {
        if path.is_empty() {
            name.to_string()
        } else {
            format!("{path}.{name}")
        }
    };
    match &node.value {
        Value::Scalar { .. } => see(node, &path),
        Value::Map(entries) => {
            for (key, child) in entries.iter().filter(|(k, _)| !k.name.contains(['.', '='])) {
                visit(child, below(&key.name), see);
            }
        }
        // Steps are maps of one key; other lists hold no value that a path could name.
        Value::List(items) => {
            for item in items {
                if let Value::Map(entries) = &item.value
                    && let [(key, options)] = &entries[..]
                    && items.iter().filter(|i| names(i, &key.name)).count() == 1
                {
                    visit(options, below(&key.name), see);
                }
            }
        }
        Value::Null => {}
    }
}
