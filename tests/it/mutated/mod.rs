//! Every file of the project with something changed in it goes through every stage, and none may panic or hang.
//!
//! The run is the same on every machine: a case is known by its number. `NAPKIN_MUTATIONS` multiplies how many there
//! are; a case that fails is written beside the other files of the tests, for a closer look.

mod change;
mod corpus;
mod stage;

use crate::dice::Dice;
use change::Change;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// Far longer than any case takes, without optimisation and on a slow machine too.
const PATIENCE: Duration = Duration::from_secs(120);

/// How many times the usual number of cases is wanted.
fn budget() -> u64 {
    let told = std::env::var("NAPKIN_MUTATIONS").ok();
    told.and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// The text of a case that failed, to be looked at.
fn kept(name: &str, case: u64, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mutated-{name}-{case}.txt"));
    let _ = fs::write(&path, text);
    path
}

/// Sends changed texts through a stage; each must come back.
fn survives(
    name: &'static str,
    cases: u64,
    texts: &'static [String],
    stage: impl Fn(&str, &mut Dice) + Send + 'static,
) {
    let cases = cases * budget();
    let (begun, watch) = channel();
    let worker = thread::spawn(move || {
        let change = Change { texts };
        let mut failed = Vec::new();
        for case in 0..cases {
            let mut dice = Dice(case);
            // Neighbouring numbers begin alike.
            for _ in 0..4 {
                dice.roll(2);
            }
            let text = change.of(&mut dice);
            let _ = begun.send((case, text.clone()));
            if catch_unwind(AssertUnwindSafe(|| stage(&text, &mut dice))).is_err() {
                failed.push(kept(name, case, &text));
            }
        }
        failed
    });
    let mut last = None;
    loop {
        match watch.recv_timeout(PATIENCE) {
            Ok(case) => last = Some(case),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                let (case, text) = last.expect("a case has begun");
                let path = kept(name, case, &text);
                panic!("case {case} of {name} does not end: {}", path.display());
            }
        }
    }
    let failed = worker.join().expect("the worker catches what a stage throws");
    assert!(failed.is_empty(), "{name}: a panic with {failed:#?}");
}

#[test]
fn designs_survive() {
    survives("designs", 250, corpus::designs(), stage::design);
}

#[test]
fn expressions_survive() {
    survives("expressions", 4000, corpus::expressions(), stage::expression);
}

#[test]
fn catalog_files_survive() {
    survives("catalog", 60, corpus::catalog(), stage::catalog);
}

#[test]
fn templates_survive() {
    survives("templates", 60, corpus::templates(), stage::template);
}

#[test]
fn layouts_survive() {
    survives("layouts", 1000, corpus::designs(), stage::layout);
}

#[test]
fn other_files_survive() {
    survives("files", 500, corpus::everything(), stage::any_file);
}
