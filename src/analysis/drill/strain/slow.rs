//! `slow X 10x`, `slow X +200 ms`: X answers late, and who waits for it holds a place for longer.

use super::felt::{self, Trouble};
use crate::analysis::capacity::left;
use crate::analysis::drill::{Bench, Drill, FlowState};
use crate::analysis::latency::{self, FlowLatency, Level, Slowdown};
use crate::design::drill::Slower;
use crate::figure::{Id, Origin};
use crate::model::{Party, Step};
use crate::overload::Pool;
use crate::quantity::{Dimension, Spread, print};
use std::collections::BTreeMap;

/// How the percentiles come about.
const RUN: Origin = Origin::Default("the latency analysis, with the component as slow as in the drill");

/// Share of the requests that have to end in a timeout for a flow to fail: what fewer samples show is the luck of the
/// draw, and an error budget's matter.
const FAILS: f64 = 0.01;

/// The word for places that a caller has for its calls.
const POOL: &str = "connection-pool";

/// Who waits for the slow component.
struct Caller {
    /// Calls in flight at the peak, before and while it is slow.
    before: Id,
    after: Id,
    /// Calls a second.
    rate: Id,
    /// Places of all its units; a missing fact where the file says none.
    places: Id,
}

pub(super) fn run(bench: &mut Bench, drill: &mut Drill, slow: usize, by: &Slower) {
    let slowdown = match by {
        Slower::Times(times) => Slowdown {
            component: slow,
            times: times.point(),
            more: 0.0,
        },
        Slower::Longer(more) => Slowdown {
            component: slow,
            times: 1.0,
            more: more.point(),
        },
    };
    let service = latency::mean_service(bench.model, bench.load, slow);
    let callers = match &service {
        Ok(seconds) => callers(bench, slow, *seconds, by),
        Err(_) => BTreeMap::new(),
    };
    for flow in (0..bench.model.flows.len()).filter(|f| !bench.model.flows[*f].fragment) {
        let mut state = felt::unharmed(bench, flow);
        answers(bench, &mut state, slow, slowdown);
        for (w, needed) in felt::needed(bench, flow).into_iter().enumerate() {
            if let Some(trouble) = places(bench, flow, w, slow, &callers) {
                felt::add(bench, &mut state, w, trouble, needed);
            }
        }
        drill.flows.push(state);
    }
    for (caller, of) in &callers {
        tell(bench, drill, *caller, of);
    }
    say(bench, drill, slow, by, service);
}

/// How long the answers of a flow take then.
fn answers(bench: &mut Bench, state: &mut FlowState, slow: usize, slowdown: Slowdown) {
    let party = Party::Component(slow);
    let model = bench.model;
    let id = model.components[slow].id;
    let flow = state.flow;
    let steps = &bench.load.flows[flow].walk.steps;
    let mut into = steps
        .iter()
        .enumerate()
        .filter(|(_, s)| s.callee == party)
        .map(|(w, _)| w);
    let Some(first) = into.next() else { return };
    let usual = latency::of_flow(model, bench.load, flow, None, Level::Point);
    let now = latency::of_slowed_flow(model, bench.load, flow, slowdown);
    let trouble = compare(bench, flow, &usual, &now);
    let needed = felt::needed(bench, flow);
    // Beside the way it makes no answer late.
    let trouble = match trouble {
        None if !needed[first] => Some(Trouble::Worse(format!(
            "what does not wait for the answer waits longer for {id}"
        ))),
        other => other,
    };
    if let Some(trouble) = trouble {
        // The share is one of all runs.
        let share = match &trouble {
            Trouble::Fails(share, _) => *share,
            _ => None,
        };
        felt::add(bench, state, first, trouble, true);
        if share.is_some() {
            state.failing = share;
        }
    }
}

fn compare(bench: &mut Bench, flow: usize, usual: &FlowLatency, now: &FlowLatency) -> Option<Trouble> {
    let model = bench.model;
    let id = model.flows[flow].id;
    if let Some(c) = now.found.unstable.first() {
        let id = model.components[*c].id;
        return Some(Trouble::Unknown(
            format!("a stable {id}: it can't carry the peak as it is"),
            None,
        ));
    }
    let figures = &mut bench.load.figures;
    let timeouts = (now.failed() > usual.failed()).then(|| {
        let (before, after) = (print::percent(usual.failed()), print::percent(now.failed()));
        format!("{after} of the requests end in a timeout ({before} before)")
    });
    if let (Some(words), true) = (&timeouts, now.failed() >= FAILS) {
        let share = figures.given(Spread::Exact(now.failed()), Dimension::NONE, RUN);
        let share = figures.named(share, || format!("{id} requests that end in a timeout"));
        return Some(Trouble::Fails(Some(share), words.clone()));
    }
    if let Some(fact) = now.found.missing.first().or(now.trouble.as_ref()) {
        return Some(Trouble::Unknown(fact.clone(), None));
    }
    let mut cell = |latency: &FlowLatency, name: &str| {
        let cell = figures.given(Spread::Exact(latency.percentile(0.99)?), Dimension::TIME, RUN);
        Some(figures.named(cell, || format!("{id} p99 {name}")))
    };
    let (before, after) = (cell(usual, "before")?, cell(now, "while it is slow")?);
    let later = figures.value(after)? > figures.value(before)? * 1.01;
    let later = later.then(|| {
        let (before, after) = (figures.text(before), figures.text(after));
        format!("its p99 goes from {before} to {after}")
    });
    let words: Vec<String> = later.into_iter().chain(timeouts).collect();
    (!words.is_empty()).then(|| Trouble::Worse(words.join(", and ")))
}

/// The component that makes a call, and its step.
fn call<'m, 'a>(bench: &Bench<'_, 'm, 'a>, flow: usize, w: usize, slow: usize) -> Option<(usize, &'m Step<'a>)> {
    let walked = &bench.load.flows[flow].walk.steps[w];
    let step = &bench.model.flows[flow].steps[walked.step];
    match (walked.caller, walked.callee) {
        (Party::Component(caller), Party::Component(c)) if c == slow && step.file.waits => Some((caller, step)),
        _ => None,
    }
}

/// What the callers hold open, by caller: Little's law, calls × the time that each is held. One that is given up is
/// held until then, and comes again as often as it is tried.
fn callers(bench: &mut Bench, slow: usize, seconds: f64, by: &Slower) -> BTreeMap<usize, Caller> {
    let id = bench.model.components[slow].id;
    let figures = &mut bench.load.figures;
    let origin = Origin::Default("mean of the distribution through p50 and p99");
    let usual = figures.given(Spread::Exact(seconds), Dimension::TIME, origin);
    let usual = figures.named(usual, || format!("{id} time of a call"));
    let now = match by {
        Slower::Times(times) => {
            let times = figures.quantity(times);
            figures.product(&[usual, times])
        }
        Slower::Longer(more) => {
            let more = figures.quantity(more);
            figures.sum(&[usual, more], Dimension::TIME)
        }
    };
    let now = figures.named(now, || format!("{id} time of a call while it is slow"));
    let mut parts: BTreeMap<usize, [Vec<(usize, Id)>; 3]> = BTreeMap::new();
    for flow in (0..bench.model.flows.len()).filter(|f| !bench.model.flows[*f].fragment) {
        for w in 0..bench.load.flows[flow].walk.steps.len() {
            let Some((caller, step)) = call(bench, flow, w, slow) else {
                continue;
            };
            let calls = bench.load.flows[flow].calls[w];
            let held = held(bench, step, now);
            let figures = &mut bench.load.figures;
            let (before, after) = (figures.product(&[calls, usual]), figures.product(&[calls, held]));
            let of = parts.entry(caller).or_default();
            for (list, id) in of.iter_mut().zip([calls, before, after]) {
                list.push((flow, id));
            }
        }
    }
    let parts = parts.into_iter();
    parts
        .map(|(caller, parts)| (caller, caller_of(bench, caller, &parts)))
        .collect()
}

/// How long one call of a step holds its place, all tries together.
fn held(bench: &mut Bench, step: &Step, now: Id) -> Id {
    let figures = &mut bench.load.figures;
    let Some(timeout) = &step.file.timeout else { return now };
    let late = figures.value(now).is_some_and(|now| now > timeout.point());
    if !late {
        return now;
    }
    let timeout = figures.quantity(timeout);
    match &step.file.retries {
        Some(retries) => {
            let tries = Spread::Exact(f64::from(retries.value) + 1.0);
            let tries = figures.given(tries, Dimension::NONE, Origin::File(retries.span));
            figures.product(&[timeout, tries])
        }
        None => timeout,
    }
}

fn caller_of(bench: &mut Bench, caller: usize, parts: &[Vec<(usize, Id)>; 3]) -> Caller {
    let model = bench.model;
    let component = &model.components[caller];
    let id = component.id;
    let load = &mut *bench.load;
    let busiest = load.components[caller].busiest;
    let mut peak = |parts: &[(usize, Id)]| {
        let all = load.peak(model, parts);
        match busiest {
            Some(share) => load.figures.product(&[all, share]),
            None => all,
        }
    };
    let [rate, before, after] = [0, 1, 2].map(|i| peak(&parts[i]));
    let places = match load.said(model, caller, POOL) {
        Some(pool) => {
            let origin = Origin::of_units(component.units_span());
            let units = load
                .figures
                .given(Spread::Exact(f64::from(component.units)), Dimension::NONE, origin);
            load.figures.product(&[pool, units])
        }
        None => {
            let fact = format!("components.{id}.has.{POOL} (calls that one unit may have open)");
            load.figures.missing(fact, Dimension::NONE)
        }
    };
    Caller {
        before: load.figures.named(before, || format!("{id} calls in flight before")),
        after: load
            .figures
            .named(after, || format!("{id} calls in flight while it is slow")),
        rate,
        places: load.figures.named(places, || format!("{id} places")),
    }
}

/// What the places of a caller do to a step into the slow component.
fn places(bench: &mut Bench, flow: usize, w: usize, slow: usize, callers: &BTreeMap<usize, Caller>) -> Option<Trouble> {
    let (caller, step) = call(bench, flow, w, slow)?;
    let of = callers.get(&caller)?;
    let component = &bench.model.components[caller];
    let figures = &mut bench.load.figures;
    let id = component.id;
    let (before, after) = (figures.text(of.before), figures.text(of.after));
    let grows = format!("{before} calls in flight at {id} become {after}");
    // A breaker lets go of the calls, a bulkhead keeps them from the places of others.
    let guarded = ["circuit-breaker", "bulkhead"]
        .iter()
        .any(|word| component.file.facts.says(word) == Some(true) || step.file.facts.says(word) == Some(true));
    if guarded {
        return None;
    }
    let (Some(places), Some(in_flight)) = (figures.value(of.places), figures.value(of.after)) else {
        let fact = figures.missing_facts(of.places, 1).into_iter().next();
        let fact = fact.unwrap_or_else(|| format!("the load of {id}"));
        return Some(Trouble::Unknown(fact, Some(grows)));
    };
    if in_flight <= places {
        return None;
    }
    let share = figures.quotient(of.places, of.after);
    let share = figures.rest(share);
    let places = figures.text(of.places);
    Some(Trouble::Fails(
        Some(share),
        format!("{grows}, more than its {places} places: calls wait for a place"),
    ))
}

/// The numbers of a caller.
fn tell(bench: &mut Bench, drill: &mut Drill, caller: usize, of: &Caller) {
    let id = bench.model.components[caller].id;
    drill
        .figures
        .push((format!("calls in flight at {id} before"), of.before));
    drill
        .figures
        .push((format!("calls in flight at {id} while it is slow"), of.after));
    let figures = &mut bench.load.figures;
    let value = |cell: Id| figures.value(cell);
    let (Some(places), Some(rate), Some(before), Some(after)) =
        (value(of.places), value(of.rate), value(of.before), value(of.after))
    else {
        return;
    };
    drill.figures.push((format!("places of {id}"), of.places));
    if rate <= 0.0 {
        return;
    }
    let pool = Pool {
        places,
        rate,
        service: before / rate,
        delay: (after - before).max(0.0) / rate,
    };
    if pool.full_after().is_none() {
        return;
    }
    // (places − in flight before) ÷ rate: none of the calls that are on their way comes back in time.
    let free = figures.difference(of.places, of.before);
    let full = figures.quotient(free, of.rate);
    let full = figures.named(full, || format!("{id} places taken after"));
    drill
        .figures
        .push((format!("all places of {id} are taken after"), full));
    let more = figures.text(of.after);
    drill.helps.push(format!(
        "a shorter `timeout` at {id}, a `circuit-breaker`, or more than {more} places (`connection-pool`) over its units"
    ));
}

fn say(bench: &mut Bench, drill: &mut Drill, slow: usize, by: &Slower, service: Result<f64, String>) {
    let id = bench.model.components[slow].id;
    drill
        .assumes
        .push(format!("{id} answers late, but as many calls a second as before"));
    drill
        .assumes
        .push(format!("of what is in flight only the time of {id} itself is counted"));
    if let Slower::Times(times) = by
        && let Some(used) = left::usual(bench.load, bench.model, slow)
    {
        let times = bench.load.figures.quantity(times);
        let then = bench.load.figures.product(&[used, times]);
        let then = bench.load.figures.named(then, || {
            format!("{id} utilisation if it works on no more calls at a time")
        });
        bench.load.figures.print_in(then, 0.01, "%");
        drill.figures.push((
            format!("utilisation of {id} if it works on no more calls at a time than now"),
            then,
        ));
    }
    drill
        .cannot_know
        .push(format!("whether {id} then works on more calls at a time than now"));
    let factor = match (by, &service) {
        (Slower::Times(times), _) => Some(times.point()),
        (Slower::Longer(more), Ok(service)) if *service > 0.0 => Some((service + more.point()) / service),
        (Slower::Longer(_), _) => None,
    };
    let used = left::usual(bench.load, bench.model, slow).and_then(|used| bench.load.figures.value(used));
    let fits = factor.zip(used).is_some_and(|(factor, used)| factor * used < 1.0);
    if !fits {
        // With no more calls at a time than now it would be full: nothing that calls it is proven to answer.
        let fact = format!("how many calls {id} can work on at a time");
        let calls = |flow: usize| {
            let steps = &bench.model.flows[flow].steps;
            steps.iter().any(|s| s.callee == Party::Component(slow))
        };
        for flow in drill.flows.iter_mut().filter(|f| calls(f.flow)) {
            flow.granted.push(fact.clone());
        }
    }
    if let Err(fact) = service {
        drill
            .cannot_know
            .push(format!("how many calls are in flight: {fact} is not known"));
    }
}
