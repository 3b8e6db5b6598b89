//! A design beside another answer to the same task: what either has and the other has no counterpart of.
//!
//! Counterparts are found by function, metric, purpose and words, never by id: two people name things differently.

use super::look::{Look, named};
use super::words::alike;
use crate::report::{Comparison, Difference, Place, Report, Step};
use std::collections::BTreeSet;

/// A thing of a design that may have a counterpart.
struct Thing {
    kind: &'static str,
    says: String,
    /// All of these have to be equal in a counterpart.
    exact: Vec<String>,
    /// One of these has to speak of the same as one of the counterpart's; empty where equality says all.
    texts: Vec<String>,
    place: Option<Place>,
}

impl Thing {
    fn matches(&self, other: &Thing) -> bool {
        let speaks = |text: &String| other.texts.iter().any(|theirs| text == theirs || alike(text, theirs));
        let same = self.kind == other.kind && self.exact == other.exact;
        same && (self.texts.is_empty() && other.texts.is_empty() || self.texts.iter().any(speaks))
    }
}

/// What is missed, what is further, and how much is shared.
pub fn compare(ours: &Report, theirs: &Report) -> Comparison {
    let (own, other) = (things(ours), things(theirs));
    let without = |from: &[Thing], in_: &[Thing]| -> Vec<Difference> {
        let alone = from
            .iter()
            .filter(|thing| !in_.iter().any(|other| thing.matches(other)));
        let mut told = BTreeSet::new();
        alone
            .filter(|thing| told.insert((thing.kind, thing.says.clone())))
            .map(|thing| Difference {
                kind: thing.kind.to_string(),
                says: thing.says.clone(),
                place: thing.place.clone(),
            })
            .collect()
    };
    Comparison {
        with: theirs.file.clone(),
        missed: without(&other, &own),
        further: without(&own, &other),
        shared: other
            .iter()
            .filter(|thing| own.iter().any(|o| thing.matches(o)))
            .count(),
    }
}

fn things(report: &Report) -> Vec<Thing> {
    let look = Look {
        report,
        journal: None,
        plan: &[],
    };
    let mut all = requirements(&look);
    all.extend(qualities(&look));
    all.extend(entities(&look));
    all.extend(functions(&look));
    all.extend(failure_handling(&look));
    all.extend(decisions(&look));
    all.extend(estimates(&look));
    all
}

fn requirements(look: &Look) -> Vec<Thing> {
    let all = look.report.requirements.functional.iter();
    let thing = |r: &crate::report::Functional| Thing {
        kind: "requirement",
        says: r.want.clone(),
        exact: Vec::new(),
        texts: vec![r.want.clone()],
        place: look.place(&format!("requirements.functional.{}", r.id)),
    };
    all.map(thing).collect()
}

/// What a thing is about in words: the wishes that a flow serves, the function of a component, else its name.
fn purpose(look: &Look, id: &str) -> Vec<String> {
    let wishes = look
        .report
        .requirements
        .functional
        .iter()
        .filter(|r| r.flow.as_deref() == Some(id));
    let mut texts: Vec<String> = wishes.map(|r| r.want.clone()).collect();
    texts.push(id.to_string());
    texts.extend(look.component(id).map(|component| component.function.clone()));
    texts
}

fn qualities(look: &Look) -> Vec<Thing> {
    let all = look.report.verdicts.iter().filter(|v| !v.not_computable);
    all.map(|v| Thing {
        kind: "quality",
        says: match &v.of {
            Some(of) => format!("{} {} of {of}", v.metric, v.target),
            None => format!("{} {}", v.metric, v.target),
        },
        exact: vec![v.metric.clone()],
        texts: v.of.as_deref().map(|of| purpose(look, of)).unwrap_or_default(),
        place: v.place.clone(),
    })
    .collect()
}

fn entities(look: &Look) -> Vec<Thing> {
    let all = look.report.entities.iter();
    all.map(|e| Thing {
        kind: "entity",
        says: format!(
            "{} ({})",
            e.id,
            e.fields.iter().map(|f| f.name.as_str()).collect::<Vec<_>>().join(", ")
        ),
        exact: Vec::new(),
        texts: vec![e.id.clone()],
        place: look.place(&format!("data.{}", e.id)),
    })
    .collect()
}

fn functions(look: &Look) -> Vec<Thing> {
    let all = look.report.components.iter();
    all.map(|c| Thing {
        kind: "function",
        says: format!("{} ({})", c.function_title, c.id),
        exact: vec![c.function.clone()],
        texts: Vec::new(),
        place: look.place(&format!("components.{}", c.id)),
    })
    .collect()
}

/// What a step says of the failure of its callee.
fn answers(step: &Step) -> Vec<&'static str> {
    let noted = |word: &str| step.notes.iter().any(|note| note.contains(word));
    let said = [
        (step.if_down.is_some(), "a second way"),
        (step.optional, "going on without it"),
        (noted("timeout"), "a timeout"),
        (noted("retry") || noted("retries"), "retries"),
        (!step.waits, "not waiting for it"),
    ];
    said.into_iter().filter(|(is, _)| *is).map(|(_, what)| what).collect()
}

fn failure_handling(look: &Look) -> Vec<Thing> {
    let mut all = Vec::new();
    for component in &look.report.components {
        for fact in &component.has {
            let word = named(fact).to_string();
            all.push(Thing {
                kind: "failure handling",
                says: format!("{word} of {} ({})", component.function, component.id),
                exact: vec![word, component.function.clone()],
                texts: Vec::new(),
                place: look.place(&format!("components.{}", component.id)),
            });
        }
    }
    for flow in &look.report.flows {
        for (index, step) in flow.steps.iter().enumerate() {
            let Some(callee) = look.component(&step.to) else {
                continue;
            };
            let facts = step.has.iter().map(|fact| named(fact));
            for what in answers(step).into_iter().chain(facts) {
                all.push(Thing {
                    kind: "failure handling",
                    says: format!("{what} towards {} ({})", callee.function, callee.id),
                    exact: vec![what.to_string(), callee.function.clone()],
                    texts: Vec::new(),
                    place: look.place(&format!("flows.{}.{index}", flow.id)),
                });
            }
        }
    }
    all
}

fn decisions(look: &Look) -> Vec<Thing> {
    let all = look.report.decisions.iter();
    all.map(|d| {
        let chosen = d.chose.as_deref().unwrap_or_default();
        let function = look.component(chosen).map(|component| component.function.clone());
        let mut texts = vec![d.title.clone()];
        texts.extend(function.or_else(|| d.chose.clone()));
        Thing {
            kind: "decision",
            says: d.title.clone(),
            exact: Vec::new(),
            texts,
            place: look.place(&format!("decisions.{}", d.id)),
        }
    })
    .collect()
}

fn estimates(look: &Look) -> Vec<Thing> {
    let all = look.report.figures.iter();
    all.map(|own| Thing {
        kind: "estimate",
        says: format!("{} = {}", own.figure.name, own.figure.formula),
        exact: Vec::new(),
        texts: vec![own.figure.name.clone()],
        place: look.place(&format!("figures.{}", own.figure.name)),
    })
    .collect()
}
