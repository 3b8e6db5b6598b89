//! Schemas of fields and entities, with an example for each value.

use super::{Part, prose};
use crate::draft::name::Names;
use crate::draft::tree::Tree;
use crate::report::{Entity, Field, Report, Type};

/// Longest name of a property.
pub const LONGEST: usize = 64;

/// How names are written.
pub type Case = fn(&str) -> String;

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
    let kind = report.type_of(field);
    let shown = of_type(kind, field);
    let mut says = Vec::new();
    if let Some(target) = &field.references {
        says.push(format!("Key of a {}.", prose(target)));
    }
    if field.pii {
        says.push("Personal data.".to_string());
    }
    if let (Type::Text | Type::Bytes, Some(size)) = (kind, &field.size) {
        says.push(format!("Mean size {size}; the limit is ten times that, an assumption."));
    }
    if *kind == Type::Blob {
        says.push("Where the bytes are; they don't travel inside JSON.".to_string());
    }
    Shown {
        schema: shown
            .schema
            .with_some("description", (!says.is_empty()).then(|| says.join(" "))),
        example: shown.example,
    }
}

/// A type without what is said about its field.
fn of_type(kind: &Type, field: &Field) -> Shown {
    let shown = |schema: Tree, example: Tree| Shown { schema, example };
    let string = |format: &str, longest: i64| {
        Tree::map([
            ("type", "string".into()),
            ("format", format.into()),
            ("maxLength", longest.into()),
        ])
    };
    match kind {
        Type::Bool => shown(Tree::map([("type", "boolean".into())]), true.into()),
        Type::Int => shown(integer("int32", i64::from(i32::MIN), i64::from(i32::MAX)), 7.into()),
        Type::Long => shown(integer("int64", -EXACT, EXACT), 42.into()),
        Type::Float => shown(
            Tree::map([("type", "number".into()), ("format", "double".into())]),
            Tree::Number(0.5),
        ),
        Type::Decimal { precision, scale } => decimal(*precision, *scale),
        Type::Money => shown(Tree::reference("#/components/schemas/Money"), money_example()),
        Type::Id | Type::Reference => shown(
            Tree::map([
                ("type", "string".into()),
                ("maxLength", 64.into()),
                ("pattern", "^[A-Za-z0-9_-]+$".into()),
            ]),
            "4kq8zt".into(),
        ),
        Type::Uuid => shown(string("uuid", 36), "018f4e2a-7b1c-7c3d-9e5f-0a1b2c3d4e5f".into()),
        Type::Date => shown(string("date", 10), "2026-11-01".into()),
        Type::Timestamp => shown(string("date-time", 35), "2026-11-01T12:00:00Z".into()),
        Type::Text if ["url", "uri", "link", "href"].contains(&field.name.as_str()) => {
            shown(string("uri", longest(field)), "https://example.net/a".into())
        }
        Type::Text => shown(text(longest(field)), "some words".into()),
        Type::String { length } => characters(i64::from(*length), &field.name),
        Type::Url | Type::Blob => shown(string("uri", 2048), "https://example.net/a".into()),
        Type::Json => shown(Tree::map([("type", "object".into())]), Tree::Map(Vec::new())),
        // Base64 writes three bytes as four characters.
        Type::Bytes => shown(
            Tree::map([
                ("type", "string".into()),
                ("contentEncoding", "base64".into()),
                (
                    "maxLength",
                    (longest(field).saturating_add(2) / 3).saturating_mul(4).into(),
                ),
                ("pattern", "^[A-Za-z0-9+/]*={0,2}$".into()),
            ]),
            "bmFwa2lu".into(),
        ),
        Type::Enum { values } => match values.first() {
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
        (
            "description",
            "An amount of money as a text, so that no reader rounds it.".into(),
        ),
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
    let mean = field.bytes.filter(|b| b.is_finite()).unwrap_or(100.0);
    (mean * OVER_MEAN).clamp(64.0, 1e9) as i64
}

/// A text of at most so many characters, none of them a control character that nobody types.
pub fn text(longest: i64) -> Tree {
    Tree::map([
        ("type", "string".into()),
        ("maxLength", longest.into()),
        ("pattern", r"^[^\x00-\x08]*$".into()),
    ])
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
pub fn object(report: &Report, case: Case, parts: &[Part], need: Need) -> Shown {
    let mut names = Names::default();
    let mut properties = Vec::new();
    let mut required = Vec::new();
    let mut example = Vec::new();
    for part in parts {
        let name = property(case, parts, part, &mut names);
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
pub fn property(case: Case, among: &[Part], part: &Part, names: &mut Names) -> String {
    let same = |other: &&Part| other.field.name == part.field.name;
    let name = if among.iter().filter(same).count() > 1 {
        case(&format!("{}_{}", part.entity.id, part.field.name))
    } else {
        case(&part.field.name)
    };
    names.take(&name, LONGEST)
}

/// All fields of an entity.
pub fn parts(entity: &Entity) -> Vec<Part<'_>> {
    entity.fields.iter().map(|field| Part { entity, field }).collect()
}

/// Whether an entity is nothing but bytes beside its keys and what it refers to: it is sent as it is.
pub fn is_binary(report: &Report, entity: &Entity) -> bool {
    let rest = entity.fields.iter().filter(|f| !f.key && f.references.is_none());
    let kinds: Vec<&Type> = rest.map(|f| report.type_of(f)).collect();
    kinds == [&Type::Blob]
}
