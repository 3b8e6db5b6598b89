//! Facts as requirements: everything that it is about has a word, or nothing has it (format, A12).

use super::{Bench, Outcome, Status};
use crate::catalog::Asked;
use crate::design::{Facts, Nonfunctional};
use crate::model::{Component, Model, Party, Placement, Step, Thing};
use crate::source::Spanned;
use std::collections::BTreeMap;

/// Most parts that are named one by one.
const MOST: usize = 4;

impl Bench<'_, '_, '_, '_> {
    /// Each word is said of everything that can say it; `wanted` is what it has to say.
    pub(super) fn facts(&self, words: &[Spanned<String>], wanted: Said, requirement: &Nonfunctional) -> Outcome {
        let outcomes: Vec<Outcome> = words.iter().map(|w| self.fact(&w.value, wanted, requirement)).collect();
        Outcome::all(outcomes).unwrap_or_else(|| Outcome::unknown("a fact word"))
    }

    fn fact(&self, word: &str, wanted: Said, requirement: &Nonfunctional) -> Outcome {
        let asked = self.asked(word, wanted, requirement);
        let (mut right, mut wrong, mut silent) = (Vec::new(), Vec::new(), Vec::new());
        for (name, says) in asked {
            match says {
                Some(says) if says == wanted => right.push(name),
                Some(_) => wrong.push(name),
                None => silent.push(name),
            }
        }
        let (key, other) = match wanted {
            Said::Has => ("has", "lacks"),
            Said::Lacks => ("lacks", "has"),
        };
        if !wrong.is_empty() {
            let because = wrong.into_iter().map(|name| format!("{name} {other} {word}"));
            return Outcome {
                because: because.collect(),
                ..Outcome::of(Status::Fail)
            };
        }
        if !silent.is_empty() {
            let missing = silent.into_iter().map(|name| format!("`{key}: [{word}]` of {name}"));
            return Outcome {
                missing: missing.collect(),
                ..Outcome::of(Status::Unknown)
            };
        }
        if right.is_empty() {
            return Outcome::unknown(format!("something that can have {word}"));
        }
        let who = match right.len() {
            0..=MOST => right.join(", "),
            n => format!(
                "all {n} that are asked, {} and {} more",
                right[..MOST].join(", "),
                n - MOST
            ),
        };
        Outcome::of(Status::Pass).because(format!("{key}: [{word}] of {who}"))
    }

    /// Who is asked for a word, by name, with what they say.
    fn asked(&self, word: &str, wanted: Said, requirement: &Nonfunctional) -> BTreeMap<String, Option<Said>> {
        let model = self.model;
        let kinds = model.catalog.asked(word);
        let part = Part::of(model, requirement);
        let mut found = BTreeMap::new();
        for (c, component) in model
            .components
            .iter()
            .enumerate()
            .filter(|(c, _)| part.components.contains(c))
        {
            let says = said(&component.file.facts, word);
            let kind = kinds.contains(&Asked::Role(component.role));
            // What runs on the user's device is asked only where the requirement is about it.
            let named = part.only == Some(c);
            let entry = kinds.contains(&Asked::Entry) && is_entry(model, c);
            // Whoever is not asked and says that it lacks the word, lacks it.
            let denies = wanted == Said::Has && says == Some(Said::Lacks);
            if (kind || entry) && (named || answers(component)) || denies && !kinds.contains(&Asked::Step) {
                found.insert(component.id.to_string(), says);
            }
        }
        for (f, step) in part.steps(model) {
            let own = said(&step.file.facts, word).or_else(|| said(&model.flows[f].file.facts, word));
            if !kinds.contains(&Asked::Step) {
                continue;
            }
            let callee = match step.callee {
                Party::Component(c) => said(&model.components[c].file.facts, word),
                Party::Actor(_) | Party::Unknown => None,
            };
            // Between two programs of one device nothing is sent.
            if !on_device(model, step.callee) || !on_device(model, step.caller) {
                let says = own.or(callee);
                let known = found.entry(step_name(model, step)).or_insert(says);
                *known = worse(*known, says);
            }
        }
        found
    }
}

/// What somebody says of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Has,
    Lacks,
}

fn said(facts: &Facts, word: &str) -> Option<Said> {
    facts.says(word).map(|has| if has { Said::Has } else { Said::Lacks })
}

/// Of two calls between the same two parties: what is not said of both is not said.
fn worse(a: Option<Said>, b: Option<Said>) -> Option<Said> {
    match (a, b) {
        (Some(x), Some(y)) if x == y => Some(x),
        (Some(Said::Lacks), _) | (_, Some(Said::Lacks)) => Some(Said::Lacks),
        _ => None,
    }
}

fn step_name(model: &Model, step: &Step) -> String {
    let arrow = if step.file.waits { "->" } else { "~>" };
    format!(
        "{} {arrow} {}",
        model.party_id(step.caller),
        model.party_id(step.callee)
    )
}

/// Whether it is ours to tell: not a third party's, and not the user's device.
fn answers(component: &Component) -> bool {
    let external = component.function.is_some_and(|(_, f)| f.is_external());
    !external && component.placement != Placement::Device
}

/// Whether somebody outside the system calls it.
fn is_entry(model: &Model, c: usize) -> bool {
    let mut steps = model.flows.iter().flat_map(|f| &f.steps);
    steps.any(|s| s.callee == Party::Component(c) && on_device(model, s.caller))
}

fn on_device(model: &Model, party: Party) -> bool {
    match party {
        Party::Actor(_) => true,
        Party::Component(c) => model.components[c].placement == Placement::Device,
        Party::Unknown => false,
    }
}

/// The part of a design that a requirement is about.
struct Part {
    components: Vec<usize>,
    /// The one component that it names.
    only: Option<usize>,
    /// Flow and index of its step.
    steps: Vec<(usize, usize)>,
}

impl Part {
    fn of(model: &Model, requirement: &Nonfunctional) -> Part {
        let of = requirement.of.as_ref().map(|of| model.thing(&of.value));
        let all = || {
            let flows = model.flows.iter().enumerate();
            flows.flat_map(|(f, flow)| {
                (0..flow.steps.len())
                    .filter(move |s| flow.steps[*s].owner == f)
                    .map(move |s| (f, s))
            })
        };
        match of {
            None => Part {
                components: (0..model.components.len()).collect(),
                only: None,
                steps: all().collect(),
            },
            Some(Some(Thing::Flow(f))) => {
                let steps = &model.flows[f].steps;
                let ends = steps
                    .iter()
                    .flat_map(|s| [Some(s.caller), Some(s.callee), s.if_down].into_iter().flatten());
                let component = |party| match party {
                    Party::Component(c) => Some(c),
                    Party::Actor(_) | Party::Unknown => None,
                };
                Part {
                    components: ends.filter_map(component).collect(),
                    only: None,
                    steps: (0..steps.len()).map(|s| (f, s)).collect(),
                }
            }
            Some(Some(Thing::Component(c))) => Part {
                components: vec![c],
                only: Some(c),
                steps: all()
                    .filter(|(f, s)| model.flows[*f].steps[*s].callee == Party::Component(c))
                    .collect(),
            },
            Some(Some(Thing::Entity(e))) => {
                let stores = &model.design.entities[e].1.stores;
                let about = |s: &Step| {
                    let mut accesses = s.file.accesses.iter();
                    accesses.any(|a| model.entity_index(&a.entity.value) == Some(e))
                };
                Part {
                    components: stores.iter().filter_map(|s| model.component_index(&s.value)).collect(),
                    only: None,
                    steps: all().filter(|(f, s)| about(&model.flows[*f].steps[*s])).collect(),
                }
            }
            Some(_) => Part {
                components: Vec::new(),
                only: None,
                steps: Vec::new(),
            },
        }
    }

    fn steps<'m, 'a>(&self, model: &'m Model<'a>) -> impl Iterator<Item = (usize, &'m Step<'a>)> {
        self.steps.iter().map(|(f, s)| (*f, &model.flows[*f].steps[*s]))
    }
}
