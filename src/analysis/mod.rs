//! The analyses: each a pure function of the model. All of them walk the same flows, so they can't disagree.

pub mod access;
pub mod availability;
pub mod capacity;
pub mod cold;
pub mod cost;
pub mod drill;
pub mod growth;
pub mod latency;
pub mod load;
pub mod objective;
pub mod quota;
pub mod verdict;
pub mod warm;

use crate::figure::Origin;
use crate::model::Model;
use crate::quantity::{Dimension, Spread};
use access::Access;
use availability::{Conditions, FlowAvailability};
use capacity::partition::{self, PartitionRow};
use capacity::plan::{self, Plans};
use growth::Growth;
use latency::FlowLatency;
use load::{Condition, Load};
use verdict::{Contradiction, Outcome, Verdict};

/// How much of the results is wanted: what nobody looks at is not computed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Verdicts and availabilities, and the findings that need no more.
    Verdicts,
    /// The same with all findings.
    Findings,
    /// All figures, most of them without their formula.
    Values,
    /// All figures with their working.
    #[default]
    Everything,
}

/// Everything that is computed about a model whose form is sound.
pub struct Analysis<'a> {
    pub load: Load<'a>,
    /// By component: the units that it should have.
    pub plans: Vec<Plans>,
    pub growth: Growth,
    /// How each entity is asked for and changed.
    pub accesses: Vec<Access<'a>>,
    /// How the rows of each entity are spread over each store.
    pub spreads: Vec<access::Spread<'a>>,
    /// By flow: how many of its calls are let in.
    pub quotas: Vec<Vec<quota::Quota<'a>>>,
    /// How each entity lies in each store: copies and parts.
    pub layouts: Vec<access::Layout>,
    /// What cold caches overload.
    pub cold: cold::Colds,
    /// By component: what its partitions have to carry.
    pub partitions: Vec<Vec<PartitionRow>>,
    /// By flow; none for a flow that needs nothing but its actor.
    pub availability: Vec<Option<FlowAvailability>>,
    /// By flow; none for a fragment that no requirement is about, and where nobody waits.
    pub latency: Vec<Option<FlowLatency>>,
    /// One for each metric of each requirement, in the order of the file.
    pub verdicts: Vec<Verdict>,
    /// What the targets on availability and latency leave to fail; only with everything.
    pub objectives: Vec<objective::Objective>,
    /// Requirements that don't go together.
    pub contradictions: Vec<Contradiction>,
    /// By assumption; none where it has no `holds`.
    pub assumptions: Vec<Option<Outcome>>,
    /// By entry of `expect`.
    pub expectations: Vec<Outcome>,
    /// The drills that are asked for.
    pub drills: drill::Drills,
}

pub fn analyse<'a>(model: &Model<'a>, detail: Detail) -> Analysis<'a> {
    let mut load = load::load(model, &Condition::default());
    let latency = latency::flows(model, &mut load, detail);
    let mut conditions = Conditions::new(model, &mut load);
    conditions.at_all = detail >= Detail::Values;
    let mut cold = match detail {
        Detail::Verdicts => cold::Search::default(),
        _ => cold::Search::new(model),
    };
    conditions.prepare(&mut cold);
    let of_flow = |f| {
        let mut found = availability::of_flow(&mut conditions, f, None)?;
        found.working =
            (detail >= Detail::Values).then(|| availability::working(model, &found, &mut conditions.solved));
        Some(found)
    };
    let mut availability: Vec<Option<FlowAvailability>> = (0..model.flows.len()).map(of_flow).collect();
    let load_of = &mut *conditions.load;
    for (f, found) in availability.iter().enumerate() {
        let Some(found) = found else { continue };
        let exact = found.is_exact();
        let figure = if exact {
            let up = Spread::Exact(1.0 - found.down.high);
            load_of
                .figures
                .given(up, Dimension::NONE, Origin::Default("the availability analysis"))
        } else {
            let fact = found.missing.first().cloned();
            let fact = fact.unwrap_or_else(|| format!("{}.availability", model.flows[f].id));
            load_of.figures.missing(fact, Dimension::NONE)
        };
        load_of.flows[f].availability = Some(
            load_of
                .figures
                .named(figure, || format!("{}.availability", model.flows[f].id)),
        );
    }
    load_of.late_figures(model);
    let drills = drill::drills(model, load_of);
    let verdicts = verdict::verdicts(&availability, &latency, &drills, &mut conditions);
    if detail == Detail::Findings {
        // Where a target is open, it is worth a word what would help.
        for f in verdict::open_availabilities(model, &verdicts) {
            if let Some(found) = availability.get_mut(f).and_then(Option::as_mut) {
                found.working = Some(availability::working(model, found, &mut conditions.solved));
            }
        }
    }
    let mut objectives = Vec::new();
    if detail >= Detail::Everything {
        objectives = objective::objectives(&mut load, model, &verdicts);
    }
    let contradictions = verdict::contradictions(model, &mut load);
    let assumptions = model
        .design
        .assumptions
        .iter()
        .map(|(_, a)| a.holds.as_ref().map(|h| verdict::holds(model, &mut load, h)))
        .collect();
    let expectations = model
        .design
        .expectations
        .iter()
        .map(|e| verdict::expected(model, &mut load, &verdicts, &drills, e))
        .collect();
    let (mut plans, mut growth, mut partitions) = (Vec::new(), Growth::default(), Vec::new());
    let (mut accesses, mut spreads, mut layouts, mut quotas) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut colds = cold::Colds::default();
    if detail > Detail::Verdicts {
        // Findings say what is found here in words of their own; only a report shows it by name.
        load.figures.set_quiet(detail < Detail::Values);
        plans = plan::plans(&mut load, model, detail);
        growth = growth::growth(&mut load, model, &plans, detail);
        partitions = partition::partitions(&mut load, model);
        colds = cold.finish(&mut load, model);
        accesses = access::accesses(&mut load, model);
        spreads = access::spreads(&mut load, model);
        quotas = quota::quotas(&mut load, model);
        layouts = access::layouts(&mut load, model, &partitions);
    }
    Analysis {
        load,
        plans,
        partitions,
        growth,
        accesses,
        spreads,
        quotas,
        layouts,
        cold: colds,
        availability,
        latency,
        verdicts,
        objectives,
        contradictions,
        assumptions,
        expectations,
        drills,
    }
}
