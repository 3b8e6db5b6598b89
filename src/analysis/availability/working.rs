//! Why a flow is as available as it is: its cut sets, and what mending each thing would save.

use super::event::{self, Event};
use super::place::{Site, Zone};
use super::system::Spot;
use super::{FlowAvailability, Part};
use crate::model::{Model, Placement};
use crate::reliability::{Cut, Failed, Known};
use std::collections::{BTreeMap, BTreeSet};

/// Most events of a cut set that is looked for, by the number of tiers: beyond it the next lower order.
const ORDERS: [(usize, u32); 3] = [(100, 3), (1_000, 2), (usize::MAX, 1)];

/// What an availability rests on.
#[derive(Debug, Clone, Default)]
pub struct Working {
    /// Minimal cut sets, those that look alike as one; the lower order first, then by weight.
    pub cuts: Vec<NamedCut>,
    /// By order from 1: how many cut sets there are.
    pub orders: Vec<f64>,
    /// Whether none up to the highest order is left out.
    pub complete: bool,
    /// What mending each thing saves, the most first.
    pub mendings: Vec<Mending>,
}

/// Minimal cut sets that look alike.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedCut {
    /// What has failed together; for units with how many, of how many.
    pub failed: Vec<(Event, Option<(u32, u32)>)>,
    /// How many sets.
    pub sets: f64,
    /// Events in each.
    pub order: u32,
    /// What all of them add to the unavailability.
    pub weight: f64,
    /// Share of the runs that one of them fails.
    pub share: f64,
    /// Where the components of each are: in another region they are other sets.
    sites: BTreeSet<Vec<Option<Site>>>,
    /// The region of the users for whom it was found last.
    part: usize,
}

/// A thing that can be mended for good.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// All units of a component, with their common causes and failovers.
    Component(usize),
    Service(usize),
    Zone(Zone),
    Region(usize),
}

/// What would be saved if a thing never failed.
#[derive(Debug, Clone, PartialEq)]
pub struct Mending {
    pub thing: Thing,
    /// Unavailability that goes with it.
    pub saves: f64,
    /// Unavailability while it is down, over the one on average; above 1.
    pub worse: f64,
}

/// Finds what an availability rests on; of bounds, the better one.
pub fn working(model: &Model, found: &FlowAvailability, known: &mut Known) -> Working {
    let mut working = Working {
        complete: true,
        ..Working::default()
    };
    let mut saved: BTreeMap<Thing, (f64, f64)> = BTreeMap::new();
    let mut down = 0.0;
    for part in &found.parts {
        down += part.share * of_part(model, part, known, &mut working, &mut saved);
    }
    working.cuts.sort_by(|a, b| {
        let by_weight = b.weight.total_cmp(&a.weight);
        a.order
            .cmp(&b.order)
            .then(by_weight)
            .then_with(|| a.failed.cmp(&b.failed))
    });
    working.mendings = saved
        .into_iter()
        .filter(|(_, (saves, _))| *saves > down * 1e-9)
        .map(|(thing, (saves, lost))| Mending {
            thing,
            saves,
            worse: if down > 0.0 { lost / down } else { f64::INFINITY },
        })
        .collect();
    working
        .mendings
        .sort_by(|a, b| b.saves.total_cmp(&a.saves).then_with(|| a.thing.cmp(&b.thing)));
    working
}

/// Adds what the users of one region meet; returns their unavailability.
fn of_part(
    model: &Model,
    part: &Part,
    known: &mut Known,
    working: &mut Working,
    saved: &mut BTreeMap<Thing, (f64, f64)>,
) -> f64 {
    let tiers = part.peak.system.tiers.len();
    let most = ORDERS.iter().find(|(n, _)| tiers <= *n).map_or(1, |(_, most)| *most);
    let found = known.rests_on(&part.peak.system, most);
    working.complete &= found.cuts.complete;
    working.orders.resize(working.orders.len().max(most as usize), 0.0);
    for cut in &found.cuts.list {
        add_cut(model, part, cut, working);
    }
    let down = found.down.low;
    let mut add = |thing: Thing, saves: f64, lost: f64| {
        let known = saved.entry(thing).or_default();
        known.0 += part.share * saves;
        known.1 += part.share * lost;
    };
    for (tier, worth) in found.worth.iter().enumerate() {
        let Some(site) = &part.peak.sites[tier] else { continue };
        let c = site.component;
        let thing = match model.components[c].placement {
            Placement::Regional | Placement::Outside => Thing::Service(c),
            _ => Thing::Component(c),
        };
        add(thing, down - worth.down_if_mended, worth.down_if_lost);
    }
    for place in &found.places {
        let thing = match place.event {
            crate::reliability::Event::Place(place) => match &part.peak.spots[place] {
                Spot::Region(region) => Thing::Region(*region),
                Spot::Zone(zone) => Thing::Zone(zone.clone()),
            },
            _ => continue,
        };
        add(thing, down - place.down_if_mended, place.down_if_lost);
    }
    down
}

fn add_cut(model: &Model, part: &Part, cut: &Cut, working: &mut Working) {
    let failed: Vec<(Event, Option<(u32, u32)>)> = cut
        .failed
        .iter()
        .enumerate()
        .map(|(i, failed)| (event::event(model, &part.peak, *failed), event::count(cut, i)))
        .collect();
    let order = cut.order();
    let site = |failed: &Failed| match *failed {
        Failed::Place(_) => None,
        Failed::Units { tier, .. } | Failed::Cause(tier) | Failed::Failover(tier) => part.peak.sites[tier].clone(),
    };
    let sites: Vec<Option<Site>> = cut.failed.iter().map(site).collect();
    let alike = working
        .cuts
        .iter_mut()
        .find(|known| known.failed == failed && known.order == order);
    match alike {
        Some(known) => {
            // Groups that are placed differently are other sets, in whichever region their users are.
            let same = known.part != part.region && !known.sites.insert(sites);
            known.part = part.region;
            if !same {
                known.sets += cut.sets;
                add_order(&mut working.orders, order, cut.sets);
            }
            known.weight += part.share * cut.weight();
            let share = part.share * cut.share;
            known.share = if same {
                (known.share + share).min(1.0)
            } else {
                known.share.max(share)
            };
        }
        None => {
            add_order(&mut working.orders, order, cut.sets);
            working.cuts.push(NamedCut {
                failed,
                sets: cut.sets,
                order,
                weight: part.share * cut.weight(),
                share: part.share * cut.share,
                sites: BTreeSet::from([sites]),
                part: part.region,
            });
        }
    }
}

fn add_order(orders: &mut [f64], order: u32, sets: f64) {
    if let Some(count) = orders.get_mut(order as usize - 1) {
        *count += sets;
    }
}
