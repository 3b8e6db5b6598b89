//! The two formulas of A. K. Erlang (1917).

use super::{MOST_SERVERS, sensible};

/// Erlang's loss formula B: the share of calls that find all servers busy where nobody waits (M/M/c/c, and by
/// insensitivity M/G/c/c). `offered` is the load in erlang, arrival rate × mean service time, from 0 on.
///
/// By the recurrence B(0) = 1, B(k) = a B(k−1) ÷ (k + a B(k−1)) (Gross and Harris, 2.5), which has no factorials
/// and stays within 0 to 1. `None` for no servers, more than [`MOST_SERVERS`], or a load that is no number.
pub fn erlang_b(servers: u32, offered: f64) -> Option<f64> {
    if servers == 0 || servers > MOST_SERVERS || !sensible(offered) {
        return None;
    }
    let mut blocked = 1.0;
    for k in 1..=servers {
        let carried = offered * blocked;
        blocked = carried / (f64::from(k) + carried);
    }
    Some(blocked)
}

/// Erlang's delay formula C: the share of calls that have to wait (M/M/c).
///
/// From B as C = B ÷ (1 − ρ (1 − B)) with ρ = offered ÷ servers (Kleinrock, 3.5). `None` where the queue has no
/// steady state (offered ≥ servers), and where [`erlang_b`] has none.
pub fn erlang_c(servers: u32, offered: f64) -> Option<f64> {
    let blocked = erlang_b(servers, offered)?;
    let utilisation = offered / f64::from(servers);
    if utilisation >= 1.0 {
        return None;
    }
    Some(blocked / (1.0 - utilisation * (1.0 - blocked)))
}
