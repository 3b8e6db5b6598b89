//! Consumers that stand still for a while.

use super::sensible;

/// Messages that arrive while nobody takes them, and what it takes to catch up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outage {
    /// λ: what arrives a second, before and after.
    pub arriving: f64,
    /// μ: what the consumers take a second once they are back.
    pub taken: f64,
    /// How long they stand still.
    pub time: f64,
}

impl Outage {
    /// What waits when they come back: λ t.
    pub fn backlog(self) -> Option<f64> {
        self.is_sound().then_some(self.arriving * self.time)
    }

    /// Time from their return until nothing waits: λ t ÷ (μ − λ). `None` where that is never, μ ≤ λ.
    pub fn catch_up(self) -> Option<f64> {
        let backlog = self.backlog()?;
        if backlog == 0.0 {
            return Some(0.0);
        }
        (self.taken > self.arriving).then(|| backlog / (self.taken - self.arriving))
    }

    /// What is dropped before the consumers come back, where a message is kept for `retention` seconds and there is
    /// room for `room` messages: λ × (t − retention), or the backlog beyond the room, whichever is more.
    ///
    /// What waits is oldest at the return and younger from then on, so nothing is lost later as long as they catch up.
    pub fn dropped(self, retention: Option<f64>, room: Option<f64>) -> Option<f64> {
        let backlog = self.backlog()?;
        let aged = retention.map_or(0.0, |kept| self.arriving * (self.time - kept));
        let crowded = room.map_or(0.0, |room| backlog - room);
        Some(aged.max(crowded).max(0.0))
    }

    fn is_sound(self) -> bool {
        sensible(self.arriving) && sensible(self.taken) && sensible(self.time)
    }
}
