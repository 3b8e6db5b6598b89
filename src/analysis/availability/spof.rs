//! Single points of failure: minimal cut sets of order 1, found by failing one event after the other.

use super::branch::{Branch, Guard};
use super::level;
use super::place::{self, Site, Zone};
use crate::model::{Model, Placement};

/// An event that can fail.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// One unit of a component.
    Unit(usize),
    Zone(Zone),
    Region(usize),
    /// A managed or external service: a term of its SLA, no SPOF below the region.
    Service(usize),
}

/// An event that alone fails the flow.
#[derive(Debug, Clone, PartialEq)]
pub struct Spof {
    pub event: Event,
    /// Share of the runs that need it, where that is not all of them.
    pub share: Option<f64>,
}

/// All single points of failure. What is not known is taken for the design, so each one is certain.
pub fn spofs(model: &Model, branches: &[Branch]) -> Vec<Spof> {
    // What fails by itself has no single event to blame.
    let nothing = Event::Region(usize::MAX);
    if !branches.iter().any(|b| holds(model, b, &nothing, &mut |_| true)) {
        return Vec::new();
    }
    let mut events: Vec<Event> = Vec::new();
    let mut add = |event: Event| {
        if !events.contains(&event) {
            events.push(event);
        }
    };
    let mut sites: Vec<&Site> = Vec::new();
    for step in branches.iter().flat_map(|b| &b.steps) {
        if !sites.contains(&&step.site) {
            sites.push(&step.site);
        }
    }
    for site in &sites {
        let component = &model.components[site.component];
        match component.placement {
            Placement::Device => {}
            Placement::Regional | Placement::Outside => add(Event::Service(site.component)),
            Placement::Zones(_) | Placement::Unzoned => add(Event::Unit(site.component)),
        }
    }
    for site in &sites {
        for zone in place::zones(&model.components[site.component], site.region) {
            add(Event::Zone(zone));
        }
    }
    for site in &sites {
        if let Some(region) = site.region {
            add(Event::Region(region));
        }
    }
    events
        .into_iter()
        .filter(|event| !branches.iter().any(|b| holds(model, b, event, &mut |_| true)))
        .map(|event| {
            let share = failing_share(model, branches, &event);
            Spof { event, share }
        })
        .filter(|spof| spof.share.is_none_or(|s| s > 0.0))
        .collect()
}

/// Components of a branch that need more than all their units.
pub fn overloaded(model: &Model, branch: &Branch) -> Vec<usize> {
    let mut found = Vec::new();
    for step in &branch.steps {
        let c = step.site.component;
        let whole = place::left(&model.components[c], &|_| false, false);
        if let Ok(level) = &step.level
            && !whole.meets(level)
            && !found.contains(&c)
        {
            found.push(c);
        }
    }
    found
}

/// Whether a branch still answers when only this event has failed, for the runs that `takes` the guards.
fn holds(model: &Model, branch: &Branch, event: &Event, takes: &mut dyn FnMut(&Guard) -> bool) -> bool {
    branch.steps.iter().all(|step| {
        let component = &model.components[step.site.component];
        let level = step.level.clone().unwrap_or_else(|_| level::least());
        let lost_zone =
            |name: &str| matches!(event, Event::Zone(z) if Some(z.region) == step.site.region && z.name == name);
        let unit = matches!(event, Event::Unit(c) | Event::Service(c) if *c == step.site.component);
        let region = matches!(event, Event::Region(r) if Some(*r) == step.site.region);
        let met = !region && place::left(component, &lost_zone, unit).meets(&level);
        met || !takes(&step.guard)
    })
}

/// Share of the runs that the event fails: runs differ in their choices. `None` where it is all of them.
fn failing_share(model: &Model, branches: &[Branch], event: &Event) -> Option<f64> {
    let mut steps: Vec<(usize, f64)> = Vec::new();
    for step in branches.iter().flat_map(|b| &b.steps) {
        collect(&step.guard, &mut steps);
    }
    // More than this many choices in one flow: say it without a share.
    if steps.is_empty() || steps.len() > 12 {
        return None;
    }
    let mut failing = 0.0;
    for state in 0..1usize << steps.len() {
        let taken = |step: usize| {
            steps
                .iter()
                .position(|(s, _)| *s == step)
                .is_some_and(|i| state >> i & 1 == 1)
        };
        let weight = weight(branches, &steps, &taken);
        if weight == 0.0 {
            continue;
        }
        let mut takes = |guard: &Guard| is_taken(guard, &taken);
        if !branches.iter().any(|b| holds(model, b, event, &mut takes)) {
            failing += weight;
        }
    }
    (failing < 1.0 - 1e-9).then_some(failing)
}

/// Choices that occur, with their probabilities.
fn collect(guard: &Guard, steps: &mut Vec<(usize, f64)>) {
    match guard {
        Guard::Choice(choice) => {
            let alone = [(choice.step, choice.probability)];
            let all = if choice.siblings.is_empty() {
                &alone[..]
            } else {
                &choice.siblings
            };
            for (step, probability) in all {
                if !steps.iter().any(|(s, _)| s == step) {
                    steps.push((*step, *probability));
                }
            }
        }
        Guard::All(parts) | Guard::Any(parts) => parts.iter().for_each(|p| collect(p, steps)),
        Guard::Always | Guard::Miss(..) => {}
    }
}

fn is_taken(guard: &Guard, taken: &dyn Fn(usize) -> bool) -> bool {
    match guard {
        // The verdict is of a request that finds no cache.
        Guard::Always | Guard::Miss(..) => true,
        Guard::All(parts) => parts.iter().all(|p| is_taken(p, taken)),
        Guard::Any(parts) => parts.iter().any(|p| is_taken(p, taken)),
        Guard::Choice(choice) => taken(choice.step),
    }
}

/// Probability of a state of all choices: free ones are independent, of exclusive ones exactly one is taken.
fn weight(branches: &[Branch], steps: &[(usize, f64)], taken: &dyn Fn(usize) -> bool) -> f64 {
    let mut weight = 1.0;
    let mut done: Vec<usize> = Vec::new();
    for (step, probability) in steps {
        if done.contains(step) {
            continue;
        }
        let group = branches
            .iter()
            .flat_map(|b| &b.steps)
            .find_map(|s| siblings(&s.guard, *step));
        match group {
            Some(group) => {
                let chosen: Vec<f64> = group.iter().filter(|(s, _)| taken(*s)).map(|(_, p)| *p).collect();
                weight *= match chosen[..] {
                    [one] => one,
                    _ => 0.0,
                };
                done.extend(group.iter().map(|(s, _)| *s));
            }
            None => {
                weight *= if taken(*step) { *probability } else { 1.0 - probability };
                done.push(*step);
            }
        }
    }
    weight
}

/// The exclusive choice to which a step belongs.
fn siblings(guard: &Guard, step: usize) -> Option<Vec<(usize, f64)>> {
    match guard {
        Guard::Choice(choice) if choice.siblings.iter().any(|(s, _)| *s == step) => Some(choice.siblings.clone()),
        Guard::All(parts) | Guard::Any(parts) => parts.iter().find_map(|p| siblings(p, step)),
        Guard::Always | Guard::Choice(_) | Guard::Miss(..) => None,
    }
}
