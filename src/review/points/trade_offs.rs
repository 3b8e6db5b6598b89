//! Whether choices were made, and what they were paid with.

use super::Condition;
use crate::report::{Decision, Evidence};
use crate::review::look::{Answer, Look};

pub const POINTS: &[Condition] = &[
    ("choices-written-down", choices_written_down),
    ("reasons-given", reasons_given),
    ("rejected-named", rejected_named),
    ("price-named", price_named),
    ("stance-on-partition", stance_on_partition),
    ("revisit-trigger", revisit_trigger),
];

const NONE: &str = "there are no decisions";

fn decisions<'a>(look: &Look<'a>) -> &'a [Decision] {
    &look.report.decisions
}

/// Splits decisions by whether they say a thing.
fn each(look: &Look, lacks: &str, says: impl Fn(&Decision) -> Option<String>) -> Answer {
    let (mut wrong, mut right) = (Vec::new(), Vec::new());
    for decision in decisions(look) {
        match says(decision) {
            Some(words) => right.push(look.of_decision(decision, format!("{} {words}", decision.id))),
            None => wrong.push(look.of_decision(decision, format!("{} {lacks}", decision.id))),
        }
    }
    match wrong.is_empty() && right.is_empty() {
        true => Answer::nothing(NONE),
        false => Answer::of(wrong, right, ""),
    }
}

fn choices_written_down(look: &Look) -> Answer {
    let chosen = decisions(look).iter().filter(|d| d.chose.is_some());
    let right: Vec<Evidence> = chosen
        .map(|d| {
            look.of_decision(
                d,
                format!("{} chose {}: {}", d.id, d.chose.as_deref().unwrap_or_default(), d.title),
            )
        })
        .collect();
    match right.is_empty() {
        true => Answer::nothing("nothing under `decisions` chose anything"),
        false => Answer::shown(right),
    }
}

fn reasons_given(look: &Look) -> Answer {
    let because = |d: &Decision| (!d.because.is_empty()).then(|| format!("because of {}", d.because.join(", ")));
    each(look, "names no reason", because)
}

fn rejected_named(look: &Look) -> Answer {
    let over = |d: &Decision| (!d.over.is_empty()).then(|| format!("over {}", d.over.join(", ")));
    each(look, "names nothing that was rejected", over)
}

fn price_named(look: &Look) -> Answer {
    let cost = |d: &Decision| d.at_the_cost_of.as_ref().map(|cost| format!("at the cost of {cost}"));
    each(look, "does not say what it costs", cost)
}

fn stance_on_partition(look: &Look) -> Answer {
    let (known, open): (Vec<_>, Vec<_>) = look.report.stances.iter().partition(|s| s.pacelc.is_some());
    let place = |store: &str| look.place(&format!("components.{store}"));
    let wrong = open.iter().map(|s| Evidence {
        says: format!(
            "what a {} of {} gives up is unknown without {}",
            s.access,
            s.store,
            s.missing.as_deref().unwrap_or("its replication")
        ),
        place: place(&s.store),
    });
    let right = known.iter().map(|s| Evidence {
        says: format!(
            "{} of {}: {}",
            s.access,
            s.store,
            s.pacelc.as_deref().unwrap_or_default()
        ),
        place: place(&s.store),
    });
    Answer::of(
        wrong.collect(),
        right.collect(),
        "no store has copies that could disagree",
    )
}

fn revisit_trigger(look: &Look) -> Answer {
    let revisit = |d: &Decision| d.revisit.as_ref().map(|when| format!("is looked at again {when}"));
    each(look, "does not say when to look at it again", revisit)
}
