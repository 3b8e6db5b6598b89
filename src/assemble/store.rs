//! How components keep data.

use super::Assembly;
use crate::catalog::Role;
use crate::design::Resource;
use crate::model::Limit;
use crate::report::{DataModel, Memory, Store};

impl Assembly<'_, '_> {
    /// How a component keeps data; none for one that keeps none.
    pub(super) fn store(&self, c: usize) -> Option<Store> {
        let component = &self.model.components[c];
        if component.role == Role::Stateless {
            return None;
        }
        // What a technology is at home in says more than what it is used for.
        let home = component
            .technology
            .and_then(|(_, technology)| technology.fills.first());
        let function = component.file.function.value.as_str();
        let ttl = component.file.ttl.as_ref();
        let service = component.is_service();
        Some(Store {
            model: model(home.map_or(function, String::as_str)),
            copies: component.copies.filter(|_| !service),
            groups: component.groups().filter(|_| !service),
            memory: component.limit(Resource::Memory).map(|limit| {
                let quantity = match limit {
                    Limit::File(quantity) => quantity,
                    Limit::Catalog(_, fact) => &fact.quantity,
                };
                Memory {
                    text: quantity.text.clone(),
                    bytes: quantity.point(),
                }
            }),
            ttl: ttl.map(|ttl| ttl.text.clone()),
            ttl_seconds: ttl.map(crate::quantity::Quantity::point),
        })
    }
}

/// What a store of a function is asked for.
fn model(function: &str) -> DataModel {
    match function {
        "relational-database" => DataModel::Relational,
        "key-value-store" | "session-registry" | "counter-store" | "lock-store" | "feature-store" => {
            DataModel::KeyValue
        }
        "document-store" => DataModel::Document,
        "wide-column-store" => DataModel::WideColumn,
        "distributed-cache" | "sorted-set-store" => DataModel::Memory,
        "search-index" | "suggest-server" | "geo-index" => DataModel::Search,
        "event-log" => DataModel::Log,
        "queue" => DataModel::Queue,
        "object-store" => DataModel::Object,
        _ => DataModel::Other,
    }
}
