//! The sheet: how rows are spread, what answers which question, what one key may take.

use super::{Kept, Keyed, Speaks, index_name};
use crate::draft::name::snake;
use crate::draft::words::worked;
use crate::emit::plain;
use crate::report::{Access, AccessKind, Figure, Report, Told};

pub fn text(report: &Report, stores: &[Keyed]) -> String {
    let mut out = format!(
        "<!-- {} -->\n\n# {}: keys\n",
        plain::visible(&report.generated),
        cell(&report.name)
    );
    for keyed in stores {
        let store = keyed.store;
        let title = store.technology_title.as_ref().unwrap_or(&store.function_title);
        out.push_str(&format!("\n## {} ({})\n\n", cell(&store.id), cell(title)));
        spread(&mut out, keyed);
        layout(&mut out, keyed);
        retention(&mut out, keyed);
        questions(&mut out, keyed);
        limits(&mut out, keyed);
    }
    out
}

/// How the rows of each entity are spread.
fn spread(out: &mut String, keyed: &Keyed) {
    if keyed.speaks == Speaks::Redis {
        out.push_str("| key | holds | leaves |\n| --- | --- | --- |\n");
        for kept in &keyed.kept {
            let holds = match kept.stored {
                Some(_) => "a hash, one field each",
                None => "an answer as one string",
            };
            out.push_str(&format!(
                "| {} | {holds} | {} |\n",
                code(&pattern(kept)),
                leaves(keyed, kept)
            ));
        }
        return;
    }
    out.push_str(
        "| entity | partition key | sort key | rows of a partition | bytes of a partition |\n| --- | --- | --- | --- | --- |\n",
    );
    for kept in &keyed.kept {
        let of = kept.stored.and_then(|stored| stored.spread.as_ref());
        let mut bytes = of.map_or("-".to_string(), |of| figure(&of.bytes));
        let buckets = of.and_then(|of| Some((of.advised.as_ref()?, of.buckets.as_ref()?)));
        if let Some((advised, buckets)) = buckets {
            bytes += &format!(
                ", advised at most {}: {} buckets",
                cell(&advised.text),
                cell(&buckets.text)
            );
        }
        out.push_str(&format!(
            "| {} | {} | {} | {} | {bytes} |\n",
            cell(&kept.entity.id),
            codes(&kept.partition()),
            codes(&kept.sort()),
            of.map_or("-".to_string(), |of| figure(&of.rows)),
        ));
    }
}

/// Copies and parts, with their working; what is assumed says so.
fn layout(out: &mut String, keyed: &Keyed) {
    let mut lines: Vec<String> = Vec::new();
    for kept in &keyed.kept {
        let Some(layout) = kept.stored.map(|stored| &stored.layout) else {
            continue;
        };
        let copies = layout
            .copies
            .iter()
            .map(|copies| format!("copies: {}", cell(&worked(copies))));
        let parts = layout.parts.iter();
        let parts = parts.map(|parts| format!("shards of {}: {}", code(&kept.entity.id), cell(&worked(parts))));
        for line in copies.chain(parts).chain(layout.assumed.iter().map(|why| cell(why))) {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    for (at, line) in lines.iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { "" });
        out.push_str(&format!("- {line}\n"));
    }
}

/// What removes rows that have lived their life, where they have an end.
fn retention(out: &mut String, keyed: &Keyed) {
    // The keys of a cache say it in their own table.
    let ending = keyed
        .kept
        .iter()
        .filter(|kept| kept.stored.is_some() && keyed.speaks != Speaks::Redis);
    let ending = ending.filter_map(|kept| Some((&kept.entity.id, kept.entity.keep.as_ref()?)));
    let how = match keyed.speaks {
        Speaks::Dynamodb => "by the time to live of the table, mostly within a few days of it",
        Speaks::Cql => "by the time to live of the table",
        Speaks::Mongo => "by a TTL index",
        Speaks::Search => "by a policy that deletes old indexes, one for each span of time, or by a query",
        Speaks::Redis | Speaks::Other => "by a job that deletes them, where the store has no time to live",
    };
    for (at, (entity, keep)) in ending.enumerate() {
        out.push_str(if at == 0 { "\n" } else { "" });
        out.push_str(&format!("- {} leaves after {}: {how}\n", code(entity), cell(keep)));
    }
}

/// A key of Redis: `session:<token>`.
fn pattern(kept: &Kept) -> String {
    let mut parts = vec![snake(&kept.entity.id)];
    parts.extend(
        kept.partition()
            .iter()
            .chain(&kept.sort())
            .map(|field| format!("<{}>", snake(field))),
    );
    parts.join(":")
}

/// When an entry goes.
fn leaves(keyed: &Keyed, kept: &Kept) -> String {
    let ttl = keyed.store.store.as_ref().and_then(|store| store.ttl.as_ref());
    match (ttl, &kept.entity.keep, kept.stored) {
        (Some(ttl), _, _) => format!("after {}", cell(ttl)),
        (None, Some(keep), Some(_)) => format!("after {}", cell(keep)),
        (None, _, Some(_)) => "when it is deleted".to_string(),
        (None, _, None) => "never of itself: give it a ttl".to_string(),
    }
}

fn questions(out: &mut String, keyed: &Keyed) {
    out.push_str("\n| question | asked by | a second at the peak | answered by |\n| --- | --- | --- | --- |\n");
    for kept in &keyed.kept {
        for access in &kept.access {
            let asked = if access.operations.is_empty() {
                &access.flows
            } else {
                &access.operations
            };
            out.push_str(&format!(
                "| {} | {} | {} | {} |\n",
                question(kept, access),
                cell(&asked.join(", ")),
                figure(&access.per_second),
                answer(keyed, kept, access)
            ));
        }
    }
}

fn question(kept: &Kept, access: &Access) -> String {
    let what = match access.kind {
        AccessKind::ReadOne => "one",
        AccessKind::ReadMany => "many",
        AccessKind::Write => "write",
        AccessKind::Update => "update",
        AccessKind::Delete => "delete",
    };
    let by: Vec<&str> = access.by.iter().map(String::as_str).collect();
    let order = access
        .order
        .as_ref()
        .map_or(String::new(), |order| format!(", sorted by {}", code(order)));
    let by = if by.is_empty() {
        String::new()
    } else {
        format!(" by {}", codes(&by))
    };
    format!("{what} {}{by}{order}", code(&kept.entity.id))
}

fn answer(keyed: &Keyed, kept: &Kept, access: &Access) -> String {
    if access.kind == AccessKind::Write || kept.serves(access) {
        return "its key".to_string();
    }
    if access.told == Told::Nothing || access.by.is_empty() {
        return "nothing: nobody says by which field it is asked for".to_string();
    }
    let index = code(&index_name(kept.entity, access));
    match keyed.speaks {
        Speaks::Dynamodb => format!("global index {index}"),
        Speaks::Cql if super::reads(access) => format!("table {index}, written with the first"),
        Speaks::Cql => "its key, which has to be read first".to_string(),
        Speaks::Redis => format!("a set {} that holds its keys", code(&reverse(kept, access))),
        Speaks::Search => "the fields of its mapping".to_string(),
        Speaks::Mongo | Speaks::Other => format!("index {index}"),
    }
}

fn reverse(kept: &Kept, access: &Access) -> String {
    let fields = access
        .by
        .iter()
        .map(|field| format!("{}:<{}>", snake(field), snake(field)));
    let fields: Vec<String> = fields.collect();
    format!("{}:by:{}", snake(&kept.entity.id), fields.join(":"))
}

/// What one key may take before its partition is full.
fn limits(out: &mut String, keyed: &Keyed) {
    for (at, limit) in keyed.store.partitions.iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { "" });
        out.push_str(&format!(
            "- {}: {} in all, {} of a partition, so {} or more partitions, and one key may have {} of it.\n",
            cell(&limit.resource),
            figure(&limit.demand),
            figure(&limit.per_partition),
            figure(&limit.needed),
            figure(&limit.one_key),
        ));
    }
}

/// A figure, or what would have to be known for it.
fn figure(figure: &Figure) -> String {
    match (figure.value, figure.missing.as_slice()) {
        (None, [fact, ..]) => format!("unknown: {}", cell(fact)),
        _ => cell(&figure.text),
    }
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain::visible(text).chars() {
        if c.is_ascii_punctuation()
            && matches!(
                c,
                '|' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '\\' | '&' | '#' | '~' | '$' | '!'
            )
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A name as it is.
fn code(text: &str) -> String {
    format!("`{}`", plain::visible(text).replace('`', "'").replace('|', "\\|"))
}

fn codes(names: &[&str]) -> String {
    match names.is_empty() {
        true => "-".to_string(),
        false => names.iter().map(|name| code(name)).collect::<Vec<_>>().join(", "),
    }
}
