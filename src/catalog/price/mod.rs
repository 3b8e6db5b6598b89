//! The price book: what a provider asks for a thing, dated, and the terms that a user has with providers.

pub mod decode;

use super::{Catalog, Detail, Entry, Fact, Kind};
use crate::quantity::Dimension;
use crate::source::Span;
use std::borrow::Cow;

/// What an entry calls the traffic between zones, regions and users.
pub const NETWORK: &str = "network";
/// What an entry calls a machine that no technology of its own prices.
pub const MACHINE: &str = "machine";

/// An entry of the price book, or terms laid over it.
#[derive(Debug)]
pub struct Price {
    /// Ids of technologies, or [`NETWORK`] and [`MACHINE`].
    pub prices: Vec<String>,
    pub provider: Option<String>,
    pub region: Option<String>,
    pub currency: &'static str,
    /// When most of its numbers were read: year, month or day.
    pub date: String,
    /// What is left out on purpose.
    pub unpriced: Vec<String>,
    /// What one unit of a size costs per time.
    pub sizes: Vec<(String, Size)>,
    pub charges: Vec<Charge>,
    /// Share off the price of sizes for a commitment, by class.
    pub commitments: Vec<(&'static str, Fact)>,
    pub terms: Terms,
}

/// What a user has agreed with a provider.
#[derive(Debug)]
pub struct Terms {
    /// Share off every price.
    pub discount: Option<Fact>,
    /// The class of commitment that is bought.
    pub commit: Option<(&'static str, Span)>,
    /// Ids of prices or of what they price; empty: all.
    pub on: Vec<String>,
}

/// One unit of a size.
#[derive(Debug)]
pub struct Size {
    /// Money per time.
    pub price: Fact,
    /// Hardware threads.
    pub vcpu: Option<Fact>,
    /// Bytes of memory.
    pub memory: Option<Fact>,
}

/// What a charge counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The thing as a whole, per time, however many units it has.
    Service,
    /// Units, per time, whatever their size.
    Units,
    /// Calls into it.
    Requests,
    /// Calls that it makes to those who take from it.
    Delivered,
    /// Rows read and rows written, or steps of their bytes; calls where the price is by call.
    Reads,
    Writes,
    Messages,
    /// Bytes kept, per time.
    Stored,
    /// Bytes sent to users and to others outside.
    Sent,
    /// Bytes between zones.
    Crossed,
    /// Bytes between regions.
    Abroad,
    /// Capacity units, per time: as many as the fullest of what one gives needs.
    Capacity,
}

impl Basis {
    /// All with their words.
    pub const ALL: [(&'static str, Basis); 12] = [
        ("service", Basis::Service),
        ("units", Basis::Units),
        ("requests", Basis::Requests),
        ("delivered", Basis::Delivered),
        ("reads", Basis::Reads),
        ("writes", Basis::Writes),
        ("messages", Basis::Messages),
        ("stored", Basis::Stored),
        ("sent", Basis::Sent),
        ("crossed", Basis::Crossed),
        ("abroad", Basis::Abroad),
        ("capacity", Basis::Capacity),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, b)| *b == self).map_or("", |(n, _)| n)
    }

    /// The dimension of what is counted in a month, or of what stands for a while.
    pub fn counted(self) -> Dimension {
        match self {
            Basis::Stored | Basis::Sent | Basis::Crossed | Basis::Abroad => Dimension::BYTES,
            _ => Dimension::NONE,
        }
    }

    /// The dimension of its price.
    pub fn priced(self) -> Dimension {
        match self {
            Basis::Service | Basis::Units | Basis::Capacity => Dimension::SPENDING,
            Basis::Stored => Dimension::SPENDING.per(&Dimension::BYTES),
            Basis::Sent | Basis::Crossed | Basis::Abroad => Dimension::MONEY.per(&Dimension::BYTES),
            Basis::Requests | Basis::Delivered | Basis::Reads | Basis::Writes | Basis::Messages => Dimension::MONEY,
        }
    }
}

/// A price for something that is counted.
#[derive(Debug)]
pub struct Charge {
    pub of: Basis,
    /// Prices with their upper edges; the last has none. A flat price is one tier.
    pub tiers: Vec<Tier>,
    /// Each started step of the bytes counts.
    pub step: Option<Fact>,
    /// Least amount of money per time.
    pub minimum: Option<Fact>,
    /// What a read of a follower costs of a read.
    pub replica: Option<Fact>,
    /// How often a write counts that touches several entities in one transaction.
    pub transaction: Option<Fact>,
    /// Whether a call counts once, however many rows it carries.
    pub by_call: bool,
    /// How often a byte is billed: at each end.
    pub ends: Option<Fact>,
    /// Whether bytes are billed once, however many copies there are.
    pub once: bool,
    /// Of a capacity unit: requests and bytes a second, and connections, that one gives.
    pub gives: Vec<(Gives, Fact)>,
}

#[derive(Debug)]
pub struct Tier {
    /// Up to how much in a month this price holds; none for the last.
    pub up_to: Option<Fact>,
    pub price: Fact,
}

/// What a capacity unit gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    /// Calls a second.
    Requests,
    Connections,
    /// Bytes a second, both ways together.
    Bandwidth,
}

impl Price {
    /// The charge for something.
    pub fn charge(&self, of: Basis) -> Option<&Charge> {
        self.charges.iter().find(|c| c.of == of)
    }

    /// All its numbers with their names.
    pub fn facts(&self) -> Vec<(String, &Fact)> {
        let mut facts = Vec::new();
        for (name, size) in &self.sizes {
            facts.push((name.clone(), &size.price));
            facts.extend(size.vcpu.iter().map(|f| (format!("{name} vCPU"), f)));
            facts.extend(size.memory.iter().map(|f| (format!("{name} memory"), f)));
        }
        for charge in &self.charges {
            let name = charge.of.name();
            for tier in &charge.tiers {
                let upper = tier.up_to.as_ref().map(|u| format!(" up to {}", u.quantity.text));
                facts.push((format!("{name}{}", upper.unwrap_or_default()), &tier.price));
            }
            let single = [
                ("step", &charge.step),
                ("at least", &charge.minimum),
                ("of a follower", &charge.replica),
                ("in a transaction", &charge.transaction),
                ("ends", &charge.ends),
            ];
            facts.extend(
                single
                    .iter()
                    .filter_map(|(w, f)| Some((format!("{name}, {w}"), f.as_ref()?))),
            );
            for (gives, fact) in &charge.gives {
                let what = decode::GIVES_WORDS
                    .iter()
                    .find(|(_, g)| g == gives)
                    .map_or("", |(w, _)| w);
                facts.push((format!("{what} of one capacity unit"), fact));
            }
        }
        facts.extend(
            self.commitments
                .iter()
                .map(|(class, f)| (format!("off for {class}"), f)),
        );
        facts.extend(self.terms.discount.iter().map(|f| ("discount".to_string(), f)));
        facts
    }
}

impl Catalog {
    /// The entry that prices a technology, [`NETWORK`] or [`MACHINE`]; a user's before ours.
    pub fn price_of(&self, id: &str) -> Option<(&Entry, &Price)> {
        if let Some(known) = self.priced.borrow().get(id) {
            return self.price(known.as_deref()?);
        }
        let holds = |price: &Price| price.prices.iter().any(|p| p == id);
        // Only entries whose text has the word are read.
        let found = self.prices(|text| text.contains(id)).find(|(_, price)| holds(price));
        let price = found.map(|(entry, _)| entry.id.clone());
        self.priced.borrow_mut().insert(id.to_string(), price);
        found
    }

    /// Every entry that gives terms, in order of ids.
    pub fn terms(&self) -> Vec<(&Entry, &Price)> {
        let given = |terms: &Terms| terms.discount.is_some() || terms.commit.is_some();
        self.prices(|text| text.contains("discount") || text.contains("commit:"))
            .filter(|(_, price)| given(&price.terms))
            .collect()
    }

    /// A price by its id.
    pub fn price(&self, id: &str) -> Option<(&Entry, &Price)> {
        match self.facts_of(id) {
            Some(entry) => match &entry.detail {
                Detail::Price(price) => Some((entry, price)),
                _ => None,
            },
            None => None,
        }
    }

    fn prices(&self, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = (&Entry, &Price)> {
        let mut slots: Vec<_> = self
            .slots
            .iter()
            .filter(|(_, slot)| slot.kind == Kind::Price && wanted(&slot.text))
            .collect();
        slots.sort_by_key(|(_, slot)| matches!(slot.text, Cow::Borrowed(_)));
        slots.into_iter().filter_map(|((id, _), _)| self.price(id))
    }
}
