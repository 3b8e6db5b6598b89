//! What limits a component while more comes in.

use crate::analysis::capacity::Row;
use crate::analysis::drill::{Bench, Overload};
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
    pub component: usize,
    pub row: Row,
    /// The same resource before.
    pub before: Option<Row>,
    /// Calls at the peak before and then.
    calls: (Id, Id),
}

/// The components that a condition changes, each under the changed load or with the fact that is missing. Those on
/// devices are left out: each user has one.
pub(super) fn under(bench: &mut Bench, condition: &Condition) -> Vec<(usize, Result<Loaded, String>)> {
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
            component: c,
            before: before[c].iter().find(|r| r.resource == row.resource).cloned(),
            calls: (calls[c], now),
            row,
        });
        found.push((c, loaded));
    }
    bench.load.restore(undo);
    found
}

/// The row of a drill for a component, with these utilisations.
pub(super) fn overload(bench: &mut Bench, loaded: &Loaded, before: Option<Id>, after: Id) -> Overload {
    let figures = &mut bench.load.figures;
    let deficit = figures.value(after).is_some_and(|used| used >= 1.0).then(|| {
        let one = figures.number(1.0);
        let carried = figures.quotient(one, after);
        figures.rest(carried)
    });
    Overload {
        component: loaded.component,
        calls: loaded.calls,
        before,
        after: Some(after),
        deficit,
    }
}

/// The fullest first.
pub(super) fn sort(bench: &Bench, overloads: &mut [Overload]) {
    let used = |o: &Overload| {
        o.after
            .and_then(|a| bench.load.figures.value(a))
            .unwrap_or(f64::INFINITY)
    };
    overloads.sort_by(|a, b| used(b).total_cmp(&used(a)));
}
