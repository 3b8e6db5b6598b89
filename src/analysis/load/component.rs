//! What each component and each link carries, on average and at the peak.

use super::{LinkLoadMap, Load};
use crate::design::AccessKind;
use crate::figure::{Id, Origin};
use crate::model::walk::Source;
use crate::model::{Component, Model, Party, Placement};
use crate::quantity::{Dimension, Spread};
use std::collections::{HashMap, HashSet};

/// Something that a component has to carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    /// On a daily average.
    pub average: Id,
    /// At the highest of the plain day and all windows.
    pub peak: Id,
}

/// Everything that one component has to carry, all regions together.
#[derive(Debug, Clone, Default)]
pub struct ComponentLoad {
    pub calls: Option<Demand>,
    pub reads: Option<Demand>,
    pub writes: Option<Demand>,
    /// Entries that a cache takes in after misses.
    pub fills: Option<Demand>,
    /// Messages, where some calls carry more than one.
    pub messages: Option<Demand>,
    /// Bytes a second that arrive and leave, as callee and as caller.
    pub bytes_in: Option<Demand>,
    pub bytes_out: Option<Demand>,
    /// Connections held open.
    pub connections: Option<Demand>,
    /// Bytes kept at the horizon, all copies: on disk, or in memory for a cache.
    pub storage: Option<Id>,
    pub memory: Option<Id>,
    /// Bytes that a day adds to what it keeps.
    pub daily: Option<Id>,
    /// Share of the busiest region, where there is more than one.
    pub busiest: Option<Id>,
    /// Demand against capacity, one row for each limiting resource.
    pub resources: Vec<crate::analysis::capacity::Row>,
    /// The highest utilisation.
    pub utilisation: Option<Id>,
    /// A month's cost of all units.
    pub cost: Option<Id>,
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

/// Per flow: what one run brings.
type Parts = Vec<(usize, Vec<Id>)>;

/// What steps bring to one component.
#[derive(Debug, Default)]
pub(super) struct Brought {
    calls: Parts,
    reads: Parts,
    writes: Parts,
    fills: Parts,
    messages: Parts,
    bytes_in: Parts,
    bytes_out: Parts,
    connections: Parts,
    /// Walked steps into it, by flow.
    steps: Vec<(usize, usize)>,
    batched: bool,
}

fn add(parts: &mut Parts, flow: usize, id: Id) {
    match parts.last_mut() {
        Some((f, ids)) if *f == flow => ids.push(id),
        _ => parts.push((flow, vec![id])),
    }
}

impl<'a> Load<'a> {
    /// Walks all flows once and notes for each component and link what one run brings.
    pub(super) fn collect_demands(&mut self, model: &Model<'a>, down: &HashSet<usize>) -> Vec<Brought> {
        let mut brought: Vec<Brought> = (0..model.components.len()).map(|_| Brought::default()).collect();
        let mut links: LinkLoadMap = LinkLoadMap::new();
        for f in 0..self.flows.len() {
            if model.flows[f].fragment {
                continue;
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
                let (bytes_in, bytes_out) = (
                    self.figures.product(&[messages, input]),
                    self.figures.product(&[messages, output]),
                );
                let link = links.entry((caller, callee)).or_default();
                link.waits |= file.waits;
                if !link.flows.contains(&f) {
                    link.flows.push(f);
                }
                for (parts, id) in link.parts.iter_mut().zip([calls, bytes_in, bytes_out]) {
                    add(parts, f, id);
                }
                if let Party::Component(c) = caller {
                    add(&mut brought[c].bytes_out, f, bytes_in);
                    add(&mut brought[c].bytes_in, f, bytes_out);
                }
                let reads = file.accesses.iter().any(|a| a.kind == AccessKind::Read);
                let writes = file.accesses.iter().any(|a| a.kind != AccessKind::Read);
                if let Some(Party::Component(cache)) = missed
                    && reads
                    && !down.contains(&cache)
                {
                    add(&mut brought[cache].fills, f, calls);
                }
                let Party::Component(c) = callee else {
                    continue;
                };
                let to = &mut brought[c];
                to.steps.push((f, w));
                to.batched |= file.batch.is_some();
                add(&mut to.calls, f, calls);
                add(&mut to.messages, f, messages);
                add(&mut to.bytes_in, f, bytes_in);
                add(&mut to.bytes_out, f, bytes_out);
                if reads {
                    add(&mut to.reads, f, calls);
                }
                if writes {
                    add(&mut to.writes, f, calls);
                }
                if let Some(hold) = &file.hold {
                    let hold = self.figures.quantity(hold);
                    let held = self.figures.product(&[calls, hold]);
                    add(&mut brought[c].connections, f, held);
                }
            }
        }
        self.links = links;
        brought
    }

    /// Load and capacity of one component.
    pub(super) fn component(&mut self, model: &Model<'a>, c: usize, brought: &[Brought]) {
        let parts = &brought[c];
        let id = model.components[c].id;
        let mut load = ComponentLoad::default();
        let calls = self.demand(model, &parts.calls);
        load.calls = Some(Demand {
            average: self.figures.named(calls.average, format!("{id}.rate")),
            peak: self.figures.named(calls.peak, format!("{id}.peak")),
        });
        let mut optional = |parts: &Parts, name: &str| {
            (!parts.is_empty()).then(|| {
                let demand = self.demand(model, parts);
                Demand {
                    average: self.figures.named(demand.average, format!("{id} {name}, average")),
                    peak: self.figures.named(demand.peak, format!("{id} {name}")),
                }
            })
        };
        load.reads = optional(&parts.reads, "reads");
        load.writes = optional(&parts.writes, "writes");
        load.fills = optional(&parts.fills, "fills");
        load.bytes_in = optional(&parts.bytes_in, "bytes in");
        load.bytes_out = optional(&parts.bytes_out, "bytes out");
        if parts.batched {
            load.messages = optional(&parts.messages, "messages");
        }
        if !parts.connections.is_empty() {
            let held = self.demand(model, &parts.connections);
            load.connections = Some(Demand {
                average: held.average,
                peak: self.figures.named(held.peak, format!("{id}.connections")),
            });
        }
        self.keep(model, c, &mut load);
        load.busiest = self.busiest_region(model, c, parts);
        self.components[c] = load;
        crate::analysis::capacity::component(self, model, c);
        self.component_cost(model, c);
    }

    /// What it keeps of all entities.
    fn keep(&mut self, model: &Model<'a>, c: usize, load: &mut ComponentLoad) {
        let held: Vec<Id> = self
            .entities
            .iter()
            .flat_map(|e| e.by_store.iter().filter(|(store, _)| *store == c).map(|(_, id)| *id))
            .collect();
        if held.is_empty() {
            return;
        }
        let id = model.components[c].id;
        let bytes = self.figures.sum(&held, Dimension::BYTES);
        if Self::in_memory(model, c) {
            load.memory = Some(self.figures.named(bytes, format!("{id}.memory")));
        } else {
            load.storage = Some(self.figures.named(bytes, format!("{id}.storage")));
        }
        let mut daily = Vec::new();
        for entity in self
            .entities
            .iter()
            .filter(|e| e.by_store.first().is_some_and(|(s, _)| *s == c))
        {
            daily.extend(entity.daily);
        }
        if !daily.is_empty() {
            let sum = self.figures.sum(&daily, Dimension::BYTES);
            load.daily = Some(self.figures.named(sum, format!("{id} growth per day")));
        }
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
                    average: self.figures.named(demand.average, format!("{name} {kind}, average")),
                    peak: self.figures.named(demand.peak, format!("{name} {kind}")),
                });
            }
        }
        self.links = links;
    }

    /// Average and peak of what flows bring: Σ rate × parts, and for the peak the highest of the plain day
    /// and every window (format, A3).
    fn demand(&mut self, model: &Model<'a>, parts: &Parts) -> Demand {
        let mut per_run: Vec<(usize, Id)> = Vec::with_capacity(parts.len());
        for (flow, ids) in parts {
            let dimension = self.figures.dimension(ids[0]).clone();
            per_run.push((*flow, self.figures.sum(ids, dimension)));
        }
        let dimension = per_run.first().map_or(Dimension::RATE, |(_, id)| {
            self.figures.dimension(*id).times(&Dimension::RATE)
        });
        let average = self.weighted(&per_run, &dimension, |load, f| load.flows[f].rate);
        let windows = &model.design.load.windows;
        let in_window = |f: usize| model.flows[f].file.during.as_ref().map(|d| d.value.as_str());
        let plain: Vec<(usize, Id)> = per_run
            .iter()
            .filter(|(f, _)| in_window(*f).is_none())
            .copied()
            .collect();
        let plain_peak = self.weighted(&plain, &dimension, |load, f| load.flows[f].peak);
        let mut peaks = vec![plain_peak];
        for (id, window) in windows {
            let runs: Vec<(usize, Id)> = per_run
                .iter()
                .filter(|(f, _)| in_window(*f).is_none_or(|w| w == id.value))
                .copied()
                .collect();
            let inside = runs.iter().any(|(f, _)| in_window(*f).is_some());
            if !inside && window.peak.is_none() {
                continue;
            }
            let peak = self.weighted(&runs, &dimension, |load, f| {
                let peak = load.flows[f].peak?;
                match (&window.peak, in_window(f)) {
                    (Some(w), None) => {
                        let (w, general) = (load.figures.quantity(w), load.general_peak());
                        let ratio = load.figures.quotient(w, general);
                        Some(load.figures.product(&[peak, ratio]))
                    }
                    _ => Some(peak),
                }
            });
            peaks.push(peak);
        }
        let peak = self.figures.max(&peaks);
        Demand { average, peak }
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

    /// The highest share of the calls that one region gets, where the component has more than one.
    fn busiest_region(&mut self, model: &Model<'a>, c: usize, parts: &Brought) -> Option<Id> {
        let component = &model.components[c];
        if component.regions.len() < 2 {
            return None;
        }
        let mut by_region = vec![0.0; model.design.regions.len()];
        let mut places: HashMap<usize, Vec<Option<Vec<f64>>>> = HashMap::new();
        let mut known = true;
        for (f, w) in &parts.steps {
            let at = &places
                .entry(*f)
                .or_insert_with(|| regions_of_steps(model, &self.flows[*f].walk, *f))[*w];
            let weight = self.flows[*f]
                .peak
                .and_then(|p| self.figures.value(p))
                .zip(self.figures.value(self.flows[*f].calls[*w]))
                .map(|(rate, calls)| rate * calls);
            match (at, weight) {
                (Some(at), Some(weight)) => by_region
                    .iter_mut()
                    .zip(at)
                    .for_each(|(sum, share)| *sum += weight * share),
                _ => known = false,
            }
        }
        let total: f64 = by_region.iter().sum();
        if !known || total <= 0.0 {
            let fact = "`users` of each region (the split of the load)";
            return Some(self.figures.missing(fact, Dimension::NONE));
        }
        let busiest = by_region.iter().copied().fold(0.0, f64::max) / total;
        Some(self.figures.given(
            Spread::Exact(busiest),
            Dimension::NONE,
            Origin::Default("share of the busiest region, from the users of each region"),
        ))
    }

    /// `cost` of a component: its units' monthly price, and prices by request and by byte.
    fn component_cost(&mut self, model: &Model<'a>, c: usize) {
        let component = &model.components[c];
        if component.placement == Placement::Device {
            return;
        }
        let id = component.id;
        let mut parts = Vec::new();
        for price in &component.file.cost {
            let unit_price = self.figures.quantity(price);
            let load = &self.components[c];
            let amount = match &price.dimension {
                d if *d == Dimension::SPENDING => Some(self.units_everywhere(component)),
                d if *d == Dimension::MONEY => load.calls.map(|d| d.average),
                d if *d == Dimension::MONEY.per(&Dimension::BYTES) => load.bytes_out.map(|d| d.average),
                d if *d == Dimension::SPENDING.per(&Dimension::BYTES) => load.storage.or(load.memory),
                _ => None,
            };
            if let Some(amount) = amount {
                parts.push(self.figures.product(&[amount, unit_price]));
            }
        }
        let cost = if parts.is_empty() {
            self.figures
                .missing(format!("components.{id}.cost"), Dimension::SPENDING)
        } else {
            self.figures.sum(&parts, Dimension::SPENDING)
        };
        self.components[c].cost = Some(self.figures.named(cost, format!("{id}.cost")));
    }

    fn units_everywhere(&mut self, component: &Component) -> Id {
        let units = component.units.saturating_mul(component.regions.len().max(1) as u32);
        let origin = match &component.file.replicas {
            Some(replicas) => Origin::File(replicas.span),
            None => Origin::Default("one unit where the file gives none"),
        };
        self.figures
            .given(Spread::Exact(f64::from(units)), Dimension::NONE, origin)
    }
}

/// For each walked step the share of its calls in each region; `None` where the users' split is not known.
fn regions_of_steps(model: &Model, walk: &crate::model::Walk, flow: usize) -> Vec<Option<Vec<f64>>> {
    let regions = &model.design.regions;
    let alone = |r: usize| {
        (0..regions.len())
            .map(|i| f64::from(u8::from(i == r)))
            .collect::<Vec<f64>>()
    };
    let users: Option<Vec<f64>> = regions
        .iter()
        .map(|(_, region)| region.users.as_ref().map(crate::quantity::Quantity::point))
        .collect();
    let start = match model.flows[flow].starter {
        Party::Component(c) if model.components[c].regions.len() == 1 => Some(alone(model.components[c].regions[0])),
        _ => users.clone(),
    };
    let mut of_set: Vec<Option<Vec<f64>>> = vec![None; walk.sets.len()];
    of_set[0] = start;
    let mut steps = Vec::with_capacity(walk.steps.len());
    for walked in &walk.steps {
        let (Source::Calls(set) | Source::Misses(set)) = walked.source;
        let here = of_set[set].clone();
        let there = match walked.callee {
            Party::Component(c) if !model.components[c].regions.is_empty() => {
                let at = &model.components[c].regions;
                let abroad = model.flows[flow].steps[walked.step].file.other_region.is_some();
                match at[..] {
                    [one] if !abroad => Some(alone(one)),
                    _ => here.map(|here| moved(&here, at, abroad, users.as_deref())),
                }
            }
            _ => here,
        };
        if walk.sets[walked.into]
            .from
            .first()
            .is_none_or(|first| *first == steps.len())
        {
            of_set[walked.into].clone_from(&there);
        }
        steps.push(there);
    }
    steps
}

/// Calls go to the callee in their own region, else to the first that has it; `abroad` to the other regions by users.
fn moved(here: &[f64], at: &[usize], abroad: bool, users: Option<&[f64]>) -> Vec<f64> {
    let mut there = vec![0.0; here.len()];
    for (region, share) in here.iter().enumerate() {
        if !abroad {
            let target = if at.contains(&region) { region } else { at[0] };
            there[target] += share;
            continue;
        }
        let others: Vec<usize> = at.iter().copied().filter(|r| *r != region).collect();
        let weight = |r: usize| users.map_or(1.0, |u| u[r]);
        let total: f64 = others.iter().map(|r| weight(*r)).sum();
        for other in &others {
            let part = if total > 0.0 {
                weight(*other) / total
            } else {
                1.0 / others.len() as f64
            };
            there[*other] += share * part;
        }
    }
    there
}
