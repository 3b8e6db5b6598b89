//! Entities and contracts.

use super::{Assembly, kind};
use crate::analysis::access::{Index, Use};
use crate::analysis::load::StoredRow;
use crate::design::Returns;
use crate::report::{self, IndexUse};

impl Assembly<'_, '_> {
    pub(super) fn entities(&self) -> Vec<report::Entity> {
        let entities = self.model.design.entities.iter().enumerate();
        entities
            .map(|(e, (id, entity))| {
                let load = &self.analysis.load.entities[e];
                let figure =
                    |value, name: &str| self.figure_or(value, &format!("{}.{name}", id.value), "a store that keeps it");
                report::Entity {
                    id: id.value.clone(),
                    kept_in: entity.stores.iter().map(|s| s.value.clone()).collect(),
                    keep: entity.keep.as_ref().map(|k| k.text.clone()),
                    keep_seconds: entity.keep.as_ref().map(|k| k.point()),
                    fields: entity
                        .fields
                        .iter()
                        .map(|(name, field)| report::Field {
                            name: name.value.clone(),
                            kind: field.kind.clone(),
                            of: kind::of(field),
                            references: field.references.as_ref().map(|r| r.value.clone()),
                            key: field.key,
                            unique: field.unique,
                            pii: field.pii,
                            optional: field.optional,
                            size: field.size.map(|bytes| {
                                let bytes_of = crate::quantity::Dimension::BYTES;
                                crate::quantity::print::show(bytes, &bytes_of, self.model.design.profile)
                            }),
                            bytes: field.size,
                        })
                        .collect(),
                    size: figure(load.size, "size"),
                    rows: figure(load.rows, "rows"),
                    writes: figure(load.writes, "writes"),
                    reads: figure(load.reads, "reads"),
                    storage: figure(load.storage, "storage"),
                    stored: load.stored.iter().map(|stored| self.stored(e, stored)).collect(),
                    access: self.accesses(e),
                }
            })
            .collect()
    }

    fn stored(&self, entity: usize, stored: &StoredRow) -> report::Stored {
        report::Stored {
            store: self.model.components[stored.store].id.to_string(),
            row: self.figure(stored.bytes),
            index: stored.index.map(|index| self.figure(index)),
            indexes: self.indexes(entity, stored.store),
            table: stored.table.map(|table| self.figure(table)),
            spread: self.spread(entity, stored.store),
            layout: self.layout(entity, stored.store),
        }
    }

    fn indexes(&self, entity: usize, store: usize) -> Vec<report::Index> {
        let indexes = self.analysis.load.indexes.get(&(entity, store));
        let index = |index: &Index| report::Index {
            of: match index.of {
                Use::Key => IndexUse::Key,
                Use::Unique => IndexUse::Unique,
                Use::Age => IndexUse::Age,
                Use::Question => IndexUse::Question,
                Use::Reference => IndexUse::Reference,
            },
            fields: index.fields.iter().map(ToString::to_string).collect(),
        };
        indexes.into_iter().flatten().map(index).collect()
    }

    pub(super) fn apis(&self) -> Vec<report::Api> {
        let apis = self.model.design.apis.iter();
        apis.map(|(id, api)| report::Api {
            id: id.value.clone(),
            style: api.style.unwrap_or("rest").to_string(),
            version: api.version.clone(),
            operations: api
                .operations
                .iter()
                .map(|(id, operation)| report::Operation {
                    id: id.value.clone(),
                    method: match operation.method {
                        http @ ("get" | "post" | "put" | "patch" | "delete") => http.to_uppercase(),
                        other => other.to_string(),
                    },
                    target: operation.target.value.clone(),
                    takes: operation.takes.iter().map(|t| t.value.clone()).collect(),
                    returns: operation.returns.as_ref().map(|r| match r {
                        Returns::Status(status) => status.clone(),
                        Returns::One(entity) => entity.value.clone(),
                        Returns::Many(entity) => format!("a page of {}", entity.value),
                    }),
                    answer: operation.returns.as_ref().map(|r| match r {
                        Returns::Status(status) => report::Answer::Status(status.clone()),
                        Returns::One(entity) => report::Answer::One(entity.value.clone()),
                        Returns::Many(entity) => report::Answer::Page(entity.value.clone()),
                    }),
                    flow: operation.flow.as_ref().map(|f| f.value.clone()),
                })
                .collect(),
        })
        .collect()
    }
}
