//! Tables as text.

use super::dialect::Dialect;
use super::schema::{Column, Table};
use crate::emit::plain;
use crate::report::{Component, Report};

/// Longest line of a comment before it is cut.
const COMMENT: usize = 400;

/// All stores of a dialect in one file.
pub fn file(report: &Report, dialect: Dialect, stores: &[(&Component, Vec<Table>)]) -> String {
    let mut out = String::new();
    comment(&mut out, &report.generated);
    comment(&mut out, &format!("{}: tables for {}", report.name, title(dialect)));
    for (store, tables) in stores {
        out.push('\n');
        banner(&mut out, store);
        for table in tables {
            out.push('\n');
            create(&mut out, report, dialect, table);
        }
        // All tables are there: one may name another that comes later.
        let foreign = tables.iter().filter(|_| dialect != Dialect::Sqlite).flat_map(|table| {
            let foreign = table.foreign.iter();
            foreign.map(move |f| (table, f))
        });
        for (at, (table, foreign)) in foreign.enumerate() {
            out.push_str(if at == 0 { "\n" } else { "" });
            let name = dialect.name(&table.name);
            let says = constraint(dialect, &foreign.name, &refers(dialect, foreign));
            out.push_str(&format!("ALTER TABLE {name} ADD {says};\n"));
        }
    }
    out
}

fn title(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => "PostgreSQL",
        Dialect::Mysql => "MySQL 8",
        Dialect::Sqlite => "SQLite 3.37",
    }
}

/// What has to be known of a store before its tables are made.
fn banner(out: &mut String, store: &Component) {
    let technology = store.technology_title.as_ref().unwrap_or(&store.function_title);
    comment(
        out,
        &format!(
            "Store {} ({technology}): run this part there, and only this part.",
            store.id
        ),
    );
    let groups = store
        .store
        .as_ref()
        .and_then(|store| store.groups)
        .filter(|groups| *groups > 1);
    if let Some(groups) = groups {
        let key = store
            .key
            .as_ref()
            .map_or("by a key that the design does not name".to_string(), |key| {
                format!("by {key}")
            });
        comment(
            out,
            &format!(
                "It is split into {groups} groups of servers {key}: what is unique or refers to another row is so within one group."
            ),
        );
    }
}

/// A line that no text of the design can end.
fn comment(out: &mut String, text: &str) {
    out.push_str(remark(text).trim_end());
    out.push('\n');
}

/// The rest of a line, which no text of the design can end.
fn remark(text: &str) -> String {
    let text: String = plain::visible(text).chars().take(COMMENT).collect();
    format!("-- {text}")
}

fn create(out: &mut String, report: &Report, dialect: Dialect, table: &Table) {
    let about = about(report, table);
    comment(out, &format!("{}: {about}", table.entity.id));
    for note in &table.notes {
        comment(out, note);
    }
    for probe in &table.probes {
        comment(out, &format!("{}: {}", probe.about, probe.index));
    }
    let mut lines: Vec<(String, String)> = table.columns.iter().map(|c| column(dialect, c)).collect();
    let keyed = |columns: &[String]| list(dialect, table, columns);
    if let Some(key) = &table.key {
        let says = format!("PRIMARY KEY ({})", keyed(&key.columns));
        lines.push((constraint(dialect, &key.name, &says), String::new()));
    }
    for unique in &table.unique {
        let says = format!("UNIQUE ({})", keyed(&unique.columns));
        lines.push((constraint(dialect, &unique.name, &says), String::new()));
    }
    for check in &table.checks {
        let says = format!("CHECK ({})", check.says);
        lines.push((constraint(dialect, &check.name, &says), String::new()));
    }
    if dialect == Dialect::Sqlite {
        for foreign in &table.foreign {
            let says = refers(dialect, foreign);
            lines.push((constraint(dialect, &foreign.name, &says), String::new()));
        }
    }
    let name = dialect.name(&table.name);
    out.push_str(&format!("CREATE TABLE {name} (\n"));
    let last = lines.len().saturating_sub(1);
    for (at, (line, note)) in lines.iter().enumerate() {
        let comma = if at == last { "" } else { "," };
        let note = if note.is_empty() {
            String::new()
        } else {
            format!("  {}", remark(note))
        };
        out.push_str(&format!("    {line}{comma}{note}\n"));
    }
    let partition = table
        .partition
        .as_ref()
        .map(|partition| format!(" PARTITION BY RANGE ({})", dialect.name(&partition.by)));
    out.push_str(&match dialect {
        Dialect::Postgres => format!("){};\n", partition.as_deref().unwrap_or_default()),
        Dialect::Mysql => format!(
            ") DEFAULT CHARACTER SET utf8mb4 COMMENT {};\n",
            dialect.literal(&short(&about))
        ),
        Dialect::Sqlite => ") STRICT;\n".to_string(),
    });
    if let Some(partition) = &table.partition {
        let rest = dialect.name(&partition.rest);
        out.push_str(&format!("CREATE TABLE {rest} PARTITION OF {name} DEFAULT;\n"));
    }
    if dialect == Dialect::Postgres {
        out.push_str(&format!("COMMENT ON TABLE {name} IS {};\n", dialect.literal(&about)));
    }
    for index in &table.indexes {
        comment(out, &index.about);
        let columns = keyed(&index.columns);
        out.push_str(&format!(
            "CREATE INDEX {} ON {name} ({columns});\n",
            dialect.name(&index.name)
        ));
    }
}

/// MySQL takes a comment of a table up to 2,048 characters, and of Unicode only its first plane.
fn short(text: &str) -> String {
    let first_plane = |c: char| if c > '\u{ffff}' { '?' } else { c };
    text.chars().take(COMMENT).map(first_plane).collect()
}

/// How long rows live, how many there are, and which requirements rest on them.
fn about(report: &Report, table: &Table) -> String {
    let entity = table.entity;
    let mut parts = Vec::new();
    parts.extend(entity.keep.as_ref().map(|keep| format!("kept {keep}")));
    parts.extend(
        entity
            .rows
            .value
            .map(|_| format!("{} rows at the horizon", entity.rows.text)),
    );
    let row = entity.stored.first().filter(|stored| stored.row.value.is_some());
    parts.extend(row.map(|stored| format!("{} a row with its indexes", stored.row.text)));
    let uses = |flow: &String| entity.access.iter().any(|access| access.flows.contains(flow));
    let functional = report.requirements.functional.iter();
    let functional = functional
        .filter(|r| r.flow.as_ref().is_some_and(uses))
        .map(|r| r.id.as_str());
    let other = report.requirements.nonfunctional.iter();
    let other = other
        .filter(|r| r.of.as_ref() == Some(&entity.id))
        .map(|r| r.id.as_str());
    let served: Vec<&str> = functional.chain(other).collect();
    if !served.is_empty() {
        parts.push(format!("for {}", served.join(", ")));
    }
    match parts.is_empty() {
        true => "nothing else is said of it".to_string(),
        false => parts.join("; "),
    }
}

/// A column, and what has to be known about it.
fn column(dialect: Dialect, column: &Column) -> (String, String) {
    let null = if column.optional { "" } else { " NOT NULL" };
    let default = match column.automatic {
        true => format!(" DEFAULT {}", dialect.now()),
        false => String::new(),
    };
    let name = dialect.name(&column.name);
    (
        format!("{name} {}{null}{default}", dialect.column(&column.of)),
        column.notes.join("; "),
    )
}

fn constraint(dialect: Dialect, name: &str, says: &str) -> String {
    format!("CONSTRAINT {} {says}", dialect.name(name))
}

fn refers(dialect: Dialect, foreign: &super::schema::Foreign) -> String {
    let names = |columns: &[String]| columns.iter().map(|c| dialect.name(c)).collect::<Vec<_>>().join(", ");
    let (from, to) = (names(&foreign.columns), names(&foreign.target));
    format!(
        "FOREIGN KEY ({from}) REFERENCES {} ({to})",
        dialect.name(&foreign.table)
    )
}

/// Columns of a key or an index.
fn list(dialect: Dialect, table: &Table, columns: &[String]) -> String {
    let one = |name: &String| {
        let quoted = dialect.name(name);
        match table.column(name) {
            Some(column) => dialect.indexed(&column.of, &quoted, columns.len()),
            None => quoted,
        }
    };
    columns.iter().map(one).collect::<Vec<_>>().join(", ")
}
