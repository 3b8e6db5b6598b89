//! The cost of a month against its budget.

use super::{Bench, Outcome, Status};
use crate::quantity::{Dimension, Quantity, print};

/// Components that are named as drivers.
const DRIVERS: usize = 3;
/// Missing facts that are listed.
const MOST_FACTS: usize = 12;

impl Bench<'_, '_, '_, '_> {
    /// All components together.
    pub(super) fn cost(&mut self, target: &Quantity) -> Outcome {
        let load = &*self.conditions.load;
        let (sheet, bill) = (&load.figures, &load.cost);
        let (Some(total), Some(known)) = (bill.total, bill.known) else {
            return Outcome::unknown("components");
        };
        if target.dimension != Dimension::SPENDING {
            return Outcome::unknown("a target per time, such as `20k USD/month`");
        }
        let whole = sheet.value(total).is_some();
        let least = sheet.value(known).unwrap_or(0.0);
        let limit = target.point();
        // What is priced already may break the budget; what is not priced can only add to it.
        let status = if least > limit {
            Status::Fail
        } else if whole {
            Status::Pass
        } else {
            Status::Unknown
        };
        let value = if whole {
            sheet.text(total)
        } else {
            format!("at least {}", sheet.text(known))
        };
        Outcome {
            value: (least > 0.0).then_some(value),
            margin: (status != Status::Unknown).then(|| format!("{} of the limit", print::percent(least / limit))),
            because: self.drivers(),
            missing: match status {
                Status::Unknown => sheet.missing_facts(total, MOST_FACTS),
                _ => Vec::new(),
            },
            ..Outcome::of(status)
        }
    }

    /// The components that cost most.
    fn drivers(&self) -> Vec<String> {
        let load = &*self.conditions.load;
        let sheet = &load.figures;
        let dear = load
            .cost
            .components
            .iter()
            .filter(|(_, s)| sheet.value(s.cost).is_some_and(|v| v > 0.0));
        let drivers = dear.take(DRIVERS).map(|(c, share)| {
            let id = self.model.components[*c].id;
            format!("{id} {} ({})", sheet.text(share.cost), sheet.percent(share.share))
        });
        drivers.collect()
    }
}
