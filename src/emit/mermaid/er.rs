//! Entities as an entity relationship diagram.

use std::collections::BTreeSet;

use super::super::diagram::{Entities, NodeId, Relation, Row, Table};
use super::super::label::Label;
use super::{Body, Detail, MOST_EDGES, escape, head};

/// Writes an entity diagram with as many relations as are allowed.
pub fn write(entities: &Entities, detail: Detail) -> Body {
    let mut text = head("erDiagram", &entities.title, &entities.about);
    let shown: Vec<&Table> = entities.tables.iter().take(detail.most).collect();
    for table in &shown {
        text.push_str(&format!("  t{}[\"{}\"]", table.id.0, escape(&table.title)));
        if detail.lines && !table.rows.is_empty() {
            text.push_str(" {\n");
            for row in &table.rows {
                text.push_str(&format!("    {}\n", row_text(row)));
            }
            text.push_str("  }");
        }
        text.push('\n');
    }
    let ids: BTreeSet<NodeId> = shown.iter().map(|table| table.id).collect();
    let ends = |relation: &&Relation| ids.contains(&relation.from) && ids.contains(&relation.to);
    let relations: Vec<&Relation> = entities.relations.iter().filter(ends).collect();
    for relation in relations.iter().take(MOST_EDGES) {
        let many = if relation.one { "|o" } else { "}o" };
        let one = if relation.optional { "o|" } else { "||" };
        let label = escape(&relation.label);
        let (from, to) = (relation.from.0, relation.to.0);
        text.push_str(&format!("  t{from} {many}--{one} t{to} : \"{label}\"\n"));
    }
    Body {
        text,
        whole: relations.len() <= MOST_EDGES,
    }
}

fn row_text(row: &Row) -> String {
    let kind = match (&row.reference, row.kind.is_empty()) {
        (Some(entity), true) => entity,
        _ => &row.kind,
    };
    let mut text = format!("{} {}", word(kind, "()[]"), word(&row.name, ""));
    let keys: Vec<&str> = [(row.key, "PK"), (row.reference.is_some(), "FK"), (row.unique, "UK")]
        .into_iter()
        .filter_map(|(is, key)| is.then_some(key))
        .collect();
    if !keys.is_empty() {
        text.push_str(&format!(" {}", keys.join(", ")));
    }
    let remarks: Vec<&str> = [(row.personal, "personal data"), (row.optional, "optional")]
        .into_iter()
        .filter_map(|(is, remark)| is.then_some(remark))
        .collect();
    if !remarks.is_empty() {
        text.push_str(&format!(" \"{}\"", remarks.join(", ")));
    }
    text
}

/// A bare word: types and fields can't be quoted.
fn word(label: &Label, also: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || also.contains(c) {
            c
        } else {
            '_'
        }
    };
    let word: String = label.as_str().chars().map(plain).collect();
    if word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        word
    } else {
        format!("f{word}")
    }
}
