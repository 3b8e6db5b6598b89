//! The cost of a month against its budget.

use super::{Bench, Outcome, Status, doubt};
use crate::analysis::capacity::Row;
use crate::analysis::load::Load;
use crate::design::Resource;
use crate::figure::Figures;
use crate::model::{Component, Model};
use crate::quantity::expression::Comparison;
use crate::quantity::{Dimension, Quantity, print};

/// Components that are named as drivers.
const DRIVERS: usize = 3;
/// Missing facts that are listed.
const MOST_FACTS: usize = 12;

/// Priced components whose units can't carry their load or hold their data, with how many could.
fn too_small(model: &Model, load: &Load) -> Vec<String> {
    let sheet = &load.figures;
    let priced = load.cost.components.iter().map(|(c, _)| *c);
    let fullest = priced.filter_map(|c| {
        let component = &model.components[c];
        let rows = load.components[c].resources.iter();
        let over = rows.filter(|row| !grows(sheet, component, row));
        let used = over.filter_map(|row| Some((row, sheet.value(row.utilisation).filter(|used| *used >= 1.0)?)));
        Some((component, used.max_by(|a, b| a.1.total_cmp(&b.1))?.0))
    });
    let words = fullest.map(|(component, row)| {
        format!(
            "a price with enough of {}: its units are at {} of their {}",
            component.id,
            sheet.percent(row.utilisation),
            row.resource.name()
        )
    });
    words.collect()
}

/// Whether autoscaling starts what is missing, as the bill has it already; what is kept does not spread so.
fn grows(sheet: &Figures, component: &Component, row: &Row) -> bool {
    let to = component.file.scale.as_ref().and_then(|scale| scale.to.as_ref());
    let kept = matches!(row.resource, Resource::Memory | Resource::Storage);
    let needed = sheet.value(row.needed);
    !kept && to.zip(needed).is_some_and(|(to, needed)| needed <= f64::from(to.value))
}

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
        // What is too small for its work will cost more once it is not.
        let small = too_small(self.model, load);
        let whole = whole && small.is_empty();
        let sheet = &mut load.figures;
        if outcome.status == Status::Pass && !small.is_empty() {
            outcome.status = Status::Unknown;
        }
        if outcome.status == Status::Unknown {
            outcome.missing.extend(small);
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
