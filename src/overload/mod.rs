//! What happens when there is more to do than can be done: pure mathematics, no design in it.
//!
//! Rates are a second and times are seconds, but any unit of time does as long as it is one, but for the steps of
//! [`surge`]. What never ends (a backlog that grows for ever) or makes no sense (a negative rate) is `None`.
//!
//! Sources: *Site Reliability Engineering* (2016), chapters 21 and 22; M. Brooker, *Timeouts, retries, and backoff
//! with jitter*, Amazon Builders' Library; N. Bronson et al., *Metastable Failures in Distributed Systems*, HotOS
//! 2021; G. F. Newell, *Applications of Queueing Theory*, 2nd edition (1982), chapter 2 (fluid queues).

mod backlog;
mod cold;
mod hot;
mod pool;
mod retry;
mod surge;

pub use backlog::Outage;
pub use cold::{cold_factor, node_lost_factor, warm_share, warm_time};
pub use hot::{hot_group, largest_share};
pub use pool::Pool;
pub use retry::{Retrying, Stability, amplification, attempts};
pub use surge::{Fleet, Pile, Ramp, Scaling, Sees, Surged, prewarmed, surge};

/// A rate, a load or a time that can stand in a formula.
fn sensible(value: f64) -> bool {
    value.is_finite() && value >= 0.0
}

/// A share: 0 to 1.
fn share(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
}
