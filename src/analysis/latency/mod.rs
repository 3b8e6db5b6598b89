//! Latency: how long the requests of a flow take at the peak (format, C2 to C10, A1, A2, A4, A9 to A11).
//!
//! Each request is run through the flow: every hop draws its network, its wait for a server and its service, parallel
//! calls take as long as the longest, retries and timeouts cut in. Percentiles are those of all requests, never sums.

mod draw;
mod hop;
mod network;
mod plan;
mod run;
mod way;

pub use hop::Found;
pub use run::Part;

use crate::analysis::load::Load;
use crate::figure::{Id, Origin};
use crate::model::{Model, Party};
use crate::quantity::{Dimension, Sampling, Spread};
use hop::Hops;
use plan::Plan;
use run::{Legs, Runner, Times};

/// The percentiles that every flow has as figures.
pub const PERCENTILES: [(f64, &str); 3] = [(0.5, "p50"), (0.95, "p95"), (0.99, "p99")];
/// Requests whose ways are followed for the mean, and around the 99th percentile.
const FOLLOWED: usize = 250;
const FOLLOWED_SLOW: usize = 100;

/// The latency of one flow.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowLatency {
    /// What it rests on. With missing facts all times are lower bounds; with an unstable component there are none.
    pub found: Found,
    /// More calls than can be followed, or the like, in words.
    pub trouble: Option<String>,
    times: Times,
    /// Mean of the answered requests, seconds.
    pub mean: Option<f64>,
    /// One for each walked step that takes time, in order.
    pub waterfall: Vec<Bar>,
}

/// The time that requests wait for one step, seconds, as means over requests.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Walked step of the flow; none for the call on which a fragment runs.
    pub step: Option<usize>,
    pub all: Part,
    /// Over the slow requests, around the 99th percentile.
    pub slow: Part,
}

impl FlowLatency {
    /// The time that this share of the requests does not exceed, by nearest rank. Requests that end in a timeout come
    /// last and take for ever; `None` where these are reached, or nothing was run.
    pub fn percentile(&self, quantile: f64) -> Option<f64> {
        let runs = self.times.answered.len() + self.times.failed as usize;
        let rank = libm::ceil(quantile * runs as f64 - 1e-9).max(1.0) as usize;
        if rank > self.times.answered.len() {
            return None;
        }
        let mut times = self.times.answered.clone();
        let (_, found, _) = times.select_nth_unstable_by(rank - 1, f64::total_cmp);
        Some(*found)
    }

    /// Share of requests that end in a timeout.
    pub fn failed(&self) -> f64 {
        let runs = self.times.answered.len() as f64 + f64::from(self.times.failed);
        if runs > 0.0 {
            f64::from(self.times.failed) / runs
        } else {
            0.0
        }
    }

    /// Whether percentiles are known and not bounds.
    pub fn is_known(&self) -> bool {
        self.found.missing.is_empty() && self.found.unstable.is_empty() && self.trouble.is_none()
    }

    /// What a percentile lacks, the first fact.
    fn lack(&self, model: &Model, flow: usize) -> String {
        let unstable = self.found.unstable.first().map(|c| {
            let id = model.components[*c].id;
            format!("a stable {id}: its utilisation at the peak is 100 % or more")
        });
        let first = unstable.or_else(|| self.found.missing.first().cloned());
        first
            .or_else(|| self.trouble.clone())
            .unwrap_or_else(|| format!("{}: too many requests end in a timeout", model.flows[flow].id))
    }
}

/// The latency of each flow, and its percentiles in the sheet. None for a fragment that no requirement is about.
pub fn flows<'a>(model: &Model<'a>, load: &mut Load<'a>) -> Vec<Option<FlowLatency>> {
    let asked = |id: &str| {
        let mut requirements = model.design.nonfunctional.iter();
        requirements.any(|(_, r)| r.of.as_ref().is_some_and(|of| of.value == id))
    };
    let mut latencies = Vec::with_capacity(model.flows.len());
    let mut hops = Hops::new(model, load);
    for (f, flow) in model.flows.iter().enumerate() {
        let wanted = !flow.fragment || asked(flow.id);
        latencies.push(wanted.then(|| with(&mut hops, f, None)));
    }
    for (f, latency) in latencies.iter().enumerate() {
        if let Some(latency) = latency {
            load.flows[f].percentiles = percentiles(model, load, f, latency);
        }
    }
    latencies
}

/// The latency of a flow until its answer, or until a participant was last reached.
pub fn of_flow<'a>(model: &Model<'a>, load: &mut Load<'a>, flow: usize, to: Option<Party>) -> FlowLatency {
    with(&mut Hops::new(model, load), flow, to)
}

/// The cells of a flow: its percentiles, then its mean.
fn percentiles<'a>(model: &Model<'a>, load: &mut Load<'a>, flow: usize, latency: &FlowLatency) -> [Option<Id>; 4] {
    let id = model.flows[flow].id;
    let [p50, p95, p99] = PERCENTILES.map(|(quantile, name)| (latency.percentile(quantile), format!("{id}.{name}")));
    [p50, p95, p99, (latency.mean, format!("{id} mean latency"))].map(|(value, name)| {
        let cell = match value.filter(|_| latency.is_known()) {
            Some(seconds) => load.figures.given(
                Spread::Exact(seconds),
                Dimension::TIME,
                Origin::Default("the latency analysis: requests run through the flow at the peak"),
            ),
            None => load.figures.missing(latency.lack(model, flow), Dimension::TIME),
        };
        Some(load.figures.named(cell, || name))
    })
}

fn with(hops: &mut Hops, flow: usize, to: Option<Party>) -> FlowLatency {
    let model = hops.model;
    let sampling = model.design.sampling;
    let mut latency = FlowLatency {
        found: Found::default(),
        trouble: None,
        times: Times {
            answered: Vec::new(),
            requests: Vec::new(),
            failed: 0,
        },
        mean: None,
        waterfall: Vec::new(),
    };
    let walk = &hops.load.flows[flow].walk;
    let callers = plan::callers(walk);
    let plan = match Plan::new(model, flow, walk, to) {
        Ok(plan) => plan,
        Err(trouble) => {
            latency.trouble = Some(trouble);
            return latency;
        }
    };
    let (legs, found) = hops.of_flow(flow, &plan, &callers, to);
    latency.found = found;
    if latency.found.unstable.is_empty() {
        latency.run(&plan, &legs, to, sampling, model.flows[flow].id);
    }
    latency
}

impl FlowLatency {
    fn run(&mut self, plan: &Plan, legs: &Legs, to: Option<Party>, sampling: Sampling, id: &str) {
        let mut runner = Runner::new(plan, legs, to, sampling);
        let Some(times) = runner.all(sampling) else {
            self.trouble = Some(format!("{id} makes more than {} calls a request", run::MOST_CALLS));
            return;
        };
        self.times = times;
        let count = self.times.answered.len();
        if count == 0 {
            return;
        }
        self.mean = Some(self.times.answered.iter().sum::<f64>() / count as f64);
        let every = count.div_ceil(FOLLOWED);
        let some: Vec<u32> = self.times.requests.iter().copied().step_by(every).collect();
        let slow = self.slow();
        let all = follow(&mut runner, sampling.seed, &some, plan.calls.len());
        let slow = follow(&mut runner, sampling.seed, &slow, plan.calls.len());
        let steps = std::iter::once(None).chain((0..plan.calls.len()).map(Some));
        let bars = steps.zip(all.into_iter().zip(slow));
        let bars = bars.map(|(step, (all, slow))| Bar { step, all, slow });
        self.waterfall = bars.filter(|b| b.all.total() > 0.0 || b.slow.total() > 0.0).collect();
    }

    /// The requests around the 99th percentile of those that were answered.
    fn slow(&self) -> Vec<u32> {
        let mut order: Vec<(f64, u32)> = self
            .times
            .answered
            .iter()
            .copied()
            .zip(self.times.requests.iter().copied())
            .collect();
        let count = order.len();
        let wanted = FOLLOWED_SLOW.min(count.div_ceil(50)).max(1);
        let centre = (count * 99) / 100;
        let from = centre.saturating_sub(wanted / 2).min(count - wanted);
        let by_time = |a: &(f64, u32), b: &(f64, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        order.select_nth_unstable_by(from, by_time);
        let tail = order.get_mut(from..).unwrap_or(&mut []);
        tail.sort_unstable_by(by_time);
        tail.iter().take(wanted).map(|(_, request)| *request).collect()
    }
}

/// Mean time over these requests: of what comes before the first step, then by step.
fn follow(runner: &mut Runner, seed: u64, requests: &[u32], steps: usize) -> Vec<Part> {
    let mut sums = vec![Part::default(); steps + 1];
    for request in requests {
        for (step, part) in runner.way(seed, *request) {
            if let Some(sum) = sums.get_mut(step.map_or(0, |w| w + 1)) {
                sum.network += part.network;
                sum.queue += part.queue;
                sum.service += part.service;
                sum.lost += part.lost;
            }
        }
    }
    let count = requests.len().max(1) as f64;
    for sum in &mut sums {
        for time in [&mut sum.network, &mut sum.queue, &mut sum.service, &mut sum.lost] {
            *time /= count;
        }
    }
    sums
}
