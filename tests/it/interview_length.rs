//! How many questions a session asks: what decides, and no more.

use crate::interview::setup;
use napkin::Input;
use napkin::catalog::Catalog;
use napkin::interview::{Answers, By, Session, Setup, State, first_text};
use napkin::report::Status;
use napkin::source::Source;
use std::fs;

/// What a person with answers at hand is asked, key by key, with the counter that stands before each.
fn asked(case: &str, plan: &str, answers: &Answers) -> (Vec<(String, usize, usize)>, String) {
    let catalog = Catalog::embedded();
    let setup = Setup {
        plan: plan.to_string(),
        ..setup(Some(case))
    };
    let text = first_text("A system", Some(case));
    let mut session = Session::open(setup, &catalog, None, text, None, Answers::default()).unwrap();
    let mut keys: Vec<(String, usize, usize)> = Vec::new();
    while session.state() == State::Going && keys.len() < 400 {
        let question = session.question().cloned().unwrap();
        let progress = session.progress().unwrap();
        keys.push((question.key.clone(), progress.number, progress.of));
        let known = answers.to(&question, None).map(|(lines, _)| lines).unwrap_or_default();
        for line in known {
            session.reply(&line, By::Typed, 0);
        }
        for _ in 0..3 {
            if session.question().is_some_and(|q| q.key == question.key) {
                session.reply("", By::Typed, 0);
            }
        }
        if session.question().is_some_and(|q| q.key == question.key) {
            session.reply(":s", By::Typed, 0);
        }
    }
    (keys, session.text().to_string())
}

/// The answers of the candidate for the two musts alone.
fn two_musts() -> Answers {
    let text = fs::read_to_string("tests/interview/url-shortener.yaml").unwrap();
    let third = ["  FR3:", "by day", "statistics:", "counts: relational-database"];
    let lines = text
        .lines()
        .filter(|line| !third.iter().any(|part| line.contains(part)));
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    let text = text.replace(", counts: aurora", "").replace("; counter -> counts", "");
    let mut answers = Answers::default();
    answers.file("answers", &text).unwrap();
    answers
}

#[test]
fn two_musts_take_forty_five_questions_and_the_design_is_judged() {
    let (asked, text) = asked("url-shortener", "standard", &two_musts());
    let keys: Vec<&str> = asked.iter().map(|(key, ..)| key.as_str()).collect();
    assert!(keys.len() <= 45, "{}: {keys:?}", keys.len());
    // What decides is asked, what does not waits to be wanted.
    for key in [
        "flows.redirect.out",
        "with.links",
        "units.api",
        "time.api",
        "components.cache.ttl",
    ] {
        assert!(keys.contains(&key), "{key}: {keys:?}");
    }
    for key in [
        "flows.shorten.in",
        "units.counter",
        "contract.api",
        "components.cache.eviction",
        "figures",
    ] {
        assert!(!keys.contains(&key), "{key}: {keys:?}");
    }
    // The counter never jumps: what an answer brings is a handful.
    let totals: Vec<usize> = asked.iter().map(|(_, _, of)| *of).collect();
    assert!(totals.windows(2).all(|pair| pair[1] <= pair[0] + 6), "{totals:?}");
    assert!(asked.iter().all(|(_, number, of)| number <= of));
    let report = napkin::run(Input {
        files: vec![Source::new("design.yaml", text.clone())],
        ..Input::default()
    })
    .report;
    assert_eq!(report.counts.errors, 0, "{text}");
    let passed = report.verdicts.iter().filter(|v| v.status == Status::Pass).count();
    assert!(passed >= 3, "{text}\n{:?}", report.verdicts);
}
