//! The pages of the design file: the keys of each of its parts, from the tables by which it is read.

use napkin::design::table::DESIGN;
use napkin::form::table::{Record, Row, Shape};
use napkin::schema::{part, words};
use serde_json::{Value, json};

use super::super::table::{Cell, Table, paragraph, prose, text};
use super::super::terminal::{Look, Tone};

/// The parts of a design file by name, itself first, in the order in which its keys lead to them.
pub fn parts() -> Vec<(String, &'static Record)> {
    let mut parts = vec![(part(&DESIGN), &DESIGN)];
    let mut next = 0;
    while let Some((_, record)) = parts.get(next) {
        for row in record.keys {
            for inner in records(&row.shape) {
                if parts.iter().all(|(name, _)| *name != part(inner)) {
                    parts.push((part(inner), inner));
                }
            }
        }
        next += 1;
    }
    parts
}

/// The part of that name, or that stands under the key of that name at the top of a design.
pub fn named(name: &str) -> Option<(String, &'static Record)> {
    let under = DESIGN.keys.iter().find(|row| row.name == name);
    let under = under.and_then(|row| records(&row.shape).first().map(|record| part(record)));
    (parts().into_iter()).find(|(part, _)| part.eq_ignore_ascii_case(name) || Some(part) == under.as_ref())
}

/// The keys of a part, and the names of the parts.
pub fn design_file(part: &(String, &'static Record), look: Look) -> String {
    let (name, record) = part;
    let heading = |text: &str| look.paint(Tone::Strong, text);
    let mut out = format!("{}\n\n", heading(&format!("The keys of {}", record.what)));
    let mut table = Table::new(&[text("key"), prose("value").rank(1), prose("what it says")]);
    for row in record.keys {
        let must = if row.required { " (must be there)" } else { "" };
        table.row([
            Cell::new(row.name).tone(Tone::Strong),
            Cell::new(value(&row.shape)),
            Cell::new(format!("{}{must}", row.doc)),
        ]);
    }
    out.push_str(&table.render(look, look.indent()));
    out.push_str(&format!("\n{}\n", heading("All parts")));
    let names: Vec<String> = parts().into_iter().map(|(name, _)| name).collect();
    let other = names.iter().find(|other| *other == "step").unwrap_or(name);
    let all = format!(
        "{}. `napkin explain design-file {other}` tells of one.",
        names.join(", ")
    );
    out.push_str(&paragraph(&all, look, look.indent()));
    out
}

/// The same as data.
pub fn design_data(part: &(String, &'static Record)) -> Value {
    let key =
        |row: &Row| json!({"name": row.name, "value": value(&row.shape), "required": row.required, "what": row.doc});
    let names: Vec<String> = parts().into_iter().map(|(name, _)| name).collect();
    json!({"id": part.0, "keys": part.1.keys.iter().map(key).collect::<Vec<_>>(), "parts": names})
}

/// What may stand under a key, in words.
fn value(shape: &Shape) -> String {
    match shape {
        Shape::Text => "a text".to_string(),
        Shape::Id => "an id".to_string(),
        Shape::Expression => "an expression".to_string(),
        Shape::Entry(kind) => format!("the id of a {kind}"),
        Shape::Count(least) => format!("a whole number from {least}"),
        Shape::Flag => "true or false".to_string(),
        Shape::Record(record) => record.what.to_string(),
        Shape::List(item) => format!("a list of: {}", value(item)),
        Shape::Map(each) => format!("a map from ids to: {}", value(each)),
        Shape::Word(_) | Shape::Date | Shape::Quantity(_) | Shape::Form(..) => words(shape).unwrap_or_default(),
    }
}

/// The records that may stand under a key.
fn records(shape: &'static Shape) -> Vec<&'static Record> {
    match shape {
        Shape::Record(record) => vec![record],
        Shape::List(inner) | Shape::Map(inner) => records(inner),
        Shape::Form(_, shapes) => shapes.iter().flat_map(records).collect(),
        _ => Vec::new(),
    }
}
