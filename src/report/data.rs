//! Entities and the contracts over them.

use super::Figure;
use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct Entity {
    pub id: String,
    /// Components that keep it; the first is the truth, the others are copies.
    pub kept_in: Vec<String>,
    /// Mean life of a row, as written.
    pub keep: Option<String>,
    pub fields: Vec<Field>,
    /// Bytes a row, before the store's overhead.
    pub size: Figure,
    /// Rows at the horizon.
    pub rows: Figure,
    /// Rows written a second into its first store.
    pub writes: Figure,
    pub reads: Figure,
    /// Bytes at the horizon with all copies.
    pub storage: Figure,
}

#[derive(Debug, Clone, Serialize)]
pub struct Field {
    pub name: String,
    /// Type as written: `string(7)`, `timestamp`; empty for a bare reference.
    pub kind: String,
    pub references: Option<String>,
    pub key: bool,
    pub unique: bool,
    pub pii: bool,
    pub optional: bool,
    pub size: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Api {
    pub id: String,
    pub style: String,
    pub version: Option<String>,
    pub operations: Vec<Operation>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Operation {
    pub id: String,
    /// `GET`, `POST`, …, `rpc`, `query`, `mutation`, `event`.
    pub method: String,
    /// Path or name.
    pub target: String,
    pub takes: Vec<String>,
    pub returns: Option<String>,
    pub flow: Option<String>,
}
