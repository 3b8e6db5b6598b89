//! The structure function of a flow in plain data, for independent tools.

/// A coherent system of tiers in places, for the users of one region.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultModel {
    /// Id of the flow.
    pub flow: String,
    /// Region of its users; none where there is but one.
    pub users: Option<String>,
    /// Their share of all users.
    pub share: f64,
    pub places: Vec<FaultPlace>,
    pub tiers: Vec<FaultTier>,
    /// Choices of a run: probabilities of options that exclude one another.
    pub choices: Vec<Vec<f64>>,
    /// Children stand before their parents; the last is the top.
    pub gates: Vec<FaultGate>,
}

/// A zone or a region.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultPlace {
    pub name: String,
    /// Probability that it is lost.
    pub down: f64,
    /// The region of a zone, by index.
    pub inside: Option<usize>,
}

/// Units that do the same.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultTier {
    pub name: String,
    pub unit_down: f64,
    /// Share of the failures of a unit that take all units at once.
    pub common_cause: f64,
    /// Probability that no writer is there.
    pub failing_over: f64,
    pub groups: Vec<FaultGroups>,
    /// Whether a request meets all groups, or one of them, each alike.
    pub every_group: bool,
}

/// Groups of a tier that look alike.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultGroups {
    pub count: u32,
    /// Units of each by place.
    pub units: Vec<(Option<usize>, u32)>,
}

/// A node of the structure function.
#[derive(Debug, Clone, PartialEq)]
pub enum FaultGate {
    /// At least `need` units of the group, and its writer where one is needed, in the runs of `when`.
    Need {
        tier: usize,
        need: u32,
        writer: bool,
        when: FaultWhen,
    },
    All(Vec<usize>),
    Any(Vec<usize>),
}

/// The runs in which something is needed.
#[derive(Debug, Clone, PartialEq)]
pub enum FaultWhen {
    Always,
    All(Vec<FaultWhen>),
    Any(Vec<FaultWhen>),
    /// Runs that take this option of this choice.
    Option(usize, usize),
}
