//! The type of a field, from the words of the file.

use crate::design::Field;
use crate::report::Type;

/// Digits of a `decimal` that does not say how many: those of an amount of money with room for its parts.
const DIGITS: (u32, u32) = (19, 4);

/// The type of a field whose form is sound.
pub fn of(field: &Field) -> Type {
    let (base, arguments) = match field.kind.split_once('(') {
        Some((base, rest)) => (base, rest.strip_suffix(')').unwrap_or(rest).trim()),
        None => (field.kind.as_str(), ""),
    };
    match base {
        "bool" => Type::Bool,
        "int" => Type::Int,
        "long" => Type::Long,
        "float" => Type::Float,
        "decimal" => decimal(arguments),
        "money" => Type::Money,
        "id" => Type::Id,
        "uuid" => Type::Uuid,
        "date" => Type::Date,
        "timestamp" => Type::Timestamp,
        "string" => match length(arguments) {
            Some(length) => Type::String { length },
            None => Type::Text,
        },
        "url" => Type::Url,
        "json" => Type::Json,
        "bytes" => Type::Bytes,
        "blob" => Type::Blob,
        "enum" => Type::Enum {
            values: values(arguments),
        },
        _ if field.references.is_some() => Type::Reference,
        _ => Type::Text,
    }
}

/// Characters at most; none where that says nothing.
fn length(arguments: &str) -> Option<u32> {
    let length: f64 = arguments.parse().ok()?;
    (length >= 1.0).then_some(libm::floor(length) as u32)
}

fn decimal(arguments: &str) -> Type {
    let mut numbers = arguments.split(',').map(|part| part.trim().parse::<u32>().ok());
    let (precision, scale) = match (numbers.next().flatten(), numbers.next().flatten()) {
        (Some(precision), scale) if precision > 0 => (precision, scale.unwrap_or(0).min(precision)),
        _ => DIGITS,
    };
    Type::Decimal { precision, scale }
}

/// The words of an `enum`, each once.
fn values(arguments: &str) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for value in arguments.split(['|', ',']).map(str::trim) {
        if !value.is_empty() && !values.iter().any(|known| known == value) {
            values.push(value.to_string());
        }
    }
    values
}
