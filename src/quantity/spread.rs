//! An input that may be uncertain.

/// z of the 95th percentile of the standard normal distribution: a 90 % interval reaches this far both ways.
pub const Z95: f64 = 1.644_853_626_951_472_7;

/// One number, or what is known of it. Bounds are the ends of a 90 % interval; PERT's are the extremes.
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
    /// `{low, likely, high}`.
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
            Spread::Normal { low, high } => low / 2.0 + high / 2.0,
            Spread::Pert { low, likely, high } => (low + 6.0 * likely + high) / 8.0,
        }
    }

    /// The mean: of a lognormal the median times e^(σ²/2), of a PERT (low + 4 likely + high) / 6.
    pub fn mean(self) -> f64 {
        match self {
            Spread::Lognormal { low, high } => {
                let sigma = libm::log(high / low) / (2.0 * Z95);
                self.median() * libm::exp(sigma * sigma / 2.0)
            }
            Spread::Pert { low, likely, high } => (low + 4.0 * likely + high) / 6.0,
            Spread::Exact(_) | Spread::Normal { .. } => self.median(),
        }
    }

    /// The ends of the interval as written.
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Spread::Exact(x) => (x, x),
            Spread::Lognormal { low, high } | Spread::Normal { low, high } | Spread::Pert { low, high, .. } => {
                (low, high)
            }
        }
    }

    /// This spread with every number multiplied by a positive factor.
    pub fn scaled(self, by: f64) -> Spread {
        match self {
            Spread::Exact(x) => Spread::Exact(x * by),
            Spread::Lognormal { low, high } => Spread::Lognormal {
                low: low * by,
                high: high * by,
            },
            Spread::Normal { low, high } => Spread::Normal {
                low: low * by,
                high: high * by,
            },
            Spread::Pert { low, likely, high } => Spread::Pert {
                low: low * by,
                likely: likely * by,
                high: high * by,
            },
        }
    }
}
