//! Calls per run, rates and peaks of flows.

use super::{Condition, Load};
use crate::design::{AccessKind, Times};
use crate::figure::{Id, Origin};
use crate::model::walk::{Source, Walk};
use crate::model::{Model, Party};
use crate::quantity::{Dimension, Spread};

/// What one flow does.
#[derive(Debug)]
pub struct FlowLoad<'a> {
    pub walk: Walk<'a>,
    /// Runs a second on a daily average; for a fragment, over all flows that run it.
    pub rate: Option<Id>,
    /// Runs a second at the flow's own peak.
    pub peak: Option<Id>,
    /// Written by the availability analysis.
    pub availability: Option<Id>,
    /// p50, p75, p95, p99 and mean of the time that it takes; written by the latency analysis.
    pub percentiles: [Option<Id>; 5],
    /// Of each walked step: calls and messages per run, bytes of a message each way.
    pub calls: Vec<Id>,
    pub messages: Vec<Id>,
    pub input: Vec<Id>,
    pub output: Vec<Id>,
}

impl<'a> FlowLoad<'a> {
    pub fn new(walk: Walk<'a>) -> Self {
        FlowLoad {
            walk,
            rate: None,
            peak: None,
            availability: None,
            percentiles: [None; 5],
            calls: Vec::new(),
            messages: Vec::new(),
            input: Vec::new(),
            output: Vec::new(),
        }
    }
}

impl<'a> Load<'a> {
    /// Calls, messages and sizes of every step of a flow.
    pub(super) fn count_calls(&mut self, model: &Model<'a>, f: usize) {
        for w in 0..self.flows[f].walk.steps.len() {
            let calls = self.step_calls(model, f, w);
            let batch = self.step(model, f, w).file.batch.as_ref();
            let messages = match batch.map(|b| self.figures.quantity(b)) {
                Some(batch) => self.figures.product(&[calls, batch]),
                None => calls,
            };
            let input = self.step_size(model, f, w, true);
            let output = self.step_size(model, f, w, false);
            let flow = &mut self.flows[f];
            flow.calls.push(calls);
            flow.messages.push(messages);
            flow.input.push(input);
            flow.output.push(output);
        }
    }

    pub(super) fn step<'m>(&self, model: &'m Model<'a>, f: usize, w: usize) -> &'m crate::model::Step<'a> {
        &model.flows[f].steps[self.flows[f].walk.steps[w].step]
    }

    /// `calls of the set × share × times ÷ batch`, or for a miss the misses of the set in place of its calls.
    fn step_calls(&mut self, model: &Model<'a>, f: usize, w: usize) -> Id {
        let step = self.step(model, f, w).file;
        let (source, callee) = (self.flows[f].walk.steps[w].source, self.flows[f].walk.steps[w].callee);
        let mut factors = Vec::new();
        match source {
            Source::Calls(set) => factors.extend(self.set_calls(f, set)),
            Source::Misses(set) => factors.extend(self.set_misses(f, set)),
        }
        if let Some(share) = &step.share {
            factors.push(self.figures.quantity(share));
        }
        match &step.times {
            Some(Times::Number(times)) => factors.push(self.figures.quantity(times)),
            Some(Times::All) => factors.push(self.units_addressed(model, callee)),
            None => {}
        }
        // A product without factors is one call.
        let calls = self.figures.product(&factors);
        match &step.batch {
            Some(batch) => {
                let batch = self.figures.quantity(batch);
                self.figures.quotient(calls, batch)
            }
            None => calls,
        }
    }

    /// Each copy group of a store, each unit of a stateless tier.
    fn units_addressed(&mut self, model: &Model<'a>, callee: Party) -> Id {
        let Party::Component(c) = callee else {
            return self.figures.number(1.0);
        };
        let component = &model.components[c];
        match component.groups() {
            Some(groups) => self.figures.given(
                Spread::Exact(f64::from(groups)),
                Dimension::NONE,
                component
                    .file
                    .replicas
                    .as_ref()
                    .map_or(Origin::Default("units of the component"), |r| Origin::File(r.span)),
            ),
            None => self
                .figures
                .missing(format!("components.{}.copies", component.id), Dimension::NONE),
        }
    }

    /// Calls of a set; none where it has exactly the one call of the flow's starter.
    fn set_calls(&mut self, f: usize, set: usize) -> Option<Id> {
        let from = &self.flows[f].walk.sets[set].from;
        if from.is_empty() {
            return None;
        }
        let parts: Vec<Id> = from.iter().map(|w| self.flows[f].calls[*w]).collect();
        Some(self.figures.sum(&parts, Dimension::NONE))
    }

    pub(super) fn set_misses(&mut self, f: usize, set: usize) -> Option<Id> {
        let from = self.flows[f].walk.sets[set].from.clone();
        if from.is_empty() {
            return None;
        }
        let mut parts = Vec::with_capacity(from.len());
        for w in from {
            let calls = self.flows[f].calls[w];
            parts.push(match self.flows[f].walk.steps[w].hit {
                Some(hit) => {
                    let hit = self.figures.quantity(hit);
                    let miss = self.figures.rest(hit);
                    self.figures.product(&[calls, miss])
                }
                None => calls,
            });
        }
        Some(self.figures.sum(&parts, Dimension::NONE))
    }

    /// Bytes of one message: the step's own, else those of its entities, else those of the caller's calls.
    fn step_size(&mut self, model: &Model<'a>, f: usize, w: usize, input: bool) -> Id {
        let step = self.step(model, f, w);
        let (file, owner) = (step.file, step.owner);
        if let Some(own) = if input { &file.input } else { &file.output } {
            return self.figures.quantity(own);
        }
        let kinds: &[AccessKind] = if input {
            &[AccessKind::Write, AccessKind::Update]
        } else {
            &[AccessKind::Read]
        };
        let mut parts = Vec::new();
        for access in file.accesses.iter().filter(|a| kinds.contains(&a.kind)) {
            let Some(e) = model.entity_index(&access.entity.value) else {
                continue;
            };
            let Some(size) = self.entities[e].size else {
                continue;
            };
            parts.push(match &access.rows {
                Some(rows) => {
                    let rows = self.figures.quantity(rows);
                    self.figures.product(&[rows, size])
                }
                None => size,
            });
        }
        if !parts.is_empty() {
            return self.figures.sum(&parts, Dimension::BYTES);
        }
        // The call into a fragment carries what the fragment says; so do the steps at its start.
        let fragment = file.then.as_ref().and_then(|t| model.flow_index(&t.value)).or_else(|| {
            let first = model.design.flows[owner].1.steps.first()?;
            (owner != f && first.caller.value == file.caller.value).then_some(owner)
        });
        for flow in fragment.into_iter().map(|i| &model.design.flows[i].1) {
            if let Some(size) = if input { &flow.input } else { &flow.output } {
                return self.figures.quantity(size);
            }
        }
        let (Source::Calls(set) | Source::Misses(set)) = self.flows[f].walk.steps[w].source;
        self.set_size(model, f, set, input)
    }

    fn set_size(&mut self, model: &Model<'a>, f: usize, set: usize, input: bool) -> Id {
        if let Some(first) = self.flows[f].walk.sets[set].from.first() {
            let sizes = if input {
                &self.flows[f].input
            } else {
                &self.flows[f].output
            };
            return sizes[*first];
        }
        let file = model.flows[f].file;
        let (size, key) = if input {
            (&file.input, "in")
        } else {
            (&file.output, "out")
        };
        match size {
            Some(size) => self.figures.quantity(size),
            None => {
                let fact = format!("flows.{}.{key}", model.flows[f].id);
                self.figures.missing(fact, Dimension::BYTES)
            }
        }
    }

    /// Rate and peak of a flow.
    pub(super) fn rate(&mut self, model: &Model<'a>, f: usize, condition: &Condition) {
        let flow = &model.flows[f];
        let (average, inside) = if flow.fragment {
            let rate = self.fragment_total(model, f, |l| l.rate);
            (rate, rate)
        } else {
            let written = self.written_rate(model, f);
            self.squeeze(model, f, written)
        };
        let average = self.figures.named(average, || format!("{}.rate", flow.id));
        let peak = match &condition.scaled {
            Some((scaled, target)) if *scaled == f => self.figures.quantity(target),
            _ if flow.fragment => self.fragment_total(model, f, |l| l.peak),
            _ => {
                let own = flow.file.peak.as_ref().map(|p| self.figures.quantity(p));
                let factor = match (own, &flow.file.during) {
                    (Some(own), _) => Some(own),
                    (None, Some(_)) => None,
                    (None, None) => Some(self.general_peak()),
                };
                let base = if inside == average || flow.file.during.is_none() {
                    average
                } else {
                    inside
                };
                match factor {
                    Some(factor) => self.figures.product(&[base, factor]),
                    None => base,
                }
            }
        };
        let peak = match &condition.surge {
            Some(times) => {
                let times = self.figures.quantity(times);
                self.figures.product(&[peak, times])
            }
            None => peak,
        };
        let peak = self.figures.named(peak, || format!("{}.peak", flow.id));
        self.flows[f].rate = Some(average);
        self.flows[f].peak = Some(peak);
    }

    /// `load.peak`, or the missing fact.
    pub(super) fn general_peak(&mut self) -> Id {
        match self.peak {
            Some(peak) => peak,
            None => self.figures.missing("load.peak", Dimension::NONE),
        }
    }

    /// Calls of a fragment over all flows that run it.
    fn fragment_total(&mut self, model: &Model<'a>, fragment: usize, of: impl Fn(&FlowLoad) -> Option<Id>) -> Id {
        let mut parts = Vec::new();
        for f in 0..self.flows.len() {
            let Some(rate) = of(&self.flows[f]) else {
                continue;
            };
            if model.flows[f].fragment {
                continue;
            }
            for w in 0..self.flows[f].walk.steps.len() {
                let then = self.step(model, f, w).file.then.as_ref();
                if then.is_some_and(|t| model.flow_index(&t.value) == Some(fragment)) {
                    let calls = self.flows[f].calls[w];
                    parts.push(self.figures.product(&[rate, calls]));
                }
            }
        }
        self.figures.sum(&parts, Dimension::RATE)
    }

    /// The rate as the file writes it, times the people that it is written for.
    fn written_rate(&mut self, model: &Model<'a>, f: usize) -> Id {
        let flow = &model.flows[f];
        if let Some(rate) = &flow.file.rate {
            let written = self.expression(model, rate);
            return self.times_people(model, written);
        }
        let Some(concurrent) = &flow.file.concurrent else {
            return self.figures.missing(format!("flows.{}.rate", flow.id), Dimension::RATE);
        };
        let written = self.expression(model, concurrent);
        let running = self.times_people(model, written);
        match flow.steps.first().and_then(|s| s.file.hold.as_ref()) {
            Some(hold) => {
                let hold = self.figures.quantity(hold);
                self.figures.quotient(running, hold)
            }
            None => self
                .figures
                .missing(format!("`hold` of the first step of {}", flow.id), Dimension::RATE),
        }
    }

    /// Multiplies what is written per person by the number of people.
    fn times_people(&mut self, model: &Model<'a>, written: Id) -> Id {
        let people = self.figures.dimension(written).people;
        let mut factors = vec![written];
        for (name, _) in people.iter().filter(|(_, exponent)| *exponent == -1) {
            factors.push(self.population(model, name));
        }
        // The people first, as one reads it: users × 10 a day.
        factors.rotate_left(1);
        self.figures.product(&factors)
    }

    /// How many there are: an actor's own count, else the users.
    pub(super) fn population(&mut self, model: &Model<'a>, name: &str) -> Id {
        let actor = model.actor_index(name).map(|i| &model.design.actors[i].1);
        if let Some(count) = actor.and_then(|a| a.count.as_ref()) {
            let id = self
                .figures
                .given(count.spread, Dimension::person(name), Origin::File(count.span));
            return self.figures.named(id, || format!("{name}.count"));
        }
        match self.users {
            Some(users) if name == "user" => users,
            Some(users) => self.figures.read_as(users, Dimension::person(name)),
            None => self.figures.missing("load.users", Dimension::person(name)),
        }
    }

    /// Average and inside-the-window rate of what was written.
    fn squeeze(&mut self, model: &Model<'a>, f: usize, written: Id) -> (Id, Id) {
        let file = model.flows[f].file;
        let window = file.during.as_ref().and_then(|d| {
            let windows = &model.design.load.windows;
            windows.iter().find(|(id, _)| id.value == d.value).map(|(_, w)| w)
        });
        let Some(length) = window.and_then(|w| w.length.as_ref()) else {
            return (written, written);
        };
        let mut names_rate = false;
        if let Some(rate) = &file.rate {
            rate.expr
                .names(&mut |name, _| names_rate |= name.ends_with(".rate") || name.ends_with(".writes"));
        }
        let length = self.figures.quantity(length);
        let day = self.figures.given(
            Spread::Exact(model.design.profile.day()),
            Dimension::TIME,
            Origin::Default("a window comes once a day"),
        );
        if file.rate_is_daily || names_rate {
            let squeezed = self.figures.product(&[written, day]);
            (written, self.figures.quotient(squeezed, length))
        } else {
            let spread = self.figures.product(&[written, length]);
            (self.figures.quotient(spread, day), written)
        }
    }
}
