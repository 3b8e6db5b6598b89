//! An input that may be uncertain.

use super::normal;

/// z of the 95th percentile of the standard normal distribution: a 90 % interval reaches this far both ways.
pub const Z95: f64 = 1.644_853_626_951_472_7;

/// One number, or what is known of it. Bounds are the ends of a 90 % interval; those of a uniform and of a PERT
/// distribution are the extremes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    Exact(f64),
    /// `a to b` with a > 0.
    Lognormal {
        low: f64,
        high: f64,
    },
    /// `a ± b`, and `a to b` with a ≤ 0.
    Normal {
        low: f64,
        high: f64,
    },
    /// `uniform(a, b)`.
    Uniform {
        low: f64,
        high: f64,
    },
    /// `{low, likely, high}` and `pert(low, likely, high)`.
    Pert {
        low: f64,
        likely: f64,
        high: f64,
    },
}

impl Spread {
    /// The spread of `low to high`: lognormal where positive, else normal.
    pub fn range(low: f64, high: f64) -> Spread {
        if low == high {
            Spread::Exact(low)
        } else if low > 0.0 {
            Spread::Lognormal { low, high }
        } else {
            Spread::Normal { low, high }
        }
    }

    pub fn is_exact(self) -> bool {
        matches!(self, Spread::Exact(_))
    }

    /// The median. Of a PERT distribution the usual approximation (low + 6 likely + high) / 8.
    pub fn median(self) -> f64 {
        match self {
            Spread::Exact(x) => x,
            Spread::Lognormal { low, high } => libm::sqrt(low) * libm::sqrt(high),
            Spread::Normal { low, high } | Spread::Uniform { low, high } => low / 2.0 + high / 2.0,
            Spread::Pert { low, likely, high } => (low + 6.0 * likely + high) / 8.0,
        }
    }

    /// The mean: of a lognormal the median times e^(σ²/2), of a PERT (low + 4 likely + high) / 6.
    pub fn mean(self) -> f64 {
        match self {
            Spread::Lognormal { .. } => {
                let sigma = self.sigma();
                self.median() * libm::exp(sigma * sigma / 2.0)
            }
            Spread::Pert { low, likely, high } => (low + 4.0 * likely + high) / 6.0,
            Spread::Exact(_) | Spread::Normal { .. } | Spread::Uniform { .. } => self.median(),
        }
    }

    /// σ of the logarithm of a lognormal, and 0 of anything else.
    pub fn sigma(self) -> f64 {
        match self {
            Spread::Lognormal { low, high } => (libm::log(high) - libm::log(low)) / (2.0 * Z95),
            _ => 0.0,
        }
    }

    /// The ends of the interval as written.
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Spread::Exact(x) => (x, x),
            Spread::Lognormal { low, high }
            | Spread::Normal { low, high }
            | Spread::Uniform { low, high }
            | Spread::Pert { low, high, .. } => (low, high),
        }
    }

    /// This spread with every number changed by a growing linear function.
    fn mapped(self, f: impl Fn(f64) -> f64) -> Spread {
        match self {
            Spread::Exact(x) => Spread::Exact(f(x)),
            Spread::Lognormal { low, high } => Spread::Lognormal {
                low: f(low),
                high: f(high),
            },
            Spread::Normal { low, high } => Spread::Normal {
                low: f(low),
                high: f(high),
            },
            Spread::Uniform { low, high } => Spread::Uniform {
                low: f(low),
                high: f(high),
            },
            Spread::Pert { low, likely, high } => Spread::Pert {
                low: f(low),
                likely: f(likely),
                high: f(high),
            },
        }
    }

    /// This spread with every number multiplied by a positive factor.
    pub fn scaled(self, by: f64) -> Spread {
        self.mapped(|x| x * by)
    }

    /// The values below which the shares of a column lie, in place.
    pub fn quantiles(self, column: &mut [f64]) {
        match self {
            Spread::Exact(x) => column.fill(x),
            Spread::Lognormal { .. } => {
                let (middle, sigma) = (libm::log(self.median()), self.sigma());
                for share in column {
                    *share = libm::exp(middle + sigma * normal::quantile(*share));
                }
            }
            Spread::Normal { low, high } => {
                let (middle, sigma) = (self.median(), (high - low) / (2.0 * Z95));
                for share in column {
                    *share = middle + sigma * normal::quantile(*share);
                }
            }
            Spread::Uniform { low, high } => {
                for share in column {
                    *share = low + (high - low) * *share;
                }
            }
            Spread::Pert { low, likely, high } => {
                let table = Pert::new((likely - low) / (high - low));
                for share in column {
                    *share = low + (high - low) * table.quantile(*share);
                }
            }
        }
    }
}

/// Steps of the table of a PERT distribution.
const STEPS: usize = 1024;

/// The distribution function of a PERT distribution on 0 to 1, by Simpson's rule over its density.
///
/// PERT is the beta distribution with α = 1 + 4 m and β = 1 + 4 (1 − m), m the likeliest value (Clark, 1962).
struct Pert {
    /// Share below i / [`STEPS`].
    below: Vec<f64>,
}

impl Pert {
    fn new(likely: f64) -> Pert {
        let (a, b) = (4.0 * likely, 4.0 * (1.0 - likely));
        let density = |x: f64| libm::pow(x, a) * libm::pow(1.0 - x, b);
        let height = 1.0 / STEPS as f64;
        let mut below = Vec::with_capacity(STEPS + 1);
        let mut sum = 0.0;
        below.push(0.0);
        for i in 0..STEPS {
            let x = i as f64 * height;
            sum += (density(x) + 4.0 * density(x + height / 2.0) + density(x + height)) * height / 6.0;
            below.push(sum);
        }
        below.iter_mut().for_each(|s| *s /= sum);
        Pert { below }
    }

    fn quantile(&self, share: f64) -> f64 {
        let at = self.below.partition_point(|s| *s < share).clamp(1, STEPS);
        let (low, high) = (self.below[at - 1], self.below[at]);
        let inside = if high > low { (share - low) / (high - low) } else { 0.5 };
        (at as f64 - 1.0 + inside) / STEPS as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantile(spread: Spread, share: f64) -> f64 {
        let mut column = [share];
        spread.quantiles(&mut column);
        column[0]
    }

    #[test]
    fn ends_are_the_5th_and_95th_percentile() {
        for spread in [
            Spread::Lognormal { low: 8e6, high: 12e6 },
            Spread::Normal { low: -3.0, high: 5.0 },
        ] {
            let (low, high) = spread.bounds();
            assert!((quantile(spread, 0.05) - low).abs() < 1e-9 * high);
            assert!((quantile(spread, 0.95) - high).abs() < 1e-9 * high);
            assert!((quantile(spread, 0.5) - spread.median()).abs() < 1e-9 * high);
        }
    }

    /// Beta(3, 3) has the distribution function x³ (10 − 15 x + 6 x²), Beta(1, 5) has 1 − (1 − x)⁵.
    #[test]
    fn pert_is_the_beta_distribution() {
        let middle = Spread::Pert {
            low: 0.0,
            likely: 0.5,
            high: 1.0,
        };
        let edge = Spread::Pert {
            low: 0.0,
            likely: 0.0,
            high: 1.0,
        };
        for i in 1..100 {
            let share = f64::from(i) / 100.0;
            let x = quantile(middle, share);
            assert!(
                (x * x * x * (10.0 - 15.0 * x + 6.0 * x * x) - share).abs() < 1e-6,
                "{share}"
            );
            let x = quantile(edge, share);
            assert!((1.0 - (1.0 - x).powi(5) - share).abs() < 1e-5, "{share}");
        }
    }
}
