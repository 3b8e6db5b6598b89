//! Access patterns.

use super::Assembly;
use crate::analysis::access::{Access, Kind, Told};
use crate::model::Party;
use crate::report;

impl Assembly<'_, '_> {
    /// How an entity is asked for and changed.
    pub(super) fn accesses(&self, entity: usize) -> Vec<report::Access> {
        let of = self.analysis.accesses.iter().filter(|access| access.entity == entity);
        of.map(|access| self.access(access)).collect()
    }

    /// How the rows of an entity are spread over a store.
    pub(super) fn spread(&self, entity: usize, store: usize) -> Option<report::Spread> {
        let mut spreads = self.analysis.spreads.iter();
        let found = spreads.find(|spread| (spread.entity, spread.store) == (entity, store))?;
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_string()).collect();
        Some(report::Spread {
            partition: names(&found.partition),
            sort: names(&found.sort),
            rows: self.figure(found.rows),
            bytes: self.figure(found.bytes),
            advised: found.advised.map(|advised| self.figure(advised)),
            buckets: found.buckets.map(|buckets| self.figure(buckets)),
        })
    }

    /// Copies and parts of an entity in a store.
    pub(super) fn layout(&self, entity: usize, store: usize) -> report::Layout {
        let mut layouts = self.analysis.layouts.iter();
        let Some(found) = layouts.find(|layout| (layout.entity, layout.store) == (entity, store)) else {
            return report::Layout::default();
        };
        report::Layout {
            copies: found.copies.map(|id| self.figure(id)),
            replicas: found.replicas.map(|id| self.figure(id)),
            parts: found.parts.map(|id| self.figure(id)),
            outgrown: found.outgrown.map(|id| self.figure(id)),
            assumed: found.assumed.iter().map(|why| (*why).to_string()).collect(),
        }
    }

    fn access(&self, access: &Access) -> report::Access {
        let operations = access.operations.iter().filter_map(|(a, o)| {
            let (api, file) = self.model.design.apis.get(*a)?;
            let (operation, _) = file.operations.get(*o)?;
            Some(format!("{}.{}", api.value, operation.value))
        });
        report::Access {
            kind: match access.kind {
                Kind::ReadOne => report::AccessKind::ReadOne,
                Kind::ReadMany => report::AccessKind::ReadMany,
                Kind::Write => report::AccessKind::Write,
                Kind::Update => report::AccessKind::Update,
                Kind::Delete => report::AccessKind::Delete,
            },
            store: self.model.party_id(Party::Component(access.store)).to_string(),
            by: access.by.iter().map(|name| (*name).to_string()).collect(),
            order: access.order.map(str::to_string),
            told: match access.told {
                Told::Operation => report::Told::Operation,
                Told::Reference => report::Told::Reference,
                Told::Key => report::Told::Key,
                Told::Nothing => report::Told::Nothing,
            },
            flows: access
                .flows
                .iter()
                .map(|f| self.model.flows[*f].id.to_string())
                .collect(),
            operations: operations.collect(),
            per_second: self.figure(access.per_second),
        }
    }
}
