//! `poison message`: a message that no consumer can work on. Is it set aside, or do the others wait behind it?

use super::felt::{self, Trouble};
use super::queued::{self, Taken};
use crate::analysis::drill::{Bench, Drill, State};
use crate::analysis::latency;
use crate::figure::{Id, Origin};
use crate::quantity::{Dimension, Spread};

/// The word for a place where messages go that failed so many times.
const DEAD_LETTER: &str = "dead-letter";

pub(super) fn run(bench: &mut Bench, drill: &mut Drill, at: Option<usize>) {
    let all = queued::all(bench, at);
    let mut told = std::collections::BTreeSet::new();
    for flow in (0..bench.model.flows.len()).filter(|f| !bench.model.flows[*f].fragment) {
        let mut state = felt::unharmed(bench, flow);
        for taken in all.iter().filter(|taken| taken.flow == flow) {
            let (log, consumer) = (taken.log, taken.consumer);
            match said(bench, taken) {
                Said::After(tries) => {
                    let words = set_aside(bench, taken, tries);
                    felt::push(&mut state.reasons, words);
                    if told.insert((log, consumer)) {
                        blocked(bench, drill, taken, tries);
                    }
                }
                Said::Some => {
                    let fact = format!(
                        "`{DEAD_LETTER}: n` of {} (after how many tries)",
                        bench.model.components[log].id
                    );
                    let why = "a message that nobody can work on is set aside, nobody says after how many tries";
                    felt::add(
                        bench,
                        &mut state,
                        taken.w,
                        Trouble::Unknown(fact, Some(why.to_string())),
                        false,
                    );
                }
                Said::Never => {
                    let why = for_ever(bench, taken);
                    felt::add(bench, &mut state, taken.w, Trouble::Worse(why), false);
                    let help = format!("`has: {{{DEAD_LETTER}: 5}}` at {}", bench.model.components[log].id);
                    felt::push(&mut drill.helps, help);
                }
                Said::Nothing => {
                    let fact = format!("`{DEAD_LETTER}` of {}", bench.model.components[log].id);
                    let why = format!(
                        "nobody says where a message goes that {} can't work on",
                        bench.model.components[consumer].id
                    );
                    felt::add(bench, &mut state, taken.w, Trouble::Unknown(fact, Some(why)), false);
                    state.state = state.state.max(State::Unknown);
                }
            }
        }
        drill.flows.push(state);
    }
    drill
        .assumes
        .push("messages of one key are worked on in their order".to_string());
    drill
        .cannot_know
        .push("who looks at what was set aside, and when".to_string());
    if all.is_empty() {
        drill
            .assumes
            .push("nobody takes messages from a log or a queue".to_string());
    }
}

/// What a design says of messages that fail.
enum Said {
    /// Set aside after so many tries.
    After(Id),
    /// Set aside, nobody knows when.
    Some,
    /// Tried for ever.
    Never,
    Nothing,
}

fn said(bench: &mut Bench, taken: &Taken) -> Said {
    for facts in taken.facts(bench) {
        match facts.says(DEAD_LETTER) {
            Some(false) => return Said::Never,
            None => {}
            Some(true) => {
                let said = facts.has.iter().find(|(word, _)| word.value == DEAD_LETTER);
                let number = said.and_then(|(word, text)| Some((word.span, text.as_ref()?.parse::<u32>().ok()?)));
                return match number {
                    Some((span, tries)) => {
                        let tries = Spread::Exact(f64::from(tries));
                        Said::After(bench.load.figures.given(tries, Dimension::NONE, Origin::File(span)))
                    }
                    None => Said::Some,
                };
            }
        }
    }
    Said::Nothing
}

fn set_aside(bench: &Bench, taken: &Taken, tries: Id) -> String {
    let consumer = bench.model.components[taken.consumer].id;
    let tries = bench.load.figures.text(tries);
    format!("what {consumer} can't work on is set aside after {tries} tries")
}

/// All behind it in its part of the log wait.
fn for_ever(bench: &Bench, taken: &Taken) -> String {
    let log = &bench.model.components[taken.log];
    let consumer = bench.model.components[taken.consumer].id;
    let part = match log.groups().filter(|groups| *groups > 1 && !log.is_service()) {
        Some(groups) => format!("all behind it in its partition wait, up to 1 in {groups} of all messages"),
        None => "all behind it wait".to_string(),
    };
    format!("{consumer} tries for ever, and {part}")
}

/// How long those behind it wait: tries × the time of one.
fn blocked(bench: &mut Bench, drill: &mut Drill, taken: &Taken, tries: Id) {
    let model = bench.model;
    let consumer = model.components[taken.consumer].id;
    let one = match latency::mean_service(model, bench.load, taken.consumer) {
        Ok(seconds) => {
            let origin = Origin::Default("mean of the distribution through p50 and p99");
            bench
                .load
                .figures
                .given(Spread::Exact(seconds), Dimension::TIME, origin)
        }
        Err(fact) => bench.load.figures.missing(fact, Dimension::TIME),
    };
    let figures = &mut bench.load.figures;
    let one = figures.named(one, || format!("{consumer} time of a try"));
    let wait = figures.product(&[tries, one]);
    let wait = figures.named(wait, || format!("{consumer} tries of a poison message"));
    drill.figures.push((
        format!("those behind it wait for {consumer}, without its pauses,"),
        wait,
    ));
}
