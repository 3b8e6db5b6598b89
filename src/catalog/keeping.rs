//! How functions keep data, which decides what a design of their keys looks like.

pub use crate::report::DataModel;

/// What a store of a function is asked for.
pub fn keeping(function: &str) -> DataModel {
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
