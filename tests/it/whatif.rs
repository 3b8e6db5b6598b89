//! What would be if: answers about a changed design are those of the changed design.

use napkin::report::{Figure, Status};
use napkin::source::Source;
use napkin::whatif::{Range, Refusal, flips, sweep, tornado};
use napkin::{Input, run};

const DESIGN: &str = "
napkin: 1
name: x
requirements:
  nonfunctional:
    NFR1: {throughput: 1k req/s, of: ask}
    NFR2: {holds: store.utilisation < 50 %}
load: {users: 8M to 12M, peak: 2}
actors: {visitor: asks}
components:
  api: {is: service, replicas: 4, per_replica: 500 req/s, target: 80 %}
  store: {is: relational-database, per_replica: 3k req/s, target: 80 %}
flows:
  ask:
    actor: visitor
    rate: 2 /user/day
    in: 1 KB
    out: 2 KB
    steps:
      - visitor -> api
      - api -> store: {share: 50 %, times: 3, read: note}
decisions: {D1: {title: a store, chose: store, because: [NFR1, NFR2]}}
data:
  note: {in: store, rows: 1M, fields: {id: id key, text: text ~100 B}}
";

fn input(set: &[&str]) -> Input {
    let mut input = Input {
        files: vec![Source::new("x.yaml", DESIGN)],
        ..Input::default()
    };
    input.settings.set = set.iter().map(|s| (*s).to_string()).collect();
    input
}

fn value(set: &[&str], name: &str) -> f64 {
    let report = run(input(set)).report;
    let messages: Vec<&str> = report
        .findings
        .iter()
        .filter(|f| f.form)
        .map(|f| f.message.as_str())
        .collect();
    assert!(messages.is_empty(), "{messages:?}");
    let found: Option<&Figure> = report.all_figures().into_iter().find(|f| f.name == name);
    found.and_then(|f| f.value).unwrap()
}

#[track_caller]
fn close(a: f64, b: f64) {
    assert!((a / b - 1.0).abs() < 1e-9, "{a} is not {b}");
}

#[test]
fn a_value_may_be_a_multiple_of_what_stands_there() {
    let now = value(&[], "api.peak");
    close(value(&["load.users=2x"], "api.peak"), 2.0 * now);
    close(value(&["load.users=0.5x", "load.peak=3x"], "api.peak"), 1.5 * now);
    close(
        value(&["components.api.replicas=2x"], "api.utilisation"),
        value(&[], "api.utilisation") / 2.0,
    );
    close(
        value(&["flows.ask.rate=10x"], "ask.rate"),
        10.0 * value(&[], "ask.rate"),
    );
    let deep = "flows.ask.steps.api -> store.times=2x";
    close(value(&[deep], "store.peak"), 2.0 * value(&[], "store.peak"));
}

#[test]
fn a_path_that_leads_nowhere_is_told() {
    for (set, message) in [
        ("load.userz=2x", "nothing stands there to multiply"),
        ("flows.ask.steps.api -> shop.times=2", "there is no `api -> shop`"),
        ("components.api=2x", "what stands there is no quantity"),
        ("name.x=2", "it leads into a single value"),
    ] {
        let report = run(input(&[set])).report;
        assert!(
            report.findings.iter().any(|f| f.form && f.message.contains(message)),
            "{set}: {:#?}",
            report.findings
        );
    }
}

#[test]
fn a_sweep_is_the_design_at_each_value() {
    let range = Range::parse("load.users=1M..100M").unwrap();
    assert_eq!(range.values, ["1M", "2M", "5M", "10M", "20M", "50M", "100M"]);
    let found = sweep(&input(&[]), &range, &["api.utilisation".to_string()])
        .ok()
        .unwrap();
    for point in &found.points {
        let set = format!("load.users={}", point.set);
        let figure = point.values[0].as_ref().unwrap();
        close(figure.value.unwrap(), value(&[&set], "api.utilisation"));
        assert_eq!(
            point.unstable.contains(&"api".to_string()),
            figure.value.unwrap() >= 1.0
        );
    }
    // What a user would look at is chosen where nothing is named.
    let chosen = sweep(&input(&[]), &range, &[]).ok().unwrap();
    assert!(
        chosen.figures.contains(&"api.utilisation".to_string()),
        "{:?}",
        chosen.figures
    );
}

#[test]
fn sweeps_are_read_as_people_write_them() {
    let values = |text| Range::parse(text).map(|r| r.values.join(" "));
    assert_eq!(values("a=1..5").unwrap(), "1 1.5 2 2.5 3 3.5 4 4.5 5");
    assert_eq!(values("a=1k to 20k").unwrap(), "1k 2k 5k 10k 20k");
    assert_eq!(values("a=50 ms..1000 ms").unwrap(), "50 ms 100 ms 200 ms 500 ms 1k ms");
    assert_eq!(values("a=1, 3,9").unwrap(), "1 3 9");
    assert_eq!(
        values("a=1..50 req/s").unwrap(),
        "1 req/s 2 req/s 5 req/s 10 req/s 20 req/s 50 req/s"
    );
    for wrong in ["a", "a=", "a=1..", "a=5..1", "a=1 ms..3 s", "=1..3", "a=x..y", "a=1,,2"] {
        assert!(values(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_tornado_agrees_with_setting_the_input() {
    let found = tornado(input(&[]), "store.peak").ok().unwrap();
    let users = &found.inputs[0];
    assert!(
        users.uncertain && users.input.starts_with("load.users"),
        "{}",
        users.input
    );
    close(users.low, value(&["load.users=8M"], "store.peak"));
    close(users.high, value(&["load.users=12M"], "store.peak"));
    let times = found
        .inputs
        .iter()
        .find(|s| s.input.contains("api -> store.times"))
        .unwrap();
    close(
        times.low,
        value(&["flows.ask.steps.api -> store.times=2.7"], "store.peak"),
    );
    assert!((times.elasticity.unwrap() - 1.0).abs() < 1e-6);
    let wrong = tornado(input(&[]), "store.peek");
    assert!(matches!(wrong, Err(Refusal::Question(text)) if text.contains("did you mean `store.peak`?")));
}

/// api: 1,000 ÷ (4 × 500) = 50 %, of 80 % at most. store: 1.5 × 1,000 ÷ 3,000 = 50 %.
#[test]
fn a_flip_is_where_the_verdict_turns() {
    let found = flips(&input(&[]), "NFR1").ok().unwrap();
    assert_eq!(found.status, Status::Pass);
    let factor = |path: &str| found.inputs.iter().find(|f| f.path == path).map(|f| f.factor).unwrap();
    for (path, expected) in [
        ("components.api.per_replica", 0.625),
        ("components.store.per_replica", 0.625),
        ("flows.ask.steps.api -> store.times", 1.6),
        ("components.api.target", 0.625),
    ] {
        assert!((factor(path) / expected - 1.0).abs() < 0.01, "{path}: {}", factor(path));
    }
    assert!(
        found.harmless.contains(&"load.users".to_string()),
        "{:?}",
        found.harmless
    );
    // Four units become three at 0.75 and two at 0.625, where rounding decides.
    assert!(factor("components.api.replicas") <= 0.63);
    let passes = run(input(&["components.api.per_replica=0.64x"])).report.verdicts[0].status;
    let fails = run(input(&["components.api.per_replica=0.61x"])).report.verdicts[0].status;
    assert_eq!((passes, fails), (Status::Pass, Status::Fail));
    assert!(matches!(flips(&input(&[]), "NFR9"), Err(Refusal::Question(_))));
}

/// Other requirements, and decisions that rest on them, are in nobody's way. Of the store 23.1 % is used at the median,
/// and 95 of 100 cases hold up to 1.22 times the users: 50 ÷ (23.1 × 1.22) = 1.77.
#[test]
fn a_flip_of_one_of_several_requirements() {
    let found = flips(&input(&[]), "NFR2").ok().unwrap();
    assert_eq!(found.status, Status::Pass);
    let users = found.inputs.iter().find(|f| f.path == "load.users").unwrap();
    let used = value(&[], "store.utilisation");
    let expected = 0.5 / (used * libm::sqrt(12.0 / 8.0));
    assert!(
        (users.factor / expected - 1.0).abs() < 0.01,
        "{} {expected}",
        users.factor
    );
    assert_eq!(users.becomes, Status::Unknown);
}
