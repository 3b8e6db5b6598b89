//! How the session went, as far as its journal tells.

use super::Condition;
use crate::interview::journal::{Event, Journal, What};
use crate::report::Evidence;
use crate::review::look::{Answer, Look, said};
use crate::review::session;

pub const POINTS: &[Condition] = &[
    ("asked-first", asked_first),
    ("summary-said", summary_said),
    ("checked-in", checked_in),
    ("time-kept", time_kept),
    ("details-parked", details_parked),
    ("few-hints", few_hints),
];

/// Fewest facts that are asked for.
const QUESTIONS: usize = 3;
/// Fewest pauses in which what was said is confirmed.
const CHECK_INS: usize = 3;
/// Phases may take so many times what the plan gives them.
const SLACK: f64 = 1.25;
/// Most hints of one who leads.
const HINTS: usize = 2;

/// The answer of a journal; unknown where there is none.
fn journal(look: &Look, then: impl FnOnce(&Journal) -> Answer) -> Answer {
    match look.journal {
        Some(journal) => then(journal),
        None => Answer::unknown("no journal of a session lies beside the design"),
    }
}

fn quoted(event: &Event) -> Evidence {
    said(format!("{} min: {}", event.at / 60, event.text))
}

/// Whether an event is a part of the design itself.
fn designs(event: &Event) -> bool {
    event.what == What::Answer && (event.key == "components" || event.key.starts_with("steps."))
}

fn asked_first(look: &Look) -> Answer {
    journal(look, |journal| {
        let before = journal.events.iter().take_while(|event| !designs(event));
        let asked: Vec<Evidence> = before.filter(|event| session::asks(event)).map(quoted).collect();
        match asked.len() {
            n if n >= QUESTIONS => Answer::shown(asked),
            n => {
                let few = said(format!(
                    "{n} of at least {QUESTIONS} questions asked before the first box"
                ));
                Answer::open(std::iter::once(few).chain(asked).collect())
            }
        }
    })
}

fn summary_said(look: &Look) -> Answer {
    match &look.report.summary {
        Some(summary) => Answer::shown(vec![look.at("summary", summary.clone())]),
        None => Answer::nothing("the design has no `summary`"),
    }
}

fn checked_in(look: &Look) -> Answer {
    journal(look, |journal| {
        let pauses: Vec<&Event> = journal
            .events
            .iter()
            .filter(|event| session::checks_in(event))
            .collect();
        let told = pauses.iter().map(|event| match event.text.is_empty() {
            true => said(format!("{} min: {}, nothing noted", event.at / 60, event.key)),
            false => quoted(event),
        });
        match pauses.len() {
            n if n >= CHECK_INS => Answer::shown(told.collect()),
            n => {
                let few = said(format!("{n} of at least {CHECK_INS} check-ins"));
                Answer::open(std::iter::once(few).chain(told).collect())
            }
        }
    })
}

fn time_kept(look: &Look) -> Answer {
    journal(look, |journal| {
        let times = session::times(journal, look.plan);
        let (mut wrong, mut right) = (Vec::new(), Vec::new());
        for time in &times {
            let says = format!(
                "{}: {:.1} of {:.1} min",
                time.phases.join(", "),
                time.took,
                time.planned
            );
            match time.took <= time.planned * SLACK {
                true => right.push(said(says)),
                false => wrong.push(said(says)),
            }
        }
        match times.is_empty() {
            true => Answer::unknown("the journal closes no phase"),
            false => Answer::of(wrong, right, ""),
        }
    })
}

fn details_parked(look: &Look) -> Answer {
    journal(look, |journal| {
        let parked: Vec<Evidence> = (journal.events.iter())
            .filter(|e| e.what == What::Park)
            .map(quoted)
            .collect();
        match parked.is_empty() {
            true => Answer::not_applicable("nothing was parked"),
            false => Answer::shown(parked),
        }
    })
}

fn few_hints(look: &Look) -> Answer {
    journal(look, |journal| {
        let hints: Vec<&Event> = journal.events.iter().filter(|event| event.what == What::Hint).collect();
        let told = hints
            .iter()
            .map(|e| said(format!("{} min: a hint at {}", e.at / 60, e.key)));
        match hints.len() {
            0 => Answer::shown(vec![said("no hint was taken")]),
            n if n <= HINTS => Answer::shown(told.collect()),
            n => Answer::open(
                std::iter::once(said(format!("{n} hints, {HINTS} at most")))
                    .chain(told)
                    .collect(),
            ),
        }
    })
}
