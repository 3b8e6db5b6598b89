//! Two regions do not hear of one another: which side of which store goes on.
//!
//! Users go on in their own region. A step whose callee is on the other side fails. A store with copies on both
//! sides either refuses what needs the other side (CP) or lets both sides go on and drift apart (AP).

use super::{Bench, Drill, State, flows};
use crate::analysis::availability::lost::Lost;
use crate::catalog::Role;
use crate::design::AccessKind;
use crate::model::{Component, Model, Party, Step};

/// What a store does with an operation while its copies do not hear of one another.
enum Stance {
    /// Every side goes on.
    GoesOn,
    /// Only one side goes on, the one with the writer, which the file does not place.
    OneSide,
    /// What reaches less than most copies is refused on both sides.
    Refuses,
    /// A fact is missing.
    Unknown(String),
}

pub fn run(bench: &mut Bench, drill: &mut Drill, one: usize, other: usize) {
    let model = bench.model;
    let cut = |from: usize| match from {
        r if r == one => Some(other),
        r if r == other => Some(one),
        _ => None,
    };
    let lost: Vec<(usize, Lost)> = (0..model.design.regions.len())
        .map(|r| {
            let lost = Lost {
                cut: cut(r).into_iter().collect(),
                ..Lost::default()
            };
            (r, lost)
        })
        .collect();
    drill.flows = flows::states_by_region(bench, &lost);
    for state in &mut drill.flows {
        for step in model.flows[state.flow].steps.iter().filter(|s| s.file.waits) {
            let Some(c) = store(model, step, one, other) else {
                continue;
            };
            let (worst, reason) = match stance(&model.components[c], step) {
                Stance::GoesOn => continue,
                Stance::OneSide => (State::Degraded, one_side(model, c, step)),
                Stance::Refuses => (
                    State::Fails,
                    format!(
                        "{} refuses what the other side would have to confirm",
                        model.components[c].id
                    ),
                ),
                Stance::Unknown(fact) => {
                    if !state.missing.contains(&fact) {
                        state.missing.push(fact);
                    }
                    state.state = state.state.max(State::Unknown);
                    continue;
                }
            };
            let worst = match worst {
                State::Fails if step.file.optional => State::Degraded,
                // Whoever is on the side without the writer can't write.
                State::Degraded if writes(step) && !step.file.optional => State::Fails,
                worst => worst,
            };
            state.state = state.state.max(worst);
            if !state.reasons.contains(&reason) {
                state.reasons.push(reason);
            }
        }
        if state.state != State::Unknown {
            state.missing.clear();
        }
    }
    drift(bench, drill, one, other);
    drill.assumes.push(
        "users stay in their region, and no third region carries what the two can't say to each other".to_string(),
    );
    drill
        .cannot_know
        .push("how often both sides change the same row, and what merging them means".to_string());
}

fn writes(step: &Step) -> bool {
    step.file.accesses.iter().any(|a| a.kind != AccessKind::Read)
}

/// The callee of a step that reads or writes, if it has copies on both sides.
fn store(model: &Model, step: &Step, one: usize, other: usize) -> Option<usize> {
    let Party::Component(c) = step.callee else { return None };
    let component = &model.components[c];
    let both = component.regions.contains(&one) && component.regions.contains(&other);
    let keeps = component.role != Role::Stateless && !step.file.accesses.is_empty();
    // A cache fills itself on each side.
    (both && keeps && component.role != Role::Cache).then_some(c)
}

fn one_side(model: &Model, c: usize, step: &Step) -> String {
    let id = model.components[c].id;
    match writes(step) {
        true => format!("{id} has one writer: the other side can't write"),
        false => format!("the side of {id} without the writer reads what gets older and older"),
    }
}

/// What a store does with a step.
fn stance(component: &Component, step: &Step) -> Stance {
    let id = component.id;
    let Some(replication) = component.replication() else {
        return Stance::Unknown(format!("components.{id}.replication"));
    };
    match (replication.between, replication.writer) {
        (None, _) => Stance::Unknown(format!("components.{id}.replication.between")),
        (_, None) => Stance::Unknown(format!("components.{id}.replication.writer")),
        // Each region writes for itself, or anywhere: copies follow when they can.
        (Some("async"), Some("any" | "region")) => Stance::GoesOn,
        (Some("async"), Some(_)) => Stance::OneSide,
        // Each write needs the other side; a read of what is here does not.
        (Some(_), _) if writes(step) => Stance::Refuses,
        (Some(_), _) => Stance::GoesOn,
    }
}

/// How fast the two sides of the stores that go on drift apart.
fn drift(bench: &mut Bench, drill: &mut Drill, one: usize, other: usize) {
    let model = bench.model;
    for (c, component) in model.components.iter().enumerate() {
        let both = component.regions.contains(&one) && component.regions.contains(&other);
        let Some(writes) = bench.load.components[c]
            .writes
            .filter(|_| both && component.role == Role::Store)
        else {
            continue;
        };
        let id = component.id;
        let apart = component.replication().and_then(|r| r.between) == Some("async");
        if apart {
            let words = format!("writes to {id} that one side does not see, at most, at the peak");
            drill.figures.push((words, writes.peak));
        }
    }
}
