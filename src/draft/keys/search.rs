//! Mappings of OpenSearch and Elasticsearch, as the body of the request that makes an index.

use super::{Drafted, Kept, Keyed, LONGEST};
use crate::draft::name::{Names, snake};
use crate::draft::tree::Tree;
use crate::draft::words::{whole, worked};
use crate::report::{Report, Type};

/// One file an index.
pub fn files(report: &Report, keyed: &Keyed, folder: &str) -> Vec<Drafted> {
    let mut names = Names::default();
    let kept = keyed.kept.iter().filter(|kept| kept.stored.is_some());
    let files = kept.map(|kept| {
        let name = names.take(&snake(&kept.entity.id), LONGEST);
        Drafted {
            path: format!("keys/{folder}/{name}.index.json"),
            text: index(report, kept).json(),
        }
    });
    files.collect()
}

fn index(report: &Report, kept: &Kept) -> Tree {
    let layout = kept.stored.map(|stored| &stored.layout);
    let mut about = vec![("origin".to_string(), Tree::from(report.generated.clone()))];
    let mut settings = Vec::new();
    let numbers = layout.map_or([None, None], |layout| [layout.parts.as_ref(), layout.replicas.as_ref()]);
    let names = [("shards", "number_of_shards"), ("replicas", "number_of_replicas")];
    for (figure, (short, setting)) in numbers.into_iter().zip(names) {
        about.extend(figure.map(|figure| (short.to_string(), Tree::from(worked(figure)))));
        settings.extend(
            figure
                .and_then(whole)
                .map(|number| (setting.to_string(), Tree::Int(number))),
        );
    }
    about.extend(layout.filter(|layout| !layout.assumed.is_empty()).map(|layout| {
        let assumed = layout.assumed.iter().cloned();
        ("assumed".to_string(), Tree::texts(assumed))
    }));
    let keep = kept.entity.keep.iter();
    about.extend(keep.map(|keep| {
        let how = "by a policy that deletes old indexes, or by a query";
        ("leaves".to_string(), Tree::from(format!("after {keep}: {how}")))
    }));
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
                ("_meta", Tree::Map(about)),
                ("dynamic", "strict".into()),
                ("properties", Tree::Map(fields.collect())),
            ]),
        ),
        ("settings", Tree::Map(settings)),
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
