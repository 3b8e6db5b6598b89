//! The working set of a cache: what it holds of the answers that its misses fetch.

use super::Load;
use super::demand::{Kind, Parts};
use crate::design::AccessKind;
use crate::figure::Id;
use crate::model::walk::Source;
use crate::model::{Model, Party};
use crate::quantity::Dimension;
use crate::quantity::expression::Function;

/// Entries of one kind in a cache.
struct Filled {
    /// What is read, for its name.
    entity: usize,
    /// Whether an entry is one row, so that there are no more entries than rows.
    row_each: bool,
    /// Bytes of an entry.
    size: Id,
    /// Entries that one run of each flow brings.
    parts: Parts,
}

/// Which caches of a component are meant, where each region has its own.
#[derive(Debug, Clone, Copy)]
pub(super) enum Caches {
    All,
    /// The one in the region with this share of the calls.
    Fullest(Option<Id>),
}

impl<'a> Load<'a> {
    /// Bytes that a cache holds of everything that it fills itself with, all copies; empty for a provider's cache.
    pub(super) fn working_set(&mut self, model: &Model<'a>, c: usize, caches: Caches) -> Vec<Id> {
        if !model.keeps_in_memory(c) || model.components[c].is_service() {
            return Vec::new();
        }
        let filled = self.filled(model, c);
        let mut held = Vec::with_capacity(filled.len());
        for kind in filled {
            let entries = self.entries(model, c, &kind, caches);
            let row = self.stored_row(model, kind.entity, c, kind.size).bytes;
            let mut factors = vec![entries, row];
            factors.extend(match caches {
                Caches::All => self.everywhere(model, c),
                Caches::Fullest(_) => self.copies(model, c).into_iter().collect(),
            });
            held.push(self.figures.product(&factors));
        }
        held
    }

    /// Entries that a cache holds of everything that it fills itself with; none where it fills itself with nothing.
    pub(in crate::analysis) fn cached_entries(&mut self, model: &Model<'a>, c: usize) -> Option<Id> {
        let filled = self.filled(model, c);
        let entries: Vec<Id> = filled
            .iter()
            .map(|kind| self.entries(model, c, kind, Caches::All))
            .collect();
        (!entries.is_empty()).then(|| self.figures.sum(&entries, Dimension::NONE))
    }

    /// Entries alive at a time. With a ttl fills × ttl (Little's law), at most the rows that there are: the fills
    /// of the peak where an entry lives for less than a day, those of an average day where it lives longer.
    /// Without a ttl all rows, for nothing else ever leaves a cache without bounds. Caches of several regions that
    /// nobody keeps together share the fills, and each may come to hold every row.
    fn entries(&mut self, model: &Model<'a>, c: usize, kind: &Filled, caches: Caches) -> Id {
        let id = &model.design.entities[kind.entity].0.value;
        let component = &model.components[c];
        let rows = self.entities[kind.entity].rows.filter(|_| kind.row_each);
        let rows = rows.filter(|rows| self.figures.value(*rows).is_some());
        let apart = component.regions.len() > 1 && !component.copied_to_regions();
        let rows = match (rows, caches) {
            (Some(rows), Caches::All) if apart => {
                let regions = self.regions(model, c);
                Some(self.figures.product(&[rows, regions]))
            }
            _ => rows,
        };
        let Some(ttl) = &component.file.ttl else {
            let fact = match kind.row_each {
                true => format!("components.{}.ttl, or the rows of {id}", component.id),
                false => format!("components.{}.ttl", component.id),
            };
            return rows.unwrap_or_else(|| self.figures.missing(fact, Dimension::NONE));
        };
        let demand = self.demand(model, &kind.parts);
        let short = ttl.point() < model.design.profile.day();
        let (fills, when) = match short {
            true => (demand.peak, "at the peak"),
            false => (demand.average, "on average"),
        };
        let name = format!("{} fills of {id} {when}", component.id);
        let fills = self.figures.named(fills, || name);
        let ttl = self.figures.quantity(ttl);
        let mut factors = vec![fills, ttl];
        if let (Caches::Fullest(share), true) = (caches, apart) {
            factors.extend(share);
        }
        let alive = self.figures.product(&factors);
        match rows {
            Some(rows) => self.figures.apply(Function::Min, &[alive, rows]),
            None => alive,
        }
    }

    /// What misses of a cache read, but for what is kept there anyway: one entry a miss, however many calls fetch it.
    fn filled(&mut self, model: &Model<'a>, c: usize) -> Vec<Filled> {
        let mut filled: Vec<Filled> = Vec::new();
        let mut flows: Vec<usize> = self.brought[c].parts(Kind::Fills).iter().map(|(f, _)| *f).collect();
        flows.dedup();
        for f in flows {
            for w in 0..self.flows[f].walk.steps.len() {
                let walked = &self.flows[f].walk.steps[w];
                let Source::Misses(set) = walked.source else { continue };
                if walked.lost || self.flows[f].walk.sets[set].party != Party::Component(c) {
                    continue;
                }
                let file = self.step(model, f, w).file;
                let mut reads = file.accesses.iter().filter(|a| a.kind == AccessKind::Read);
                let Some((entity, first)) = reads
                    .next()
                    .and_then(|a| Some((model.entity_index(&a.entity.value)?, a)))
                else {
                    continue;
                };
                let kept = model.design.entities[entity].1.stores.iter();
                if kept.map(|s| model.component_index(&s.value)).any(|s| s == Some(c)) {
                    continue;
                }
                let row_each = first.rows.is_none() && reads.next().is_none();
                let mut factors: Vec<Id> = self.set_misses(f, set).into_iter().collect();
                if let Some(share) = &file.share {
                    factors.push(self.figures.quantity(share));
                }
                let entries = self.figures.product(&factors);
                let size = self.flows[f].output[w];
                let same = |known: &Filled| known.entity == entity && known.row_each == row_each && known.size == size;
                match filled.iter_mut().find(|known| same(known)) {
                    Some(known) => known.parts.push((f, entries)),
                    None => filled.push(Filled {
                        entity,
                        row_each,
                        size,
                        parts: vec![(f, entries)],
                    }),
                }
            }
        }
        filled
    }
}
