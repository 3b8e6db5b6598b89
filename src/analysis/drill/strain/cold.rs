//! `cold cache`, `cold X`: caches run and hold nothing, so that every call goes on to what lies behind.

use super::felt;
use crate::analysis::availability::lost::Lost;
use crate::analysis::drill::{Bench, Drill, State, data, flows, overload};
use crate::analysis::load::Condition;
use crate::figure::Id;
use crate::model::walk::Source;
use crate::model::{Party, Placement};
use std::collections::BTreeSet;

/// The word for a cache that asks for each key once at a time.
const COALESCING: &str = "request-coalescing";

pub(super) fn run(bench: &mut Bench, drill: &mut Drill, caches: &[usize]) {
    // What a device holds is its user's own: it is cold only where the drill names it.
    let on_device = |c: &usize| bench.model.components[*c].placement == Placement::Device;
    let named = caches.len() == 1;
    let cold: Vec<usize> = caches.iter().copied().filter(|c| named || !on_device(c)).collect();
    let condition = Condition {
        cold: cold.iter().copied().collect(),
        ..Condition::default()
    };
    let before = overload::snapshot(bench, None);
    let undo = bench.load.change(bench.model, &condition, &cold);
    let mut lost = Lost::default();
    lost.touched = overload::touched(bench, &before, &lost);
    drill.overloads = overload::overloads(bench, &before, &lost, None, &drill.line);
    drill.flows = flows::states(bench, &lost);
    flows::degrade_by_load(bench, &lost, drill);
    overload::helps(bench, &lost, drill);
    bench.load.restore(undo);
    for c in &cold {
        answered_behind(bench, drill, *c);
        warm_up(bench, drill, *c);
    }
    data::forgotten(bench, &cold, drill);
    say(bench, drill, &cold);
}

/// Flows that a cache answers are answered by what lies behind it. Where the calls of one key go there as one, nobody
/// knows how many these are.
fn answered_behind(bench: &Bench, drill: &mut Drill, cache: usize) {
    let component = &bench.model.components[cache];
    let one_each = component.file.facts.says(COALESCING) == Some(true);
    let stores = behind(bench, cache);
    let full = stores
        .iter()
        .any(|c| used(bench, drill, *c).is_some_and(|used| used >= 1.0));
    for state in &mut drill.flows {
        let asks = bench.load.flows[state.flow]
            .walk
            .steps
            .iter()
            .enumerate()
            .any(|(w, walked)| {
                walked.callee == Party::Component(cache) && walked.hit.is_some() && felt::needed(bench, state.flow)[w]
            });
        let through = || {
            let steps = &bench.load.flows[state.flow].walk.steps;
            steps
                .iter()
                .any(|s| stores.iter().any(|c| s.callee == Party::Component(*c)))
        };
        if one_each && full && state.state == State::Fails && through() {
            state.state = State::Unknown;
            state.failing = None;
            let fact = format!(
                "how many different keys are asked of {} a second (it fetches each once)",
                component.id
            );
            felt::push(&mut state.missing, fact);
        }
        if asks {
            state.state = state.state.max(State::Degraded);
            let told = format!("answered from {}:", component.id);
            if !state.reasons.iter().any(|reason| reason.contains(&told)) {
                felt::push(&mut state.reasons, format!("every call misses in {}", component.id));
            }
        }
    }
}

/// What the misses of a cache call.
fn behind(bench: &Bench, cache: usize) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for flow in &bench.load.flows {
        for step in &flow.walk.steps {
            let Source::Misses(set) = step.source else { continue };
            if let (true, Party::Component(c)) = (flow.walk.sets[set].party == Party::Component(cache), step.callee) {
                found.insert(c);
            }
        }
    }
    found
}

fn used(bench: &Bench, drill: &Drill, c: usize) -> Option<f64> {
    let overload = drill.overloads.iter().find(|o| o.component == c)?;
    bench.load.figures.value(overload.after?)
}

/// Shortest time until it holds again what it held: entries ÷ misses that are answered.
fn warm_up(bench: &mut Bench, drill: &mut Drill, cache: usize) {
    let id = bench.model.components[cache].id;
    let loaded = drill.overloads.iter().find(|o| o.component == cache);
    let calls = match loaded {
        Some(overload) => overload.calls.1,
        None => bench.load.peak_calls(bench.model, cache),
    };
    let Some(entries) = bench.load.cached_entries(bench.model, cache) else {
        return;
    };
    let behind: Vec<Id> = behind(bench, cache)
        .into_iter()
        .filter_map(|c| drill.overloads.iter().find(|o| o.component == c)?.after)
        .collect();
    let figures = &mut bench.load.figures;
    let one = figures.number(1.0);
    let mut slowest = vec![one];
    slowest.extend(behind);
    let slowest = figures.max(&slowest);
    let admitted = figures.quotient(calls, slowest);
    let admitted = figures.named(admitted, || format!("{id} misses that are answered"));
    let entries = figures.named(entries, || format!("{id} entries"));
    let time = figures.quotient(entries, admitted);
    let time = figures.named(time, || format!("{id} warm after"));
    if figures.value(time).is_none() {
        let fact = figures.missing_facts(time, 1).into_iter().next();
        let fact = fact.map(|fact| format!(": {fact} is missing")).unwrap_or_default();
        drill.cannot_know.push(format!("for how long {id} stays cold{fact}"));
        return;
    }
    drill.figures.push((format!("entries that {id} held"), entries));
    drill
        .figures
        .push((format!("{id} is warm again after, at the earliest"), time));
}

fn say(bench: &Bench, drill: &mut Drill, cold: &[usize]) {
    drill
        .assumes
        .push("the caches are empty at the peak, and each answer that comes is kept".to_string());
    drill
        .cannot_know
        .push("which keys are asked for first: rare ones keep a cache cold for longer".to_string());
    let full: Vec<usize> = drill
        .overloads
        .iter()
        .filter(|o| o.deficit.is_some())
        .map(|o| o.component)
        .collect();
    for cache in cold {
        let component = &bench.model.components[*cache];
        let store = behind(bench, *cache).into_iter().find(|c| full.contains(c));
        let Some(store) = store else { continue };
        if component.file.facts.says(COALESCING) != Some(true) {
            let store = bench.model.components[store].id;
            let id = component.id;
            drill.helps.push(format!(
                "`{COALESCING}` at {id}, so that {store} is asked for each key once; or letting misses through at what {store} can answer"
            ));
        }
    }
}
