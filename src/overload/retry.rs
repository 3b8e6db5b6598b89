//! Calls that are tried again.

use super::{sensible, share};

/// Mean attempts of a call of which each attempt fails with chance `failing`, with at most `retries` more after the
/// first: A(p, r) = 1 + p + … + p^r = (1 − p^(r+1)) ÷ (1 − p).
pub fn attempts(failing: f64, retries: u32) -> Option<f64> {
    if !share(failing) {
        return None;
    }
    let most = f64::from(retries) + 1.0;
    if failing == 1.0 {
        return Some(most);
    }
    Some((1.0 - libm::pow(failing, most)) / (1.0 - failing))
}

/// Attempts at the end of a chain of callers for one call at its start, when all fail: the product of (1 + r) over its
/// layers. Three layers of four attempts make 64 (Site Reliability Engineering, chapter 22).
pub fn amplification(retries: &[u32]) -> f64 {
    retries.iter().map(|r| f64::from(*r) + 1.0).product()
}

/// Callers that retry against a callee that serves only so much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Retrying {
    /// L: first attempts a second.
    pub load: f64,
    /// C: attempts a second that the callee answers in time.
    pub capacity: f64,
    /// r: retries of a call after its first attempt.
    pub retries: u32,
    /// b: retries that all callers together allow themselves, as a share of the first attempts; none without a budget.
    pub budget: Option<f64>,
}

/// What a disturbance does to a callee whose callers retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stability {
    /// It recovers by itself: even with every call retried to the end it is not full.
    Stable,
    /// It runs, but once calls fail for any reason, the retries alone keep it full (a metastable failure).
    Vulnerable,
    /// It can't serve the first attempts.
    Overloaded,
}

impl Retrying {
    /// Most attempts of a call: 1 + r, at most 1 + b with a budget.
    pub fn most_attempts(self) -> f64 {
        let all = f64::from(self.retries) + 1.0;
        self.budget.map_or(all, |b| all.min(1.0 + b))
    }

    /// The share of attempts that fail in the long run, from a start at which none did.
    ///
    /// The least fixed point of p = max(0, 1 − C ÷ (L A(p))). With all retries, L A(p) (1 − p) = L (1 − p^(r+1)) = C has the one
    /// solution p = (1 − C ÷ L)^(1 ÷ (r + 1)); with a budget A is at most 1 + b, so p is at most 1 − C ÷ (L (1 + b)).
    pub fn failing(self) -> Option<f64> {
        if !self.is_sound() {
            return None;
        }
        if self.load <= self.capacity {
            return Some(0.0);
        }
        let all = libm::pow(1.0 - self.capacity / self.load, 1.0 / (f64::from(self.retries) + 1.0));
        let capped = 1.0 - self.capacity / (self.load * self.most_attempts());
        Some(all.min(capped))
    }

    /// Mean attempts of a call at that point.
    pub fn attempts(self) -> Option<f64> {
        Some(attempts(self.failing()?, self.retries)?.min(self.most_attempts()))
    }

    /// Overloaded from L = C on, vulnerable where C ÷ most attempts < L < C.
    pub fn stability(self) -> Option<Stability> {
        if !self.is_sound() {
            return None;
        }
        Some(if self.load >= self.capacity {
            Stability::Overloaded
        } else if self.load * self.most_attempts() > self.capacity {
            Stability::Vulnerable
        } else {
            Stability::Stable
        })
    }

    /// First attempts a second to turn away so that it recovers while all others are retried to the end:
    /// L − C ÷ most attempts, or nothing.
    pub fn to_shed(self) -> Option<f64> {
        self.is_sound()
            .then(|| (self.load - self.capacity / self.most_attempts()).max(0.0))
    }

    fn is_sound(self) -> bool {
        sensible(self.load) && sensible(self.capacity) && self.budget.is_none_or(sensible)
    }
}
