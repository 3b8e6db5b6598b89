//! Entities and the contracts over them.

use super::{Figure, Report};
use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct Entity {
    pub id: String,
    /// Components that keep it; the first is the truth, the others are copies.
    pub kept_in: Vec<String>,
    /// Mean life of a row, as written.
    pub keep: Option<String>,
    /// The same in seconds.
    pub keep_seconds: Option<f64>,
    pub fields: Vec<Field>,
    /// Bytes a row, before the store's overhead.
    pub size: Figure,
    /// Rows at the horizon.
    pub rows: Figure,
    /// Rows written a second into its first store.
    pub writes: Figure,
    pub reads: Figure,
    /// Bytes at the horizon with all copies.
    pub storage: Figure,
    /// A row in each store that keeps it.
    pub stored: Vec<Stored>,
    /// How it is asked for and changed.
    pub access: Vec<Access>,
}

/// What one copy of a row takes in a store.
#[derive(Debug, Clone, Serialize)]
pub struct Stored {
    /// Id of the component.
    pub store: String,
    /// Bytes, with what the store adds and with its index entries.
    pub row: Figure,
    /// Bytes of its index entries; none where the catalog does not know what an entry takes there.
    pub index: Option<Figure>,
    /// What a relational store indexes; empty for others.
    pub indexes: Vec<Index>,
    /// Bytes of all rows at the horizon, one copy of what one group of units holds; none where the groups are not known.
    pub table: Option<Figure>,
    /// How its rows are spread there; none for an entity without a key.
    pub spread: Option<Spread>,
    pub layout: Layout,
}

/// An index of an entity.
#[derive(Debug, Clone, Serialize)]
pub struct Index {
    pub of: IndexUse,
    /// In their order; empty for the time that the store adds to an entity that has none.
    pub fields: Vec<String>,
}

/// What an index is for.
#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum IndexUse {
    Key,
    Unique,
    /// Rows older than the entity is kept are found by it.
    Age,
    /// A flow asks so.
    Question,
    /// A change of the row that it names looks for its rows.
    Reference,
}

/// What a contract of a store has to say beside keys, as far as the store has to be told.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Layout {
    /// Copies of each datum in one region.
    pub copies: Option<Figure>,
    /// Copies beside the first, as search engines count.
    pub replicas: Option<Figure>,
    /// Partitions of a topic, shards of an index.
    pub parts: Option<Figure>,
    /// How many times the memory of its server a relational table is; none where it fits or nobody knows.
    pub outgrown: Option<Figure>,
    /// What of it is assumed, each in a few words.
    pub assumed: Vec<String>,
}

impl Layout {
    /// All its figures.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        let figures = [&self.copies, &self.replicas, &self.parts, &self.outgrown];
        figures.into_iter().flatten()
    }
}

/// How the rows of an entity are spread over a store.
#[derive(Debug, Clone, Serialize)]
pub struct Spread {
    /// Fields that decide where a row lies.
    pub partition: Vec<String>,
    /// The rest of the key: rows of a partition are sorted by it.
    pub sort: Vec<String>,
    /// Mean rows and bytes of one partition at the horizon.
    pub rows: Figure,
    pub bytes: Figure,
    /// The size up to which a partition reads well, where the catalog knows it.
    pub advised: Option<Figure>,
    /// Into how many parts a partition has to be cut for that; none where it is small enough or nobody knows.
    pub buckets: Option<Figure>,
}

impl Stored {
    /// All its figures.
    pub fn figures(&self) -> Vec<&Figure> {
        let mut figures = vec![&self.row];
        figures.extend(self.index.iter().chain(&self.table));
        if let Some(spread) = &self.spread {
            figures.extend([&spread.rows, &spread.bytes]);
            figures.extend(spread.advised.iter().chain(&spread.buckets));
        }
        figures.extend(self.layout.figures());
        figures
    }
}

/// What an access pattern does.
#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum AccessKind {
    ReadOne,
    /// Several rows in one query: a page, or a list.
    ReadMany,
    Write,
    Update,
    Delete,
}

/// Who says by which fields a row is asked for.
#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Told {
    /// The path of an operation, or the fields that it takes.
    Operation,
    /// What the flow touches beside it, or who asks.
    Reference,
    /// Nobody: one row is asked for by its key.
    Key,
    /// Nobody, and a key can't answer it.
    Nothing,
}

/// One way in which an entity is used in one store.
#[derive(Debug, Clone, Serialize)]
pub struct Access {
    pub kind: AccessKind,
    /// Id of the component that is asked.
    pub store: String,
    /// Fields that are compared, key fields first; empty where nothing says which.
    pub by: Vec<String>,
    /// The field that a list is sorted by, newest or largest first.
    pub order: Option<String>,
    pub told: Told,
    /// Ids of the flows that do it.
    pub flows: Vec<String>,
    /// Operations that start them, `api.operation`.
    pub operations: Vec<String>,
    /// Queries a second at the peak.
    pub per_second: Figure,
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Type {
    Bool,
    /// 32 bits.
    Int,
    /// 64 bits.
    Long,
    /// 64 bits.
    Float,
    /// Digits in all, and of them behind the point.
    Decimal {
        precision: u32,
        scale: u32,
    },
    /// An amount with its currency beside it.
    Money,
    /// 64 bits that the system hands out.
    Id,
    Uuid,
    Date,
    /// An instant.
    Timestamp,
    /// Of any length.
    Text,
    /// At most so many characters.
    String {
        length: u32,
    },
    Url,
    Json,
    Bytes,
    /// Bytes too large for a row.
    Blob,
    /// One of these words; of any where there are none.
    Enum {
        values: Vec<String>,
    },
    /// That of the key of the entity that it names.
    Reference,
}

#[derive(Debug, Clone, Serialize)]
pub struct Field {
    pub name: String,
    /// Type as written: `string(7)`, `timestamp`; empty for a bare reference.
    pub kind: String,
    pub of: Type,
    pub references: Option<String>,
    pub key: bool,
    pub unique: bool,
    pub pii: bool,
    pub optional: bool,
    pub size: Option<String>,
    /// The same in bytes; none for a reference whose size is that of what it names.
    pub bytes: Option<f64>,
}

/// What an operation answers.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(tag = "is", content = "of", rename_all = "kebab-case")]
pub enum Answer {
    /// A status alone.
    Status(String),
    /// One entity.
    One(String),
    /// A page of entities.
    Page(String),
}

#[derive(Debug, Clone, Serialize)]
pub struct Api {
    pub id: String,
    pub style: String,
    pub version: Option<String>,
    pub operations: Vec<Operation>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Operation {
    pub id: String,
    /// `GET`, `POST`, …, `rpc`, `query`, `mutation`, `event`.
    pub method: String,
    /// Path or name.
    pub target: String,
    pub takes: Vec<String>,
    /// What it returns, in words.
    pub returns: Option<String>,
    pub answer: Option<Answer>,
    pub flow: Option<String>,
}

impl Report {
    pub fn entity(&self, id: &str) -> Option<&Entity> {
        self.entities.iter().find(|entity| entity.id == id)
    }

    /// The type of a field with references followed: the key's own where they lead to one key field, else
    /// [`Type::Reference`].
    pub fn type_of<'r>(&'r self, field: &'r Field) -> &'r Type {
        let mut field = field;
        // A circle of references has no type.
        for _ in 0..MOST_REFERENCES {
            if field.of != Type::Reference {
                return &field.of;
            }
            let target = field.references.as_deref().and_then(|id| self.entity(id));
            match target.map(Entity::key).as_deref() {
                Some([key]) => field = key,
                _ => break,
            }
        }
        &Type::Reference
    }
}

/// References that are followed to find a type.
const MOST_REFERENCES: usize = 8;

impl Entity {
    /// Its key fields.
    pub fn key(&self) -> Vec<&Field> {
        self.fields.iter().filter(|field| field.key).collect()
    }

    /// Whether a flow does one of these with it.
    pub fn is_used(&self, flow: &str, kinds: &[AccessKind]) -> bool {
        let by = |access: &Access| access.flows.iter().any(|id| id == flow);
        self.access.iter().any(|a| kinds.contains(&a.kind) && by(a))
    }

    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}
