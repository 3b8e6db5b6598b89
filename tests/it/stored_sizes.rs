//! Bytes that the report says a row takes, against what PostgreSQL takes for generated rows of the same mean sizes.

use crate::databases::Server;
use crate::draft_sql::schema;
use crate::tools::designs;
use napkin::draft::name::snake;
use napkin::draft::sql::Dialect;
use napkin::report::{Entity, Report, Type};

/// Rows of each table: enough that half-filled pages at the end weigh nothing.
const ROWS: usize = 20_000;
/// How far the formula may be off for all tables of a store together, either way.
const WITHIN: f64 = 0.25;
/// The same for one table. The formula counts the indexes of the key, of unique fields and of references; those that a
/// draft adds for other questions and for old rows are not in it, which tells in a narrow table.
const WITHIN_TABLE: f64 = 0.4;

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
        let mut sums = (0.0, 0.0);
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
            sums = (sums.0 + row, sums.1 + taken);
            if (row / taken - 1.0).abs() > WITHIN_TABLE {
                off.push(format!("{name} {table}: said {row} B, taken {taken:.0} B"));
            }
        }
        if (sums.0 / sums.1 - 1.0).abs() > WITHIN {
            off.push(format!("{name}: said {} B, taken {:.0} B", sums.0, sums.1));
        }
    }
    assert!(off.is_empty(), "{off:?}");
}
