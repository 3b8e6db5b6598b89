//! The quiz: what is asked, how answers are judged, and when a question comes again.

use crate::command_line::{folder, napkin, said};
use napkin::catalog::Catalog;
use napkin::quiz::{Answer, Card, Day, Grade, Line, Log, Record, Session, Topic, Wanted, deck, order, weak};
use napkin::source::Sources;
use std::collections::BTreeSet;
use std::fs;

const CASE: &str = r#"
title: Toy
summary: A toy of a case.
prompt: Build a toy.
inputs: {posts: 1M /day, size: 2 KB, peak: 5}
estimates:
  writes: {is: posts, about: 11.6 /s, so: one machine does}
  burst: {is: writes * peak, about: 57.9 /s, so: so do two}
  kept: {is: posts * size * 1 year in GB, about: 730 GB, so: it fits a disk}
deep_dives:
  ids: {ask: How are ids made?, trap: a counter in one row, strong: blocks of ids, level: mid}
failures:
  - {when: the disk is full, breaks: writes stop, answer: drop the oldest}
"#;

fn catalog() -> Catalog {
    let mut catalog = Catalog::embedded();
    let files = [("catalog/case/toy.yaml".to_string(), CASE.to_string())];
    let findings = catalog.overlay(&files, &mut Sources::default());
    assert!(findings.is_empty(), "{findings:#?}");
    catalog
}

fn toys() -> Vec<Card> {
    deck(
        &catalog(),
        &Wanted {
            about: Some("toy".to_string()),
            ..Wanted::default()
        },
    )
}

fn day(text: &str) -> Day {
    Day::from_text(text).unwrap()
}

#[track_caller]
fn card(id: &str) -> Card {
    toys().into_iter().find(|card| card.id == id).unwrap()
}

/// The grade of one answer; none where it can't be read.
fn grade(card: &Card, answer: &str) -> Option<Grade> {
    let mut session = Session::new(vec![card.clone()], day("2026-11-21"));
    session.take(answer).record.map(|record| record.grade)
}

#[test]
fn days_are_those_of_the_calendar() {
    // Days since the epoch, as GNU date counts them.
    for (text, number) in [
        ("1970-01-01", 0),
        ("1969-12-31", -1),
        ("2000-02-29", 11_016),
        ("2026-11-21", 20_778),
        ("2100-03-01", 47_541),
    ] {
        assert_eq!(day(text), Day(number), "{text}");
        assert_eq!(Day(number).to_string(), text);
    }
    for wrong in ["", "2026", "2026-13-01", "2026-11-32", "x-y-z", "2026-11-21-1"] {
        assert_eq!(Day::from_text(wrong), None, "{wrong}");
    }
}

#[test]
fn a_case_gives_its_questions() {
    let ids: Vec<String> = toys().into_iter().map(|card| card.id).collect();
    assert_eq!(
        ids,
        [
            "estimates/toy/writes",
            "estimates/toy/burst",
            "estimates/toy/kept",
            "traps/toy/ids",
            "failures/toy/the-disk-is-full"
        ]
    );
    assert_eq!(card("estimates/toy/burst").given, ["peak = 5", "writes = 11.6 /s"]);
}

#[test]
fn every_question_of_the_catalog_is_sound() {
    let cards = deck(&Catalog::embedded(), &Wanted::default());
    let ids: BTreeSet<&String> = cards.iter().map(|card| &card.id).collect();
    assert_eq!(ids.len(), cards.len(), "an id stands twice");
    for (_, topic) in Topic::ALL {
        assert!(cards.iter().any(|card| card.topic == topic), "{topic:?}");
    }
    for card in &cards {
        assert!(card.id.starts_with(card.topic.name()) && !card.ask.is_empty() && !card.hint.is_empty());
        match &card.answer {
            Answer::Number(number) => {
                assert!(number.low <= number.high, "{}", card.id);
                let expected = number.text.split(" to ").next().unwrap_or_default();
                // What is shown as the answer is a good one.
                assert_eq!(grade(card, expected), Some(Grade::Good), "{}: {expected}", card.id);
            }
            Answer::Choice { options, right } => {
                assert_eq!(
                    options.iter().collect::<BTreeSet<_>>().len(),
                    options.len(),
                    "{}",
                    card.id
                );
                assert_eq!(grade(card, &(right + 1).to_string()), Some(Grade::Good));
                assert_eq!(
                    grade(card, &((right + 1) % options.len() + 1).to_string()),
                    Some(Grade::Missed)
                );
            }
            Answer::Words { strong, .. } => assert!(!strong.is_empty()),
        }
    }
}

#[test]
fn numbers_are_judged_by_their_factor() {
    let burst = card("estimates/toy/burst");
    // 5 million a day are 57.87 a second.
    for (answer, expected) in [
        ("57.9/s", Some(Grade::Good)),
        ("70 req/s", Some(Grade::Good)),
        ("47", Some(Grade::Good)),
        ("5M /day", Some(Grade::Good)),
        ("1M /day * 5", Some(Grade::Good)),
        ("100/s", Some(Grade::Near)),
        ("30/s", Some(Grade::Near)),
        ("500/s", Some(Grade::Magnitude)),
        ("6/s", Some(Grade::Magnitude)),
        ("600/s", Some(Grade::Missed)),
        ("0", Some(Grade::Missed)),
        ("5 MB", None),
        ("about sixty", None),
        ("1/0", None),
    ] {
        assert_eq!(grade(&burst, answer), expected, "{answer}");
    }
    let kept = card("estimates/toy/kept");
    assert_eq!(grade(&kept, "0.7 TB"), Some(Grade::Good));
    assert_eq!(
        grade(&kept, "700"),
        Some(Grade::Good),
        "a bare number is in the unit that was asked for"
    );
}

#[test]
fn a_range_takes_what_lies_within_and_nines_are_counted() {
    let all = deck(&Catalog::embedded(), &Wanted::default());
    let find = |id: &str| all.iter().find(|card| card.id == id).unwrap();
    let redis = find("numbers/redis/requests");
    for (answer, expected) in [
        ("31k", Grade::Good),
        ("100k req/s", Grade::Good),
        ("250k", Grade::Near),
        ("10k", Grade::Magnitude),
        ("1k", Grade::Missed),
    ] {
        assert_eq!(grade(redis, answer), Some(expected), "{answer}");
    }
    let nines = all
        .iter()
        .find(|card| matches!(&card.answer, Answer::Number(n) if n.text == "99.99 %"))
        .unwrap();
    for (answer, expected) in [
        ("99.99 %", Grade::Good),
        ("99.985 %", Grade::Near),
        ("99.9 %", Grade::Magnitude),
        ("99 %", Grade::Missed),
        ("100 %", Grade::Missed),
    ] {
        assert_eq!(grade(nines, answer), Some(expected), "{answer}");
    }
}

#[test]
fn words_are_graded_by_oneself() {
    for (word, expected) in [("y", Grade::Good), ("Partly", Grade::Partly), ("n", Grade::Missed)] {
        let mut session = Session::new(vec![card("traps/toy/ids")], day("2026-11-21"));
        let reply = session.take("blocks");
        assert!(
            reply
                .lines
                .contains(&Line::Plain("goes wrong: a counter in one row".to_string()))
        );
        assert_eq!(reply.record, None);
        assert_eq!(session.take(word).record.map(|r| r.grade), Some(expected));
        assert!(session.is_over());
    }
}

#[test]
fn a_hint_costs_the_best_grade() {
    let mut session = Session::new(vec![card("estimates/toy/writes")], day("2026-11-21"));
    assert_eq!(
        session.take(":h").lines,
        [Line::Quiet("it is made of posts".to_string())]
    );
    assert_eq!(session.take("11.6/s").record.map(|r| r.grade), Some(Grade::Near));
}

#[test]
fn skipping_quitting_and_nonsense_leave_no_record() {
    let mut session = Session::new(toys(), day("2026-11-21"));
    assert_eq!(session.take(":s").record, None);
    for nonsense in ["what", "?", ":x"] {
        assert_eq!(session.take(nonsense).record, None);
    }
    assert_eq!(
        session.card().map(|card| card.id.as_str()),
        Some("estimates/toy/kept"),
        "three tries are enough"
    );
    assert_eq!(session.take("").record, None);
    assert_eq!(session.take(":q").record, None);
    assert!(session.is_over() && session.card().is_none());
    assert_eq!(session.take("11").lines, []);
    let summary = "0 answered: 0 good, 0 near or partly, 0 missed, 3 skipped";
    assert_eq!(session.summary(), [Line::Heading(summary.to_string())]);
}

fn record(day_text: &str, card: &str, grade: Grade) -> Record {
    Record {
        day: day(day_text),
        card: card.to_string(),
        grade,
    }
}

/// The ids in the order of a day.
fn asked(log: &Log, on: &str, seed: u64) -> Vec<String> {
    let cards = toys();
    order(&cards, log, day(on), seed)
        .into_iter()
        .map(|index| cards[index].id.clone())
        .collect()
}

#[test]
fn what_was_missed_comes_first_and_what_is_known_waits() {
    let log = Log {
        records: vec![
            record("2026-11-01", "estimates/toy/writes", Grade::Good),
            record("2026-11-02", "estimates/toy/writes", Grade::Good),
            record("2026-11-01", "traps/toy/ids", Grade::Good),
            record("2026-11-02", "estimates/toy/kept", Grade::Missed),
        ],
        lost: 0,
    };
    // Known twice: again after three days. Known once: after one.
    let order = asked(&log, "2026-11-04", 1);
    assert_eq!(order[..2], ["estimates/toy/kept", "traps/toy/ids"]);
    assert_eq!(order[4], "estimates/toy/writes");
    let order = asked(&log, "2026-11-05", 1);
    assert_eq!(
        order[..3],
        ["estimates/toy/kept", "traps/toy/ids", "estimates/toy/writes"]
    );
}

#[test]
fn the_boxes_wait_one_three_seven_and_twenty_one_days() {
    let mut log = Log::default();
    let mut on = day("2026-01-01");
    for waits in [1, 3, 7, 21, 21] {
        log.records.push(Record {
            day: on,
            card: "estimates/toy/writes".to_string(),
            grade: Grade::Good,
        });
        let first = |day: Day| asked(&log, &day.to_string(), 7)[0] == "estimates/toy/writes";
        assert!(!first(Day(on.0 + waits - 1)), "{waits}");
        assert!(first(Day(on.0 + waits)), "{waits}");
        on = Day(on.0 + waits);
    }
    log.records
        .push(record(&on.to_string(), "estimates/toy/writes", Grade::Magnitude));
    assert_eq!(
        asked(&log, &on.to_string(), 7)[0],
        "estimates/toy/writes",
        "missed: at once"
    );
}

#[test]
fn the_same_log_seed_and_day_give_the_same_questions() {
    let log = Log::default();
    assert_eq!(asked(&log, "2026-11-21", 1), asked(&log, "2026-11-21", 1));
    let orders: BTreeSet<Vec<String>> = (0..20).map(|seed| asked(&log, "2026-11-21", seed)).collect();
    assert!(orders.len() > 5, "{orders:?}");
    let orders: BTreeSet<Vec<String>> = (10..30).map(|d| asked(&log, &format!("2026-11-{d}"), 1)).collect();
    assert!(orders.len() > 5, "{orders:?}");
}

#[test]
fn a_log_survives_a_torn_line() {
    let kept = record("2026-11-21", "estimates/toy/writes", Grade::Near);
    let log = Log::read(&format!("{}\n{{\"day\":\"2026-\n\n{}\n", kept.line(), kept.line()));
    assert_eq!(log.records, [kept.clone(), kept]);
    assert_eq!(log.lost, 1);
}

#[test]
fn the_weakest_come_first() {
    let log = Log {
        records: vec![
            record("2026-11-01", "estimates/toy/writes", Grade::Good),
            record("2026-11-01", "estimates/toy/kept", Grade::Missed),
            record("2026-11-02", "traps/toy/ids", Grade::Missed),
            record("2026-11-03", "numbers/redis/requests", Grade::Good),
        ],
        lost: 0,
    };
    let names: Vec<(String, usize, usize)> = weak(&log).into_iter().map(|w| (w.name, w.missed, w.asked)).collect();
    let expected = [("traps", 1, 1), ("toy", 2, 3), ("estimates", 1, 2)];
    assert_eq!(
        names,
        expected.map(|(name, missed, asked)| (name.to_string(), missed, asked))
    );
}

/// Runs the quiz with lines on standard input, and no other place for its log than a folder.
fn quiz(here: &std::path::Path, words: &[&str], lines: &str) -> crate::command_line::Said {
    let mut command = napkin();
    command
        .current_dir(here)
        .env_remove("HOME")
        .env("XDG_STATE_HOME", here.join("state"));
    command.arg("quiz").args(words).write_stdin(lines);
    said(command)
}

#[test]
fn a_quiz_keeps_its_log_at_once() {
    let here = folder("quiz_log", &[("my/case/toy.yaml", CASE)]);
    let words = [
        "--catalog",
        "my",
        "--case",
        "toy",
        "--topic",
        "estimates",
        "--today",
        "2026-11-21",
    ];
    // The input ends in the middle.
    let first = quiz(&here, &words, "1 /s\n");
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.out.contains("1 answered"), "{}", first.out);
    let log = here.join("state/napkin/practice.jsonl");
    let kept = Log::read(&fs::read_to_string(&log).unwrap());
    assert_eq!((kept.records.len(), kept.lost), (1, 0));
    // A crash while it wrote costs the torn line only.
    fs::write(&log, fs::read_to_string(&log).unwrap() + "{\"day\"").unwrap();
    let second = quiz(&here, &words, "1 /s\n");
    assert!(second.err.contains("1 lines of the log"), "{}", second.err);
    let kept = Log::read(&fs::read_to_string(&log).unwrap());
    assert_eq!((kept.records.len(), kept.lost), (2, 1));
    assert_eq!(
        kept.records[0].card, kept.records[1].card,
        "what was missed comes again first"
    );
    let weak = quiz(&here, &["--weak"], "");
    assert!(weak.out.contains("toy"), "{}", weak.out);
}

#[test]
fn endless_input_ends() {
    let here = folder("quiz_endless", &[]);
    for line in ["\n", "nonsense\n", ":h\n", "y\n"] {
        let said = quiz(&here, &["--count", "5", "--today", "2026-11-21"], &line.repeat(2000));
        assert_eq!(said.code, 0, "{}", said.err);
        let most = if line == ":h\n" { 5000 } else { 200 };
        assert!(
            said.out.lines().count() < most,
            "{line:?}: {}",
            said.out.lines().count()
        );
    }
}

#[test]
fn without_a_home_there_is_no_log_and_it_is_said_once() {
    let here = folder("quiz_homeless", &[]);
    let mut command = napkin();
    command
        .current_dir(&here)
        .env_remove("HOME")
        .env_remove("XDG_STATE_HOME");
    command
        .args(["quiz", "--count", "2", "--topic", "patterns"])
        .write_stdin("1\n1\n");
    let said = said(command);
    assert_eq!(said.code, 0);
    assert_eq!(said.err.matches("no HOME").count(), 1, "{}", said.err);
    assert_eq!(fs::read_dir(&here).unwrap().count(), 0);
}

#[test]
fn what_does_not_exist_is_told() {
    let here = folder("quiz_unknown", &[]);
    for (words, says) in [
        (["--topic", "numbrs"], "did you mean `numbers`?"),
        (["--case", "pastbin"], "did you mean `pastebin`?"),
        (["--answers", "gone.txt"], "there is no `gone.txt`"),
        (["--count", "0"], "0 is not in 1..=1000"),
    ] {
        let said = quiz(&here, &words, "");
        assert_eq!(said.code, 2, "{words:?}");
        assert!(said.err.contains(says), "{words:?}: {}", said.err);
    }
}
