//! What losing or mending each thing changes.
//!
//! Birnbaum's measure is P(down | lost) − P(down | up); the others follow from it (as in the documentation of SCRAM:
//! marginal, critical and diagnosis importance, risk achievement and risk reduction worth).

use super::state::{Known, Odds};
use super::unavailability::{Given, Solution};

/// A thing that fails by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Event {
    /// One unit: its tier, its layout, and its place among the units of the layout.
    Unit(usize, usize, usize),
    /// What takes all units of a tier at once.
    Cause(usize),
    /// The writer of a tier is in a failover.
    Failover(usize),
    Place(usize),
}

/// How much an event matters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Importance {
    pub event: Event,
    /// Events that are alike: units of one place in groups that look alike.
    pub alike: u32,
    /// Probability of the event.
    pub probability: f64,
    /// Unavailability while the event has happened.
    pub down_if_lost: f64,
    /// Unavailability if the event never happened.
    pub down_if_mended: f64,
}

impl Importance {
    /// Birnbaum's importance (SCRAM: MIF).
    pub fn birnbaum(&self) -> f64 {
        self.down_if_lost - self.down_if_mended
    }
}

/// Importance of every event that can happen. Of an interval the lower bound counts.
pub fn importance(solution: &Solution) -> Vec<Importance> {
    let mut found = Vec::new();
    let mut odds = Odds::default();
    let totals = Totals::of(solution);
    for (t, tier) in solution.system.tiers.iter().enumerate() {
        if solution.block_of[t].is_none() {
            continue;
        }
        let mut add = |event, alike, probability: f64, given: &dyn Fn(f64) -> Given| {
            if probability > 0.0 {
                found.push(Importance {
                    event,
                    alike,
                    probability,
                    down_if_lost: totals.with(solution, given(1.0), &mut odds),
                    down_if_mended: totals.with(solution, given(0.0), &mut odds),
                });
            }
        };
        let own = (1.0 - tier.common_cause) * tier.unit_down;
        for (l, layout) in tier.layouts.iter().enumerate() {
            for (unit, (_, count)) in layout.units.iter().enumerate().filter(|(_, (_, n))| *n > 0) {
                let given = |down: f64| {
                    let up = down == 0.0;
                    Given::Unit(t, Known { layout: l, unit, up })
                };
                add(Event::Unit(t, l, unit), count * layout.groups, own, &given);
            }
        }
        let common = tier.common_cause * tier.unit_down;
        add(Event::Cause(t), 1, common, &|down| Given::Cause(t, down));
        if solution.needs_writer(t) {
            add(Event::Failover(t), 1, tier.failing_over, &|down| {
                Given::Failover(t, down)
            });
        }
    }
    found.extend(of_places(solution));
    found
}

/// Importance of the places that can be lost.
pub fn of_places(solution: &Solution) -> Vec<Importance> {
    let totals = Totals::of(solution);
    let places = 0..solution.system.places.len();
    places.filter_map(|place| of_place(solution, &totals, place)).collect()
}

/// What becomes of the whole with one tier.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// Unavailability while the whole tier is down.
    pub down_if_lost: f64,
    /// Unavailability if nothing of it failed by itself: no unit, no common cause, no failover. Its places still fail.
    pub down_if_mended: f64,
}

/// By tier, what it is worth as a whole.
pub fn worth(solution: &Solution) -> Vec<Worth> {
    let totals = Totals::of(solution);
    let mut odds = Odds::default();
    (0..solution.system.tiers.len())
        .map(|tier| Worth {
            down_if_lost: totals.with(solution, Given::Lost(tier), &mut odds),
            down_if_mended: totals.with(solution, Given::Perfect(tier), &mut odds),
        })
        .collect()
}

fn of_place(solution: &Solution, totals: &Totals, place: usize) -> Option<Importance> {
    let known = &solution.system.places[place];
    let ever = solution.states.iter().any(|s| s.own.contains(&place));
    if !ever || known.down <= 0.0 {
        return None;
    }
    let (mut lost, mut up, mut within) = (0.0, 0.0, 0.0);
    for (s, state) in solution.states.iter().enumerate() {
        let down = state.probability * totals.down(s);
        if known.inside.is_some_and(|region| state.lost[region]) {
            within += down;
        } else if state.lost[place] {
            lost += down;
        } else {
            up += down;
        }
    }
    Some(Importance {
        event: Event::Place(place),
        alike: 1,
        probability: known.down,
        down_if_lost: lost / known.down + within,
        down_if_mended: if known.down < 1.0 { up / (1.0 - known.down) } else { 0.0 } + within,
    })
}

/// By state, the product over blocks, so that one factor can be exchanged.
struct Totals {
    /// Σ ln(1 − down) of those below 1, and how many are at 1.
    states: Vec<(f64, usize)>,
}

impl Totals {
    fn of(solution: &Solution) -> Self {
        let total = |found: &Vec<super::Interval>| {
            let dead = found.iter().filter(|f| f.low >= 1.0).count();
            let alive = found.iter().filter(|f| f.low < 1.0);
            (alive.map(|f| libm::log1p(-f.low)).sum(), dead)
        };
        Totals {
            states: solution.found.iter().map(total).collect(),
        }
    }

    fn down(&self, state: usize) -> f64 {
        let (log, dead) = self.states[state];
        if dead > 0 { 1.0 } else { -libm::expm1(log) }
    }

    /// Unavailability of the whole with something given.
    fn with(&self, solution: &Solution, given: Given, odds: &mut Odds) -> f64 {
        let Some(b) = solution.block_of[given.tier()] else {
            return solution.down.low;
        };
        let mut down = 0.0;
        for (s, state) in solution.states.iter().enumerate() {
            let (mut log, mut dead) = self.states[s];
            let before = solution.found[s][b].low;
            if before >= 1.0 {
                dead -= 1;
            }
            if dead > 0 {
                down += state.probability;
                continue;
            }
            let block = &solution.blocks.blocks[b];
            let after = solution.block(block, s, odds, Some(given)).low;
            if solution.blocks.blocks.len() == 1 {
                log = 0.0;
            } else if before < 1.0 {
                log -= libm::log1p(-before);
            }
            down += state.probability * -libm::expm1(log + libm::log1p(-after));
        }
        down
    }
}
