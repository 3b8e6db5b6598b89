//! Whether a part of the design was taken to the level of state and messages.

use super::Condition;
use crate::report::{Evidence, Status, Step, Verdict};
use crate::review::look::{Answer, Look, said};

pub const POINTS: &[Condition] = &[
    ("targets-judged", targets_judged),
    ("targets-met", targets_met),
    ("calls-explained", calls_explained),
    ("mechanisms-with-numbers", mechanisms_with_numbers),
    ("latency-spent", latency_spent),
    ("hot-spots", hot_spots),
    ("target-state-works", target_state_works),
    ("doubt-shown", doubt_shown),
];

/// Fewest targets that are followed to a number.
const TARGETS: usize = 2;
/// Fewest mechanisms that are explained.
const MECHANISMS: usize = 2;

fn line(verdict: &Verdict) -> Evidence {
    let found = match (&verdict.value, verdict.because.first()) {
        (Some(value), _) => format!("found {value}"),
        (None, Some(because)) => because.clone(),
        (None, None) => "found no value".to_string(),
    };
    Evidence {
        says: format!("{}: {} {}, {found}", verdict.id, verdict.metric, verdict.target),
        place: verdict.place.clone(),
    }
}

/// Verdicts that a calculation can reach.
fn computable<'a>(look: &Look<'a>) -> impl Iterator<Item = &'a Verdict> {
    look.report.verdicts.iter().filter(|v| !v.not_computable)
}

fn targets_judged(look: &Look) -> Answer {
    let judged: Vec<&Verdict> = computable(look).filter(|v| v.status != Status::Unknown).collect();
    let open = computable(look).filter(|v| v.status == Status::Unknown).map(|v| {
        let fact = v
            .missing
            .first()
            .map_or(String::new(), |fact| format!(" without {fact}"));
        Evidence {
            says: format!("{}: {} is unknown{fact}", v.id, v.metric),
            place: v.place.clone(),
        }
    });
    match judged.len() {
        n if n >= TARGETS => Answer::shown(judged.into_iter().map(line).collect()),
        0 if computable(look).next().is_none() => Answer::nothing("no quality has a number to be judged by"),
        n => {
            let few = said(format!("{n} of at least {TARGETS} targets can be judged"));
            Answer::open(std::iter::once(few).chain(open).collect())
        }
    }
}

fn targets_met(look: &Look) -> Answer {
    let of = |status: Status| computable(look).filter(move |v| v.status == status);
    let failed: Vec<Evidence> = of(Status::Fail).map(line).collect();
    let met: Vec<Evidence> = of(Status::Pass).map(line).collect();
    if !failed.is_empty() {
        return Answer::open(failed);
    }
    let unknown: Vec<&Verdict> = of(Status::Unknown).collect();
    match (unknown.first(), met.is_empty()) {
        (Some(first), _) => {
            let fact = first.missing.first().map_or(String::new(), |fact| format!(": {fact}"));
            Answer::unknown(format!(
                "{} targets can't be judged, the first is {}{fact}",
                unknown.len(),
                first.id
            ))
        }
        (None, true) => Answer::nothing("no quality has a number to be judged by"),
        (None, false) => Answer::shown(met),
    }
}

fn calls_explained(look: &Look) -> Answer {
    let (mut wrong, mut right) = (Vec::new(), Vec::new());
    for flow in look.must_flows() {
        let stored = flow.steps.iter().filter(|step| {
            let keeps = |id: &str| look.truths().any(|e| e.kept_in.iter().any(|store| store == id));
            keeps(&step.to)
        });
        for step in stored {
            let index = flow
                .steps
                .iter()
                .position(|s| std::ptr::eq(s, step))
                .unwrap_or_default();
            let path = format!("flows.{}.{index}", flow.id);
            let call = format!("{} -> {}", step.from, step.to);
            match step.action.is_empty() {
                true => wrong.push(look.at(&path, format!("{call} does not say what it reads or writes"))),
                false => right.push(look.at(&path, format!("{call}: {}", step.action))),
            }
        }
    }
    Answer::of(wrong, right, "no must touches a store")
}

/// What a step does beyond calling, as far as it is said with a number or a name.
fn mechanism(step: &Step) -> Option<String> {
    if let Some(hit) = &step.hit {
        return Some(format!("{} answers {hit} itself", step.to));
    }
    if let Some(other) = &step.if_down {
        return Some(format!("without {} it is {other}", step.to));
    }
    let words = [
        "timeout",
        "retry",
        "retries",
        "in one call",
        "from a replica",
        "every unit",
    ];
    let note = step
        .notes
        .iter()
        .find(|note| words.iter().any(|word| note.contains(word)))?;
    Some(format!("{} -> {}: {note}", step.from, step.to))
}

fn mechanisms_with_numbers(look: &Look) -> Answer {
    let right = look.steps(
        |step| mechanism(step).is_some(),
        |step| mechanism(step).unwrap_or_default(),
    );
    match right.len() {
        n if n >= MECHANISMS => Answer::shown(right),
        n => {
            let few = said(format!(
                "{n} of at least {MECHANISMS} steps say how they work: hit, timeout, retries, batch, fallback"
            ));
            Answer::open(std::iter::once(few).chain(right).collect())
        }
    }
}

fn latency_spent(look: &Look) -> Answer {
    let asked: Vec<&Verdict> = computable(look).filter(|v| v.metric == "latency").collect();
    let (known, unknown): (Vec<&Verdict>, Vec<&Verdict>) = asked.iter().partition(|v| v.status != Status::Unknown);
    match (known.is_empty(), unknown.first()) {
        (true, None) => Answer::nothing("no quality says how fast it is"),
        (_, Some(open)) => Answer::open(vec![Evidence {
            says: format!(
                "{}: its time can't be told without {}",
                open.id,
                open.missing.first().map_or("facts", String::as_str)
            ),
            place: open.place.clone(),
        }]),
        (false, None) => Answer::shown(known.into_iter().map(line).collect()),
    }
}

fn hot_spots(look: &Look) -> Answer {
    let rules = [
        "hot-key",
        "cold-cache-overload",
        "ttl-without-jitter",
        "large-body-through-service",
    ];
    let mut right = look.steps(
        |step| step.hit.is_some(),
        |step| format!("{} takes the load off the store", step.to),
    );
    let split = look.report.components.iter().filter(|c| !c.partitions.is_empty());
    right.extend(split.map(|c| look.of_component(c, format!("{} is judged by what one key may ask of it", c.id))));
    look.watched(&rules, right, "no cache and no partition can run hot")
}

fn target_state_works(look: &Look) -> Answer {
    let Some(state) = &look.report.state else {
        return match look.below("states").first() {
            Some(path) => {
                let name = path.rsplit('.').next().unwrap_or(path);
                Answer::unknown(format!("this review is of today: `--state {name}` judges the other"))
            }
            None => Answer::nothing("there is no other state to judge"),
        };
    };
    let right = vec![look.at(&format!("states.{state}"), format!("the state {state} is under review"))];
    look.watched(&["overloaded", "scale-limit-too-low", "zone-loss-overload"], right, "")
}

fn doubt_shown(look: &Look) -> Answer {
    let doubtful = computable(look).filter_map(|v| {
        let share = v.probability?;
        Some(Evidence {
            says: format!(
                "{} holds in {:.0} % of the cases that the ranges allow",
                v.id,
                share * 100.0
            ),
            place: v.place.clone(),
        })
    });
    let right: Vec<Evidence> = doubtful.collect();
    let ranges = look.report.flows.iter().any(|f| f.rate.range.is_some());
    match (right.is_empty(), ranges) {
        (false, _) => Answer::shown(right),
        (true, true) => Answer::shown(vec![
            look.at("load.users", "inputs are ranges, and no verdict hangs on them"),
        ]),
        (true, false) => Answer::nothing("no verdict knows how sure it is: all inputs are exact numbers"),
    }
}
