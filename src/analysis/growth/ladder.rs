//! The scaling ladder: units of each component for more and more load, and what units do not help.

use super::units;
use super::year::requests;
use crate::analysis::capacity::Row;
use crate::analysis::capacity::plan::Plans;
use crate::analysis::load::Load;
use crate::catalog::Role;
use crate::catalog::price::Basis;
use crate::design::Resource;
use crate::figure::{Id, Origin};
use crate::model::{Component, Model};
use crate::quantity::{Dimension, Spread};

/// Multiples of today's load.
pub const RUNGS: [u32; 8] = [1, 2, 5, 10, 20, 50, 100, 200];

/// What the rungs count, with its word.
type Scale = Option<(Id, &'static str)>;

#[derive(Debug, Clone)]
pub struct Ladder {
    pub rungs: Vec<Rung>,
    /// What breaks first comes first.
    pub fixed: Vec<Fixed>,
    /// Components of which it is not known how much load a unit carries.
    pub unknown: Vec<usize>,
}

/// One multiple of today's load; what is kept is that of the horizon, as many times.
#[derive(Debug, Clone)]
pub struct Rung {
    pub times: u32,
    /// Users, or requests at the peak where the design has no users.
    pub load: Option<Id>,
    /// Units of components by their index.
    pub units: Vec<(usize, Id)>,
}

/// A component that more units of the same kind do not help.
#[derive(Debug, Clone)]
pub struct Fixed {
    pub component: usize,
    pub resource: Resource,
    pub why: Why,
    /// The multiple of today's load at which it is full.
    pub breaks_at: Id,
    /// Users or requests then.
    pub load: Option<Id>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A provider's quota, or a contract.
    Quota,
    /// All writes go through the one writer of its only group: only sharding helps.
    OneWriter,
}

/// The ladder; none where no component's need is known.
pub(super) fn ladder<'a>(load: &mut Load<'a>, model: &Model<'a>, plans: &[Plans]) -> Option<Ladder> {
    let (scale, word) = match load.users {
        Some(users) => (Some(users), "users"),
        None => (requests(load, model), "requests"),
    };
    let scale = scale.map(|id| (id, word));
    let mut fixed: Vec<Fixed> = (0..model.components.len())
        .filter_map(|c| fixed_part(load, model, c, scale))
        .collect();
    let value = |load: &Load, of: &Fixed| load.figures.value(of.breaks_at).unwrap_or(f64::INFINITY);
    fixed.sort_by(|a, b| value(load, a).total_cmp(&value(load, b)));
    let rungs: Vec<Rung> = RUNGS
        .iter()
        .map(|times| rung(load, model, plans, *times, scale))
        .collect();
    let used = |c: usize| load.components[c].calls.and_then(|d| load.figures.value(d.peak)) != Some(0.0);
    let known = |c: usize| plans.get(c).is_some_and(|plans| plans.whole.is_some());
    let unknown = (0..model.components.len())
        .filter(|c| used(*c) && !known(*c) && model.components[*c].placement != crate::model::Placement::Device)
        .collect();
    let some = !fixed.is_empty() || rungs.iter().any(|rung| !rung.units.is_empty());
    some.then_some(Ladder { rungs, fixed, unknown })
}

fn times_of(load: &mut Load, times: u32) -> Id {
    let origin = Origin::Default("a rung of the ladder");
    load.figures
        .given(Spread::Exact(f64::from(times)), Dimension::NONE, origin)
}

fn rung<'a>(load: &mut Load<'a>, model: &Model<'a>, plans: &[Plans], times: u32, scale: Scale) -> Rung {
    let factor = times_of(load, times);
    let scaled = scale.map(|(id, word)| {
        let scaled = load.figures.product(&[id, factor]);
        load.figures.named(scaled, || format!("{word} at ×{times}"))
    });
    let mut by_component = Vec::new();
    for (c, component) in model.components.iter().enumerate() {
        // More units of what they do not help would be no answer.
        if why(model, c).is_some() {
            continue;
        }
        if let Some(units) = units(load, component, c, plans, |_, _| factor) {
            let units = load
                .figures
                .named(units, || format!("{} units at ×{times}", component.id));
            by_component.push((c, units));
        }
    }
    Rung {
        times,
        load: scaled,
        units: by_component,
    }
}

/// The first resource of a component that no unit helps; none where units help.
fn fixed_part<'a>(load: &mut Load<'a>, model: &Model<'a>, c: usize, scale: Scale) -> Option<Fixed> {
    let component = &model.components[c];
    let why = why(model, c).filter(|_| component.limits_load())?;
    let rows = load.components[c].resources.clone();
    let used = |row: &Row| load.figures.value(row.utilisation).filter(|used| *used > 0.0);
    let row = rows
        .iter()
        // Another copy takes reads off a writer.
        .filter(|row| why == Why::Quota || row.resource != Resource::Reads)
        .filter_map(|row| Some((row, used(row)?)))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(row, _)| row)?;
    let one = load.figures.number(1.0);
    let breaks_at = load.figures.quotient(one, row.utilisation);
    let id = component.id;
    let breaks_at = load.figures.named(breaks_at, || format!("{id} full at a multiple of"));
    let then = scale.map(|(of, word)| {
        let then = load.figures.product(&[of, breaks_at]);
        load.figures.named(then, || format!("{id} full at {word}"))
    });
    Some(Fixed {
        component: c,
        resource: row.resource,
        why,
        breaks_at,
        load: then,
    })
}

fn why(model: &Model, c: usize) -> Option<Why> {
    let component = &model.components[c];
    if component.is_service() {
        let quota = component.placement != crate::model::Placement::Device && !by_nodes(model, component);
        return quota.then_some(Why::Quota);
    }
    let one_writer = component.replication().is_some_and(|r| r.writer == Some("one"));
    (component.role == Role::Store && one_writer && component.groups() == Some(1)).then_some(Why::OneWriter)
}

/// Whether a provider gives more of its units to who pays for more: the file counts them, or the bill does.
fn by_nodes(model: &Model, component: &Component) -> bool {
    let price = component
        .technology
        .and_then(|(entry, _)| model.catalog.price_of(&entry.id));
    let billed = price.is_some_and(|(_, price)| price.charge(Basis::Units).is_some());
    component.file.replicas.is_some() || billed
}
