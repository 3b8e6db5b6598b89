//! Collections of MongoDB, as a script of its shell: validators, indexes, and how they are sharded.

use super::{Drafted, Kept, Keyed, LONGEST, index_name};
use crate::draft::name::{Names, short, snake};
use crate::draft::tree::Tree;
use crate::draft::words::worked;
use crate::emit::plain;
use crate::ordering::answers;
use crate::report::{Access, Field, Report, Type};

/// Seconds after which a TTL index may remove documents at the latest: 2^31 − 1 (MongoDB manual, TTL indexes).
const LONGEST_LIFE: f64 = 2_147_483_647.0;

/// The script of one store.
pub fn file(report: &Report, keyed: &Keyed, name: &str) -> Drafted {
    let mut out = String::new();
    comment(&mut out, &report.generated);
    comment(&mut out, &format!("{}: {}, for mongosh", report.name, keyed.store.id));
    let copies = keyed.kept.iter().find_map(|kept| kept.stored?.layout.copies.as_ref());
    let said = copies.map_or("unknown".to_string(), worked);
    comment(&mut out, &format!("members of a replica set: {said}"));
    let mut names = Names::default();
    for kept in keyed.kept.iter().filter(|kept| kept.stored.is_some()) {
        let own = names.take(&snake(&kept.entity.id), LONGEST);
        out.push('\n');
        Collection::new(report, keyed, kept, own).write(&mut out);
    }
    Drafted {
        path: format!("keys/{name}.mongodb.js"),
        text: out,
    }
}

/// An index with what it is for.
struct Index {
    about: String,
    name: String,
    /// Fields in their order; the wanted order of a page comes last, newest or largest first.
    fields: Vec<String>,
    descending: usize,
    options: Vec<(&'static str, Tree)>,
}

struct Collection<'x> {
    report: &'x Report,
    keyed: &'x Keyed<'x>,
    kept: &'x Kept<'x>,
    name: String,
    /// Properties by the name of the field; the only key field is called `_id`.
    names: Vec<(&'x str, String)>,
    /// When a document was made, where the design has no time and it may not stay for ever.
    made: Option<String>,
    /// All orders in which something is sorted, and whether one document at most has each value.
    sorted: Vec<(Vec<String>, bool)>,
}

impl<'x> Collection<'x> {
    fn new(report: &'x Report, keyed: &'x Keyed<'x>, kept: &'x Kept<'x>, name: String) -> Self {
        let single = kept.entity.key().len() == 1;
        let mut taken = Names::default();
        taken.take("_id", LONGEST);
        let property = |field: &'x Field| match field.key && single {
            true => (field.name.as_str(), "_id".to_string()),
            false => (field.name.as_str(), taken.take(&snake(&field.name), LONGEST)),
        };
        let names: Vec<(&str, String)> = kept.entity.fields.iter().map(property).collect();
        let timed = kept.entity.fields.iter().any(|field| is_time(report, field));
        let made = (life(kept).is_some() && !timed).then(|| taken.take("created_at", LONGEST));
        Collection {
            report,
            keyed,
            kept,
            name,
            names,
            made,
            sorted: vec![(vec!["_id".to_string()], true)],
        }
    }

    fn property(&self, field: &str) -> Option<String> {
        let found = self.names.iter().find(|(name, _)| *name == field);
        found.map(|(_, property)| property.clone())
    }

    fn properties(&self, fields: &[&str]) -> Vec<String> {
        fields.iter().filter_map(|field| self.property(field)).collect()
    }

    fn write(mut self, out: &mut String) {
        let call = format!("db.createCollection({}, ", literal(&self.name));
        let options = Tree::map([
            ("validator", Tree::map([("$jsonSchema", self.schema())])),
            ("validationLevel", "strict".into()),
            ("validationAction", "error".into()),
        ]);
        out.push_str(&format!("{call}{});\n", options.json().trim_end()));
        let shard = self.shard_key();
        for index in self.constraints(out, shard.as_deref()) {
            self.index(out, index);
        }
        for access in self.kept.beside() {
            if let Some(index) = self.question(access) {
                self.index(out, index);
            }
        }
        self.retain(out);
        self.shard(out, shard);
    }

    /// What a document may hold, in the dialect of `$jsonSchema`: JSON Schema draft 4 with the types of BSON.
    fn schema(&self) -> Tree {
        let mut properties = Vec::new();
        let mut required = Vec::new();
        if !self.names.iter().any(|(_, property)| property == "_id") {
            properties.push(("_id".to_string(), of_type("objectId")));
        }
        for field in &self.kept.entity.fields {
            let Some(property) = self.property(&field.name) else {
                continue;
            };
            if field.key || !field.optional {
                required.push(property.clone());
            }
            let mut about: Vec<String> = Vec::new();
            about.extend((property == "_id").then(|| format!("the key: {}", plain::visible(&field.name))));
            about.extend(field.pii.then(|| "personal data".to_string()));
            let about = (!about.is_empty()).then(|| about.join("; "));
            let schema = kind(self.report.type_of(field)).with_some("description", about);
            properties.push((property, schema));
        }
        if let Some(made) = &self.made {
            let about = "not in the design: without it a document can't be removed when it is old";
            properties.push((made.clone(), of_type("date").with("description", about)));
            required.push(made.clone());
        }
        let schema = Tree::map([("bsonType", "object".into()), ("additionalProperties", false.into())]);
        schema
            .with_some("required", (!required.is_empty()).then(|| Tree::texts(required)))
            .with("properties", Tree::Map(properties))
    }

    /// Unique indexes: the key, where it has several fields, and each unique field.
    fn constraints(&self, out: &mut String, shard: Option<&[String]>) -> Vec<Index> {
        let key: Vec<&str> = self.kept.partition().into_iter().chain(self.kept.sort()).collect();
        let mut wanted = Vec::new();
        if self.kept.entity.key().len() > 1 {
            wanted.push(("the key".to_string(), self.properties(&key)));
        }
        let unique = self
            .kept
            .entity
            .fields
            .iter()
            .filter(|field| field.unique && !field.key);
        wanted.extend(unique.map(|field| (format!("{} is unique", field.name), self.properties(&[&field.name]))));
        let mut indexes = Vec::new();
        for (about, fields) in wanted {
            // Shards don't ask one another: they keep unique only what begins with the shard key.
            if shard.is_some_and(|shard| !fields.starts_with(shard)) {
                let shards = "which shards can't see to, since it does not begin with the shard key: keep a collection of its values";
                comment(out, &format!("{about}, {shards}"));
                continue;
            }
            // A field that is not there is not indexed, else two documents without it would be the same.
            let field = |property: &String| {
                let (name, _) = self.names.iter().find(|(_, known)| known == property)?;
                self.kept.entity.field(name)
            };
            let optional = fields
                .iter()
                .filter(|property| field(property).is_some_and(|field| field.optional));
            let there = optional.map(|property| (property.clone(), Tree::map([("$exists", true.into())])));
            let there: Vec<(String, Tree)> = there.collect();
            let mut options = vec![("unique", Tree::from(true))];
            options.extend((!there.is_empty()).then_some(("partialFilterExpression", Tree::Map(there))));
            indexes.push(Index {
                about,
                name: short(&format!("{}_by_{}_once", self.name, fields.join("_")), LONGEST),
                fields,
                descending: 0,
                options,
            });
        }
        indexes
    }

    /// An index for a question that none answers yet: what is compared first, then what a page is sorted by.
    fn question(&self, access: &Access) -> Option<Index> {
        let by: Vec<&str> = access.by.iter().map(String::as_str).collect();
        let by = self.properties(&by);
        let order: Vec<String> = access.order.iter().filter_map(|field| self.property(field)).collect();
        let known = |(fields, single): &(Vec<String>, bool)| answers(fields, *single, &by, &order);
        if by.is_empty() || self.sorted.iter().any(known) {
            return None;
        }
        let order: Vec<String> = order.into_iter().filter(|property| !by.contains(property)).collect();
        Some(Index {
            about: format!(
                "answers {} ({} at the peak)",
                access.flows.join(", "),
                access.per_second.text
            ),
            name: index_name(self.kept.entity, access),
            descending: order.len(),
            fields: by.into_iter().chain(order).collect(),
            options: Vec::new(),
        })
    }

    fn index(&mut self, out: &mut String, index: Index) {
        let ascending = index.fields.len().saturating_sub(index.descending);
        let fields = index.fields.iter().enumerate();
        let direction = |at: usize| if at < ascending { 1 } else { -1 };
        let fields = fields.map(|(at, field)| (field.clone(), Tree::Int(direction(at))));
        let single = index.options.iter().any(|(option, _)| *option == "unique");
        let options = index
            .options
            .into_iter()
            .map(|(option, value)| (option.to_string(), value));
        let name = [("name".to_string(), Tree::from(index.name))];
        let arguments = [
            Tree::Map(fields.collect()).json(),
            Tree::Map(name.into_iter().chain(options).collect()).json(),
        ];
        comment(out, &index.about);
        out.push_str(&format!(
            "db.getCollection({}).createIndex({}, {});\n",
            literal(&self.name),
            arguments[0].trim_end(),
            arguments[1].trim_end()
        ));
        self.sorted.push((index.fields, single));
    }

    /// Documents that have lived their life are removed within about a minute of it.
    fn retain(&mut self, out: &mut String) {
        let Some((keep, seconds)) = life(self.kept) else {
            if let Some(keep) = &self.kept.entity.keep {
                comment(
                    out,
                    &format!("kept {keep}: no TTL index holds that, remove them by a job"),
                );
            }
            return;
        };
        let time = self.kept.entity.fields.iter().find(|field| is_time(self.report, field));
        let Some(time) = time
            .and_then(|time| self.property(&time.name))
            .or_else(|| self.made.clone())
        else {
            return;
        };
        let index = Index {
            about: format!("kept {keep}, counted from {time}"),
            name: short(&format!("{}_leaves_by_{time}", self.name), LONGEST),
            fields: vec![time],
            descending: 0,
            options: vec![("expireAfterSeconds", Tree::Int(seconds))],
        };
        self.index(out, index);
    }

    /// The fields that it is sharded by; none where one replica set holds all of it, or nothing says by what.
    fn shard_key(&self) -> Option<Vec<String>> {
        let groups = self.keyed.store.store.as_ref()?.groups?;
        let partition = self.kept.partition();
        let key: Vec<&str> = partition.into_iter().chain(self.kept.sort()).collect();
        (groups > 1 && !key.is_empty()).then(|| self.properties(&key))
    }

    fn shard(&self, out: &mut String, key: Option<Vec<String>>) {
        let groups = self.keyed.store.store.as_ref().and_then(|store| store.groups);
        let Some(key) = key else {
            comment(
                out,
                match groups {
                    Some(1) => "not sharded: one replica set holds all of it",
                    Some(_) => "sharded by nothing yet: it has no key",
                    None => "whether it is sharded is not known: the design names no copies",
                },
            );
            return;
        };
        let (about, fields) = match key.as_slice() {
            [one] => (
                "hashed, since a key that grows would send every new document to one shard",
                vec![(one.clone(), Tree::from("hashed"))],
            ),
            several => (
                "by the whole key, so that what is asked for together lies together, and a part that grows large can be split",
                several.iter().map(|field| (field.clone(), Tree::Int(1))).collect(),
            ),
        };
        comment(out, about);
        out.push_str(&format!(
            "sh.shardCollection(db.getName() + {}, {});\n",
            literal(&format!(".{}", self.name)),
            Tree::Map(fields).json().trim_end()
        ));
    }
}

/// How long documents live, as written and in seconds, where a TTL index can see to it.
fn life<'r>(kept: &Kept<'r>) -> Option<(&'r str, i64)> {
    let seconds = kept
        .entity
        .keep_seconds
        .filter(|seconds| (1.0..=LONGEST_LIFE).contains(seconds))?;
    Some((kept.entity.keep.as_deref()?, seconds as i64))
}

/// Whether a document always has this time.
fn is_time(report: &Report, field: &Field) -> bool {
    matches!(report.type_of(field), Type::Timestamp | Type::Date) && !field.optional && !field.key
}

fn of_type(name: &str) -> Tree {
    Tree::map([("bsonType", name.into())])
}

fn kind(of: &Type) -> Tree {
    match of {
        Type::Bool => of_type("bool"),
        Type::Int => of_type("int"),
        Type::Long | Type::Id => of_type("long"),
        Type::Float => of_type("double"),
        Type::Decimal { .. } | Type::Money => of_type("decimal"),
        Type::Uuid | Type::Bytes | Type::Blob => of_type("binData"),
        Type::Date | Type::Timestamp => of_type("date"),
        Type::String { length } => of_type("string").with("maxLength", i64::from(*length)),
        Type::Enum { values } if !values.is_empty() => Tree::map([("enum", Tree::texts(values.iter().cloned()))]),
        Type::Json => Tree::map([("bsonType", Tree::texts(["object", "array"]))]),
        Type::Text | Type::Url | Type::Enum { .. } => of_type("string"),
        // The key of several fields.
        Type::Reference => of_type("object"),
    }
}

fn literal(text: &str) -> String {
    Tree::from(text).json().trim_end().to_string()
}

fn comment(out: &mut String, text: &str) {
    out.push_str("// ");
    out.push_str(&short(&plain::visible(text), 400));
    out.push('\n');
}
