//! Reliability of a system of parts that fail: exact probability, minimal cut sets, importance.
//!
//! Pure mathematics: nothing here knows of designs. A [`System`] is up if enough of its tiers
//! are, by gates without a *not*; so it is coherent: mending a part never breaks the whole. All is computed in *un*availability, from sums of positive terms, so that results far below 1e-12 keep their digits.
//!
//! | file | does |
//! |---|---|
//! | `units` | how likely too few of alike units are up |
//! | `state` | the states of places, and what each tier is worth in one of them |
//! | `bdd` | decision diagrams |
//! | `absorb` | what every run needs, and what is left of the gates then |
//! | `block` | parts that share nothing with each other, each a product term or a diagram |
//! | `unavailability` | the sum over states |
//! | `cut` | minimal cut sets, up to an order |
//! | `importance` | what mending or losing each thing changes |
//! | `known` | what was solved before |

mod absorb;
mod bdd;
mod block;
mod cut;
mod importance;
mod known;
mod state;
mod unavailability;
mod units;

pub use cut::{Cut, Cuts, Failed, cuts};
pub use importance::{Event, Importance, Worth, importance, worth};
pub use known::{Known, RestsOn};
pub use unavailability::{Interval, Solution, solve};
pub use units::{too_few, units_for};

/// A system: a structure function over needs, as a graph of gates.
#[derive(Debug, Clone, Default)]
pub struct System {
    pub places: Vec<Place>,
    pub tiers: Vec<Tier>,
    pub choices: Vec<Choice>,
    /// Children stand before their parents.
    pub gates: Vec<Gate>,
}

/// A node of the structure function; the last gate of a system is its top.
#[derive(Debug, Clone, PartialEq)]
pub enum Gate {
    Need(Need),
    /// Holds if all of these do; holds if there are none.
    All(Vec<usize>),
    /// Holds if one of these does; fails if there are none.
    Any(Vec<usize>),
}

/// A zone or a region: when it is lost, everything in it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Probability that it is lost, given that what it lies in is not.
    pub down: f64,
    /// The region of a zone; its index is smaller than that of the zone.
    pub inside: Option<usize>,
}

/// Units that do the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Tier {
    /// Probability that one unit is down, given its places.
    pub unit_down: f64,
    /// Share of the failures of a unit that take all units of the tier at once (β of the beta-factor model of IEC
    /// 61508-6, annex D): independent 1 − β, common β, each of `unit_down`.
    pub common_cause: f64,
    /// Probability that no writer is there, because one takes over from another.
    pub failing_over: f64,
    /// Where the units of its groups are.
    pub layouts: Vec<Layout>,
    /// Whether a request meets all of the groups, or one of them, each alike.
    pub every_group: bool,
}

/// Where the units of some groups of a tier are.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Groups that look like this.
    pub groups: u32,
    /// Units in each place; without a place they can only fail by themselves.
    pub units: Vec<(Option<usize>, u32)>,
}

/// A choice that a run makes among options that exclude one another; what their probabilities leave is none of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    pub options: Vec<f64>,
}

/// Something that has to be up.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    pub tier: usize,
    pub level: Level,
    pub when: When,
}

/// How much of a tier has to be up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Level {
    /// Units of the group that have to be up.
    pub need: u32,
    /// Its writer must not be in a failover.
    pub writer: bool,
}

/// The runs in which something is needed.
#[derive(Debug, Clone, PartialEq)]
pub enum When {
    Always,
    All(Vec<When>),
    Any(Vec<When>),
    /// Runs that take this option of this choice.
    Option(usize, usize),
}

impl System {
    pub fn add(&mut self, gate: Gate) -> usize {
        self.gates.push(gate);
        self.gates.len() - 1
    }
}

impl Tier {
    /// Groups of the tier, at least one.
    pub fn groups(&self) -> u32 {
        self.layouts.iter().map(|l| l.groups).sum::<u32>().max(1)
    }
}
