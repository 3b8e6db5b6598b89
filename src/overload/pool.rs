//! Callers that wait for something slow: threads, connections, permits.

use super::sensible;

/// A limited number of calls at a time, and a callee that becomes slower.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pool {
    /// Calls that may be in flight at a time.
    pub places: f64,
    /// λ: calls a second.
    pub rate: f64,
    /// S: how long a call takes while all is well.
    pub service: f64,
    /// d: how much longer it takes now.
    pub delay: f64,
}

impl Pool {
    /// Calls in flight once it is slow: λ (S + d), Little's law; more than there are places where it [fills](Pool::fills).
    pub fn in_flight(self) -> Option<f64> {
        self.is_sound().then_some(self.rate * (self.service + self.delay))
    }

    /// Whether calls come to wait for a place: λ (S + d) > places.
    pub fn fills(self) -> Option<bool> {
        Some(self.in_flight()? > self.places)
    }

    /// Time from the slow-down until all places are taken, with those in flight slow as well: (places − λ S) ÷ λ.
    /// `None` where that never happens.
    pub fn full_after(self) -> Option<f64> {
        if !self.fills()? {
            return None;
        }
        Some((self.places / self.rate - self.service).max(0.0))
    }

    /// Calls a second that get through: λ, at most places ÷ (S + d).
    pub fn throughput(self) -> Option<f64> {
        if self.fills()? {
            return Some(self.places / (self.service + self.delay));
        }
        Some(self.rate)
    }

    fn is_sound(self) -> bool {
        [self.places, self.rate, self.service, self.delay]
            .into_iter()
            .all(sensible)
    }
}
