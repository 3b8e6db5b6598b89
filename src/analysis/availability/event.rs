//! Events that fail, and those that alone fail a flow.

use super::place::Zone;
use super::system::{Named, Spot};
use crate::model::{Model, Placement};
use crate::reliability::{Cut, Failed, Known};

/// An event that can fail.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// One unit of a component.
    Unit(usize),
    Zone(Zone),
    Region(usize),
    /// A managed or external service: a term of its SLA, no SPOF below the region.
    Service(usize),
    /// Its writer is in a failover.
    Failover(usize),
    /// What takes all units of a component at once.
    CommonCause(usize),
}

/// An event that alone fails the flow.
#[derive(Debug, Clone, PartialEq)]
pub struct Spof {
    pub event: Event,
    /// Share of the runs that it fails, where that is not all of them.
    pub share: Option<f64>,
}

impl Spof {
    pub(super) fn weigh(&mut self, share: f64) {
        self.share = part(self.share.unwrap_or(1.0) * share);
    }

    pub(super) fn join(&mut self, other: &Spof) {
        self.share = part(self.share.unwrap_or(1.0) + other.share.unwrap_or(1.0));
    }
}

fn part(share: f64) -> Option<f64> {
    (share < 1.0 - 1e-9).then_some(share)
}

/// All single points of failure, as a walk along the flow meets them: units first, then zones, then regions.
pub fn spofs(model: &Model, named: &Named, known: &mut Known) -> Vec<Spof> {
    let mut found: Vec<(usize, Spof)> = Vec::new();
    for cut in &known.alone(&named.system).list {
        let [failed] = cut.failed[..] else { continue };
        // A failover mends itself: it costs time, which the availability counts, and is no single point of failure.
        if matches!(failed, Failed::Failover(_)) {
            continue;
        }
        let spof = Spof {
            event: event(model, named, failed),
            share: part(cut.share),
        };
        let at = position(failed);
        match found.iter_mut().find(|(_, s)| s.event == spof.event) {
            // Groups that are placed differently.
            Some((_, known)) => known.share = part(known.share.unwrap_or(1.0).max(cut.share)),
            None => found.push((at, spof)),
        }
    }
    found.sort_by_key(|(at, spof)| {
        let rank = match spof.event {
            Event::Zone(_) => 1,
            Event::Region(_) => 2,
            _ => 0,
        };
        (rank, *at)
    });
    found.into_iter().map(|(_, spof)| spof).collect()
}

/// Where a thing stands among those of its kind.
fn position(failed: Failed) -> usize {
    match failed {
        Failed::Place(i) | Failed::Cause(i) | Failed::Failover(i) | Failed::Units { tier: i, .. } => i,
    }
}

/// What has failed, by name.
pub fn event(model: &Model, named: &Named, failed: Failed) -> Event {
    // Of a tier without a site nothing fails by itself.
    let component = |tier: usize| named.sites[tier].as_ref().map_or(usize::MAX, |site| site.component);
    match failed {
        Failed::Place(place) => match &named.spots[place] {
            Spot::Region(region) => Event::Region(*region),
            Spot::Zone(zone) => Event::Zone(zone.clone()),
        },
        Failed::Units { tier, .. } => match model.components[component(tier)].placement {
            Placement::Regional | Placement::Outside => Event::Service(component(tier)),
            Placement::Zones(_) | Placement::Unzoned | Placement::Device => Event::Unit(component(tier)),
        },
        Failed::Cause(tier) => Event::CommonCause(component(tier)),
        Failed::Failover(tier) => Event::Failover(component(tier)),
    }
}

/// How many units have failed, and of how many; none for anything else.
pub fn count(cut: &Cut, index: usize) -> Option<(u32, u32)> {
    match cut.failed.get(index) {
        Some(Failed::Units { count, of, .. }) => Some((*count, *of)),
        _ => None,
    }
}
