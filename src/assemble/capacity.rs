//! Plans of units.

use super::Assembly;
use crate::analysis::capacity::plan::{self, Enough};
use crate::figure::Id;
use crate::report::{Partition, Plan, Units};

impl Assembly<'_, '_> {
    /// The plan for one row of a component's capacity.
    pub(super) fn row_plan(&self, c: usize, row: usize) -> Option<Plan> {
        let plans = self.analysis.plans.get(c)?;
        Some(self.plan(plans.rows.get(row)?, *plans.enough.get(row)?))
    }

    /// The plan for a component; none where it is not known how much load a unit carries.
    pub(super) fn component_plan(&self, c: usize) -> Option<Plan> {
        let plans = self.analysis.plans.get(c)?;
        let whole = self.plan(plans.whole.as_ref()?, plans.enough_whole);
        Some(Plan {
            unknown: plans.unknown.iter().map(|r| r.name().to_string()).collect(),
            ..whole
        })
    }

    /// What its partitions have to carry.
    pub(super) fn partitions(&self, c: usize) -> Vec<Partition> {
        let rows = self.analysis.partitions.get(c).into_iter().flatten();
        rows.map(|row| Partition {
            resource: row.limit.name().to_string(),
            demand: self.figure(row.demand),
            per_partition: self.figure(row.per_partition),
            needed: self.figure(row.needed),
            one_key: self.share(row.one_key),
        })
        .collect()
    }

    fn plan(&self, plan: &plan::Plan, enough: Enough) -> Plan {
        let units = |id: Id, enough: Option<bool>| Units {
            units: self.figure(id),
            enough,
        };
        Plan {
            at_target: units(plan.at_target, enough.at_target),
            one_lost: plan.one_lost.map(|id| units(id, enough.one_lost)),
            two_lost: plan.two_lost.map(|id| units(id, enough.two_lost)),
            zone_lost: plan.zone_lost.map(|id| units(id, enough.zone_lost)),
            head_room: plan.head_room.map(|id| self.share(id)),
            left: plan.used_without.left.map(|id| self.figure(id)),
            unknown: Vec::new(),
        }
    }
}
