//! Bytes that leave: to users and others outside, to another zone, to another region.

use super::{Bill, Kind, book};
use crate::analysis::load::Demand;
use crate::catalog::price::{Basis, NETWORK};
use crate::catalog::{Entry, Price};
use crate::figure::{Id, Origin};
use crate::model::{Party, Placement};
use crate::quantity::{Dimension, Spread};
use std::collections::BTreeMap;

/// Where a party stands, as a bill sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// In a region.
    Here(usize),
    /// A network of edges that bills what it sends.
    Edge(usize),
    /// Somebody else's.
    Outside(usize),
    /// A user, or something on a user's device.
    User,
    Nowhere,
}

/// Bytes a second by the component that sends them.
type Sent = BTreeMap<usize, Vec<Id>>;
/// Bytes a second that leave their region, by caller and callee.
type Abroad = BTreeMap<(usize, usize), Vec<Id>>;

impl<'a> Bill<'_, '_, 'a> {
    /// The traffic of the whole design: tiers count all of it together, as a bill does.
    pub(super) fn network(&mut self) {
        let (outwards, edges) = self.sent();
        let by_entry = edges.into_iter().filter_map(|(c, bytes)| {
            let (entry, price) = self.books[c]?;
            Some(((entry.id.as_str(), c), (entry, price, bytes)))
        });
        let mut groups: BTreeMap<&str, (&'a Entry, &'a Price, Sent)> = BTreeMap::new();
        for ((id, c), (entry, price, bytes)) in by_entry {
            groups
                .entry(id)
                .or_insert_with(|| (entry, price, Sent::new()))
                .2
                .insert(c, bytes);
        }
        for (entry, price, sent) in groups.into_values() {
            self.bill_sent(entry, price, sent);
        }
        let Some((entry, price)) = self.model.catalog.price_of(NETWORK) else {
            return;
        };
        let same = |u: &book::Used| u.price.provider.is_some() && u.price.provider == price.provider;
        if !self.cost.used.iter().any(same) {
            return;
        }
        self.bill_sent(entry, price, outwards);
        let abroad = self.cross_region(entry, price);
        self.cross_zone(entry, price, &abroad);
    }

    fn side(&self, party: Party) -> Side {
        let c = match party {
            Party::Actor(_) => return Side::User,
            Party::Unknown => return Side::Nowhere,
            Party::Component(c) => c,
        };
        let sends = self.books[c].is_some_and(|(_, price)| price.charge(Basis::Sent).is_some());
        match self.model.components[c].placement {
            Placement::Device => Side::User,
            Placement::Outside if sends => Side::Edge(c),
            Placement::Outside => Side::Outside(c),
            _ => Side::Here(c),
        }
    }

    /// What leaves the regions, and what the edges send. A price of the file for bytes goes before the book.
    fn sent(&self) -> (Sent, Sent) {
        let (mut outwards, mut edges) = (Sent::new(), Sent::new());
        let network = self
            .model
            .catalog
            .price_of(NETWORK)
            .and_then(|(_, p)| p.provider.as_deref());
        for ((from, to), link) in &self.load.links {
            let ways = [(from, to, link.bytes_in), (to, from, link.bytes_out)];
            for (sender, receiver, bytes) in ways {
                let Some(Demand { average, .. }) = bytes else { continue };
                match (self.side(*sender), self.side(*receiver)) {
                    (Side::Here(c), Side::User) if !self.prices_bytes(c) => {
                        outwards.entry(c).or_default().push(average)
                    }
                    (Side::Here(c), Side::Outside(other) | Side::Edge(other))
                        if !self.prices_bytes(c) && self.provider(other) != network =>
                    {
                        outwards.entry(c).or_default().push(average);
                    }
                    (Side::Edge(c), Side::User) if self.model.components[c].file.cost.is_empty() => {
                        edges.entry(c).or_default().push(average);
                    }
                    _ => {}
                }
            }
        }
        (outwards, edges)
    }

    /// Each sender bears its share of what all bytes together cost.
    fn bill_sent(&mut self, entry: &'a Entry, price: &'a Price, sent: Sent) {
        let Some(charge) = price.charge(Basis::Sent) else {
            return;
        };
        let mut by_component = Vec::with_capacity(sent.len());
        for (c, bytes) in sent {
            if let Some(bytes) = self.known_bytes(c, Kind::Egress, bytes) {
                by_component.push((c, bytes));
                self.use_price(entry, price, c);
            }
        }
        let known: Vec<Id> = by_component.iter().map(|(_, bytes)| *bytes).collect();
        if known.is_empty() {
            return;
        }
        let total = self.load.figures.sum(&known, Dimension::BANDWIDTH);
        let total = self.load.figures.named(total, || format!("sent ({})", entry.id));
        let whole = self.used(entry, price, charge, total);
        for (c, bytes) in by_component {
            let alone = known.len() == 1;
            let cost = if alone {
                whole
            } else {
                let share = self.load.figures.quotient(bytes, total);
                self.load.figures.product(&[whole, share])
            };
            self.part(c, Kind::Egress, "bytes sent", cost);
        }
    }

    /// The sum of the bytes that are known and not none; what is not known becomes a part of its own.
    fn known_bytes(&mut self, c: usize, kind: Kind, bytes: Vec<Id>) -> Option<Id> {
        let (known, unknown): (Vec<Id>, Vec<Id>) =
            bytes.into_iter().partition(|id| self.load.figures.value(*id).is_some());
        if !unknown.is_empty() {
            let mut facts: Vec<String> = Vec::new();
            for id in unknown {
                facts.extend(self.load.figures.missing_facts(id, 4));
            }
            facts.dedup();
            let facts = facts
                .into_iter()
                .map(|fact| self.load.figures.missing(fact, Dimension::SPENDING));
            let facts: Vec<Id> = facts.collect();
            let cost = self.load.figures.sum(&facts, Dimension::SPENDING);
            self.part(c, kind, "bytes that are not known", cost);
        }
        let sum = self.load.figures.sum(&known, Dimension::BANDWIDTH);
        self.load
            .figures
            .value(sum)
            .is_some_and(|bytes| bytes > 0.0)
            .then_some(sum)
    }

    /// (z − 1) ÷ z of the bytes between callers and callees that are spread evenly over z zones.
    fn cross_zone(&mut self, entry: &'a Entry, price: &'a Price, abroad: &Abroad) {
        let Some(charge) = price.charge(Basis::Crossed) else {
            return;
        };
        let mut crossing: Sent = Sent::new();
        let links: Vec<_> = self
            .load
            .links
            .iter()
            .filter_map(|((from, to), link)| match (from, to) {
                (Party::Component(a), Party::Component(b)) => Some((*a, *b, link.bytes_in?, link.bytes_out?)),
                _ => None,
            })
            .collect();
        for (a, b, there, back) in links {
            let placements = (&self.model.components[a].placement, &self.model.components[b].placement);
            let (Placement::Zones(from), Placement::Zones(to)) = placements else {
                continue;
            };
            let share = crossing_share(from, to);
            if share <= 0.0 {
                continue;
            }
            let sheet = &mut self.load.figures;
            let origin = Origin::Default("share of the calls that meet a unit in another zone");
            let share = sheet.given(Spread::Exact(share), Dimension::NONE, origin);
            let bytes = sheet.sum(&[there.average, back.average], Dimension::BANDWIDTH);
            // What goes to another region is billed as such.
            let bytes = match abroad.get(&(a, b)) {
                Some(gone) => {
                    let gone = sheet.sum(gone, Dimension::BANDWIDTH);
                    sheet.difference(bytes, gone)
                }
                None => bytes,
            };
            crossing.entry(a).or_default().push(sheet.product(&[bytes, share]));
        }
        for (c, bytes) in crossing {
            let Some(bytes) = self.known_bytes(c, Kind::CrossZone, bytes) else {
                continue;
            };
            self.use_price(entry, price, c);
            let billed = match &charge.ends {
                Some(ends) => {
                    let ends = self.number(entry, ends);
                    self.load.figures.product(&[bytes, ends])
                }
                None => bytes,
            };
            let cost = self.used(entry, price, charge, billed);
            self.part(c, Kind::CrossZone, "bytes to other zones", cost);
        }
    }

    /// Bytes of the calls that leave their region, and of the answers.
    fn cross_region(&mut self, entry: &'a Entry, price: &'a Price) -> Abroad {
        let mut abroad = Abroad::new();
        let several = self.model.design.regions.len() > 1;
        let Some(charge) = price.charge(Basis::Abroad).filter(|_| several) else {
            return abroad;
        };
        for f in 0..self.load.flows.len() {
            let flow = &self.load.flows[f];
            let Some(rate) = flow.rate.filter(|_| !self.model.flows[f].fragment) else {
                continue;
            };
            let leaving = crate::analysis::load::leaving(self.model, &flow.walk, f);
            for (w, share) in leaving.into_iter().enumerate() {
                let walked = &self.load.flows[f].walk.steps[w];
                let (Party::Component(from), Party::Component(to)) = (walked.caller, walked.callee) else {
                    continue;
                };
                let sheet = &mut self.load.figures;
                let share = match share {
                    Some(share) if share <= 0.0 => continue,
                    Some(share) => {
                        let origin = Origin::Default("share of the calls that leave their region");
                        sheet.given(Spread::Exact(share), Dimension::NONE, origin)
                    }
                    None => sheet.missing("`users` of each region (the split of the load)", Dimension::NONE),
                };
                let flow = &self.load.flows[f];
                let bytes = sheet.sum(&[flow.input[w], flow.output[w]], Dimension::BYTES);
                let part = sheet.product(&[rate, flow.messages[w], bytes, share]);
                abroad.entry((from, to)).or_default().push(part);
            }
        }
        let mut by_caller = Sent::new();
        for ((from, _), bytes) in &abroad {
            by_caller.entry(*from).or_default().extend(bytes);
        }
        for (c, bytes) in by_caller {
            let Some(bytes) = self.known_bytes(c, Kind::CrossRegion, bytes) else {
                continue;
            };
            self.use_price(entry, price, c);
            let cost = self.used(entry, price, charge, bytes);
            self.part(c, Kind::CrossRegion, "bytes to other regions", cost);
        }
        abroad
    }
}

/// 1 − Σ over zones of the callers' share × the callees' share: calls go to any unit alike.
fn crossing_share(from: &[(String, u32)], to: &[(String, u32)]) -> f64 {
    let all = |zones: &[(String, u32)]| zones.iter().map(|(_, n)| f64::from(*n)).sum::<f64>();
    let (callers, callees) = (all(from), all(to));
    if callers <= 0.0 || callees <= 0.0 {
        return 0.0;
    }
    let together = from.iter().map(|(zone, n)| {
        let there = to
            .iter()
            .filter(|(z, _)| z == zone)
            .map(|(_, m)| f64::from(*m))
            .sum::<f64>();
        f64::from(*n) / callers * there / callees
    });
    let share = 1.0 - together.sum::<f64>();
    if share < 1e-12 { 0.0 } else { share }
}
