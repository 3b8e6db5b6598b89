//! `retry storm`, `retry storm at X`: the calls of a component fail for a moment, every caller tries again, and layers
//! of callers multiply. Does it recover when the cause is gone?

use super::felt::{self, Trouble};
use super::limits;
use crate::analysis::capacity::Row;
use crate::analysis::drill::{Bench, Drill, Overload};
use crate::design::Resource;
use crate::figure::{Id, Origin};
use crate::model::walk::Source;
use crate::model::{Party, Step, nesting};
use crate::overload::{Retrying, Stability};
use crate::quantity::expression::Function;
use crate::quantity::{Dimension, Spread};
use std::collections::BTreeMap;

/// The word for a share of the calls that all retries of a caller together may reach.
const BUDGET: &str = "retry-budget";

/// Tries of a call that fails, with and without the budgets of its callers.
#[derive(Debug, Clone, Copy)]
struct Tried {
    within: Id,
    without: Id,
}

/// Tries of each walked step when it fails; none where it is tried once.
type Tries = Vec<Option<Tried>>;

/// A component whose calls are tried again.
struct Storm {
    /// Tries of a call, as a mean over its callers.
    tries: Tried,
    /// What of it the tries fill the most.
    resource: Resource,
    /// Utilisation by first tries, and by all, each of the resource that is the fullest then.
    before: Id,
    after: Id,
    /// How many times as full it would be without the budgets of its callers.
    unbounded: Id,
    stability: Stability,
}

/// What is known of each component whose calls are tried again.
type Known = BTreeMap<usize, Result<Storm, String>>;

pub(super) fn run(bench: &mut Bench, drill: &mut Drill, at: Option<usize>) {
    let tries: Vec<Tries> = (0..bench.load.flows.len()).map(|f| tries(bench, f, at)).collect();
    let within = rows(bench, &tries, |tries| tries.within);
    let without = rows(bench, &tries, |tries| tries.without);
    let mut known = Known::new();
    for c in 0..bench.model.components.len() {
        if let Some(factor) = factor(bench, c, &tries) {
            let met = [within[c].as_slice(), without[c].as_slice()];
            known.insert(c, storm(bench, c, factor, met));
        }
    }
    for (c, storm) in &known {
        if let Ok(storm) = storm {
            tell(bench, drill, *c, storm);
        }
    }
    limits::sort(bench, &mut drill.overloads);
    felt::flows(bench, drill, &mut |bench, f, w| trouble(bench, f, w, &known));
    let assumes = &mut drill.assumes;
    assumes.push(
        "calls are tried again only where a step says `retries`; then all of them fail and all are tried".to_string(),
    );
    assumes.push("what is answered too late is work for nothing".to_string());
    drill
        .cannot_know
        .push("how often people try again themselves".to_string());
    drill
        .cannot_know
        .push("how the tries lie in time: jitter makes their peak lower, not their number".to_string());
    if known.is_empty() {
        drill.assumes.push("no step into it is tried again".to_string());
    }
}

/// Whether a failure of a step is one of its caller's call.
fn passes_on(step: &Step) -> bool {
    step.file.waits && !step.file.optional && step.if_down.is_none() && step.file.hit.is_none()
}

/// Tries of the steps of a flow: 1 + retries, times those of the calls inside which they run. With a component, only
/// those on the way to it.
fn tries(bench: &mut Bench, flow: usize, at: Option<usize>) -> Tries {
    let model = bench.model;
    let inside = nesting::inside(&bench.load.flows[flow].walk);
    let on_the_way = on_the_way(bench, flow, &inside, at);
    let sets = bench.load.flows[flow].walk.sets.len();
    let mut of_set: Tries = vec![None; sets];
    let mut tries: Tries = Vec::with_capacity(inside.len());
    for (w, set) in inside.into_iter().enumerate() {
        let walked = &bench.load.flows[flow].walk.steps[w];
        let (into, step) = (walked.into, &model.flows[flow].steps[walked.step]);
        let own = own(bench, step).filter(|_| on_the_way[w]);
        let outer = of_set[set].filter(|_| on_the_way[w] && passes_on(step));
        let figures = &mut bench.load.figures;
        let all = both(own, outer, |a, b| figures.product(&[a, b]));
        // Of several ways into a set the one with most tries counts.
        of_set[into] = both(of_set[into], all, |a, b| figures.max(&[a, b]));
        tries.push(all);
    }
    tries
}

/// Puts two together, or takes the one that there is.
fn both(a: Option<Tried>, b: Option<Tried>, mut join: impl FnMut(Id, Id) -> Id) -> Option<Tried> {
    match (a, b) {
        (Some(a), Some(b)) => Some(Tried {
            within: join(a.within, b.within),
            without: join(a.without, b.without),
        }),
        (a, b) => a.or(b),
    }
}

/// Tries of one step: 1 + retries, at most 1 + budget; none where it is tried once or a breaker cuts tries off.
fn own(bench: &mut Bench, step: &Step) -> Option<Tried> {
    let model = bench.model;
    let retries = step
        .file
        .retries
        .as_ref()
        .filter(|retries| retries.value > 0 && step.file.waits)?;
    let caller = match step.caller {
        Party::Component(c) => Some(c),
        Party::Actor(_) | Party::Unknown => None,
    };
    let breaker = |facts: &crate::design::Facts| facts.says("circuit-breaker") == Some(true);
    if breaker(&step.file.facts) || caller.is_some_and(|c| breaker(&model.components[c].file.facts)) {
        return None;
    }
    let budget = caller.and_then(|c| bench.load.said(model, c, BUDGET));
    let figures = &mut bench.load.figures;
    let tries = Spread::Exact(f64::from(retries.value) + 1.0);
    let tries = figures.given(tries, Dimension::NONE, Origin::File(retries.span));
    let within = match budget {
        Some(budget) => {
            let one = figures.number(1.0);
            let most = figures.sum(&[one, budget], Dimension::NONE);
            figures.apply(Function::Min, &[tries, most])
        }
        None => tries,
    };
    Some(Tried { within, without: tries })
}

/// Steps into a component, and those inside which they run; all where none is named.
fn on_the_way(bench: &Bench, flow: usize, inside: &[usize], at: Option<usize>) -> Vec<bool> {
    let walk = &bench.load.flows[flow].walk;
    let Some(at) = at else {
        return vec![true; walk.steps.len()];
    };
    let mut on_the_way = vec![false; walk.steps.len()];
    let mut open: Vec<usize> = (0..walk.steps.len())
        .filter(|w| walk.steps[*w].callee == Party::Component(at))
        .collect();
    while let Some(w) = open.pop() {
        if std::mem::replace(&mut on_the_way[w], true) {
            continue;
        }
        let step = &bench.model.flows[flow].steps[walk.steps[w].step];
        if passes_on(step) {
            open.extend(&walk.sets[inside[w]].from);
        }
        // A miss is made by the caller of the cache, whose own call it is inside of.
        if let Source::Misses(set) = walk.steps[w].source
            && set == inside[w]
        {
            open.extend(&walk.sets[set].from);
        }
    }
    on_the_way
}

/// Mean tries of the calls of a component; none where none of them is tried again.
fn factor(bench: &mut Bench, c: usize, tries: &[Tries]) -> Option<Tried> {
    let steps = bench.load.steps_into(c);
    let of = |f: usize, w: usize| tries.get(f)?.get(w).copied().flatten();
    if steps.iter().all(|(f, w)| of(*f, *w).is_none()) {
        return None;
    }
    let load = &mut *bench.load;
    let first: Vec<(usize, Id)> = steps.iter().map(|(f, w)| (*f, load.flows[*f].calls[*w])).collect();
    let first = load.peak(bench.model, &first);
    let mut mean = |which: fn(Tried) -> Id| {
        let mut all = Vec::with_capacity(steps.len());
        for (f, w) in &steps {
            let calls = load.flows[*f].calls[*w];
            let calls = of(*f, *w).map_or(calls, |tries| load.figures.product(&[calls, which(tries)]));
            all.push((*f, calls));
        }
        let all = load.peak(bench.model, &all);
        load.figures.quotient(all, first)
    };
    Some(Tried {
        within: mean(|tries| tries.within),
        without: mean(|tries| tries.without),
    })
}

/// The limits of every component with all tries: a resource has only those of its own calls.
fn rows(bench: &mut Bench, tries: &[Tries], which: fn(Tried) -> Id) -> Vec<Vec<Row>> {
    let of_flow = |tries: &Tries| tries.iter().map(|tried| tried.map(which)).collect();
    let times: Vec<Vec<Option<Id>>> = tries.iter().map(of_flow).collect();
    let undo = bench.load.repeat(bench.model, &times);
    let rows = bench
        .load
        .components
        .iter()
        .map(|load| load.resources.clone())
        .collect();
    bench.load.restore(undo);
    rows
}

/// Utilisation of the fullest of a component's limits.
fn used(bench: &mut Bench, rows: &[Row], c: usize) -> Result<Id, String> {
    let rows = limits::of(bench, rows, c)?;
    let used: Vec<Id> = rows.iter().map(|row| row.utilisation).collect();
    match used.is_empty() {
        true => Err(format!("the load of {}", bench.model.components[c].id)),
        false => Ok(bench.load.figures.max(&used)),
    }
}

/// What is known of a component, with its limits under all tries within the budgets of its callers and without them.
fn storm(bench: &mut Bench, c: usize, tries: Tried, [within, without]: [&[Row]; 2]) -> Result<Storm, String> {
    let id = bench.model.components[c].id;
    let first = bench.load.components[c].resources.clone();
    let before = used(bench, &first, c)?;
    let after = used(bench, within, c)?;
    let all = used(bench, without, c)?;
    let filled = limits::of(bench, within, c)?;
    let row = limits::fullest(bench, filled).ok_or_else(|| format!("the load of {id}"))?;
    let figures = &mut bench.load.figures;
    let within = figures.named(tries.within, || format!("{id} tries of a failing call"));
    let after = figures.named(after, || format!("{id} utilisation by all tries"));
    let unbounded = figures.quotient(all, before);
    if let Some(fact) = figures.missing_facts(within, 1).into_iter().next() {
        return Err(fact);
    }
    let value = |id: Id| figures.value(id).unwrap_or(f64::NAN);
    let load = value(before);
    // Nothing that is called is not called again either.
    let most = if load > 0.0 { value(after) / load } else { 1.0 };
    let retrying = Retrying {
        load,
        capacity: 1.0,
        retries: libm::ceil(most).clamp(1.0, 1e9) as u32,
        budget: Some(most.max(1.0) - 1.0),
    };
    Ok(Storm {
        tries: Tried { within, ..tries },
        resource: row.resource,
        before,
        after,
        unbounded,
        stability: retrying.stability().ok_or_else(|| format!("the load of {id}"))?,
    })
}

fn tell(bench: &mut Bench, drill: &mut Drill, c: usize, storm: &Storm) {
    let id = bench.model.components[c].id;
    let calls = bench.load.peak_calls(bench.model, c);
    let figures = &mut bench.load.figures;
    let all = figures.product(&[calls, storm.tries.within]);
    let one = figures.number(1.0);
    let stable = storm.stability == Stability::Stable;
    let carried = figures.quotient(one, storm.after);
    let too_much = figures.rest(carried);
    drill.overloads.push(Overload {
        component: c,
        calls: (calls, all),
        before: Some(storm.before),
        after: Some(storm.after),
        resource: Some(storm.resource),
        deficit: (!stable).then_some(too_much),
    });
    if figures.value(storm.tries.within).is_some_and(|tries| tries > 1.01) {
        drill
            .figures
            .push((format!("tries of a call of {id}"), storm.tries.within));
    }
    if stable {
        return;
    }
    let shed = figures.product(&[calls, too_much]);
    let shed = figures.named(shed, || format!("{id} calls to turn away"));
    drill
        .figures
        .push((format!("calls to turn away at {id} until it recovers"), shed));
    match storm.stability {
        Stability::Overloaded => {
            let failing = failing(bench, id, storm);
            drill
                .figures
                .push((format!("share of the tries of {id} that fail"), failing));
        }
        _ => {
            let whole = figures.quotient(one, storm.before);
            let more = figures.difference(whole, one);
            let room = figures.product(&[calls, more]);
            let room = figures.named(room, || format!("{id} calls more that tip it"));
            drill.figures.push((format!("calls more that tip {id}"), room));
        }
    }
    let used = bench.load.figures.percent(storm.after);
    drill.helps.push(format!(
        "a `circuit-breaker` or a `{BUDGET}` at the callers of {id}, retries in one layer only, or room for {used} of what it can carry now"
    ));
}

/// The share of tries that fails in the long run, from a start at which none did: the least of (1 − C ÷ L)^(1 ÷ A)
/// with all tries A, and 1 − C ÷ (L A) with those within the budgets, see [`Retrying::failing`].
fn failing(bench: &mut Bench, id: &str, storm: &Storm) -> Id {
    let figures = &mut bench.load.figures;
    let one = figures.number(1.0);
    let share = |figures: &mut crate::figure::Figures, used: Id| {
        let carried = figures.quotient(one, used);
        figures.rest(carried)
    };
    let first = share(figures, storm.before);
    let root = figures.quotient(one, storm.unbounded);
    let all = figures.power(first, root);
    let capped = share(figures, storm.after);
    let failing = figures.apply(Function::Min, &[all, capped]);
    let failing = figures.named(failing, || format!("{id} tries that fail"));
    figures.print_in(failing, 0.01, "%");
    failing
}

fn trouble(bench: &mut Bench, f: usize, w: usize, known: &Known) -> Option<Trouble> {
    let c = felt::callee(bench, f, w)?;
    let id = bench.model.components[c].id;
    let storm = match known.get(&c)? {
        Ok(storm) => storm,
        Err(fact) => return Some(Trouble::Unknown(fact.clone(), None)),
    };
    let figures = &bench.load.figures;
    let (before, after) = (figures.percent(storm.before), figures.percent(storm.after));
    match storm.stability {
        Stability::Stable => None,
        Stability::Vulnerable => Some(Trouble::Fails(
            None,
            format!("once calls of {id} fail, tries alone keep it at {after}: it does not recover by itself"),
        )),
        Stability::Overloaded => Some(Trouble::Fails(
            None,
            format!("{id} is at {before} without any retry, and at {after} with all"),
        )),
    }
}
