//! Bytes that the report says a row takes, against what PostgreSQL and MariaDB take for generated rows of the same
//! mean sizes.

use crate::databases::Server;
use crate::draft_sql::schema;
use crate::tools::designs;
use napkin::draft::name::snake;
use napkin::draft::sql::Dialect;
use napkin::report::{Entity, Report, Type};

/// Rows of each table: enough that half-filled pages at the end weigh nothing.
const ROWS: usize = 20_000;
/// How far the formula may be off for all tables of a store together, either way.
const WITHIN: f64 = 0.2;
/// The same for one table. The formula takes index pages to be as full as in-order keys leave them; the random ones
/// here leave them emptier. Of a page that wide rows don't fill it knows nothing.
const WITHIN_TABLE: f64 = 0.25;

/// Bytes of a page of InnoDB.
const PAGE: f64 = 16_384.0;

/// A value for a column, other in each row `g`, of the mean size of its field.
fn value(report: &Report, entity: &Entity, column: &str, kind: &str) -> String {
    let field = entity.fields.iter().find(|field| snake(&field.name) == column);
    let bytes = field.and_then(|field| field.bytes).unwrap_or(16.0).max(1.0) as usize;
    let text = |bytes: usize| {
        // Hexadecimal digits of hashes have nothing in common that a compressor finds.
        let hashes = bytes.div_ceil(32);
        format!(
            "left((SELECT string_agg(md5(g::text || '{column}' || h::text), '') FROM generate_series(1, {hashes}) h), {bytes})"
        )
    };
    let of = field.map(|field| report.type_of(field));
    if let Some(Type::Enum { values }) = of
        && let Some(first) = values.first()
    {
        return format!("'{}'", first.replace('\'', "''"));
    }
    match kind {
        "bigint" | "integer" => "(g * 7919) % 1000000007".to_string(),
        "uuid" => "gen_random_uuid()".to_string(),
        "boolean" => "g % 2 = 0".to_string(),
        "double precision" => "random()".to_string(),
        "numeric" => "(g % 100000) / 100.0".to_string(),
        "date" => "date '2026-01-01' + (g % 300)".to_string(),
        "timestamp with time zone" => "timestamptz '2026-01-01' + g * interval '1 second'".to_string(),
        "jsonb" => format!("jsonb_build_object('a', {})", text(bytes.saturating_sub(8).max(1))),
        "bytea" => format!("decode({}, 'hex')", text(bytes * 2)),
        _ => match of {
            Some(Type::String { length }) => text(bytes.min(*length as usize)),
            _ if column.ends_with("currency") => "'EUR'".to_string(),
            _ => text(bytes),
        },
    }
}

/// The same for MariaDB, whose rows `g` come from its sequence tables.
fn value_of_mysql(report: &Report, entity: &Entity, column: &str, kind: &str) -> String {
    let field = entity.fields.iter().find(|field| snake(&field.name) == column);
    let bytes = field.and_then(|field| field.bytes).unwrap_or(16.0).max(1.0) as usize;
    if let Some(Type::Enum { values }) = field.map(|field| report.type_of(field))
        && let Some(first) = values.first()
    {
        return format!("'{}'", first.replace('\'', "''"));
    }
    let text = |bytes: usize| {
        let hashes: Vec<String> = (0..bytes.div_ceil(32))
            .map(|hash| format!("md5(concat(g, '{column}', {hash}))"))
            .collect();
        format!("left(concat({}), {bytes})", hashes.join(", "))
    };
    match kind {
        "bigint" | "int" => "(g * 7919) % 1000000007".to_string(),
        "tinyint" => "g % 2".to_string(),
        "double" => "rand()".to_string(),
        "decimal" => "(g % 100000) / 100.0".to_string(),
        "date" => "date '2026-01-01' + interval g % 300 day".to_string(),
        "datetime" => "timestamp '2026-01-01 00:00:00' + interval g second".to_string(),
        "binary" => format!("unhex(md5(concat(g, '{column}')))"),
        "longtext" => format!("json_object('a', {})", text(bytes.saturating_sub(8).max(1))),
        _ => text(bytes),
    }
}

/// How far what is said is from what is taken, table by table and for all of a store.
struct Difference {
    name: String,
    said: f64,
    taken: f64,
    off: Vec<String>,
}

impl Difference {
    fn of(name: &str) -> Difference {
        Difference {
            name: name.to_string(),
            said: 0.0,
            taken: 0.0,
            off: Vec::new(),
        }
    }

    fn table(&mut self, table: &str, said: f64, taken: f64) {
        (self.said, self.taken) = (self.said + said, self.taken + taken);
        if (said / taken - 1.0).abs() > WITHIN_TABLE {
            self.off
                .push(format!("{} {table}: said {said:.0} B, taken {taken:.0} B", self.name));
        }
    }

    fn store(mut self) -> Vec<String> {
        if (self.said / self.taken - 1.0).abs() > WITHIN || self.taken == 0.0 {
            let (said, taken) = (self.said, self.taken);
            self.off
                .push(format!("{}: said {said:.0} B, taken {taken:.0} B", self.name));
        }
        self.off
    }
}

#[test]
fn postgres_takes_what_the_report_says() {
    let Some(server) = Server::postgres() else { return };
    let mut off = Vec::new();
    for name in ["ecommerce", "payment-system", "ticketing"] {
        let (_, report) = designs().iter().find(|(other, _)| other == name).unwrap();
        let space = name.replace('-', "_");
        let made = server.ask(&format!(
            "CREATE SCHEMA {space}; SET search_path TO {space};\n{}",
            schema(report, Dialect::Postgres)
        ));
        assert!(made.fine, "{}", made.err);
        let mut difference = Difference::of(name);
        for entity in &report.entities {
            let table = snake(&entity.id);
            let columns = server.ask(&format!(
                "\\t\n\\a\nSELECT column_name || '|' || data_type FROM information_schema.columns \
                 WHERE table_schema = '{space}' AND table_name = '{table}' ORDER BY ordinal_position;"
            ));
            let columns: Vec<(&str, &str)> = columns.out.lines().filter_map(|line| line.split_once('|')).collect();
            let Some(row) = entity
                .stored
                .first()
                .and_then(|stored| stored.row.value)
                .filter(|_| !columns.is_empty())
            else {
                continue;
            };
            let names: Vec<String> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            let values: Vec<String> = columns
                .iter()
                .map(|(name, kind)| value(report, entity, name, kind))
                .collect();
            let said = server.ask(&format!(
                "\\t\n\\a\nSET search_path TO {space}; SET session_replication_role = replica;\n\
                 INSERT INTO \"{table}\" ({}) SELECT {} FROM generate_series(1, {ROWS}) g;\n\
                 SELECT 'bytes ' || sum(pg_total_relation_size(relid)) FROM pg_partition_tree('\"{table}\"') UNION ALL \
                 SELECT 'bytes ' || pg_total_relation_size('\"{table}\"');",
                names.join(", "),
                values.join(", ")
            ));
            assert!(said.fine, "{name}: {table}: {}", said.err);
            let bytes = said.out.lines().filter_map(|line| line.strip_prefix("bytes "));
            let size = bytes.filter_map(|bytes| bytes.parse::<f64>().ok());
            let all = size.fold(0.0, f64::max);
            let taken = all / ROWS as f64;
            difference.table(&table, row, taken);
        }
        off.extend(difference.store());
    }
    assert!(off.is_empty(), "{off:?}");
}

#[test]
fn mariadb_takes_what_the_report_says() {
    let Some(server) = Server::mariadb() else { return };
    let mut off = Vec::new();
    for name in ["file-sync", "video-streaming"] {
        let (_, report) = designs().iter().find(|(other, _)| other == name).unwrap();
        let space = name.replace('-', "_");
        let made = server.ask(&format!(
            "CREATE DATABASE {space}; USE {space};\n{}",
            schema(report, Dialect::Mysql)
        ));
        assert!(made.fine, "{}", made.err);
        let mut difference = Difference::of(name);
        for entity in &report.entities {
            let table = snake(&entity.id);
            let columns = server.ask(&format!(
                "SELECT concat(column_name, '|', data_type) FROM information_schema.columns \
                 WHERE table_schema = '{space}' AND table_name = '{table}' ORDER BY ordinal_position;"
            ));
            let columns: Vec<(&str, &str)> = columns.out.lines().filter_map(|line| line.split_once('|')).collect();
            let stored = entity.stored.first().and_then(|stored| stored.row.value);
            let Some(row) = stored.filter(|_| columns.len() > 1) else {
                continue;
            };
            let names: Vec<String> = columns.iter().map(|(name, _)| format!("`{name}`")).collect();
            let values: Vec<String> = columns
                .iter()
                .map(|(name, kind)| value_of_mysql(report, entity, name, kind))
                .collect();
            // The pages themselves are counted: all of them are in memory still, and statistics are estimates.
            let said = server.ask(&format!(
                "USE {space}; SET foreign_key_checks = 0;\n\
                 INSERT INTO `{table}` ({}) SELECT {} FROM (SELECT seq AS g FROM seq_1_to_{ROWS}) made;\n\
                 SELECT concat('pages ', count(*)) FROM information_schema.innodb_buffer_page \
                 WHERE table_name = '`{space}`.`{table}`' AND page_type = 'INDEX';",
                names.join(", "),
                values.join(", ")
            ));
            assert!(said.fine, "{name}: {table}: {}", said.err);
            let pages = said.out.lines().find_map(|line| line.strip_prefix("pages "));
            let pages: f64 = pages.and_then(|pages| pages.parse().ok()).expect(&said.out);
            difference.table(&table, row, pages * PAGE / ROWS as f64);
        }
        off.extend(difference.store());
    }
    assert!(off.is_empty(), "{off:?}");
}
