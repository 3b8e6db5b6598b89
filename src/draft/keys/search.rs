//! Mappings of OpenSearch and Elasticsearch, as the body of the request that makes an index.

use super::{Drafted, Kept, Keyed, LONGEST};
use crate::draft::name::{Names, snake};
use crate::draft::tree::Tree;
use crate::report::{Report, Type};

/// One file an index.
pub fn files(report: &Report, keyed: &Keyed, folder: &str) -> Vec<Drafted> {
    let mut names = Names::default();
    let kept = keyed.kept.iter().filter(|kept| kept.stored.is_some());
    let files = kept.map(|kept| {
        let name = names.take(&snake(&kept.entity.id), LONGEST);
        Drafted {
            path: format!("keys/{folder}/{name}.index.json"),
            text: index(report, keyed, kept).json(),
        }
    });
    files.collect()
}

fn index(report: &Report, keyed: &Keyed, kept: &Kept) -> Tree {
    let store = keyed.store.store.as_ref();
    let number = |n: Option<u32>, least: u32| i64::from(n.unwrap_or(least));
    // Copies count the first one, replicas do not.
    let replicas = number(store.and_then(|store| store.copies), 2).saturating_sub(1);
    let shards = number(store.and_then(|store| store.groups), 1);
    let mut names = Names::default();
    let fields = kept.entity.fields.iter().map(|field| {
        let asked = kept.access.iter().any(|access| access.by.contains(&field.name));
        (
            names.take(&snake(&field.name), LONGEST),
            kind(report.type_of(field), asked || field.key),
        )
    });
    Tree::map([
        (
            "mappings",
            Tree::map([
                ("_meta", Tree::map([("origin", Tree::from(report.generated.clone()))])),
                ("dynamic", "strict".into()),
                ("properties", Tree::Map(fields.collect())),
            ]),
        ),
        (
            "settings",
            Tree::map([
                ("number_of_shards", Tree::Int(shards)),
                ("number_of_replicas", Tree::Int(replicas)),
            ]),
        ),
    ])
}

/// What is never asked for is kept but not indexed.
fn kind(of: &Type, asked: bool) -> Tree {
    let of_type = |name: &str| Tree::map([("type", name.into())]);
    match of {
        Type::Bool => of_type("boolean"),
        Type::Int => of_type("integer"),
        Type::Long | Type::Id => of_type("long"),
        Type::Float => of_type("double"),
        // A scaled float keeps four places, which is what an amount has.
        Type::Decimal { .. } | Type::Money => of_type("scaled_float").with("scaling_factor", Tree::Int(10_000)),
        Type::Date | Type::Timestamp => of_type("date"),
        Type::Json => of_type("object").with("enabled", asked),
        Type::Bytes | Type::Blob => of_type("binary"),
        Type::Text | Type::String { .. } if asked => {
            let exact = Tree::map([("exact", of_type("keyword").with("ignore_above", Tree::Int(256)))]);
            of_type("text").with("fields", exact)
        }
        _ => of_type("keyword").with("index", asked),
    }
}
