//! How much of a component a step needs: units for the peak, a quorum of copies, a writer.

use crate::analysis::load::ComponentLoad;
use crate::catalog::Role;
use crate::design::{AccessKind, Resource, Step, Times};
use crate::figure::Figures;
use crate::model::{Model, Placement};
use crate::reliability::units_for;

/// What of one component has to be up.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Level {
    /// Units, or copies of one group.
    pub need: u32,
    /// Every group of copies, not just the one of the request.
    pub all_groups: bool,
    /// The writer must not be in a failover.
    pub writer: bool,
}

/// What is known of the units that the load takes under one condition.
#[derive(Debug, Clone)]
pub struct Carried {
    /// Units, or copies of one group, so that the peak stays below 100 %; above all units where it can't.
    pub units: Result<u32, String>,
    /// What each limited resource has to carry: where it is the same, two conditions are for this component.
    pub demands: Vec<Option<f64>>,
}

impl Carried {
    /// Whether it is the same but for rounding: sums over flows differ in their last digits with the order of their
    /// terms.
    pub fn is_like(&self, other: &Carried) -> bool {
        let near = |(a, b): (&Option<f64>, &Option<f64>)| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(b.abs()),
            (None, None) => true,
            _ => false,
        };
        self.units == other.units
            && self.demands.len() == other.demands.len()
            && self.demands.iter().zip(&other.demands).all(near)
    }
}

/// The units that a load takes.
pub fn carried(model: &Model, figures: &Figures, load: &ComponentLoad, c: usize) -> Carried {
    Carried {
        units: units(model, figures, load, c),
        demands: load.resources.iter().map(|r| figures.value(r.demand)).collect(),
    }
}

fn units(model: &Model, figures: &Figures, load: &ComponentLoad, c: usize) -> Result<u32, String> {
    let component = &model.components[c];
    if component.placement == Placement::Device {
        return Ok(1);
    }
    let groups = match component.role {
        Role::Stateless => 1,
        _ => component
            .groups()
            .ok_or_else(|| format!("components.{}.copies", component.id))?,
    };
    let rows = load.resources.iter().filter(|r| {
        // What is kept does not grow when a unit fails; the others don't take it over at once.
        !matches!(r.resource, Resource::Memory | Resource::Storage)
    });
    let mut most = None;
    for row in rows {
        let demand = figures.value(row.demand);
        let per_unit = figures.value(row.per_unit);
        let (Some(demand), Some(per_unit)) = (demand, per_unit) else {
            // A size that nobody gave makes the bandwidth unknown; calls decide then.
            if row.resource == Resource::Bandwidth {
                continue;
            }
            let facts = figures.missing_facts(row.utilisation, 1);
            return Err(facts
                .into_iter()
                .next()
                .unwrap_or_else(|| format!("the load of {}", component.id)));
        };
        let n = match (row.resource, component.copies) {
            // Every copy takes every write of its group, however many there are: a lost one leaves the others nothing.
            (Resource::Writes, Some(copies)) if component.role != Role::Stateless && copies > 1 => {
                let each = demand / f64::from(groups) / f64::from(copies);
                if units_for(each, per_unit) == 1 { 1 } else { copies + 1 }
            }
            _ => units_for(demand / f64::from(groups), per_unit),
        };
        most = Some(most.unwrap_or(0).max(n));
    }
    most.filter(|_| component.limits_load())
        .ok_or_else(|| format!("components.{}.per_replica (what one unit carries)", component.id))
}

/// What a step needs of its callee, so that it carries its share of the load at the peak. The error is the missing
/// fact.
pub fn at_peak(model: &Model, c: usize, step: &Step, carried: &Carried) -> Result<Level, String> {
    let units = carried.units.clone()?;
    let quorum = to_answer(model, c, step)?;
    Ok(Level {
        need: units.max(quorum.need),
        ..quorum
    })
}

/// What a step needs of its callee to be answered at all, however few others ask: one unit, or a quorum of copies. The
/// error is the missing fact.
pub fn to_answer(model: &Model, c: usize, step: &Step) -> Result<Level, String> {
    let component = &model.components[c];
    if component.role == Role::Stateless || component.is_service() {
        return Ok(least());
    }
    let all_groups = matches!(step.times, Some(Times::All));
    let copies = component
        .copies
        .ok_or_else(|| format!("components.{}.copies", component.id))?;
    let writes = step.accesses.iter().any(|a| a.kind != AccessKind::Read);
    if copies == 1 || component.role == Role::Cache && component.replication().is_none() {
        // A quorum that one copy can't reach is one all the same.
        let acks = component.replication().and_then(|r| r.acks).filter(|_| writes);
        return Ok(Level {
            all_groups,
            need: acks.unwrap_or(1).max(1),
            ..least()
        });
    }
    let Some(replication) = component.replication() else {
        return Err(format!("components.{}.replication", component.id));
    };
    let (need, writer) = match (replication.writer, writes) {
        (Some("any"), true) => (replication.acks.unwrap_or(1).max(1), false),
        (Some("any"), false) => (replication.reads.unwrap_or(1), false),
        (Some(_), true) => (replication.acks.unwrap_or(1).max(1), true),
        (Some(_), false) => (replication.reads.unwrap_or(1), !step.from_replica),
        (None, _) => return Err(format!("components.{}.replication.writer", component.id)),
    };
    Ok(Level {
        need,
        all_groups,
        writer,
    })
}

/// The least that any step could need: used where the exact level is not known.
pub fn least() -> Level {
    Level {
        need: 1,
        all_groups: false,
        writer: false,
    }
}

/// More than there can be: for a step that has nobody to call.
pub fn never() -> Level {
    Level {
        need: u32::MAX,
        ..least()
    }
}
