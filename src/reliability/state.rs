//! The states that places can be in, and what a tier is worth in each.

use super::bdd::Table;
use super::units::too_few;
use super::{Place, System, Tier};

/// Fewest and most states that are told apart; the rest is left to the bounds.
const STATES: (usize, usize) = (64, 8192);

/// Some places lost, all others not.
#[derive(Debug, Clone)]
pub struct State {
    pub probability: f64,
    /// By place; with a region its zones are lost too.
    pub lost: Vec<bool>,
    /// Places lost by themselves, in order.
    pub own: Vec<usize>,
}

/// States of the places that matter, the fewest losses first, as far as `most` goes, and the probability of all that
/// are left out.
pub fn states(places: &[Place], matters: &[bool], most: usize) -> (Vec<State>, f64) {
    let most = most.clamp(STATES.0, STATES.1) as f64;
    let which: Vec<usize> = (0..places.len())
        .filter(|p| matters[*p] && places[*p].down > 0.0)
        .collect();
    let mut states = Vec::new();
    for losses in 0..=which.len() {
        let ways = binomial(which.len(), losses);
        if losses > 0 && states.len() as f64 + ways > most {
            return (states, at_least(places, &which, losses));
        }
        choose(&which, losses, 0, &mut Vec::new(), &mut |own| {
            states.extend(state(places, &which, own));
        });
    }
    (states, 0.0)
}

/// The state in which exactly these are lost; none where one of them lies in another.
fn state(places: &[Place], which: &[usize], own: &[usize]) -> Option<State> {
    let mut lost = vec![false; places.len()];
    for place in own {
        lost[*place] = true;
    }
    let mut probability = 1.0;
    for place in which {
        let within = places[*place].inside.is_some_and(|region| lost[region]);
        match (lost[*place], within) {
            (true, true) => return None,
            (true, false) => probability *= places[*place].down,
            (false, true) => {}
            (false, false) => probability *= 1.0 - places[*place].down,
        }
    }
    for (place, known) in places.iter().enumerate() {
        if known.inside.is_some_and(|region| lost[region]) {
            lost[place] = true;
        }
    }
    Some(State {
        probability,
        lost,
        own: own.to_vec(),
    })
}

/// Calls `then` with each choice of `count` of them.
pub fn choose(from: &[usize], count: usize, at: usize, chosen: &mut Vec<usize>, then: &mut dyn FnMut(&[usize])) {
    if chosen.len() == count {
        then(chosen);
        return;
    }
    for i in at..from.len() {
        if from.len() - i < count - chosen.len() {
            return;
        }
        chosen.push(from[i]);
        choose(from, count, i + 1, chosen, then);
        chosen.pop();
    }
}

/// Ways to choose k of n.
pub fn binomial(n: usize, k: usize) -> f64 {
    (0..k.min(n - k.min(n))).fold(1.0, |ways, i| ways * (n - i) as f64 / (i + 1) as f64)
}

/// At most the probability that as many places are lost: as if all were independent of each other.
fn at_least(places: &[Place], which: &[usize], losses: usize) -> f64 {
    let downs: Vec<f64> = which.iter().map(|p| places[*p].down).collect();
    more_than(&downs, losses.saturating_sub(1))
}

/// Probability that more than `most` of independent things are down.
pub fn more_than(downs: &[f64], most: usize) -> f64 {
    // By number of those down so far, up to `most`; what passes it is summed apart, so that nothing is subtracted.
    let mut exactly = vec![0.0; most + 1];
    exactly[0] = 1.0;
    let mut more = 0.0;
    for down in downs {
        more += exactly[most] * down;
        for k in (1..=most).rev() {
            exactly[k] = exactly[k] * (1.0 - down) + exactly[k - 1] * down;
        }
        exactly[0] *= 1.0 - down;
    }
    more
}

/// Probabilities of too few units, remembered: many tiers are alike.
#[derive(Debug, Default)]
pub struct Odds {
    known: Table<(u64, u64), f64>,
}

impl Odds {
    /// Probability that fewer than `need` units of a tier's group are up in a state.
    pub fn down(&mut self, tier: &Tier, need: u32, lost: &[bool]) -> f64 {
        self.down_but(tier, need, lost, None)
    }

    /// The same with one unit known to be up or down: its layout, its place among those of the layout, its state.
    pub fn down_but(&mut self, tier: &Tier, need: u32, lost: &[bool], known: Option<Known>) -> f64 {
        let common = tier.common_cause * tier.unit_down;
        let own = (1.0 - tier.common_cause) * tier.unit_down;
        let mut log_up = 0.0;
        let mut sum = 0.0;
        let total = f64::from(tier.groups());
        for (l, layout) in tier.layouts.iter().enumerate() {
            let left: u32 = layout
                .units
                .iter()
                .filter(|(place, _)| place.is_none_or(|p| !lost[p]))
                .map(|(_, n)| *n)
                .sum();
            let mut groups = f64::from(layout.groups);
            let mut add = |groups: f64, down: f64| {
                log_up += groups * libm::log1p(-down);
                sum += groups * down;
            };
            if let Some(known) = known.filter(|k| k.layout == l) {
                let place = layout.units[known.unit].0;
                let down = if place.is_some_and(|p| lost[p]) {
                    self.too_few(left, need, own)
                } else if known.up {
                    self.too_few(left - 1, need.saturating_sub(1), own)
                } else {
                    self.too_few(left - 1, need, own)
                };
                add(1.0, down);
                groups -= 1.0;
            }
            if groups > 0.0 {
                add(groups, self.too_few(left, need, own));
            }
        }
        let few = if tier.every_group {
            -libm::expm1(log_up)
        } else {
            (sum / total).min(1.0)
        };
        common + (1.0 - common) * few
    }

    fn too_few(&mut self, units: u32, need: u32, down: f64) -> f64 {
        let key = (u64::from(units) << 32 | u64::from(need), down.to_bits());
        if let Some(found) = self.known.get(&key) {
            return *found;
        }
        let found = too_few(units, need, down);
        self.known.insert(key, found);
        found
    }
}

/// A unit whose state is given.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    pub layout: usize,
    /// Index among the units of the layout.
    pub unit: usize,
    pub up: bool,
}

/// By tier: the places that it has units in, and the regions around them.
pub fn places_of(system: &System) -> Vec<Vec<usize>> {
    let of = |tier: &Tier| {
        let mut places: Vec<usize> = Vec::new();
        for place in tier.layouts.iter().flat_map(|l| &l.units).filter_map(|(p, _)| *p) {
            places.push(place);
            places.extend(system.places[place].inside);
        }
        places.sort_unstable();
        places.dedup();
        places
    };
    system.tiers.iter().map(of).collect()
}
