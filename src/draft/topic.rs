//! Topics of logs and queues, as AsyncAPI 3 describes them: who sends what, by which key, for how long it stays, and
//! where messages go that nobody can take.

use super::name::{Names, camel, kebab, pascal};
use super::tree::Tree;
use super::words::{whole, worked};
use super::{Choice, Drafted};
use crate::emit::plain;
use crate::report::{Component, DataModel, Entity, Field, Figure, Layout, Report, Type};

/// Bytes of a name: a topic of Kafka has at most 249 characters, and one is added for what could not be taken.
const LONGEST: usize = 120;
/// Characters of a text that has no bound of its own.
const LONGEST_TEXT: i64 = 65_535;

/// One document for all topics; none where nothing is kept in a log or a queue.
pub fn draft(report: &Report, _: Choice) -> Vec<Drafted> {
    let mut topics = Topics::default();
    for component in &report.components {
        let model = component.store.as_ref().map(|store| store.model);
        if let Some(DataModel::Log | DataModel::Queue) = model {
            let kept = report
                .entities
                .iter()
                .filter(|entity| entity.kept_in.contains(&component.id));
            for entity in kept {
                topics.add(report, component, entity);
            }
        }
    }
    if topics.channels.is_empty() {
        return Vec::new();
    }
    let title = one_line(&report.name);
    let document = Tree::map([
        ("asyncapi", Tree::from("3.0.0")),
        (
            "info",
            Tree::map([
                ("title", Tree::from(title)),
                ("version", "1.0.0".into()),
                (
                    "description",
                    "Topics with their keys, their partitions and how long they keep what.".into(),
                ),
                ("license", Tree::map([("name", "to be said".into())])),
            ]),
        ),
        ("defaultContentType", "application/json".into()),
        ("channels", Tree::Map(topics.channels)),
        ("operations", Tree::Map(topics.operations)),
        (
            "components",
            Tree::map([
                ("messages", Tree::Map(topics.messages)),
                ("schemas", Tree::Map(topics.schemas)),
            ]),
        ),
    ]);
    vec![Drafted {
        path: "asyncapi.yaml".to_string(),
        text: format!("# {}\n{}", one_line(&report.generated), document.yaml()),
    }]
}

#[derive(Default)]
struct Topics {
    names: Names,
    channels: Vec<(String, Tree)>,
    operations: Vec<(String, Tree)>,
    messages: Vec<(String, Tree)>,
    schemas: Vec<(String, Tree)>,
}

impl Topics {
    fn add(&mut self, report: &Report, component: &Component, entity: &Entity) {
        let id = self.names.take(&camel(&entity.id), LONGEST);
        let address = kebab(&entity.id);
        let message = pascal(&id);
        let title = one_line(&entity.id);
        let reference = |place: String| Tree::reference(&place);
        let dead = dead_letter(component);
        let mut channel = Tree::map([
            ("address", Tree::from(address.clone())),
            ("title", Tree::from(title.clone())),
            ("description", Tree::from(about(component, entity, dead.as_deref()))),
            (
                "messages",
                Tree::map([(message.as_str(), reference(format!("#/components/messages/{message}")))]),
            ),
        ]);
        if component.technology.as_deref() == Some("kafka") {
            channel = channel.with("bindings", Tree::map([("kafka", topic(component, entity, &address))]));
        }
        self.channels.push((id.clone(), channel));
        if dead.is_some() {
            let channel = Tree::map([
                ("address", Tree::from(format!("{address}-dead-letter"))),
                ("title", Tree::from(format!("{title} that nobody could take"))),
                (
                    "messages",
                    Tree::map([(message.as_str(), reference(format!("#/components/messages/{message}")))]),
                ),
            ]);
            self.channels.push((format!("{id}DeadLetter"), channel));
        }
        for (verb, action) in [("send", "send"), ("receive", "receive")] {
            let operation = Tree::map([
                ("action", Tree::from(action)),
                ("channel", reference(format!("#/channels/{id}"))),
                ("summary", Tree::from(format!("{verb} {title}"))),
            ]);
            self.operations.push((format!("{verb}{message}"), operation));
        }
        let mut body = Tree::map([
            ("name", Tree::from(message.clone())),
            ("title", Tree::from(title)),
            ("payload", reference(format!("#/components/schemas/{message}"))),
        ]);
        if let Some(key) = key(component, entity) {
            let schema = schema(report.type_of(key));
            body = body.with("bindings", Tree::map([("kafka", Tree::map([("key", schema)]))]));
        }
        self.messages.push((message.clone(), body));
        self.schemas.push((message, payload(report, entity)));
    }
}

/// The field by which messages stay in order: the one that the store names, else a reference, else the first of the key.
fn key<'r>(component: &Component, entity: &'r Entity) -> Option<&'r Field> {
    let said = component.key.as_ref();
    let named = said.and_then(|key| {
        let of = |field: &&Field| field.name == *key || field.references.as_ref() == Some(key);
        entity.fields.iter().find(of)
    });
    let refers = || entity.fields.iter().find(|field| field.references.is_some());
    named
        .or_else(refers)
        .or_else(|| entity.fields.iter().find(|field| field.key))
}

/// What the store says of messages that could not be taken: after how many tries.
fn dead_letter(component: &Component) -> Option<String> {
    let said = component.has.iter().find(|has| has.starts_with("dead-letter"))?;
    Some(
        said.split_once(':')
            .map_or(String::new(), |(_, tries)| tries.trim().to_string()),
    )
}

fn about(component: &Component, entity: &Entity, dead: Option<&str>) -> String {
    let mut parts = vec![format!("in {}", component.id)];
    parts.extend(key(component, entity).map(|key| format!("in order within one {}", key.name)));
    parts.extend(entity.keep.as_ref().map(|keep| format!("kept {keep}")));
    if entity.writes.value.is_some() {
        parts.push(format!("{} on average", entity.writes.text));
    }
    if let Some(layout) = layout(component, entity) {
        let partitions = layout.parts.iter();
        parts.extend(partitions.map(|parts| format!("partitions: {}", worked(parts))));
        let copies = layout.copies.iter();
        parts.extend(copies.map(|copies| format!("copies: {}", worked(copies))));
        parts.extend(layout.assumed.iter().cloned());
    }
    match dead {
        Some("") => parts.push("what can't be taken goes to its dead letters".to_string()),
        Some(tries) => parts.push(format!(
            "what can't be taken after {tries} tries goes to its dead letters"
        )),
        None => parts.push("nothing says where messages go that can't be taken".to_string()),
    }
    one_line(&parts.join("; "))
}

/// Its copies and partitions in a store.
fn layout<'r>(component: &Component, entity: &'r Entity) -> Option<&'r Layout> {
    let stored = entity.stored.iter().find(|stored| stored.store == component.id);
    stored.map(|stored| &stored.layout)
}

/// The topic as Kafka makes it.
fn topic(component: &Component, entity: &Entity, address: &str) -> Tree {
    let layout = layout(component, entity);
    let number = |of: fn(&Layout) -> Option<&Figure>| layout.and_then(of).and_then(whole);
    let partitions = number(|layout| layout.parts.as_ref());
    let copies = number(|layout| layout.copies.as_ref());
    let life = entity.keep_seconds.filter(|seconds| *seconds > 0.0 && *seconds < 1e12);
    let configuration = life.map(|seconds| {
        let milliseconds = (seconds * 1000.0) as i64;
        Tree::map([
            ("cleanup.policy", Tree::texts(["delete"])),
            ("retention.ms", Tree::Int(milliseconds)),
        ])
    });
    Tree::map([("topic", Tree::from(address))])
        .with_some("partitions", partitions.map(Tree::Int))
        .with_some("replicas", copies.map(Tree::Int))
        .with_some("topicConfiguration", configuration)
        .with("bindingVersion", "0.5.0")
}

fn payload(report: &Report, entity: &Entity) -> Tree {
    let mut names = Names::default();
    let fields: Vec<(String, &Field)> = entity
        .fields
        .iter()
        .map(|field| (names.take(&camel(&field.name), LONGEST), field))
        .collect();
    let needed: Vec<String> = fields
        .iter()
        .filter(|(_, field)| !field.optional)
        .map(|(name, _)| name.clone())
        .collect();
    let properties = fields.iter().map(|(name, field)| {
        let schema = schema(report.type_of(field));
        let personal = field.pii.then_some("personal data");
        (name.clone(), schema.with_some("description", personal))
    });
    let schema = Tree::map([
        ("type", Tree::from("object")),
        ("properties", Tree::Map(properties.collect())),
    ]);
    schema.with_some("required", (!needed.is_empty()).then(|| Tree::texts(needed)))
}

fn schema(of: &Type) -> Tree {
    let plain = |kind: &str| Tree::map([("type", kind.into())]);
    let text = |format: &str| plain("string").with("format", format);
    match of {
        Type::Bool => plain("boolean"),
        Type::Int => plain("integer").with("format", "int32"),
        Type::Long | Type::Id => plain("integer").with("format", "int64"),
        Type::Float => plain("number").with("format", "double"),
        // Numbers of JSON are binary: an amount stays a text.
        Type::Decimal { .. } | Type::Money => plain("string").with("pattern", r"^-?\d+(\.\d+)?$"),
        Type::Uuid => text("uuid"),
        Type::Date => text("date"),
        Type::Timestamp => text("date-time"),
        Type::Url => text("uri"),
        Type::Json => plain("object"),
        Type::Bytes | Type::Blob => plain("string").with("contentEncoding", "base64"),
        Type::String { length } => plain("string").with("maxLength", i64::from(*length)),
        Type::Enum { values } if !values.is_empty() => {
            plain("string").with("enum", Tree::texts(values.iter().cloned()))
        }
        Type::Text | Type::Enum { .. } | Type::Reference => plain("string").with("maxLength", LONGEST_TEXT),
    }
}

fn one_line(text: &str) -> String {
    plain::visible(text).into_owned()
}
