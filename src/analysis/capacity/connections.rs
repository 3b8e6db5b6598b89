//! Connections: those that calls hold open, and those that the pools of callers hold.

use crate::analysis::load::{ComponentLoad, Pools};
use crate::figure::{Figures, Id};
use crate::quantity::Dimension;

/// What the units of the fullest region have to hold: the held connections by its share of the load, the pools by
/// the units of the callers that reach it. None where nothing holds any.
pub(super) fn demand(figures: &mut Figures, of: &ComponentLoad, pools: Option<&Pools>) -> Option<Id> {
    let mut parts = Vec::new();
    if let Some(held) = of.held {
        parts.push(match of.busiest {
            Some(share) => figures.product(&[held, share]),
            None => held,
        });
    }
    parts.extend(pools.map(|pools| pools.fullest));
    (!parts.is_empty()).then(|| figures.sum(&parts, Dimension::NONE))
}
