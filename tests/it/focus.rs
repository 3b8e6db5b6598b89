//! A part of a picture: what is near what was named, whatever the name stands for.

use napkin::emit::{self, Extent, Focus};
use napkin::report::Report;
use napkin::source::Source;

const DESIGN: &str = "napkin: 1
name: Chain
actors: {user: asks}
regions: {eu: [a], us: [b]}
load: {users: 1M}
components:
  front: {is: service, replicas: 1, regions: [eu], zones: [a], per_replica: 1k req/s}
  middle: {is: service, replicas: 1, regions: [eu], zones: [a], per_replica: 1k req/s}
  store: {is: relational-database, replicas: 1, regions: [us], zones: [b], per_replica: 1k req/s}
  other: {is: service, replicas: 1, regions: [eu], zones: [a], per_replica: 1k req/s}
flows:
  ask: {actor: user, rate: 1 /user/day, steps: [user -> front, front -> middle, {middle -> store: {read: item}}]}
  look: {actor: user, rate: 1 /user/day, steps: [user -> other]}
data:
  item: {in: store, rows: 1M, fields: {id: id key}}
";

fn chain() -> Report {
    let input = napkin::Input {
        files: vec![Source::new("chain.yaml".to_owned(), DESIGN.to_owned())],
        ..napkin::Input::default()
    };
    napkin::run(input).report
}

/// The text of a view near some names.
fn near(view: &str, names: &[&str], depth: usize) -> String {
    let report = chain();
    let names = names.iter().map(ToString::to_string).collect();
    let focus = Focus::new(&report, names, depth).expect("all names are known");
    let pictures = emit::pictures(&report);
    let picture = pictures.iter().find(|picture| picture.name == view).expect("a view");
    let format = emit::format("text").expect("a format");
    let extent = Extent {
        focus: Some(focus),
        ..Extent::default()
    };
    picture
        .draw_of(&report, format, &extent)
        .expect("a picture with parts")
}

/// Which of the parties a text names at the beginning of a box.
fn drawn(text: &str) -> Vec<&'static str> {
    let boxed = |name: &&str| {
        let named = |line: &str| line.trim_start_matches(|c| "├└│─→⇢ ".contains(c)).split(' ').next() == Some(*name);
        text.lines().skip(2).any(named)
    };
    ["user", "front", "middle", "store", "other"]
        .into_iter()
        .filter(boxed)
        .collect()
}

#[test]
fn as_far_as_was_asked() {
    assert_eq!(drawn(&near("container", &["front"], 0)), ["front"]);
    assert_eq!(drawn(&near("container", &["front"], 1)), ["user", "front", "middle"]);
    let two = near("container", &["front"], 2);
    assert_eq!(drawn(&two), ["user", "front", "middle", "store", "other"]);
    assert!(!two.contains("not drawn"), "{two}");
    assert!(near("container", &["front"], 1).contains("+ 1 not drawn"));
}

#[test]
fn a_name_stands_for_its_parties() {
    assert_eq!(drawn(&near("container", &["user"], 0)), ["user"]);
    assert_eq!(
        drawn(&near("container", &["ask"], 0)),
        ["user", "front", "middle", "store"]
    );
    assert_eq!(drawn(&near("container", &["us"], 0)), ["store"]);
    assert_eq!(drawn(&near("data-flow", &["item"], 1)), ["middle", "store"]);
    assert_eq!(drawn(&near("deployment", &["eu"], 0)), ["front", "middle", "other"]);
    assert_eq!(
        drawn(&near("container", &["item", "look"], 0)),
        ["user", "store", "other"]
    );
}

#[test]
fn the_picture_still_says_what_the_whole_is_about() {
    let text = near("container", &["front"], 1);
    let about = "what is within 1 link of front; the whole: 1 actor and 4 components";
    assert!(text.contains(about), "{text}");
    let text = near("failure", &["front"], 0);
    assert!(
        text.contains("nothing but front; the whole: ") && text.contains("alone fail a flow"),
        "{text}"
    );
}

#[test]
fn a_name_that_the_design_does_not_have_is_told() {
    let report = chain();
    let missed = Focus::new(&report, vec!["front".to_owned(), "frnt".to_owned()], 1);
    assert_eq!(missed.err().as_deref(), Some("frnt"));
}
