//! Keys of the stores that are asked by key: key-value, wide-column and document stores, caches, search indexes.
//!
//! One sheet tells of each store how its rows are spread, which question is answered by what, and what one key may
//! take; beside it lies what DynamoDB, Cassandra, MongoDB and OpenSearch read.

mod cassandra;
mod dynamodb;
mod mongodb;
mod search;
mod sheet;

use super::name::{Names, snake};
use super::{Choice, Drafted};
use crate::report::{Access, AccessKind, Component, DataModel, Entity, Report, Stored, Told};

/// Bytes of a name: a keyspace or a table of Cassandra has at most 48.
const LONGEST: usize = 48;

/// The sheet and the files of each store.
pub fn draft(report: &Report, _: Choice) -> Vec<Drafted> {
    let stores: Vec<Keyed> = report
        .components
        .iter()
        .filter_map(|store| keyed(report, store))
        .collect();
    if stores.is_empty() {
        return Vec::new();
    }
    let mut files = vec![Drafted {
        path: "keys.md".to_string(),
        text: sheet::text(report, &stores),
    }];
    let mut names = Names::default();
    for keyed in &stores {
        let name = names.take(&snake(&keyed.store.id), LONGEST);
        match keyed.speaks {
            Speaks::Dynamodb => files.extend(dynamodb::files(report, keyed, &name)),
            Speaks::Cql => files.push(cassandra::file(report, keyed, &name)),
            Speaks::Mongo => files.push(mongodb::file(report, keyed, &name)),
            Speaks::Search => files.extend(search::files(report, keyed, &name)),
            Speaks::Redis | Speaks::Other => {}
        }
    }
    files
}

/// What a store is told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speaks {
    Dynamodb,
    Cql,
    Mongo,
    Redis,
    Search,
    /// Something for which no file is written.
    Other,
}

/// A store with what it keeps.
struct Keyed<'r> {
    store: &'r Component,
    speaks: Speaks,
    kept: Vec<Kept<'r>>,
}

/// An entity in a store.
struct Kept<'r> {
    entity: &'r Entity,
    /// None for answers that a cache keeps for a while.
    stored: Option<&'r Stored>,
    access: Vec<&'r Access>,
}

fn keyed<'r>(report: &'r Report, store: &'r Component) -> Option<Keyed<'r>> {
    let model = store.store.as_ref()?.model;
    let speaks = match (model, store.technology.as_deref()) {
        (_, Some("dynamodb")) => Speaks::Dynamodb,
        (DataModel::WideColumn, Some("cassandra" | "scylladb" | "keyspaces") | None) => Speaks::Cql,
        (DataModel::Document, Some("mongodb") | None) => Speaks::Mongo,
        (DataModel::Search, _) => Speaks::Search,
        (DataModel::Memory, _) => Speaks::Redis,
        (DataModel::KeyValue | DataModel::WideColumn | DataModel::Document, _) => Speaks::Other,
        _ => return None,
    };
    let kept = report.entities.iter().filter_map(|entity| {
        let stored = entity.stored.iter().find(|stored| stored.store == store.id);
        let access: Vec<&Access> = entity.access.iter().filter(|access| access.store == store.id).collect();
        (stored.is_some() || !access.is_empty()).then_some(Kept { entity, stored, access })
    });
    let kept: Vec<Kept> = kept.collect();
    (!kept.is_empty()).then_some(Keyed { store, speaks, kept })
}

impl<'r> Kept<'r> {
    /// Fields that decide where a row lies; of a cached answer those by which it is asked for.
    fn partition(&self) -> Vec<&'r str> {
        if let Some(spread) = self.stored.and_then(|stored| stored.spread.as_ref()) {
            return spread.partition.iter().map(String::as_str).collect();
        }
        let asked = self.access.iter().find(|access| reads(access) && !access.by.is_empty());
        asked
            .map(|access| access.by.iter().map(String::as_str).collect())
            .unwrap_or_default()
    }

    fn sort(&self) -> Vec<&'r str> {
        let spread = self.stored.and_then(|stored| stored.spread.as_ref());
        spread
            .map(|spread| spread.sort.iter().map(String::as_str).collect())
            .unwrap_or_default()
    }

    /// Whether the key finds the rows of a question without looking at others: it names the whole partition, and of
    /// the sort key the beginning.
    fn serves(&self, access: &Access) -> bool {
        let (partition, sort) = (self.partition(), self.sort());
        if partition.is_empty() || access.told == Told::Nothing {
            return false;
        }
        let asked = |name: &&str| access.by.iter().any(|by| by == name);
        if self.stored.is_none() {
            // An answer lies there whole, in its order.
            return partition.iter().all(asked);
        }
        let rest = access.by.len().saturating_sub(partition.len());
        let begins = sort.iter().take(rest).all(asked) && rest <= sort.len();
        let next = sort.get(rest).copied();
        // A page of a whole partition comes in the order of the sort key.
        let ordered = access.order.is_none() || access.order.as_deref() == next;
        partition.iter().all(asked) && begins && ordered
    }

    /// Questions that the key does not answer, each set of fields once.
    fn beside(&self) -> Vec<&'r Access> {
        let mut found: Vec<&Access> = Vec::new();
        for access in self.access.iter().filter(|access| access.kind != AccessKind::Write) {
            let known = found
                .iter()
                .any(|known| known.by == access.by && known.order == access.order);
            if !access.by.is_empty() && !self.serves(access) && !known {
                found.push(access);
            }
        }
        found
    }
}

/// How what answers a question beside the key is spread: a question that names the partition stays in it, and is
/// found there by what else it names; any other is spread by all that it names.
fn beside_key<'r>(kept: &Kept<'r>, access: &'r Access) -> (Vec<&'r str>, Vec<&'r str>) {
    let by = || access.by.iter().map(String::as_str);
    let own = kept.partition();
    let stays = !own.is_empty() && own.iter().all(|name| by().any(|by| by == *name));
    let partition: Vec<&str> = by().filter(|name| !stays || own.contains(name)).collect();
    let rest = by().chain(access.order.as_deref());
    let sort = rest.filter(|name| !partition.contains(name)).collect();
    (partition, sort)
}

fn reads(access: &Access) -> bool {
    matches!(access.kind, AccessKind::ReadOne | AccessKind::ReadMany)
}

/// What answers a question that the key does not: `order_by_account`.
fn index_name(entity: &Entity, access: &Access) -> String {
    let fields: Vec<String> = access
        .by
        .iter()
        .chain(&access.order)
        .map(|field| snake(field))
        .collect();
    super::name::short(&format!("{}_by_{}", snake(&entity.id), fields.join("_")), LONGEST)
}
