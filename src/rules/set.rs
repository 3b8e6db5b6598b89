//! What rules are about, in the words by which a project picks them.

/// The part of a design that a rule watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Set {
    /// What fails, and with what.
    Redundancy,
    /// Whether the load fits, today and at the horizon.
    Capacity,
    /// What is kept, how long, how safe, and what a reader sees of it.
    Data,
    /// What is done later: queues, logs and their consumers.
    Messaging,
    /// What stands in front of the truth.
    Caching,
    /// Calls and contracts: time limits, retries, operations.
    Api,
    /// Ways between components: distance, names, the edge.
    Network,
    /// Who may read and do what.
    Security,
    /// How it is watched, changed and practised.
    Operability,
    /// What it costs, and what of that is for nothing.
    Cost,
    /// The requirements themselves, and what rests on them.
    Requirements,
    /// The file as such: its syntax, its names, its waivers.
    Form,
}

impl Set {
    /// All sets with their words, in the order of listings.
    pub const ALL: [(&'static str, Set); 12] = [
        ("redundancy", Set::Redundancy),
        ("capacity", Set::Capacity),
        ("data", Set::Data),
        ("messaging", Set::Messaging),
        ("caching", Set::Caching),
        ("api", Set::Api),
        ("network", Set::Network),
        ("security", Set::Security),
        ("operability", Set::Operability),
        ("cost", Set::Cost),
        ("requirements", Set::Requirements),
        ("form", Set::Form),
    ];

    /// Its word.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, s)| *s == self).map_or("", |(n, _)| n)
    }

    /// The set that goes by a word.
    pub fn from_name(name: &str) -> Option<Set> {
        Self::ALL.iter().find(|(n, _)| *n == name).map(|(_, s)| *s)
    }
}
