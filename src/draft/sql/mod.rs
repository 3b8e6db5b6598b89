//! Tables, constraints and indexes of the relational stores, one file a dialect.

mod dialect;
mod index;
mod print;

mod schema;

pub use dialect::{DIALECTS, Dialect};
pub use index::Probe;

use super::{Choice, Drafted};
use crate::report::{Component, DataModel, Report};
use schema::Table;

/// The tables of all relational stores.
pub fn draft(report: &Report, choice: Choice) -> Vec<Drafted> {
    let files = DIALECTS.into_iter().filter_map(|dialect| {
        let stores = stores(report, choice, dialect);
        (!stores.is_empty()).then(|| Drafted {
            path: format!("schema.{}.sql", dialect.id()),
            text: print::file(report, dialect, &stores),
        })
    });
    files.collect()
}

/// For each access pattern of the relational stores the query that it is, with the index that answers it.
pub fn probes(report: &Report, dialect: Dialect) -> Vec<Probe> {
    let choice = Choice {
        dialect: Some(dialect),
        ..Choice::default()
    };
    let stores = stores(report, choice, dialect);
    let tables = stores.iter().flat_map(|(_, tables)| tables);
    tables.flat_map(|table| table.probes.clone()).collect()
}

/// The stores that speak a dialect, with their tables.
fn stores(report: &Report, choice: Choice, dialect: Dialect) -> Vec<(&Component, Vec<Table<'_>>)> {
    let is_relational = |component: &&Component| {
        let model = component.store.as_ref().map(|store| store.model);
        let speaks = choice.dialect.unwrap_or(Dialect::of(component.technology.as_deref()));
        model == Some(DataModel::Relational) && speaks == dialect
    };
    let mut scope = schema::Scope::default();
    let stores = report.components.iter().filter(is_relational);
    let tables = stores.map(|store| (store, schema::tables(report, dialect, store, &mut scope)));
    tables.filter(|(_, tables)| !tables.is_empty()).collect()
}
