//! Tables of DynamoDB, as `aws dynamodb create-table --cli-input-json` reads them.

use super::{Drafted, Kept, Keyed, LONGEST, beside_key, index_name};
use crate::draft::name::{Names, snake};
use crate::draft::tree::Tree;
use crate::report::{Access, Report, Type};

/// Global indexes of a table: the default quota (Amazon DynamoDB developer guide, service quotas).
const MOST_INDEXES: usize = 20;

/// One file a table.
pub fn files(report: &Report, keyed: &Keyed, folder: &str) -> Vec<Drafted> {
    let mut names = Names::default();
    let kept = keyed.kept.iter().filter(|kept| kept.stored.is_some());
    let files = kept.flat_map(|kept| {
        let name = names.take(&snake(&kept.entity.id), LONGEST);
        // DynamoDB takes no table without a key.
        let table = table(report, keyed, kept, &name);
        let life = table.as_ref().and_then(|_| life(kept, &name));
        let file = |ending: &str, tree: Tree| Drafted {
            path: format!("keys/{folder}/{name}{ending}"),
            text: tree.json(),
        };
        let table = table.map(|table| file(".dynamodb.json", table));
        table
            .into_iter()
            .chain(life.map(|life| file(".dynamodb-ttl.json", life)))
    });
    files.collect()
}

/// What `aws dynamodb update-time-to-live --cli-input-json` reads, once the table is there: items leave by a time in
/// seconds since 1970 in an attribute of their own.
fn life(kept: &Kept, table: &str) -> Option<Tree> {
    kept.entity.keep.as_ref()?;
    let mut names = Names::default();
    for field in &kept.entity.fields {
        names.take(&snake(&field.name), LONGEST);
    }
    let attribute = names.take("leaves_at", LONGEST);
    Some(Tree::map([
        ("TableName", Tree::from(table)),
        (
            "TimeToLiveSpecification",
            Tree::map([("Enabled", true.into()), ("AttributeName", attribute.into())]),
        ),
    ]))
}

fn table(report: &Report, keyed: &Keyed, kept: &Kept, name: &str) -> Option<Tree> {
    let mut attributes = Attributes::default();
    let partition = attributes.part(report, kept, &kept.partition())?;
    let sort = attributes.part(report, kept, &kept.sort());
    let mut indexes = Vec::new();
    for access in kept.beside().into_iter().take(MOST_INDEXES) {
        indexes.extend(index(report, kept, access, &mut attributes));
    }
    let protected = keyed.store.has.iter().any(|has| has == "encryption-at-rest");
    let tree = Tree::map([
        ("TableName", Tree::from(name)),
        (
            "Tags",
            Tree::List(vec![Tree::map([
                ("Key", "origin".into()),
                ("Value", Tree::from(report.generated.clone())),
            ])]),
        ),
        ("BillingMode", "PAY_PER_REQUEST".into()),
        ("KeySchema", schema(&partition, sort.as_deref())),
        ("AttributeDefinitions", attributes.tree()),
    ]);
    let indexes = (!indexes.is_empty()).then_some(Tree::List(indexes));
    let encryption = Tree::map([("Enabled", true.into()), ("SSEType", "KMS".into())]);
    Some(
        tree.with_some("GlobalSecondaryIndexes", indexes)
            .with_some("SSESpecification", protected.then_some(encryption)),
    )
}

fn index(report: &Report, kept: &Kept, access: &Access, attributes: &mut Attributes) -> Option<Tree> {
    let (partition, sort) = beside_key(kept, access);
    let partition = attributes.part(report, kept, &partition)?;
    let sort = attributes.part(report, kept, &sort);
    Some(Tree::map([
        ("IndexName", Tree::from(index_name(kept.entity, access))),
        ("KeySchema", schema(&partition, sort.as_deref())),
        ("Projection", Tree::map([("ProjectionType", "ALL".into())])),
    ]))
}

fn schema(partition: &str, sort: Option<&str>) -> Tree {
    let part = |name: &str, kind: &str| Tree::map([("AttributeName", name.into()), ("KeyType", kind.into())]);
    let mut parts = vec![part(partition, "HASH")];
    parts.extend(sort.filter(|sort| *sort != partition).map(|sort| part(sort, "RANGE")));
    Tree::List(parts)
}

/// The attributes that keys are made of, with their types.
#[derive(Default)]
struct Attributes {
    known: Vec<(String, &'static str)>,
}

impl Attributes {
    /// The attribute for some fields: the one itself, or for several a text of them, joined by `#`. None for no field.
    fn part(&mut self, report: &Report, kept: &Kept, fields: &[&str]) -> Option<String> {
        let (name, kind) = match fields {
            [] => return None,
            [one] => {
                let field = kept.entity.field(one);
                (snake(one), field.map_or("S", |field| kind(report.type_of(field))))
            }
            several => (
                several.iter().map(|field| snake(field)).collect::<Vec<_>>().join("#"),
                "S",
            ),
        };
        if !self.known.iter().any(|(known, _)| *known == name) {
            self.known.push((name.clone(), kind));
        }
        Some(name)
    }

    fn tree(self) -> Tree {
        let attributes = self.known.into_iter();
        let attributes = attributes
            .map(|(name, kind)| Tree::map([("AttributeName", Tree::from(name)), ("AttributeType", kind.into())]));
        Tree::List(attributes.collect())
    }
}

/// A key is a text, a number or bytes.
fn kind(of: &Type) -> &'static str {
    match of {
        Type::Int | Type::Long | Type::Id | Type::Float | Type::Decimal { .. } | Type::Money => "N",
        Type::Bytes | Type::Blob => "B",
        _ => "S",
    }
}
