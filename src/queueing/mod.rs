//! Queues and scalability: pure mathematics, no design in it.
//!
//! Rates are a second and times are seconds, but any unit of time does as long as it is one. What has no
//! steady state (a utilisation of one or more) or makes no sense (a negative rate) is `None`, never a number.
//!
//! Sources: L. Kleinrock, *Queueing Systems* I (1975), chapters 3 and 5; D. Gross, J. F. Shortle, J. M. Thompson,
//! C. M. Harris, *Fundamentals of Queueing Theory*, 4th edition (2008), chapters 2, 5; A. O. Allen, *Probability,
//! Statistics and Queueing Theory*, 2nd edition (1990), section 5.5; N. J. Gunther, *Guerrilla Capacity Planning* (2007).

mod erlang;
mod finite;
mod usl;
mod wait;

pub use erlang::{erlang_b, erlang_c};
pub use finite::{Finite, mmck};
pub use usl::Usl;
pub use wait::{Wait, mg1, mgc, mm1_response, mmc};

/// Most servers (and places to wait) of one queue. More of them at the same utilisation wait even less, so
/// a caller that stops here errs on the safe side.
pub const MOST_SERVERS: u32 = 100_000;

/// A rate, a load or a time that can stand in a formula.
fn sensible(value: f64) -> bool {
    value.is_finite() && value >= 0.0
}
