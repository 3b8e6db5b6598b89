//! Tables of Cassandra and of what speaks its language: one for each question.

use super::{Drafted, Kept, Keyed, LONGEST, beside_key, index_name, reads};
use crate::draft::name::{Names, short, snake};
use crate::draft::words::{whole, worked};
use crate::emit::plain;
use crate::report::{Placement, Report, Type};

/// Seconds up to which a table keeps rows of itself: 20 years (Apache Cassandra, `default_time_to_live`).
const LONGEST_LIFE: f64 = 630_720_000.0;

pub fn file(report: &Report, keyed: &Keyed, name: &str) -> Drafted {
    let mut out = String::new();
    comment(&mut out, &report.generated);
    comment(&mut out, &format!("{}: {}", report.name, keyed.store.id));
    out.push('\n');
    keyspace(&mut out, keyed, name);
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

/// A keyspace is made with a number of copies; where there is none, it has to be made by hand.
fn keyspace(out: &mut String, keyed: &Keyed, name: &str) {
    let mut layouts = keyed.kept.iter().filter_map(|kept| Some(&kept.stored?.layout));
    let layout = layouts.find(|layout| layout.copies.is_some());
    let Some((layout, copies)) = layout.and_then(|layout| Some((layout, layout.copies.as_ref()?))) else {
        comment(
            out,
            &format!("copies: unknown, so keyspace {name} has to be there already"),
        );
        return;
    };
    comment(out, &format!("copies in each region: {}", worked(copies)));
    for why in &layout.assumed {
        comment(out, why);
    }
    if let Some(copies) = whole(copies) {
        let replication = replication(keyed, copies);
        out.push_str(&format!(
            "CREATE KEYSPACE IF NOT EXISTS {name} WITH replication = {replication};\n"
        ));
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
    let (buckets, advised) = (spread.buckets.as_ref()?, spread.advised.as_ref()?);
    Some(format!(
        "{} of a partition, advised at most {}: rows go to one of {} buckets",
        spread.bytes.text, advised.text, buckets.text
    ))
}

fn replication(keyed: &Keyed, copies: i64) -> String {
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

/// Seconds that rows live, where a table can see to it.
fn life(kept: &Kept) -> Option<f64> {
    kept.entity
        .keep_seconds
        .filter(|seconds| (1.0..=LONGEST_LIFE).contains(seconds))
}

fn table(out: &mut String, report: &Report, kept: &Kept, name: &str, key: Key) {
    if let (Some(keep), None) = (&kept.entity.keep, life(kept)) {
        comment(
            out,
            &format!("kept {keep}, which no table sees to of itself: remove rows by a job"),
        );
    }
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
    // One column needs no brackets of its own, and the shell's grammar takes none there.
    let mut primary = match partition.as_slice() {
        [one] => vec![one.clone()],
        several => vec![format!("({})", several.join(", "))],
    };
    primary.extend(sort);
    out.push_str(&format!("    PRIMARY KEY ({})\n)", primary.join(", ")));
    let mut with = vec![format!(
        "comment = '{}'",
        literal(&short(&plain::visible(&kept.entity.id), 200))
    )];
    with.extend(life(kept).map(|seconds| format!("default_time_to_live = {seconds:.0}")));
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
