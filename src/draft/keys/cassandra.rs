//! Tables of Cassandra and of what speaks its language: one for each question.

use super::{Drafted, Kept, Keyed, LONGEST, beside_key, index_name, reads};
use crate::draft::name::{Names, short, snake};
use crate::emit::plain;
use crate::report::{Placement, Report, Type};

/// Seconds up to which a table keeps rows of itself: 20 years (Apache Cassandra, `default_time_to_live`).
const LONGEST_LIFE: f64 = 630_720_000.0;
/// Copies where the design does not say how many: a quorum of them bears one loss.
const COPIES: u32 = 3;

pub fn file(report: &Report, keyed: &Keyed, name: &str) -> Drafted {
    let mut out = String::new();
    comment(&mut out, &report.generated);
    comment(&mut out, &format!("{}: {}", report.name, keyed.store.id));
    out.push_str(&format!(
        "\nCREATE KEYSPACE IF NOT EXISTS {name} WITH replication = {};\n",
        replication(keyed)
    ));
    let mut names = Names::default();
    for kept in keyed.kept.iter().filter(|kept| kept.stored.is_some()) {
        let own = names.take(&snake(&kept.entity.id), LONGEST);
        let (partition, sort) = (kept.partition(), kept.sort());
        out.push('\n');
        for access in kept.access.iter().filter(|access| kept.serves(access) && reads(access)) {
            comment(
                &mut out,
                &format!(
                    "answers {} ({} at the peak)",
                    access.flows.join(", "),
                    access.per_second.text
                ),
            );
        }
        if partition.is_empty() {
            comment(
                &mut out,
                &format!("{} has no key: name one, and it gets a table", kept.entity.id),
            );
            continue;
        }
        table(
            &mut out,
            report,
            kept,
            &format!("{name}.{}", quoted(&own)),
            Key {
                partition,
                sort,
                buckets: buckets(kept),
            },
        );
        for access in kept.beside().into_iter().filter(|access| reads(access)) {
            let (by, mut rest) = beside_key(kept, access);
            for key in kept.partition().into_iter().chain(kept.sort()) {
                if !by.contains(&key) && !rest.contains(&key) {
                    rest.push(key);
                }
            }
            let other = names.take(&index_name(kept.entity, access), LONGEST);
            out.push('\n');
            comment(
                &mut out,
                &format!(
                    "answers {} ({} at the peak); the first table does not: each write goes to both",
                    access.flows.join(", "),
                    access.per_second.text
                ),
            );
            let key = Key {
                partition: by,
                sort: rest,
                buckets: None,
            };
            table(&mut out, report, kept, &format!("{name}.{}", quoted(&other)), key);
        }
    }
    Drafted {
        path: format!("keys/{name}.cql"),
        text: out,
    }
}

/// Where a table keeps which row.
struct Key<'r> {
    partition: Vec<&'r str>,
    sort: Vec<&'r str>,
    /// Parts of a partition that would be too large as one.
    buckets: Option<String>,
}

fn buckets(kept: &Kept) -> Option<String> {
    let spread = kept.stored?.spread.as_ref()?;
    let buckets = spread
        .buckets
        .as_ref()
        .filter(|buckets| buckets.value.is_some_and(|n| n > 1.0))?;
    let advised = spread.advised.as_ref()?;
    Some(format!(
        "{} of a partition, advised at most {}: rows go to one of {} buckets",
        spread.bytes.text, advised.text, buckets.text
    ))
}

fn replication(keyed: &Keyed) -> String {
    let copies = keyed
        .store
        .store
        .as_ref()
        .and_then(|store| store.copies)
        .unwrap_or(COPIES);
    let regions: Vec<&String> = match &keyed.store.placement {
        Placement::Zones { regions } => regions.iter().map(|region| &region.region).collect(),
        Placement::Regional { regions } => regions.iter().collect(),
        Placement::Outside | Placement::Device => Vec::new(),
    };
    let named = regions.into_iter().filter(|region| !region.is_empty());
    let mut centres: Vec<String> = named.map(|region| format!("'{}': {copies}", literal(region))).collect();
    if centres.is_empty() {
        centres.push(format!("'replication_factor': {copies}"));
    }
    format!("{{'class': 'NetworkTopologyStrategy', {}}}", centres.join(", "))
}

fn table(out: &mut String, report: &Report, kept: &Kept, name: &str, key: Key) {
    out.push_str(&format!("CREATE TABLE IF NOT EXISTS {name} (\n"));
    let mut names = Names::default();
    let mut columns: Vec<(&str, String)> = Vec::new();
    for field in &kept.entity.fields {
        let column = quoted(&names.take(&snake(&field.name), LONGEST));
        out.push_str(&format!("    {column} {},\n", kind(report.type_of(field))));
        columns.push((&field.name, column));
    }
    let column = |field: &&str| {
        columns
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, column)| column.clone())
    };
    let mut partition: Vec<String> = key.partition.iter().filter_map(column).collect();
    if let Some(why) = &key.buckets {
        let bucket = names.take("bucket", LONGEST);
        comment(out, why);
        out.push_str(&format!("    {bucket} int,\n"));
        partition.push(bucket);
    }
    let sort: Vec<String> = key.sort.iter().filter_map(column).collect();
    let mut primary = vec![format!("({})", partition.join(", "))];
    primary.extend(sort);
    out.push_str(&format!("    PRIMARY KEY ({})\n)", primary.join(", ")));
    let mut with = vec![format!(
        "comment = '{}'",
        literal(&short(&plain::visible(&kept.entity.id), 200))
    )];
    let life = kept
        .entity
        .keep_seconds
        .filter(|seconds| (1.0..=LONGEST_LIFE).contains(seconds));
    with.extend(life.map(|seconds| format!("default_time_to_live = {seconds:.0}")));
    out.push_str(&format!(" WITH {};\n", with.join("\n    AND ")));
}

fn kind(of: &Type) -> &'static str {
    match of {
        Type::Bool => "boolean",
        Type::Int => "int",
        Type::Long | Type::Id => "bigint",
        Type::Float => "double",
        Type::Decimal { .. } | Type::Money => "decimal",
        Type::Uuid => "uuid",
        Type::Date => "date",
        Type::Timestamp => "timestamp",
        Type::Bytes | Type::Blob => "blob",
        _ => "text",
    }
}

/// A name holds ASCII letters, digits and `_` only; in quotes no word of the language is lost on it.
fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

fn literal(text: &str) -> String {
    plain::visible(text).replace('\'', "''")
}

fn comment(out: &mut String, text: &str) {
    out.push_str("-- ");
    out.push_str(&short(&plain::visible(text), 400));
    out.push('\n');
}
