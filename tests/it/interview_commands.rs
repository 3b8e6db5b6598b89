//! What every prompt takes beside an answer: help, hints, back, skip, lists, and lines that are no sense.

use crate::interview::{Talk, judged, setup, texts};
use napkin::catalog::Catalog;
use napkin::interview::{Answers, By, Said};

#[test]
fn back_skip_list_jump_park_and_drop() {
    let catalog = Catalog::embedded();
    let mut talk = Talk::new(&catalog, setup(None), Answers::default());
    talk.all(&["Photo backup", "Keeps photos safe."]);
    assert_eq!(talk.key(), "functional");
    talk.all(&[
        "As a member I can upload a photo (must)",
        "member: look at an album (should)",
        "visitor: open a shared album, could",
    ]);
    assert!(
        talk.session
            .text()
            .contains("FR3: {as: visitor, want: open a shared album, priority: could}")
    );
    talk.all(&[":drop 3", ""]);
    assert!(!talk.session.text().contains("FR3"));
    assert_eq!(talk.key(), "flow.FR1");
    talk.all(&["", "view"]);
    assert!(talk.session.text().contains("flow: upload}"), "{}", talk.session.text());
    assert_eq!(talk.key(), "out_of_scope", "jobs are asked for on demand");
    talk.all(&[":more"]);
    assert_eq!(talk.key(), "journeys");
    talk.all(&["clean_up", ":b"]);
    assert!(
        talk.session.text().contains("  clean_up:\n    steps: []\n"),
        "{}",
        talk.session.text()
    );
    assert_eq!(talk.key(), "out_of_scope");
    talk.all(&[":b"]);
    assert_eq!(talk.key(), "flow.FR2");
    talk.all(&["browse"]);
    assert!(talk.session.text().contains("flow: browse}"));
    talk.all(&["", ":s", ":p which formats must be kept as they are?"]);
    assert!(
        talk.session
            .text()
            .contains("ask: \"which formats must be kept as they are?\"")
            || talk.session.text().contains("ask: which formats")
    );
    let list = texts(&talk.say(":l"));
    assert!(
        list.contains("[-] What is out of scope?") && list.contains("[x] Who must be able to do what?"),
        "{list}"
    );
    talk.all(&[":g 1"]);
    assert_eq!(talk.key(), "name");
    assert!(talk.say(":g 999").refused);
    assert!(talk.say(":nonsense").refused);
    assert_eq!(talk.key(), "name");
}

#[test]
fn a_mock_interview_goes_by_the_clock_and_gives_no_hints() {
    let catalog = Catalog::embedded();
    let mut own = setup(Some("url-shortener"));
    own.mock = true;
    let mut talk = Talk::new(&catalog, own, Answers::default());
    assert!(texts(&talk.say(":h")).contains("no hints"));
    talk.all(&["Shortens links."]);
    talk.clock = 6 * 60;
    let reply = talk.say("visitor: open a short link");
    assert!(texts(&reply).contains("is over"), "{}", texts(&reply));
    assert_eq!(talk.session.question().unwrap().phase, "quality");
    assert!(!reply.said.iter().any(|s| matches!(s, Said::Tip(_))));
    assert_eq!(talk.events.last().unwrap().next.as_deref(), Some("nonfunctional"));
}

#[test]
fn hints_first_help_and_then_show_what_the_case_says() {
    let catalog = Catalog::embedded();
    let mut talk = Talk::new(&catalog, setup(Some("url-shortener")), Answers::default());
    talk.to("functional");
    let first = texts(&talk.say(":h"));
    assert!(
        first.contains("once more") && !first.contains("short address"),
        "{first}"
    );
    let second = texts(&talk.say(":h"));
    assert!(second.contains("the case itself answers"), "{second}");
}

#[test]
fn hostile_lines_are_answers_like_any_other() {
    let catalog = Catalog::embedded();
    let mut talk = Talk::new(&catalog, setup(Some("url-shortener")), Answers::default());
    let long = "x".repeat(5000);
    let lines = [
        "\u{1b}[2J\u{7}hello",
        "é世界 😀",
        "a: b # c",
        "}{][",
        "\"",
        "'",
        "- - -",
        "null",
        "&a *a !t",
        "%",
        "| >",
        long.as_str(),
        "{a: 1}",
        "\u{202e}right",
        "\0",
    ];
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..400 {
        let Some(question) = talk.session.question() else { break };
        seen.insert(question.key.clone());
        let many = matches!(question.kind, napkin::interview::Kind::Lines);
        for line in lines {
            talk.session.reply(line, By::Typed, 0);
        }
        if many || talk.session.question().is_some_and(|q| seen.contains(&q.key)) {
            talk.session.pass();
        }
        let text = talk.session.text();
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        assert!(judged(text).report.findings.iter().all(|f| !f.form), "{text}");
    }
    assert!(seen.len() > 15, "{seen:?}");
}
