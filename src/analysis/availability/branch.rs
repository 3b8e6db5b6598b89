//! The ways in which a flow can answer: healthy, or with some of its fallbacks at work.

use super::conditions::{Conditions, UnderOne};
use super::level::{self, Level};
use super::place::Site;
use crate::model::walk::Source;
use crate::model::{Model, Party, Placement, Walk};
use std::collections::{BTreeSet, HashMap};

/// One way to answer.
#[derive(Debug, Clone)]
pub struct Branch {
    pub steps: Vec<Needed>,
}

/// A step that has to work.
#[derive(Debug, Clone, PartialEq)]
pub struct Needed {
    /// Position of the step in the flow; none for the component that starts it.
    pub step: Option<usize>,
    pub site: Site,
    /// What it needs so that the peak is carried.
    pub level: Result<Level, String>,
    /// What it needs to be answered at all.
    pub least: Result<Level, String>,
    /// When it is needed.
    pub guard: Guard,
}

/// When a step is needed: always, or in a share of the runs.
#[derive(Debug, Clone, PartialEq)]
pub enum Guard {
    Always,
    /// All of them.
    All(Vec<Guard>),
    /// One of them.
    Any(Vec<Guard>),
    /// A choice of the request, taken with this probability; equal keys are one choice.
    Choice(Choice),
    /// The component does not answer the request itself, with this probability; only where hits are counted.
    Miss(usize, f64),
}

impl Guard {
    /// Whether a cache hit can spare what it guards.
    pub fn has_miss(&self) -> bool {
        match self {
            Guard::Miss(..) => true,
            Guard::All(parts) | Guard::Any(parts) => parts.iter().any(Guard::has_miss),
            Guard::Always | Guard::Choice(_) => false,
        }
    }
}

/// A choice that a run makes at a step with `share`. Siblings whose shares add up to 100 % exclude one another.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Position of the step in the flow.
    pub step: usize,
    /// Steps with which it makes one exclusive choice, in order, each with its probability; none if it is free.
    pub siblings: Vec<(usize, f64)>,
    pub probability: f64,
}

/// The way without these components. What it needs of them all the same, for want of a fallback, is a step that can't
/// be met.
pub fn branch(
    conditions: &mut Conditions,
    flow: usize,
    region: usize,
    to: Option<Party>,
    without: &BTreeSet<usize>,
) -> Branch {
    branch_in(conditions, flow, region, to, without, &BTreeSet::new())
}

/// The same with regions lost, whose users are in the others.
pub fn branch_in(
    conditions: &mut Conditions,
    flow: usize,
    region: usize,
    to: Option<Party>,
    without: &BTreeSet<usize>,
    lost: &BTreeSet<usize>,
) -> Branch {
    let model = conditions.model;
    let walk = model.flows[flow].walk(without);
    // What a component carries where it is asked; looked up once for each region.
    let mut carried: HashMap<Option<usize>, UnderOne> = HashMap::new();
    let regions = sites(model, &walk, flow, region);
    let on_the_way = to.map_or_else(BTreeSet::new, |to| way_to(&walk, to));
    let mut sets: Vec<Option<Guard>> = vec![None; walk.sets.len()];
    sets[0] = Some(Guard::Always);
    let mut steps = Vec::new();
    if let Party::Component(c) = model.flows[flow].starter {
        let level = if without.contains(&c) {
            level::never()
        } else {
            level::least()
        };
        steps.push(Needed {
            step: None,
            site: Site {
                component: c,
                region: place(model, c, region),
            },
            level: Ok(level.clone()),
            least: Ok(level),
            guard: Guard::Always,
        });
    }
    for (w, walked) in walk.steps.iter().enumerate() {
        let step = &model.flows[flow].steps[walked.step];
        let (Source::Calls(set) | Source::Misses(set)) = walked.source;
        let needed = step.file.waits && !step.file.optional || on_the_way.contains(&w);
        let Some(source) = sets[set].clone().filter(|_| needed) else {
            continue;
        };
        let mut parts = vec![source];
        if let Source::Misses(set) = walked.source
            && let Party::Component(cache) = walk.sets[set].party
            && !without.contains(&cache)
            && let Some(hit) = walk.sets[set].from.iter().find_map(|from| walk.steps[*from].hit)
        {
            parts.push(Guard::Miss(cache, 1.0 - hit.point()));
        }
        parts.extend(choice(model, flow, &walk, w).map(Guard::Choice));
        parts.retain(|g| *g != Guard::Always);
        let guard = match parts.len() {
            0 => Guard::Always,
            1 => parts.remove(0),
            _ => Guard::All(parts),
        };
        if let Party::Component(c) = walked.callee {
            let site = Site {
                component: c,
                region: regions[w],
            };
            // The misses of a lost cache go on; anything else that is lost is missed.
            let aside = |s: &crate::model::walk::Walked| {
                matches!(s.source, Source::Misses(set) if set == walked.into) && s.caller != walked.callee
            };
            if !walked.lost {
                steps.push(Needed {
                    step: Some(walked.step),
                    level: level::at_peak(
                        model,
                        c,
                        step.file,
                        carried
                            .entry(site.region)
                            .or_insert_with(|| conditions.carried(without, lost, site.region))
                            .of(c),
                    ),
                    least: level::to_answer(model, c, step.file),
                    site,
                    guard: guard.clone(),
                });
            } else if !walk.steps.iter().any(aside) {
                steps.push(Needed {
                    step: Some(walked.step),
                    level: Ok(level::never()),
                    least: Ok(level::never()),
                    site,
                    guard: guard.clone(),
                });
            }
        }
        sets[walked.into] = Some(match sets[walked.into].take() {
            None => guard,
            Some(Guard::Always) => Guard::Always,
            Some(_) if guard == Guard::Always => Guard::Always,
            Some(Guard::Any(mut parts)) => {
                parts.push(guard);
                Guard::Any(parts)
            }
            Some(other) => Guard::Any(vec![other, guard]),
        });
    }
    Branch { steps }
}

/// Walked steps that lead to a participant.
fn way_to(walk: &Walk, to: Party) -> BTreeSet<usize> {
    let mut open: Vec<usize> = (0..walk.steps.len()).filter(|w| walk.steps[*w].callee == to).collect();
    let mut way = BTreeSet::new();
    while let Some(w) = open.pop() {
        if way.insert(w) {
            let (Source::Calls(set) | Source::Misses(set)) = walk.steps[w].source;
            open.extend(&walk.sets[set].from);
        }
    }
    way
}

/// The choice of a step with a share; none where it always runs.
fn choice(model: &Model, flow: usize, walk: &Walk, w: usize) -> Option<Choice> {
    let probability = |w: usize| {
        let file = model.flows[flow].steps[walk.steps[w].step].file;
        let share = file.share.as_ref()?.point();
        let times = match &file.times {
            Some(crate::design::Times::Number(n)) => n.point(),
            _ => 1.0,
        };
        Some((share, (share * times).clamp(0.0, 1.0)))
    };
    let (_, own) = probability(w)?;
    if own >= 1.0 {
        return None;
    }
    let alike: Vec<(usize, f64, f64)> = (0..walk.steps.len())
        .filter(|other| walk.steps[*other].source == walk.steps[w].source)
        .filter_map(|other| probability(other).map(|(share, p)| (walk.steps[other].step, share, p)))
        .collect();
    let whole: f64 = alike.iter().map(|(_, share, _)| share).sum();
    let exclusive = alike.len() > 1 && (whole - 1.0).abs() < 1e-9;
    Some(Choice {
        step: walk.steps[w].step,
        siblings: if exclusive {
            alike.into_iter().map(|(step, share, _)| (step, share)).collect()
        } else {
            Vec::new()
        },
        probability: own,
    })
}

/// The region in which each walked step is served, for users of one region.
fn sites(model: &Model, walk: &Walk, flow: usize, region: usize) -> Vec<Option<usize>> {
    let mut of_set = vec![region; walk.sets.len()];
    if let Party::Component(c) = model.flows[flow].starter {
        of_set[0] = place(model, c, region).unwrap_or(region);
    }
    let mut steps = Vec::with_capacity(walk.steps.len());
    for walked in &walk.steps {
        let (Source::Calls(set) | Source::Misses(set)) = walked.source;
        let mut here = of_set[set];
        if model.flows[flow].steps[walked.step].file.other_region.is_some() {
            let others = 0..model.design.regions.len();
            here = others.into_iter().find(|r| *r != here).unwrap_or(here);
        }
        let there = match walked.callee {
            Party::Component(c) => place(model, c, here),
            _ => None,
        };
        if walk.sets[walked.into]
            .from
            .first()
            .is_none_or(|first| *first == steps.len())
        {
            of_set[walked.into] = there.unwrap_or(here);
        }
        steps.push(there);
    }
    steps
}

/// The region of a component that serves a caller in `region`; none outside regions.
pub fn place(model: &Model, c: usize, region: usize) -> Option<usize> {
    let component = &model.components[c];
    match component.placement {
        Placement::Outside | Placement::Device => None,
        _ if component.regions.is_empty() || component.regions.contains(&region) => Some(region),
        _ => component.regions.first().copied(),
    }
}
