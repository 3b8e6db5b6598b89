//! Waiting in queues without an end.

use super::{erlang_c, sensible};

/// How long calls wait before they are served: not at all, or exponentially long.
///
/// Exact for M/M/c. For general service times the share that waits and the mean are kept and the shape is an
/// approximation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wait {
    /// Share of calls that wait, 0 to 1.
    pub share: f64,
    /// Mean wait of those that wait.
    pub mean_of_waiting: f64,
}

impl Wait {
    /// Nobody waits.
    pub const NONE: Wait = Wait {
        share: 0.0,
        mean_of_waiting: 0.0,
    };

    /// Mean wait of all calls.
    pub fn mean(self) -> f64 {
        self.share * self.mean_of_waiting
    }

    /// The wait that this share of calls does not exceed: P(W > t) = share × e^(−t ÷ mean of waiting).
    /// `None` outside 0 ≤ `quantile` < 1.
    pub fn percentile(self, quantile: f64) -> Option<f64> {
        if !(0.0..1.0).contains(&quantile) {
            return None;
        }
        let beyond = 1.0 - quantile;
        if self.share <= beyond {
            return Some(0.0);
        }
        Some(self.mean_of_waiting * libm::log(self.share / beyond))
    }

    /// The share of calls that wait longer than a time.
    pub fn beyond(self, time: f64) -> f64 {
        if self.mean_of_waiting > 0.0 {
            self.share * libm::exp(-time.max(0.0) / self.mean_of_waiting)
        } else {
            0.0
        }
    }
}

/// M/M/c: `servers` alike with exponential service of mean `service`, Poisson arrivals at `rate`.
/// P(W > t) = C(c, a) e^(−(c/service − rate) t) (Kleinrock, 3.5; Gross and Harris, 2.3). `None` from a utilisation of 1 on.
pub fn mmc(servers: u32, rate: f64, service: f64) -> Option<Wait> {
    if !sensible(rate) || !sensible(service) {
        return None;
    }
    let share = erlang_c(servers, rate * service)?;
    let free = f64::from(servers) - rate * service;
    Some(Wait {
        share,
        mean_of_waiting: service / free,
    })
}

/// M/G/c by the Allen-Cunneen approximation: the mean wait of M/M/c × (1 + Cs²) ÷ 2, with `variation` = Cs² the
/// squared coefficient of variation of the service time (Allen, 5.5; arrivals are Poisson, so Ca² = 1).
/// Exact for c = 1 (Pollaczek-Khinchine) and for exponential service.
pub fn mgc(servers: u32, rate: f64, service: f64, variation: f64) -> Option<Wait> {
    if !sensible(variation) {
        return None;
    }
    let wait = mmc(servers, rate, service)?;
    Some(Wait {
        mean_of_waiting: wait.mean_of_waiting * (1.0 + variation) / 2.0,
        ..wait
    })
}

/// M/G/1, Pollaczek-Khinchine: mean wait = rate × E\[S²\] ÷ (2 (1 − ρ)) = ρ service (1 + Cs²) ÷ (2 (1 − ρ))
/// (Kleinrock, 5.6). Share and mean are exact, the shape is exponential only for exponential service.
pub fn mg1(rate: f64, service: f64, variation: f64) -> Option<Wait> {
    mgc(1, rate, service, variation)
}

/// The time in an M/M/1 queue, wait and service, that a share of calls does not exceed. It is exponential with mean
/// service ÷ (1 − ρ) (Kleinrock, 3.2). `None` from a utilisation of 1 on, and outside 0 ≤ `quantile` < 1.
pub fn mm1_response(rate: f64, service: f64, quantile: f64) -> Option<f64> {
    let utilisation = rate * service;
    if !sensible(rate) || !sensible(service) || utilisation >= 1.0 || !(0.0..1.0).contains(&quantile) {
        return None;
    }
    Some(service / (1.0 - utilisation) * -libm::log(1.0 - quantile))
}
