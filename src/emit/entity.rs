//! The entity view: what is kept, where, and which row names which.

use std::collections::BTreeMap;

use super::Subject;
use super::container::{counted, known};
use super::diagram::{Diagram, Entities, NodeId, Relation, Row, Table};
use super::label::Label;
use crate::report::{Entity, Field, Report};

/// One picture, of a design with entities.
pub fn subjects(report: &Report) -> Vec<Subject> {
    if report.entities.is_empty() {
        Vec::new()
    } else {
        vec![Subject::Design]
    }
}

/// One table for each entity, one line for each reference.
pub fn diagram(report: &Report, _: Subject) -> Option<Diagram> {
    let ids: BTreeMap<&str, NodeId> = report
        .entities
        .iter()
        .enumerate()
        .map(|(at, e)| (e.id.as_str(), NodeId(at + 1)))
        .collect();
    let mut relations = Vec::new();
    let mut tables = Vec::new();
    for (at, entity) in report.entities.iter().enumerate() {
        let id = NodeId(at + 1);
        let keys = entity.fields.iter().filter(|field| field.key).count();
        for (row, field) in entity.fields.iter().enumerate() {
            let Some(to) = field.references.as_ref().and_then(|name| ids.get(name.as_str())) else {
                continue;
            };
            relations.push(Relation {
                from: id,
                to: *to,
                row,
                label: Label::name(&field.name),
                one: field.unique || (field.key && keys == 1),
                optional: field.optional,
            });
        }
        tables.push(Table {
            id,
            title: Label::name(&entity.id),
            lines: lines(entity),
            rows: entity.fields.iter().map(row).collect(),
        });
    }
    Some(Diagram::Entities(Entities {
        title: Label::new(&format!("{}: entities", report.name)),
        about: Label::new(&format!(
            "{} with {}",
            match tables.len() {
                1 => "1 entity".to_owned(),
                many => format!("{many} entities"),
            },
            counted(relations.len(), "reference"),
        )),
        tables,
        relations,
    }))
}

fn lines(entity: &Entity) -> Vec<Label> {
    let mut place = Vec::new();
    if !entity.kept_in.is_empty() {
        place.push(format!("in {}", entity.kept_in.join(", ")));
    }
    place.extend(entity.keep.iter().map(|keep| format!("for {keep}")));
    let mut volume = Vec::new();
    volume.extend(known(&entity.rows).map(|rows| format!("{rows} rows")));
    volume.extend(known(&entity.size).map(|size| format!("{size} each")));
    Label::lines([place.join(" · ").as_str(), &volume.join(" · ")])
}

fn row(field: &Field) -> Row {
    Row {
        name: Label::name(&field.name),
        kind: Label::new(&field.kind),
        reference: field.references.as_deref().map(Label::new),
        key: field.key,
        unique: field.unique,
        optional: field.optional,
        personal: field.pii,
    }
}
