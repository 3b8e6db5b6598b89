//! Schemas of fields and entities, with an example for each value.

use super::style::{Style, text};
use crate::draft::contract::ident::Scope;
use crate::draft::contract::{Kind, Part, kind, prose};
use crate::draft::tree::Tree;
use crate::report::{Entity, Field, Report};

/// How much longer than the mean a value may be where the design says no length.
const OVER_MEAN: f64 = 10.0;

/// Whole numbers that every reader of JSON has exactly (RFC 8259, section 6).
const EXACT: i64 = 9_007_199_254_740_991;

/// A value's schema with an example of it.
pub struct Shown {
    pub schema: Tree,
    pub example: Tree,
}

/// The schema of one field.
pub fn field(report: &Report, field: &Field) -> Shown {
    let kind = kind(report, field);
    let shown = of_kind(&kind, field);
    let mut says = Vec::new();
    if let Some(target) = &field.references {
        says.push(format!("Key of a {}.", prose(target)));
    }
    if field.pii {
        says.push("Personal data.".to_string());
    }
    if let (Kind::Text | Kind::Bytes, Some(size)) = (&kind, &field.size) {
        says.push(format!("Mean size {size}; the limit is ten times that, an assumption."));
    }
    if kind == Kind::Blob {
        says.push("Where the bytes are; they don't travel inside JSON.".to_string());
    }
    Shown {
        schema: shown
            .schema
            .with_some("description", (!says.is_empty()).then(|| says.join(" "))),
        example: shown.example,
    }
}

/// A kind of value without what is said about its field.
pub fn of_kind(kind: &Kind, field: &Field) -> Shown {
    let shown = |schema: Tree, example: Tree| Shown { schema, example };
    let string = |format: &str, longest: i64| {
        Tree::map([
            ("type", "string".into()),
            ("format", format.into()),
            ("maxLength", longest.into()),
        ])
    };
    match kind {
        Kind::Bool => shown(Tree::map([("type", "boolean".into())]), true.into()),
        Kind::Int => shown(integer("int32", i64::from(i32::MIN), i64::from(i32::MAX)), 7.into()),
        Kind::Long => shown(integer("int64", -EXACT, EXACT), 42.into()),
        Kind::Float => shown(
            Tree::map([("type", "number".into()), ("format", "double".into())]),
            Tree::Number(0.5),
        ),
        Kind::Decimal(all, after) => decimal(*all, *after),
        Kind::Money => shown(Tree::reference("#/components/schemas/Money"), money_example()),
        Kind::Id => shown(
            Tree::map([
                ("type", "string".into()),
                ("maxLength", 64.into()),
                ("pattern", "^[A-Za-z0-9_-]+$".into()),
            ]),
            "4kq8zt".into(),
        ),
        Kind::Uuid => shown(string("uuid", 36), "018f4e2a-7b1c-7c3d-9e5f-0a1b2c3d4e5f".into()),
        Kind::Date => shown(string("date", 10), "2026-11-01".into()),
        Kind::Timestamp => shown(string("date-time", 35), "2026-11-01T12:00:00Z".into()),
        Kind::Text => shown(text(longest(field)), "some words".into()),
        Kind::String(length) => characters(i64::from(*length), &field.name),
        Kind::Url | Kind::Blob => shown(string("uri", 2048), "https://example.net/a".into()),
        Kind::Json => shown(Tree::map([("type", "object".into())]), Tree::Map(Vec::new())),
        // Base64 writes three bytes as four characters.
        Kind::Bytes => shown(
            Tree::map([
                ("type", "string".into()),
                ("contentEncoding", "base64".into()),
                ("maxLength", (longest(field).saturating_add(2) / 3).saturating_mul(4).into()),
                ("pattern", "^[A-Za-z0-9+/]*={0,2}$".into()),
            ]),
            "bmFwa2lu".into(),
        ),
        Kind::Enum(values) => match values.first() {
            Some(first) => shown(
                Tree::map([("type", "string".into()), ("enum", Tree::texts(values.clone()))]),
                first.as_str().into(),
            ),
            None => shown(text(64), "other".into()),
        },
    }
}

fn integer(format: &str, lowest: i64, highest: i64) -> Tree {
    Tree::map([
        ("type", "integer".into()),
        ("format", format.into()),
        ("minimum", lowest.into()),
        ("maximum", highest.into()),
    ])
}

/// A decimal number as a text: JSON readers would round it.
fn decimal(all: u32, after: u32) -> Shown {
    let before = all.saturating_sub(after).max(1);
    let (pattern, example) = match after {
        0 => (format!(r"^-?[0-9]{{1,{before}}}$"), "7".to_string()),
        after => {
            let digits = usize::try_from(after).unwrap_or(0);
            (
                format!(r"^-?[0-9]{{1,{before}}}(\.[0-9]{{1,{after}}})?$"),
                format!("7.{:0<digits$}", "5"),
            )
        }
    };
    Shown {
        schema: Tree::map([
            ("type", "string".into()),
            ("maxLength", i64::from(all.saturating_add(2)).into()),
            ("pattern", pattern.into()),
        ]),
        example: example.into(),
    }
}

/// A text of a known length; what its name tells narrows it.
fn characters(length: i64, name: &str) -> Shown {
    let coded = |pattern: &str, example: &str| Shown {
        schema: Tree::map([
            ("type", "string".into()),
            ("maxLength", length.into()),
            ("pattern", pattern.into()),
        ]),
        example: example.into(),
    };
    match (name, length) {
        ("country", 2) => coded("^[A-Z]{2}$", "DE"),
        ("currency", 3) => coded("^[A-Z]{3}$", "EUR"),
        ("email", 12..) => Shown {
            schema: Tree::map([
                ("type", "string".into()),
                ("format", "email".into()),
                ("maxLength", length.into()),
            ]),
            example: "a@example.net".into(),
        },
        _ => {
            let short = usize::try_from(length).unwrap_or(0).min(6);
            let example: String = "b7k2wq".chars().take(short).collect();
            Shown {
                schema: text(length),
                example: example.into(),
            }
        }
    }
}

/// Money with its currency, since an amount alone says nothing.
pub fn money() -> Tree {
    Tree::map([
        ("type", "object".into()),
        ("description", "An amount of money as a text, so that no reader rounds it.".into()),
        ("required", Tree::texts(["amount", "currency"])),
        (
            "properties",
            Tree::map([
                ("amount", decimal(19, 4).schema),
                (
                    "currency",
                    characters(3, "currency").schema.with("description", "ISO 4217."),
                ),
            ]),
        ),
    ])
}

fn money_example() -> Tree {
    Tree::map([("amount", "7.5000".into()), ("currency", "EUR".into())])
}

/// Most characters or bytes of a value whose mean alone is known.
fn longest(field: &Field) -> i64 {
    let mean = field.size.as_deref().and_then(bytes).unwrap_or(100.0);
    let longest = (mean * OVER_MEAN).clamp(64.0, 1e9);
    longest as i64
}

/// Bytes of a size as the report prints it: `100 B`, `2 KB`, `3 MB`.
fn bytes(text: &str) -> Option<f64> {
    let (number, unit) = text.trim().split_once(' ')?;
    let number: f64 = number.replace(',', "").parse().ok()?;
    let factor = match unit {
        "B" => 1.0,
        "KB" | "kB" => 1e3,
        "MB" => 1e6,
        "GB" => 1e9,
        "KiB" => 1024.0,
        "MiB" => 1_048_576.0,
        _ => return None,
    };
    Some(number * factor).filter(|bytes| bytes.is_finite())
}

/// Which of the fields a document has to carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// All that are not optional.
    AsDeclared,
    /// Any of them, but at least one: a patch.
    Any,
}

/// The object of some fields, each under its name in the style; two of one name are told apart by their entity.
pub fn object(report: &Report, style: Style, parts: &[Part], need: Need) -> Shown {
    let mut names = Scope::default();
    let mut properties = Vec::new();
    let mut required = Vec::new();
    let mut example = Vec::new();
    for part in parts {
        let name = property(style, parts, part, &mut names);
        let shown = field(report, part.field);
        if !part.field.optional {
            required.push(name.clone());
            example.push((name.clone(), shown.example));
        }
        properties.push((name, shown.schema));
    }
    let mut schema = Tree::map([("type", "object".into())]);
    match need {
        Need::AsDeclared if !required.is_empty() => schema = schema.with("required", Tree::texts(required)),
        Need::AsDeclared => {}
        Need::Any => schema = schema.with("minProperties", 1),
    }
    Shown {
        schema: schema.with("properties", Tree::Map(properties)),
        example: Tree::Map(example),
    }
}

/// The name of a field among others: with its entity before it where two entities have the same.
pub fn property(style: Style, among: &[Part], part: &Part, names: &mut Scope) -> String {
    let same = |other: &&Part| other.field.name == part.field.name;
    let name = if among.iter().filter(same).count() > 1 {
        style.property(&format!("{}_{}", part.entity.id, part.field.name))
    } else {
        style.property(&part.field.name)
    };
    names.give(name)
}

/// All fields of an entity.
pub fn parts(entity: &Entity) -> Vec<Part<'_>> {
    entity.fields.iter().map(|field| Part { entity, field }).collect()
}

/// Whether an entity is nothing but bytes beside its keys and what it refers to: it is sent as it is.
pub fn is_binary(report: &Report, entity: &Entity) -> bool {
    let rest = entity.fields.iter().filter(|f| !f.key && f.references.is_none());
    let kinds: Vec<Kind> = rest.map(|f| kind(report, f)).collect();
    kinds == [Kind::Blob]
}
