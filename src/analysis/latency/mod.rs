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
pub use way::Part;

use crate::analysis::Detail;
use crate::analysis::load::Load;
use crate::design::{Expectation, Metric};
use crate::figure::{Id, Origin};
use crate::model::{Model, Party};
use crate::quantity::{Dimension, Sampling, Spread};
use hop::Hops;
pub use hop::{Level, Slowdown};
use plan::Plan;
use run::{Legs, Runner, Times};

/// The percentiles that every flow has as figures.
pub const PERCENTILES: [(f64, &str); 4] = [(0.5, "p50"), (0.75, "p75"), (0.95, "p95"), (0.99, "p99")];
/// What is kept of the requests of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keep {
    /// Only those that every flow has.
    Percentiles,
    /// All times, for any percentile.
    Times,
}

/// Room for the requests of one flow, used again for the next.
#[derive(Debug, Default)]
struct Room {
    times: Times,
    /// The times as numbers that sort alike.
    keys: Vec<u64>,
}

/// Requests whose ways are followed: in each stretch between percentiles, and around the 99th.
const FOLLOWED: usize = 60;
const FOLLOWED_SLOW: usize = 100;

/// The latency of one flow.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowLatency {
    /// What it rests on. With missing facts all times are lower bounds; with an unstable component there are none.
    pub found: Found,
    /// Whether anybody waits for anything in it.
    pub waits: bool,
    /// More calls than can be followed, or the like, in words.
    pub trouble: Option<String>,
    /// Requests that were answered, and that ended in a timeout.
    runs: (usize, usize),
    /// Times of the answered ones, seconds, in their order; empty with [`Keep::Percentiles`].
    times: Vec<f64>,
    /// Of [`PERCENTILES`], seconds.
    known: [Option<f64>; 4],
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
        if let Some(at) = PERCENTILES.iter().position(|(q, _)| *q == quantile) {
            return self.known[at];
        }
        let rank = self.rank(quantile).filter(|rank| *rank < self.times.len())?;
        let mut times = self.times.clone();
        let (_, found, _) = times.select_nth_unstable_by(rank, f64::total_cmp);
        Some(*found)
    }

    /// The place of a percentile among the sorted times, from 0.
    fn rank(&self, quantile: f64) -> Option<usize> {
        let (answered, failed) = self.runs;
        let rank = libm::ceil(quantile * (answered + failed) as f64 - 1e-9).max(1.0) as usize - 1;
        (rank < answered).then_some(rank)
    }

    /// Share of requests that end in a timeout.
    pub fn failed(&self) -> f64 {
        let (answered, failed) = self.runs;
        failed as f64 / (answered + failed).max(1) as f64
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

/// The latency of each flow, and its percentiles in the sheet. None for a fragment that no requirement is about, and
/// for a flow in which nobody waits.
pub fn flows<'a>(model: &Model<'a>, load: &mut Load<'a>, detail: Detail) -> Vec<Option<FlowLatency>> {
    let asked = |id: &str| {
        let mut requirements = model.design.nonfunctional.iter();
        requirements
            .any(|(own, r)| model.design.is_judged(&own.value) && r.of.as_ref().is_some_and(|of| of.value == id))
    };
    let every = detail >= Detail::Values || is_asked_of_all(model);
    let other = |metric: &Metric| match metric {
        Metric::Latency { percentile, .. } => PERCENTILES.iter().all(|(quantile, _)| quantile != percentile),
        _ => false,
    };
    let mut metrics = model.design.nonfunctional.iter().flat_map(|(_, r)| &r.metrics);
    let keep = if metrics.any(|m| other(&m.value)) {
        Keep::Times
    } else {
        Keep::Percentiles
    };
    let mut latencies = Vec::with_capacity(model.flows.len());
    let mut room = Room::default();
    let mut hops = Hops::new(model, load, Level::Point);
    for (f, flow) in model.flows.iter().enumerate() {
        let wanted = (every && !flow.fragment) || asked(flow.id);
        let latency = wanted.then(|| with(&mut hops, &mut room, f, None, keep));
        latencies.push(latency.filter(|l| l.waits || l.trouble.is_some()));
    }
    for (f, latency) in latencies.iter().enumerate() {
        if let Some(latency) = latency {
            load.flows[f].percentiles = percentiles(model, load, f, latency);
        }
    }
    latencies
}

/// Whether the latency of any flow may decide a verdict: a target that names no flow, or a percentile in a formula.
fn is_asked_of_all(model: &Model) -> bool {
    let requirements = &model.design.nonfunctional;
    let open = requirements
        .iter()
        .filter(|(id, _)| model.design.is_judged(&id.value))
        .any(|(_, r)| {
            let latency = |m: &Metric| matches!(m, Metric::Latency { .. });
            let flow = r.of.as_ref().and_then(|of| model.flow_index(&of.value));
            flow.is_none() && r.metrics.iter().any(|m| latency(&m.value))
        });
    open || names_percentiles(model)
}

/// Whether a figure, a comparison or an expectation names a percentile.
fn names_percentiles(model: &Model) -> bool {
    let design = model.design;
    let figures = design.figures.iter().map(|(_, f)| &f.formula.expr);
    let metrics = design.nonfunctional.iter().flat_map(|(_, r)| &r.metrics);
    let of_metrics = metrics.filter_map(|m| match &m.value {
        Metric::Holds(parts, _) => Some([&parts.0, &parts.2]),
        _ => None,
    });
    let of_assumptions = design.assumptions.iter().filter_map(|(_, a)| a.holds.as_ref());
    let of_expectations = design.expectations.iter().filter_map(|e| match e {
        Expectation::Holds(holds) => Some(holds),
        _ => None,
    });
    let compared = of_assumptions.chain(of_expectations).map(|h| [&h.left, &h.right]);
    let mut found = false;
    for expr in figures.chain(of_metrics.chain(compared).flatten()) {
        expr.names(&mut |name, _| found |= PERCENTILES.iter().any(|(_, p)| name.ends_with(p)));
    }
    found
}

/// The latency of a flow until its answer, or until a participant was last reached.
pub fn of_flow<'a>(
    model: &Model<'a>,
    load: &mut Load<'a>,
    flow: usize,
    to: Option<Party>,
    level: Level,
) -> FlowLatency {
    let mut hops = Hops::new(model, load, level);
    with(&mut hops, &mut Room::default(), flow, to, Keep::Times)
}

/// The latency of a flow until its answer while a component is slow, its percentiles only.
pub fn of_slowed_flow<'a>(model: &Model<'a>, load: &mut Load<'a>, flow: usize, slowdown: Slowdown) -> FlowLatency {
    let mut hops = Hops::new(model, load, Level::Point);
    hops.slowdown = Some(slowdown);
    with(&mut hops, &mut Room::default(), flow, None, Keep::Percentiles)
}

/// The mean time that a component serves a call, seconds.
///
/// # Errors
/// The fact that is missing.
pub fn mean_service<'a>(model: &Model<'a>, load: &mut Load<'a>, component: usize) -> Result<f64, String> {
    Hops::new(model, load, Level::Point).mean_service(component)
}

/// The cells of a flow: its percentiles, then its mean.
fn percentiles<'a>(model: &Model<'a>, load: &mut Load<'a>, flow: usize, latency: &FlowLatency) -> [Option<Id>; 5] {
    let id = model.flows[flow].id;
    let [p50, p75, p95, p99] =
        PERCENTILES.map(|(quantile, name)| (latency.percentile(quantile), format!("{id}.{name}")));
    [p50, p75, p95, p99, (latency.mean, format!("{id} mean latency"))].map(|(value, name)| {
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

fn with(hops: &mut Hops, room: &mut Room, flow: usize, to: Option<Party>, keep: Keep) -> FlowLatency {
    let model = hops.model;
    let sampling = model.design.sampling;
    let mut latency = FlowLatency {
        found: Found::default(),
        waits: false,
        trouble: None,
        runs: (0, 0),
        times: Vec::new(),
        known: [None; 4],
        mean: None,
        waterfall: Vec::new(),
    };
    if sampling.samples == 0 {
        latency.trouble = Some("requests are not run without samples".to_string());
        return latency;
    }
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
    latency.waits = legs.start.is_some() || plan.calls.iter().any(|c| c.runs);
    if latency.found.unstable.is_empty() {
        let mut runner = Runner::<false>::new(&plan, &legs, to, sampling);
        if runner.all(sampling.samples, &mut room.times) {
            latency.take(room, keep);
            latency.follow(&plan, &legs, to, sampling, room);
        } else {
            let id = model.flows[flow].id;
            latency.trouble = Some(format!("{id} makes more than {} calls a request", run::MOST_CALLS));
        }
    }
    latency
}

impl FlowLatency {
    /// Takes the percentiles and the mean of the requests.
    fn take(&mut self, room: &mut Room, keep: Keep) {
        let times = &room.times.answered;
        self.runs = (times.len(), room.times.failed as usize);
        if times.is_empty() {
            return;
        }
        self.mean = Some(times.iter().sum::<f64>() / times.len() as f64);
        if keep == Keep::Times {
            self.times.clone_from(times);
        }
        // Times are not negative, so their bits are in the same order and quicker to compare.
        room.keys.clear();
        room.keys.extend(times.iter().map(|t| t.to_bits()));
        let mut rest = &mut room.keys[..];
        for at in (0..PERCENTILES.len()).rev() {
            let Some(rank) = self.rank(PERCENTILES[at].0) else {
                continue;
            };
            if rank < rest.len() {
                // The lower ones lie before it: they need not look at the others again.
                let (before, found, _) = rest.select_nth_unstable(rank);
                self.known[at] = Some(f64::from_bits(*found));
                rest = before;
            } else {
                self.known[at] = self.known.get(at + 1).copied().flatten();
            }
        }
    }

    /// Follows some of all requests, and those around the 99th percentile of the answered ones.
    fn follow(&mut self, plan: &Plan, legs: &Legs, to: Option<Party>, sampling: Sampling, room: &mut Room) {
        let (times, count) = (&room.times, room.keys.len());
        if self.runs.0 == 0 {
            return;
        }
        let wanted = FOLLOWED_SLOW.min(count.div_ceil(50)).max(1);
        let from = ((count * 99) / 100).saturating_sub(wanted / 2).min(count - wanted);
        let (_, low, tail) = room.keys.select_nth_unstable(from);
        let low = *low;
        let high = match wanted {
            1 => low,
            _ => *tail.select_nth_unstable(wanted - 2).1,
        };
        let all = times.answered.iter().zip(&times.requests);
        let slow = all.filter(|(time, _)| (low..=high).contains(&time.to_bits()));
        let slow = slow.map(|(_, request)| *request).take(wanted);
        let mut runner = Runner::<true>::new(plan, legs, to, sampling);
        let slow = means(&mut runner, slow, plan.calls.len());
        let mut all = vec![Part::default(); plan.calls.len() + 1];
        for (share, some) in self.stretches(times) {
            let of_stretch = means(&mut runner, some.into_iter(), plan.calls.len());
            for (sum, part) in all.iter_mut().zip(of_stretch) {
                sum.add(&part.times(share));
            }
        }
        let steps = std::iter::once(None).chain((0..plan.calls.len()).map(Some));
        let bars = steps.zip(all.into_iter().zip(slow));
        let bars = bars.map(|(step, (all, slow))| Bar { step, all, slow });
        self.waterfall = bars.filter(|b| b.all.total() > 0.0 || b.slow.total() > 0.0).collect();
    }

    /// The stretches between the percentiles that are shown, each with its share of the answered requests and some of them: a few
    /// requests tell little of the mean, unless the slow ones among them have their due weight.
    fn stretches(&self, times: &Times) -> Vec<(f64, Vec<u32>)> {
        let bounds: Vec<f64> = [self.known[0], self.known[2], self.known[3]]
            .into_iter()
            .flatten()
            .collect();
        let mut stretches: Vec<(usize, Vec<u32>)> = vec![(0, Vec::new()); bounds.len() + 1];
        for (time, request) in times.answered.iter().zip(&times.requests) {
            let at = bounds.iter().filter(|bound| *time > **bound).count();
            if let Some((count, some)) = stretches.get_mut(at) {
                *count += 1;
                if some.len() < FOLLOWED {
                    some.push(*request);
                }
            }
        }
        let all = times.answered.len().max(1) as f64;
        let shared = stretches.into_iter().map(|(count, some)| (count as f64 / all, some));
        shared.collect()
    }
}

/// Mean time over these requests: of what comes before the first step, then by step.
fn means(runner: &mut Runner<true>, requests: impl Iterator<Item = u32>, steps: usize) -> Vec<Part> {
    let mut sums = vec![Part::default(); steps + 1];
    let mut count = 0.0f64;
    for request in requests {
        count += 1.0;
        for (step, part) in runner.way(request) {
            if let Some(sum) = sums.get_mut(step.map_or(0, |w| w + 1)) {
                sum.add(part);
            }
        }
    }
    let each = 1.0 / count.max(1.0);
    sums.iter().map(|sum| sum.times(each)).collect()
}
