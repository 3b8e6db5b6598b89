//! Tables from entities: columns, keys, references.

use super::dialect::{Dialect, LONGEST};
use super::index::{self, Index, Probe};
use crate::draft::name::{Names, snake};
use crate::report::{Component, Entity, Field, Report, Type};

/// References that are followed to find the columns of a key.
const MOST_REFERENCES: usize = 8;

/// Names that are taken in one file: tables, constraints and indexes share them.
pub type Scope = Names;

pub struct Column {
    pub name: String,
    pub of: Type,
    pub optional: bool,
    /// Whether it is filled in by the store.
    pub automatic: bool,
    /// What has to be known about it.
    pub notes: Vec<String>,
}

/// A constraint over some columns.
pub struct Constraint {
    pub name: String,
    pub columns: Vec<String>,
}

pub struct Check {
    pub name: String,
    pub says: String,
}

/// A reference to the primary key of another table.
pub struct Foreign {
    pub name: String,
    pub columns: Vec<String>,
    pub table: String,
    pub target: Vec<String>,
}

/// How a table is cut by time.
pub struct Partition {
    /// The column with the time.
    pub by: String,
    /// The partition for rows that no other takes.
    pub rest: String,
}

pub struct Table<'r> {
    pub entity: &'r Entity,
    pub name: String,
    pub columns: Vec<Column>,
    /// Columns of each field, by the name of the field.
    pub fields: Vec<(&'r str, Vec<String>)>,
    pub key: Option<Constraint>,
    pub unique: Vec<Constraint>,
    pub checks: Vec<Check>,
    pub foreign: Vec<Foreign>,
    pub indexes: Vec<Index>,
    pub partition: Option<Partition>,
    pub notes: Vec<String>,
    pub probes: Vec<Probe>,
}

impl Table<'_> {
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Columns of a field.
    pub fn columns_of(&self, field: &str) -> &[String] {
        let found = self.fields.iter().find(|(name, _)| *name == field);
        found.map_or(&[], |(_, columns)| columns)
    }
}

/// The tables of one store, in the order of the design.
pub fn tables<'r>(report: &'r Report, dialect: Dialect, store: &Component, scope: &mut Scope) -> Vec<Table<'r>> {
    let is_here = |entity: &&Entity| entity.kept_in.first() == Some(&store.id);
    let entities = report.entities.iter().filter(is_here);
    let mut tables: Vec<Table> = entities.map(|entity| table(report, entity, scope)).collect();
    refer(report, &mut tables, scope);
    for table in &mut tables {
        check(dialect, table, scope);
    }
    for at in 0..tables.len() {
        let name = tables[at].name.clone();
        let named = tables.iter().any(|t| t.foreign.iter().any(|f| f.table == name));
        index::retain(dialect, store, &mut tables[at], named, scope);
        index::answer(dialect, store, &mut tables[at], scope);
    }
    tables
}

fn table<'r>(report: &'r Report, entity: &'r Entity, scope: &mut Scope) -> Table<'r> {
    let mut table = Table {
        entity,
        name: scope.take(&snake(&entity.id), LONGEST),
        columns: Vec::new(),
        fields: Vec::new(),
        key: None,
        unique: Vec::new(),
        checks: Vec::new(),
        foreign: Vec::new(),
        indexes: Vec::new(),
        partition: None,
        notes: Vec::new(),
        probes: Vec::new(),
    };
    let mut names = Names::default();
    for field in &entity.fields {
        let mut own = Vec::new();
        for (name, of) in columns(report, field, &field.name, 0) {
            let name = names.take(&snake(&name), LONGEST);
            own.push(name.clone());
            table.columns.push(Column {
                name,
                of,
                optional: field.optional && !field.key,
                automatic: false,
                notes: notes(field),
            });
        }
        money(entity, field, &mut names, &mut table.columns);
        table.fields.push((&field.name, own));
    }
    let key: Vec<String> = of_fields(&table, |field| field.key);
    match key.is_empty() {
        true => table
            .notes
            .push("no field is its key: nothing stops a row from being written twice".to_string()),
        false => {
            table.key = Some(Constraint {
                name: scope.take(&format!("pk_{}", table.name), LONGEST),
                columns: key.clone(),
            });
        }
    }
    for field in entity.fields.iter().filter(|field| field.unique) {
        let columns = table.columns_of(&field.name).to_vec();
        if columns != key {
            let name = scope.take(&format!("uq_{}_{}", table.name, columns.join("_")), LONGEST);
            table.unique.push(Constraint { name, columns });
        }
    }
    table
}

/// Columns of the fields that are wanted.
fn of_fields(table: &Table, wanted: fn(&Field) -> bool) -> Vec<String> {
    let fields = table.entity.fields.iter().filter(|field| wanted(field));
    fields
        .flat_map(|field| table.columns_of(&field.name).to_vec())
        .collect()
}

/// The columns of a field: one of its own type, or for a reference those of the key that it names.
fn columns(report: &Report, field: &Field, name: &str, depth: usize) -> Vec<(String, Type)> {
    if field.of != Type::Reference {
        return vec![(name.to_string(), field.of.clone())];
    }
    let target = field.references.as_deref().and_then(|id| report.entity(id));
    let key = target.map(Entity::key).unwrap_or_default();
    match key.as_slice() {
        _ if depth >= MOST_REFERENCES => vec![(name.to_string(), Type::Text)],
        [] => vec![(name.to_string(), Type::Text)],
        [one] => columns(report, one, name, depth + 1),
        several => several
            .iter()
            .flat_map(|key| columns(report, key, &format!("{name}_{}", key.name), depth + 1))
            .take(MOST_COLUMNS)
            .collect(),
    }
}

/// Columns of one reference: no dialect has an index over more.
const MOST_COLUMNS: usize = 16;

fn notes(field: &Field) -> Vec<String> {
    let mut notes = Vec::new();
    if field.pii {
        notes.push("personal data".to_string());
    }
    match &field.of {
        Type::Money => notes.push("exact, four places: a tenth of the smallest coin and less adds up".to_string()),
        Type::Blob => notes.push("large: an object store keeps it cheaper, its key here".to_string()),
        _ => {}
    }
    notes
}

/// An amount means nothing without its currency.
fn money(entity: &Entity, field: &Field, names: &mut Names, columns: &mut Vec<Column>) {
    let said = entity.fields.iter().any(|field| field.name.contains("currency"));
    if field.of == Type::Money && !said {
        columns.push(Column {
            name: names.take(&format!("{}_currency", snake(&field.name)), LONGEST),
            of: Type::String { length: 3 },
            optional: field.optional && !field.key,
            automatic: false,
            notes: vec!["ISO 4217; an amount means nothing without it".to_string()],
        });
    }
}

/// What a reference may lead to: entity, table, and the columns of its key with their types.
type Target = (String, String, Vec<(String, Type)>);

/// Joins the tables of one store by their references.
fn refer(report: &Report, tables: &mut [Table], scope: &mut Scope) {
    let keys: Vec<Target> = tables
        .iter()
        .filter_map(|table| {
            let key = table.key.as_ref()?;
            let columns = key.columns.iter();
            let typed = columns.filter_map(|name| Some((name.clone(), table.column(name)?.of.clone())));
            Some((table.entity.id.clone(), table.name.clone(), typed.collect()))
        })
        .collect();
    for table in tables {
        for field in &table.entity.fields {
            let Some(id) = field.references.as_deref() else {
                continue;
            };
            let columns = table.columns_of(&field.name).to_vec();
            let types: Vec<&Type> = columns.iter().filter_map(|c| Some(&table.column(c)?.of)).collect();
            let Some((_, name, key)) = keys.iter().find(|(entity, _, _)| entity == id) else {
                let elsewhere = report.entity(id).and_then(|entity| entity.kept_in.first());
                table.notes.push(match elsewhere {
                    Some(store) => format!(
                        "`{}` names a row of `{id}`, which is kept in {store}: nothing here checks it",
                        field.name
                    ),
                    None => format!(
                        "`{}` names a row of `{id}`, which has no key here: nothing checks it",
                        field.name
                    ),
                });
                continue;
            };
            if key.len() != types.len() || key.iter().zip(&types).any(|((_, a), b)| a != *b) {
                table.notes.push(format!(
                    "`{}` and the key of `{id}` are of different types: nothing checks it",
                    field.name
                ));
                continue;
            }
            let target = key.iter().map(|(name, _)| name.clone()).collect();
            table.foreign.push(Foreign {
                name: scope.take(&format!("fk_{}_{}", table.name, columns.join("_")), LONGEST),
                columns,
                table: name.clone(),
                target,
            });
        }
    }
}

/// What the types of a dialect leave open.
fn check(dialect: Dialect, table: &mut Table, scope: &mut Scope) {
    for column in &table.columns {
        let quoted = dialect.name(&column.name);
        let mut rules: Vec<String> = dialect.check(&column.of, &quoted).into_iter().collect();
        if column.name.ends_with("_currency") && column.of == (Type::String { length: 3 }) {
            rules = vec![format!("{} = 3", length_of(dialect, &quoted))];
        }
        for says in rules {
            let name = scope.take(&format!("ck_{}_{}", table.name, column.name), LONGEST);
            table.checks.push(Check { name, says });
        }
    }
    let inexact = |of: &Type| matches!(of, Type::Money | Type::Decimal { .. });
    if dialect == Dialect::Sqlite && table.columns.iter().any(|column| inexact(&column.of)) {
        table
            .notes
            .push("amounts are whole numbers of their smallest part, since SQLite has no exact decimals".to_string());
    }
}

fn length_of(dialect: Dialect, name: &str) -> String {
    match dialect {
        Dialect::Sqlite => format!("length({name})"),
        Dialect::Postgres | Dialect::Mysql => format!("char_length({name})"),
    }
}
