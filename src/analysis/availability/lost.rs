//! Whether a flow answers while things are lost: one evaluation, no probabilities.

use super::branch::{self, Branch, Choice, Guard, Needed};
use super::conditions::Conditions;
use super::level;
use super::place::{self, Left, Site, Zone};
use super::structure::fallback_sets;
use super::system::Mode;
use crate::model::{Model, Party};
use std::collections::BTreeSet;

/// Most combinations of choices that are weighed; beyond, all runs count.
const MOST_RUNS: usize = 4096;

/// What a drill takes away.
#[derive(Debug, Clone, Default)]
pub struct Lost {
    /// Components of which nothing is left anywhere.
    pub gone: BTreeSet<usize>,
    /// Regions of which nothing answers: who would have gone there goes to another.
    pub regions: BTreeSet<usize>,
    /// Regions that can't be reached, though they run.
    pub cut: BTreeSet<usize>,
    pub zones: BTreeSet<Zone>,
    /// A component that misses one unit.
    pub unit: Option<usize>,
    /// Components whose units or load it changes. Of all others it is taken that they carry what they do every day.
    pub touched: BTreeSet<usize>,
}

/// Something that is needed and is not there.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub component: usize,
    /// Units, or copies of the same data, that are left and that are needed.
    pub left: u32,
    pub need: u32,
}

/// What becomes of the users of one region.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// Share of the runs that fail whatever the unknown facts are, and if all of them are against the design.
    pub surely: f64,
    pub perhaps: f64,
    /// Components that a fallback has to spare, beyond those that are gone.
    pub spared: Vec<usize>,
    /// What stands in the way of the plain run.
    pub blocks: Vec<Block>,
    /// Callees of steps that nobody waits for, or that are optional, which do not answer.
    pub beside: Vec<Block>,
    /// Facts that decide.
    pub missing: Vec<String>,
    /// Facts that would tell whether what the drill does not touch carries its load on any day.
    pub granted: Vec<String>,
}

/// A way to answer with some components spared.
struct Way {
    spared: BTreeSet<usize>,
    branch: Branch,
}

impl Lost {
    /// What is left of a component where it serves a region. A component in no zone that the file names is taken to
    /// lie in a lost one, or outside.
    pub fn left(&self, model: &Model, site: &Site, mode: Mode) -> Left {
        let c = site.component;
        let component = &model.components[c];
        let other = component.regions.iter().find(|r| !self.regions.contains(r)).copied();
        let region = match site.region {
            Some(r) if self.regions.contains(&r) => other,
            region => region,
        };
        let nowhere = site.region.is_some() && region.is_none() || region.is_some_and(|r| self.cut.contains(&r));
        if self.gone.contains(&c) || nowhere {
            return place::left(component, &|_| true, false);
        }
        let here = |zone: &&Zone| Some(zone.region) == region;
        let lost = |name: &str| {
            let mut zones = self.zones.iter().filter(here);
            match name {
                "" => mode == Mode::Worst && zones.next().is_some(),
                "\0" => false,
                name => zones.any(|z| z.name == name),
            }
        };
        place::left(component, &lost, self.unit == Some(c))
    }

    /// Whether a step has what it needs; the error is a fact that decides.
    fn met(&self, model: &Model, step: &Needed, plain: bool, mode: Mode) -> bool {
        let left = self.left(model, &step.site, mode);
        match &step.level {
            Ok(level) => left.meets(level),
            Err(_) if left.fewest() == 0 => false,
            Err(_) if plain && !self.touched.contains(&step.site.component) => true,
            Err(_) => mode == Mode::Best && left.meets(&level::least()),
        }
    }

    fn block(&self, model: &Model, step: &Needed) -> Block {
        if step.level == Ok(level::never()) {
            return Block {
                component: step.site.component,
                left: 0,
                need: 1,
            };
        }
        Block {
            component: step.site.component,
            left: self.left(model, &step.site, Mode::Best).fewest(),
            need: step.level.as_ref().map_or(1, |l| l.need),
        }
    }
}

/// What becomes of a flow for the users of a region.
pub fn answer(conditions: &mut Conditions, flow: usize, region: usize, lost: &Lost) -> Answer {
    let model = conditions.model;
    if let Some(found) = plainly(conditions, flow, region, lost) {
        return found;
    }
    let (ways, all) = ways(conditions, flow, region, lost);
    let mut found = Answer {
        surely: failing(&ways, &|way, step| {
            lost.met(model, step, way.spared == lost.gone, Mode::Best)
        }),
        perhaps: failing(&ways, &|way, step| {
            lost.met(model, step, way.spared == lost.gone, Mode::Worst)
        }),
        missing: Vec::new(),
        ..Answer::default()
    };
    if !all {
        found
            .missing
            .push(format!("fewer fallbacks in {}", model.flows[flow].id));
        // What was not computed may be the way that answers.
        found.surely = 0.0;
    }
    let plain = ways.iter().find(|w| w.spared == lost.gone);
    for step in plain.iter().flat_map(|way| &way.branch.steps) {
        if let (Err(fact), false) = (&step.level, lost.touched.contains(&step.site.component)) {
            push(&mut found.granted, fact.clone());
        }
        if !lost.met(model, step, true, Mode::Best) {
            push(&mut found.blocks, lost.block(model, step));
        } else if !lost.met(model, step, true, Mode::Worst) {
            push(&mut found.missing, missing(model, step));
        }
    }
    if found.perhaps == 0.0 && !found.blocks.is_empty() {
        let met = |way: &&Way| {
            let plain = way.spared == lost.gone;
            way.branch
                .steps
                .iter()
                .all(|step| lost.met(model, step, plain, Mode::Worst))
        };
        let spared = ways.iter().find(met).map(|way| &way.spared);
        found.spared = spared.map_or_else(Vec::new, |s| s.difference(&lost.gone).copied().collect());
    }
    found.beside = beside(conditions, flow, region, lost);
    found
}

/// The answer where nothing has to be spared but what is gone: then no other way counts.
fn plainly(conditions: &mut Conditions, flow: usize, region: usize, lost: &Lost) -> Option<Answer> {
    let model = conditions.model;
    let branch = branch::branch(conditions, flow, region, None, &lost.gone);
    if !branch.steps.iter().all(|step| lost.met(model, step, true, Mode::Worst)) {
        return None;
    }
    let mut found = Answer::default();
    for step in &branch.steps {
        if let (Err(fact), false) = (&step.level, lost.touched.contains(&step.site.component)) {
            push(&mut found.granted, fact.clone());
        }
    }
    found.beside = beside(conditions, flow, region, lost);
    Some(found)
}

/// Each fact and each block once.
fn push<T: PartialEq>(to: &mut Vec<T>, one: T) {
    if !to.contains(&one) {
        to.push(one);
    }
}

fn missing(model: &Model, step: &Needed) -> String {
    match &step.level {
        Err(fact) => fact.clone(),
        Ok(_) => format!("components.{}.zones", model.components[step.site.component].id),
    }
}

/// The ways in which a flow can answer without what is gone, and whether these are all.
fn ways(conditions: &mut Conditions, flow: usize, region: usize, lost: &Lost) -> (Vec<Way>, bool) {
    let mut ways: Vec<Way> = Vec::new();
    let (sets, all) = fallback_sets(conditions.model, flow);
    for set in sets {
        let spared: BTreeSet<usize> = set.union(&lost.gone).copied().collect();
        if !ways.iter().any(|w| w.spared == spared) {
            let branch = branch::branch(conditions, flow, region, None, &spared);
            ways.push(Way { spared, branch });
        }
    }
    (ways, all)
}

/// Steps that only degrade the flow: those whose callee can't answer.
fn beside(conditions: &mut Conditions, flow: usize, region: usize, lost: &Lost) -> Vec<Block> {
    let model = conditions.model;
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for step in &model.flows[flow].steps {
        let Party::Component(c) = step.callee else { continue };
        if step.file.waits && !step.file.optional || !lost.touched.contains(&c) || !seen.insert(c) {
            continue;
        }
        let nothing = Block {
            component: c,
            left: 0,
            need: 1,
        };
        // To reach it counts as waited for, so the walk tells what it needs.
        let reached = branch::branch(conditions, flow, region, Some(step.callee), &lost.gone);
        if lost.gone.contains(&c) {
            found.push(nothing);
        } else {
            let own = |s: &&Needed| s.site.component == c && !lost.met(model, s, true, Mode::Best);
            found.extend(reached.steps.iter().find(own).map(|s| lost.block(model, s)));
        }
    }
    found
}

/// Share of the runs for which no way has all that it needs.
fn failing(ways: &[Way], met: &dyn Fn(&Way, &Needed) -> bool) -> f64 {
    let unmet: Vec<Vec<&Guard>> = ways
        .iter()
        .map(|way| {
            way.branch
                .steps
                .iter()
                .filter(|s| !met(way, s))
                .map(|s| &s.guard)
                .collect()
        })
        .collect();
    if unmet.iter().any(Vec::is_empty) {
        return 0.0;
    }
    let mut choices: Vec<&Choice> = Vec::new();
    for guard in unmet.iter().flatten() {
        collect(guard, &mut choices);
    }
    let runs = choices
        .iter()
        .try_fold(1_usize, |n, c| n.checked_mul(c.siblings.len().max(2)));
    if runs.is_none_or(|n| n > MOST_RUNS) {
        return 1.0;
    }
    let fails = |taken: &[usize]| unmet.iter().all(|guards| guards.iter().any(|g| is_taken(g, taken)));
    weigh(&choices, &mut Vec::new(), &fails)
}

/// Choices that are independent of one another.
fn collect<'g>(guard: &'g Guard, choices: &mut Vec<&'g Choice>) {
    match guard {
        Guard::Choice(choice) => {
            let same = |other: &&Choice| match &other.siblings[..] {
                [] => other.step == choice.step,
                siblings => siblings.iter().any(|(step, _)| *step == choice.step),
            };
            if !choices.iter().any(same) {
                choices.push(choice);
            }
        }
        Guard::All(parts) | Guard::Any(parts) => parts.iter().for_each(|p| collect(p, choices)),
        Guard::Always | Guard::Miss(..) => {}
    }
}

/// Probability of the runs that fail, over all ways in which the choices can fall.
fn weigh(choices: &[&Choice], taken: &mut Vec<usize>, fails: &dyn Fn(&[usize]) -> bool) -> f64 {
    let Some((choice, rest)) = choices.split_first() else {
        return f64::from(u8::from(fails(taken)));
    };
    let mut sum = 0.0;
    if choice.siblings.is_empty() {
        sum += (1.0 - choice.probability) * weigh(rest, taken, fails);
        taken.push(choice.step);
        sum += choice.probability * weigh(rest, taken, fails);
        taken.pop();
        return sum;
    }
    for (step, probability) in &choice.siblings {
        taken.push(*step);
        sum += probability * weigh(rest, taken, fails);
        taken.pop();
    }
    sum
}

fn is_taken(guard: &Guard, taken: &[usize]) -> bool {
    match guard {
        // A request that finds no cache.
        Guard::Always | Guard::Miss(..) => true,
        Guard::All(parts) => parts.iter().all(|p| is_taken(p, taken)),
        Guard::Any(parts) => parts.iter().any(|p| is_taken(p, taken)),
        Guard::Choice(choice) => taken.contains(&choice.step),
    }
}
