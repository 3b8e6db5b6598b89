//! What is wrong with the keys of a map.

use super::reader::shorten;
use super::rule;
use super::table::{Record, Row};
use super::yaml::{Key, Node, Value};
use crate::finding::{Edit, Finding, nearest};
use crate::source::Span;

/// Most keys of a map in which one is taken for misspelt.
const MOST: usize = 100;

/// A key that the table does not have.
pub fn unknown(key: &Key, value: &Node, record: &Record, entries: &[(Key, Node)]) -> Finding {
    let names = || record.keys.iter().map(|r| r.name);
    let message = format!("`{}` is no key of {}", shorten(&key.name), record.what);
    let finding = Finding::error(rule::UNKNOWN_KEY, message).at(key.span);
    let all = names().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    if let Value::Null = value.value {
        return finding.fix(format!(
            "quote the text before it: inside `{}` a comma ends a text, and `:` needs a space behind it. Keys: {all}",
            "{}"
        ));
    }
    // A key that is there already would then be there twice. No record has as many keys as are looked through.
    let free = |name: &&str| entries.len() <= MOST && !entries.iter().any(|(k, _)| k.name == **name);
    let finding = finding.respell(key.span, &key.name, names().filter(free));
    match nearest(&key.name, names()) {
        Some(near) => finding.fix(format!("did you mean `{near}`? Keys: {all}")),
        None => finding.fix(format!("keys: {all}")),
    }
}

/// A key that has to be there.
pub fn missing(row: &Row, node: &Node, record: &Record) -> Finding {
    let finding = Finding::error(rule::MISSING_KEY, format!("{} needs `{}`", record.what, row.name))
        .at(head(node.span))
        .fix(format!("add `{}`: {}", row.name, row.doc));
    let Value::Map(entries) = &node.value else {
        return finding;
    };
    // Without braces a map begins with its first key.
    let begins = entries
        .first()
        .is_some_and(|(key, _)| key.span.start == node.span.start);
    // With more missing it may well be another kind of file.
    let there = |other: &Row| other.name == row.name || entries.iter().any(|(key, _)| key.name == other.name);
    match row.only {
        Some(value) if begins && record.keys.iter().filter(|r| r.required).all(there) => {
            let text = format!("{}: {value}\n", row.name);
            finding.edit(Edit::Insert { at: node.span, text })
        }
        _ => finding,
    }
}

/// The first bytes of a span: enough for a caret that shows where a map begins.
fn head(span: Span) -> Span {
    Span {
        end: span.end.min(span.start + 1),
        ..span
    }
}
