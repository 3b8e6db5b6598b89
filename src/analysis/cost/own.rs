//! The price that a file gives a component: its dimension says what it is for (format, A11).

use super::{Bill, Kind};
use crate::figure::Id;
use crate::quantity::{Dimension, Quantity};

/// Whether a price is for bytes that are sent.
fn for_bytes(price: &Quantity) -> bool {
    price.dimension == Dimension::MONEY.per(&Dimension::BYTES)
}

impl Bill<'_, '_, '_> {
    /// Whether the file itself prices the bytes that a component sends.
    pub(super) fn prices_bytes(&self, c: usize) -> bool {
        self.model.components[c].file.cost.iter().any(for_bytes)
    }

    /// `USD/month` per unit, `USD/req`, `USD/B` of what it sends, `USD/B/month` of what it keeps.
    pub(super) fn own(&mut self, c: usize) {
        let before = self.cost.parts.len();
        for price in &self.model.components[c].file.cost {
            let each = self.load.figures.quantity(price);
            if price.dimension == Dimension::SPENDING {
                self.units_at(c, "as the file prices them", &[each]);
                continue;
            }
            let load = &self.load.components[c];
            let (kind, what, amount) = match &price.dimension {
                d if *d == Dimension::MONEY => (Kind::Requests, "calls", load.calls.map(|d| d.average)),
                _ if for_bytes(price) => (Kind::Egress, "bytes sent", load.bytes_out.map(|d| d.average)),
                d if *d == Dimension::SPENDING.per(&Dimension::BYTES) => {
                    (Kind::Storage, "bytes kept", load.storage.or(load.memory))
                }
                _ => continue,
            };
            if let Some(amount) = amount {
                let cost: Id = self.load.figures.product(&[amount, each]);
                self.part(c, kind, what, cost);
            }
        }
        if self.cost.parts.len() == before {
            let id = self.model.components[c].id;
            self.missing(c, Kind::Compute, format!("components.{id}.cost"));
        }
    }
}
