//! Runs the requests of a flow, one by one.

use super::draw::{Dice, Network, Queue, Service};
use super::plan::{Plan, Share, When};
use super::way::{Group, Log};
use crate::model::Party;
use crate::quantity::Sampling;

/// Calls that one request may make on average; a flow with more is not followed.
pub const MOST_CALLS: u64 = 1_000;
/// Most copies that are told apart.
const MOST_COPIES: usize = 16;

/// What one call to a step takes.
#[derive(Debug)]
pub struct Hop {
    pub callee: Party,
    pub network: Network,
    pub queue: Queue,
    pub service: Service,
    pub copies: Copies,
    /// Seconds that a message waits until its batch is full; only for what nobody waits for.
    pub fill: f64,
}

/// All hops of a flow.
#[derive(Debug)]
pub struct Legs {
    /// What happens before the first step.
    pub start: Option<Hop>,
    /// By walked step; none for those that nobody waits for.
    pub hops: Vec<Option<Hop>>,
}

/// Which copies a call waits for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Copies {
    /// Of the others, how many have to answer.
    pub need: usize,
    /// The copies beside the one that is called.
    pub others: usize,
    /// The called one may be slower than others that answer for it.
    pub any: bool,
    /// Round trip to another copy.
    pub network: Network,
    /// Round trip to another region that has to hold each write, seconds.
    pub abroad: f64,
}

/// Time of one step that its request waited for, seconds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Part {
    pub network: f64,
    pub queue: f64,
    pub service: f64,
    /// Tries that failed, and waiting for a batch to fill.
    pub lost: f64,
}

impl Part {
    pub fn total(&self) -> f64 {
        self.network + self.queue + self.service + self.lost
    }
}

/// What the requests of a flow took.
#[derive(Debug, Clone, PartialEq)]
pub struct Times {
    /// Seconds of those that were answered, in the order of the requests.
    pub answered: Vec<f64>,
    /// The requests of these, by number.
    pub requests: Vec<u32>,
    /// Requests that ended in a timeout.
    pub failed: u32,
}

/// Where a call or an activation stands when it is over.
#[derive(Clone, Copy)]
struct End {
    at: f64,
    answered: bool,
}

/// A request on its way.
pub struct Runner<'p> {
    plan: &'p Plan,
    legs: &'p Legs,
    /// The participant whose last arrival counts; none for the answer.
    to: Option<Party>,
    dice: Dice,
    calls_left: u64,
    /// By set: misses of this request so far.
    misses: Vec<u32>,
    /// By call: misses that were there when its activation began, or that it has dealt with.
    dealt: Vec<u32>,
    /// By exclusive choice: the number that decides.
    choice: Vec<f64>,
    reached: Option<f64>,
    /// What the request waited for, where somebody asks.
    log: Option<Log>,
}

impl<'p> Runner<'p> {
    pub fn new(plan: &'p Plan, legs: &'p Legs, to: Option<Party>, sampling: Sampling) -> Self {
        Runner {
            plan,
            legs,
            to,
            dice: Dice::of_request(sampling.seed, 0),
            calls_left: u64::from(sampling.samples) * MOST_CALLS,
            misses: vec![0; plan.inside.len()],
            dealt: vec![0; plan.calls.len()],
            // More than there are: each belongs to a step.
            choice: vec![0.0; plan.calls.len()],
            reached: None,
            log: None,
        }
    }

    /// Runs all requests; `None` where they make too many calls.
    pub fn all(&mut self, sampling: Sampling) -> Option<Times> {
        let mut times = Times {
            answered: Vec::with_capacity(sampling.samples as usize),
            requests: Vec::with_capacity(sampling.samples as usize),
            failed: 0,
        };
        for request in 0..sampling.samples {
            let end = self.request(sampling.seed, request);
            if self.calls_left == 0 {
                return None;
            }
            match (self.to, self.reached) {
                // Endless waits are never answered.
                (None, _) if end.answered && end.at.is_finite() => {
                    times.answered.push(end.at);
                    times.requests.push(request);
                }
                (Some(_), Some(at)) if at.is_finite() => {
                    times.answered.push(at);
                    times.requests.push(request);
                }
                // It does not go there: no request of this kind.
                (Some(_), None) if end.answered => {}
                _ => times.failed += 1,
            }
        }
        Some(times)
    }

    /// The way of one request, as it ran in [`Runner::all`].
    pub fn way(&mut self, seed: u64, request: u32) -> Vec<(Option<usize>, Part)> {
        self.log = Some(Log::default());
        self.request(seed, request);
        let log = self.log.take().unwrap_or_default();
        if self.to.is_some() { log.reached } else { log.parts }
    }

    fn request(&mut self, seed: u64, request: u32) -> End {
        self.dice = Dice::of_request(seed, u64::from(request));
        self.misses.fill(0);
        self.dealt.fill(0);
        self.choice.fill(0.0);
        self.reached = None;
        let mut start = 0.0;
        let legs = self.legs;
        if let Some(hop) = &legs.start {
            let queue = hop.queue.draw(&mut self.dice);
            let service = self.service(hop);
            start = queue + service;
            if let Some(log) = &mut self.log {
                log.parts.push((
                    None,
                    Part {
                        queue,
                        service,
                        ..Part::default()
                    },
                ));
            }
        }
        self.activation(0, start, false)
    }

    /// Everything that happens inside one call of a set.
    fn activation(&mut self, set: usize, start: f64, missed: bool) -> End {
        let plan = self.plan;
        for choice in &plan.choices[set] {
            self.choice[*choice] = self.dice.unit();
        }
        for w in &plan.aside[set] {
            if let When::EachMiss { set, within: true } = plan.calls[*w].when {
                self.dealt[*w] = self.misses[set];
            }
        }
        // `now`: all that was waited for is over; `together`: since when the last group of parallel steps runs.
        let (mut now, mut together) = (start, start);
        let mut group = Group::default();
        for w in &plan.inside[set] {
            let call = &plan.calls[*w];
            if !call.runs {
                continue;
            }
            let count = self.count(*w, missed);
            if !call.parallel {
                together = now;
                group = Group::start(&self.log);
            }
            if count == 0 {
                continue;
            }
            group.branch(&mut self.log);
            let end = self.times(*w, together, count);
            group.close(&mut self.log, call.waits && end.at >= now);
            if !call.waits {
                continue;
            }
            now = now.max(end.at);
            if !end.answered && !call.optional {
                return End {
                    at: now,
                    answered: false,
                };
            }
        }
        End {
            at: now,
            answered: true,
        }
    }

    /// How many times a step is made in this activation.
    fn count(&mut self, w: usize, missed: bool) -> u32 {
        let call = &self.plan.calls[w];
        let sources = match call.when {
            When::Always => 1,
            When::Missed => u32::from(missed),
            When::EachMiss { set, .. } => {
                let new = self.misses[set].saturating_sub(self.dealt[w]);
                self.dealt[w] = self.misses[set];
                new
            }
        };
        if sources == 0 {
            return 0;
        }
        let chosen = match call.share {
            Share::All => true,
            Share::Some(share) => self.dice.unit() < share,
            Share::OneOf { choice, from, to } => {
                let number = self.choice[choice];
                from <= number && number < to
            }
        };
        if !chosen {
            return 0;
        }
        let (whole, rest) = call.times;
        let more = u32::from(rest > 0.0 && self.dice.unit() < rest);
        sources.saturating_mul(whole.saturating_add(more))
    }

    /// The calls of one step: all together, or one after another.
    fn times(&mut self, w: usize, start: f64, count: u32) -> End {
        let serial = self.plan.calls[w].serial;
        let (mut at, mut answered) = (start, true);
        let mut group = Group::start(&self.log);
        for _ in 0..count {
            if self.calls_left == 0 {
                break;
            }
            if serial {
                group = Group::start(&self.log);
            }
            group.branch(&mut self.log);
            let end = self.tries(w, if serial { at } else { start });
            group.close(&mut self.log, end.at >= at);
            at = at.max(end.at);
            answered &= end.answered;
        }
        End { at, answered }
    }

    /// One call with its retries.
    fn tries(&mut self, w: usize, start: f64) -> End {
        let call = &self.plan.calls[w];
        let mut now = start;
        for _ in 0..call.tries {
            let mark = self.log.as_ref().map_or(0, |l| l.parts.len());
            let (end, missed) = self.once(w, now);
            if end.answered && end.at - now <= call.timeout {
                if missed {
                    self.miss(w);
                }
                return end;
            }
            let given_up = end.at.min(now + call.timeout);
            if let Some(log) = &mut self.log {
                log.parts.truncate(mark);
                log.parts.push((
                    Some(w),
                    Part {
                        lost: given_up - now,
                        ..Part::default()
                    },
                ));
            }
            now = given_up;
        }
        if call.miss_if_late {
            self.miss(w);
        }
        End {
            at: now,
            answered: call.miss_if_late,
        }
    }

    fn miss(&mut self, w: usize) {
        if let Some(set) = self.plan.calls[w].into {
            self.misses[set] += 1;
        }
    }

    /// One try: there, wait, service, what runs inside, and back. Tells whether it missed.
    fn once(&mut self, w: usize, start: f64) -> (End, bool) {
        let call = &self.plan.calls[w];
        let legs = self.legs;
        let Some(hop) = &legs.hops[w] else {
            return (
                End {
                    at: start,
                    answered: true,
                },
                false,
            );
        };
        self.calls_left = self.calls_left.saturating_sub(1);
        if self.calls_left == 0 {
            return (
                End {
                    at: start,
                    answered: false,
                },
                false,
            );
        }
        let network = hop.network.draw(&mut self.dice);
        let queue = hop.queue.draw(&mut self.dice);
        let service = self.service(hop);
        let served = start + hop.fill + network / 2.0 + queue + service;
        if let Some(log) = &mut self.log {
            let part = Part {
                network: network / 2.0,
                queue,
                service,
                lost: hop.fill,
            };
            log.parts.push((Some(w), part));
        }
        if self.to == Some(hop.callee) && self.reached.is_none_or(|at| served > at) {
            self.reached = Some(served);
            if let Some(log) = &mut self.log {
                log.arrive();
            }
        }
        let missed = call.hit.is_some_and(|hit| self.dice.unit() >= hit);
        let mut end = End {
            at: served,
            answered: true,
        };
        if let Some(set) = call.into {
            end = self.activation(set, served, missed);
        }
        end.at += network / 2.0;
        if let Some(log) = &mut self.log {
            log.parts.push((
                Some(w),
                Part {
                    network: network / 2.0,
                    ..Part::default()
                },
            ));
        }
        (end, missed)
    }

    /// Service of a call with the copies that it waits for.
    fn service(&mut self, hop: &Hop) -> f64 {
        let own = hop.service.draw(&mut self.dice);
        let copies = &hop.copies;
        let asked = copies.others.min(MOST_COPIES);
        if copies.need == 0 || asked == 0 {
            return own + copies.abroad;
        }
        let mut times = [f64::INFINITY; MOST_COPIES + 1];
        for time in times.iter_mut().take(asked) {
            *time = copies.network.draw(&mut self.dice) + hop.service.draw(&mut self.dice);
        }
        let (known, wanted) = if copies.any {
            times[asked] = own;
            (asked + 1, copies.need + 1)
        } else {
            (asked, copies.need)
        };
        let known = &mut times[..known];
        known.sort_unstable_by(f64::total_cmp);
        let nth = known
            .get(wanted.saturating_sub(1))
            .or(known.last())
            .copied()
            .unwrap_or(own);
        copies.abroad + if copies.any { nth } else { own.max(nth) }
    }
}
