//! What each component carries and keeps.

use super::EntityLoad;
use super::Load;
use super::cached::Caches;
use super::demand::{Demand, Kind, per_run};
use crate::analysis::capacity;
use crate::design::Resource;
use crate::figure::Id;
use crate::model::Model;
use crate::quantity::Dimension;

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
    /// Connections held open, by calls and by the pools of callers.
    pub connections: Option<Demand>,
    /// Of these at the peak, those that calls hold.
    pub held: Option<Id>,
    /// Bytes kept at the horizon, all copies: on disk, or in memory for a cache.
    pub storage: Option<Id>,
    pub memory: Option<Id>,
    /// Of `memory`, what a cache has filled itself with: the rest is kept for good.
    pub filled: Option<Id>,
    /// Of `storage` or `memory`, what lies in the fullest region or on one device, where there is more than one.
    pub kept_here: Option<Id>,
    /// Bytes that a day adds to what it keeps.
    pub daily: Option<Id>,
    /// Share of the busiest region, where there is more than one.
    pub busiest: Option<Id>,
    /// Demand against capacity, one row for each limiting resource.
    pub resources: Vec<capacity::Row>,
    /// The highest utilisation.
    pub utilisation: Option<Id>,
    /// A month's cost; written by the cost analysis.
    pub cost: Option<Id>,
}

impl<'a> Load<'a> {
    /// Load and capacity of one component.
    pub(super) fn component(&mut self, model: &Model<'a>, c: usize) {
        let id = model.components[c].id;
        let mut load = ComponentLoad::default();
        let calls = self.demand(model, &self.brought[c].parts(Kind::Calls));
        load.calls = Some(Demand {
            average: self.figures.named(calls.average, || format!("{id}.rate")),
            peak: self.figures.named(calls.peak, || format!("{id}.peak")),
        });
        let batched = self.brought[c].is_batched();
        let mut optional = |kind: Kind, name: &str| {
            let parts = self.brought[c].parts(kind);
            (!parts.is_empty()).then(|| {
                let demand = self.demand(model, &parts);
                Demand {
                    average: self.figures.named(demand.average, || format!("{id} {name}, average")),
                    peak: self.figures.named(demand.peak, || format!("{id} {name}")),
                }
            })
        };
        load.reads = optional(Kind::Reads, "reads");
        load.writes = optional(Kind::Writes, "writes");
        load.fills = optional(Kind::Fills, "fills");
        load.bytes_in = optional(Kind::BytesIn, "bytes in");
        load.bytes_out = optional(Kind::BytesOut, "bytes out");
        if batched {
            load.messages = optional(Kind::Messages, "messages");
        }
        self.connect(model, c, &mut load);
        load.busiest = self.busiest_region(model, c);
        self.keep(model, c, &mut load);
        self.components[c] = load;
        capacity::component(self, model, c);
        capacity::without_a_zone(self, model, c);
    }

    /// Connections that calls and the pools of callers hold.
    fn connect(&mut self, model: &Model<'a>, c: usize, load: &mut ComponentLoad) {
        let parts = self.brought[c].parts(Kind::Connections);
        let held = (!parts.is_empty()).then(|| self.demand(model, &parts));
        load.held = held.map(|held| held.peak);
        let pools = self.pools.get(&c).map(|pools| Demand {
            average: pools.everywhere,
            peak: pools.everywhere,
        });
        let all: Vec<Demand> = held.into_iter().chain(pools).collect();
        if all.is_empty() {
            return;
        }
        let (average, peak): (Vec<Id>, Vec<Id>) = all.iter().map(|d| (d.average, d.peak)).unzip();
        let average = self.figures.sum(&average, Dimension::NONE);
        let peak = self.figures.sum(&peak, Dimension::NONE);
        let id = model.components[c].id;
        load.connections = Some(Demand {
            average,
            peak: self.figures.named(peak, || format!("{id}.connections")),
        });
    }

    /// The peak of the calls of a component as the load stands, whether or not a limit of it is known.
    pub(in crate::analysis) fn peak_calls(&mut self, model: &Model<'a>, c: usize) -> Id {
        let parts = self.brought[c].parts(Kind::Calls);
        let per_run = per_run(&mut self.figures, &parts);
        self.peak(model, &per_run)
    }

    /// Of one component only the peaks that a known limit of its units is compared with.
    pub(super) fn limits(&mut self, model: &Model<'a>, c: usize) {
        let batched = self.brought[c].is_batched();
        let component = &model.components[c];
        let limited = |resource: Resource| component.limit(resource).is_some();
        let calls = limited(Resource::Requests) || limited(Resource::Reads) || limited(Resource::Messages);
        let writes = limited(Resource::Requests) || limited(Resource::Writes) || limited(Resource::Reads);
        let bytes = limited(Resource::Bandwidth);
        let mut peak = |kind: Kind, wanted: bool| {
            let parts = wanted.then(|| self.brought[c].parts(kind));
            parts.filter(|parts| !parts.is_empty()).map(|parts| {
                let per_run = per_run(&mut self.figures, &parts);
                let peak = self.peak(model, &per_run);
                Demand { average: peak, peak }
            })
        };
        let load = ComponentLoad {
            reads: peak(Kind::Reads, limited(Resource::Reads)),
            writes: peak(Kind::Writes, writes),
            fills: peak(Kind::Fills, writes),
            bytes_in: peak(Kind::BytesIn, bytes),
            bytes_out: peak(Kind::BytesOut, bytes),
            messages: peak(Kind::Messages, batched && limited(Resource::Messages)),
            held: peak(Kind::Connections, limited(Resource::Connections)).map(|d| d.peak),
            calls: peak(Kind::Calls, calls),
            ..ComponentLoad::default()
        };
        // A component that nothing calls carries nothing.
        let none = self.figures.sum(&[], Dimension::RATE);
        let calls = load.calls.or(Some(Demand {
            average: none,
            peak: none,
        }));
        let busiest = self.busiest_region(model, c);
        self.components[c] = ComponentLoad { calls, busiest, ..load };
        capacity::component(self, model, c);
    }

    /// What it keeps of all entities, and what it fills itself with.
    fn keep(&mut self, model: &Model<'a>, c: usize, load: &mut ComponentLoad) {
        let filled = self.working_set(model, c, Caches::All);
        if !filled.is_empty() {
            load.filled = Some(self.figures.sum(&filled, Dimension::BYTES));
        }
        let kept: Vec<&EntityLoad> = self.kept[c].iter().map(|e| &self.entities[*e]).collect();
        let here = |e: &&EntityLoad| {
            e.by_store
                .iter()
                .filter(|(store, _)| *store == c)
                .map(|(_, id)| *id)
                .collect::<Vec<_>>()
        };
        let mut held: Vec<Id> = kept.iter().flat_map(here).collect();
        let first = kept.iter().filter(|e| e.by_store.first().is_some_and(|(s, _)| *s == c));
        let daily: Vec<Id> = first.filter_map(|e| e.daily).collect();
        load.kept_here = self.kept_in_one_place(model, c, &held, load.busiest);
        held.extend(filled);
        if held.is_empty() {
            return;
        }
        let id = model.components[c].id;
        let bytes = self.figures.sum(&held, Dimension::BYTES);
        if model.keeps_in_memory(c) {
            load.memory = Some(self.figures.named(bytes, || format!("{id}.memory")));
        } else {
            load.storage = Some(self.figures.named(bytes, || format!("{id}.storage")));
        }
        if !daily.is_empty() {
            let sum = self.figures.sum(&daily, Dimension::BYTES);
            load.daily = Some(self.figures.named(sum, || format!("{id} growth per day")));
        }
    }
}
