//! The typed catalog: what the program knows about the world, as data.
//!
//! A catalog is made of (path, text) pairs, so the embedded one, a user's folder and a test's three lines
//! are the same code. The path gives kind and id, `catalog/<kind>/<id>.yaml`; a text is read when its
//! entry is first asked for. An entry added later replaces the one with the same id.

mod asked;
pub mod case;
mod decode;
mod keeping;
mod kind;
mod lines;
mod links;
mod pages;
mod partition;
pub mod practice;
pub mod price;
mod search;
mod table;
mod working;

pub use asked::Asked;
pub use case::Case;
pub use keeping::{DataModel, keeping};
pub use kind::Kind;
pub use links::{Link, PRICED, RELATED, UNDER_TERMS};
pub use pages::Pages;
pub use partition::{Partition, PartitionLimit};
pub use practice::{Dimension, Drill, Phase, Plan};
pub use price::Price;
pub use search::{Hit, IN_NAMES, NAMED};
pub use table::LEVELS;
pub use table::of as keys;

use crate::design::{Replication, Resource};
use crate::finding::Finding;
use crate::quantity::Quantity;
use crate::report::Shape;
use crate::source::{FileId, Source, Sources};
use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap};

include!(concat!(env!("OUT_DIR"), "/catalog.rs"));
include!(concat!(env!("OUT_DIR"), "/designs.rs"));

/// One thing that the catalog knows.
#[derive(Debug)]
pub struct Entry {
    pub id: String,
    pub kind: Kind,
    pub title: String,
    pub summary: String,
    pub aliases: Vec<String>,
    pub when: Vec<String>,
    pub not_when: Vec<String>,
    pub trade_offs: Vec<String>,
    pub fails: Vec<String>,
    pub questions: Vec<String>,
    pub related: Vec<String>,
    /// Ids of the rules that watch it.
    pub rules: Vec<String>,
    pub figures: Vec<(String, Fact)>,
    pub detail: Detail,
    /// The user's file that it comes from; none for an entry of our own.
    pub file: Option<String>,
}

#[derive(Debug)]
pub enum Detail {
    Function(Function),
    Technology(Box<Technology>),
    /// `fact`: whether it may stand in `has` and `lacks`. `on`: what a requirement asks for it; of nothing said,
    /// components of all roles.
    Pattern {
        fact: bool,
        on: Vec<Asked>,
    },
    Term,
    Number(Fact),
    Case(Box<Case>),
    Price(Box<Price>),
    Phase(Phase),
    Plan(Plan),
    Drill(Drill),
    Dimension(Dimension),
}

/// A number with unit, source, date and confidence.
#[derive(Debug, Clone)]
pub struct Fact {
    pub quantity: Quantity,
    pub source: String,
    /// Year, month or day.
    pub date: String,
    /// `vendor`, `measured`, `secondary` or `derived`.
    pub confidence: &'static str,
    pub note: Option<String>,
}

/// What units of a function keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Nothing: units are alike, any of them serves.
    Stateless,
    /// Copies of what is kept elsewhere: any copy serves, a loss is a miss.
    Cache,
    /// The truth: replication matters.
    Store,
    /// Durable messages.
    Log,
}

/// Where units of a function run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Zone,
    Region,
    /// Outside all regions.
    Outside,
    /// On the user's device.
    Device,
}

#[derive(Debug)]
pub struct Function {
    pub shape: Shape,
    pub role: Role,
    pub place: Place,
    pub target: Option<Fact>,
    /// Choices: name, then word and a line about it.
    pub options: Vec<(String, Vec<(String, String)>)>,
}

impl Function {
    /// Whether a third party does it, of which nothing but its answers is ours to tell.
    pub fn is_external(&self) -> bool {
        self.shape == Shape::External
    }

    /// Whether it finds by words: then every part of it is asked.
    pub fn is_search(&self) -> bool {
        self.shape == Shape::Search
    }
}

#[derive(Debug)]
pub struct Technology {
    pub fills: Vec<String>,
    pub managed: bool,
    pub limits: Vec<(Resource, Fact)>,
    pub sizes: Vec<(String, Vec<(Resource, Fact)>)>,
    pub availability: Option<Fact>,
    /// Share of what it keeps that survives a year.
    pub durability: Option<Fact>,
    pub p50: Option<Fact>,
    pub p99: Option<Fact>,
    pub replication: Option<Replication>,
    /// Each unit holds all of its data: it does not shard.
    pub whole: bool,
    /// How long it keeps a message at most, whatever is set.
    pub retention: Option<Fact>,
    pub failures: Option<Fact>,
    pub row_overhead: Option<Fact>,
    /// Bytes of an index entry beyond its fields, for a store that keeps indexes beside its rows.
    pub index_overhead: Option<Fact>,
    pub pages: Pages,
    pub partition: Partition,
}

struct Slot {
    kind: Kind,
    path: String,
    text: Cow<'static, str>,
    entry: OnceCell<Option<Entry>>,
    /// The entry without its prose, which the analyses don't need and which is most of the text.
    facts: OnceCell<Option<Entry>>,
    /// What a search compares with, once there was one.
    seen: OnceCell<search::Seen>,
}

/// An id in its name space.
type Key = (String, Option<Kind>);

/// All entries. An id is unique but for kinds with a name space of their own: a case may share its id with the
/// function that it is about.
#[derive(Default)]
pub struct Catalog {
    slots: BTreeMap<Key, Slot>,
    /// Of the user's entries.
    links: Vec<Link>,
    /// By what is priced: the id of the price, if any; asked again for each component.
    priced: RefCell<HashMap<String, Option<String>>>,
}

impl Catalog {
    /// The catalog inside the program.
    pub fn embedded() -> Catalog {
        let mut catalog = Catalog::default();
        for (path, text) in CATALOG {
            catalog.add(path, Cow::Borrowed(text));
        }
        catalog
    }

    /// Lays a user's files over it: an entry replaces the one with the same id. Each file is read at once,
    /// joins `sources`, and its faults are found; its links are kept for the rules.
    pub fn overlay(&mut self, files: &[(String, String)], sources: &mut Sources) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (path, text) in files {
            let file = sources.add(Source::new(path.as_str(), text.as_str()));
            let Some(key) = self.add(path, Cow::Owned(text.clone())) else {
                findings.push(
                    Finding::error("catalog-path", format!("`{path}` is no catalog entry"))
                        .fix(format!("entries lie in folders named {}", kinds())),
                );
                continue;
            };
            let Some(slot) = self.slots.get(&key) else {
                continue;
            };
            let mut written = decode::written(&key.0, slot.kind, file, sources.get(file));
            if let Some(entry) = &mut written.entry {
                entry.file = Some(path.clone());
            }
            findings.extend(written.findings);
            self.links.extend(written.links);
            let _ = slot.entry.set(written.entry);
        }
        findings
    }

    /// Adds a text under the id that its path gives; `None` where the path is no entry's.
    fn add(&mut self, path: &str, text: Cow<'static, str>) -> Option<Key> {
        let mut parts = path.rsplit('/');
        let id = parts.next()?.strip_suffix(".yaml")?.to_string();
        let kind = Kind::from_name(parts.next()?)?;
        let slot = Slot {
            kind,
            path: path.to_string(),
            text,
            entry: OnceCell::new(),
            facts: OnceCell::new(),
            seen: OnceCell::new(),
        };
        let key = (id, kind.space());
        self.slots.insert(key.clone(), slot);
        self.priced.take();
        Some(key)
    }

    /// Paths and texts of all entries; for tests.
    pub fn texts(&self) -> Vec<(String, String)> {
        let text = |slot: &Slot| (slot.path.clone(), slot.text.to_string());
        self.slots.values().map(text).collect()
    }

    fn slot(&self, id: &str, space: Option<Kind>) -> Option<&Slot> {
        self.slots.get(&(id.to_string(), space))
    }

    /// The slot of an id, one of a kind with its own name space only where nothing else has it.
    fn any_slot(&self, id: &str) -> Option<&Slot> {
        let apart = Kind::ALL.iter().filter(|(_, kind)| kind.is_apart());
        let spaces = std::iter::once(None).chain(apart.map(|(_, kind)| Some(*kind)));
        spaces.into_iter().find_map(|space| self.slot(id, space))
    }

    /// The entry of this kind with this id.
    pub fn of_kind(&self, kind: Kind, id: &str) -> Option<&Entry> {
        let slot = self.slot(id, kind.space()).filter(|slot| slot.kind == kind)?;
        Self::read(id, slot)
    }

    fn read<'a>(id: &str, slot: &'a Slot) -> Option<&'a Entry> {
        slot.entry
            .get_or_init(|| {
                let source = Source::new(slot.path.as_str(), slot.text.as_ref());
                decode::entry(id, slot.kind, FileId(0), &source)
            })
            .as_ref()
    }

    /// The entry with title and facts only, unless it has been read as a whole.
    fn facts_of(&self, id: &str) -> Option<&Entry> {
        let slot = self.slot(id, None)?;
        if let Some(whole) = slot.entry.get() {
            return whole.as_ref();
        }
        slot.facts
            .get_or_init(|| {
                let source = Source::new(slot.path.as_str(), lines::without_prose(&slot.text));
                decode::entry(id, slot.kind, FileId(0), &source)
            })
            .as_ref()
    }

    /// The entry with this id; a case, phase, plan, drill or dimension only where nothing else has it.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        Self::read(id, self.any_slot(id)?)
    }

    /// The kind of an id without reading its text.
    pub fn kind(&self, id: &str) -> Option<Kind> {
        self.any_slot(id).map(|s| s.kind)
    }

    /// Path of an entry's file.
    pub fn path(&self, entry: &Entry) -> &str {
        self.slot(&entry.id, entry.kind.space()).map_or("", |s| s.path.as_str())
    }

    /// Ids of one kind, sorted.
    pub fn ids(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.slots
            .iter()
            .filter(move |(_, s)| s.kind == kind)
            .map(|((id, _), _)| id.as_str())
    }

    /// All entries, by kind and then by id.
    pub fn entries(&self) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = self
            .slots
            .iter()
            .filter_map(|((id, _), slot)| Self::read(id, slot))
            .collect();
        entries.sort_by(|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
        entries
    }

    pub fn function(&self, id: &str) -> Option<(&Entry, &Function)> {
        match self.facts_of(id) {
            Some(entry) => match &entry.detail {
                Detail::Function(function) => Some((entry, function)),
                _ => None,
            },
            None => None,
        }
    }

    pub fn technology(&self, id: &str) -> Option<(&Entry, &Technology)> {
        match self.facts_of(id) {
            Some(entry) => match &entry.detail {
                Detail::Technology(technology) => Some((entry, technology)),
                _ => None,
            },
            None => None,
        }
    }

    /// The first technology that fills a function and knows a size: the machine that a component of no named
    /// technology runs on.
    pub fn machine(&self, function: &str, size: &str) -> Option<(&Entry, &Technology)> {
        let key = format!("{size}:");
        // Reading an entry takes long; only those whose text names the size are worth it.
        let named = (self.slots.iter()).filter(|(_, s)| s.kind == Kind::Technology && s.text.contains(&key));
        named
            .filter_map(|((id, _), _)| self.technology(id))
            .find(|(_, technology)| {
                technology.fills.iter().any(|fills| fills == function)
                    && technology.sizes.iter().any(|(s, _)| s == size)
            })
    }

    /// A well-known number.
    pub fn number(&self, id: &str) -> Option<(&Entry, &Fact)> {
        match self.facts_of(id) {
            Some(entry) => match &entry.detail {
                Detail::Number(fact) => Some((entry, fact)),
                _ => None,
            },
            None => None,
        }
    }

    pub fn case(&self, id: &str) -> Option<(&Entry, &Case)> {
        match self.of_kind(Kind::Case, id) {
            Some(entry) => match &entry.detail {
                Detail::Case(case) => Some((entry, case)),
                _ => None,
            },
            None => None,
        }
    }

    /// The text of the reference design of a case.
    pub fn reference(case: &str) -> Option<&'static str> {
        let found = DESIGNS.iter().find(|(path, _)| {
            let name = path
                .strip_prefix("designs/")
                .and_then(|name| name.strip_suffix(".yaml"));
            name == Some(case)
        });
        found.map(|(_, text)| *text)
    }

    /// The dimensions of the rubric, by id.
    pub fn dimensions(&self) -> impl Iterator<Item = (&Entry, &Dimension)> {
        self.ids(Kind::Dimension).filter_map(|id| {
            let entry = self.of_kind(Kind::Dimension, id)?;
            match &entry.detail {
                Detail::Dimension(dimension) => Some((entry, dimension)),
                _ => None,
            }
        })
    }

    /// Ids of all points of the rubric.
    pub fn points(&self) -> impl Iterator<Item = &str> {
        self.dimensions()
            .flat_map(|(_, dimension)| dimension.points.iter().map(|(id, _)| id.as_str()))
    }

    /// Whether a word may stand in `has` and `lacks`.
    pub fn is_fact(&self, id: &str) -> bool {
        self.kind(id) == Some(Kind::Pattern)
            && self
                .get(id)
                .is_some_and(|e| matches!(e.detail, Detail::Pattern { fact: true, .. }))
    }

    /// All words that may stand in `has` and `lacks`.
    pub fn facts(&self) -> Vec<&str> {
        self.ids(Kind::Pattern).filter(|id| self.is_fact(id)).collect()
    }
}

fn kinds() -> String {
    Kind::ALL
        .iter()
        .map(|(n, _)| format!("`{n}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
