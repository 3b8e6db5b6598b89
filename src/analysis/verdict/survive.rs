//! Does a flow hold while something is lost.

use super::answer;
use super::drill::held;
use super::{Bench, Outcome, Status};
use crate::analysis::availability::{self, Event, Guard};
use crate::analysis::drill::Drill;
use crate::design::Nonfunctional;
use crate::model::drill::Scenario;
use crate::model::{Placement, Thing};
use crate::source::Span;
use std::collections::BTreeSet;

impl Bench<'_, '_, '_, '_> {
    pub(super) fn survive(&mut self, what: &str, span: Span, requirement: &Nonfunctional) -> Outcome {
        let kinds = ["instance", "zone", "region", "network"];
        if !kinds.contains(&what) && self.model.thing(what).is_none() {
            return self.survive_drill(what, span, requirement);
        }
        let flows = self.flows(requirement);
        let outcomes: Vec<Outcome> = flows
            .into_iter()
            .map(|f| match what {
                "instance" | "zone" => self.survive_events(f, what),
                "region" => self.survive_region(f),
                "network" => self.survive_network(f),
                _ => match self.model.thing(what) {
                    Some(Thing::Component(c)) => self.survive_component(f, c),
                    _ => Outcome::unknown(format!("the component `{what}`")),
                },
            })
            .collect();
        Outcome::all(outcomes).unwrap_or_else(|| Outcome::unknown("a flow that it is about"))
    }

    /// Each unit, or each zone, in turn.
    fn survive_events(&mut self, flow: usize, what: &str) -> Outcome {
        let model = self.model;
        let Some(found) = &self.availability[flow] else {
            return nobody_waits();
        };
        if !found.overloaded.is_empty() {
            let words = self.overloaded(found).into_iter();
            return Outcome {
                because: words
                    .map(|w| format!("{} fails with nothing lost: {w}", model.flows[flow].id))
                    .collect(),
                ..Outcome::of(Status::Fail)
            };
        }
        let fatal: Vec<String> = found
            .spofs
            .iter()
            .filter(|s| match s.event {
                Event::Unit(_) => what == "instance",
                Event::Zone(ref zone) => what == "zone" && !zone.name.is_empty(),
                Event::Region(_) | Event::Service(_) | Event::Failover(_) | Event::CommonCause(_) => false,
            })
            .map(|s| answer::term(model, &s.event, s.share))
            .collect();
        let id = model.flows[flow].id;
        if !fatal.is_empty() {
            return Outcome {
                because: fatal.into_iter().map(|t| format!("{id} fails with {t}")).collect(),
                ..Outcome::of(Status::Fail)
            };
        }
        let mut missing: Vec<String> = Vec::new();
        for region in 0..model.design.regions.len().max(1) {
            for step in availability::structure(self.conditions, flow, region, None).needs() {
                let component = &model.components[step.site.component];
                missing.extend(step.level.as_ref().err().cloned());
                if what == "zone" && component.placement == Placement::Unzoned {
                    missing.push(format!("components.{}.zones", component.id));
                }
            }
        }
        missing.sort();
        missing.dedup();
        if missing.is_empty() {
            Outcome::of(Status::Pass).because(format!("{id} holds with any one {what} lost, at the peak"))
        } else {
            Outcome {
                missing,
                ..Outcome::of(Status::Unknown)
            }
        }
    }

    /// With everything of one component down.
    fn survive_component(&mut self, flow: usize, c: usize) -> Outcome {
        let model = self.model;
        let id = model.flows[flow].id;
        let lost = model.components[c].id;
        if self.availability[flow].is_none() {
            return nobody_waits();
        }
        let mut unknown: Vec<String> = Vec::new();
        for region in 0..model.design.regions.len().max(1) {
            let without = BTreeSet::from([c]);
            let branch = availability::branch(self.conditions, flow, region, None, &without);
            // What needs the lost one fails whatever else is not known.
            if let Some(step) = branch.steps.iter().find(|s| s.site.component == c) {
                return Outcome::of(Status::Fail).because(match step.guard {
                    Guard::Always => format!("{id} needs {lost} and has nothing in its place"),
                    _ => format!("some runs of {id} need {lost}"),
                });
            }
            for step in &branch.steps {
                let component = &model.components[step.site.component];
                match &step.level {
                    Err(fact) => unknown.push(fact.clone()),
                    Ok(level) if !availability::left(component, &|_| false, false).meets(level) => {
                        return Outcome::of(Status::Fail)
                            .because(format!("{} is overloaded without {lost}", component.id));
                    }
                    Ok(_) => {}
                }
            }
        }
        unknown.dedup();
        if unknown.is_empty() {
            Outcome::of(Status::Pass).because(format!("{id} holds without {lost}, at the peak"))
        } else {
            Outcome {
                missing: unknown,
                ..Outcome::of(Status::Unknown)
            }
        }
    }

    /// The users of each region in turn move to the others, which have to carry them: the drills that lose a region.
    fn survive_region(&mut self, flow: usize) -> Outcome {
        let model = self.model;
        let id = model.flows[flow].id;
        let regions = &model.design.regions;
        if regions.len() < 2 {
            return Outcome::of(Status::Fail).because(format!("{id} runs in one region"));
        }
        if regions.iter().any(|(_, r)| r.users.is_none()) {
            return Outcome::unknown("`users` of each region");
        }
        if regions
            .iter()
            .any(|(_, r)| r.failover.is_none() && r.users.as_ref().is_some_and(|u| u.point() > 0.0))
        {
            return Outcome::unknown("`failover` of each region");
        }
        if self.availability[flow].is_none() {
            return nobody_waits();
        }
        let lost = |d: &&Drill| matches!(d.scenario, Scenario::Region(_));
        let drills = self.drills.all.iter().filter(lost);
        let held: Vec<Outcome> = drills
            .filter_map(|drill| Some(held(model, drill, drill.flow(flow)?)))
            .collect();
        // One drill for each region: with fewer nothing is proven.
        if held.len() < regions.len() {
            return Outcome::unknown(format!("what becomes of {id} with each region lost"));
        }
        match Outcome::all(held) {
            Some(all) if all.status != Status::Pass => all,
            _ => Outcome::of(Status::Pass).because(format!("{id} holds with any one region lost, at the peak")),
        }
    }

    /// Every link of the user is cut: only what runs on the device answers.
    fn survive_network(&mut self, flow: usize) -> Outcome {
        let model = self.model;
        let id = model.flows[flow].id;
        let far: BTreeSet<usize> = (0..model.components.len())
            .filter(|c| !answer::on_device(model, *c))
            .collect();
        let branch = availability::branch(self.conditions, flow, 0, None, &far);
        if branch.steps.iter().any(|s| far.contains(&s.site.component)) {
            Outcome::of(Status::Fail).because(format!("{id} leaves the device for what no cache on it holds"))
        } else {
            Outcome::of(Status::Pass).because(format!("{id} is answered on the device"))
        }
    }
}

/// A flow in which nobody waits has no answer that could fail.
fn nobody_waits() -> Outcome {
    Outcome::unknown("a step that somebody waits for, or `to`")
}
