//! What limits a component while more comes in.

use crate::analysis::capacity::Row;
use crate::analysis::drill::{Bench, Overload, overload};
use crate::analysis::load::Condition;
use crate::design::Resource;
use crate::figure::Id;
use crate::model::Placement;

/// The limits of a component that a changed load meets, by resource; none on a device. What is kept does not grow at
/// once.
///
/// # Errors
/// The fact that is missing.
pub(super) fn of(bench: &Bench, rows: &[Row], c: usize) -> Result<Vec<Row>, String> {
    let component = &bench.model.components[c];
    if component.placement == Placement::Device {
        return Ok(Vec::new());
    }
    let figures = &bench.load.figures;
    let mut known = Vec::new();
    for row in rows {
        if matches!(row.resource, Resource::Memory | Resource::Storage) {
            continue;
        }
        if figures.value(row.demand).is_some() && figures.value(row.per_unit).is_some() {
            known.push(row.clone());
        } else if row.resource != Resource::Bandwidth {
            let fact = figures.missing_facts(row.utilisation, 1).into_iter().next();
            return Err(fact.unwrap_or_else(|| format!("the load of {}", component.id)));
        }
    }
    if known.is_empty() || !component.limits_load() {
        let id = component.id;
        return Err(format!("components.{id}.per_replica (what one unit carries)"));
    }
    Ok(known)
}

/// The fullest of some limits.
pub(super) fn fullest(bench: &Bench, rows: Vec<Row>) -> Option<Row> {
    let used = |row: &Row| bench.load.figures.value(row.utilisation).unwrap_or(f64::INFINITY);
    rows.into_iter().max_by(|a, b| used(a).total_cmp(&used(b)))
}

/// A component under another load, at the resource that is the fullest then.
pub(super) struct Loaded {
    pub row: Row,
    /// The same resource before.
    pub before: Option<Row>,
}

/// A component that a condition changes.
pub(super) struct Changed {
    pub component: usize,
    /// Calls at the peak before and then.
    pub calls: (Id, Id),
    /// The error is the fact that is missing.
    pub loaded: Result<Loaded, String>,
}

/// The components that a condition changes. Those on devices are left out: each user has one.
pub(super) fn under(bench: &mut Bench, condition: &Condition) -> Vec<Changed> {
    let model = bench.model;
    let count = model.components.len();
    let calls: Vec<Id> = (0..count).map(|c| bench.load.peak_calls(model, c)).collect();
    let before: Vec<Vec<Row>> = (0..count).map(|c| bench.load.components[c].resources.clone()).collect();
    let undo = bench.load.change(model, condition, &[]);
    let touched: Vec<usize> = undo.components().collect();
    let mut found = Vec::with_capacity(touched.len());
    for c in touched {
        if model.components[c].placement == Placement::Device || bench.load.steps_into(c).is_empty() {
            continue;
        }
        let rows = bench.load.components[c].resources.clone();
        let row = of(bench, &rows, c)
            .and_then(|rows| fullest(bench, rows).ok_or_else(|| format!("the load of {}", model.components[c].id)));
        let now = bench.load.peak_calls(model, c);
        let loaded = row.map(|row| Loaded {
            before: before[c].iter().find(|r| r.resource == row.resource).cloned(),
            row,
        });
        found.push(Changed {
            component: c,
            calls: (calls[c], now),
            loaded,
        });
    }
    bench.load.restore(undo);
    found
}

/// The row of a drill for a component, with these calls and utilisations before and then.
pub(super) fn row_of(bench: &mut Bench, component: usize, calls: (Id, Id), before: Option<Id>, after: Id) -> Overload {
    Overload {
        component,
        calls,
        before,
        after: Some(after),
        resource: None,
        deficit: overload::deficit(bench, after),
    }
}

/// The fullest first; what is not known comes last.
pub(super) fn sort(bench: &Bench, overloads: &mut [Overload]) {
    let used = |o: &Overload| o.after.and_then(|after| bench.load.figures.value(after));
    overloads.sort_by(|a, b| used(b).unwrap_or(0.0).total_cmp(&used(a).unwrap_or(0.0)));
}
