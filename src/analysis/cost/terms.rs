//! What a user has agreed with providers: shares off, laid over the book as entries of a catalog.

use super::Bill;
use crate::catalog::price::Terms;
use crate::catalog::{Entry, Price};
use crate::figure::Id;

/// Which terms apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// Commitments cover units of a size, and discounts everything.
    Sizes,
    Anything,
}

/// Whether terms are about an entry: by its id or by what it prices.
fn about(terms: &Terms, entry: &Entry, price: &Price) -> bool {
    terms.on.is_empty() || terms.on.iter().any(|id| *id == entry.id || price.prices.contains(id))
}

impl<'a> Bill<'_, '_, 'a> {
    /// The factors that are left of a price.
    pub(super) fn off(&mut self, entry: &'a Entry, price: &'a Price, what: For) -> Vec<Id> {
        let mut left = Vec::new();
        for (from, terms) in self.terms.clone() {
            let terms = &terms.terms;
            if !about(terms, entry, price) {
                continue;
            }
            if let Some(discount) = &terms.discount {
                let share = self.number(from, discount);
                left.push(self.load.figures.rest(share));
                self.say(format!(
                    "{}: {} off {}",
                    from.title, discount.quantity.text, entry.title
                ));
            }
            let Some((class, _)) = terms.commit.filter(|_| what == For::Sizes) else {
                continue;
            };
            match price.commitments.iter().find(|(c, _)| *c == class) {
                Some((_, share)) => {
                    self.say(format!(
                        "{}: {class} takes {} off the sizes of {}",
                        from.title, share.quantity.text, entry.title
                    ));
                    let share = self.number(entry, share);
                    left.push(self.load.figures.rest(share));
                }
                None => self.say(format!(
                    "{}: {} has no price for {class}, so it stays as it is",
                    from.title, entry.title
                )),
            }
        }
        left
    }

    /// Terms that touch nothing are likely a slip of the pen.
    pub(super) fn idle_terms(&mut self) {
        let mut unknown = Vec::new();
        for (from, terms) in self.terms.clone() {
            let used = self.cost.used.iter().filter(|u| !u.oldest.is_empty());
            if !used.clone().any(|u| about(&terms.terms, u.entry, u.price)) {
                unknown.push(format!("{}: applies to nothing in this bill", from.title));
            }
        }
        self.cost.terms.extend(unknown);
    }

    fn say(&mut self, line: String) {
        if !self.cost.terms.contains(&line) {
            self.cost.terms.push(line);
        }
    }
}
