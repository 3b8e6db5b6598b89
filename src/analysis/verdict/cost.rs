//! The cost of a month against its budget.

use super::{Bench, Outcome, Status, doubt};
use crate::quantity::expression::Comparison;
use crate::quantity::{Dimension, Quantity, print};

/// Components that are named as drivers.
const DRIVERS: usize = 3;
/// Missing facts that are listed.
const MOST_FACTS: usize = 12;

impl Bench<'_, '_, '_, '_> {
    /// All components together.
    pub(super) fn cost(&mut self, target: &Quantity) -> Outcome {
        let load = &mut *self.conditions.load;
        let (Some(total), Some(known)) = (load.cost.total, load.cost.known) else {
            return Outcome::unknown("components");
        };
        if target.dimension != Dimension::SPENDING {
            return Outcome::unknown("a target per time, such as `20k USD/month`");
        }
        let sheet = &mut load.figures;
        let whole = sheet.value(total).is_some();
        let limit = sheet.quantity(target);
        // What is priced already may break the budget; what is not priced can only add to it.
        let mut outcome = doubt::compare(sheet, known, Comparison::AtMost, limit);
        if outcome.status != Status::Fail && !whole {
            outcome.status = Status::Unknown;
            outcome.missing.splice(0..0, sheet.missing_facts(total, MOST_FACTS));
        }
        let least = sheet.value(known).unwrap_or(0.0);
        if least > 0.0 {
            let least = sheet.text(known);
            outcome.value = Some(if whole { least } else { format!("at least {least}") });
        }
        if outcome.status != Status::Unknown || outcome.probability.is_some() {
            outcome.margin = Some(format!("{} of the limit", print::percent(least / target.point())));
        }
        let drivers = self.drivers();
        outcome.because.splice(0..0, drivers);
        outcome
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
