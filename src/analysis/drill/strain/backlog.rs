//! `backlog 1 h`, `backlog of X 1 h`: consumers stand still for a while, and messages pile up.

use super::felt::{self, Trouble};
use super::limits;
use super::queued::{self, Taken};
use crate::analysis::drill::{Bench, Drill};
use crate::figure::Id;
use crate::model::Party;
use crate::overload::Outage;
use crate::quantity::Quantity;
use std::collections::{BTreeMap, BTreeSet};

/// A consumer that stands still.
struct Stopped {
    /// Time from its return until nothing waits; none where that is never, an error where a fact is missing.
    catch_up: Result<Option<Id>, String>,
    /// By log: how long it keeps what nobody took.
    logs: BTreeMap<usize, Kept>,
}

/// What a log does with what nobody takes.
enum Kept {
    /// Long enough.
    All,
    /// This share of what arrives meanwhile is dropped.
    Dropped(Id),
    /// The fact that is missing.
    Unknown(String),
}

pub(super) fn run(bench: &mut Bench, drill: &mut Drill, at: Option<usize>, time: &Quantity) {
    let all = queued::all(bench, at);
    let consumers: BTreeSet<usize> = all.iter().map(|taken| taken.consumer).collect();
    let mut stopped = BTreeMap::new();
    for c in consumers {
        let own: Vec<Taken> = all.iter().filter(|taken| taken.consumer == c).copied().collect();
        let found = stop(bench, drill, c, &own, time);
        stopped.insert(c, found);
    }
    felt::flows(bench, drill, &mut |bench, f, w| {
        let Party::Component(c) = bench.load.flows[f].walk.steps[w].callee else {
            return None;
        };
        trouble(bench, f, w, c, stopped.get(&c)?, time)
    });
    lose(bench, drill, &all, &stopped);
    drill
        .assumes
        .push("all of it at the peak; nothing else fails meanwhile".to_string());
    drill.assumes.push(
        "the consumers go on with what they are called for themselves, and come back with all their units".to_string(),
    );
    drill
        .cannot_know
        .push("whether messages are worked on twice: that asks for idempotent work".to_string());
    if all.is_empty() {
        drill
            .assumes
            .push("nobody takes messages from a log or a queue".to_string());
    }
}

fn stop(bench: &mut Bench, drill: &mut Drill, c: usize, taken: &[Taken], time: &Quantity) -> Stopped {
    let model = bench.model;
    let id = model.components[c].id;
    let load = &mut *bench.load;
    let messages: Vec<(usize, Id)> = taken
        .iter()
        .map(|t| (t.flow, load.flows[t.flow].messages[t.w]))
        .collect();
    let arriving = load.peak(model, &messages);
    let figures = &mut load.figures;
    let arriving = figures.named(arriving, || format!("{id} messages that arrive"));
    let time_cell = figures.quantity(time);
    let waiting = figures.product(&[arriving, time_cell]);
    let waiting = figures.named(waiting, || format!("{id} backlog"));
    drill.figures.push((format!("messages that wait for {id}"), waiting));
    let catch_up = catch_up(bench, c, arriving, time_cell);
    if let Ok(Some(time)) = &catch_up {
        drill
            .figures
            .push((format!("{id} has caught up, after its return, in"), *time));
    }
    if let Ok(None) = &catch_up {
        drill
            .helps
            .push(format!("more units of {id}: they work on no more than arrives"));
    }
    let mut logs = BTreeMap::new();
    for t in taken {
        logs.entry(t.log).or_insert_with(|| kept(bench, t.log, arriving, time));
    }
    Stopped { catch_up, logs }
}

/// t × used ÷ (1 − used), which is λ t ÷ (μ − λ).
fn catch_up(bench: &mut Bench, c: usize, arriving: Id, time: Id) -> Result<Option<Id>, String> {
    let id = bench.model.components[c].id;
    let rows = bench.load.components[c].resources.clone();
    let rows = limits::of(bench, &rows, c)?;
    let row = limits::fullest(bench, rows).ok_or_else(|| format!("the load of {id}"))?;
    let figures = &mut bench.load.figures;
    let value = |id: Id| figures.value(id).unwrap_or(f64::NAN);
    let outage = Outage {
        arriving: value(arriving),
        taken: value(arriving) / value(row.utilisation),
        time: value(time),
    };
    if outage.backlog().is_none() {
        return Err(format!("the load of {id}"));
    }
    if outage.catch_up().is_none() {
        return Ok(None);
    }
    let free = figures.rest(row.utilisation);
    let work = figures.product(&[time, row.utilisation]);
    let back = figures.quotient(work, free);
    Ok(Some(figures.named(back, || format!("{id} caught up after"))))
}

/// How long a log keeps what nobody took: the shortest `keep` of what lies in it.
fn kept(bench: &mut Bench, log: usize, arriving: Id, time: &Quantity) -> Kept {
    let model = bench.model;
    let id = model.components[log].id;
    let stored = model.design.entities.iter();
    let stored: Vec<_> = stored.filter(|(_, e)| e.stores.iter().any(|s| s.value == id)).collect();
    if stored.is_empty() {
        return Kept::Unknown(format!("`keep` of an entity in {id} (how long it keeps a message)"));
    }
    if let Some((entity, _)) = stored.iter().find(|(_, e)| e.keep.is_none()) {
        return Kept::Unknown(format!("data.{}.keep", entity.value));
    }
    let shortest = stored
        .iter()
        .filter_map(|(_, e)| e.keep.as_ref())
        .min_by(|a, b| a.point().total_cmp(&b.point()));
    let Some(keep) = shortest else { return Kept::All };
    let figures = &mut bench.load.figures;
    let outage = Outage {
        arriving: figures.value(arriving).unwrap_or(0.0),
        taken: 0.0,
        time: time.point(),
    };
    if outage
        .dropped(Some(keep.point()), None)
        .is_none_or(|dropped| dropped <= 0.0)
    {
        return Kept::All;
    }
    let (keep, time) = (figures.quantity(keep), figures.quantity(time));
    let saved = figures.quotient(keep, time);
    Kept::Dropped(figures.rest(saved))
}

fn trouble(bench: &mut Bench, f: usize, w: usize, c: usize, stopped: &Stopped, time: &Quantity) -> Option<Trouble> {
    let id = bench.model.components[c].id;
    let from = bench.load.flows[f].walk.steps[w].caller;
    // What it answers itself goes on.
    let of_log = matches!(from, Party::Component(log) if stopped.logs.contains_key(&log));
    if !of_log {
        return None;
    }
    let figures = &bench.load.figures;
    Some(match &stopped.catch_up {
        Err(fact) => Trouble::Unknown(
            fact.clone(),
            Some(format!("what {id} does is late by up to {}", time.text)),
        ),
        Ok(None) => Trouble::Worse(format!("{id} never catches up: it works on no more than arrives")),
        Ok(Some(back)) => Trouble::Worse(format!(
            "what {id} does is late by up to {}, and in time again {} after its return",
            time.text,
            figures.text(*back)
        )),
    })
}

/// What is dropped is lost for good, also where nobody waited for it.
fn lose(bench: &mut Bench, drill: &mut Drill, all: &[Taken], stopped: &BTreeMap<usize, Stopped>) {
    for taken in all {
        let Some(kept) = stopped.get(&taken.consumer).and_then(|s| s.logs.get(&taken.log)) else {
            continue;
        };
        let log = bench.model.components[taken.log].id;
        let trouble = match kept {
            Kept::All => continue,
            Kept::Dropped(share) => {
                let lost = bench.load.figures.percent(*share);
                Trouble::Fails(
                    Some(*share),
                    format!("{log} drops {lost} of what arrives meanwhile: it keeps it for less long"),
                )
            }
            Kept::Unknown(fact) => {
                let why = format!("nobody says whether {log} keeps its messages for so long");
                Trouble::Unknown(fact.clone(), Some(why))
            }
        };
        if let Kept::Dropped(_) = kept {
            felt::push(&mut drill.helps, format!("a longer `keep` of what lies in {log}"));
        }
        if let Some(state) = drill.flows.iter_mut().find(|s| s.flow == taken.flow) {
            felt::add(bench, state, taken.w, trouble, true);
        }
    }
}
