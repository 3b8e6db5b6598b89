//! Verdicts: each metric of each requirement compared with its analysis. Nothing unknown passes.

mod answer;
mod capacity;
mod consistency;
mod contradiction;
mod cost;
mod doubt;
mod drill;
mod durability;
mod expect;
mod facts;
mod latency;
mod loss;
mod reads;
mod recovery;
mod scope;
mod staleness;
mod stance;
mod survive;

pub use answer::{YEAR_IN_MINUTES, interval_text, region_name, term, text as availability_text, zone_name};
pub use capacity::holds;
pub use contradiction::{Contradiction, Weight, contradictions};
pub use expect::expected;
pub use stance::{Otherwise, Partition, Stance, stances};

use crate::analysis::availability::{Conditions, FlowAvailability};
use crate::analysis::drill::Drills;
use crate::analysis::latency::FlowLatency;
use crate::design::{Metric, Nonfunctional};
use crate::figure::Id;
use crate::model::{Model, Thing};
use crate::source::{Span, Spanned};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Pass,
    Unknown,
    Fail,
}

/// What an analysis says of one target.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub status: Status,
    /// The value found, as printed.
    pub value: Option<String>,
    /// Distance to the target, as printed.
    pub margin: Option<String>,
    /// Share of samples in which it holds, where that is neither none nor all.
    pub probability: Option<f64>,
    /// The figures that were compared.
    pub rests_on: Vec<Id>,
    /// What decides.
    pub because: Vec<String>,
    /// Facts that are missing.
    pub missing: Vec<String>,
}

/// One metric of one requirement, judged.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// `NFR3.rpo` where the requirement has several metrics.
    pub id: String,
    /// Index of the requirement.
    pub requirement: usize,
    pub metric: &'static str,
    pub of: Option<String>,
    pub target: String,
    pub not_computable: bool,
    pub span: Span,
    pub outcome: Outcome,
}

impl Outcome {
    fn of(status: Status) -> Self {
        Outcome {
            status,
            value: None,
            margin: None,
            probability: None,
            rests_on: Vec::new(),
            because: Vec::new(),
            missing: Vec::new(),
        }
    }

    fn unknown(missing: impl Into<String>) -> Self {
        Outcome {
            missing: vec![missing.into()],
            ..Outcome::of(Status::Unknown)
        }
    }

    fn because(mut self, reason: impl Into<String>) -> Self {
        self.because.push(reason.into());
        self
    }

    fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Of several things that all have to hold: the worst, with the reasons of those that decide.
    fn all(outcomes: impl IntoIterator<Item = Outcome>) -> Option<Outcome> {
        outcomes.into_iter().reduce(|mut a, b| match b.status.cmp(&a.status) {
            std::cmp::Ordering::Greater => b,
            std::cmp::Ordering::Less => a,
            std::cmp::Ordering::Equal => {
                for (to, from) in [(&mut a.because, b.because), (&mut a.missing, b.missing)] {
                    for text in from {
                        if !to.contains(&text) {
                            to.push(text);
                        }
                    }
                }
                a
            }
        })
    }
}

/// What the judges of single metrics work with.
struct Bench<'b, 'l, 'm, 'a> {
    model: &'m Model<'a>,
    availability: &'b [Option<FlowAvailability>],
    latency: &'b [Option<FlowLatency>],
    drills: &'b Drills,
    conditions: &'b mut Conditions<'l, 'm, 'a>,
}

/// Flows of which an availability is required and not proven.
pub fn open_availabilities(model: &Model, verdicts: &[Verdict]) -> Vec<usize> {
    let open = verdicts
        .iter()
        .filter(|v| v.metric == "availability" && v.outcome.status != Status::Pass);
    let mut flows: Vec<usize> = open
        .flat_map(|v| match &v.of {
            Some(of) => model.flow_index(of).into_iter().collect(),
            None => (0..model.flows.len()).collect::<Vec<_>>(),
        })
        .collect();
    flows.sort_unstable();
    flows.dedup();
    flows
}

/// Judges every metric of every requirement.
pub fn verdicts(
    availability: &[Option<FlowAvailability>],
    latency: &[Option<FlowLatency>],
    drills: &Drills,
    conditions: &mut Conditions,
) -> Vec<Verdict> {
    let model = conditions.model;
    let mut bench = Bench {
        model,
        availability,
        latency,
        drills,
        conditions,
    };
    let mut verdicts = Vec::new();
    for (index, (id, requirement)) in model.design.nonfunctional.iter().enumerate() {
        if !model.design.is_judged(&id.value) {
            continue;
        }
        let several = requirement.metrics.len() > 1;
        for metric in &requirement.metrics {
            let name = metric.value.name();
            verdicts.push(Verdict {
                id: if several {
                    format!("{}.{name}", id.value)
                } else {
                    id.value.clone()
                },
                requirement: index,
                metric: name,
                of: requirement.of.as_ref().map(|o| o.value.clone()),
                target: target(&metric.value, requirement),
                not_computable: matches!(metric.value, Metric::Says(_)),
                span: metric.span,
                outcome: bench.judge(metric, requirement),
            });
        }
    }
    verdicts
}

/// The target as printed: `≥ 99.95 %`, `p99 < 100 ms`.
pub fn target(metric: &Metric, requirement: &Nonfunctional) -> String {
    let mut text = match metric {
        Metric::Availability(q) | Metric::Throughput(q) | Metric::Durability(q) => format!("≥ {}", q.text),
        Metric::Latency { percentile, at_most } => {
            format!(
                "p{} ≤ {}",
                crate::quantity::print::digits(percentile * 100.0),
                at_most.text
            )
        }
        Metric::Rpo(q) | Metric::Rto(q) | Metric::Cost(q) | Metric::Staleness(q) => format!("≤ {}", q.text),
        Metric::Survive(what) => what.clone(),
        Metric::Consistency(word) => (*word).to_string(),
        Metric::Has(words) | Metric::Lacks(words) => listed(words),
        Metric::Holds(_, text) | Metric::Says(text) => text.clone(),
    };
    if let Some(to) = &requirement.to {
        text.push_str(&format!(", to {}", to.value));
    }
    if let Some(when) = &requirement.when {
        text.push_str(&format!(", when {}", when.value));
    }
    text
}

fn listed(words: &[Spanned<String>]) -> String {
    words.iter().map(|w| w.value.as_str()).collect::<Vec<_>>().join(", ")
}

impl Bench<'_, '_, '_, '_> {
    fn judge(&mut self, metric: &Spanned<Metric>, requirement: &Nonfunctional) -> Outcome {
        match &metric.value {
            Metric::Availability(target) => self.availability(target.point(), requirement),
            Metric::Latency { percentile, at_most } => self.latency(*percentile, at_most, requirement),
            Metric::Throughput(target) => self.throughput(target, requirement),
            Metric::Cost(target) => self.cost(target),
            Metric::Holds(parts, text) => {
                let (left, comparison, right) = parts.as_ref();
                capacity::comparison(self.model, self.conditions.load, left, *comparison, right, text, None)
            }
            Metric::Rpo(target) => self.rpo(target, requirement),
            Metric::Rto(target) => self.rto(target, requirement),
            Metric::Consistency(word) => self.consistency(word, requirement),
            Metric::Staleness(target) => self.staleness(target, requirement),
            Metric::Survive(what) => self.survive(what, metric.span, requirement),
            Metric::Durability(target) => self.durability(target, requirement),
            Metric::Has(words) => self.facts(words, facts::Said::Has, requirement),
            Metric::Lacks(words) => self.facts(words, facts::Said::Lacks, requirement),
            Metric::Says(_) => match &requirement.shown_by[..] {
                [] => Outcome::of(Status::Unknown).because("no calculation can prove it"),
                shown => {
                    let shown = listed(shown);
                    Outcome::of(Status::Unknown).because(format!("no calculation can prove it; see {shown}"))
                }
            },
        }
    }

    /// The flows that a requirement is about: its `of`, else all that an actor or a job starts.
    fn flows(&self, requirement: &Nonfunctional) -> Vec<usize> {
        let model = self.model;
        match &requirement.of {
            Some(of) => match model.thing(&of.value) {
                Some(Thing::Flow(f)) => vec![f],
                Some(Thing::Component(c)) => (0..model.flows.len())
                    .filter(|f| {
                        let party = crate::model::Party::Component(c);
                        model.flows[*f]
                            .steps
                            .iter()
                            .any(|s| s.callee == party || s.caller == party)
                    })
                    .collect(),
                _ => Vec::new(),
            },
            None => (0..model.flows.len()).filter(|f| !model.flows[*f].fragment).collect(),
        }
    }
}
