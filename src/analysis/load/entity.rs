//! Sizes, rows and storage of entities (format, A13 and C11).

use super::Load;
use super::stored::StoredRow;
use crate::design::AccessKind;
use crate::figure::{Id, Origin};
use crate::model::{Model, Party};
use crate::quantity::expression::Function;
use crate::quantity::{Dimension, Spread};
use crate::source::Spanned;
use std::rc::Rc;

/// What is known of one entity.
#[derive(Debug, Clone, Default)]
pub struct EntityLoad {
    /// Bytes a row, before the store's overhead.
    pub size: Option<Id>,
    /// Rows written a second into its first store.
    pub writes: Option<Id>,
    pub reads: Option<Id>,
    /// Rows at the horizon, with growth.
    pub rows: Option<Id>,
    /// Rows that today's writes keep up, writes × `keep` (Little's law); only where the file gives `rows` as well.
    pub settled: Option<Id>,
    /// Bytes at the horizon, in all its stores with all their copies.
    pub storage: Option<Id>,
    /// Bytes that a day adds today, in all its stores with all their copies.
    pub daily: Option<Id>,
    /// Of `storage`, what each store holds, by component.
    pub by_store: Vec<(usize, Id)>,
    /// A row in each store.
    pub stored: Vec<StoredRow>,
}

impl<'a> Load<'a> {
    pub(super) fn size_entities(&mut self, model: &Model<'a>) {
        for e in 0..model.design.entities.len() {
            let (id, entity) = &model.design.entities[e];
            if entity.fields.is_empty() {
                continue;
            }
            let bytes: Option<f64> = entity.fields.iter().map(|(_, f)| field_size(model, f, 0)).sum();
            let size = self.bytes_of_fields(id, bytes);
            self.entities[e].size = Some(self.figures.named(size, || format!("{}.size", id.value)));
        }
    }

    /// Bytes of fields whose sizes are known, else the fact that is missing.
    pub(super) fn bytes_of_fields(&mut self, id: &Spanned<String>, bytes: Option<f64>) -> Id {
        match bytes {
            Some(bytes) => self
                .figures
                .given(Spread::Exact(bytes), Dimension::BYTES, Origin::File(id.span)),
            None => self
                .figures
                .missing(format!("a size of each field of {}", id.value), Dimension::BYTES),
        }
    }

    /// Rows written into the first store; copies and fills don't count.
    pub(super) fn entity_writes(&mut self, model: &Model<'a>, e: usize) {
        let (id, entity) = &model.design.entities[e];
        let Some(first) = entity.stores.first() else {
            return;
        };
        let store = model.party(&first.value);
        let writes = self.rows_of(model, e, AccessKind::Write, Some(store));
        self.entities[e].writes = Some(self.figures.named(writes, || format!("{}.writes", id.value)));
    }

    pub(super) fn entity_reads(&mut self, model: &Model<'a>, e: usize) {
        let id = &model.design.entities[e].0;
        let reads = self.rows_of(model, e, AccessKind::Read, None);
        self.entities[e].reads = Some(self.figures.named(reads, || format!("{}.reads", id.value)));
    }

    /// By entity: the walked steps that touch it, by flow. A fragment touches nothing by itself.
    pub(super) fn accesses(&self, model: &Model<'a>) -> Vec<Vec<(usize, usize)>> {
        let mut by_entity = vec![Vec::new(); model.design.entities.len()];
        for (f, flow) in self.flows.iter().enumerate().filter(|(f, _)| !model.flows[*f].fragment) {
            for (w, _) in flow.walk.steps.iter().enumerate().filter(|(_, step)| !step.lost) {
                for access in &self.step(model, f, w).file.accesses {
                    let touching = model
                        .entity_index(&access.entity.value)
                        .and_then(|e| by_entity.get_mut(e));
                    if let Some(steps) = touching.filter(|steps| steps.last() != Some(&(f, w))) {
                        steps.push((f, w));
                    }
                }
            }
        }
        by_entity
    }

    /// Rows a second that steps of one kind touch.
    fn rows_of(&mut self, model: &Model<'a>, e: usize, kind: AccessKind, store: Option<Party>) -> Id {
        let name = &model.design.entities[e].0.value;
        let mut parts = Vec::new();
        for (f, w) in self.accessed.get(e).cloned().unwrap_or_default() {
            if store.is_some_and(|s| s != self.flows[f].walk.steps[w].callee) {
                continue;
            }
            let step = self.step(model, f, w).file;
            let accesses = step.accesses.iter();
            for access in accesses.filter(|a| a.kind == kind && a.entity.value == *name) {
                let Some(rate) = self.flows[f].rate else {
                    continue;
                };
                let mut factors = vec![rate, self.flows[f].messages[w]];
                if let Some(rows) = &access.rows {
                    factors.push(self.figures.quantity(rows));
                }
                parts.push(self.figures.product(&factors));
            }
        }
        self.figures.sum(&parts, Dimension::RATE)
    }

    /// Rows at the horizon, and the bytes that they take.
    pub(super) fn entity_rows(&mut self, model: &Model<'a>, e: usize) {
        let (id, entity) = &model.design.entities[e];
        if entity.stores.is_empty() {
            return;
        }
        let horizon = match self.horizon {
            Some(horizon) => horizon,
            None => self.figures.missing("load.horizon", Dimension::TIME),
        };
        let rows = self.rows_after(model, e, horizon);
        let rows = self.figures.named(rows, || format!("{}.rows", id.value));
        self.entities[e].rows = Some(rows);
        if let (Some(_), Some(keep), Some(writes)) = (&entity.rows, &entity.keep, self.entities[e].writes) {
            let keep = self.figures.quantity(keep);
            let settled = self.figures.product(&[writes, keep]);
            self.entities[e].settled = Some(self.figures.named(settled, || format!("{} rows by writing", id.value)));
        }
        self.store_rows(model, e, rows);
    }

    /// Rows that an entity has this long after today.
    pub(in crate::analysis) fn rows_after(&mut self, model: &Model<'a>, e: usize, horizon: Id) -> Id {
        let Some(rows) = &model.design.entities[e].1.rows else {
            return self.rows_written(model, e, horizon);
        };
        let today = self.figures.quantity(rows);
        let year = self.year();
        let years = self.figures.quotient(horizon, year);
        match self.growth_factor(years) {
            Some(growth) => self.figures.product(&[today, growth]),
            None => today,
        }
    }

    fn store_rows(&mut self, model: &Model<'a>, e: usize, rows: Id) {
        let (id, entity) = &model.design.entities[e];
        let Some(size) = self.entities[e].size else {
            return;
        };
        let day = self.figures.given(
            Spread::Exact(model.design.profile.day()),
            Dimension::TIME,
            Origin::Default("growth is shown by the day"),
        );
        let (mut whole, mut daily) = (Vec::new(), Vec::new());
        for store in &entity.stores {
            let Some(c) = model.component_index(&store.value) else {
                continue;
            };
            let mut stored = self.stored_row(model, e, c, size);
            stored.table = self.table(model, c, rows, stored.bytes);
            self.entities[e].stored.push(stored);
            let row = stored.bytes;
            let copies = self.everywhere(model, c);
            let mut factors = vec![rows, row];
            factors.extend(&copies);
            let held = self.figures.product(&factors);
            self.entities[e].by_store.push((c, held));
            whole.push(held);
            if let Some(writes) = self.entities[e].writes {
                let mut factors = vec![writes, day, row];
                factors.extend(copies);
                daily.push(self.figures.product(&factors));
            }
        }
        let storage = self.figures.sum(&whole, Dimension::BYTES);
        self.entities[e].storage = Some(self.figures.named(storage, || format!("{}.storage", id.value)));
        if !daily.is_empty() {
            let daily = self.figures.sum(&daily, Dimension::BYTES);
            self.entities[e].daily = Some(self.figures.named(daily, || format!("{} per day", id.value)));
        }
    }

    /// How many copies a store keeps of each row in a region; none where there is one, or where they are a provider's own affair.
    pub(in crate::analysis) fn copies(&mut self, model: &Model<'a>, c: usize) -> Option<Id> {
        let component = &model.components[c];
        let copies = match (component.is_service(), component.copies) {
            (true, _) | (false, Some(1)) => return None,
            (false, Some(copies)) => {
                let origin = Origin::Default("copies = units up to 3");
                let origin = component.file.copies.as_ref().map_or(origin, |c| Origin::File(c.span));
                self.figures
                    .given(Spread::Exact(f64::from(copies)), Dimension::NONE, origin)
            }
            (false, None) => self
                .figures
                .missing(format!("components.{}.copies", component.id), Dimension::NONE),
        };
        Some(self.figures.named(copies, || "copies"))
    }

    /// ∫ writes over the last `keep`, the rate growing continuously: w₀ · Y · ((1+g)^T − (1+g)^(T−k)) / ln(1+g),
    /// with T the horizon and k the life of a row in years of length Y; w₀ · k without growth.
    fn rows_written(&mut self, model: &Model<'a>, e: usize, horizon: Id) -> Id {
        let (id, entity) = &model.design.entities[e];
        let Some(writes) = self.entities[e].writes else {
            return self
                .figures
                .missing(format!("rows or writes of {}", id.value), Dimension::NONE);
        };
        if self.figures.value(writes) == Some(0.0) {
            return self
                .figures
                .missing(format!("data.{}.rows (nothing writes it)", id.value), Dimension::NONE);
        }
        let life = match &entity.keep {
            // Nothing is older than the system.
            Some(keep) => {
                let keep = self.figures.quantity(keep);
                self.figures.apply(Function::Min, &[keep, horizon])
            }
            None => horizon,
        };
        let growth = self.growth_rate();
        if self.figures.value(growth) == Some(0.0) {
            return self.figures.product(&[writes, life]);
        }
        let year = self.year();
        let base = self.yearly_factor(growth);
        let end = self.figures.quotient(horizon, year);
        let age = self.figures.difference(horizon, life);
        let start = self.figures.quotient(age, year);
        let (at_end, at_start) = (self.figures.power(base, end), self.figures.power(base, start));
        let grown = self.figures.difference(at_end, at_start);
        let log = self.figures.apply(Function::Ln, &[base]);
        let years = self.figures.quotient(grown, log);
        self.figures.product(&[writes, year, years])
    }

    pub(in crate::analysis) fn year(&mut self) -> Id {
        let profile = self.figures.profile();
        let year = self.figures.given(
            Spread::Exact(profile.year()),
            Dimension::TIME,
            Origin::Default("the year of the profile"),
        );
        self.figures.named(year, || "year")
    }

    pub(super) fn horizon_in_years(&mut self) -> Id {
        let year = self.year();
        let horizon = self.horizon_or_missing();
        self.figures.quotient(horizon, year)
    }

    pub(in crate::analysis) fn horizon_or_missing(&mut self) -> Id {
        match self.horizon {
            Some(horizon) => horizon,
            None => self.figures.missing("load.horizon", Dimension::TIME),
        }
    }

    /// How long today's load would have to last to bring what the growing one brings until the horizon:
    /// Y · ((1+g)^T − 1) / ln(1+g), with T the horizon in years of length Y; T · Y without growth.
    pub(in crate::analysis) fn growing_years(&mut self) -> Id {
        let years = self.horizon_in_years();
        let Some(end) = self.growth_factor(years) else {
            return self.horizon_or_missing();
        };
        let one = self.figures.number(1.0);
        let grown = self.figures.difference(end, one);
        let year = self.year();
        let growth = self.growth_rate();
        let yearly = self.figures.product(&[growth, year]);
        let base = self.figures.sum(&[one, yearly], Dimension::NONE);
        let log = self.figures.apply(Function::Ln, &[base]);
        let years = self.figures.quotient(grown, log);
        self.figures.product(&[year, years])
    }

    /// (1 + g)^years; none without growth.
    pub(in crate::analysis) fn growth_factor(&mut self, years: Id) -> Option<Id> {
        let growth = self.growth_rate();
        if self.figures.value(growth) == Some(0.0) {
            return None;
        }
        let base = self.yearly_factor(growth);
        Some(self.figures.power(base, years))
    }

    /// 1 + g: what a year multiplies every rate by.
    pub(in crate::analysis) fn yearly_factor(&mut self, growth: Id) -> Id {
        let year = self.year();
        let yearly = self.figures.product(&[growth, year]);
        let one = self.figures.number(1.0);
        self.figures.sum(&[one, yearly], Dimension::NONE)
    }

    /// A catalog figure as an input.
    pub fn fact(&mut self, entry: &crate::catalog::Entry, fact: &crate::catalog::Fact) -> Id {
        // Many components cite the same fact: its words are put together once.
        let cited = self.cited.entry(std::ptr::from_ref(fact)).or_insert_with(|| {
            let (source, date, confidence) = (&fact.source, &fact.date, &fact.confidence);
            format!("catalog {}: {source}, {date} ({confidence})", entry.id).into()
        });
        let origin = Origin::Catalog(Rc::clone(cited));
        self.figures
            .given(fact.quantity.spread, fact.quantity.dimension.clone(), origin)
    }
}

/// By component: the entities that it keeps, in their order.
pub(super) fn by_store(model: &Model) -> Vec<Vec<usize>> {
    let mut kept: Vec<Vec<usize>> = vec![Vec::new(); model.components.len()];
    for (e, (_, entity)) in model.design.entities.iter().enumerate() {
        for store in &entity.stores {
            let here = model.component_index(&store.value).and_then(|c| kept.get_mut(c));
            if let Some(here) = here.filter(|here| here.last() != Some(&e)) {
                here.push(e);
            }
        }
    }
    kept
}

/// Bytes of a field; a bare reference has the bytes of the key fields that it points at.
pub(super) fn field_size(model: &Model, field: &crate::design::Field, depth: usize) -> Option<f64> {
    if let Some(size) = field.size {
        return Some(size);
    }
    let target = model.entity_index(&field.references.as_ref()?.value)?;
    if depth > 8 {
        return None;
    }
    let fields = &model.design.entities[target].1.fields;
    let mut keys = fields.iter().filter(|(_, f)| f.key).peekable();
    keys.peek()?;
    keys.map(|(_, f)| field_size(model, f, depth + 1)).sum()
}
