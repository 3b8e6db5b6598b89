//! Connections: those that calls hold open, and those that the pools of callers hold.

use crate::analysis::load::Load;
use crate::figure::Id;
use crate::quantity::Dimension;

/// What the units of the fullest region have to hold: the held connections by its share of the load, the pools by
/// the units of the callers that reach it. None where nothing holds any.
pub(super) fn demand(load: &mut Load, c: usize) -> Option<Id> {
    let of = &load.components[c];
    let (held, busiest) = (of.held, of.busiest);
    let mut parts = Vec::new();
    if let Some(held) = held {
        parts.push(match busiest {
            Some(share) => load.figures.product(&[held, share]),
            None => held,
        });
    }
    parts.extend(load.pools.get(&c).map(|pools| pools.fullest));
    (!parts.is_empty()).then(|| load.figures.sum(&parts, Dimension::NONE))
}
