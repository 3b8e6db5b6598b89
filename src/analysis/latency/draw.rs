//! Random numbers and the distributions of one hop. The same seed gives the same bytes on every machine.

use crate::quantity::normal::percentage_point;
use crate::queueing::Wait;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use std::rc::Rc;

/// Equal parts of a distribution in its table.
const PARTS: usize = 512;
/// Parts at each end that are computed and not looked up: there the curve bends too much.
const ENDS: usize = 4;
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
}

/// A lognormal distribution with its percentage points.
#[derive(Debug)]
pub struct Lognormal {
    median: f64,
    sigma: f64,
    table: [f64; PARTS + 1],
}

impl Service {
    /// The distribution through a median and a 99th percentile; constant where they don't differ.
    pub fn through(p50: f64, p99: f64) -> Service {
        if !(p50 > 0.0 && p99 > p50 && p99.is_finite()) {
            return Service::Constant(p50.max(0.0));
        }
        let sigma = libm::log(p99 / p50) / Z99;
        let mut table = [0.0; PARTS + 1];
        for (i, cell) in table.iter_mut().enumerate() {
            let z = percentage_point(i as f64 / PARTS as f64).unwrap_or(0.0);
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
        }
    }

    /// Squared coefficient of variation: e^σ² − 1.
    pub fn variation(&self) -> f64 {
        match self {
            Service::Constant(_) => 0.0,
            Service::Lognormal(l) => libm::exp(l.sigma * l.sigma) - 1.0,
        }
    }

    pub fn draw(&self, dice: &mut Dice) -> f64 {
        match self {
            Service::Constant(time) => *time,
            Service::Lognormal(l) => l.draw(dice.bits()),
        }
    }
}

impl Lognormal {
    /// The highest bits choose a part, the others the place in it.
    fn draw(&self, bits: u64) -> f64 {
        let part = (bits >> 55) as usize % PARTS;
        if (ENDS..PARTS - ENDS).contains(&part) {
            let (low, high) = (self.table[part], self.table[part + 1]);
            let place = ((bits >> 11) & ((1 << 44) - 1)) as f64 * (1.0 / (1u64 << 44) as f64);
            return low + place * (high - low);
        }
        let half = 0.5 / (1u64 << 53) as f64;
        let z = percentage_point(unit(bits) + half).unwrap_or(0.0);
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
    pub fn draw(self, dice: &mut Dice) -> f64 {
        match self {
            Queue::None => 0.0,
            Queue::Endless => f64::INFINITY,
            Queue::Waits(wait) => {
                let luck = dice.unit();
                if luck >= wait.share {
                    return 0.0;
                }
                // Given that it waits, what is left of the number is uniform again; 0 is no logarithm's.
                let left = (luck / wait.share).max(f64::MIN_POSITIVE);
                -wait.mean_of_waiting * libm::log(left)
            }
        }
    }
}

/// Round trips that a hop can take, seconds: one in each case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Network {
    /// What every call takes.
    pub fixed: f64,
    /// Probability and time of what some calls take; the rest takes nothing beyond `fixed`.
    pub cases: Vec<(f64, f64)>,
}

impl Network {
    pub fn draw(&self, dice: &mut Dice) -> f64 {
        match &self.cases[..] {
            [] => self.fixed,
            cases => {
                let mut luck = dice.unit();
                for (share, time) in cases {
                    if luck < *share {
                        return self.fixed + time;
                    }
                    luck -= share;
                }
                self.fixed
            }
        }
    }
}
