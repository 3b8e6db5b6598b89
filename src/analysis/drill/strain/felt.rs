//! How flows feel what happens to the calls of their steps.

use crate::analysis::drill::{Bench, Drill, FlowState, State};
use crate::figure::Id;
use crate::model::Party;
use crate::model::walk::Source;
use crate::quantity::expression::Function;

/// What is said where only a part that nobody waits for hangs on a missing fact.
const BESIDE: &str = "not known whether all that it starts is in time";

/// What happens to the calls of one step.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Trouble {
    /// Answered late, or by something else.
    Worse(String),
    /// Whether they are answered hangs on a missing fact; with what is known of it.
    Unknown(String, Option<String>),
    /// This share of them is not answered in time; all of them where there is none.
    Fails(Option<Id>, String),
}

/// The walked steps of a flow in order: whether the answer is waited for and needed.
pub(super) fn needed(bench: &Bench, flow: usize) -> Vec<bool> {
    let walk = &bench.load.flows[flow].walk;
    let mut sets = vec![false; walk.sets.len()];
    if let Some(first) = sets.first_mut() {
        *first = true;
    }
    let steps = walk.steps.iter().map(|walked| {
        let file = bench.model.flows[flow].steps[walked.step].file;
        let (Source::Calls(set) | Source::Misses(set)) = walked.source;
        let needed = sets[set] && file.waits && !file.optional;
        sets[walked.into] |= needed;
        needed
    });
    steps.collect()
}

/// The component that a walked step calls.
pub(super) fn callee(bench: &Bench, flow: usize, w: usize) -> Option<usize> {
    match bench.load.flows[flow].walk.steps[w].callee {
        Party::Component(c) => Some(c),
        Party::Actor(_) | Party::Unknown => None,
    }
}

/// A flow as it is every day.
pub(super) fn unharmed(bench: &Bench, flow: usize) -> FlowState {
    bench.everyday.flow(flow).cloned().unwrap_or(FlowState {
        flow,
        state: State::Holds,
        failing: None,
        already: false,
        reasons: Vec::new(),
        missing: Vec::new(),
        granted: Vec::new(),
    })
}

/// Sets the states of all flows by what happens to each of their steps.
pub(super) fn flows<'b, 'm, 'a>(
    bench: &mut Bench<'b, 'm, 'a>,
    drill: &mut Drill,
    of: &mut dyn FnMut(&mut Bench<'b, 'm, 'a>, usize, usize) -> Option<Trouble>,
) {
    for flow in (0..bench.model.flows.len()).filter(|f| !bench.model.flows[*f].fragment) {
        let mut state = unharmed(bench, flow);
        for (w, needed) in needed(bench, flow).into_iter().enumerate() {
            if let Some(trouble) = of(bench, flow, w) {
                add(bench, &mut state, w, trouble, needed);
            }
        }
        if state.state == State::Unknown {
            state.reasons.retain(|reason| reason != BESIDE);
        }
        drill.flows.push(state);
    }
}

/// Adds what happens to a step; beside the way of the answer it only degrades.
pub(super) fn add(bench: &mut Bench, state: &mut FlowState, w: usize, trouble: Trouble, needed: bool) {
    let (now, text) = match trouble {
        Trouble::Worse(why) => (State::Degraded, Some(why)),
        Trouble::Unknown(fact, why) => {
            push(&mut state.missing, fact);
            // Beside the way it fails nothing, but nobody knows whether it is in time.
            let beside = || Some(BESIDE.to_string());
            match needed {
                true => (State::Unknown, why),
                false => (State::Degraded, why.or_else(beside)),
            }
        }
        Trouble::Fails(_, why) if !needed => (State::Degraded, Some(format!("without waiting for it: {why}"))),
        Trouble::Fails(share, why) => {
            fail(bench, state, w, share);
            (State::Fails, Some(why))
        }
    };
    if let Some(text) = text.filter(|text| !state.reasons.contains(text)) {
        match now > state.state {
            true => state.reasons.insert(0, text),
            false => state.reasons.push(text),
        }
    }
    state.state = state.state.max(now);
}

/// Of several steps the one that fails most runs counts: whether they fail the same ones nobody knows.
fn fail(bench: &mut Bench, state: &mut FlowState, w: usize, share: Option<Id>) {
    let Some(calls) = bench.load.flows[state.flow].calls.get(w).copied() else {
        return;
    };
    let figures = &mut bench.load.figures;
    let one = figures.number(1.0);
    let runs = figures.apply(Function::Min, &[calls, one]);
    let failing = match share {
        Some(share) => figures.product(&[runs, share]),
        None => runs,
    };
    state.failing = Some(match state.failing {
        Some(other) => figures.max(&[other, failing]),
        None => failing,
    });
}

/// Adds a text that is not there yet.
pub(super) fn push(texts: &mut Vec<String>, text: impl Into<String>) {
    let text = text.into();
    if !texts.contains(&text) {
        texts.push(text);
    }
}
