//! Cost: what a month of each component takes, as formulas over the load and the price book.
//!
//! A month of a bill has 730 hours in every profile; how much is used in it follows the profile's month. The load
//! is today's on average, the data is that of the horizon. A `cost` in the file goes before the book for the
//! component's own price; traffic is billed beside it, unless that `cost` has a price for bytes.

mod book;
mod network;
mod own;
mod owned;
mod terms;
mod units;
mod usage;

pub use book::Used;
pub use owned::{LEFT_OUT, NUMBERS, Owned, Units};
pub use units::Scaled;

use crate::analysis::load::Load;
use crate::catalog::Role;
use crate::catalog::price::Basis;
use crate::figure::{Id, Origin};
use crate::model::{Model, Placement};
use crate::quantity::{Dimension, Spread};
use std::collections::BTreeMap;

/// Hours of a month in the price book.
const HOURS: f64 = 730.0;

/// What money is spent for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Machines, nodes and services by the hour.
    Compute,
    /// Capacity units of balancers.
    Capacity,
    Storage,
    Requests,
    /// Bytes to users and to others outside.
    Egress,
    CrossZone,
    CrossRegion,
}

impl Kind {
    pub const ALL: [(&'static str, Kind); 7] = [
        ("compute", Kind::Compute),
        ("capacity units", Kind::Capacity),
        ("storage", Kind::Storage),
        ("requests", Kind::Requests),
        ("egress", Kind::Egress),
        ("cross-zone", Kind::CrossZone),
        ("cross-region", Kind::CrossRegion),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, k)| *k == self).map_or("", |(n, _)| n)
    }
}

/// A part of the bill: money per time.
#[derive(Debug, Clone)]
pub struct Part {
    pub component: usize,
    pub kind: Kind,
    /// What is counted, in a few words: `3 units of r7g.large`, `reads`.
    pub what: String,
    pub cost: Id,
}

/// A sum of known parts.
#[derive(Debug, Clone, Copy)]
pub struct Share {
    pub cost: Id,
    pub share: Id,
}

/// The whole bill.
#[derive(Debug, Default)]
pub struct Cost<'a> {
    pub parts: Vec<Part>,
    /// All parts; unknown while one of them is.
    pub total: Option<Id>,
    /// The parts that are known.
    pub known: Option<Id>,
    /// The known parts of each component and of each kind, and their share of all that is known.
    pub components: Vec<(usize, Share)>,
    pub kinds: Vec<(Kind, Share)>,
    /// Autoscaled groups at their floor, average and peak.
    pub scaled: Vec<Scaled>,
    /// All known parts with every group at its floor, and at its peak; none where nothing scales.
    pub floor: Option<Id>,
    pub peak: Option<Id>,
    /// Entries of the price book in the order of first use.
    pub used: Vec<Used<'a>>,
    /// Terms of the user that apply, and those that don't, in words.
    pub terms: Vec<String>,
    /// What is left out, and why.
    pub unpriced: Vec<String>,
    /// The same on servers of one's own; none where nothing could move there.
    pub owned: Option<Owned>,
}

/// What the parts of the analysis write into.
struct Bill<'l, 'm, 'a> {
    load: &'l mut Load<'a>,
    model: &'m Model<'a>,
    cost: Cost<'a>,
    /// The entry of each component, and the terms of the user: looked up once.
    books: Vec<Option<book::Source<'a>>>,
    terms: Vec<book::Source<'a>>,
    /// Hours of a bill in a month of the profile.
    hours: Id,
    month: Id,
}

/// Writes the bill into the load.
pub fn cost<'a>(load: &mut Load<'a>, model: &Model<'a>) {
    let sheet = &mut load.figures;
    let profile = sheet.profile();
    let month = sheet.given(
        Spread::Exact(profile.month()),
        Dimension::TIME,
        Origin::Default("the month of the profile"),
    );
    sheet.write_as(month, "month");
    let billed = sheet.given(
        Spread::Exact(HOURS * 3600.0),
        Dimension::TIME,
        Origin::Default("hours of a month in a bill"),
    );
    sheet.write_as(billed, "730 h");
    let hours = sheet.quotient(billed, month);
    let mut bill = Bill {
        load,
        model,
        cost: Cost::default(),
        books: (0..model.components.len()).map(|c| book::of(model, c)).collect(),
        terms: model.catalog.terms(),
        hours,
        month,
    };
    for c in 0..model.components.len() {
        bill.component(c);
    }
    bill.network();
    bill.sums();
    bill.unpriced();
    bill.idle_terms();
    bill.on_own_servers();
    let cost = bill.cost;
    load.cost = cost;
}

impl<'a> Bill<'_, '_, 'a> {
    /// The price of a component itself: the file's, else the book's.
    fn component(&mut self, c: usize) {
        let component = &self.model.components[c];
        if component.placement == Placement::Device {
            return;
        }
        if !component.file.cost.is_empty() {
            self.own(c);
            return;
        }
        let Some((entry, price)) = self.books[c] else {
            self.missing(c, Kind::Compute, format!("components.{}.cost", component.id));
            return;
        };
        self.use_price(entry, price, c);
        self.sized(c, entry, price);
        for charge in &price.charges {
            self.charge(c, entry, price, charge);
        }
    }

    fn part(&mut self, component: usize, kind: Kind, what: impl Into<String>, cost: Id) {
        let what = what.into();
        let id = self.model.components[component].id;
        let cost = self
            .load
            .figures
            .named(cost, || format!("{id} {}: {what}", kind.name()));
        self.cost.parts.push(Part {
            component,
            kind,
            what,
            cost,
        });
    }

    fn missing(&mut self, c: usize, kind: Kind, fact: impl Into<Box<str>>) {
        let cost = self.load.figures.missing(fact, Dimension::SPENDING);
        self.part(c, kind, "not known", cost);
    }

    /// Totals of components, of kinds and of all.
    fn sums(&mut self) {
        let sheet = &mut self.load.figures;
        let mut by_component: BTreeMap<usize, Vec<Id>> = BTreeMap::new();
        for part in &self.cost.parts {
            by_component.entry(part.component).or_default().push(part.cost);
        }
        for (c, parts) in &by_component {
            let Some(component) = self.model.components.get(*c) else {
                continue;
            };
            let (c, sum) = (*c, sheet.sum(parts, Dimension::SPENDING));
            self.load.components[c].cost = Some(sheet.named(sum, || format!("{}.cost", component.id)));
        }
        if self.cost.parts.is_empty() {
            return;
        }
        let components: Vec<Id> = self.load.components.iter().filter_map(|c| c.cost).collect();
        let total = sheet.sum(&components, Dimension::SPENDING);
        self.cost.total = Some(sheet.named(total, || "cost"));
        let parts = self.cost.parts.iter();
        let known: Vec<&Part> = parts.filter(|p| sheet.value(p.cost).is_some()).collect();
        let all: Vec<Id> = known.iter().map(|p| p.cost).collect();
        let sum = sheet.sum(&all, Dimension::SPENDING);
        let known_sum = sheet.named(sum, || "known cost");
        let mut share = |name: String, parts: &[Id]| {
            if parts.is_empty() {
                return None;
            }
            let sum = sheet.sum(parts, Dimension::SPENDING);
            let cost = sheet.named(sum, || name);
            let share = sheet.quotient(cost, known_sum);
            Some(Share { cost, share })
        };
        let mut of_kind: Vec<Vec<Id>> = vec![Vec::new(); Kind::ALL.len()];
        let mut of_component: BTreeMap<usize, Vec<Id>> = BTreeMap::new();
        for part in &known {
            if let Some(at) = Kind::ALL.iter().position(|(_, kind)| part.kind == *kind) {
                of_kind[at].push(part.cost);
            }
            of_component.entry(part.component).or_default().push(part.cost);
        }
        let kinds = Kind::ALL.iter().zip(&of_kind);
        let kinds = kinds.filter_map(|((name, kind), parts)| Some((*kind, share(format!("cost of {name}"), parts)?)));
        let kinds: Vec<(Kind, Share)> = kinds.collect();
        let components = of_component.iter().filter_map(|(c, parts)| {
            let id = self.model.components.get(*c)?.id;
            Some((*c, share(format!("{id}, known cost"), parts)?))
        });
        let mut components: Vec<(usize, Share)> = components.collect();
        let value = |share: &Share| self.load.figures.value(share.cost).unwrap_or(0.0);
        components.sort_by(|(_, a), (_, b)| value(b).total_cmp(&value(a)));
        self.cost.known = Some(known_sum);
        self.cost.kinds = kinds;
        self.cost.components = components;
        self.scaled_sums(known_sum);
    }

    /// What the used prices leave out, and what has no price.
    fn unpriced(&mut self) {
        let mut lines = Vec::new();
        // An entry of which no number stands in the bill leaves nothing out.
        for used in self.cost.used.iter().filter(|u| !u.oldest.is_empty()) {
            if !used.price.unpriced.is_empty() {
                lines.push(format!("{}: {}", used.entry.title, used.price.unpriced.join(" ")));
            }
        }
        for (c, component) in self.model.components.iter().enumerate() {
            let Some((_, price)) = self.books[c].filter(|_| component.file.cost.is_empty()) else {
                continue;
            };
            let keeps = matches!(component.role, Role::Store | Role::Log) && price.charge(Basis::Stored).is_some();
            if keeps && self.load.components[c].storage.is_none() && self.load.components[c].memory.is_none() {
                lines.push(format!(
                    "What {} keeps: no entity is `in: {}`.",
                    component.id, component.id
                ));
            }
        }
        if self.cost.used.iter().all(|u| u.price.provider.is_none()) && !self.cost.parts.is_empty() {
            lines.push(
                "Traffic: no component is priced from the book, so it is open whose network carries it.".to_string(),
            );
        }
        self.cost.unpriced.extend(lines);
    }
}
