//! Whether the declared units do for what they are planned for.

use super::{Plan, Row};
use crate::analysis::load::Load;
use crate::figure::Id;

/// For each purpose of a plan: yes, no, or not known. Nothing is said where the plan has no number of units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Enough {
    pub at_target: Option<bool>,
    pub one_lost: Option<bool>,
    pub two_lost: Option<bool>,
    pub zone_lost: Option<bool>,
}

impl Enough {
    /// The declared units themselves decide, not their number: they may be dealt unevenly over the zones.
    pub(super) fn of(load: &Load, row: &Row, plan: &Plan) -> Enough {
        let value = |id: Id| load.figures.value(id);
        let within = value(row.utilisation)
            .zip(value(row.target))
            // A share that rounding alone lifts above its target is at it.
            .map(|(used, target)| used <= target * (1.0 + 1e-9));
        let holds = |planned: Option<Id>, without: Option<Id>| {
            planned?;
            match without {
                Some(used) => within.zip(value(used)).map(|(within, used)| within && used < 1.0),
                // Nobody is left.
                None => within.map(|_| false),
            }
        };
        Enough {
            at_target: within,
            one_lost: holds(plan.one_lost, plan.used_without.one),
            two_lost: holds(plan.two_lost, plan.used_without.two),
            zone_lost: holds(plan.zone_lost, plan.used_without.zone),
        }
    }

    /// Of several resources: all have to do.
    pub(super) fn all(rows: &[Enough]) -> Enough {
        let all = |of: &dyn Fn(&Enough) -> Option<bool>| {
            if rows.iter().any(|row| of(row) == Some(false)) {
                return Some(false);
            }
            let known: Option<Vec<bool>> = rows.iter().map(of).collect();
            known.filter(|known| !known.is_empty()).map(|_| true)
        };
        Enough {
            at_target: all(&|row| row.at_target),
            one_lost: all(&|row| row.one_lost),
            two_lost: all(&|row| row.two_lost),
            zone_lost: all(&|row| row.zone_lost),
        }
    }
}
