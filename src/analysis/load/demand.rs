//! What flows bring to components and links, and its average and peak.

use super::{LinkLoadMap, Load};
use crate::catalog::Role;
use crate::design::AccessKind;
use crate::figure::{Figures, Id};
use crate::model::walk::Source;
use crate::model::{Model, Party, Placement};
use crate::quantity::Dimension;
use std::collections::{BTreeMap, BTreeSet};

/// Something that a component has to carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    /// On a daily average.
    pub average: Id,
    /// At the highest of the plain day and all windows.
    pub peak: Id,
}

/// What passes between two parties.
#[derive(Debug, Clone, Default)]
pub struct LinkLoad {
    pub waits: bool,
    pub flows: Vec<usize>,
    pub calls: Option<Demand>,
    pub bytes_in: Option<Demand>,
    pub bytes_out: Option<Demand>,
    parts: [Parts; 3],
}

/// What one run of a flow brings, in the order of flows; a flow may bring several parts.
pub(super) type Parts = Vec<(usize, Id)>;

/// What a flow can bring to a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Calls,
    Reads,
    Writes,
    Fills,
    Messages,
    BytesIn,
    BytesOut,
    Connections,
}

/// What the steps of one flow bring to one component in one run.
#[derive(Debug, Clone, Default)]
pub struct OfFlow {
    parts: Vec<(Kind, Id)>,
    /// Walked steps into it.
    steps: Vec<usize>,
    batched: bool,
    /// The flow starts here: each run is a call.
    starts: bool,
}

impl OfFlow {
    fn add(&mut self, kind: Kind, id: Id) {
        self.parts.push((kind, id));
    }

    fn of(&self, kind: Kind) -> impl Iterator<Item = Id> {
        let parts = self.parts.iter().filter(move |(of, _)| *of == kind);
        parts.map(|(_, id)| *id)
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.parts.is_empty() && self.steps.is_empty()
    }

    /// Whether another walk of the flow brings the same by the same steps. What is not known may be another fact.
    pub(super) fn is_like(&self, other: &OfFlow, figures: &Figures) -> bool {
        let value = |id: &Id| figures.value(*id);
        let alike = |((of, a), (kind, b)): (&(Kind, Id), &(Kind, Id))| {
            of == kind && (a == b || value(a).is_some() && value(a) == value(b))
        };
        self.steps == other.steps
            && self.batched == other.batched
            && self.starts == other.starts
            && self.parts.len() == other.parts.len()
            && self.parts.iter().zip(&other.parts).all(alike)
    }
}

/// What one flow brings to each component that it may meet, in their order.
pub(super) type Bringing = Vec<OfFlow>;

/// What all flows bring to one component, by flow.
#[derive(Debug, Clone, Default)]
pub struct Brought {
    /// Boxed, since most components meet one flow, and a map has room for many.
    pub(super) flows: BTreeMap<usize, Box<OfFlow>>,
}

impl Brought {
    /// Says what a flow brings from now on; tells what it was.
    pub(super) fn put(&mut self, flow: usize, of: OfFlow) -> OfFlow {
        let old = match of.is_nothing() {
            true => self.flows.remove(&flow),
            false => self.flows.insert(flow, Box::new(of)),
        };
        old.map(|old| *old).unwrap_or_default()
    }

    /// Of each flow that brings any, what one run brings of a kind.
    pub(super) fn parts(&self, kind: Kind) -> Parts {
        let flows = self.flows.iter();
        flows.flat_map(|(f, of)| of.of(kind).map(|id| (*f, id))).collect()
    }

    pub(super) fn is_batched(&self) -> bool {
        self.flows.values().any(|of| of.batched)
    }

    /// Flows of which each run is a call of the component.
    pub(super) fn started(&self) -> impl Iterator<Item = usize> {
        self.flows.iter().filter(|(_, of)| of.starts).map(|(f, _)| *f)
    }

    /// Walked steps into the component, by flow.
    pub(super) fn steps(&self) -> impl Iterator<Item = (usize, usize)> {
        let all = self.flows.iter();
        all.flat_map(|(f, of)| of.steps.iter().map(|w| (*f, *w)))
    }
}

/// Of each flow, what all its steps bring together in one run.
pub(super) fn per_run(figures: &mut Figures, parts: &Parts) -> Vec<(usize, Id)> {
    let flows = parts.chunk_by(|(a, _), (b, _)| a == b);
    let sum = |of: &[(usize, Id)]| match of {
        [one] => *one,
        _ => {
            let ids: Vec<Id> = of.iter().map(|(_, id)| *id).collect();
            let dimension = figures.dimension(ids[0]);
            (of[0].0, figures.sum(&ids, dimension))
        }
    };
    flows.map(sum).collect()
}

/// The component that does the work of each run of a flow that it starts: a job, a worker. A store whose changes start
/// a flow is asked nothing by that, and what lies outside calls us.
fn works(model: &Model, f: usize) -> Option<usize> {
    let Party::Component(c) = model.flows[f].starter else {
        return None;
    };
    let component = &model.components[c];
    let ours = !matches!(component.placement, Placement::Outside | Placement::Device);
    (component.role == Role::Stateless && ours).then_some(c)
}

/// The window in which a flow runs.
fn window_of<'m>(model: &'m Model, f: usize) -> Option<&'m str> {
    model.flows[f].file.during.as_ref().map(|d| d.value.as_str())
}

impl LinkLoad {
    /// Bytes that a caller brings after a miss, in no call of its own.
    fn fill(&mut self, flow: usize, bytes: Id) {
        self.parts[1].push((flow, bytes));
    }

    fn add(&mut self, flow: usize, waits: bool, ids: [Id; 3]) {
        self.waits |= waits;
        if !self.flows.contains(&flow) {
            self.flows.push(flow);
        }
        for (parts, id) in self.parts.iter_mut().zip(ids) {
            parts.push((flow, id));
        }
    }
}

impl<'a> Load<'a> {
    /// Notes for each component and link what one run of each flow brings.
    pub(super) fn collect_demands(&mut self, model: &Model<'a>, down: &BTreeSet<usize>) {
        self.brought = (0..model.components.len()).map(|_| Brought::default()).collect();
        let mut links = LinkLoadMap::new();
        for f in 0..self.flows.len() {
            let brings = self.bring(model, f, down, Some(&mut links));
            for (c, of) in model.flows[f].met.iter().zip(brings) {
                self.brought[*c].put(f, of);
            }
        }
        self.links = links;
    }

    /// Walks one flow and says what it brings, to links too where they are asked for. A fragment brings nothing by
    /// itself.
    pub(super) fn bring(
        &mut self,
        model: &Model<'a>,
        f: usize,
        down: &BTreeSet<usize>,
        mut links: Option<&mut LinkLoadMap>,
    ) -> Bringing {
        let met = &model.flows[f].met;
        let mut brings: Bringing = met.iter().map(|_| OfFlow::default()).collect();
        // All that a walk meets is among what it may meet.
        let at = |c: usize| met.binary_search(&c).unwrap_or_default();
        if model.flows[f].fragment {
            return brings;
        }
        if let Some(c) = works(model, f).filter(|c| !down.contains(c)) {
            let once = self.figures.number(1.0);
            let by = &mut brings[at(c)];
            by.starts = true;
            by.add(Kind::Calls, once);
            by.add(Kind::Messages, once);
        }
        for w in 0..self.flows[f].walk.steps.len() {
            let file = self.step(model, f, w).file;
            let flow = &self.flows[f];
            let walked = &flow.walk.steps[w];
            if walked.lost {
                continue;
            }
            let (caller, callee, source) = (walked.caller, walked.callee, walked.source);
            let missed = match source {
                Source::Misses(set) => Some(flow.walk.sets[set].party),
                Source::Calls(_) => None,
            };
            let (calls, messages) = (flow.calls[w], flow.messages[w]);
            let (input, output) = (flow.input[w], flow.output[w]);
            let bytes_in = self.figures.product(&[messages, input]);
            let bytes_out = match self.beside(f, w) {
                // A miss brings nothing back: whoever asked goes elsewhere.
                Some(hit) => self.figures.product(&[messages, hit, output]),
                None => self.figures.product(&[messages, output]),
            };
            if let Some(links) = &mut links {
                let link = links.entry((caller, callee)).or_default();
                link.add(f, file.waits, [calls, bytes_in, bytes_out]);
            }
            if let Party::Component(c) = caller {
                let by = &mut brings[at(c)];
                by.add(Kind::BytesOut, bytes_in);
                by.add(Kind::BytesIn, bytes_out);
            }
            let reads = file.accesses.iter().any(|a| a.kind == AccessKind::Read);
            let writes = file.accesses.iter().any(|a| a.kind != AccessKind::Read);
            if let Some(Party::Component(cache)) = missed
                && reads
                && !down.contains(&cache)
            {
                let filled = &mut brings[at(cache)];
                filled.add(Kind::Fills, calls);
                // Beside the way, whoever missed brings what it read; on the way, the answer passes through.
                if caller != Party::Component(cache) {
                    filled.add(Kind::BytesIn, bytes_out);
                    let link = (caller, Party::Component(cache));
                    if let Some(link) = links.as_mut().and_then(|links| links.get_mut(&link)) {
                        link.fill(f, bytes_out);
                    }
                    if let Party::Component(c) = caller {
                        brings[at(c)].add(Kind::BytesOut, bytes_out);
                    }
                }
            }
            let Party::Component(c) = callee else { continue };
            let held = file.hold.as_ref().map(|hold| {
                let hold = self.figures.quantity(hold);
                self.figures.product(&[calls, hold])
            });
            let to = &mut brings[at(c)];
            to.steps.push(w);
            to.batched |= file.batch.is_some();
            to.add(Kind::Calls, calls);
            to.add(Kind::Messages, messages);
            to.add(Kind::BytesIn, bytes_in);
            to.add(Kind::BytesOut, bytes_out);
            if reads {
                to.add(Kind::Reads, calls);
            }
            if writes {
                to.add(Kind::Writes, calls);
            }
            if let Some(held) = held {
                to.add(Kind::Connections, held);
            }
        }
        brings
    }

    /// The walked steps into a component, by flow.
    pub(in crate::analysis) fn steps_into(&self, c: usize) -> Vec<(usize, usize)> {
        self.brought
            .get(c)
            .map(|brought| brought.steps().collect())
            .unwrap_or_default()
    }

    /// The hit rate of a step into a cache that lies beside the way: its misses are somebody else's calls.
    fn beside(&mut self, f: usize, w: usize) -> Option<Id> {
        let walk = &self.flows[f].walk;
        let step = &walk.steps[w];
        let hit = step.hit?;
        let missed = |s: &&crate::model::walk::Walked| matches!(s.source, Source::Misses(set) if set == step.into);
        let aside = walk.steps.iter().find(missed).is_some_and(|s| s.caller != step.callee);
        aside.then(|| self.figures.quantity(hit))
    }

    pub(super) fn join_links(&mut self, model: &Model<'a>) {
        let mut links = std::mem::take(&mut self.links);
        for ((from, to), link) in &mut links {
            let name = format!("{}→{}", model.party_id(*from), model.party_id(*to));
            let [calls, bytes_in, bytes_out] = std::mem::take(&mut link.parts);
            for (parts, slot, kind) in [
                (calls, &mut link.calls, "calls"),
                (bytes_in, &mut link.bytes_in, "bytes there"),
                (bytes_out, &mut link.bytes_out, "bytes back"),
            ] {
                let demand = self.demand(model, &parts);
                *slot = Some(Demand {
                    average: self.figures.named(demand.average, || format!("{name} {kind}, average")),
                    peak: self.figures.named(demand.peak, || format!("{name} {kind}")),
                });
            }
        }
        self.links = links;
    }

    /// Average and peak of what flows bring.
    pub(super) fn demand(&mut self, model: &Model<'a>, parts: &Parts) -> Demand {
        let per_run = per_run(&mut self.figures, parts);
        let dimension = self.rate_of(&per_run);
        Demand {
            average: self.weighted(&per_run, &dimension, |load, f| load.flows[f].rate),
            peak: self.peak(model, &per_run),
        }
    }

    /// What one run brings, a second.
    fn rate_of(&self, per_run: &[(usize, Id)]) -> Dimension {
        let first = per_run.first();
        first.map_or(Dimension::RATE, |(_, id)| {
            self.figures.dimension(*id).times(&Dimension::RATE)
        })
    }

    /// Σ rate × what one run brings, at the highest of the plain day and every window (format, A3).
    pub(in crate::analysis) fn peak(&mut self, model: &Model<'a>, per_run: &[(usize, Id)]) -> Id {
        let dimension = self.rate_of(per_run);
        let plain: Vec<(usize, Id)> = per_run
            .iter()
            .filter(|(f, _)| window_of(model, *f).is_none())
            .copied()
            .collect();
        let mut peaks = vec![self.weighted(&plain, &dimension, |load, f| load.flows[f].peak)];
        for window in 0..model.design.load.windows.len() {
            peaks.extend(self.peak_in(model, per_run, window));
        }
        self.figures.max(&peaks)
    }

    /// The same inside one window; none where the window changes nothing.
    pub(in crate::analysis) fn peak_in(
        &mut self,
        model: &Model<'a>,
        per_run: &[(usize, Id)],
        window: usize,
    ) -> Option<Id> {
        let (id, window) = model.design.load.windows.get(window)?;
        let dimension = self.rate_of(per_run);
        let runs: Vec<(usize, Id)> = per_run
            .iter()
            .filter(|(f, _)| window_of(model, *f).is_none_or(|w| w == id.value))
            .copied()
            .collect();
        let inside = runs.iter().any(|(f, _)| window_of(model, *f).is_some());
        if !inside && window.peak.is_none() {
            return None;
        }
        Some(self.weighted(&runs, &dimension, |load, f| {
            let peak = load.flows[f].peak?;
            match (&window.peak, window_of(model, f)) {
                (Some(w), None) => {
                    let (w, general) = (load.figures.quantity(w), load.general_peak());
                    let ratio = load.figures.quotient(w, general);
                    Some(load.figures.product(&[peak, ratio]))
                }
                _ => Some(peak),
            }
        }))
    }

    fn weighted(
        &mut self,
        per_run: &[(usize, Id)],
        dimension: &Dimension,
        rate: impl Fn(&mut Self, usize) -> Option<Id>,
    ) -> Id {
        let mut parts = Vec::with_capacity(per_run.len());
        for (flow, id) in per_run {
            if let Some(rate) = rate(self, *flow) {
                parts.push(self.figures.product(&[rate, *id]));
            }
        }
        self.figures.sum(&parts, dimension.clone())
    }
}
