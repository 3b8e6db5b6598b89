//! What each access to a store gives up: in a partition consistency or availability (CAP), else latency or
//! consistency (PACELC). Sources: Gilbert and Lynch, 2002; Abadi, 2012.

use super::reads::{overlap, told_later, voters};
use crate::catalog::Role;
use crate::design::{AccessKind, Replication};
use crate::model::{Component, Model, Party, Placement, Step};

/// What an access does where copies can't reach one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partition {
    /// One side gets no answer, and so nothing wrong.
    Refuses,
    /// Both sides answer, and so differ.
    Answers,
}

/// What an access gives up while all is well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Otherwise {
    /// It waits for as many copies as agree.
    Consistency,
    /// It answers at once, from whatever is near.
    Latency,
}

/// The stance of one step towards one kind of access.
#[derive(Debug, Clone)]
pub struct Stance {
    pub flow: usize,
    /// Index of the step in the flow.
    pub step: usize,
    pub kind: AccessKind,
    pub store: usize,
    /// The two choices with their reason, or the fact that is missing.
    pub choice: Result<(Partition, Otherwise, String), String>,
}

/// The stance of every step that accesses a store, flow by flow; the steps of a fragment once.
pub fn stances(model: &Model) -> Vec<Stance> {
    let mut stances = Vec::new();
    for (f, flow) in model.flows.iter().enumerate() {
        for (s, step) in flow.steps.iter().enumerate().filter(|(_, s)| s.owner == f) {
            let Party::Component(c) = step.callee else { continue };
            let component = &model.components[c];
            let keeps = component.role != Role::Stateless && component.placement != Placement::Device;
            for (_, kind) in AccessKind::ALL {
                if keeps && step.file.accesses.iter().any(|a| a.kind == kind) {
                    stances.push(Stance {
                        flow: f,
                        step: s,
                        kind,
                        store: c,
                        choice: choice(model, component, step, kind),
                    });
                }
            }
        }
    }
    stances
}

fn choice(
    model: &Model,
    component: &Component,
    step: &Step,
    kind: AccessKind,
) -> Result<(Partition, Otherwise, String), String> {
    let id = component.id;
    let reads = kind == AccessKind::Read;
    if let Some(Party::Component(cache)) = step.on_miss
        && reads
    {
        let cache = model.components[cache].id;
        return Ok((
            Partition::Answers,
            Otherwise::Latency,
            format!("a hit of {cache} answers without asking {id}"),
        ));
    }
    let several = component.regions.len() > 1;
    if !several && !component.is_service() && component.copies == Some(1) {
        return Ok((
            Partition::Refuses,
            Otherwise::Consistency,
            format!("{id} keeps one copy: who can't reach it gets no answer"),
        ));
    }
    let Some(replication) = component.replication() else {
        return Err(format!("components.{id}.replication"));
    };
    match replication.writer {
        Some("any") => quorum(component, replication, reads),
        Some(_) if reads && step.file.from_replica => Ok((
            Partition::Answers,
            Otherwise::Latency,
            format!("a follower of {id} answers, however far behind"),
        )),
        Some(writer) => by_writer(component, replication, writer, reads),
        None => Err(format!("components.{id}.replication.writer")),
    }
}

/// One copy takes the writes, for all or for its region.
fn by_writer(
    component: &Component,
    replication: &Replication,
    writer: &str,
    reads: bool,
) -> Result<(Partition, Otherwise, String), String> {
    let id = component.id;
    let several = component.regions.len() > 1;
    if writer == "region" && told_later(component)? {
        let why = format!("each region of {id} has a writer and tells the others later");
        return Ok((Partition::Answers, Otherwise::Latency, why));
    }
    if reads {
        let why = format!("the writer of {id} answers, and who can't reach it gets nothing");
        return Ok((Partition::Refuses, Otherwise::Consistency, why));
    }
    let Some(acks) = replication.acks else {
        return Err(component.acks_fact());
    };
    let waits = acks > 1 || several && replication.between == Some("sync");
    let (otherwise, why) = match waits {
        true => (Otherwise::Consistency, format!("waits for {} copies", acks.max(2))),
        false => (Otherwise::Latency, "confirms before its copies have it".to_string()),
    };
    Ok((
        Partition::Refuses,
        otherwise,
        format!("only the writer of {id} takes writes, and it {why}"),
    ))
}

/// Any copy takes writes: an access that asks more than half has one side only.
fn quorum(
    component: &Component,
    replication: &Replication,
    reads: bool,
) -> Result<(Partition, Otherwise, String), String> {
    let id = component.id;
    let fact = |name: &str| format!("components.{id}.replication.{name}");
    let copies = voters(component)?;
    let acks = replication.acks.ok_or_else(|| component.acks_fact())?;
    let asked = replication.reads.ok_or_else(|| fact("reads"))?;
    let overlap = overlap(acks, asked, copies);
    let meets = if reads { overlap.reads } else { overlap.writes };
    // Regions that are told later each have a quorum of their own.
    let apart = told_later(component)?;
    let why = if apart {
        format!("each region of {id} has its own quorum ({})", overlap.words)
    } else {
        format!("{id}: {}", overlap.words)
    };
    Ok(match (meets, apart) {
        (true, false) => (Partition::Refuses, Otherwise::Consistency, why),
        _ => (Partition::Answers, Otherwise::Latency, why),
    })
}
