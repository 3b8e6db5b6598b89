//! Inputs that would take any time or memory are refused in words, or take little.

use crate::fixture::read;
use napkin::analysis::cold;
use napkin::analysis::load::{Condition, load};
use napkin::design::Settings;
use napkin::model::Model;
use napkin::report::Report;
use napkin::source::Source;
use napkin::{Input, run};

const BEGUN: &str =
    "napkin: 1\nname: x\nload: {peak: 2, users: 1M}\nactors: {u: uses}\ncomponents: {a: {is: service}}\n";

fn report(text: String) -> Report {
    let mut input = Input {
        files: vec![Source::new("design.yaml", text)],
        ..Input::default()
    };
    input.settings.sampling.samples = 8;
    run(input).report
}

#[track_caller]
fn refused(text: String, words: &str) {
    let report = report(text);
    let told: Vec<&str> = report.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(
        !report.is_sound() && told.iter().any(|line| line.contains(words)),
        "{words}: {told:#?}"
    );
    assert!(told.len() <= 1100, "{} findings", told.len());
}

/// A line for each number.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

#[test]
fn what_repeats_itself_is_counted() {
    let long = "x".repeat(4 << 20);
    let often = "*a, ".repeat(500_000);
    refused(
        format!("{BEGUN}summary: &a {long}\nx: [{often}]\n"),
        "16777216 bytes of text",
    );
    refused(include_str!("../hostile/aliases.yaml").to_string(), "500000 nodes");
    refused(
        format!("{BEGUN}{}", lines(3000, |_| "name: x\n".to_string())),
        "more than 1000 keys stand twice",
    );
}

#[test]
fn lists_and_maps_have_an_end() {
    let most = "at most 20000 entries";
    refused(
        format!("{BEGUN}regions: {{r: [{}]}}\n", lines(20_001, |i| format!("z{i}, "))),
        most,
    );
    refused(
        format!("{BEGUN}figures:\n{}", lines(20_001, |i| format!("  f{i}: {i}\n"))),
        most,
    );
    refused(lines(20_001, |i| format!("k{i}: 1\n")), most);
    let steps = ", u -> a".repeat(200);
    let flow = |i| format!("  f{i}: {{actor: u, rate: 1 /s, steps: [u -> a{steps}]}}\n");
    refused(format!("{BEGUN}flows:\n{}", lines(2600, flow)), "500000 nodes");
    // Far more than a design has, and still in no time.
    let chain = lines(2000, |i| format!("  f{}: f{i} + 1\n", i + 1));
    assert!(report(format!("{BEGUN}figures:\n  f0: 1\n{chain}")).is_sound());
}

#[test]
fn one_text_has_an_end() {
    let size = 1 << 20;
    for text in [
        "(".repeat(size),
        "-".repeat(size),
        "2^".repeat(size) + "1",
        "9".repeat(size),
        "1+".repeat(size) + "1",
    ] {
        let report = report(format!("{BEGUN}figures: {{x: \"{text}\"}}\n"));
        assert!(report.findings.iter().all(|finding| finding.message.len() < 1000));
    }
    refused(
        format!("{BEGUN}x: {}{}", "[".repeat(70), "]".repeat(70)),
        "nested more than 64 deep",
    );
    refused(format!("{BEGUN}x: {}", "[".repeat(size)), "recursion limit");
    refused("#".repeat((8 << 20) + 1), "at most 8 MiB are read");
    for count in ["1000000000000000000", "99999999999999999999999", "4294967296"] {
        let text = BEGUN.replace("is: service", &format!("is: service, replicas: {count}"));
        refused(text, "whole number");
    }
}

#[test]
fn so_much_fails_that_no_edit_is_looked_for() {
    let steps = ", a -> b".repeat(10_000);
    let flow = |id| format!("  {id}: {{actor: u, rate: 1 /s, steps: [u -> a{steps}]}}\n");
    let text = format!(
        "napkin: 1\nname: x\nload: {{peak: 2, users: 1M}}\nactors: {{u: uses}}\ncomponents: {{a: {{is: service}}, b: {{is: service}}}}\n\
         requirements: {{nonfunctional: {{N: {{survive: a, of: f}}}}}}\nflows:\n  f: {{actor: u, rate: 1 /s, steps: [u -> a]}}\n{}{}",
        flow("big"),
        flow("huge"),
    );
    let mut input = Input {
        files: vec![Source::new("design.yaml", text)],
        cures: true,
        ..Input::default()
    };
    input.settings.sampling.samples = 0;
    let report = run(input).report;
    let left_out = report.verdicts.iter().filter(|verdict| {
        verdict
            .because
            .iter()
            .any(|line| line.starts_with("no edit that mends it was looked for"))
    });
    assert_eq!(left_out.count(), 1);
}

#[test]
fn caches_for_which_there_is_no_room_are_named() {
    // 50 reads a second become 1000 without the cache, twice what the database bears.
    let text = "napkin: 1\nname: x\nload: {peak: 1}\nactors: {u: uses}\ncomponents:\n  a: {is: service}\n  \
                cache: {is: distributed-cache}\n  db: {is: relational-database, per_replica: 500 req/s}\n\
                flows:\n  f: {actor: u, rate: 1000 /s, steps: [u -> a, a -> cache: {hit: 95 %}, a -> db: {on_miss: cache}]}\n";
    let (design, catalog) = read(text, &Settings::default(), &[]);
    let model = Model::resolve(&design, &catalog);
    let index = |id: &str| model.component_index(id).expect("a component");
    for (room, found, left_out) in [(1, vec![index("db")], vec![]), (0, vec![], vec![index("cache")])] {
        let mut healthy = load(&model, &Condition::default());
        let mut search = cold::Search::new(&model);
        search.room = room;
        let colds = search.finish(&mut healthy, &model);
        let behind: Vec<usize> = colds.found.iter().map(|cold| cold.component).collect();
        assert_eq!((behind, colds.left_out), (found, left_out));
    }
}

#[test]
fn drills_are_run_as_far_as_there_is_room() {
    let (flows, drills) = (2_000, 120);
    let text = format!(
        "{BEGUN}flows:\n{}expect:\n{}",
        lines(flows, |i| format!(
            "  f{i}: {{actor: u, rate: 1 /s, steps: [u -> a]}}\n"
        )),
        lines(drills, |i| format!(
            "  - {{drill: \"surge {}x\", f0: holds}}\n",
            f64::from(i as u32 + 11) / 10.0
        )),
    );
    let report = report(text);
    assert!(report.is_sound(), "{:#?}", report.findings.first());
    assert_eq!((report.drills.len(), report.drills_left_out), (100, 20));
    let unknown = report.findings.iter().filter(|f| f.rule == "expectation-unknown");
    let left = unknown.filter(|f| format!("{f:?}").contains("left out of so many"));
    assert_eq!(left.count(), 20, "what was not run is known of nobody");
}

/// What is said of flows whose fragments run one another.
fn of_fragments(flows: &str) -> Vec<String> {
    let found = report(format!("{BEGUN}flows:\n{flows}")).findings;
    let of_circle = found.into_iter().filter(|finding| finding.rule == "circle");
    of_circle.map(|finding| finding.message).collect()
}

#[test]
fn fragments_are_taken_in_as_far_as_that_has_an_end() {
    let chain = |count: usize| {
        "  f0: {steps: [a -> a]}\n".to_string()
            + &lines(count, |i| {
                format!("  f{}: {{steps: [a -> a: {{then: f{i}}}]}}\n", i + 1)
            })
    };
    assert_eq!(of_fragments(&chain(64)), Vec::<String>::new());
    let deep = ["`f65` runs more than 64 fragments, one inside the other"];
    assert_eq!(of_fragments(&chain(300)), deep);
    // Each twice as long as the one before it.
    let twice = "  f0: {steps: [a -> a]}\n".to_string()
        + &lines(15, |i| {
            let step = format!("a -> a: {{then: f{i}}}");
            format!("  f{}: {{steps: [{step}, {step}]}}\n", i + 1)
        });
    let long = ["`f13` has more than 20000 steps with the fragments that it runs"];
    assert_eq!(of_fragments(&twice), long);
    // Few lines each, of which each runs the same long one.
    let steps = "a -> a, ".repeat(10_000);
    let shared =
        format!("  f: {{steps: [{steps}]}}\n") + &lines(100, |i| format!("  g{i}: {{steps: [a -> a: {{then: f}}]}}\n"));
    let together = ["with `g48` the flows have more than 500000 steps, fragments taken in"];
    assert_eq!(of_fragments(&shared), together);
}
