//! Gunther's Universal Scalability Law: why twice the units do not give twice the throughput.

use super::sensible;

/// X(N) = λ N ÷ (1 + σ (N − 1) + κ N (N − 1)) (Gunther, chapter 4).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usl {
    /// λ: throughput of one unit, above 0.
    pub single: f64,
    /// σ: share of the work that can't run side by side, 0 to 1.
    pub contention: f64,
    /// κ: cost of keeping each pair of units coherent, from 0 on.
    pub coherency: f64,
}

impl Usl {
    /// Throughput of `units` (from 0 on), in the unit of `single`. `None` for coefficients outside their ranges.
    pub fn throughput(self, units: f64) -> Option<f64> {
        if !self.is_sound() || !sensible(units) {
            return None;
        }
        let slowed = 1.0 + self.contention * (units - 1.0) + self.coherency * units * (units - 1.0);
        // Below one unit the law says little and the denominator may vanish.
        (slowed > 0.0).then(|| self.single * units / slowed)
    }

    /// The number of units beyond which more make it slower: √((1 − σ) ÷ κ). `None` where there is no such
    /// number, because nothing has to be kept coherent.
    pub fn most_units(self) -> Option<f64> {
        (self.is_sound() && self.coherency > 0.0).then(|| libm::sqrt((1.0 - self.contention) / self.coherency))
    }

    fn is_sound(self) -> bool {
        sensible(self.single) && sensible(self.contention) && self.contention <= 1.0 && sensible(self.coherency)
    }
}
