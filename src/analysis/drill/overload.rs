//! Who has to carry more, or carries it with less.

use super::{Bench, Drill, Overload};
use crate::analysis::availability::lost::Lost;
use crate::analysis::availability::{Mode, Site};
use crate::analysis::capacity::left;
use crate::analysis::load::{Condition, View};
use crate::figure::{Id, Origin};
use crate::model::{Model, Placement};
use crate::quantity::{Dimension, Spread};
use std::collections::BTreeSet;

/// Calls and utilisation of every component before a drill.
#[derive(Debug, Clone)]
pub struct Before {
    calls: Vec<Id>,
    used: Vec<Option<Id>>,
}

/// Notes the healthy state, seen from a region.
pub fn snapshot(bench: &mut Bench, at: Option<usize>) -> Before {
    if let (None, Some(before)) = (at, &bench.everyday.before) {
        return before.clone();
    }
    let condition = Condition {
        view: View { at, ..View::default() },
        ..Condition::default()
    };
    let undo = bench.load.change(bench.model, &condition, &[]);
    let count = bench.model.components.len();
    let calls = (0..count).map(|c| calls(bench, c)).collect();
    let used = (0..count)
        .map(|c| left::fullest(bench.load, bench.model, c, u32::MAX).map(|fullest| fullest.used))
        .collect();
    bench.load.restore(undo);
    Before { calls, used }
}

/// Calls at the peak, in the region that is looked at.
fn calls(bench: &mut Bench, c: usize) -> Id {
    let all = bench.load.peak_calls(bench.model, c);
    match bench.load.components[c].busiest {
        Some(share) => bench.load.figures.product(&[all, share]),
        None => all,
    }
}

/// A component as it serves a region; its first one where it is not there.
pub fn site(model: &Model, c: usize, at: Option<usize>, lost: &Lost) -> Site {
    let component = &model.components[c];
    let region = match component.placement {
        Placement::Outside | Placement::Device => None,
        _ if component.regions.is_empty() => Some(at.unwrap_or(0)),
        _ => {
            let left = component.regions.iter().find(|r| !lost.regions.contains(r)).copied();
            at.filter(|at| component.regions.contains(at)).or(left)
        }
    };
    Site { component: c, region }
}

/// Components whose units or load the drill changes.
pub fn touched(bench: &mut Bench, before: &Before, lost: &Lost) -> BTreeSet<usize> {
    let all = (0..bench.model.components.len()).collect();
    touched_of(bench, before, lost, &all)
}

/// The same where it is known which components can carry something else than before.
pub fn touched_of(bench: &mut Bench, before: &Before, lost: &Lost, changed: &BTreeSet<usize>) -> BTreeSet<usize> {
    let model = bench.model;
    let at = lost
        .zones
        .iter()
        .next()
        .map(|z| z.region)
        .filter(|_| model.design.regions.len() > 1);
    let now = |c: usize| match changed.contains(&c) {
        true => calls(bench, c),
        false => before.calls[c],
    };
    let calls: Vec<Id> = (0..model.components.len()).map(now).collect();
    let load = &*bench.load;
    let value = |id: Id| load.figures.value(id);
    let is_touched = |(c, now): (usize, Id)| {
        let left = lost.left(model, &site(model, c, at, lost), Mode::Worst).fewest();
        let more = value(now)
            .zip(value(before.calls[c]))
            .is_some_and(|(now, was)| now > was * (1.0 + 1e-9));
        // A region that takes in the users of another carries more of the same calls.
        let moved = !lost.regions.is_empty() && load.components[c].busiest.is_some();
        let fewer = left < left::whole(&model.components[c]);
        (fewer || more || moved).then_some(c)
    };
    calls.into_iter().enumerate().filter_map(is_touched).collect()
}

/// The components that are touched and have something left, the fullest first.
pub fn overloads(bench: &mut Bench, before: &Before, lost: &Lost, at: Option<usize>, line: &str) -> Vec<Overload> {
    let model = bench.model;
    let mut found = Vec::new();
    for c in lost.touched.iter().copied().filter(|c| !lost.gone.contains(c)) {
        let left = lost.left(model, &site(model, c, at, lost), Mode::Best).fewest();
        let id = model.components[c].id;
        let fullest = left::fullest(bench.load, model, c, left);
        let after = fullest.map(|f| bench.load.figures.named(f.used, || format!("{id} utilisation, {line}")));
        let calls = (before.calls[c], calls(bench, c));
        found.push(Overload {
            component: c,
            calls,
            before: before.used[c],
            deficit: after.and_then(|a| deficit(bench, a)),
            after,
            resource: fullest.and_then(|f| f.resource),
        });
    }
    let full = |o: &Overload| match o.after {
        Some(after) => bench.load.figures.value(after).unwrap_or(0.0),
        None => f64::INFINITY,
    };
    found.sort_by(|a, b| full(b).total_cmp(&full(a)));
    found
}

/// Of what a component should carry, the share that nobody does.
pub fn deficit(bench: &mut Bench, after: Id) -> Option<Id> {
    let figures = &mut bench.load.figures;
    if figures.value(after)? < 1.0 {
        return None;
    }
    let one = figures.number(1.0);
    let carried = figures.quotient(one, after);
    Some(figures.rest(carried))
}

/// What would have kept the overloaded components below 100 %, and those that are gone alive.
pub fn helps(bench: &mut Bench, lost: &Lost, drill: &mut Drill) {
    let model = bench.model;
    let at = lost.zones.iter().next().map(|z| z.region);
    let full: Vec<usize> = drill
        .overloads
        .iter()
        .filter(|o| {
            o.after
                .is_none_or(|a| bench.load.figures.value(a).is_some_and(|v| v >= 1.0))
        })
        .map(|o| o.component)
        .collect();
    for c in full {
        let component = &model.components[c];
        let left = lost.left(model, &site(model, c, at, lost), Mode::Best).fewest();
        let places: Vec<&str> = match &component.placement {
            Placement::Zones(zones) => zones
                .iter()
                .map(|(zone, _)| zone.as_str())
                .filter(|zone| !lost.zones.iter().any(|z| z.name == *zone))
                .collect(),
            _ => Vec::new(),
        };
        let places = if places.is_empty() || lost.zones.is_empty() {
            String::new()
        } else {
            format!(", in {}", places.join(" and "))
        };
        if let Some(more) = left::more_units(bench.load, model, c, left) {
            let words = format!("{} more of {}{places}", bench.load.figures.text(more), component.id);
            drill.helps.push(words);
            drill.figures.push((format!("units of {} to add", component.id), more));
        } else if let Some(row) = left::binding(bench.load, c) {
            let load = &bench.load.figures;
            let words = match component.is_service() {
                true => format!(
                    "a quota of more than {} for {} (it is {})",
                    load.text(row.demand),
                    component.id,
                    load.text(row.per_unit)
                ),
                false => format!(
                    "more groups of copies of {}, or another copy in a zone that stays",
                    component.id
                ),
            };
            drill.helps.push(words);
        }
    }
}

/// Connections that the units that are lost held, and that come again at once (format, A4).
pub fn reconnections(bench: &mut Bench, lost: &Lost, drill: &mut Drill) {
    let model = bench.model;
    let at = lost.zones.iter().next().map(|z| z.region);
    for c in lost.touched.iter().copied() {
        let Some(held) = bench.load.components[c].held else {
            continue;
        };
        let component = &model.components[c];
        let (all, left) = (
            left::whole(component),
            lost.left(model, &site(model, c, at, lost), Mode::Best).fewest(),
        );
        if all == 0 || left >= all || component.is_service() {
            continue;
        }
        let figures = &mut bench.load.figures;
        let share = Spread::Exact(f64::from(all - left) / f64::from(all));
        let share = figures.given(
            share,
            Dimension::NONE,
            Origin::Default("share of the units that is lost"),
        );
        let mut factors = vec![held, share];
        factors.extend(bench.load.components[c].busiest);
        let come = bench.load.figures.product(&factors);
        let id = component.id;
        let come = bench
            .load
            .figures
            .named(come, || format!("{id} connections that come again, {}", drill.line));
        drill
            .figures
            .push((format!("connections that come again at {id}"), come));
        drill
            .cannot_know
            .push(format!("how fast the clients of {id} come back: `jitter` spreads them"));
    }
}
