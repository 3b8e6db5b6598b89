//! Caches that forgot what they held.

use super::{sensible, share};

/// By how much the load behind a cache grows when it is empty: 1 ÷ (1 − h), from L (1 − h) to L. `hit` is h, from 0 to
/// below 1; at 1 nothing came through before, so there is no factor.
pub fn cold_factor(hit: f64) -> Option<f64> {
    (share(hit) && hit < 1.0).then(|| 1.0 / (1.0 - hit))
}

/// The same when one of `nodes` is lost and keys move only from it (consistent hashing): what misses is
/// 1 − h (1 − 1 ÷ m) instead of 1 − h.
pub fn node_lost_factor(hit: f64, nodes: u32) -> Option<f64> {
    if nodes == 0 {
        return None;
    }
    let misses = 1.0 - hit * (1.0 - 1.0 / f64::from(nodes));
    cold_factor(hit).map(|factor| misses * factor)
}

/// The shortest time until an empty cache holds `entries`, where the store behind it answers `admitted` misses a
/// second: entries ÷ admitted. It is a lower bound, for a key that is asked for twice before it came is fetched twice
/// and rare keys come late. `None` where nothing is admitted.
pub fn warm_time(entries: f64, admitted: f64) -> Option<f64> {
    (sensible(entries) && sensible(admitted) && admitted > 0.0).then(|| entries / admitted)
}

/// The share of its entries that a cache holds after `time`, if each of them is asked for as often as any other:
/// 1 − e^(−rate × time ÷ entries), the chance that a key came up in a Poisson stream.
pub fn warm_share(entries: f64, rate: f64, time: f64) -> Option<f64> {
    let sound = sensible(entries) && entries > 0.0 && sensible(rate) && sensible(time);
    sound.then(|| -libm::expm1(-rate * time / entries))
}
