//! `surge 10x in 2 min`: the load of every flow rises in a line from its peak to so many times that, and stays.

use super::felt::{self, Trouble};
use super::fleet::{self, Fate, Late, Met, Rise};
use super::limits;
use crate::analysis::capacity::{left, plan};
use crate::analysis::drill::{Bench, Drill, Overload};
use crate::analysis::load::Condition;
use crate::figure::Id;
use crate::quantity::expression::Function;
use crate::quantity::{Dimension, Quantity};

/// What is known of each component that flows call.
type Known = Vec<Option<Result<Met, String>>>;

/// Runs it: `times` the peak, reached `within` a time, else at once.
pub(super) fn run(bench: &mut Bench, drill: &mut Drill, times: &Quantity, within: Option<&Quantity>) {
    let rise = Rise::new(&mut bench.load.figures, within);
    let condition = Condition {
        surge: Some(times.clone()),
        ..Condition::default()
    };
    let mut known: Known = (0..bench.model.components.len()).map(|_| None).collect();
    for changed in limits::under(bench, &condition) {
        let c = changed.component;
        let met = changed.loaded.map(|loaded| fleet::meet(bench, c, loaded, &rise));
        let (before, after) = match &met {
            Ok(met) => (Some(met.before), met.after),
            Err(fact) => {
                let unknown = bench.load.figures.missing(fact.as_str(), Dimension::NONE);
                (left::usual(bench.load, bench.model, c).or(Some(unknown)), unknown)
            }
        };
        let mut overload = Overload {
            resource: met.as_ref().ok().map(|met| met.loaded.row.resource),
            ..limits::row_of(bench, c, changed.calls, before, after)
        };
        // Where it grows in time, or is just full, every call is answered.
        if let Ok(Fate::Full | Fate::Grown { .. }) = met.as_ref().map(|met| &met.fate) {
            overload.deficit = None;
        }
        if let Ok(Fate::Grown { used, .. }) = met.as_ref().map(|met| &met.fate) {
            overload.after = Some(*used);
        }
        drill.overloads.push(overload);
        if let Ok(met) = &met {
            tell(bench, drill, met);
        }
        known[c] = Some(met);
    }
    limits::sort(bench, &mut drill.overloads);
    felt::flows(bench, drill, &mut |bench, f, w| trouble(bench, f, w, &known));
    for state in &mut drill.flows {
        first_full(bench, &known, state);
    }
    largest(bench, drill, &known);
    say(bench, drill, &known);
}

/// The numbers of one component, and what would help it.
fn tell(bench: &mut Bench, drill: &mut Drill, met: &Met) {
    let component = &bench.model.components[met.component];
    let id = component.id;
    if let Some(full_at) = met.full_at {
        drill.figures.push((format!("{id} is full after"), full_at));
    }
    match &met.fate {
        Fate::Short { .. } => {
            let needed = at_target(bench, met);
            let figures = &bench.load.figures;
            let (needed, running) = (figures.text(needed), figures.text(met.running));
            drill.helps.push(if component.is_service() {
                let used = figures.percent(met.after);
                format!("a quota of {id} of more than {used} of what it has, asked for before")
            } else if component.file.scale.is_some() {
                format!("`scale: {{to: {needed}}}` for {id}, which keeps it at its target")
            } else {
                format!("{needed} units of {id}, which keep it at its target ({running} run)")
            });
        }
        Fate::Late(late) => tell_late(bench, drill, id, met, late),
        Fate::Grown { units, .. } => {
            let what = format!("units of {id} in the end, which come before it is full");
            drill.figures.push((what, *units));
        }
        Fate::Fine | Fate::Full | Fate::Unknown(_) => {}
    }
}

fn tell_late(bench: &Bench, drill: &mut Drill, id: &str, met: &Met, late: &Late) {
    let text = |cell: Id| bench.load.figures.text(cell);
    for (what, cell) in [
        (format!("{id} has too few units until"), Some(late.until)),
        (
            format!("calls beyond what {id} can answer till then"),
            Some(late.excess),
        ),
        (format!("longest wait at {id}, where calls wait"), Some(late.delay)),
        (format!("{id} has caught up after"), late.drained),
    ] {
        drill.figures.extend(cell.map(|cell| (what, cell)));
    }
    if late.drained.is_none() {
        let text = format!("{id} never catches up: with all units it serves just what comes");
        drill.assumes.push(text);
    }
    let running = text(met.running);
    drill.helps.push(match late.prewarmed {
        Some(units) => format!(
            "{} units of {id} before it begins ({running} run): it is never full then",
            text(units)
        ),
        None => format!("more units of {id} before it begins than its `scale.to` allows"),
    });
    if let Some(at) = late.sighted {
        drill.helps.push(format!(
            "{id} scaling on its calls and not on its utilisation, which can't show more than 100 %: enough units after {} and not {}",
            text(at),
            text(late.until)
        ));
    }
}

/// Units that serve the surge at the target utilisation, in whole zones.
fn at_target(bench: &mut Bench, met: &Met) -> Id {
    let row = &met.loaded.row;
    let figures = &mut bench.load.figures;
    let planned = figures.product(&[row.per_unit, row.target]);
    let units = figures.quotient(row.demand, planned);
    let whole = figures.apply(Function::Ceil, &[units]);
    let component = &bench.model.components[met.component];
    plan::rounded(bench.load, component, whole)
}

/// What a surge does to the calls of one step.
fn trouble(bench: &mut Bench, f: usize, w: usize, known: &Known) -> Option<Trouble> {
    let c = felt::callee(bench, f, w)?;
    let id = bench.model.components[c].id;
    let met = match known.get(c)?.as_ref()? {
        Ok(met) => met,
        Err(fact) => return Some(Trouble::Unknown(fact.clone(), None)),
    };
    let figures = &bench.load.figures;
    match &met.fate {
        Fate::Fine | Fate::Grown { .. } => None,
        Fate::Full => {
            let what = met.loaded.row.resource.name();
            let used = figures.percent(met.after);
            Some(Trouble::Worse(format!(
                "{id} at {used} of its {what}: it serves what comes with nothing to spare, so calls wait"
            )))
        }
        Fate::Unknown(fact) => Some(Trouble::Unknown(fact.clone(), None)),
        Fate::Short { share, at_most } => {
            let what = met.loaded.row.resource.name();
            let used = figures.percent(at_most.unwrap_or(met.after));
            let why = match at_most {
                Some(_) => format!("{id} at {used} of its {what} with all units that it may start"),
                None => format!("{id} at {used} of its {what}"),
            };
            Some(Trouble::Fails(Some(*share), why))
        }
        Fate::Late(late) => Some(waiting(bench, f, w, c, late)),
    }
}

/// What the calls of a step make of units that come late: turned away, too late for who waits, or just late.
fn waiting(bench: &Bench, f: usize, w: usize, c: usize, late: &Late) -> Trouble {
    let (model, figures) = (bench.model, &bench.load.figures);
    let walked = &bench.load.flows[f].walk.steps[w];
    let file = model.flows[f].steps[walked.step].file;
    let (caller, id) = (model.party_id(walked.caller), model.components[c].id);
    let facts = &model.components[c].file.facts;
    let (from, until, delay) = (
        figures.text(late.from),
        figures.text(late.until),
        figures.text(late.delay),
    );
    if facts.says("load-shedding") == Some(true) || facts.says("rate-limit") == Some(true) {
        let why = format!("{id} turns away what is too much from {from} to {until}");
        return Trouble::Fails(Some(late.share), why);
    }
    let why = format!("calls wait up to {delay} for {id}");
    if !file.waits {
        return Trouble::Worse(why);
    }
    let Some(timeout) = &file.timeout else {
        return Trouble::Unknown(format!("`timeout` of `{caller} -> {id}`"), Some(why));
    };
    match figures.value(late.delay) {
        Some(delay) if delay <= timeout.point() => {
            Trouble::Worse(format!("{why}, within the timeout of {}", timeout.text))
        }
        _ => {
            let text = "answers come when nobody waits for them any more";
            let given = &timeout.text;
            Trouble::Fails(
                None,
                format!("{why} and `{caller}` gives up after {given}: without shedding {text}"),
            )
        }
    }
}

/// Notes which component of a flow is full first.
fn first_full(bench: &Bench, known: &Known, state: &mut crate::analysis::drill::FlowState) {
    let mut first: Option<(usize, Id, f64)> = None;
    for w in 0..bench.load.flows[state.flow].walk.steps.len() {
        let met = felt::callee(bench, state.flow, w).and_then(|c| known.get(c)?.as_ref()?.as_ref().ok());
        let Some((met, full_at)) = met.and_then(|met| Some((met, met.full_at?))) else {
            continue;
        };
        let at = bench.load.figures.value(full_at).unwrap_or(0.0);
        if first.is_none_or(|(_, _, earliest)| at < earliest) {
            first = Some((met.component, full_at, at));
        }
    }
    if let Some((c, full_at, _)) = first {
        let (id, at) = (bench.model.components[c].id, bench.load.figures.text(full_at));
        felt::push(&mut state.reasons, format!("the first to be full is {id}, after {at}"));
    }
}

/// How large a surge the units that run bear.
fn largest(bench: &mut Bench, drill: &mut Drill, known: &Known) {
    let used: Vec<Id> = known.iter().flatten().flatten().map(|met| met.before).collect();
    if used.is_empty() {
        return;
    }
    let figures = &mut bench.load.figures;
    let fullest = figures.max(&used);
    let one = figures.number(1.0);
    let times = figures.quotient(one, fullest);
    let times = figures.named(times, || "largest surge that the running units bear");
    if figures.value(times).is_none_or(|times| times <= 1.0) {
        return;
    }
    let for_whom = match known.iter().flatten().flatten().any(|met| scales(bench, met)) {
        true => " for the units of the beginning",
        false => "",
    };
    let known = match known.iter().flatten().any(Result::is_err) {
        true => ", as far as limits are known",
        false => "",
    };
    let what = format!("times the peak that is too much{for_whom}{known}");
    drill.figures.push((what, times));
}

fn say(bench: &Bench, drill: &mut Drill, known: &Known) {
    let assumes = &mut drill.assumes;
    assumes.push("all flows rise together, in a line, from their peaks, and stay there".to_string());
    if bench
        .model
        .components
        .iter()
        .any(|c| c.role == crate::catalog::Role::Cache)
    {
        assumes.push("caches hit as often as before".to_string());
    }
    let all = || known.iter().flatten().flatten();
    if all()
        .any(|met| matches!(met.fate, Fate::Late(_) | Fate::Short { .. } | Fate::Grown { .. }) && scales(bench, met))
    {
        let sees =
            "autoscaling adds units for the utilisation that it sees, at most 100 %, and they serve `scale.in` later";
        assumes.push(sees.to_string());
        let provider = "whether the provider has the units, and starts them all at once";
        drill.cannot_know.push(provider.to_string());
    }
    let managed: Vec<&str> = all()
        .map(|met| &bench.model.components[met.component])
        .filter(|component| component.is_service())
        .map(|component| component.id)
        .collect();
    if !managed.is_empty() {
        let list = managed.join(", ");
        drill
            .cannot_know
            .push(format!("how fast the quotas of what is managed follow ({list})"));
    }
    drill
        .cannot_know
        .push("how many of those who get no answer ask again".to_string());
}

fn scales(bench: &Bench, met: &Met) -> bool {
    bench.model.components[met.component].file.scale.is_some()
}
