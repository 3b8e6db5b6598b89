//! How full a component is when a part of it is lost.

use super::Row;
use super::plan::{above, concentrated, staying};
use crate::analysis::load::Load;
use crate::catalog::Role;
use crate::design::Resource;
use crate::figure::{Id, Origin};
use crate::model::{Component, Model};
use crate::quantity::{Dimension, Spread};

/// Whether any unit does the work of any other.
fn alike(component: &Component) -> bool {
    component.role == Role::Stateless || component.copies.is_none()
}

/// All units, or all copies of the same data: what [`utilisation`] counts the rest of.
pub fn whole(component: &Component) -> u32 {
    match component.copies {
        Some(copies) if !alike(component) => copies,
        _ => component.units,
    }
}

/// Utilisation of a row when so many units (stateless) or copies of the same data are left; none where nothing is.
pub fn utilisation<'a>(load: &mut Load<'a>, model: &Model<'a>, c: usize, row: &Row, left: u32) -> Option<Id> {
    let component = &model.components[c];
    if left == 0 {
        return None;
    }
    if component.is_service() || left >= whole(component) {
        return Some(row.utilisation);
    }
    let (carried, units) = if alike(component) {
        (row.demand, left)
    } else {
        let copies = whole(component);
        let staying = staying(load, model, c, row);
        (
            concentrated(load, row, staying, copies, copies - left)?,
            component.units,
        )
    };
    let units = given(load, units, "units that are left");
    let capacity = load.figures.product(&[units, row.per_unit]);
    Some(load.figures.quotient(carried, capacity))
}

/// How full a component is, and which of its resources binds.
#[derive(Debug, Clone, Copy)]
pub struct Fullest {
    pub used: Id,
    /// None where one of the resources is not known.
    pub resource: Option<Resource>,
}

/// How full the fullest of its resources is with so much left, without what is merely kept; a missing fact where
/// one of them is not known.
pub fn fullest<'a>(load: &mut Load<'a>, model: &Model<'a>, c: usize, left: u32) -> Option<Fullest> {
    let component = &model.components[c];
    let rows = load.components[c].resources.clone();
    let mut used = Vec::new();
    for row in moving(&rows) {
        let id = utilisation(load, model, c, row, left)?;
        // A size that nobody gave makes the bandwidth unknown; calls decide then.
        if row.resource != Resource::Bandwidth || load.figures.value(id).is_some() {
            used.push((row.resource, id));
        }
    }
    if left == 0 {
        return None;
    }
    if used.is_empty() || !component.limits_load() {
        let fact = format!("components.{}.per_replica (what one unit carries)", component.id);
        return Some(Fullest {
            used: load.figures.missing(fact, Dimension::NONE),
            resource: None,
        });
    }
    let known: Option<Vec<(Resource, f64)>> = used
        .iter()
        .map(|(resource, id)| Some((*resource, load.figures.value(*id)?)))
        .collect();
    let first = known.and_then(|known| known.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)));
    let cells: Vec<Id> = used.into_iter().map(|(_, id)| id).collect();
    Some(Fullest {
        used: load.figures.max(&cells),
        resource: first.map(|(resource, _)| resource),
    })
}

/// How full requests make a component with all that it has; none where nothing says what it carries. One resource that
/// is not known makes all of it unknown, unless another is full already.
pub fn usual<'a>(load: &Load<'a>, model: &Model<'a>, c: usize) -> Option<Id> {
    if !model.components[c].limits_load() {
        return None;
    }
    let fullest = binding(load, c).map(|row| row.utilisation);
    let full = fullest
        .and_then(|id| load.figures.value(id))
        .is_some_and(|used| used >= 1.0);
    let unknown = moving(&load.components[c].resources)
        .find(|row| row.resource != Resource::Bandwidth && load.figures.value(row.utilisation).is_none());
    match unknown {
        Some(row) if !full => Some(row.utilisation),
        _ => fullest,
    }
}

/// Units that have to be added to so many that are left, so that they stay below 100 %; none where units are not alike.
pub fn more_units<'a>(load: &mut Load<'a>, model: &Model<'a>, c: usize, left: u32) -> Option<Id> {
    let component = &model.components[c];
    if !alike(component) || component.is_service() {
        return None;
    }
    let rows = load.components[c].resources.clone();
    let mut needed = Vec::new();
    for row in moving(&rows).filter(|r| r.resource != Resource::Bandwidth) {
        let units = load.figures.quotient(row.demand, row.per_unit);
        needed.push(above(load, units));
    }
    if needed.is_empty() {
        return None;
    }
    let needed = load.figures.max(&needed);
    let left = given(load, left, "units that are left");
    Some(load.figures.difference(needed, left))
}

/// What one unit of a quota would have to carry, so that it stays below 100 %: the demand and the limit of the
/// fullest row.
pub fn binding<'a>(load: &Load<'a>, c: usize) -> Option<Row> {
    let rows = moving(&load.components[c].resources);
    let known = rows.filter_map(|r| Some((r, load.figures.value(r.utilisation)?)));
    known.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(row, _)| row.clone())
}

/// Rows that grow when something is lost: what is kept is not taken over at once.
fn moving(rows: &[Row]) -> impl Iterator<Item = &Row> {
    rows.iter()
        .filter(|r| !matches!(r.resource, Resource::Memory | Resource::Storage))
}

fn given(load: &mut Load, count: u32, why: &'static str) -> Id {
    load.figures
        .given(Spread::Exact(f64::from(count)), Dimension::NONE, Origin::Default(why))
}
