//! Planned events: the units that must run before a window begins, and when to start them.
//!
//! A unit that is asked for serves only after it was decided on, got, booted and warmed: `scale: {in: …}`. So the
//! units that run must carry what the load gains in that time: buffer = growth of the load × reaction time (as
//! Hotstar sizes its live matches: 1.1 M users/min × 90 s = 1.65 M users).

mod rise;

use super::units;
use crate::analysis::capacity::Row;
use crate::analysis::capacity::plan::{self, Plans};
use crate::analysis::load::Load;
use crate::design::Resource;
use crate::figure::{Figures, Id, Origin};
use crate::model::{Component, Model};
use crate::quantity::expression::Function;
use crate::quantity::{Dimension, Spread};

/// Steps of one schedule; a longer climb takes larger steps.
const MOST_STEPS: f64 = 6.0;

/// What one component needs for one window.
#[derive(Debug, Clone)]
pub struct Prewarm {
    /// Indices of the window and the component.
    pub window: usize,
    pub component: usize,
    /// Units for the peak of the window at the target utilisation, and for the surge that a requirement names.
    pub needed: Id,
    /// Units that run when it begins: `warm`, else `replicas`.
    pub running: Id,
    /// Units that it may scale to.
    pub most: Option<Id>,
    /// From the decision until a new unit serves.
    pub reaction: Id,
    /// What the load gains a second while it rises.
    pub rise: Id,
    /// What the load gains during the reaction, in the unit of the load and in component units.
    pub buffer: Id,
    pub buffer_units: Id,
    /// What to start when, beyond what runs.
    pub steps: Vec<Step>,
}

/// Units to have asked for by a moment, so that they serve in time.
#[derive(Debug, Clone)]
pub struct Step {
    /// Time after the window begins, negative before it.
    pub at: Id,
    pub units: Id,
}

/// The growth of a load while nothing new can serve: growth × reaction.
pub fn buffer(sheet: &mut Figures, rise: Id, reaction: Id) -> Id {
    sheet.product(&[rise, reaction])
}

/// One for each window and each component that scales.
pub(super) fn all<'a>(load: &mut Load<'a>, model: &Model<'a>, plans: &[Plans]) -> Vec<Prewarm> {
    let mut found = Vec::new();
    for window in 0..model.design.load.windows.len() {
        for (c, component) in model.components.iter().enumerate() {
            if component.file.scale.is_some() && !component.is_service() {
                found.extend(of(load, model, plans, window, c));
            }
        }
    }
    found
}

fn of<'a>(load: &mut Load<'a>, model: &Model<'a>, plans: &[Plans], window: usize, c: usize) -> Option<Prewarm> {
    let component = &model.components[c];
    let scale = component.file.scale.as_ref()?;
    let name = &model.design.load.windows.get(window)?.0.value;
    let share = window_share(load, model, window, c)?;
    let id = component.id;
    let surge = rise::surge(model, c);
    let at_most = match &surge {
        Some(surge) => {
            let times = surge.times(&mut load.figures);
            load.figures.product(&[share, times])
        }
        None => share,
    };
    // Who holds a connection stays: those come at the rate of the window, and no surge of calls is a multiple of them.
    let needed = units(load, component, c, plans, |_, resource| match resource {
        Resource::Connections => share,
        _ => at_most,
    })?;
    let needed = load.figures.named(needed, || format!("{id} units in {name}"));
    let running = running(load, component, name);
    // A quiet window is no event, unless somebody prepares for it or it needs more than always runs.
    let value = |id: Id| load.figures.value(id);
    let loudest = value(share).is_none_or(|share| share >= 1.0 - 1e-9);
    let prepared = scale.warm.iter().any(|(id, _)| id.value == *name);
    let short = value(needed).is_none_or(|needed| needed > f64::from(component.standing));
    if !(loudest || prepared || short) {
        return None;
    }
    let reaction = match &scale.time {
        Some(time) => load.figures.quantity(time),
        None => load
            .figures
            .missing(format!("components.{id}.scale.in"), Dimension::TIME),
    };
    let reaction = load.figures.named(reaction, || format!("{id} reaction"));
    let row = load.components[c].resources.iter().find(|row| row.binding)?.clone();
    let rising = rise::rise(load, model, (window, c), &row, share, surge.as_ref());
    let rise = rising.rate;
    let rise = load.figures.named(rise, || format!("{id} rise in {name}"));
    let spare = buffer(&mut load.figures, rise, reaction);
    let spare = load.figures.named(spare, || format!("{id} buffer in {name}"));
    let buffer_units = units_for(load, component, &row, spare);
    let buffer_units = load
        .figures
        .named(buffer_units, || format!("{id} buffer units in {name}"));
    let most = scale.to.as_ref().map(|to| {
        let origin = Origin::File(to.span);
        load.figures
            .given(Spread::Exact(f64::from(to.value)), Dimension::NONE, origin)
    });
    let base = match rising.base {
        Some(base) => units_for(load, component, &row, base),
        None => load.figures.sum(&[], Dimension::NONE),
    };
    let climb = Climb {
        needed,
        reaction,
        buffer_units,
        base,
    };
    Some(Prewarm {
        window,
        component: c,
        needed,
        running,
        most,
        reaction,
        rise,
        buffer: spare,
        buffer_units,
        steps: climb.steps(load, component, running),
    })
}

/// The peak of a window as a share of the highest peak; none where the window does not touch the component.
fn window_share<'a>(load: &mut Load<'a>, model: &Model<'a>, window: usize, c: usize) -> Option<Id> {
    let steps = load.steps_into(c);
    let per_run: Vec<(usize, Id)> = steps.iter().map(|(f, w)| (*f, load.flows[*f].calls[*w])).collect();
    let inside = load.peak_in(model, &per_run, window)?;
    let peak = load.components[c].calls?.peak;
    Some(load.figures.quotient(inside, peak))
}

fn running(load: &mut Load, component: &Component, window: &str) -> Id {
    let scale = component.file.scale.as_ref();
    let warm = scale.and_then(|scale| scale.warm.iter().find(|(id, _)| id.value == window));
    let (units, origin) = match warm {
        Some((id, units)) => (*units, Origin::File(id.span)),
        None => (component.standing, Origin::of_units(component.standing_span())),
    };
    let units = load
        .figures
        .given(Spread::Exact(f64::from(units)), Dimension::NONE, origin);
    load.figures
        .named(units, || format!("{} units running for {window}", component.id))
}

/// Whole units for an amount of what the row counts, at the target.
fn units_for(load: &mut Load, component: &Component, row: &Row, amount: Id) -> Id {
    let planned = load.figures.product(&[row.per_unit, row.target]);
    let units = load.figures.quotient(amount, planned);
    let whole = load.figures.apply(Function::Ceil, &[units]);
    plan::rounded(load, component, whole)
}

/// A load that rises steadily, followed in steps of what it gains during one reaction.
struct Climb {
    needed: Id,
    reaction: Id,
    buffer_units: Id,
    /// Units for the load before the window.
    base: Id,
}

impl Climb {
    /// Before the window: enough for the load that is there and the first buffer; one buffer ahead from then on, until all that are needed
    /// run. Where the rise is not known, everything has to run when the window begins.
    fn steps(&self, load: &mut Load, component: &Component, running: Id) -> Vec<Step> {
        let mut steps = self.all_steps(load, component);
        let there = load.figures.value(running).unwrap_or(0.0);
        steps.retain(|step| load.figures.value(step.units).is_none_or(|units| units > there));
        steps
    }

    fn all_steps(&self, load: &mut Load, component: &Component) -> Vec<Step> {
        let value = |load: &Load, id: Id| load.figures.value(id);
        let before = {
            let zero = load.figures.sum(&[], Dimension::TIME);
            load.figures.difference(zero, self.reaction)
        };
        let (Some(needed), Some(buffer), Some(base)) = (
            value(load, self.needed),
            value(load, self.buffer_units),
            value(load, self.base),
        ) else {
            return self.at_once(before);
        };
        let climb = needed - base;
        if buffer <= 0.0 || buffer >= climb {
            return self.at_once(before);
        }
        // Climbing in buffers; several at a time where there would be too many steps.
        let stride = libm::ceil(climb / buffer / MOST_STEPS).max(1.0);
        let count = libm::ceil(climb / (buffer * stride)) as u32;
        let mut steps = Vec::new();
        for i in 1..=count {
            let buffers = load.figures.given(
                Spread::Exact(f64::from(i) * stride),
                Dimension::NONE,
                Origin::Default("buffers that run one ahead of the load"),
            );
            let climbed = load.figures.product(&[buffers, self.buffer_units]);
            let climbed = load.figures.sum(&[self.base, climbed], Dimension::NONE);
            let climbed = plan::rounded(load, component, climbed);
            let units = load.figures.apply(Function::Min, &[climbed, self.needed]);
            // The i-th must serve when the load has used up all before it.
            let earlier = load.figures.given(
                Spread::Exact(f64::from(i - 1) * stride - 1.0),
                Dimension::NONE,
                Origin::Default("reactions after the window begins"),
            );
            let at = load.figures.product(&[earlier, self.reaction]);
            steps.push(Step { at, units });
        }
        steps
    }

    fn at_once(&self, before: Id) -> Vec<Step> {
        vec![Step {
            at: before,
            units: self.needed,
        }]
    }
}
