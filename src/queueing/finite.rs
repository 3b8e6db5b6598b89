//! Queues with an end: who finds them full is turned away.

use super::{MOST_SERVERS, sensible};

/// What a queue with room for so many does in the long run. It is always stable: what is too much is turned away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finite {
    /// Share of calls that are turned away.
    pub blocked: f64,
    /// Mean number of calls in it, waiting and in service.
    pub number: f64,
    /// Mean number that wait.
    pub waiting: f64,
    /// Mean wait of those let in.
    pub wait: f64,
    /// Mean time that those let in spend in it.
    pub response: f64,
}

/// M/M/c/K: `servers` alike with exponential service of mean `service`, room for `room` calls in all, those in service
/// included; Poisson arrivals at `rate` (Gross and Harris, 2.4).
///
/// By adding one place after the other: with p(n) the chance of n calls in a queue that ends at n,
/// p(0) = 1, p(n) = a p(n−1) ÷ (min(n, c) + a p(n−1)), and each mean over a queue that ends at n is
/// mean(n−1) × (1 − p(n)) + value(n) × p(n). No factorials, nothing overflows. Times by Little's law.
/// `None` for no servers, less room than servers, more room than ten times [`MOST_SERVERS`], no arrivals or no service time.
pub fn mmck(servers: u32, room: u32, rate: f64, service: f64) -> Option<Finite> {
    let sound = servers > 0 && room >= servers && room <= 10 * MOST_SERVERS;
    if !sound || !sensible(rate) || !sensible(service) || rate == 0.0 || service == 0.0 {
        return None;
    }
    let offered = rate * service;
    let (mut full, mut number, mut waiting) = (1.0, 0.0, 0.0);
    for n in 1..=room {
        let arriving = offered * full;
        full = arriving / (f64::from(n.min(servers)) + arriving);
        number = number * (1.0 - full) + f64::from(n) * full;
        waiting = waiting * (1.0 - full) + f64::from(n.saturating_sub(servers)) * full;
    }
    // Close to full everything is turned away, so what is let in comes from the servers that are busy.
    let let_in = (number - waiting) / service;
    Some(Finite {
        blocked: full,
        number,
        waiting,
        wait: waiting / let_in,
        response: number / let_in,
    })
    .filter(|f| f.wait.is_finite() && f.response.is_finite())
}
