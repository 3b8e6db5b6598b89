//! What a row takes in a store: its fields, what the store adds, its indexes, all of it compressed.

use super::Load;
use super::entity::field_size;
use crate::design::Entity;
use crate::figure::{Id, Origin};
use crate::model::Model;
use crate::quantity::{Dimension, Spread};

/// The word of the catalog for a store that compresses what it keeps, with the factor that it saves.
const COMPRESSION: &str = "compression";

/// What one copy of a row takes in a store.
#[derive(Debug, Clone, Copy)]
pub struct StoredRow {
    /// Index of the component.
    pub store: usize,
    /// With what the store adds and with its index entries, compressed.
    pub bytes: Id,
    /// Of its index entries, before compression; none where what an entry takes is not known.
    pub index: Option<Id>,
    /// All its rows at the horizon, one copy of what one group of units holds.
    pub table: Option<Id>,
}

impl<'a> Load<'a> {
    /// Bytes of one copy of a row of an entity in a store: (fields + overhead + indexes) ÷ compression.
    ///
    /// A technology with a known index overhead keeps an index over the key, one over each unique field and one
    /// over each reference; an entry holds the bytes of its fields and that overhead.
    pub(in crate::analysis) fn stored_row(&mut self, model: &Model<'a>, e: usize, c: usize, size: Id) -> StoredRow {
        let technology = model.components[c].technology;
        let (mut parts, mut index) = (vec![size], None);
        if let Some((entry, overhead)) = technology.and_then(|(t, tech)| Some((t, tech.row_overhead.as_ref()?))) {
            let overhead = self.fact(entry, overhead);
            parts.push(self.figures.named(overhead, || "row overhead"));
        }
        if let Some((entry, overhead)) = technology.and_then(|(t, tech)| Some((t, tech.index_overhead.as_ref()?))) {
            let overhead = self.fact(entry, overhead);
            index = self.index_bytes(model, e, overhead);
            parts.extend(index);
        }
        let row = self.figures.sum(&parts, Dimension::BYTES);
        let bytes = match self.said(model, c, COMPRESSION) {
            Some(factor) => {
                let factor = self.figures.named(factor, || "compression");
                self.figures.quotient(row, factor)
            }
            None => row,
        };
        StoredRow {
            store: c,
            bytes,
            index,
            table: None,
        }
    }

    /// Bytes of the rows of one copy on one group of units, where the groups are known.
    pub(super) fn table(&mut self, model: &Model<'a>, c: usize, rows: Id, row: Id) -> Option<Id> {
        let component = &model.components[c];
        let groups = match component.is_service() {
            true => 1,
            false => component.groups()?,
        };
        let all = self.figures.product(&[rows, row]);
        if groups == 1 {
            return Some(all);
        }
        let origin = Origin::Default("groups = units / copies");
        let groups = self
            .figures
            .given(Spread::Exact(f64::from(groups)), Dimension::NONE, origin);
        let groups = self.figures.named(groups, || "groups");
        Some(self.figures.quotient(all, groups))
    }

    /// Bytes of all index entries of a row; none where no field is indexed.
    fn index_bytes(&mut self, model: &Model<'a>, e: usize, overhead: Id) -> Option<Id> {
        let (id, entity) = &model.design.entities[e];
        let (entries, bytes) = indexed(model, entity)?;
        let origin = Origin::Default("indexes: the key, each unique field, each reference");
        let entries = self
            .figures
            .given(Spread::Exact(f64::from(entries)), Dimension::NONE, origin);
        let bytes = self.bytes_of_fields(id, bytes);
        let overheads = self.figures.product(&[entries, overhead]);
        let all = self.figures.sum(&[bytes, overheads], Dimension::BYTES);
        Some(self.figures.named(all, || "index entries"))
    }
}

/// How many indexes an entity has, and the bytes of their fields; the bytes are unknown where a field's are.
fn indexed(model: &Model, entity: &Entity) -> Option<(u32, Option<f64>)> {
    let fields = || entity.fields.iter().map(|(_, field)| field);
    let own = fields().filter(|field| field.unique || field.references.is_some());
    let key = fields().filter(|field| field.key);
    let key_index = u32::from(key.clone().next().is_some());
    // A reference that is the whole key has the key's index already.
    let whole_key = key.clone().count() == 1;
    let own = own.filter(|field| !(field.key && whole_key));
    let count = key_index.saturating_add(own.clone().count() as u32);
    let bytes = key.chain(own).map(|field| field_size(model, field, 0)).sum();
    (count > 0).then_some((count, bytes))
}
