//! Entities and their fields: `[TYPE[(args)]] [-> ENTITY] [key] [unique] [pii] [optional] [~SIZE]`.

use super::ids::{Names, by_id};
use super::{Entity, Field, table};
use crate::finding::{Finding, nearest};
use crate::form::table::Measure;
use crate::form::{Context, Node, Reader, Value, rule};
use crate::source::Spanned;

/// Types with their bytes; `None` where only `~SIZE` can tell (format, A13).
const TYPES: [(&str, Option<f64>); 17] = [
    ("bool", Some(1.0)),
    ("int", Some(4.0)),
    ("date", Some(4.0)),
    ("enum", Some(4.0)),
    ("long", Some(8.0)),
    ("float", Some(8.0)),
    ("timestamp", Some(8.0)),
    ("id", Some(8.0)),
    ("uuid", Some(16.0)),
    ("money", Some(16.0)),
    ("decimal", Some(16.0)),
    ("string", None),
    ("text", None),
    ("url", None),
    ("bytes", None),
    ("json", None),
    ("blob", None),
];

/// What may stand behind a type, and behind its size too.
const FLAGS: [&str; 4] = ["key", "unique", "pii", "optional"];

pub fn entity(context: &Context, node: &Node) -> Option<Entity> {
    let reader = Reader::new(node, &table::ENTITY, context)?;
    Some(Entity {
        stores: reader.texts("in"),
        keep: reader.quantity("keep"),
        rows: reader.quantity("rows"),
        fields: by_id(&reader, "fields", Names::Place, |c, k, n| field(c, &k.name, n)),
    })
}

fn field(context: &Context, name: &str, node: &Node) -> Option<Field> {
    if matches!(node.value, Value::Null) {
        context.report(
            Finding::error(rule::WRONG_TYPE, format!("the field `{name}` has no type"))
                .at(node.span)
                .fix(
                    "write a type such as `string(40)` or `timestamp`; quote a type with a comma, `\"decimal(10,2)\"`",
                ),
        );
        return None;
    }
    let text = context.text(node, name)?.value;
    let mut field = Field {
        kind: String::new(),
        references: None,
        key: false,
        unique: false,
        pii: false,
        optional: false,
        size: None,
    };
    let (declared, size, behind) = parts(&text);
    let shift = text.len() - behind.len();
    let behind = words(behind).into_iter().map(|(at, word)| (at + shift, word));
    let mut words = words(declared).into_iter().chain(behind);
    while let Some((at, word)) = words.next() {
        match word {
            "->" => match words.next() {
                Some((at, target)) => {
                    let place = node.part(at..at + target.len());
                    field.references = Some(Spanned::new(target.to_string(), place));
                }
                None => report(context, node, at, word, "an entity must follow `->`"),
            },
            "key" => field.key = true,
            "unique" => field.unique = true,
            "pii" => field.pii = true,
            "optional" => field.optional = true,
            _ if field.kind.is_empty() && field.references.is_none() => kind(context, node, at, word, &mut field),
            _ => {
                let help = match nearest(word, FLAGS) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!(
                        "flags: {}; a reference is `-> entity`, a size `~100 B`",
                        FLAGS.join(", ")
                    ),
                };
                report(context, node, at, word, &help);
            }
        }
    }
    if let Some(size) = size {
        let quantity = context.quantity_text(node, size, name, Measure::Bytes)?;
        field.size = Some(quantity.point());
    } else if field.kind.is_empty() && field.references.is_none() {
        report(context, node, 0, declared, "a type must come first");
    } else if !field.kind.is_empty() && field.size.is_none() {
        context.report(
            Finding::error(
                rule::MISSING_KEY,
                format!("the size of `{}` is not known from its type", field.kind),
            )
            .at(node.span)
            .fix(format!("add the mean size: `{} ~100 B`", text.trim())),
        );
    }
    Some(field)
}

/// What is declared, the size behind `~`, and what stands behind the size: flags come in any order.
fn parts(text: &str) -> (&str, Option<&str>, &str) {
    let Some((declared, rest)) = text.split_once('~') else {
        return (text, None, "");
    };
    let mut behind = words(rest)
        .into_iter()
        .filter(|(_, word)| FLAGS.contains(word) || *word == "->");
    let end = behind.next().map_or(rest.len(), |(at, _)| at);
    let (size, behind) = rest.split_at(end);
    (declared, Some(size), behind)
}

fn report(context: &Context, node: &Node, at: usize, word: &str, help: &str) {
    context.report(
        Finding::error(rule::UNKNOWN_WORD, format!("`{word}` is not understood in a field"))
            .at(node.part(at..at + word.len()))
            .fix(help),
    );
}

/// The type with its size: `string(7)` has 7 bytes, `enum(a|b)` 4.
fn kind(context: &Context, node: &Node, at: usize, word: &str, field: &mut Field) {
    let (base, arguments) = match word.split_once('(') {
        Some((base, rest)) => (base, rest.strip_suffix(')')),
        None => (word, None),
    };
    let Some((_, size)) = TYPES.iter().find(|(name, _)| *name == base) else {
        let names = TYPES.iter().map(|(n, _)| *n);
        let help = match nearest(base, names.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("types: {}", names.collect::<Vec<_>>().join(", ")),
        };
        report(context, node, at, word, &help);
        // Known to be wrong: no second complaint about its size.
        field.kind = word.to_string();
        field.size = Some(0.0);
        return;
    };
    field.kind = word.to_string();
    field.size = match (base, arguments) {
        ("string", Some(length)) => length.trim().parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0),
        _ => *size,
    };
}

/// Words with their offsets; brackets keep a word together.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = None;
    let mut depth = 0usize;
    for (i, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match (start, c.is_whitespace() && depth == 0) {
            (None, false) => start = Some(i),
            (Some(s), true) => {
                out.push((s, &text[s..i]));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(s) = start {
        out.push((s, text[s..].trim_end()));
    }
    out
}
