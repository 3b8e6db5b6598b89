//! Indexes for what the design asks, partitions for what it throws away.

use super::dialect::{Dialect, LONGEST};
use super::schema::{Column, Partition, Scope, Table};
use crate::ordering::answers;
use crate::report::{Access, AccessKind, Component, IndexUse, Stored, Told, Type};

pub struct Index {
    pub name: String,
    pub columns: Vec<String>,
    /// What it is for.
    pub about: String,
}

/// A query that an access pattern is, with the index that answers it.
#[derive(Debug, Clone)]
pub struct Probe {
    /// The pattern in words.
    pub about: String,
    pub query: String,
    pub table: String,
    /// The primary key of MySQL is always called `PRIMARY`.
    pub index: String,
}

/// Room for a row's age: old rows are found by it, or whole partitions are dropped.
///
/// A table is cut where the report says that it outgrows the memory of its server. `named` is whether another table
/// refers to it.
pub fn retain(dialect: Dialect, store: &Component, table: &mut Table, named: bool, scope: &mut Scope) {
    let Some(keep) = table.entity.keep.clone() else {
        return;
    };
    let time = time(table).unwrap_or_else(|| created(table, &keep));
    let held = held(table, store);
    let outgrown = held.and_then(|held| Some((held.table.as_ref()?, held.layout.outgrown.as_ref()?)));
    let volume = outgrown.map(|(held, times)| format!("{} on one server, {} times its memory", held.text, times.text));
    if let (Some(volume), Dialect::Postgres) = (&volume, dialect) {
        if named || !table.unique.is_empty() {
            let why = match named {
                true => "other tables name its rows",
                false => "what is unique must be so across partitions",
            };
            table
                .notes
                .push(format!("{volume}, kept {keep}: worth partitions by {time}, but {why}"));
        } else {
            table.notes.push(format!(
                "{volume}, kept {keep}: one partition for each span of {time}, dropped when it is old"
            ));
            if let Some(key) = &mut table.key
                && !key.columns.contains(&time)
            {
                key.columns.push(time.clone());
            }
            table.partition = Some(Partition {
                by: time.clone(),
                rest: scope.take(&format!("{}_rest", table.name), LONGEST),
            });
        }
    } else if let Some(volume) = volume {
        table
            .notes
            .push(format!("{volume}, kept {keep}: worth partitions by {time}"));
    }
    let about = format!("rows older than {keep} are removed");
    if indexes(held, IndexUse::Age).next().is_some() {
        add(table, vec![time.clone()], &about, scope);
    }
    let of = table.column(&time).map_or(Type::Timestamp, |column| column.of.clone());
    let name = dialect.name(&table.name);
    let query = format!(
        "SELECT * FROM {name} WHERE {} < {}",
        dialect.name(&time),
        dialect.sample(&of)
    );
    probe(dialect, table, about, query, &[time], None);
}

/// The first time that every row has.
fn time(table: &Table) -> Option<String> {
    let first = |of: Type| {
        let mut columns = table.columns.iter();
        columns
            .find(|column| column.of == of && !column.optional)
            .map(|column| column.name.clone())
    };
    first(Type::Timestamp).or_else(|| first(Type::Date))
}

/// The age of a row where the design has none.
fn created(table: &mut Table, keep: &str) -> String {
    // An optional one has the name already.
    let taken = |name: &str| table.columns.iter().any(|column| column.name == name);
    let names = ["created_at", "stored_at", "row_created_at"];
    let name = names
        .into_iter()
        .find(|name| !taken(name))
        .unwrap_or("napkin_created_at")
        .to_string();
    table.columns.push(Column {
        name: name.clone(),
        of: Type::Timestamp,
        optional: false,
        automatic: true,
        notes: vec![format!(
            "not in the design: without it rows can't be removed after {keep}"
        )],
    });
    name
}

/// What the report says of a table in this store.
fn held<'r>(table: &Table<'r>, store: &Component) -> Option<&'r Stored> {
    table.entity.stored.iter().find(|stored| stored.store == store.id)
}

/// Fields of the indexes for one use.
fn indexes(held: Option<&Stored>, wanted: IndexUse) -> impl Iterator<Item = &[String]> {
    let all = held.into_iter().flat_map(|held| &held.indexes);
    all.filter(move |index| index.of == wanted)
        .map(|index| index.fields.as_slice())
}

/// The indexes that the report counts for questions and references, and the query of each question.
pub fn answer(dialect: Dialect, store: &Component, table: &mut Table, scope: &mut Scope) {
    let (entity, held) = (table.entity, held(table, store));
    let here = entity.access.iter().filter(|access| access.store == store.id);
    for access in here.filter(|access| access.kind != AccessKind::Write) {
        let about = about(access, &entity.id);
        let by = columns(table, &access.by);
        if access.told == Told::Nothing || by.is_empty() {
            table
                .notes
                .push(format!("{about}: nothing says by which field, so nothing indexes it"));
            continue;
        }
        let unfit = |name: &&String| table.column(name).is_some_and(|column| !Dialect::indexes(&column.of));
        if let Some(name) = by.iter().find(unfit) {
            table.notes.push(format!(
                "{about}: {name} needs an index of its own kind, or a search engine"
            ));
            continue;
        }
        let order = access.order.iter().flat_map(|field| table.columns_of(field).to_vec());
        let order: Vec<String> = order.take(1).filter(|name| !unfit(&name)).collect();
        if find(table, &by, &order).is_none() {
            let counted = indexes(held, IndexUse::Question).map(|fields| columns(table, fields));
            let fits = |columns: &Vec<String>| answers(columns, false, &by, &order);
            if let Some(columns) = counted.into_iter().find(fits) {
                add(table, columns, &about, scope);
            }
        }
        let query = query(dialect, table, &by, &order);
        probe(dialect, table, about, query, &by, order.first());
    }
    for fields in indexes(held, IndexUse::Reference) {
        let columns = columns(table, fields);
        let target = table.foreign.iter().find(|foreign| foreign.columns == columns);
        if let Some(target) = target.map(|foreign| foreign.table.clone()) {
            let about = format!("a change of {target} looks for its rows here");
            add(table, columns, &about, scope);
        }
    }
}

/// Columns of some fields, in their order.
fn columns(table: &Table, fields: &[String]) -> Vec<String> {
    let columns = fields.iter().flat_map(|field| table.columns_of(field));
    columns.cloned().collect()
}

fn about(access: &Access, entity: &str) -> String {
    let what = match access.kind {
        AccessKind::ReadOne => "read one",
        AccessKind::ReadMany => "read many",
        AccessKind::Write => "write",
        AccessKind::Update => "update",
        AccessKind::Delete => "delete",
    };
    let by = match access.by.is_empty() {
        true => String::new(),
        false => format!(" by {}", access.by.join(", ")),
    };
    let order = access
        .order
        .as_ref()
        .map_or(String::new(), |order| format!(", sorted by {order}"));
    let who = match access.operations.is_empty() {
        true => access.flows.join(", "),
        false => access.operations.join(", "),
    };
    format!(
        "{what} {entity}{by}{order} ({who}; {} at the peak)",
        access.per_second.text
    )
}

/// All orders of columns in which something of the table is sorted, with its name and whether one row at most has each value.
fn sorted<'t>(table: &'t Table) -> Vec<(&'t str, &'t [String], bool)> {
    let key = table
        .key
        .iter()
        .map(|key| (key.name.as_str(), key.columns.as_slice(), true));
    let unique = table
        .unique
        .iter()
        .map(|unique| (unique.name.as_str(), unique.columns.as_slice(), true));
    let indexes = table
        .indexes
        .iter()
        .map(|index| (index.name.as_str(), index.columns.as_slice(), false));
    key.chain(unique).chain(indexes).collect()
}

/// The first order that answers a question by these columns, sorted by those.
fn find<'t>(table: &'t Table, by: &[String], order: &[String]) -> Option<&'t str> {
    let fits = |(_, columns, single): &(&str, &[String], bool)| answers(columns, *single, by, order);
    sorted(table).into_iter().find(fits).map(|(name, _, _)| name)
}

fn add(table: &mut Table, columns: Vec<String>, about: &str, scope: &mut Scope) {
    let mut kept: Vec<String> = Vec::new();
    for column in columns {
        if !kept.contains(&column) {
            kept.push(column);
        }
    }
    let name = scope.take(&format!("ix_{}_{}", table.name, kept.join("_")), LONGEST);
    table.indexes.push(Index {
        name,
        columns: kept,
        about: about.to_string(),
    });
}

fn query(dialect: Dialect, table: &Table, by: &[String], order: &[String]) -> String {
    let equal = |name: &String| {
        let of = table.column(name).map_or(&Type::Text, |column| &column.of);
        format!("{} = {}", dialect.name(name), dialect.sample(of))
    };
    let by: Vec<String> = by.iter().map(equal).collect();
    let order: Vec<String> = order
        .iter()
        .map(|name| format!("{} DESC", dialect.name(name)))
        .collect();
    let order = match order.is_empty() {
        true => String::new(),
        false => format!(" ORDER BY {} LIMIT 50", order.join(", ")),
    };
    format!(
        "SELECT * FROM {} WHERE {}{order}",
        dialect.name(&table.name),
        by.join(" AND ")
    )
}

fn probe(dialect: Dialect, table: &mut Table, about: String, query: String, by: &[String], order: Option<&String>) {
    let order: Vec<String> = order.into_iter().cloned().collect();
    let Some(index) = find(table, by, &order).or_else(|| find(table, by, &[])) else {
        return;
    };
    let is_key = table.key.as_ref().is_some_and(|key| key.name == index);
    let index = match (dialect, is_key) {
        (Dialect::Mysql, true) => "PRIMARY".to_string(),
        _ => index.to_string(),
    };
    let probe = Probe {
        about,
        query,
        table: table.name.clone(),
        index,
    };
    table.probes.push(probe);
}
