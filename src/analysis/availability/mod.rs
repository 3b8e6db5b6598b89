//! Availability of each flow, exactly, and what it rests on (format, C3, C4, C14 to C16, A7, A9).
//!
//! A flow is up if for some set D of its fallbacks it needs nothing of D and has enough of everything else for the load
//! that then arises: φ = ⋁_D ⋀_steps (guard ∨ level). `structure` takes φ apart, `system` puts it in numbers, and
//! [`crate::reliability`] solves it.
//!
//! What is not known makes two values: a lower one, where the unknown is taken at its worst, and an upper one.

mod branch;
mod conditions;
mod event;
mod level;
pub mod lost;
mod place;
mod structure;
mod system;
mod working;

pub use branch::{Branch, Guard, Needed, branch};
pub use conditions::Conditions;
pub use event::{Event, Spof};
pub use level::Level;
pub use place::{Site, Zone, left};
pub use structure::{Structure, structure};
pub use system::{Mode, NUMBERS, Named, Spot};
pub use working::{Mending, NamedCut, Thing, Working, working};

use crate::model::{Model, Party};
use crate::reliability::{Interval, Known};
use system::Question;

/// Availability of one flow.
#[derive(Debug, Clone)]
pub struct FlowAvailability {
    /// Proven bounds of the unavailability at the peak; equal where it is exact.
    pub down: Interval,
    /// The same where few ask: what is needed to answer at all, where that was asked for.
    pub answers: Option<Interval>,
    /// At the peak, with cache hits counted.
    pub with_hits: Option<Interval>,
    /// What alone fails the flow; what can't carry its peak is taken as mended, see `overloaded`.
    pub spofs: Vec<Spof>,
    /// Components that can't carry the healthy peak with all their units.
    pub overloaded: Vec<usize>,
    /// What the healthy flow needs, in order: component and level.
    pub needs: Vec<(usize, Level)>,
    /// Facts that would make the bounds meet.
    pub missing: Vec<String>,
    /// By region of its users: what was solved.
    pub parts: Vec<Part>,
    /// Cut sets and what mending each thing saves, where they were asked for.
    pub working: Option<Working>,
}

/// What the users of one region meet.
#[derive(Debug, Clone)]
pub struct Part {
    pub region: usize,
    /// Share of all users; 1 where the file does not say.
    pub share: f64,
    /// At the peak, with what is unknown taken for the design.
    pub peak: Named,
}

/// Availability of a flow; `None` where nobody waits for a component. With `to`, the flow is up when that
/// participant is reached: every step on the way counts as waited for and needed.
pub fn of_flow(conditions: &mut Conditions, flow: usize, to: Option<Party>) -> Option<FlowAvailability> {
    let model = conditions.model;
    let shares = shares(model);
    let mut sum: Option<FlowAvailability> = None;
    for region in 0..model.design.regions.len().max(1) {
        let structure = structure(conditions, flow, region, to);
        // Where nobody waits for a step there is nothing to answer.
        if structure.healthy.steps.iter().all(|n| n.step.is_none()) {
            return None;
        }
        let share = shares.as_ref().map(|s| s[region]);
        // A standby that nobody enters fails nobody.
        if share == Some(0.0) {
            continue;
        }
        let mut here = of_region(conditions, &structure, region);
        moved_users(model, flow, region, &mut here);
        here.weigh(share);
        match &mut sum {
            None => sum = Some(here),
            Some(sum) => sum.join(here, share.is_some()),
        }
    }
    let mut result = sum?;
    if shares.is_none() {
        result.missing.push("`users` of each region".to_string());
    }
    Some(result)
}

/// Share of the users in each region; `None` where the file does not say.
fn shares(model: &Model) -> Option<Vec<f64>> {
    let regions = &model.design.regions;
    if regions.len() <= 1 {
        return Some(vec![1.0]);
    }
    let users: Option<Vec<f64>> = regions
        .iter()
        .map(|(_, r)| r.users.as_ref().map(|u| u.point()))
        .collect();
    users.filter(|u| u.iter().sum::<f64>() > 0.0).map(|users| {
        let total: f64 = users.iter().sum();
        users.into_iter().map(|u| u / total).collect()
    })
}

/// Availability for the users of one region.
fn of_region(conditions: &mut Conditions, structure: &Structure, region: usize) -> FlowAvailability {
    let (model, known) = (conditions.model, &mut conditions.solved);
    let mut missing = Vec::new();
    let mut ask = |question, missing: &mut Vec<String>| bounds(model, structure, question, known, missing);
    let (down, peak) = ask(Question::Peak, &mut missing);
    let answers = (conditions.at_all).then(|| ask(Question::AtAll, &mut Vec::new()).0);
    let has_hits = structure.needs().any(|n| n.guard.has_miss());
    let with_hits = has_hits.then(|| ask(Question::WithHits, &mut Vec::new()).0);
    let mut needs: Vec<(usize, Level)> = Vec::new();
    for step in &structure.healthy.steps {
        let level = step.level.clone().unwrap_or_else(|_| level::least());
        match needs.iter_mut().find(|(c, _)| *c == step.site.component) {
            Some((_, known)) => *known = known.clone().max(level),
            None => needs.push((step.site.component, level)),
        }
    }
    let overloaded = overloaded(model, &structure.healthy);
    // An overload hides every other fault of the flow: those are looked for as if it were mended.
    let spofs = if overloaded.is_empty() {
        event::spofs(model, &peak, known)
    } else {
        let mended = system::system(model, structure, Question::Structure, Mode::Best);
        event::spofs(model, &mended, known)
    };
    FlowAvailability {
        overloaded,
        down,
        answers,
        with_hits,
        spofs,
        needs,
        missing,
        parts: vec![Part {
            region,
            share: 1.0,
            peak,
        }],
        working: None,
    }
}

/// The unavailability under both readings of what is unknown, and the system of the kinder one.
fn bounds(
    model: &Model,
    structure: &Structure,
    question: Question,
    known: &mut Known,
    missing: &mut Vec<String>,
) -> (Interval, Named) {
    let best = system::system(model, structure, question, Mode::Best);
    let mut down = known.down(&best.system);
    if !best.missing.is_empty() {
        let worst = system::system(model, structure, question, Mode::Worst);
        down.high = known.down(&worst.system).high.max(down.low);
    } else if !down.is_exact() {
        missing.push("a smaller flow: its decision diagram grows past the budget".to_string());
    }
    missing.extend(best.missing.iter().cloned());
    (down, best)
}

/// Components of a branch that need more than all their units.
fn overloaded(model: &Model, branch: &Branch) -> Vec<usize> {
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

impl FlowAvailability {
    /// Whether the bounds meet.
    pub fn is_exact(&self) -> bool {
        self.down.is_exact()
    }

    /// Counts it for a share of all users.
    fn weigh(&mut self, share: Option<f64>) {
        let Some(share) = share else { return };
        let others = self.answers.iter_mut().chain(&mut self.with_hits);
        for interval in others.chain([&mut self.down]) {
            interval.low *= share;
            interval.high *= share;
        }
        for spof in &mut self.spofs {
            spof.weigh(share);
        }
        for part in &mut self.parts {
            part.share *= share;
        }
    }

    /// Adds the users of one more region; the widest bounds where their share is not known.
    fn join(&mut self, other: FlowAvailability, shared: bool) {
        let join = |a: &mut Interval, b: Interval| {
            if shared {
                // Sums of shares may pass the ends by a rounding.
                a.low = (a.low + b.low).min(1.0);
                a.high = (a.high + b.high).min(1.0);
            } else {
                a.low = a.low.min(b.low);
                a.high = a.high.max(b.high);
            }
        };
        join(&mut self.down, other.down);
        let both = |pair: Option<(Interval, Interval)>| {
            pair.map(|(mut a, b)| {
                join(&mut a, b);
                a
            })
        };
        self.answers = both(self.answers.zip(other.answers));
        self.with_hits = both(self.with_hits.zip(other.with_hits));
        for spof in other.spofs {
            match self.spofs.iter_mut().find(|s| s.event == spof.event) {
                Some(known) => known.join(&spof),
                None => self.spofs.push(spof),
            }
        }
        for c in other.overloaded {
            if !self.overloaded.contains(&c) {
                self.overloaded.push(c);
            }
        }
        for fact in other.missing {
            if !self.missing.contains(&fact) {
                self.missing.push(fact);
            }
        }
        self.parts.extend(other.parts);
    }
}

/// Users of a lost region move to the others: what they lose is between nothing and the whole outage, since
/// how often a region fails is not known.
fn moved_users(model: &Model, flow: usize, region: usize, result: &mut FlowAvailability) {
    let regions = &model.design.regions;
    let elsewhere = regions.len() > 1
        && regions.get(region).is_some_and(|(_, r)| r.failover.is_some())
        && model.flows[flow].steps.iter().all(|s| match s.callee {
            crate::model::Party::Component(c) => {
                let at = &model.components[c].regions;
                at.is_empty() || at.iter().any(|r| *r != region)
            }
            _ => true,
        });
    if !elsewhere {
        return;
    }
    let Some((_, fact)) = model.catalog.number(system::REGION) else {
        return;
    };
    let outage = 1.0 - fact.quantity.point();
    let failover = regions.get(region).and_then(|(_, r)| r.failover.as_ref());
    let alone = |s: &Spof| matches!(&s.event, Event::Region(r) if *r == region);
    if failover.is_some_and(|f| f.point() == 0.0) && result.spofs.iter().any(alone) && result.overloaded.is_empty() {
        // Nobody waits for the others to take over, so a lost region costs nothing: what is left is the rest of the
        // series of which the region is one part, 1 − (1 − down) ÷ up of the region.
        for interval in result.answers.iter_mut().chain([&mut result.down]) {
            for end in [&mut interval.low, &mut interval.high] {
                *end = (1.0 - (1.0 - *end) / (1.0 - outage)).max(0.0);
            }
        }
        result.spofs.retain(|s| !alone(s));
        return;
    }
    if result.down.low > 0.0 && result.overloaded.is_empty() {
        result.down.low = (result.down.low - outage).max(0.0);
        if let Some(answers) = &mut result.answers {
            answers.low = (answers.low - outage).max(0.0);
        }
        result
            .missing
            .push("how often a region fails (its failover time counts each time)".to_string());
    }
    result
        .spofs
        .retain(|s| !matches!(&s.event, Event::Region(r) if *r == region));
}
