//! Runs the requests of a flow, one by one.

use super::draw::{Dice, Network, Queue, Service};
use super::plan::{Plan, Share, When};
use super::way::{Group, Log, Part};
use crate::model::Party;
use crate::quantity::Sampling;

/// Calls that one request may make on average; a flow with more is not followed.
pub const MOST_CALLS: u64 = 1_000;
/// Most copies that are told apart.
const MOST_COPIES: usize = 16;

/// What one call to a step takes.
#[derive(Debug)]
pub struct Hop {
    /// Whether it reaches the participant whose last arrival counts.
    pub arrives: bool,
    pub network: Network,
    pub queue: Queue,
    pub service: Service,
    /// None where the called one answers alone.
    pub copies: Option<Copies>,
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

/// What the requests of a flow took; the room is used again for the next flow.
#[derive(Debug, Default)]
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

/// A request on its way. `FOLLOW` tells whether somebody asks for the way itself; else nothing of it is noted.
pub struct Runner<'p, const FOLLOW: bool> {
    plan: &'p Plan,
    legs: &'p Legs,
    /// The participant whose last arrival counts; none for the answer.
    to: Option<Party>,
    seed: u64,
    dice: Dice,
    calls_left: u64,
    /// By set: misses of this request so far.
    misses: Vec<u32>,
    /// By call: misses that were there when its activation began, or that it has dealt with.
    dealt: Vec<u32>,
    /// By exclusive choice: the number that decides.
    choice: Vec<f64>,
    reached: Option<f64>,
    /// What the request waited for.
    log: Log,
}

impl<'p, const FOLLOW: bool> Runner<'p, FOLLOW> {
    pub fn new(plan: &'p Plan, legs: &'p Legs, to: Option<Party>, sampling: Sampling) -> Self {
        Runner {
            plan,
            legs,
            to,
            seed: sampling.seed,
            dice: Dice::of_request(sampling.seed, 0),
            calls_left: sampling.samples as u64 * MOST_CALLS,
            misses: vec![0; plan.inside.len()],
            dealt: vec![0; plan.calls.len()],
            // More than there are: each belongs to a step.
            choice: vec![0.0; plan.calls.len()],
            reached: None,
            log: Log::default(),
        }
    }

    /// Runs all requests; false where they make too many calls.
    pub fn all(&mut self, samples: usize, times: &mut Times) -> bool {
        times.answered.clear();
        times.requests.clear();
        times.failed = 0;
        for request in 0..samples as u32 {
            let end = self.request(request);
            if self.calls_left == 0 {
                return false;
            }
            let at = match (self.to, self.reached) {
                (Some(_), Some(at)) => at,
                // It does not go there: no request of this kind.
                (Some(_), None) if end.answered => continue,
                (None, _) if end.answered => end.at,
                _ => f64::INFINITY,
            };
            // Endless waits are never answered.
            if at.is_finite() {
                times.answered.push(at);
                times.requests.push(request);
            } else {
                times.failed += 1;
            }
        }
        true
    }

    /// The way of one request, as it ran in [`Runner::all`].
    pub fn way(&mut self, request: u32) -> &[(Option<usize>, Part)] {
        self.log.clear();
        self.request(request);
        if self.to.is_some() {
            &self.log.reached
        } else {
            &self.log.parts
        }
    }

    fn request(&mut self, request: u32) -> End {
        self.dice = Dice::of_request(self.seed, u64::from(request));
        if self.plan.counts_misses {
            self.misses.fill(0);
            self.dealt.fill(0);
        }
        self.reached = None;
        let mut start = 0.0;
        let legs = self.legs;
        if let Some(hop) = &legs.start {
            let bits = self.dice.bits();
            let queue = hop.queue.draw(bits, &mut self.dice);
            let service = self.service(hop, bits);
            start = queue + service;
            self.note(
                None,
                Part {
                    queue,
                    service,
                    ..Part::default()
                },
            );
        }
        self.activation(0, start, false)
    }

    fn note(&mut self, step: Option<usize>, part: Part) {
        if FOLLOW {
            self.log.parts.push((step, part));
        }
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
        let mut group = Group::start(&self.log);
        for w in &plan.inside[set] {
            let call = &plan.calls[*w];
            if !call.parallel {
                together = now;
                if FOLLOW {
                    group = Group::start(&self.log);
                }
            }
            let end = if call.plain {
                self.tries(*w, now)
            } else {
                let count = self.count(*w, missed);
                if count == 0 {
                    continue;
                }
                if FOLLOW {
                    group.branch(&mut self.log);
                }
                let end = self.times(*w, together, count);
                if FOLLOW {
                    group.close(&mut self.log, call.waits && end.at >= now);
                }
                if !call.waits {
                    continue;
                }
                end
            };
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
            if FOLLOW {
                if serial {
                    group = Group::start(&self.log);
                }
                group.branch(&mut self.log);
            }
            let end = self.tries(w, if serial { at } else { start });
            if FOLLOW {
                group.close(&mut self.log, end.at >= at);
            }
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
            let mark = self.log.parts.len();
            let (end, missed) = self.once(w, now);
            if end.answered && end.at - now <= call.timeout {
                if missed {
                    self.miss(w);
                }
                return end;
            }
            let given_up = end.at.min(now + call.timeout);
            if FOLLOW {
                self.log.parts.truncate(mark);
                self.note(
                    Some(w),
                    Part {
                        lost: given_up - now,
                        ..Part::default()
                    },
                );
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
        if let Some(set) = self.plan.calls[w].into.filter(|_| self.plan.counts_misses) {
            self.misses[set] += 1;
        }
    }

    /// One try: there, wait, service, what runs inside, and back. Tells whether it missed.
    #[inline]
    fn once(&mut self, w: usize, start: f64) -> (End, bool) {
        let (plan, legs) = (self.plan, self.legs);
        let call = &plan.calls[w];
        self.calls_left = self.calls_left.saturating_sub(1);
        let Some(hop) = &legs.hops[w] else {
            return (
                End {
                    at: start,
                    answered: true,
                },
                false,
            );
        };
        // The parts of one number decide network, wait and service: they don't depend on one another.
        let bits = self.dice.bits();
        let way = hop.network.draw(bits) / 2.0;
        let queue = hop.queue.draw(bits, &mut self.dice);
        let service = self.service(hop, bits);
        let served = start + hop.fill + way + queue + service;
        self.note(
            Some(w),
            Part {
                network: way,
                queue,
                service,
                lost: hop.fill,
            },
        );
        if hop.arrives && self.reached.is_none_or(|at| served > at) {
            self.reached = Some(served);
            if FOLLOW {
                self.log.arrive();
            }
        }
        let missed = call.hit.is_some_and(|hit| self.dice.unit() >= hit);
        let mut end = End {
            at: served,
            answered: true,
        };
        if let Some(set) = call.into.filter(|_| call.goes_on) {
            end = self.activation(set, served, missed);
        }
        end.at += way;
        self.note(
            Some(w),
            Part {
                network: way,
                ..Part::default()
            },
        );
        (end, missed)
    }

    /// Service of a call with the copies that it waits for.
    #[inline]
    fn service(&mut self, hop: &Hop, bits: u64) -> f64 {
        let own = hop.service.draw(bits, &mut self.dice);
        match &hop.copies {
            Some(copies) => self.copies(hop, copies, own),
            None => own,
        }
    }

    fn copies(&mut self, hop: &Hop, copies: &Copies, own: f64) -> f64 {
        let asked = copies.others.min(MOST_COPIES);
        if copies.need == 0 || asked == 0 {
            return own + copies.abroad;
        }
        if copies.need == 1 && !copies.any {
            let mut fastest = f64::INFINITY;
            for _ in 0..asked {
                let bits = self.dice.bits();
                fastest = fastest.min(copies.network.draw(bits) + hop.service.draw(bits, &mut self.dice));
            }
            return copies.abroad + own.max(fastest);
        }
        let mut times = [f64::INFINITY; MOST_COPIES + 1];
        for time in times.iter_mut().take(asked) {
            let bits = self.dice.bits();
            *time = copies.network.draw(bits) + hop.service.draw(bits, &mut self.dice);
        }
        let (known, wanted) = if copies.any {
            times[asked] = own;
            (asked + 1, copies.need + 1)
        } else {
            (asked, copies.need)
        };
        let known = &mut times[..known];
        known.sort_unstable_by(f64::total_cmp);
        let nth = known.get(wanted - 1).or(known.last()).copied().unwrap_or(own);
        copies.abroad + if copies.any { nth } else { own.max(nth) }
    }
}
