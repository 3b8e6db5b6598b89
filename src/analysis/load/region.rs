//! How the calls of a component spread over its regions (format, A10).

use super::Load;
use crate::figure::{Id, Origin};
use crate::model::walk::Source;
use crate::model::{Model, Party};
use crate::quantity::{Dimension, Spread};
use std::collections::{BTreeSet, HashMap};

impl<'a> Load<'a> {
    /// The highest share of the calls that one region gets, or the share of the region that is looked at, where the
    /// component has more than one.
    pub(super) fn busiest_region(&mut self, model: &Model<'a>, c: usize) -> Option<Id> {
        let component = &model.components[c];
        if component.regions.len() < 2 {
            return None;
        }
        let mut by_region = vec![0.0; model.design.regions.len()];
        let mut places: HashMap<usize, Vec<Ends>> = HashMap::new();
        let mut known = true;
        let mut arrive = |at: Option<&[f64]>, weight: Option<f64>| match (at, weight) {
            (Some(at), Some(weight)) => by_region
                .iter_mut()
                .zip(at)
                .for_each(|(sum, share)| *sum += weight * share),
            _ => known = false,
        };
        let peak = |f: usize| self.flows[f].peak.and_then(|p| self.figures.value(p));
        for (f, w) in self.brought[c].steps() {
            let ends = places
                .entry(f)
                .or_insert_with(|| regions_of_steps(model, &self.flows[f].walk, f, &self.view.lost));
            let calls = self.figures.value(self.flows[f].calls[w]);
            let weight = peak(f).zip(calls).map(|(rate, calls)| rate * calls);
            arrive(ends[w].there.as_deref(), weight);
        }
        for f in self.brought[c].started() {
            let at = start(model, f, &self.view.lost).map(|from| moved(&from, &component.regions, false, None));
            arrive(at.as_deref(), peak(f));
        }
        if known && by_region.iter().all(|calls| *calls <= 0.0) {
            // Nothing calls it yet: what will comes from where the users are.
            match users_by_region(model, &self.view.lost) {
                Some(users) => by_region = moved(&users, &component.regions, false, None),
                None => known = false,
            }
        }
        let total: f64 = by_region.iter().sum();
        if !known || total <= 0.0 {
            let fact = "`users` of each region (the split of the load)";
            return Some(self.figures.missing(fact, Dimension::NONE));
        }
        let (most, origin) = match self.view.at {
            Some(at) => (by_region.get(at).copied().unwrap_or(0.0), "share of the region"),
            None => (
                by_region.iter().copied().fold(0.0, f64::max),
                "share of the busiest region, from the users of each region",
            ),
        };
        let share = Spread::Exact(most / total);
        Some(self.figures.given(share, Dimension::NONE, Origin::Default(origin)))
    }
}

/// Of the calls of a step the share in each region, at its caller and at its callee; `None` where the users' split
/// is not known.
struct Ends {
    here: Option<Vec<f64>>,
    there: Option<Vec<f64>>,
}

/// For each walked step the share of its calls that leaves the caller's region: none for a caller in no region,
/// `None` where the users' split is not known.
pub(crate) fn leaving(model: &Model, walk: &crate::model::Walk, flow: usize) -> Vec<Option<f64>> {
    let ends = regions_of_steps(model, walk, flow, &BTreeSet::new());
    let regions = |party: Party| match party {
        Party::Component(c) => &model.components[c].regions[..],
        _ => &[],
    };
    walk.steps
        .iter()
        .zip(ends)
        .map(|(walked, ends)| {
            let step = &model.flows[flow].steps[walked.step];
            let abroad = step.file.other_region.is_some();
            let at = match walked.callee {
                Party::Component(c) if !abroad => model.components[c].answers_in(step),
                callee => regions(callee),
            };
            let from = regions(walked.caller);
            if from.is_empty() || at.is_empty() || (!abroad && from.iter().all(|r| at.contains(r))) {
                return Some(0.0);
            }
            let goes = |r: usize| at.iter().any(|other| *other != r) && (abroad || !at.contains(&r));
            if from.iter().all(|r| goes(*r)) {
                return Some(1.0);
            }
            let here = ends.here?;
            Some(
                here.iter()
                    .enumerate()
                    .filter(|(r, _)| goes(*r))
                    .map(|(_, share)| share)
                    .sum(),
            )
        })
        .collect()
}

/// Where the calls of each walked step are made and arrive.
fn regions_of_steps(model: &Model, walk: &crate::model::Walk, flow: usize, lost: &BTreeSet<usize>) -> Vec<Ends> {
    let users = users_by_region(model, lost);
    let mut of_set: Vec<Option<Vec<f64>>> = vec![None; walk.sets.len()];
    of_set[0] = start(model, flow, lost);
    let mut steps = Vec::with_capacity(walk.steps.len());
    for walked in &walk.steps {
        let (Source::Calls(set) | Source::Misses(set)) = walked.source;
        let here = of_set[set].clone();
        let there = match walked.callee {
            Party::Component(c) if model.components[c].regions.iter().any(|r| !lost.contains(r)) => {
                let left = model.components[c].regions.iter().copied();
                let at = &left.filter(|r| !lost.contains(r)).collect::<Vec<_>>();
                let abroad = model.flows[flow].steps[walked.step].file.other_region.is_some();
                match at[..] {
                    [one] if !abroad => Some(alone(model, one)),
                    _ => here.as_ref().map(|here| moved(here, at, abroad, users.as_deref())),
                }
            }
            _ => here.clone(),
        };
        if walk.sets[walked.into]
            .from
            .first()
            .is_none_or(|first| *first == steps.len())
        {
            of_set[walked.into].clone_from(&there);
        }
        steps.push(Ends { here, there });
    }
    steps
}

/// Where the runs of a flow begin: where its starter is, else where the users are; none where their split is not known.
fn start(model: &Model, flow: usize, lost: &BTreeSet<usize>) -> Option<Vec<f64>> {
    match model.flows[flow].starter {
        Party::Component(c) if model.components[c].regions.len() == 1 => {
            Some(alone(model, model.components[c].regions[0]))
        }
        _ => users_by_region(model, lost),
    }
}

/// All in one region.
fn alone(model: &Model, region: usize) -> Vec<f64> {
    let regions = 0..model.design.regions.len();
    regions.map(|r| f64::from(u8::from(r == region))).collect()
}

/// The users of each region, with these lost; none where the split is not known.
fn users_by_region(model: &Model, lost: &BTreeSet<usize>) -> Option<Vec<f64>> {
    let users: Option<Vec<f64>> = model
        .design
        .regions
        .iter()
        .map(|(_, region)| region.users.as_ref().map(crate::quantity::Quantity::point))
        .collect();
    users.map(|users| moved_users(users, lost))
}

/// The users of each region once those of lost ones have moved to the others by share.
fn moved_users(users: Vec<f64>, lost: &BTreeSet<usize>) -> Vec<f64> {
    if lost.is_empty() {
        return users;
    }
    let left = |r: &usize| !lost.contains(r);
    let total: f64 = users.iter().sum();
    let staying: f64 = users.iter().enumerate().filter(|(r, _)| left(r)).map(|(_, u)| u).sum();
    let count = (0..users.len()).filter(left).count();
    let share = |(r, u): (usize, f64)| match left(&r) {
        false => 0.0,
        // A standby without users of its own takes them all.
        true if staying > 0.0 => u / staying * total,
        true => total / count as f64,
    };
    users.into_iter().enumerate().map(share).collect()
}

/// Calls go to the callee in their own region, else to the first that has it; `abroad` to the other regions by users.
fn moved(here: &[f64], at: &[usize], abroad: bool, users: Option<&[f64]>) -> Vec<f64> {
    let mut there = vec![0.0; here.len()];
    for (region, share) in here.iter().enumerate() {
        if !abroad {
            let target = if at.contains(&region) { region } else { at[0] };
            there[target] += share;
            continue;
        }
        let others: Vec<usize> = at.iter().copied().filter(|r| *r != region).collect();
        // Who was abroad is here when nothing else is left.
        if others.is_empty() {
            there[region] += share;
            continue;
        }
        let weight = |r: usize| users.map_or(1.0, |u| u[r]);
        let total: f64 = others.iter().map(|r| weight(*r)).sum();
        for other in &others {
            let part = if total > 0.0 {
                weight(*other) / total
            } else {
                1.0 / others.len() as f64
            };
            there[*other] += share * part;
        }
    }
    there
}
