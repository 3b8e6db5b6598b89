//! Which entry of the price book a component has, and prices as cells.

use super::Bill;
use crate::catalog::price::{Charge, MACHINE, Tier};
use crate::catalog::{Entry, Fact, Price};
use crate::figure::Id;
use crate::model::{Model, Placement};
use crate::quantity::Dimension;
use crate::quantity::expression::Function;

/// An entry that prices something.
#[derive(Debug)]
pub struct Used<'a> {
    pub entry: &'a Entry,
    pub price: &'a Price,
    /// The components that it prices.
    pub components: Vec<usize>,
    /// The oldest and the newest of its numbers that stand in the bill.
    pub oldest: &'a str,
    pub newest: &'a str,
}

/// An entry of the price book.
pub(super) type Source<'a> = (&'a Entry, &'a Price);

/// The entry of a component: its technology's, unless that has not its size and a machine does.
pub(super) fn of<'a>(model: &Model<'a>, c: usize) -> Option<Source<'a>> {
    let component = &model.components[c];
    let own = component.technology.and_then(|(t, _)| model.catalog.price_of(&t.id));
    let size = component.file.size.as_ref().map(|s| s.value.as_str());
    let has_size = |price: &Price| size.is_some_and(|size| price.sizes.iter().any(|(name, _)| name == size));
    if let Some((_, price)) = own
        && (price.sizes.is_empty() || has_size(price))
    {
        return own;
    }
    let own_machine = !component.managed && !matches!(component.placement, Placement::Outside | Placement::Device);
    let machine = size
        .filter(|_| own_machine)
        .and_then(|_| model.catalog.price_of(MACHINE));
    machine.filter(|(_, price)| has_size(price)).or(own)
}

impl<'a> Bill<'_, '_, 'a> {
    /// Whose price a component has, even where the file overrules it.
    pub(super) fn provider(&self, c: usize) -> Option<&'a str> {
        self.books[c].and_then(|(_, price)| price.provider.as_deref())
    }

    pub(super) fn use_price(&mut self, entry: &'a Entry, price: &'a Price, c: usize) {
        match self.cost.used.iter_mut().find(|u| u.entry.id == entry.id) {
            Some(used) if used.components.contains(&c) => {}
            Some(used) => used.components.push(c),
            None => self.cost.used.push(Used {
                entry,
                price,
                components: vec![c],
                oldest: "",
                newest: "",
            }),
        }
    }

    /// A number of the book, written as in the book.
    pub(super) fn number(&mut self, entry: &Entry, fact: &'a Fact) -> Id {
        if let Some(used) = self.cost.used.iter_mut().find(|u| u.entry.id == entry.id) {
            let date = fact.date.as_str();
            if used.oldest.is_empty() || date < used.oldest {
                used.oldest = date;
            }
            if date > used.newest {
                used.newest = date;
            }
        }
        let id = self.load.fact(entry, fact);
        self.load.figures.write_as(id, &fact.quantity.text);
        id
    }

    /// What is used, a second, at its price.
    pub(super) fn used(&mut self, entry: &'a Entry, price: &'a Price, charge: &'a Charge, rate: Id) -> Id {
        let mut factors = if let [flat] = &charge.tiers[..] {
            let flat = self.number(entry, &flat.price);
            vec![rate, flat]
        } else {
            let amount = self.load.figures.product(&[rate, self.month]);
            let name = self.load.figures.name(rate).to_string();
            let amount = self.load.figures.named(amount, || format!("{name} a month"));
            let sum = self.tiered(entry, &charge.tiers, amount);
            vec![self.load.figures.quotient(sum, self.month)]
        };
        factors.extend(self.off(entry, price, super::terms::For::Anything));
        let cost = self.load.figures.product(&factors);
        self.at_least(entry, charge, cost)
    }

    /// What stands for a while, at its price.
    pub(super) fn standing(&mut self, entry: &'a Entry, price: &'a Price, charge: &'a Charge, amount: Id) -> Id {
        let mut factors = if let [flat] = &charge.tiers[..] {
            let flat = self.number(entry, &flat.price);
            vec![amount, flat]
        } else {
            vec![self.tiered(entry, &charge.tiers, amount)]
        };
        factors.push(self.hours);
        factors.extend(self.off(entry, price, super::terms::For::Anything));
        let cost = self.load.figures.product(&factors);
        self.at_least(entry, charge, cost)
    }

    fn at_least(&mut self, entry: &Entry, charge: &'a Charge, cost: Id) -> Id {
        let Some(minimum) = &charge.minimum else { return cost };
        let minimum = self.number(entry, minimum);
        let least = self.load.figures.product(&[minimum, self.hours]);
        self.load.figures.max(&[cost, least])
    }

    /// Each tier takes what lies between its edges: min(x, upper) − min(x, lower).
    fn tiered(&mut self, entry: &Entry, tiers: &'a [Tier], amount: Id) -> Id {
        let mut parts = Vec::with_capacity(tiers.len());
        let mut lower: Option<Id> = None;
        for tier in tiers {
            let upper = tier.up_to.as_ref().map(|edge| self.number(entry, edge));
            let price = self.number(entry, &tier.price);
            let sheet = &mut self.load.figures;
            let up_to = match upper {
                Some(edge) => sheet.apply(Function::Min, &[amount, edge]),
                None => amount,
            };
            let inside = match lower {
                Some(below) => sheet.difference(up_to, below),
                None => up_to,
            };
            lower = upper.map(|_| up_to);
            parts.push(sheet.product(&[inside, price]));
        }
        let dimension = parts
            .first()
            .map_or(Dimension::SPENDING, |id| self.load.figures.dimension(*id));
        self.load.figures.sum(&parts, dimension)
    }
}
