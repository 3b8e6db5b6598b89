//! Random numbers and the distributions of one hop. The same seed gives the same bytes on every machine.

use crate::quantity::normal;
use crate::queueing::Wait;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use std::rc::Rc;

/// Equal parts of a distribution in its table.
const PARTS: usize = 512;
/// Parts at each end that are computed and not looked up: there the curve bends too much.
const ENDS: usize = 2;
/// 99th percentile of the standard normal distribution.
const Z99: f64 = 2.326_347_874_040_841;

/// xoshiro256++ of Blackman and Vigna.
pub struct Dice(Xoshiro256PlusPlus);

impl Dice {
    /// Numbers of one request: it draws the same ones whatever other requests draw.
    pub fn of_request(seed: u64, request: u64) -> Dice {
        let mixed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(request);
        Dice(Xoshiro256PlusPlus::seed_from_u64(mixed))
    }

    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform from 0 to 1, 1 left out.
    pub fn unit(&mut self) -> f64 {
        unit(self.bits())
    }
}

fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

/// How long a call takes to serve, seconds.
#[derive(Debug, Clone)]
pub enum Service {
    Constant(f64),
    Lognormal(Rc<Lognormal>),
    /// Another one, so many times as long and so many seconds longer.
    Slowed {
        usual: Rc<Service>,
        times: f64,
        more: f64,
    },
}

/// A lognormal distribution with its percentage points.
#[derive(Debug)]
pub struct Lognormal {
    median: f64,
    sigma: f64,
    table: [f64; PARTS + 1],
}

/// Percentage points of the standard normal distribution, computed once for all tables.
#[derive(Debug)]
pub struct Grid([f64; PARTS + 1]);

impl Default for Grid {
    fn default() -> Self {
        let mut points = [0.0; PARTS + 1];
        // The ends are infinitely far; draws in the outermost parts don't use them.
        for (i, point) in points.iter_mut().enumerate().take(PARTS).skip(1) {
            *point = normal::quantile(i as f64 / PARTS as f64);
        }
        Grid(points)
    }
}

impl Service {
    /// The distribution through a median and a 99th percentile; constant where they don't differ.
    pub fn through(grid: &Grid, p50: f64, p99: f64) -> Service {
        if !(p50 > 0.0 && p99 > p50 && p99.is_finite()) {
            return Service::Constant(p50.max(0.0));
        }
        let sigma = libm::log(p99 / p50) / Z99;
        let mut table = [0.0; PARTS + 1];
        for (cell, z) in table.iter_mut().zip(grid.0) {
            *cell = p50 * libm::exp(sigma * z);
        }
        Service::Lognormal(Rc::new(Lognormal {
            median: p50,
            sigma,
            table,
        }))
    }

    /// The mean, seconds.
    pub fn mean(&self) -> f64 {
        match self {
            Service::Constant(time) => *time,
            Service::Lognormal(l) => l.median * libm::exp(l.sigma * l.sigma / 2.0),
            Service::Slowed { usual, times, more } => usual.mean() * times + more,
        }
    }

    /// Squared coefficient of variation: e^σ² − 1.
    pub fn variation(&self) -> f64 {
        match self {
            Service::Constant(_) => 0.0,
            Service::Lognormal(l) => libm::exp(l.sigma * l.sigma) - 1.0,
            Service::Slowed { usual, times, .. } => {
                let mean = self.mean();
                let share = if mean > 0.0 { times * usual.mean() / mean } else { 0.0 };
                usual.variation() * share * share
            }
        }
    }

    /// Draws by the highest bits of a random number; the dice are for the ends of the distribution.
    #[inline]
    pub fn draw(&self, bits: u64, dice: &mut Dice) -> f64 {
        match self {
            Service::Constant(time) => *time,
            Service::Lognormal(l) => l.draw(bits, dice),
            Service::Slowed { usual, times, more } => usual.draw(bits, dice) * times + more,
        }
    }
}

impl Lognormal {
    /// Nine bits choose a part, the next 24 the place in it.
    #[inline]
    fn draw(&self, bits: u64, dice: &mut Dice) -> f64 {
        let part = (bits >> 55) as usize;
        if (ENDS..PARTS - ENDS).contains(&part) {
            let (low, high) = (self.table[part], self.table[part + 1]);
            let place = ((bits >> 31) & 0xFF_FFFF) as f64 * (1.0 / f64::from(1 << 24));
            return low + place * (high - low);
        }
        self.end(part, dice.unit())
    }

    #[cold]
    fn end(&self, part: usize, place: f64) -> f64 {
        let least = 0.5 / (1u64 << 53) as f64;
        let z = normal::quantile((part as f64 + place) / PARTS as f64 + least);
        self.median * libm::exp(self.sigma * z)
    }
}

/// How long a call waits for a server.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Queue {
    /// No wait, or none that is known.
    None,
    Waits(Wait),
    /// It grows without end.
    Endless,
}

impl Queue {
    /// Draws by the lowest 15 bits of a random number whether the call may wait at all, and then by the dice how long.
    #[inline]
    pub fn draw(self, bits: u64, dice: &mut Dice) -> f64 {
        match self {
            Queue::None => 0.0,
            Queue::Endless => f64::INFINITY,
            Queue::Waits(wait) => {
                // One of 2^15 parts; the dice find the place in it.
                let part = (bits & 0x7FFF) as f64;
                if part > wait.share * f64::from(1 << 15) {
                    return 0.0;
                }
                waited(wait, (part + dice.unit()) / f64::from(1 << 15))
            }
        }
    }
}

#[cold]
fn waited(wait: Wait, luck: f64) -> f64 {
    if luck >= wait.share {
        return 0.0;
    }
    // Given that it waits, what is left of the number is uniform again; 0 has no logarithm.
    -wait.mean_of_waiting * libm::log((luck / wait.share).max(f64::MIN_POSITIVE))
}

/// Round trips that a hop can take, seconds: one of four cases, chosen without a branch.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Network {
    /// Where the stretches of the first three cases end, of 2^16 numbers.
    ends: [u64; 3],
    times: [f64; 4],
}

impl Network {
    /// Always the same.
    pub fn always(time: f64) -> Network {
        Network {
            ends: [0; 3],
            times: [time; 4],
        }
    }

    /// One of several times, each with its probability; with what is left of these it takes nothing. At most
    /// three are told apart.
    pub fn one_of(cases: &[(f64, f64)]) -> Network {
        let mut network = Network::default();
        let mut until = 0.0;
        for (i, end) in network.ends.iter_mut().enumerate() {
            until += cases.get(i).map_or(0.0, |(share, _)| *share);
            *end = libm::round(until * f64::from(1 << 16)) as u64;
        }
        for (time, (_, given)) in network.times.iter_mut().take(3).zip(cases) {
            *time = *given;
        }
        network
    }

    /// Draws by bits 15 to 30 of a random number.
    #[inline]
    pub fn draw(&self, bits: u64) -> f64 {
        let luck = (bits >> 15) & 0xFFFF;
        let case: usize = self.ends.iter().map(|end| usize::from(luck >= *end)).sum();
        self.times[case % 4]
    }
}
