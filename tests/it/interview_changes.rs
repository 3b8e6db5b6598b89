//! Answers given anew and things dropped: nothing is left behind, nothing is half.

use crate::interview::{Talk, judged, setup, texts};
use napkin::catalog::Catalog;
use napkin::interview::{Answers, Header, Journal, Said, Session, State};

/// A session over photos that are uploaded and viewed.
pub fn photos(catalog: &Catalog) -> Talk<'_> {
    let mut talk = Talk::new(catalog, setup(None), Answers::default());
    talk.to("functional");
    talk.all(&[
        "member: upload a photo (must)",
        "visitor: view a photo (must)",
        "",
        "",
        "",
    ]);
    talk.to("nonfunctional");
    talk.all(&["p99 < 100 ms of view", "availability 99 % of upload"]);
    talk.to("entities");
    talk.all(&["photo, album"]);
    talk.to("store.photo");
    talk.all(&["blob"]);
    talk.to("store.album");
    talk.all(&["relation"]);
    talk
}

/// The same with its steps and an operation.
pub fn walked(catalog: &Catalog) -> Talk<'_> {
    let mut talk = photos(catalog);
    talk.to("components");
    talk.all(&["api: service"]);
    talk.to("steps.upload");
    talk.all(&["member -> api -> photos writes photo"]);
    talk.to("steps.view");
    talk.all(&["visitor -> api -> photos reads photo"]);
    talk.to("operation.view");
    talk.all(&["get /photos/{id} returns photo"]);
    talk
}

#[track_caller]
pub fn sound(talk: &Talk) -> String {
    let text = talk.session.text().to_string();
    let faults: Vec<String> = (judged(&text).report.findings.into_iter().filter(|f| f.form))
        .map(|f| f.message)
        .collect();
    assert!(faults.is_empty(), "{faults:?}\n{text}");
    text
}

/// How often a name stands in a text as a word of its own.
pub fn count(text: &str, name: &str) -> usize {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    words.filter(|word| *word == name).count()
}

/// The session is left, and another sitting goes on with its text and its journal.
pub fn goes_on<'c>(talk: &mut Talk<'c>, catalog: &'c Catalog) {
    let header = Header {
        napkin_session: 1,
        case: None,
        plan: "standard".into(),
        minutes: 45,
        mock: false,
    };
    let lines: Vec<String> = std::iter::once(header.line())
        .chain(talk.events.iter().map(|event| event.line()))
        .collect();
    let journal = Journal::read(&lines.join("\n")).unwrap();
    let text = talk.session.text().to_string();
    let session = Session::open(setup(None), catalog, None, text, Some(&journal), Answers::default());
    talk.session = session.unwrap();
}

#[test]
fn another_shape_makes_the_store_another_one_in_its_place() {
    let catalog = Catalog::embedded();
    let mut talk = walked(&catalog);
    talk.to("with.photos");
    talk.all(&["s3"]);
    talk.to("why.photos");
    talk.all(&["because NFR1 over a file system at the cost of lookups"]);
    talk.to("store.photo");
    let reply = talk.say("key-value");
    assert!(texts(&reply).contains("key-value store"), "{}", texts(&reply));
    let text = sound(&talk);
    assert!(text.contains("  photos: {is: key-value-store}\n"), "{text}");
    assert!(
        !text.contains("_store") && !text.contains("s3") && !text.contains("decisions"),
        "{text}"
    );
    assert!(text.contains("api -> photos: {read: photo}"), "{text}");
    // The product of what is new is a new question.
    talk.to("with.photos");
    assert!(!talk.session.question().unwrap().is_filled());
}

#[test]
fn another_store_takes_the_calls_of_the_one_before() {
    let catalog = Catalog::embedded();
    let mut talk = walked(&catalog);
    talk.to("store.photo");
    talk.all(&["pictures: object-store"]);
    let text = sound(&talk);
    assert!(text.contains("api -> pictures: {write: photo}"), "{text}");
    assert_eq!(
        text.matches("-> photos").count() + text.matches("photos: ").count(),
        0,
        "{text}"
    );
    talk.to("store.photo");
    talk.all(&["albums"]);
    let text = sound(&talk);
    assert!(
        !text.contains("pictures") && text.contains("api -> albums: {write: photo}"),
        "{text}"
    );
    // A store of two keeps the other when one moves away.
    talk.to("store.photo");
    talk.all(&["blob"]);
    let text = sound(&talk);
    assert!(text.contains("albums: {is: relational-database}"), "{text}");
    assert!(text.contains("photos: {is: object-store}"), "{text}");
}

#[test]
fn a_reason_keeps_all_of_its_words() {
    let catalog = Catalog::embedded();
    let mut talk = walked(&catalog);
    talk.to("with.albums");
    talk.all(&["postgresql"]);
    talk.to("why.albums");
    talk.all(&["transactions, because NFR2 needs them; not dynamodb, at the cost of servers"]);
    let text = sound(&talk);
    for said in [
        "postgresql for albums: transactions, because NFR2 needs them",
        "because: [NFR2]",
        "over: [dynamodb]",
        "at_the_cost_of: servers",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn another_product_takes_nothing_over_from_the_one_before() {
    let catalog = Catalog::embedded();
    let mut talk = walked(&catalog);
    talk.to("regions");
    talk.all(&["eu: a, b, c"]);
    talk.to("with.albums");
    talk.all(&["postgresql"]);
    talk.to("why.albums");
    talk.all(&["because NFR2 over dynamodb at the cost of servers"]);
    talk.to("units.albums");
    let reply = talk.say("2 servers");
    assert!(texts(&reply).contains("stands in a, b"), "{}", texts(&reply));
    let text = sound(&talk);
    assert!(
        text.contains("zones: [a, b]") && text.contains("chose: albums"),
        "{text}"
    );
    talk.to("with.albums");
    let reply = talk.say("mysql");
    assert!(texts(&reply).contains("gone with it"), "{}", texts(&reply));
    let text = sound(&talk);
    for old in ["replicas", "zones: [a, b]", "chose: albums", "postgresql"] {
        assert!(!text.contains(old), "{old}\n{text}");
    }
}

#[test]
fn a_wrong_first_step_can_be_taken_back() {
    let catalog = Catalog::embedded();
    let mut talk = photos(&catalog);
    talk.to("components");
    talk.all(&["api: service"]);
    talk.to("steps.upload");
    let reply = talk.say("api -> photos writes photo");
    assert!(texts(&reply).contains("not by a person"), "{}", texts(&reply));
    talk.all(&[":drop 1", "member -> api -> photos writes photo"]);
    let report = judged(&sound(&talk)).report;
    let upload = report.flows.iter().find(|flow| flow.id == "upload").unwrap();
    assert_eq!(upload.actor.as_deref(), Some("member"));
    // A list that has nothing any more is asked again.
    talk.to("out_of_scope");
    talk.all(&["billing", "", ":g out_of_scope", ":drop billing", ":g summary", ""]);
    assert!(talk.session.open_questions().contains(&"out_of_scope"));
}

#[test]
fn what_is_said_twice_stands_once() {
    let catalog = Catalog::embedded();
    let mut talk = photos(&catalog);
    for (key, line) in [
        ("nonfunctional", "p99 < 100 ms of view"),
        ("functional", "as a visitor I can view a photo (should)"),
    ] {
        let before = talk.session.text().to_string();
        talk.to(key);
        let reply = talk.say(line);
        assert!(texts(&reply).contains("says that already"), "{}", texts(&reply));
        assert_eq!(talk.session.text(), before);
    }
}

#[test]
fn ten_times_the_load_is_of_what_the_load_hangs_on() {
    let catalog = Catalog::embedded();
    let mut talk = walked(&catalog);
    for (rate, wanted) in [
        ("1M /day", "flows.view.rate = 10x"),
        ("10 /user/day", "load.users = 10x"),
    ] {
        talk.to("load.users");
        talk.all(&["1M"]);
        talk.to("flows.view.rate");
        talk.all(&[rate]);
        talk.to("target");
        let default = talk.session.question().and_then(|q| q.default.clone());
        assert_eq!(default.as_deref(), Some(wanted));
    }
    // What counts things counts no users.
    talk.to("load.users");
    let reply = talk.say("a million photos a day");
    assert!(
        reply.refused && texts(&reply).contains("counts photos"),
        "{}",
        texts(&reply)
    );
}

#[test]
fn what_is_not_kept_has_no_store() {
    let catalog = Catalog::embedded();
    let mut talk = photos(&catalog);
    talk.to("store.album");
    talk.all(&["none"]);
    let text = sound(&talk);
    assert!(!text.contains("albums") && text.contains("album:"), "{text}");
    let mut walked = walked(&catalog);
    walked.to("store.photo");
    let reply = walked.say("none");
    assert!(
        reply.refused && texts(&reply).contains(":g steps.upload"),
        "{}",
        texts(&reply)
    );
}

#[test]
fn prepared_answers_are_taken_as_soon_as_their_question_is_there() {
    let catalog = Catalog::embedded();
    let mut answers = Answers::default();
    let flags = [
        "load.users=3M",
        "flows.view.rate=5 /user/day",
        "flows.view.out=2 MB",
        "out_of_scope=billing",
    ];
    answers.flags(&flags.map(str::to_string)).unwrap();
    let mut talk = Talk::new(&catalog, setup(None), answers);
    let take = |talk: &mut Talk| while talk.session.prepared(0).is_some() {};
    take(&mut talk);
    assert_eq!(talk.key(), "name", "it stands where it stood");
    let text = talk.session.text();
    assert!(text.contains("users: 3M") && text.contains("- billing"), "{text}");
    assert_eq!(talk.session.waiting(), ["flows.view.out", "flows.view.rate"]);
    talk.to("functional");
    talk.all(&["visitor: view a photo (must)", "", ""]);
    take(&mut talk);
    talk.say(":q");
    assert_eq!(talk.session.state(), State::Quit);
    let text = sound(&talk);
    assert!(
        text.contains("rate: 5 /user/day") && text.contains("out: 2 MB"),
        "{text}"
    );
    assert!(talk.session.waiting().is_empty());
}

#[test]
fn a_remark_is_no_decision() {
    let catalog = Catalog::embedded();
    let mut talk = walked(&catalog);
    talk.to("nonfunctional");
    talk.all(&["cost < 1 USD/month"]);
    let mut deep = String::new();
    for _ in 0..60 {
        let Some(question) = talk.session.question() else { break };
        if question.phase == "deep" {
            deep = question.key.clone();
            break;
        }
        talk.session.pass();
    }
    assert!(!deep.is_empty());
    let example = talk.session.question().unwrap().example.to_string();
    assert!(example.contains(" = ") && !example.contains("redirect"), "{example}");
    for remark in ["delete it", "sharding or not"] {
        talk.to(&deep);
        assert!(texts(&talk.say(remark)).contains("open question"), "{remark}");
    }
    let text = sound(&talk);
    assert!(text.contains("ask: delete it") && !text.contains("decisions"), "{text}");
    talk.to(&deep);
    talk.all(&["use a queue because NFR1 over retries at the cost of delay"]);
    let text = sound(&talk);
    assert!(
        text.contains("D1: {title: use a queue, because: [NFR1], over: [retries], at_the_cost_of: delay}"),
        "{text}"
    );
}

#[test]
fn a_choice_names_the_product_with_the_component() {
    let catalog = Catalog::embedded();
    let mut talk = walked(&catalog);
    talk.to("with.albums");
    talk.all(&["postgresql"]);
    talk.to("why.albums");
    assert!(
        talk.session
            .question()
            .unwrap()
            .ask
            .starts_with("Why postgresql for albums?")
    );
    talk.all(&["because upload over mysql at the cost of habit"]);
    let report = judged(talk.session.text()).report;
    let decision = report.decisions.first().unwrap();
    assert_eq!(decision.chose.as_deref(), Some("albums"));
    assert_eq!(decision.technology.as_deref(), Some("postgresql"));
}

#[test]
fn a_check_in_shows_what_is_said_back_and_help_is_short_the_second_time() {
    let catalog = Catalog::embedded();
    let mut talk = walked(&catalog);
    talk.to("checkin.scope");
    let shows = &talk.session.question().unwrap().shows;
    assert_eq!(
        shows,
        &["FR1: member can upload a photo", "FR2: visitor can view a photo"]
    );
    talk.to("checkin.design");
    let shows = &talk.session.question().unwrap().shows;
    assert_eq!(shows, &["FR1: member, api, photos", "FR2: visitor, api, photos"]);
    let table = |reply: &napkin::interview::Reply| reply.said.iter().any(|said| matches!(said, Said::Lines(_)));
    assert!(table(&talk.say("?")));
    let short = talk.say("?");
    assert!(
        !table(&short) && texts(&short).contains("`?` again"),
        "{}",
        texts(&short)
    );
    assert!(table(&talk.say("?")));
    // What is unknown says why.
    let numbers = texts(&talk.say(":n"));
    assert!(
        numbers.contains("NFR1: unknown") && numbers.contains("lacks"),
        "{numbers}"
    );
}
