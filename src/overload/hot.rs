//! Keys that many ask for.

use super::{sensible, share};

/// What the group of units that holds a hot key carries, where the other keys spread evenly over all `groups`:
/// L (s + (1 − s) ÷ g), with L = `load` and s = `part`, the share of the calls that are for this key.
pub fn hot_group(load: f64, part: f64, groups: u32) -> Option<f64> {
    let sound = sensible(load) && share(part) && groups > 0;
    sound.then(|| load * (part + (1.0 - part) / f64::from(groups)))
}

/// The largest share that one key may have so that its group stays at or below `capacity`: the s that solves
/// [`hot_group`], at most 1. `None` where the group is above it without any hot key.
pub fn largest_share(load: f64, capacity: f64, groups: u32) -> Option<f64> {
    let even = hot_group(load, 0.0, groups)?;
    if !sensible(capacity) || even > capacity {
        return None;
    }
    if load <= capacity {
        return Some(1.0);
    }
    Some((capacity - even) / (load - even))
}
