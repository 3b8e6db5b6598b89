//! How far inside a piece stands, which decides in which order the layers follow one another.
//!
//! Without this, a call from the inside out, such as a push to an actor, could turn a region around,
//! and two regions of the same kind would be laid out differently.

use super::{Call, Piece};

/// From the outside in, and out again at the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    Actor,
    /// Outside all regions and called by actors: a CDN.
    Edge,
    /// A service of a region that passes on what comes from outside: a load balancer.
    Entry,
    Zones,
    /// A service of a region that others rest on.
    Base,
    /// Outside all regions and called from inside.
    Provider,
}

/// The tier of each piece. `homes` tells which of them stand in a region.
pub fn tiers(pieces: &[Piece], homes: &[Option<usize>], calls: &[Call]) -> Vec<Tier> {
    let first = |(piece, home): (&Piece, &Option<usize>)| match piece {
        Piece::Card(card) if card.is_actor() => Tier::Actor,
        Piece::Card(_) if home.is_some() => Tier::Base,
        Piece::Card(_) => Tier::Provider,
        Piece::Strip(_) => Tier::Zones,
    };
    let mut tiers: Vec<Tier> = pieces.iter().zip(homes).map(first).collect();
    // An entry can lead to another one; two rounds find those that are declared in reverse.
    for call in calls.iter().chain(calls) {
        let leads_on = || calls.iter().any(|next| next.from == call.to);
        let found = match (tiers.get(call.from), tiers.get(call.to)) {
            (Some(Tier::Actor), Some(Tier::Provider)) => Tier::Edge,
            (Some(Tier::Actor | Tier::Edge | Tier::Entry), Some(Tier::Base)) if leads_on() => Tier::Entry,
            _ => continue,
        };
        if let Some(tier) = tiers.get_mut(call.to) {
            *tier = found;
        }
    }
    tiers
}
