//! What a row takes in a store: its fields, what the store adds, its indexes, all of it compressed.

use super::Load;
use super::entity::field_size;
use crate::analysis::access::{Index, Use};
use crate::catalog::{Entry, Technology};
use crate::design::Field;
use crate::figure::{Id, Origin};
use crate::model::Model;
use crate::quantity::expression::Function;
use crate::quantity::{Dimension, Spread};
use crate::source::Spanned;

/// The word of the catalog for a store that compresses what it keeps, with the factor that it saves.
const COMPRESSION: &str = "compression";

/// Bytes of a moment, as of a field that is a `timestamp`.
const TIME: f64 = 8.0;

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
    pub(in crate::analysis) fn stored_row(&mut self, model: &Model<'a>, e: usize, c: usize, size: Id) -> StoredRow {
        let technology = model.components[c].technology;
        let mut parts = vec![size];
        parts.extend(self.added_time(model, e, c));
        let mut row = match parts.as_slice() {
            [size] => *size,
            parts => self.figures.sum(parts, Dimension::BYTES),
        };
        if let Some((entry, overhead)) = technology.and_then(|(t, tech)| Some((t, tech.row_overhead.as_ref()?))) {
            let overhead = self.fact(entry, overhead);
            let overhead = self.figures.named(overhead, || format!("row overhead of {}", entry.id));
            row = self.laid(row, overhead, technology);
        }
        let index = self.index_bytes(model, e, c);
        if let Some(index) = index {
            row = self.figures.sum(&[row, index], Dimension::BYTES);
        }
        let bytes = match self.said(model, c, COMPRESSION) {
            Some(factor) => {
                let factor = self
                    .figures
                    .named(factor, || format!("compression of {}", model.components[c].id));
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

    /// Bytes of the time that a store adds to a row, where the entity has none and old rows are removed.
    fn added_time(&mut self, model: &Model<'a>, e: usize, c: usize) -> Option<Id> {
        let indexes = self.indexes.get(&(e, c))?;
        indexes.iter().any(|index| index.fields.is_empty()).then(|| {
            let origin = Origin::Default("a time in each row, by which old ones are removed");
            let name = &model.design.entities[e].0.value;
            let bytes = self.figures.given(Spread::Exact(TIME), Dimension::BYTES, origin);
            self.figures.named(bytes, || format!("{name} time"))
        })
    }

    /// A row or an index entry as it lies in its page: data and header take a whole number of alignments, the
    /// pointer to them lies elsewhere in the page.
    fn laid(&mut self, data: Id, overhead: Id, technology: Option<(&'a Entry, &'a Technology)>) -> Id {
        let pages = technology.and_then(|(entry, technology)| {
            let pages = &technology.pages;
            Some((entry, pages.alignment.as_ref()?, pages.pointer.as_ref()?))
        });
        let Some((entry, alignment, pointer)) = pages else {
            return self.figures.sum(&[data, overhead], Dimension::BYTES);
        };
        let (alignment, pointer) = (self.fact(entry, alignment), self.fact(entry, pointer));
        let alignment = self.figures.named(alignment, || format!("alignment of {}", entry.id));
        let pointer = self.figures.named(pointer, || format!("pointer of {}", entry.id));
        let whole = self.figures.sum(&[data, overhead], Dimension::BYTES);
        let body = self.figures.difference(whole, pointer);
        let words = self.figures.quotient(body, alignment);
        let words = self.figures.apply(Function::Ceil, &[words]);
        let body = self.figures.product(&[words, alignment]);
        self.figures.sum(&[body, pointer], Dimension::BYTES)
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
        let groups = self.figures.named(groups, || format!("groups of {}", component.id));
        Some(self.figures.quotient(all, groups))
    }

    /// Bytes of all index entries of a row; none where it has none, or nobody knows what one takes.
    fn index_bytes(&mut self, model: &Model<'a>, e: usize, c: usize) -> Option<Id> {
        let (entry, technology) = model.components[c].technology?;
        let overhead = technology.index_overhead.as_ref()?;
        let indexes = self.indexes.get(&(e, c)).cloned()?;
        let overhead = self.fact(entry, overhead);
        let overhead = self
            .figures
            .named(overhead, || format!("index overhead of {}", entry.id));
        let clustered = technology.pages.clustered;
        let mut entries = Vec::new();
        for index in indexes.iter().filter(|index| !(clustered && index.of == Use::Key)) {
            let data = self.indexed(model, e, index, clustered);
            entries.push(self.laid(data, overhead, Some((entry, technology))));
        }
        if entries.is_empty() {
            return None;
        }
        let mut all = self.figures.sum(&entries, Dimension::BYTES);
        if let Some(fill) = &technology.pages.index_fill {
            let fill = self.fact(entry, fill);
            let fill = self
                .figures
                .named(fill, || format!("fill of an index page of {}", entry.id));
            all = self.figures.quotient(all, fill);
        }
        let (entity, store) = (&model.design.entities[e].0.value, model.components[c].id);
        Some(
            self.figures
                .named(all, || format!("index entries of {entity} in {store}")),
        )
    }

    /// Bytes of the fields of an index entry, with those of the key where every entry repeats it.
    fn indexed(&mut self, model: &Model<'a>, e: usize, index: &Index<'a>, clustered: bool) -> Id {
        let (id, entity) = &model.design.entities[e];
        let repeated = |field: &&(Spanned<String>, Field)| clustered && field.1.key;
        let own = |field: &&(Spanned<String>, Field)| index.fields.contains(&field.0.value.as_str());
        let fields = entity.fields.iter().filter(|field| own(field) || repeated(field));
        let time = index.fields.is_empty().then_some(Some(TIME));
        let bytes = fields.map(|(_, field)| field_size(model, field, 0));
        let bytes: Option<f64> = bytes.chain(time).sum();
        let data = self.bytes_of_fields(id, bytes);
        self.figures.named(data, || match index.fields.as_slice() {
            [] => format!("time of {}", id.value),
            fields => format!("{} of {}", fields.join(" + "), id.value),
        })
    }
}
