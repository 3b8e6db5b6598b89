//! Requirements that don't go together: what is said of each pair, and what is left alone.

use napkin::report::Severity;
use napkin::source::Source;
use napkin::{Input, run};

/// The findings of the rule: severity, requirement, message.
fn found(requirements: &str, db: &str, read: &str) -> Vec<(Severity, String, String)> {
    let design = format!(
        "napkin: 1\nname: x\nload: {{peak: 1}}\nactors: {{u: a user}}\nrequirements: {{nonfunctional: {{{requirements}}}}}\n\
         regions: {{eu: {{zones: [a, b], users: 50 %, failover: 60 s}}, us: {{zones: [a, b], users: 50 %, failover: 60 s}}}}\n\
         components:\n  api: {{is: service, replicas: 2, zones: [a, b]}}\n  db: {db}\n\
         flows: {{f: {{actor: u, rate: 1 /s, steps: [u -> api, api -> db: {{{read}}}]}}}}\n\
         data: {{note: {{in: db, fields: {{id: id key}}}}}}\n"
    );
    let input = Input {
        files: vec![Source::new("x.yaml", design)],
        ..Input::default()
    };
    let report = run(input).report;
    assert!(report.findings.iter().all(|f| !f.form), "{:#?}", report.findings);
    let ours = report
        .findings
        .into_iter()
        .filter(|f| f.rule == "contradicting-requirements");
    ours.map(|f| {
        assert!(f.related.len() == 1 && f.fix.is_some(), "{f:#?}");
        (f.severity, f.of.unwrap_or_default(), f.message)
    })
    .collect()
}

const DB: &str = "{is: relational-database, replicas: 2, zones: [a, b], replication: {writer: one, acks: 2}}";

/// One finding of this severity about this requirement, which says so.
#[track_caller]
fn one(found: &[(Severity, String, String)], severity: Severity, of: &str, says: &str) {
    assert_eq!(found.len(), 1, "{found:#?}");
    let (as_found, requirement, message) = &found[0];
    assert_eq!((*as_found, requirement.as_str()), (severity, of), "{message}");
    assert!(message.contains(says), "{message}");
}

#[test]
fn two_targets_of_one_thing() {
    let of = |requirements: &str| found(requirements, DB, "read: note");
    let two = of("A: {latency: p50 < 200 ms, of: f}, B: {latency: p99 < 100 ms, of: f}");
    one(&two, Severity::Warning, "A", "says nothing beside `B`");
    assert!(of("A: {latency: p50 < 100 ms, of: f}, B: {latency: p99 < 200 ms, of: f}").is_empty());
    let two = of("A: {rpo: 1 min, of: note, when: zone lost}, B: {rpo: 2 min, of: note, when: zone lost}");
    one(&two, Severity::Warning, "B", "says nothing beside `A`");
    let two = of("A: {throughput: 5 req/s, of: f}, B: {throughput: 9 req/s, of: f}");
    one(&two, Severity::Warning, "A", "says nothing beside `B`");
    let two = of("A: {consistency: strong, of: note}, B: {consistency: eventual, of: note}");
    one(&two, Severity::Warning, "B", "says nothing beside `A`");
    let two = of("A: {rto: 1 min, of: note, when: region lost}, B: {rto: 5 min, of: note, when: zone lost}");
    one(&two, Severity::Warning, "B", "the larger loss is the harder one");
    assert!(of("A: {rto: 1 min, of: note, when: zone lost}, B: {rto: 5 min, of: note, when: region lost}").is_empty());
    assert!(of("A: {availability: 99 %, of: f}, B: {availability: 99 %, of: f}").is_empty());
    // Of everything, and of one thing.
    let two = of("A: {lacks: tls, of: f}, B: {has: [tls]}");
    one(&two, Severity::Error, "A", "for `tls` and for its absence");
}

#[test]
fn what_theorems_forbid() {
    let strong = "A: {consistency: strong, of: note}";
    let of = |requirements: &str, db: &str| found(requirements, db, "read: note");
    let cut = of(&format!("{strong}, B: {{survive: \"partition eu us\", of: f}}"), DB);
    one(&cut, Severity::Error, "A", "can't answer while it is cut off");
    let region = format!("{strong}, B: {{survive: region, of: f}}");
    one(
        &of(&region, DB),
        Severity::Warning,
        "A",
        "two regions can't tell a lost one",
    );
    let home = DB.replace("acks: 2}", "acks: 2}, has: [home-region]");
    assert!(of(&region, &home).is_empty());
    assert!(of(&format!("{strong}, B: {{survive: zone, of: f}}"), DB).is_empty());
}

/// The nearest pair of regions is 20 ms apart, the furthest 230 ms.
#[test]
fn what_light_forbids() {
    let waits =
        |target: &str| format!("A: {{rpo: 0 s, of: note, when: region lost}}, B: {{latency: p99 < {target}, of: f}}");
    let of = |target: &str, access: &str| found(&waits(target), DB, access);
    one(
        &of("19 ms", "write: note"),
        Severity::Error,
        "A",
        "each write waits 20 ms to 230 ms",
    );
    one(&of("100 ms", "write: note"), Severity::Info, "A", "each write waits");
    assert!(of("300 ms", "write: note").is_empty());
    assert!(of("19 ms", "read: note").is_empty(), "a read waits for nobody");
    let abroad = found("A: {latency: p95 < 15 ms, of: f}", DB, "read: note, region: other");
    one(&abroad, Severity::Error, "A", "is below the 20 ms");
    assert!(
        found(
            "A: {latency: p95 < 15 ms, of: f}",
            DB,
            "read: note, region: other, share: 1 %"
        )
        .is_empty()
    );
}

/// A writer fails 0.56 to 2 times a year; 99.999 % leave 5.256 minutes of a year of 525,600.
#[test]
fn what_a_budget_has_no_room_for() {
    let of = |rto: &str| {
        let both = format!("A: {{availability: 99.999 %, of: f}}, B: {{rto: {rto}, of: note, when: instance lost}}");
        found(&both, DB, "write: note")
    };
    one(&of("10 min"), Severity::Warning, "B", "= 5.6 min > 5.26 min");
    assert!(of("9 min").is_empty());
    let alone = "{is: relational-database, zones: [a], backup: {every: 1 h, to: us, restore: 2 h}}";
    let restored = found("A: {availability: 99.99 %, of: f}", alone, "write: note");
    one(
        &restored,
        Severity::Warning,
        "A",
        "restored from its backup after each failure",
    );
    assert!(found("A: {availability: 99.9 %, of: f}", alone, "write: note").is_empty());
}

/// Readers of Aurora are usually 100 ms behind.
#[test]
fn a_follower_is_behind_by_more_than_is_allowed() {
    let db = "{is: relational-database, with: aurora, replicas: 2, zones: [a, b]}";
    let of = |target: &str, read: &str| found(&format!("A: {{staleness: {target}, of: note}}"), db, read);
    one(
        &of("50 ms", "read: note, from: replica"),
        Severity::Warning,
        "A",
        "usually behind, 100 ms",
    );
    assert!(of("50 ms", "read: note").is_empty());
    assert!(of("200 ms", "read: note, from: replica").is_empty());
}
