//! A design exactly as written, with a place for every value.
//!
//! [`parse`] turns texts into a [`Design`]; names are not looked up here, the model does that.

mod api;
mod component;
mod decode;
pub mod drill;
mod entity;
mod facts;
mod ids;
mod inputs;
mod merge;
mod patch;
mod required;
mod requirement;
mod step;
pub mod table;

pub(crate) use component::quorums;
pub(crate) use inputs::tree;
pub use inputs::{paths, quantities, states};
pub use required::{Assumption, Functional, Holds, Metric, Nonfunctional, Question};

use crate::finding::Finding;
use crate::form::Node;
pub use crate::form::Unread;
use crate::quantity::{Formula, Profile, Quantity, Sampling};
use crate::source::{FileId, Source, Sources, Span, Spanned};

/// Things by their ids, in the order in which they were declared.
pub type ById<T> = Vec<(Spanned<String>, T)>;

/// What the command line adds to the files.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Overrides the file's profile.
    pub profile: Option<Profile>,
    /// The project's, for a file that names none.
    pub usual_profile: Option<Profile>,
    /// A named state of the file to apply.
    pub state: Option<String>,
    /// `path=value`, applied after the state.
    pub set: Vec<String>,
    /// Overrides the file's `today`.
    pub today: Option<String>,
    /// How often doubt is sampled, and from which seed.
    pub sampling: Sampling,
    /// The one requirement, or metric of one, that is judged; all where there is none.
    pub judged: Option<String>,
    /// Drills to run beside those that requirements and expectations name.
    pub drills: drill::Wanted,
}

/// One design file, with its includes merged in and states applied.
#[derive(Debug, Default)]
pub struct Design {
    pub name: String,
    pub summary: Option<String>,
    pub case: Option<Spanned<String>>,
    pub profile: Profile,
    pub state: Option<String>,
    pub today: Option<String>,
    pub sampling: Sampling,
    pub judged: Option<String>,
    pub functional: ById<Functional>,
    pub nonfunctional: ById<Nonfunctional>,
    pub out_of_scope: Vec<Spanned<String>>,
    pub assumptions: ById<Assumption>,
    pub questions: ById<Question>,
    pub load: Load,
    pub actors: ById<Actor>,
    pub regions: ById<Region>,
    pub components: ById<Component>,
    pub flows: ById<Flow>,
    pub entities: ById<Entity>,
    pub apis: ById<Api>,
    pub figures: ById<Figure>,
    pub decisions: ById<Decision>,
    pub states: ById<()>,
    pub waivers: Vec<Waiver>,
    pub expectations: Vec<Expectation>,
    /// Drills that the command line asks for, and whether it asks for all that apply.
    pub drills: Vec<Spanned<String>>,
    pub all_drills: bool,
    /// What stands in the file and could not be read: names lead there, and nothing is behind them.
    pub unread: Vec<Unread>,
}

impl Design {
    /// Whether a non-functional requirement is to be judged.
    pub fn is_judged(&self, requirement: &str) -> bool {
        self.judged.as_ref().is_none_or(|judged| {
            let rest = judged.strip_prefix(requirement);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }
}

#[derive(Debug, Default)]
pub struct Load {
    pub users: Option<Quantity>,
    pub growth: Option<Quantity>,
    pub peak: Option<Quantity>,
    pub horizon: Option<Quantity>,
    pub windows: ById<Window>,
}

#[derive(Debug)]
pub struct Window {
    pub length: Option<Quantity>,
    pub peak: Option<Quantity>,
}

#[derive(Debug)]
pub struct Actor {
    pub says: Option<String>,
    pub count: Option<Quantity>,
    pub network: Option<Spanned<String>>,
}

#[derive(Debug)]
pub struct Region {
    pub zones: Vec<Spanned<String>>,
    pub users: Option<Quantity>,
    pub failover: Option<Quantity>,
}

/// Facts that are said to hold or not to hold, by catalog word; a fact may carry a value.
#[derive(Debug, Default)]
pub struct Facts {
    pub has: Vec<(Spanned<String>, Option<String>)>,
    pub lacks: Vec<Spanned<String>>,
}

impl Facts {
    /// `Some(true)` if it has the fact, `Some(false)` if it lacks it, `None` if neither is said.
    pub fn says(&self, word: &str) -> Option<bool> {
        if self.has.iter().any(|(w, _)| w.value == word) {
            Some(true)
        } else if self.lacks.iter().any(|w| w.value == word) {
            Some(false)
        } else {
            None
        }
    }
}

/// What few components have is boxed: a large design holds many thousands of components.
#[derive(Debug)]
pub struct Component {
    pub function: Spanned<String>,
    pub technology: Option<Spanned<String>>,
    pub size: Option<Spanned<String>>,
    pub replicas: Option<Spanned<u32>>,
    /// Zones with the units in each, where the file says how many.
    pub zones: Vec<(Spanned<String>, Option<u32>)>,
    pub regions: Vec<Spanned<String>>,
    pub limits: Vec<(Resource, Quantity)>,
    pub copies: Option<Spanned<u32>>,
    pub replication: Option<Box<Replication>>,
    pub backup: Option<Box<Backup>>,
    pub key: Option<Spanned<String>>,
    pub eviction: Option<Spanned<String>>,
    pub ttl: Option<Quantity>,
    pub target: Option<Quantity>,
    pub scale: Option<Box<Scale>>,
    pub facts: Facts,
    pub availability: Option<Quantity>,
    /// Share of the failures of a unit that take all units at once.
    pub common_cause: Option<Quantity>,
    /// Share of the data of one unit that survives a year; of a managed store, of all its data.
    pub durability: Option<Quantity>,
    pub latency: Option<Box<Latency>>,
    pub contract: Option<Box<Contract>>,
    pub cost: Vec<Quantity>,
}

/// A component as its callers see it.
#[derive(Debug, Clone)]
pub struct Contract {
    pub receives: Option<String>,
    pub returns: Option<String>,
    pub owns: Option<String>,
    pub fails_by: Option<String>,
}

/// What a unit can run out of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    Requests,
    Reads,
    Writes,
    Messages,
    Bandwidth,
    Connections,
    Memory,
    Storage,
}

impl Resource {
    /// All resources with the words of the format, in the order in which tables show them.
    pub const ALL: [(&'static str, Resource); 8] = [
        ("requests", Resource::Requests),
        ("reads", Resource::Reads),
        ("writes", Resource::Writes),
        ("messages", Resource::Messages),
        ("bandwidth", Resource::Bandwidth),
        ("connections", Resource::Connections),
        ("memory", Resource::Memory),
        ("storage", Resource::Storage),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, r)| *r == self).map_or("", |(n, _)| n)
    }
}

#[derive(Debug, Clone, Default)]
pub struct Replication {
    pub span: Option<Span>,
    pub writer: Option<&'static str>,
    pub acks: Option<u32>,
    pub reads: Option<u32>,
    /// What is said to be a majority of the copies; its number is known once the copies are.
    pub majority: Majority,
    pub lag: Option<Quantity>,
    pub failover: Option<Quantity>,
    pub between: Option<&'static str>,
    /// Until a lost copy is there again: a time, or the bandwidth at which one unit is copied.
    pub rebuild: Option<Quantity>,
}

/// Which quorums are said to be a majority.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Majority {
    pub acks: bool,
    pub reads: bool,
}

#[derive(Debug)]
pub struct Backup {
    pub span: Span,
    pub every: Option<Quantity>,
    pub to: Option<String>,
    /// How long one backup is under way, and how long until it lies elsewhere.
    pub takes: Option<Quantity>,
    pub copy: Option<Quantity>,
    /// Until it serves again: a time, or the bandwidth at which the data comes back.
    pub restore: Option<Quantity>,
}

#[derive(Debug)]
pub struct Scale {
    pub to: Option<Spanned<u32>>,
    pub at: Option<Quantity>,
    pub time: Option<Quantity>,
    pub warm: ById<u32>,
}

#[derive(Debug, Clone)]
pub struct Latency {
    pub p50: Quantity,
    /// Equal to `p50` where the file gives one constant.
    pub p99: Quantity,
}

#[derive(Debug)]
pub struct Flow {
    pub actor: Option<Spanned<String>>,
    pub rate: Option<Formula>,
    /// Whether the rate is written per day or longer, so that a window squeezes it (format, A3).
    pub rate_is_daily: bool,
    pub concurrent: Option<Formula>,
    pub peak: Option<Quantity>,
    pub during: Option<Spanned<String>>,
    pub input: Option<Quantity>,
    pub output: Option<Quantity>,
    pub facts: Facts,
    pub steps: Vec<Step>,
}

#[derive(Debug)]
pub struct Step {
    /// `caller -> callee` as a whole.
    pub span: Span,
    pub caller: Spanned<String>,
    pub callee: Spanned<String>,
    /// `->`: the caller waits; `~>`: it does not.
    pub waits: bool,
    pub hit: Option<Quantity>,
    pub on_miss: Option<Spanned<String>>,
    pub if_down: Option<Spanned<String>>,
    pub optional: bool,
    pub share: Option<Quantity>,
    pub times: Option<Times>,
    pub serial: bool,
    pub parallel: bool,
    pub batch: Option<Quantity>,
    pub input: Option<Quantity>,
    pub output: Option<Quantity>,
    pub accesses: Vec<Access>,
    pub from_replica: bool,
    pub other_region: Option<Span>,
    pub hold: Option<Quantity>,
    pub retries: Option<Spanned<u32>>,
    pub timeout: Option<Quantity>,
    pub latency: Option<Box<Latency>>,
    pub then: Option<Spanned<String>>,
    pub facts: Facts,
}

#[derive(Debug)]
pub enum Times {
    Number(Quantity),
    /// Each copy group of a store, each unit of a stateless tier.
    All,
}

/// What a step does to an entity.
#[derive(Debug)]
pub struct Access {
    pub kind: AccessKind,
    pub entity: Spanned<String>,
    /// Rows in one call; 1 where the file does not say.
    pub rows: Option<Quantity>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessKind {
    Read,
    Write,
    Update,
    Delete,
}

impl AccessKind {
    pub const ALL: [(&'static str, AccessKind); 4] = [
        ("read", AccessKind::Read),
        ("write", AccessKind::Write),
        ("update", AccessKind::Update),
        ("delete", AccessKind::Delete),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, k)| *k == self).map_or("", |(n, _)| n)
    }
}

#[derive(Debug)]
pub struct Entity {
    pub stores: Vec<Spanned<String>>,
    pub keep: Option<Quantity>,
    pub rows: Option<Quantity>,
    pub fields: ById<Field>,
}

#[derive(Debug)]
pub struct Field {
    /// The type as written, `string(7)`; empty for a bare reference.
    pub kind: String,
    pub references: Option<Spanned<String>>,
    pub key: bool,
    pub unique: bool,
    pub pii: bool,
    pub optional: bool,
    /// Bytes, from `~SIZE` or the type; none for a bare reference, whose size is that of the keys it points at.
    pub size: Option<f64>,
}

#[derive(Debug)]
pub struct Api {
    pub style: Option<&'static str>,
    pub version: Option<String>,
    pub operations: ById<Operation>,
}

#[derive(Debug)]
pub struct Operation {
    /// `get`, …, `rpc`, …
    pub method: &'static str,
    pub target: Spanned<String>,
    pub takes: Vec<Spanned<String>>,
    pub returns: Option<Returns>,
    pub flow: Option<Spanned<String>>,
}

#[derive(Debug)]
pub enum Returns {
    Status(String),
    One(Spanned<String>),
    /// A page of them.
    Many(Spanned<String>),
}

#[derive(Debug)]
pub struct Figure {
    pub formula: Formula,
    pub drives: Option<Spanned<String>>,
}

#[derive(Debug)]
pub struct Decision {
    pub title: String,
    pub chose: Option<Spanned<String>>,
    pub over: Vec<Spanned<String>>,
    pub because: Vec<Spanned<String>>,
    pub at_the_cost_of: Option<String>,
    pub revisit: Option<String>,
}

#[derive(Debug)]
pub struct Waiver {
    pub span: Span,
    pub rule: Spanned<String>,
    pub of: Option<Spanned<String>>,
    pub because: String,
    pub until: Option<Spanned<String>>,
}

impl Waiver {
    /// The point of a review that it affirms: `review-out-of-scope` is about `out-of-scope`.
    pub fn point(&self) -> Option<&str> {
        self.rule.value.strip_prefix("review-")
    }
}

/// An assertion of `expect`.
#[derive(Debug)]
pub enum Expectation {
    Holds(Holds),
    /// `NFR1 = pass`.
    Verdict {
        requirement: Spanned<String>,
        status: Spanned<&'static str>,
    },
    /// `{drill: lose zone a, FR1: holds}`.
    Drill {
        drill: Spanned<String>,
        outcomes: ById<Spanned<&'static str>>,
    },
}

/// The paths under `include` of one text, with their places; none where it is no YAML.
pub fn includes(file: FileId, source: &Source) -> Vec<Spanned<String>> {
    let mut ignored = Vec::new();
    let Some(root) = crate::form::yaml::read(file, source, &mut ignored) else {
        return Vec::new();
    };
    let Some(node) = root.get("include") else {
        return Vec::new();
    };
    let items = match &node.value {
        crate::form::Value::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    items
        .iter()
        .filter_map(|n| n.text().map(|t| Spanned::new(t.to_string(), n.span)))
        .collect()
}

/// Reads the files of one design: the first is the design, the others are its includes.
///
/// `None` where there is nothing to work with; the findings tell why.
pub fn parse(sources: &mut Sources, settings: &Settings, findings: &mut Vec<Finding>) -> Option<Design> {
    let root: Node = merge::whole(sources, settings, findings)?;
    let mut design = decode::design(&root, settings, findings);
    match &settings.drills {
        drill::Wanted::Nothing => {}
        drill::Wanted::All => design.all_drills = true,
        drill::Wanted::These(lines) => design.drills = drill::typed(lines, sources),
    }
    Some(design)
}
