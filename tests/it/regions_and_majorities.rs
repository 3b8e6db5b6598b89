//! Writers in one of several regions, majorities that grow with the copies, bills of units that are too small.

use napkin::report::{Report, Status, Verdict};
use napkin::source::Source;
use napkin::{Input, run};

fn report(text: &str) -> Report {
    run(Input {
        files: vec![Source::new("test.yaml", text)],
        ..Input::default()
    })
    .report
}

fn verdict<'r>(report: &'r Report, id: &str) -> &'r Verdict {
    let found = report.verdicts.iter().find(|v| v.id == id);
    found.unwrap_or_else(|| panic!("{id} in {:#?}", report.findings))
}

/// A service of 1 ms and a store of 1 ms in two regions, a round trip of 30 to 150 ms apart.
fn two_regions(replication: &str, share: &str) -> Report {
    report(&format!(
        "napkin: 1
name: x
requirements:
  nonfunctional:
    NFR1: {{latency: p99 < 25 ms, of: put}}
    NFR2: {{latency: p99 < 25 ms, of: look}}
    NFR3: {{latency: p99 < 25 ms, of: follow}}
load: {{peak: 1}}
actors: {{u: uses}}
regions: {{eu: {{zones: [a, b, c], users: {share}}}, us: {{zones: [a, b, c], users: 50 %}}}}
components:
  api: {{is: service, replicas: 6, zones: [a, b, c], per_replica: 1k req/s, latency: 1 ms}}
  db: {{is: relational-database, replicas: 3, zones: [a, b, c], replication: {replication}, per_replica: 10k req/s, latency: 1 ms}}
flows:
  put: {{actor: u, rate: 1 /s, steps: [u -> api, api -> db: {{write: item}}]}}
  look: {{actor: u, rate: 1 /s, steps: [u -> api, api -> db: {{read: item}}]}}
  follow: {{actor: u, rate: 1 /s, steps: [u -> api, api -> db: {{read: item, from: replica}}]}}
data: {{item: {{in: db, rows: 1k, fields: {{id: id key}}}}}}
"
    ))
}

#[test]
fn who_is_far_from_the_one_writer_goes_there() {
    let one = two_regions(
        "{writer: one, acks: 1, reads: 1, lag: 1 s, failover: 5 s, between: async}",
        "50 %",
    );
    // Half of all writes cross between the regions, and that alone takes longer than the limit.
    assert_eq!(verdict(&one, "NFR1").status, Status::Fail);
    assert_eq!(
        verdict(&one, "NFR2").status,
        Status::Fail,
        "the writer answers reads, too"
    );
    assert_eq!(verdict(&one, "NFR3").status, Status::Pass, "a follower is near");
    let said = one.latencies.iter().flat_map(|l| &l.assumptions);
    assert!(
        said.into_iter()
            .any(|note| note.contains("writer of db is taken to be in eu")),
        "the assumption is told"
    );
}

#[test]
fn a_writer_in_each_region_is_near() {
    let each = two_regions(
        "{writer: region, acks: 1, reads: 1, lag: 1 s, failover: 5 s, between: async}",
        "50 %",
    );
    for id in ["NFR1", "NFR2", "NFR3"] {
        assert_eq!(verdict(&each, id).status, Status::Pass, "{id}");
    }
}

#[test]
fn whose_users_are_all_elsewhere_all_cross() {
    let far = two_regions(
        "{writer: one, acks: 1, reads: 1, lag: 1 s, failover: 5 s, between: async}",
        "0 %",
    );
    let put = far.latencies.iter().find(|l| l.flow == "put").unwrap();
    let trip = 0.030;
    assert!(
        put.p50.value.unwrap() > trip,
        "every write crosses: {:?}",
        put.p50.value
    );
}

fn settings(store: &str) -> Report {
    report(&format!(
        "napkin: 1
name: x
requirements: {{nonfunctional: {{NFR1: {{consistency: strong, of: setting}}}}}}
load: {{peak: 1}}
actors: {{u: uses}}
regions: {{eu: [a, b, c]}}
components:
  api: {{is: service, replicas: 3, zones: [a, b, c], per_replica: 1k req/s}}
  kept: {store}
flows:
  put: {{actor: u, rate: 1 /s, steps: [u -> api, api -> kept: {{write: setting}}]}}
  look: {{actor: u, rate: 1 /s, steps: [u -> api, api -> kept: {{read: setting}}]}}
data: {{setting: {{in: kept, rows: 1k, fields: {{id: id key}}}}}}
"
    ))
}

fn finds(report: &Report, rule: &str) -> bool {
    report.findings.iter().any(|f| f.rule == rule)
}

#[test]
fn a_majority_grows_with_the_copies() {
    let five = settings("{is: config-store, with: etcd, replicas: 5, zones: [a, b]}");
    assert!(
        finds(&five, "quorum-lost-with-zone"),
        "zone a holds 3 of 5, and 2 are no majority"
    );
    assert!(!finds(&five, "even-quorum"));
    let why = &verdict(&five, "NFR1").because;
    assert!(why.iter().any(|w| w.contains("3 + 3 > N = 5")), "{why:?}");
    let spread = settings("{is: config-store, with: etcd, replicas: 5, zones: [a, b, c]}");
    assert!(!finds(&spread, "quorum-lost-with-zone"));
    assert!(finds(
        &settings("{is: config-store, with: etcd, replicas: 4, zones: [a, b, c]}"),
        "even-quorum"
    ));
}

#[test]
fn a_design_may_ask_for_a_majority() {
    let said = "replication: {writer: any, acks: majority, reads: majority}";
    let four = settings(&format!(
        "{{is: key-value-store, replicas: 4, copies: 4, zones: [a, b, c], {said}}}"
    ));
    assert!(finds(&four, "even-quorum"));
    assert_eq!(verdict(&four, "NFR1").status, Status::Pass);
    // 8 units may be one group or two: how many copies there are decides, not `acks`.
    let open = settings(&format!(
        "{{is: key-value-store, replicas: 8, zones: [a, b, c], {said}}}"
    ));
    assert_eq!(verdict(&open, "NFR1").missing, ["components.kept.copies"]);
    let wrong = settings("{is: key-value-store, replication: {writer: any, acks: most}}");
    assert!(finds(&wrong, "wrong-type"));
}

fn bill(limit: &str, storage: &str) -> Report {
    report(&format!(
        "napkin: 1
name: x
requirements:
  nonfunctional:
    NFR1: {{cost: < {limit}}}
    NFR2: {{throughput: 10 req/s, of: put}}
load: {{peak: 1}}
components:
  api: {{is: service, replicas: 2, per_replica: 1k req/s, cost: 50 USD/month}}
  db: {{is: relational-database, replicas: 1, copies: 1, per_replica: {{requests: 1k req/s, storage: {storage}}}, cost: 100 USD/month}}
flows:
  put: {{rate: 1 /s, in: 1 KB, out: 1 KB, steps: [api -> db: {{write: item}}]}}
data: {{item: {{in: db, rows: 1G, fields: {{id: id key, body: text ~992 B}}}}}}
"
    ))
}

#[test]
fn a_bill_of_units_that_are_too_small_proves_nothing() {
    // 10⁹ rows of 1,000 B are 1 TB.
    assert_eq!(verdict(&bill("1k USD/month", "2 TB"), "NFR1").status, Status::Pass);
    let small = bill("1k USD/month", "0.5 TB");
    let cost = verdict(&small, "NFR1");
    assert_eq!(cost.status, Status::Unknown, "{cost:#?}");
    assert!(
        cost.missing
            .iter()
            .any(|m| m.contains("enough of db") && m.contains("storage")),
        "{cost:#?}"
    );
    assert!(
        cost.value.as_deref().is_some_and(|v| v.starts_with("at least")),
        "{cost:#?}"
    );
    assert_eq!(verdict(&bill("150 USD/month", "0.5 TB"), "NFR1").status, Status::Fail);
    let rate = verdict(&small, "NFR2");
    assert_eq!(rate.status, Status::Fail, "{rate:#?}");
    assert!(
        rate.because.iter().any(|b| b.contains("db at 200 % of its storage")),
        "{rate:#?}"
    );
}

#[test]
fn shares_of_regions_add_up() {
    let report = report(
        "napkin: 1
name: x
load: {users: 2M, peak: 1}
actors: {buyer: buys}
regions:
  eu: {zones: [a, b, c], users: 60 %, failover: 5 min}
  us: {zones: [a, b, c], users: 40 %, failover: 5 min}
components:
  web: {is: service, replicas: 4, zones: [a], per_replica: 500 req/s}
flows:
  browse: {actor: buyer, rate: 1 /user/day, steps: [buyer -> web]}
",
    );
    let found = report.findings.iter().find(|f| f.rule == "single-zone").unwrap();
    assert!(
        found.message.starts_with("`browse` fails with zones `eu/a` and `us/a`"),
        "{}",
        found.message
    );
}
