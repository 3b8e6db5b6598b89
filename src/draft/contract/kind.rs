//! What a value of a field is, with references followed to the key that they hold.

use super::entity;
use crate::report::{Field, Report};

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Bool,
    Int,
    Long,
    Float,
    /// Digits in all, and those after the point.
    Decimal(u32, u32),
    Money,
    Id,
    Uuid,
    Date,
    Timestamp,
    Text,
    /// At most so many characters.
    String(u32),
    Url,
    Json,
    Bytes,
    Blob,
    Enum(Vec<String>),
}

/// How many references are followed to the key that they end in.
const DEEPEST: usize = 8;

/// What a value of a field is.
pub fn kind(report: &Report, field: &Field) -> Kind {
    let mut field = field;
    for _ in 0..DEEPEST {
        if !field.kind.is_empty() {
            return parse(&field.kind);
        }
        let target = field.references.as_deref().and_then(|id| entity(report, id));
        match target.and_then(|e| e.fields.iter().find(|f| f.key)) {
            Some(key) => field = key,
            None => return Kind::Id,
        }
    }
    Kind::Id
}

fn parse(text: &str) -> Kind {
    let (base, arguments) = match text.split_once('(') {
        Some((base, rest)) => (base, rest.trim_end_matches(')')),
        None => (text, ""),
    };
    let mut numbers = arguments.split(',').map(|n| n.trim().parse::<u32>());
    match base {
        "bool" => Kind::Bool,
        "int" => Kind::Int,
        "long" => Kind::Long,
        "float" => Kind::Float,
        "decimal" => match (numbers.next(), numbers.next()) {
            (Some(Ok(all)), Some(Ok(after))) => Kind::Decimal(all.clamp(1, 100), after.min(all).min(100)),
            (Some(Ok(all)), _) => Kind::Decimal(all.clamp(1, 100), 0),
            _ => Kind::Decimal(19, 4),
        },
        "money" => Kind::Money,
        "uuid" => Kind::Uuid,
        "date" => Kind::Date,
        "timestamp" => Kind::Timestamp,
        "string" => match numbers.next() {
            Some(Ok(length)) if length > 0 => Kind::String(length),
            _ => Kind::Text,
        },
        "text" => Kind::Text,
        "url" => Kind::Url,
        "json" => Kind::Json,
        "bytes" => Kind::Bytes,
        "blob" => Kind::Blob,
        "enum" => {
            let values = arguments.split('|').map(str::trim).filter(|v| !v.is_empty());
            Kind::Enum(values.map(str::to_string).collect())
        }
        _ => Kind::Id,
    }
}
