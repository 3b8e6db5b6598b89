//! How old what a read sees may be, along caches, copies and the calls that nobody waits for.

use super::reads::Seen;
use super::scope::{truth, worst};
use super::{Bench, Outcome, doubt};
use crate::analysis::latency::{self, Level};
use crate::design::{AccessKind, Nonfunctional};
use crate::figure::{Id, Origin};
use crate::model::Party;
use crate::quantity::expression::Comparison;
use crate::quantity::{Dimension, Quantity, Spread};

/// The percentile that stands for the time of a call that nobody waits for: most calls have no bound.
const PERCENTILE: f64 = 0.99;

impl Bench<'_, '_, '_, '_> {
    pub(super) fn staleness(&mut self, target: &Quantity, requirement: &Nonfunctional) -> Outcome {
        let reads = self.reads(requirement);
        let limit = self.conditions.load.figures.quantity(target);
        let mut outcomes = Vec::new();
        for read in reads {
            let flow = self.model.flows[read.flow].id;
            let figures = &mut self.conditions.load.figures;
            let age = match read.seen {
                Seen::Last => figures.sum(&[], Dimension::TIME),
                Seen::Old(age) => age,
                Seen::Unknown(fact) => figures.missing(fact, Dimension::TIME),
            };
            let mut outcome = doubt::compare(figures, age, Comparison::AtMost, limit);
            let Some(value) = figures.value(age) else {
                outcomes.push((f64::INFINITY, outcome));
                continue;
            };
            let found = figures.text(age);
            let sentence = match value > 0.0 {
                true => format!("{flow} may see what is {found} old ({})", read.why),
                false => format!("{flow} sees the last write ({})", read.why),
            };
            outcome.because.insert(0, sentence);
            outcomes.push((value, outcome.value(found)));
        }
        worst(outcomes).unwrap_or_else(|| Outcome::unknown(unread(self.model, requirement)))
    }

    /// How far a copy of an entity is behind its truth: the lag that the file gives the copy, else the time in which
    /// what writes the copy gets there.
    pub(super) fn behind_truth(&mut self, c: usize, e: usize) -> (Id, String) {
        let model = self.model;
        let (copy, entity) = (model.components[c].id, &model.design.entities[e].0.value);
        let mut writers = Vec::new();
        for (f, flow) in model.flows.iter().enumerate() {
            let writes = |s: &crate::model::Step| s.callee == Party::Component(c) && changes(model, s, e);
            if !flow.fragment && flow.steps.iter().any(writes) {
                writers.push(f);
            }
        }
        if writers.is_empty() {
            // A cache that flows only read is filled by its misses.
            if model.components[c].file.ttl.is_some() {
                let ttl = model.components[c].file.ttl.as_ref();
                let words = format!("{copy} keeps a copy up to its ttl");
                let cell = ttl.map(|ttl| self.conditions.load.figures.quantity(ttl));
                return cell.map_or_else(|| self.no_age(String::new(), String::new()), |cell| (cell, words));
            }
            return self.no_age(
                format!("a step that writes {entity} into {copy}"),
                format!("{copy} keeps a copy"),
            );
        }
        let mut ages = Vec::new();
        for f in &writers {
            ages.push(self.fed(*f, c, e));
        }
        let names: Vec<&str> = writers.iter().map(|f| model.flows[*f].id).collect();
        let figures = &mut self.conditions.load.figures;
        let age = figures.max(&ages);
        let words = match figures.value(age) {
            Some(_) => format!(
                "99 of 100 changes of {entity} are in {copy} within {} ({})",
                figures.text(age),
                names.join(", ")
            ),
            None => format!("{copy} keeps a copy that {} writes", names.join(", ")),
        };
        (age, words)
    }

    fn no_age(&mut self, fact: String, words: String) -> (Id, String) {
        (self.conditions.load.figures.missing(fact, Dimension::TIME), words)
    }

    /// Time from a change of the truth until a flow has written it into a copy.
    fn fed(&mut self, f: usize, c: usize, e: usize) -> Id {
        let model = self.model;
        let flow = &model.flows[f];
        let last = self.reached(f, Party::Component(c));
        let first = truth(model, e).map(Party::Component);
        let own = flow
            .steps
            .iter()
            .any(|s| Some(s.callee) == first && changes(model, s, e));
        // The flow changes the truth itself, or the truth starts it.
        if own || Some(flow.starter) == first {
            return last;
        }
        // Another flow changes the truth and tells the one that starts this.
        let before = model.flows.iter().position(|g| {
            let truth = g.steps.iter().any(|s| Some(s.callee) == first && changes(model, s, e));
            truth && g.steps.iter().any(|s| s.callee == flow.starter)
        });
        match before {
            Some(g) => {
                let told = self.reached(g, flow.starter);
                self.conditions.load.figures.sum(&[told, last], Dimension::TIME)
            }
            None => {
                let entity = &model.design.entities[e].0.value;
                let fact = format!(
                    "how soon {} learns of a change of {entity}: no step joins them",
                    flow.id
                );
                self.conditions.load.figures.missing(fact, Dimension::TIME)
            }
        }
    }

    /// Time until a participant of a flow was last reached, every call on the way counted.
    fn reached(&mut self, f: usize, to: Party) -> Id {
        let model = self.model;
        let load = &mut *self.conditions.load;
        let found = latency::of_flow(model, load, f, Some(to), Level::Point);
        let name = model.party_id(to);
        match found.percentile(PERCENTILE).filter(|_| found.is_known()) {
            Some(seconds) => {
                let origin = Origin::Default("the latency analysis: its 99th percentile at the peak");
                load.figures.given(Spread::Exact(seconds), Dimension::TIME, origin)
            }
            None => {
                let fact = found.found.missing.first().cloned().or(found.trouble.clone());
                let fact = fact.unwrap_or_else(|| format!("how long {} takes to reach {name}", model.flows[f].id));
                load.figures.missing(fact, Dimension::TIME)
            }
        }
    }
}

/// Whether a step changes rows of an entity.
pub(super) fn changes(model: &crate::model::Model, step: &crate::model::Step, e: usize) -> bool {
    let kinds = |kind| kind != AccessKind::Read;
    let mut accesses = step.file.accesses.iter().filter(|a| kinds(a.kind));
    accesses.any(|a| model.entity_index(&a.entity.value) == Some(e))
}

/// The fact that is missing where nothing reads what a requirement is about.
pub(super) fn unread(model: &crate::model::Model, requirement: &Nonfunctional) -> String {
    match &requirement.of {
        Some(of) if model.flow_index(&of.value).is_some() => format!("a read: `{}` reads nothing", of.value),
        of => format!("a step that reads {}", of.as_ref().map_or("an entity", |of| &of.value)),
    }
}
