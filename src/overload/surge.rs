//! A load that rises faster than units can start: a fluid queue in steps of a second.

use super::{sensible, share};
use std::collections::VecDeque;

/// Steps after which a surge that is still not over is given up: a day of seconds.
const MOST_STEPS: u32 = 86_400;
/// What a fluid queue may hold and still count as empty, as a share of what arrives in a second.
const EMPTY: f64 = 1e-9;

/// Arrivals a second that rise in a line and then stay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ramp {
    pub from: f64,
    pub to: f64,
    /// Seconds from the one to the other.
    pub over: f64,
}

impl Ramp {
    /// Arrivals a second at a moment after it began.
    pub fn at(self, time: f64) -> f64 {
        if time >= self.over {
            return self.to;
        }
        self.from + (self.to - self.from) * (time / self.over).max(0.0)
    }

    /// What arrives between two moments, the earlier one first.
    pub fn between(self, start: f64, end: f64) -> f64 {
        let bend = self.over.clamp(start, end);
        let rising = (self.at_end(start) + self.at_end(bend)) / 2.0 * (bend - start);
        rising + self.to * (end - bend)
    }

    /// As [`Ramp::at`], but a jump has not happened yet at its moment.
    fn at_end(self, time: f64) -> f64 {
        if self.over > 0.0 { self.at(time) } else { self.to }
    }
}

/// What an autoscaler measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sees {
    /// How busy the units are, which is never more than 100 %: it can't see how much more is wanted.
    Utilisation,
    /// All that arrives.
    Load,
}

/// How units are added.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scaling {
    /// Most units.
    pub most: f64,
    /// The utilisation that it keeps, above 0 up to 1: it asks for ⌈units × seen ÷ trigger⌉ units.
    pub trigger: f64,
    /// Seconds from a load until a unit that was asked for because of it serves: detection, provisioning, boot, warming.
    pub reaction: f64,
    pub sees: Sees,
}

/// Units alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fleet {
    /// Units that run at the start.
    pub units: f64,
    /// What one of them serves a second.
    pub per_unit: f64,
    pub scaling: Option<Scaling>,
}

/// How a fleet comes through a surge. Moments are seconds after its beginning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Surged {
    /// When more arrives than is served; none where that never happens.
    pub overloaded_from: Option<f64>,
    /// From when on the units serve what arrives.
    pub enough_from: Option<f64>,
    /// What has piled up; none where the units never serve all that arrives, so that it grows without end.
    pub pile: Option<Pile>,
    /// Units at the end.
    pub units: f64,
}

/// What a fleet could not serve at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pile {
    /// ∫ (L − C) dt while L > C: what is lost where nothing waits.
    pub excess: f64,
    /// The most that waits at a time, where everything waits.
    pub backlog: f64,
    /// The longest wait in that queue: backlog ÷ what is served at the moment.
    pub delay: f64,
    /// When nothing waits any more; none where the units serve just what arrives.
    pub drained_at: Option<f64>,
}

/// A surge in steps of a second. `None` for a fleet or a ramp that makes no sense, and where units still start after
/// a day.
///
/// Within a step the load is the exact integral of the ramp and the units are those of its beginning, so an answer
/// errs by what a second brings. The scaler asks each second; what it asked for counts while it starts.
pub fn surge(ramp: Ramp, fleet: Fleet) -> Option<Surged> {
    if !is_sound(ramp, fleet) {
        return None;
    }
    let mut run = Run::new(fleet.units);
    for step in 0..MOST_STEPS {
        let start = f64::from(step);
        run.start_units(start);
        if start >= ramp.over && run.is_settled(ramp, fleet) {
            return Some(run.result(ramp, fleet, start));
        }
        run.pass(ramp, fleet, start);
        run.ask(ramp, fleet, start + 1.0);
    }
    None
}

/// The fewest units that have to run from the start so that at no time more arrives than is served. `None` where no
/// number of units up to `most` (what the scaler may reach, else any) does it, or where the surge makes no sense.
pub fn prewarmed(ramp: Ramp, fleet: Fleet) -> Option<f64> {
    if !is_sound(ramp, fleet) || fleet.per_unit <= 0.0 {
        return None;
    }
    let all = libm::ceil(ramp.to.max(ramp.from) / fleet.per_unit);
    if fleet.scaling.is_some_and(|scaling| scaling.most < all) {
        return None;
    }
    let holds = |units: f64| surge(ramp, Fleet { units, ..fleet }).is_some_and(|s| s.overloaded_from.is_none());
    let (mut too_few, mut enough) = (0.0, all.max(1.0));
    while enough - too_few > 1.0 {
        let middle = libm::floor(f64::midpoint(too_few, enough));
        if holds(middle) {
            enough = middle;
        } else {
            too_few = middle;
        }
    }
    Some(enough)
}

fn is_sound(ramp: Ramp, fleet: Fleet) -> bool {
    let numbers = [ramp.from, ramp.to, ramp.over, fleet.units, fleet.per_unit];
    let scaling = |s: Scaling| sensible(s.most) && share(s.trigger) && s.trigger > 0.0 && sensible(s.reaction);
    numbers.into_iter().all(sensible) && fleet.scaling.is_none_or(scaling)
}

/// A surge under way.
struct Run {
    serving: f64,
    /// Units that start, each lot with the moment from which it serves, in order.
    starting: VecDeque<(f64, f64)>,
    waiting: f64,
    overloaded_from: Option<f64>,
    /// When it was last short of units.
    short_until: f64,
    /// When something last waited.
    waited_until: f64,
    excess: f64,
    backlog: f64,
    delay: f64,
}

impl Run {
    fn new(units: f64) -> Self {
        Run {
            serving: units,
            starting: VecDeque::new(),
            waiting: 0.0,
            overloaded_from: None,
            short_until: 0.0,
            waited_until: 0.0,
            excess: 0.0,
            backlog: 0.0,
            delay: 0.0,
        }
    }

    fn start_units(&mut self, now: f64) {
        while let Some((_, units)) = self.starting.pop_front_if(|(from, _)| *from <= now) {
            self.serving += units;
        }
    }

    /// Whether no unit will be added any more, once the load has risen.
    fn is_settled(&self, ramp: Ramp, fleet: Fleet) -> bool {
        self.starting.is_empty() && self.wanted(ramp.to, fleet) <= self.serving
    }

    /// One second.
    fn pass(&mut self, ramp: Ramp, fleet: Fleet, start: f64) {
        let end = start + 1.0;
        let (arriving, served) = (ramp.between(start, end), self.serving * fleet.per_unit);
        // Rounding of a sum is no overload.
        let over = arriving - served;
        if over > EMPTY * arriving {
            self.excess += over;
            self.overloaded_from.get_or_insert(start);
            self.short_until = end;
        }
        self.waiting += over;
        if self.waiting <= EMPTY * arriving {
            self.waiting = 0.0;
            return;
        }
        self.waited_until = end;
        self.backlog = self.backlog.max(self.waiting);
        self.delay = self.delay.max(self.waiting / served);
    }

    /// Units that the scaler wants for a load.
    fn wanted(&self, load: f64, fleet: Fleet) -> f64 {
        let Some(scaling) = fleet.scaling else { return 0.0 };
        let capacity = self.serving * fleet.per_unit;
        // What waits is load as well to who counts it.
        let seen = match scaling.sees {
            Sees::Utilisation => (load + self.waiting).min(capacity),
            Sees::Load => load,
        };
        let units = seen / (fleet.per_unit * scaling.trigger);
        // A whole number that came out a rounding above itself is that number.
        libm::ceil(units * (1.0 - EMPTY)).min(scaling.most)
    }

    fn ask(&mut self, ramp: Ramp, fleet: Fleet, now: f64) {
        let Some(scaling) = fleet.scaling else { return };
        let coming: f64 = self.starting.iter().map(|(_, units)| units).sum();
        let more = self.wanted(ramp.at(now), fleet) - self.serving - coming;
        if more > 0.0 {
            self.starting.push_back((now + scaling.reaction, more));
        }
    }

    /// The rest is a queue of constant load and constant units.
    fn result(self, ramp: Ramp, fleet: Fleet, now: f64) -> Surged {
        let spare = self.serving * fleet.per_unit - ramp.to;
        let enough = spare >= -EMPTY * ramp.to;
        let drained_at = match self.waiting > 0.0 {
            true => (spare > EMPTY * ramp.to).then(|| now + self.waiting / spare),
            false => Some(self.waited_until),
        };
        Surged {
            overloaded_from: self.overloaded_from.or((!enough).then_some(now)),
            enough_from: enough.then_some(self.short_until),
            pile: enough.then_some(Pile {
                excess: self.excess,
                backlog: self.backlog,
                delay: self.delay,
                drained_at,
            }),
            units: self.serving,
        }
    }
}
