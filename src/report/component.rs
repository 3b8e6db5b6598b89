//! Components with their capacity, and the links between them.

use super::{Figure, Partition, Plan};
use serde::Serialize;

/// The picture that stands for a function.
#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    Service,
    Worker,
    Balancer,
    Gateway,
    Edge,
    Cache,
    Database,
    ObjectStore,
    Search,
    Queue,
    Log,
    External,
    Client,
    Unknown,
}

#[derive(Debug, Clone, Serialize)]
pub struct Component {
    pub id: String,
    /// Id of the function in the catalog.
    pub function: String,
    /// The function's title, or its id where the catalog does not know it.
    pub function_title: String,
    /// Id and title of the technology that fills it.
    pub technology: Option<String>,
    pub technology_title: Option<String>,
    pub shape: Shape,
    pub size: Option<String>,
    /// Where its units run.
    pub placement: Placement,
    /// Units in one region, as declared or by default.
    pub units: u32,
    /// Units and placement in a few words: `6 units over zones a, b, c`.
    pub placed: String,
    pub has: Vec<String>,
    pub lacks: Vec<String>,
    /// What it is from outside, where the file says so.
    pub contract: Option<Contract>,
    /// Calls on an average day and at the peak, both a second.
    pub average: Figure,
    pub peak: Figure,
    /// Further loads at the peak, only those that this component has: reads, writes, fills, messages,
    /// bandwidth in and out, connections.
    pub loads: Vec<Figure>,
    /// Bytes kept at the horizon with all copies, and bytes that a day adds today, for what keeps data.
    pub storage: Option<Figure>,
    pub daily_growth: Option<Figure>,
    /// One row for each limiting resource.
    pub resources: Vec<Resource>,
    /// Limits of its partitions, by which a hot key is judged; empty where the catalog knows none.
    pub partitions: Vec<Partition>,
    /// The partition key, as the file says it.
    pub key: Option<String>,
    /// How it keeps data, for what keeps some.
    pub store: Option<Store>,
    /// The highest utilisation of all resources; unknown where no limit is known.
    pub utilisation: Figure,
    /// Units that it should have; none where it is not known how much load a unit carries.
    pub plan: Option<Plan>,
    /// Share of all cases that the ranges allow in which a resource is at or above 100 %; none where that is certain.
    pub overload: Option<f64>,
    /// How full it is, in one word.
    pub state: CapacityState,
}

/// How a component keeps data.
#[derive(Debug, Clone, Serialize)]
pub struct Store {
    pub model: DataModel,
    /// Groups of units that share the keys; none where the copies are not known.
    pub groups: Option<u32>,
    /// How long an entry lives, as written.
    pub ttl: Option<String>,
    /// The same in seconds.
    pub ttl_seconds: Option<f64>,
}

/// What a store is asked for, and so what a design of its keys looks like.
#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum DataModel {
    /// Tables, keys and indexes.
    Relational,
    /// Items by partition and sort key.
    KeyValue,
    Document,
    /// Rows in partitions, one table for each question.
    WideColumn,
    /// Structures in memory, each under its key.
    Memory,
    Search,
    /// Topics that are read again.
    Log,
    /// Messages that are taken away.
    Queue,
    Object,
    /// Any other.
    Other,
}

/// A component as its callers see it.
#[derive(Debug, Clone, Serialize)]
pub struct Contract {
    pub receives: Option<String>,
    pub returns: Option<String>,
    pub owns: Option<String>,
    pub fails_by: Option<String>,
}

/// Where units run.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Placement {
    /// Units in zones of regions; a zone with an empty id is the unnamed one.
    Zones { regions: Vec<RegionUnits> },
    /// A managed service of a region.
    Regional { regions: Vec<String> },
    /// Outside all regions: a CDN, DNS, a provider.
    Outside,
    /// On the user's device.
    Device,
}

#[derive(Debug, Clone, Serialize)]
pub struct RegionUnits {
    pub region: String,
    pub zones: Vec<ZoneUnits>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ZoneUnits {
    pub zone: String,
    pub units: u32,
}

/// Demand against capacity for one limiting resource.
#[derive(Debug, Clone, Serialize)]
pub struct Resource {
    /// `requests`, `reads`, `writes`, `messages`, `bandwidth`, `connections`, `memory`, `storage`.
    pub resource: String,
    pub demand: Figure,
    /// What one unit gives.
    pub per_unit: Figure,
    /// Highest utilisation to plan for.
    pub target: Figure,
    /// Units for the peak at the target utilisation.
    pub units_needed: Figure,
    pub utilisation: Figure,
    /// Utilisation with the fullest zone lost, for units in zones.
    pub zone_lost: Option<Figure>,
    /// Units for the peak and for losses, in whole zones and groups.
    pub plan: Option<Plan>,
    /// Whether this resource runs out first.
    pub binding: bool,
    pub state: CapacityState,
}

#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum CapacityState {
    /// At or below the target utilisation.
    Within,
    /// Above the target but below 100 %.
    AboveTarget,
    /// At or above 100 %: queues grow without end.
    Unstable,
    /// No limit or no demand is known.
    Unknown,
}

/// A directed pair of parties and what passes between them.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// Id of an actor or a component.
    pub from: String,
    pub to: String,
    /// Whether the caller waits on at least one of the steps.
    pub waits: bool,
    pub flows: Vec<String>,
    pub average: Figure,
    pub peak: Figure,
    /// Bytes a second at the peak, to the callee and back.
    pub bytes_in: Figure,
    pub bytes_out: Figure,
}
