//! The interview without a terminal: lines in, what is said and the design out.

use napkin::catalog::{Catalog, Kind};
use napkin::interview::{Answers, By, Event, Header, Journal, Reply, Said, Session, Setup, State, first_text};
use napkin::report::Status;
use napkin::source::Source;
use napkin::{Input, Outcome};
use std::fs;

pub fn setup(case: Option<&str>) -> Setup {
    Setup {
        case: case.map(str::to_string),
        plan: "standard".into(),
        minutes: 45,
        mock: false,
        skip_answered: false,
        setting: Input::default(),
        file: "design.yaml".into(),
    }
}

/// A session over the URL shortener, and what a test says to it.
pub struct Talk<'c> {
    pub session: Session<'c>,
    pub events: Vec<Event>,
    pub clock: u64,
}

impl<'c> Talk<'c> {
    pub fn new(catalog: &'c Catalog, setup: Setup, answers: Answers) -> Talk<'c> {
        let case = setup.case.clone();
        let reference = case.as_deref().and_then(Catalog::reference);
        let text = first_text("A system", case.as_deref());
        let session = Session::open(setup, catalog, reference, text, None, answers).unwrap();
        Talk {
            session,
            events: Vec::new(),
            clock: 0,
        }
    }

    pub fn say(&mut self, line: &str) -> Reply {
        self.clock += 5;
        let reply = self.session.reply(line, By::Typed, self.clock);
        self.events.extend(reply.event.clone());
        reply
    }

    /// Says lines of which none is refused.
    pub fn all(&mut self, lines: &[&str]) {
        for line in lines {
            let reply = self.say(line);
            assert!(!reply.refused, "{line}: {:?}", reply.said);
        }
    }

    pub fn key(&self) -> &str {
        self.session.question().map_or("", |q| q.key.as_str())
    }

    pub fn to(&mut self, key: &str) {
        self.all(&[&format!(":g {key}")]);
        assert_eq!(self.key(), key);
    }
}

pub fn texts(reply: &Reply) -> String {
    let texts = reply.said.iter().map(|said| match said {
        Said::Lines(lines) => lines.join("\n"),
        Said::Interviewer(t) | Said::Note(t) | Said::Problem(t) | Said::Tip(t) | Said::Number(t) => t.clone(),
        Said::Phase { title, .. } => title.clone(),
    });
    texts.collect::<Vec<_>>().join("\n")
}

pub fn judged(text: &str) -> Outcome {
    napkin::run(Input {
        files: vec![Source::new("design.yaml", text)],
        ..Input::default()
    })
}

fn play(talk: &mut Talk) {
    for _ in 0..2000 {
        if talk.session.state() != State::Going {
            return;
        }
        match talk.session.prepared(0) {
            Some(reply) => talk.events.extend(reply.event),
            None => {
                talk.session.pass();
            }
        }
    }
    panic!("the session does not end");
}

fn candidate() -> Answers {
    let text = fs::read_to_string("tests/interview/url-shortener.yaml").unwrap();
    let mut answers = Answers::default();
    answers.file("answers", &text).unwrap();
    answers
}

#[test]
fn the_answers_of_a_candidate_give_a_design_that_checks() {
    let catalog = Catalog::embedded();
    let mut talk = Talk::new(&catalog, setup(Some("url-shortener")), candidate());
    play(&mut talk);
    assert_eq!(talk.session.problems(), Vec::<String>::new());
    let report = judged(talk.session.text()).report;
    assert_eq!(
        (report.counts.errors, report.counts.warnings),
        (0, 0),
        "{}",
        talk.session.text()
    );
    assert!(report.verdicts.iter().all(|v| v.status != Status::Fail));
    assert!(report.verdicts.iter().filter(|v| v.status == Status::Pass).count() >= 4);
    assert_eq!(
        report.flows.iter().map(|f| f.steps.len()).collect::<Vec<_>>(),
        [7, 3, 3]
    );
    assert!(
        report
            .decisions
            .iter()
            .any(|d| d.chose.as_deref() == Some("links") && d.over == ["postgresql"])
    );
    assert!(
        report
            .requirements
            .assumptions
            .iter()
            .any(|a| a.source.as_deref() == Some("interviewer"))
    );
}

#[test]
fn the_text_is_sound_after_every_single_answer() {
    let catalog = Catalog::embedded();
    let mut talk = Talk::new(&catalog, setup(Some("url-shortener")), candidate());
    let mut last = String::new();
    while talk.session.state() == State::Going {
        if talk.session.prepared(0).is_none() {
            talk.session.pass();
        }
        if talk.session.text() != last {
            last = talk.session.text().to_string();
            let faults: Vec<_> = judged(&last).report.findings.into_iter().filter(|f| f.form).collect();
            assert!(faults.is_empty(), "{faults:?}\n{last}");
        }
    }
}

#[test]
fn every_case_can_be_played_with_its_own_answers() {
    let catalog = Catalog::embedded();
    for case in catalog.ids(Kind::Case) {
        let mut answers = Answers::default();
        answers.defaults = true;
        let mut own = setup(Some(case));
        if case.starts_with("fe-") {
            own.plan = "radio".into();
        }
        let mut talk = Talk::new(&catalog, own, answers);
        play(&mut talk);
        let found = judged(talk.session.text()).report;
        assert!(
            found.findings.iter().all(|f| !f.form),
            "{case}: {:?}",
            found.findings.first()
        );
        let reference = judged(Catalog::reference(case).unwrap()).report;
        // What no question is about (windows of load, other drills) may keep an answer from being taken.
        let most = |found: usize, reference: usize| found * 10 >= reference * 8;
        assert!(most(found.components.len(), reference.components.len()), "{case}");
        assert_eq!(
            found.requirements.functional.len(),
            reference.requirements.functional.len(),
            "{case}"
        );
        let stated = |r: &napkin::report::Report| r.requirements.nonfunctional.len();
        assert!(most(stated(&found), stated(&reference)), "{case}");
        // What could be built later is not walked through.
        let later = |r: &&napkin::report::Functional| r.priority.as_deref() == Some("could") && r.flow.is_some();
        let later = reference.requirements.functional.iter().filter(later).count();
        let walked = found.flows.iter().filter(|f| !f.steps.is_empty()).count();
        let wanted = reference.flows.len() - later;
        assert!(most(walked, wanted), "{case}: {walked} of {wanted} flows");
    }
}

#[test]
fn facts_are_told_when_asked_for_and_stand_in_the_design() {
    let catalog = Catalog::embedded();
    let mut talk = Talk::new(&catalog, setup(Some("url-shortener")), Answers::default());
    talk.to("clarify");
    let reply = talk.say("do the links expire?");
    assert!(texts(&reply).contains("five years"), "{}", texts(&reply));
    assert!(talk.session.text().contains("source: interviewer"));
    let nothing = talk.say("what is the colour of the sky?");
    assert!(texts(&nothing).contains("assume"), "{}", texts(&nothing));
    assert_eq!(talk.key(), "clarify");
    let before = talk.session.text().to_string();
    talk.say(":ask do links expire?");
    assert_eq!(talk.session.text(), before, "a fact stands there once");
}

#[test]
fn what_is_wrong_changes_nothing_and_says_what_to_write() {
    let catalog = Catalog::embedded();
    let mut talk = Talk::new(&catalog, setup(Some("url-shortener")), candidate());
    play(&mut talk);
    let text = talk.session.text().to_string();
    let mut again = Talk::new(&catalog, setup(Some("url-shortener")), Answers::default());
    again.session.adopt(text.clone());
    for (key, wrong, says) in [
        ("functional", "everything", "As a visitor"),
        ("load.users", "many", "quantity"),
        ("flows.redirect.rate", "10 GB", "rate"),
        ("steps.redirect", "visitor -> nowhere", "nowhere"),
        ("steps.redirect", "visitor api", "arrow"),
        ("components", "x: teapot", "teapot"),
        ("operation.redirect", "redirect", "method"),
        ("why.cache", "it is nice", "because"),
        ("why.cache", "because of magic", "NFR1"),
        ("with.cache", "oracle9", "none of them"),
        ("units.api", "some", "how many"),
        ("figures", "x = 3 +", "x"),
        ("target", "more users", "path = value"),
        ("store.link", "cupboard", "none of them"),
    ] {
        again.to(key);
        let reply = again.say(wrong);
        assert!(reply.refused && !reply.changed, "{key}: {wrong}");
        assert!(
            texts(&reply).to_lowercase().contains(&says.to_lowercase()),
            "{key}: {}",
            texts(&reply)
        );
        assert_eq!(again.key(), key, "it is asked again");
        assert_eq!(again.session.text(), text);
    }
}

#[test]
fn comments_and_the_order_of_a_user_s_file_stay() {
    let catalog = Catalog::embedded();
    let text = "napkin: 1\nname: mine # a name\n\n# what it does\nrequirements:\n  functional:\n    FR1: {as: member, want: upload a photo, priority: must} # first\n\nactors:\n  member: somebody   # with an account\n";
    let mut session = Session::open(setup(None), &catalog, None, text.into(), None, Answers::default()).unwrap();
    for line in [
        ":g functional",
        "member: look at a photo",
        ":g load.users",
        "1M",
        ":g components",
        "api: service",
    ] {
        assert!(!session.reply(line, By::Typed, 0).refused, "{line}");
    }
    let now = session.text();
    for line in text.lines().filter(|l| !l.is_empty()) {
        assert!(now.lines().any(|l| l == line), "{line} is gone from\n{now}");
    }
    assert!(now.contains("    FR2: {as: member, want: look at a photo, priority: must}\n"));
}

#[test]
fn a_session_goes_on_where_it_was() {
    let catalog = Catalog::embedded();
    let mut talk = Talk::new(&catalog, setup(Some("url-shortener")), Answers::default());
    talk.all(&[
        "Shortens links.",
        "",
        "visitor: open a short link",
        "member: shorten an address",
        "",
        "redirect",
        "shorten",
        ":s",
    ]);
    assert_eq!(talk.key(), "checkin.scope");
    talk.say(":q");
    assert_eq!(talk.session.state(), State::Quit);
    let header = Header {
        napkin_session: 1,
        case: Some("url-shortener".into()),
        plan: "standard".into(),
        minutes: 45,
        mock: false,
    };
    let lines: Vec<String> = std::iter::once(header.line())
        .chain(talk.events.iter().map(Event::line))
        .collect();
    let whole = lines.join("\n") + "\n";
    // A killed session may have left half a line.
    for journal in [whole.clone(), format!("{whole}{{\"at\":9,\"do\":\"ans")] {
        let journal = Journal::read(&journal).unwrap();
        let reference = Catalog::reference("url-shortener");
        let text = talk.session.text().to_string();
        let session = Session::open(
            setup(Some("url-shortener")),
            &catalog,
            reference,
            text,
            Some(&journal),
            Answers::default(),
        );
        let mut session = session.unwrap();
        assert_eq!(session.question().unwrap().key, "checkin.scope");
        let back = session.reply(":b", By::Typed, 200);
        assert!(!back.refused);
        assert_eq!(session.question().unwrap().key, "out_of_scope");
    }
    // The journal is an answers file too.
    let mut answers = Answers::default();
    answers.file("journal", &whole).unwrap();
    let mut second = Talk::new(&catalog, setup(Some("url-shortener")), answers);
    play(&mut second);
    assert_eq!(second.session.text(), talk.session.text());
}

#[test]
fn a_flag_goes_before_the_file_and_the_file_before_the_case() {
    let catalog = Catalog::embedded();
    let mut answers = Answers::default();
    answers
        .file("answers", "load: {users: 2M, peak: 4}\nsummary: from the file\n")
        .unwrap();
    answers.flags(&["load.users=3M".to_string()]).unwrap();
    answers.defaults = true;
    let mut talk = Talk::new(&catalog, setup(Some("url-shortener")), answers);
    play(&mut talk);
    let text = talk.session.text();
    assert!(text.contains("  users: 3M\n") && text.contains("  peak: 4\n"), "{text}");
    assert!(text.contains("summary: from the file\n"));
    assert!(
        text.contains("growth: 40 %/year") || text.contains("growth:"),
        "the case answers the rest"
    );
    let mut wrong = Answers::default();
    assert!(wrong.flags(&["load.users".to_string()]).is_err());
    assert!(wrong.file("answers", "- a\n- b\n").is_err());
    assert!(wrong.file("answers", "a: [").is_err());
}

#[test]
fn only_what_is_missing_is_asked_where_that_is_wanted() {
    let catalog = Catalog::embedded();
    let text = Catalog::reference("url-shortener").unwrap();
    let mut own = setup(Some("url-shortener"));
    own.skip_answered = true;
    let mut session = Session::open(own, &catalog, None, text.into(), None, Answers::default()).unwrap();
    let mut asked = Vec::new();
    while let Some(question) = session.question() {
        asked.push(question.key.clone());
        session.pass();
    }
    assert!(
        !asked
            .iter()
            .any(|k| k == "functional" || k == "load.users" || k == "steps.redirect"),
        "{asked:?}"
    );
    assert!(asked.iter().any(|k| k == "checkin.scope"));
}

#[test]
fn probes_come_from_the_design_and_from_the_case() {
    let catalog = Catalog::embedded();
    let mut talk = Talk::new(&catalog, setup(Some("url-shortener")), candidate());
    play(&mut talk);
    // One unit instead of six: the analysis finds what breaks.
    let text = talk.session.text().replace("replicas: 6", "replicas: 1");
    let mut second = Talk::new(&catalog, setup(Some("url-shortener")), Answers::default());
    second.session.adopt(text);
    second.to("wrap.none".split('.').next().map_or("weakest", |_| "weakest"));
    second.all(&["one unit of api"]);
    let mut asked = Vec::new();
    for _ in 0..80 {
        let Some(question) = second.session.question() else {
            break;
        };
        if question.phase == "deep" || question.phase == "drill" {
            asked.push((question.phase.clone(), question.ask.clone()));
        }
        second.session.pass();
    }
    assert!(
        asked
            .iter()
            .any(|(p, a)| p == "deep" && a.contains("NFR") && a.contains("What do you change?")),
        "{asked:#?}"
    );
    assert!(asked.iter().any(|(p, _)| p == "drill"), "{asked:#?}");
}
