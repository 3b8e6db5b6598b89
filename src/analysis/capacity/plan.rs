//! How many units a component should have: for the peak, with units lost, with a zone lost.
//!
//! Where units spread over zones, every number is rounded up to the same number in each zone; where they hold
//! copies, to whole groups of copies as well, for a part of a group takes no load off the others.

mod enough;

pub use enough::Enough;

use super::Row;
use crate::analysis::Detail;
use crate::analysis::load::Load;
use crate::catalog::Role;
use crate::design::Resource;
use crate::figure::{Id, Origin};
use crate::model::{Component, Model, Placement};
use crate::quantity::expression::Function;
use crate::quantity::{Dimension, Spread};

/// Units for one resource, or for the component as a whole. Nothing in it for what no number of units can give.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Units so that the peak stays at or below the target utilisation.
    pub at_target: Id,
    /// N+1: the same, and with any one unit lost the rest stays below 100 %.
    pub one_lost: Option<Id>,
    /// N+2: the same with any two units lost, one by plan and one by accident (Google SRE book, best practices
    /// for production services).
    pub two_lost: Option<Id>,
    /// Zone-safe: the same with any one zone lost and nothing started in its place, so n ÷ (n − 1) of what the
    /// peak takes over n zones (Amazon builders' library, static stability).
    pub zone_lost: Option<Id>,
    /// By which share the demand may grow before the utilisation reaches its target; negative above it.
    pub head_room: Option<Id>,
    /// Utilisation of the declared units with one of them, two of them or their fullest zone lost; of a row only.
    pub used_without: Without,
}

/// Utilisations after a loss; nothing where nobody is left to carry the load.
#[derive(Debug, Clone, Copy, Default)]
pub struct Without {
    /// Units that are left with one of them lost.
    pub left: Option<Id>,
    pub one: Option<Id>,
    pub two: Option<Id>,
    pub zone: Option<Id>,
}

/// The plans of one component.
#[derive(Debug, Clone, Default)]
pub struct Plans {
    /// One for each row of its capacity.
    pub rows: Vec<Plan>,
    /// The highest over all known rows; none where it is not known how much load a unit carries.
    pub whole: Option<Plan>,
    /// Resources of which the units can't be told.
    pub unknown: Vec<Resource>,
    /// Whether the declared units do: of each row, and of the component.
    pub enough: Vec<Enough>,
    pub enough_whole: Enough,
}

/// Who takes over from a lost unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// A provider keeps it up: its units are quotas, none of them is lost.
    Quota,
    /// Any unit does the work of any other.
    Alike,
    /// Units hold data: only the other copies of the same data take over.
    Groups { copies: u32 },
    /// Units hold data in an unknown number of copies.
    Unclear,
}

/// What the formulas of one component share.
struct Frame {
    layout: Layout,
    /// Zones that the units spread over; none where the file says no zones.
    zones: Option<u32>,
    /// Units in the fullest zone, and all of them.
    fullest: u32,
    units: u32,
    /// Units are added in multiples of this.
    step: Option<Id>,
}

/// Plans of every component, in the order of the model. Below [`Detail::Values`] only the units that findings speak
/// of: at the target, with one unit and with a zone lost.
pub fn plans<'a>(load: &mut Load<'a>, model: &Model<'a>, detail: Detail) -> Vec<Plans> {
    let whole = detail >= Detail::Values;
    let all = 0..model.components.len();
    all.map(|c| plans_of(load, model, c, whole)).collect()
}

fn plans_of<'a>(load: &mut Load<'a>, model: &Model<'a>, c: usize, whole: bool) -> Plans {
    let component = &model.components[c];
    let rows = load.components[c].resources.clone();
    if rows.is_empty() {
        return Plans::default();
    }
    let frame = frame(load, component);
    let plans: Vec<Plan> = rows
        .iter()
        .map(|row| {
            let staying = staying(load, model, c, row);
            let least = plan(load, component, &frame, row, staying);
            if whole {
                compared(load, component, &frame, row, staying, least)
            } else {
                least
            }
        })
        .collect();
    let known = |plan: &&Plan| load.figures.value(plan.at_target).is_some();
    let unknown = rows.iter().zip(&plans).filter(|(_, plan)| !known(plan));
    let unknown = unknown.map(|(row, _)| row.resource).collect();
    let found: Vec<Plan> = plans.iter().filter(known).cloned().collect();
    let binding = rows.iter().position(|row| row.binding);
    let head_room = binding.and_then(|i| plans.get(i)?.head_room);
    let whole = match component.limits_load() {
        true => highest(load, component, &found, head_room),
        false => None,
    };
    let enough: Vec<Enough> = rows
        .iter()
        .zip(&plans)
        .map(|(row, plan)| Enough::of(load, row, plan))
        .collect();
    Plans {
        rows: plans,
        whole,
        unknown,
        enough_whole: Enough::all(&enough),
        enough,
    }
}

/// Utilisation of the declared units with their fullest zone lost; none where they are in one zone or nobody is left.
/// Where nobody says how many copies there are, any unit is taken to do the work of any other.
pub(super) fn with_a_zone_lost<'a>(load: &mut Load<'a>, model: &Model<'a>, c: usize, row: &Row) -> Option<Id> {
    let component = &model.components[c];
    let Placement::Zones(zones) = &component.placement else {
        return None;
    };
    if zones.len() < 2 {
        return None;
    }
    let staying = staying(load, model, c, row);
    let mut frame = frame(load, component);
    if frame.layout == Layout::Unclear {
        frame.layout = Layout::Alike;
    }
    used(load, &frame, row, staying, Loss::Zone)
}

/// Units rounded up to what the layout of a component allows: whole zones, whole groups of copies.
pub fn rounded(load: &mut Load, component: &Component, units: Id) -> Id {
    let frame = frame(load, component);
    round(load, &frame, units)
}

fn frame(load: &mut Load, component: &Component) -> Frame {
    let layout = if component.is_service() {
        Layout::Quota
    } else if component.role == Role::Stateless {
        Layout::Alike
    } else {
        component
            .copies
            .map_or(Layout::Unclear, |copies| Layout::Groups { copies: copies.max(1) })
    };
    let (zones, fullest) = match &component.placement {
        Placement::Zones(zones) => (
            Some(zones.len() as u32),
            zones.iter().map(|(_, units)| *units).max().unwrap_or(0),
        ),
        _ => (None, component.units),
    };
    let step = match layout {
        Layout::Quota => load.figures.number(1.0),
        Layout::Alike => whole_zones(load, zones.unwrap_or(1)),
        Layout::Groups { copies } => whole_groups(load, zones.unwrap_or(1), copies),
        Layout::Unclear => {
            let fact = format!("components.{}.copies", component.id);
            load.figures.missing(fact, Dimension::NONE)
        }
    };
    // The number 1 of a formula rounds nothing.
    let step = (load.figures.value(step) != Some(1.0)).then_some(step);
    Frame {
        layout,
        zones,
        fullest,
        units: component.units,
        step,
    }
}

fn whole_zones(load: &mut Load, zones: u32) -> Id {
    let origin = Origin::Default("zones, each with the same number of units");
    load.figures
        .given(Spread::Exact(f64::from(zones.max(1))), Dimension::NONE, origin)
}

/// Units are added in multiples of this: whole groups of copies, the same number in each zone. Where nobody says how
/// many copies there are, it is that of one.
pub fn multiple(component: &Component) -> u64 {
    let zones = match &component.placement {
        Placement::Zones(zones) => zones.len() as u32,
        _ => 1,
    };
    let copies = match component.role {
        Role::Stateless => 1,
        _ => component.copies.unwrap_or(1),
    };
    in_each_zone(zones, copies)
}

/// The least common multiple of both.
fn in_each_zone(zones: u32, copies: u32) -> u64 {
    let (zones, copies) = (u64::from(zones.max(1)), u64::from(copies.max(1)));
    zones / divisor(zones, copies) * copies
}

fn whole_groups(load: &mut Load, zones: u32, copies: u32) -> Id {
    let step = in_each_zone(zones, copies);
    let origin = Origin::Default("units in whole groups of copies and the same number in each zone");
    load.figures.given(Spread::Exact(step as f64), Dimension::NONE, origin)
}

/// Greatest common divisor; both are above zero.
fn divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { divisor(b, a % b) }
}

/// The part of a demand that loads the units that are left no more than before: what is kept, and what every
/// copy takes anyway.
pub(super) fn staying<'a>(load: &mut Load<'a>, model: &Model<'a>, c: usize, row: &Row) -> Option<Id> {
    let component = &model.components[c];
    let of = &load.components[c];
    let busiest = of.busiest;
    let copies = match component.copies {
        Some(copies) if copies > 1 && component.role != Role::Stateless => copies,
        _ => return None,
    };
    match row.resource {
        Resource::Memory | Resource::Storage | Resource::Writes => Some(row.demand),
        // As many as if the writer held them all already.
        Resource::Connections => load.pools.get(&c).filter(|p| p.at_writer).map(|p| p.fullest),
        Resource::Requests => {
            let mut parts: Vec<Id> = [of.writes, of.fills].iter().flatten().map(|d| d.peak).collect();
            if parts.is_empty() {
                return None;
            }
            let written = load.figures.sum(&parts, Dimension::RATE);
            let copies = load.figures.given(
                Spread::Exact(f64::from(copies)),
                Dimension::NONE,
                Origin::Default("each write lands on every copy"),
            );
            parts.clear();
            parts.extend([written, copies]);
            parts.extend(busiest);
            Some(load.figures.product(&parts))
        }
        _ => None,
    }
}

fn plan(load: &mut Load, component: &Component, frame: &Frame, row: &Row, staying: Option<Id>) -> Plan {
    let (id, what) = (component.id, row.resource.name());
    let rounded = round(load, frame, row.needed);
    let at_target = load.figures.named(rounded, || format!("{id} units for {what}"));
    let mut after = |lost: Loss| after(load, component, frame, row, staying, (at_target, lost));
    Plan {
        at_target,
        one_lost: after(Loss::Units(1)),
        two_lost: None,
        zone_lost: after(Loss::Zone),
        head_room: None,
        used_without: Without::default(),
    }
}

/// Units so that both the target is kept and what is left after a loss stays below 100 %.
fn after(
    load: &mut Load,
    component: &Component,
    frame: &Frame,
    row: &Row,
    staying: Option<Id>,
    (at_target, lost): (Id, Loss),
) -> Option<Id> {
    let (id, what) = (component.id, row.resource.name());
    let least = least(load, frame, row, staying, lost)?;
    let both = load.figures.max(&[at_target, least]);
    Some(
        load.figures
            .named(both, || format!("{id} units for {what}, {}", lost.words())),
    )
}

/// A plan with what the declared units are compared by.
fn compared(load: &mut Load, component: &Component, frame: &Frame, row: &Row, staying: Option<Id>, plan: Plan) -> Plan {
    let lost = (plan.at_target, Loss::Units(2));
    let two_lost = after(load, component, frame, row, staying, lost);
    let one = load.figures.number(1.0);
    let left = load.figures.difference(row.units, one);
    Plan {
        two_lost,
        head_room: head_room(load, component.id, row),
        used_without: Without {
            left: Some(left),
            one: used(load, frame, row, staying, Loss::Units(1)),
            two: used(load, frame, row, staying, Loss::Units(2)),
            zone: used(load, frame, row, staying, Loss::Zone),
        },
        ..plan
    }
}

/// Rounded up to whole zones and groups.
fn round(load: &mut Load, frame: &Frame, units: Id) -> Id {
    let Some(step) = frame.step else { return units };
    let steps = load.figures.quotient(units, step);
    let whole = load.figures.apply(Function::Ceil, &[steps]);
    load.figures.product(&[whole, step])
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Loss {
    Units(u32),
    Zone,
}

impl Loss {
    fn words(self) -> &'static str {
        match self {
            Loss::Units(1) => "one lost",
            Loss::Units(_) => "two lost",
            Loss::Zone => "zone lost",
        }
    }
}

impl Frame {
    /// How many copies of the same data are lost, in a system where each zone holds the same number of units.
    fn copies_lost(&self, copies: u32, lost: Loss) -> Option<u32> {
        match lost {
            Loss::Units(units) => Some(units),
            Loss::Zone => self.zones.map(|zones| copies.div_ceil(zones.max(1))),
        }
    }
}

/// The fewest units so that what is left after a loss stays below 100 %; none where no number does, or where it
/// makes no sense to ask.
fn least(load: &mut Load, frame: &Frame, row: &Row, staying: Option<Id>, lost: Loss) -> Option<Id> {
    let one = load.figures.number(1.0);
    match frame.layout {
        Layout::Quota => None,
        Layout::Unclear => frame.step,
        Layout::Groups { copies } => {
            let gone = frame.copies_lost(copies, lost)?;
            let carried = concentrated(load, row, staying, copies, gone)?;
            let units = load.figures.quotient(carried, row.per_unit);
            let units = above(load, units);
            Some(round(load, frame, units))
        }
        Layout::Alike => match lost {
            Loss::Units(count) => {
                let units = load.figures.quotient(row.demand, row.per_unit);
                let units = above(load, units);
                let spare = load.figures.given(
                    Spread::Exact(f64::from(count)),
                    Dimension::NONE,
                    Origin::Default("units that may be lost"),
                );
                let units = load.figures.sum(&[units, spare], Dimension::NONE);
                Some(round(load, frame, units))
            }
            Loss::Zone => {
                let zones = frame.zones.filter(|zones| *zones > 1)?;
                let zones = whole_zones(load, zones);
                let left = load.figures.difference(zones, one);
                let capacity = load.figures.product(&[left, row.per_unit]);
                let in_each = load.figures.quotient(row.demand, capacity);
                let in_each = above(load, in_each);
                Some(load.figures.product(&[zones, in_each]))
            }
        },
    }
}

/// The smallest whole number above a value: at it, a utilisation would be 100 %.
pub(super) fn above(load: &mut Load, value: Id) -> Id {
    let one = load.figures.number(1.0);
    let whole = load.figures.apply(Function::Floor, &[value]);
    load.figures.sum(&[whole, one], Dimension::NONE)
}

/// The demand that would load all units as much as the group that lost copies is loaded: what moves is carried
/// by the copies that are left. None where no copy is left.
pub(super) fn concentrated(load: &mut Load, row: &Row, staying: Option<Id>, copies: u32, gone: u32) -> Option<Id> {
    if gone == 0 || staying == Some(row.demand) {
        return (gone < copies).then_some(row.demand);
    }
    let left = copies.checked_sub(gone).filter(|left| *left > 0)?;
    let share = load.figures.given(
        Spread::Exact(f64::from(copies) / f64::from(left)),
        Dimension::NONE,
        Origin::Default("copies of the same data for each that is left"),
    );
    let Some(staying) = staying else {
        return Some(load.figures.product(&[row.demand, share]));
    };
    let moving = load.figures.difference(row.demand, staying);
    let moved = load.figures.product(&[moving, share]);
    let dimension = load.figures.dimension(row.demand);
    Some(load.figures.sum(&[moved, staying], dimension))
}

/// Utilisation of the declared units after a loss.
fn used(load: &mut Load, frame: &Frame, row: &Row, staying: Option<Id>, lost: Loss) -> Option<Id> {
    let units = frame.units.max(1);
    let (carried, left) = match frame.layout {
        Layout::Quota | Layout::Unclear => return None,
        Layout::Alike => {
            let gone = match lost {
                Loss::Units(count) => count,
                Loss::Zone => frame.zones.map(|_| frame.fullest)?,
            };
            (row.demand, units.checked_sub(gone).filter(|left| *left > 0)?)
        }
        Layout::Groups { copies } => {
            let copies = copies.min(units);
            let gone = match lost {
                Loss::Units(count) => count,
                // As many copies of a group as the fullest zone has of all units.
                Loss::Zone => {
                    frame.zones?;
                    let share = u64::from(copies) * u64::from(frame.fullest);
                    share.div_ceil(u64::from(units)) as u32
                }
            };
            (concentrated(load, row, staying, copies, gone)?, units)
        }
    };
    let left = load.figures.given(
        Spread::Exact(f64::from(left)),
        Dimension::NONE,
        Origin::Default("units that are left"),
    );
    let capacity = load.figures.product(&[left, row.per_unit]);
    Some(load.figures.quotient(carried, capacity))
}

/// target ÷ utilisation − 1; nothing to say of what carries nothing.
fn head_room(load: &mut Load, id: &str, row: &Row) -> Option<Id> {
    if load.figures.value(row.utilisation) == Some(0.0) {
        return None;
    }
    let one = load.figures.number(1.0);
    let times = load.figures.quotient(row.target, row.utilisation);
    let room = load.figures.difference(times, one);
    let what = row.resource.name();
    Some(load.figures.named(room, || format!("{id} head-room of {what}")))
}

/// The plan of a component: of each kind the most that any of its resources takes.
fn highest(load: &mut Load, component: &Component, plans: &[Plan], head_room: Option<Id>) -> Option<Plan> {
    let id = component.id;
    let mut most = |of: &dyn Fn(&Plan) -> Option<Id>, name: &str| {
        // What one resource can't have, the component can't have.
        let units: Vec<Id> = plans.iter().map(of).collect::<Option<_>>()?;
        let units = match &units[..] {
            [] => return None,
            units => load.figures.max(units),
        };
        Some(load.figures.named(units, || format!("{id} units {name}")))
    };
    let at_target = most(&|plan| Some(plan.at_target), "needed")?;
    let (one_lost, two_lost, zone_lost) = (
        most(&|plan| plan.one_lost, "with one lost"),
        most(&|plan| plan.two_lost, "with two lost"),
        most(&|plan| plan.zone_lost, "with a zone lost"),
    );
    Some(Plan {
        at_target,
        one_lost,
        two_lost,
        zone_lost,
        head_room,
        used_without: Without::default(),
    })
}
