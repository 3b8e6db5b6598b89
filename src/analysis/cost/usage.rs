//! What is billed by use: requests, rows, bytes kept, capacity units.

use super::{Bill, Kind};
use crate::catalog::price::{Basis, Charge, Gives};
use crate::catalog::{Entry, Price, Role};
use crate::design::{Access, AccessKind};
use crate::figure::{Id, Origin};
use crate::model::Party;
use crate::quantity::expression::Function;
use crate::quantity::{Dimension, Spread};

impl<'a> Bill<'_, '_, 'a> {
    /// One charge of the entry of a component. What is billed for traffic comes later, for all together.
    pub(super) fn charge(&mut self, c: usize, entry: &'a Entry, price: &'a Price, charge: &'a Charge) {
        let load = &self.load.components[c];
        let (kind, what, cost) = match charge.of {
            Basis::Sent | Basis::Crossed | Basis::Abroad => return,
            Basis::Service | Basis::Units => {
                let units = match charge.of {
                    Basis::Units => self.units_everywhere(c),
                    // One in each region.
                    _ => self
                        .load
                        .figures
                        .number(self.model.components[c].regions.len().max(1) as f64),
                };
                (Kind::Compute, "by the hour", self.standing(entry, price, charge, units))
            }
            Basis::Capacity => {
                let Some(units) = self.capacity_units(c, entry, charge) else {
                    return;
                };
                (
                    Kind::Capacity,
                    "by the fullest of what one gives",
                    self.standing(entry, price, charge, units),
                )
            }
            Basis::Stored => {
                // Of a cache nothing is priced by what it fills itself with.
                let kept = load.memory.filter(|_| self.model.components[c].role != Role::Cache);
                let Some(storage) = load.storage.or(kept) else { return };
                let billed = if charge.once {
                    self.one_copy(c, storage)
                } else {
                    storage
                };
                (Kind::Storage, "bytes kept", self.standing(entry, price, charge, billed))
            }
            Basis::Messages => {
                let Some(messages) = load.messages.or(load.calls) else {
                    return;
                };
                (
                    Kind::Requests,
                    "messages",
                    self.used(entry, price, charge, messages.average),
                )
            }
            Basis::Requests | Basis::Delivered | Basis::Reads | Basis::Writes => {
                let Some(rate) = self.counted(c, entry, charge) else {
                    return;
                };
                (Kind::Requests, words(charge.of), self.used(entry, price, charge, rate))
            }
        };
        self.part(c, kind, what, cost);
    }

    /// Bytes of one copy.
    fn one_copy(&mut self, c: usize, storage: Id) -> Id {
        let component = &self.model.components[c];
        match component.copies.filter(|n| *n > 1 && !component.is_service()) {
            Some(copies) => {
                let origin = Origin::Default("copies that are billed once");
                let copies = Spread::Exact(f64::from(copies));
                let copies = self.load.figures.given(copies, Dimension::NONE, origin);
                self.load.figures.quotient(storage, copies)
            }
            None => storage,
        }
    }

    /// The fullest of what a capacity unit gives, in units.
    fn capacity_units(&mut self, c: usize, entry: &Entry, charge: &'a Charge) -> Option<Id> {
        let of = self.load.components[c].clone();
        let mut units = Vec::new();
        for (gives, fact) in &charge.gives {
            let used = match gives {
                Gives::Requests => of.calls.map(|d| d.average),
                Gives::Connections => of.connections.map(|d| d.average),
                Gives::Bandwidth => self.taken_in(c),
            };
            if let Some(used) = used {
                let each = self.number(entry, fact);
                units.push(self.load.figures.quotient(used, each));
            }
        }
        (!units.is_empty()).then(|| self.load.figures.max(&units))
    }

    /// Bytes of the calls into a component and of their answers.
    fn taken_in(&mut self, c: usize) -> Option<Id> {
        let links = self.load.links.iter().filter(|((_, to), _)| *to == Party::Component(c));
        let bytes: Vec<Id> = links
            .flat_map(|(_, link)| [link.bytes_in, link.bytes_out])
            .flatten()
            .map(|d| d.average)
            .collect();
        (!bytes.is_empty()).then(|| self.load.figures.sum(&bytes, Dimension::BANDWIDTH))
    }

    /// How often a second a charge counts, over all steps at a component.
    fn counted(&mut self, c: usize, entry: &Entry, charge: &'a Charge) -> Option<Id> {
        let here = Party::Component(c);
        let mut parts = Vec::new();
        for f in 0..self.load.flows.len() {
            if self.model.flows[f].fragment {
                continue;
            }
            for w in 0..self.load.flows[f].walk.steps.len() {
                let walked = &self.load.flows[f].walk.steps[w];
                let party = match charge.of {
                    Basis::Delivered => walked.caller,
                    _ => walked.callee,
                };
                if party != here || walked.lost {
                    continue;
                }
                self.step_counts(f, w, entry, charge, &mut parts);
            }
        }
        if parts.is_empty() {
            return None;
        }
        let id = self.model.components[c].id;
        let sum = self.load.figures.sum(&parts, Dimension::RATE);
        Some(
            self.load
                .figures
                .named(sum, || format!("{id} billed {}", charge.of.name())),
        )
    }

    /// What one step counts: each started step of each row's bytes, for a bare call one read of what it returns.
    fn step_counts(&mut self, f: usize, w: usize, entry: &Entry, charge: &'a Charge, parts: &mut Vec<Id>) {
        let model = self.model;
        let step = &model.flows[f].steps[self.load.flows[f].walk.steps[w].step];
        let flow = &self.load.flows[f];
        let Some(rate) = flow.rate else { return };
        let (calls, messages, input, output) = (flow.calls[w], flow.messages[w], flow.input[w], flow.output[w]);
        if matches!(charge.of, Basis::Requests | Basis::Delivered) {
            let mut factors = vec![rate, calls];
            if charge.step.is_some() {
                let larger = self.load.figures.max(&[input, output]);
                let batch = step.file.batch.as_ref().map(|b| self.load.figures.quantity(b));
                let bytes = batch.map_or(larger, |b| self.load.figures.product(&[larger, b]));
                factors.extend(self.started(entry, charge, bytes));
            }
            parts.push(self.load.figures.product(&factors));
            return;
        }
        let wanted = |a: &&Access| (a.kind == AccessKind::Read) == (charge.of == Basis::Reads);
        let touched: Vec<&Access> = step.file.accesses.iter().filter(wanted).collect();
        if charge.by_call {
            // A bare call reads.
            let bare = step.file.accesses.is_empty() && charge.of == Basis::Reads;
            if bare || !touched.is_empty() {
                parts.push(self.load.figures.product(&[rate, calls]));
            }
            return;
        }
        let writes = step.file.accesses.iter().filter(|a| a.kind != AccessKind::Read).count();
        for access in &touched {
            let mut factors = vec![rate, messages];
            factors.extend(access.rows.as_ref().map(|rows| self.load.figures.quantity(rows)));
            if charge.step.is_some() {
                let size = self.row_size(&access.entity.value);
                factors.extend(self.started(entry, charge, size));
            }
            factors.extend(
                charge
                    .replica
                    .as_ref()
                    .filter(|_| step.file.from_replica)
                    .map(|r| self.number(entry, r)),
            );
            let together = charge.transaction.as_ref().filter(|_| writes > 1);
            factors.extend(together.map(|t| self.number(entry, t)));
            parts.push(self.load.figures.product(&factors));
        }
        if step.file.accesses.is_empty() && charge.of == Basis::Reads {
            let mut factors = vec![rate, messages];
            factors.extend(self.started(entry, charge, output));
            parts.push(self.load.figures.product(&factors));
        }
    }

    fn row_size(&mut self, entity: &str) -> Id {
        let size = self.model.entity_index(entity).and_then(|e| self.load.entities[e].size);
        size.unwrap_or_else(|| {
            let fact = format!("a size of each field of {entity}");
            self.load.figures.missing(fact, Dimension::BYTES)
        })
    }

    /// How many steps are started; at least one.
    fn started(&mut self, entry: &Entry, charge: &'a Charge, bytes: Id) -> Option<Id> {
        let step = self.number(entry, charge.step.as_ref()?);
        let sheet = &mut self.load.figures;
        let steps = sheet.quotient(bytes, step);
        let whole = sheet.apply(Function::Ceil, &[steps]);
        let one = sheet.number(1.0);
        Some(sheet.max(&[whole, one]))
    }
}

/// What a charge by use counts, for people.
fn words(of: Basis) -> &'static str {
    match of {
        Basis::Requests => "calls",
        Basis::Delivered => "calls to those who take from it",
        other => other.name(),
    }
}
