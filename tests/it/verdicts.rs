//! Verdicts on data and facts, worked by hand: each status of each metric.

use napkin::report::{Report, Stance, Status, Verdict};
use napkin::source::Source;
use napkin::{Input, run};

use Status::{Fail, Pass, Unknown};

/// A design of one database behind an API; the parts in braces are the test's.
fn report(profile: &str, requirement: &str, db: &str, extra: &str) -> Report {
    let design = format!(
        "napkin: 1\nname: x\nprofile: {profile}\nload: {{peak: 1}}\nactors: {{u: a user, w: another}}\n\
         regions: {{eu: [a, b, c]}}\nrequirements: {{nonfunctional: {{N: {requirement}}}}}\n\
         components:\n  api: {{is: service, replicas: 2, zones: [a, b], per_replica: 100 req/s}}\n  db: {db}\n{extra}"
    );
    of(design)
}

fn of(design: String) -> Report {
    let input = Input {
        files: vec![Source::new("x.yaml", design)],
        ..Input::default()
    };
    run(input).report
}

/// One flow that writes rows of 1 KB and one that reads them.
const FLOWS: &str = "flows:\n  save: {actor: u, rate: 10 /s, steps: [u -> api, api -> db: {write: note}]}\n  \
                     show: {actor: u, rate: 10 /s, steps: [u -> api, api -> db: {read: note}]}\n\
                     data: {note: {in: db, rows: 1G, fields: {id: id key, body: text ~992 B}}}\n";

#[track_caller]
fn verdict(requirement: &str, db: &str) -> Verdict {
    only(&report("billing", requirement, db, FLOWS))
}

#[track_caller]
fn only(report: &Report) -> Verdict {
    let found = report.verdicts.first();
    found.unwrap_or_else(|| panic!("{:#?}", report.findings)).clone()
}

/// Status, value and all reasons and missing facts as one text.
#[track_caller]
fn told(requirement: &str, db: &str) -> (Status, String, String) {
    let v = verdict(requirement, db);
    let all = [v.because, v.missing].concat().join("; ");
    (v.status, v.value.unwrap_or_default(), all)
}

/// Yearly loss of a group of three copies as a Markov chain: each copy fails at rate f, and each lost one is repaired
/// at rate m by itself. The mean time to the loss of all comes from the balance of the three states.
fn chain(f: f64, m: f64) -> f64 {
    // t3 = 1/3f + t2; t2 = (1 + m t3 + 2f t1) / (m + 2f); t1 = (1 + 2m t2) / (2m + f).
    let (mut t1, mut t2) = (0.0, 0.0);
    // Substituted: t2 (m + 2f) = 1 + m (1/3f + t2) + 2f (1 + 2m t2) / (2m + f).
    let constant = 1.0 + m / (3.0 * f) + 2.0 * f / (2.0 * m + f);
    let factor = 2.0 * f - 4.0 * f * m / (2.0 * m + f);
    t2 += constant / factor;
    t1 += (1.0 + 2.0 * m * t2) / (2.0 * m + f);
    assert!(t1 < t2);
    1.0 / (1.0 / (3.0 * f) + t2)
}

#[test]
fn durability_of_copies_is_that_of_a_vault() {
    // λ = 3 × 1 %/year × 12 h; P(N ≥ 3) = e^−λ λ³/6 (1 + λ/4 + …); 730 windows of 12 h in 8,760 h.
    let lambda: f64 = 3.0 * 0.01 * 12.0 / 8760.0;
    let expected = 730.0 * (-lambda).exp() * lambda.powi(3) / 6.0 * (1.0 + lambda / 4.0);
    let db = "{is: relational-database, replicas: 3, zones: [a, b, c], durability: 99 %, \
              replication: {writer: one, acks: 3, rebuild: 12 h}, backup: {every: 1 h, to: us}}";
    let v = verdict("{durability: 99.9999999 %, of: note}", db);
    assert_eq!(v.status, Pass, "{v:#?}");
    let printed = format!("11 nines ({expected:.2e})");
    assert_eq!(v.value.as_deref(), Some(printed.as_str()), "{v:#?}");
    // With every repair of its own length the chain loses 3 f³T², fixed windows that count the whole group 4.5 f³T².
    let ratio = expected / chain(0.01, 8760.0 / 12.0);
    assert!((1.45..1.55).contains(&ratio), "{ratio}");
    assert_eq!(verdict("{durability: 99.999999999999 %, of: note}", db).status, Fail);
    // The same window as a bandwidth: 1 TB on each unit, 43,200 s.
    let db = db.replace("rebuild: 12 h", "rebuild: 23.148148148 MB/s");
    assert_eq!(
        verdict("{durability: 99.9999999 %, of: note}", &db).value.as_deref(),
        Some(printed.as_str())
    );
}

#[test]
fn durability_names_what_is_missing() {
    let n = "{durability: 99.99 %, of: note}";
    let one = told(n, "{is: relational-database, zones: [a], durability: 99 %}");
    // 1 − e^−0.01 of a single copy.
    assert_eq!((one.0, one.1.as_str()), (Fail, "2 nines (0.00995)"));
    let own = "{is: relational-database, replicas: 3, zones: [a, b, c], replication: {writer: one, acks: 3}}";
    let (status, _, why) = told(n, own);
    assert_eq!(status, Unknown);
    assert!(why.contains("components.db.replication.rebuild"), "{why}");
    let together =
        "{is: relational-database, replicas: 3, zones: [a], replication: {writer: one, acks: 3, rebuild: 1 h}}";
    let (status, _, why) = told(n, together);
    assert_eq!(status, Unknown, "copies in one zone");
    assert!(why.contains("the zone that holds all copies of db"), "{why}");
    let spread = together.replace("[a]", "[a, b, c]");
    let (status, _, why) = told(n, &spread);
    assert_eq!(status, Unknown, "copies in one region");
    assert!(why.contains("the region that holds all copies of db"), "{why}");
    let saved = spread.replace("1 h}", "1 h}, backup: {every: 1 h, to: us}");
    assert_eq!(told(n, &saved).0, Pass);
    let (status, _, why) = told(n, "{is: key-value-store, with: dynamodb}");
    assert_eq!(status, Unknown);
    assert!(why.contains("components.db.durability"), "{why}");
    assert_eq!(
        told(n, "{is: key-value-store, with: dynamodb, durability: 99.999 %}").0,
        Pass
    );
    let s3 = "{is: object-store, with: s3}";
    assert_eq!(told("{durability: 99.999999999 %, of: note}", s3).0, Pass);
    assert_eq!(told("{durability: 99.9999999999 %, of: note}", s3).0, Fail);
    // A write that one unit alone has for an hour: 1 %/year × 1 h.
    let late = "{is: relational-database, replicas: 3, zones: [a, b, c], durability: 99 %, \
                replication: {writer: one, acks: 1, lag: 1 h, rebuild: 1 h}}";
    let (_, value, _) = told(n, late);
    assert_eq!(value, "5.9 nines (0.00000114)");
}

#[test]
fn lost_data_by_scope() {
    let db = "{is: relational-database, replicas: 3, zones: [a, b, c], \
              replication: {writer: one, acks: 1, lag: 2 s, failover: 30 s}, \
              backup: {every: 30 min, takes: 10 min, copy: 5 min, to: us, restore: 1 h}}";
    let rpo = |target: &str, when: &str| told(&format!("{{rpo: {target}, of: note, when: {when}}}"), db);
    assert_eq!((rpo("2 s", "instance lost").0, rpo("1 s", "zone lost").0), (Pass, Fail));
    let (status, value, why) = rpo("45 min", "region lost");
    assert_eq!((status, value.as_str()), (Pass, "45 min"));
    assert!(
        why.contains("a backup every 30 min + under way 10 min + copied in 5 min"),
        "{why}"
    );
    assert_eq!(rpo("44 min", "all lost").0, Fail);
    let (status, value, why) = told("{rpo: 1 h, of: note}", db);
    assert_eq!((status, value.as_str()), (Pass, "45 min"));
    assert!(
        why.contains("judged with an instance, a zone and the region lost in turn"),
        "{why}"
    );
    // A copy follows a mistake at once: no backup, all is lost, however many acknowledge.
    let synced = "{is: relational-database, replicas: 3, zones: [a, b, c], replication: {writer: one, acks: 3}}";
    assert_eq!(told("{rpo: 1 day, of: note, when: all lost}", synced).1, "everything");
    assert_eq!(told("{rpo: 0 s, of: note, when: zone lost}", synced).0, Pass);
    let near = db.replace("to: us", "to: eu");
    assert_eq!(told("{rpo: 1 h, of: note, when: region lost}", &near).1, "everything");
    let somewhere = db.replace("to: us, ", "");
    let (status, _, why) = told("{rpo: 1 h, of: note, when: region lost}", &somewhere);
    assert_eq!(status, Unknown);
    assert!(why.contains("components.db.backup.to"), "{why}");
}

#[test]
fn recovery_by_scope() {
    let db = |backup: &str| {
        format!(
            "{{is: relational-database, replicas: 3, zones: [a, b, c], \
             replication: {{writer: one, acks: 2, failover: 30 s}}, backup: {{every: 1 h, to: us{backup}}}}}"
        )
    };
    let rto = |target: &str, when: &str, backup: &str| {
        told(&format!("{{rto: {target}, of: note, when: {when}}}"), &db(backup))
    };
    assert_eq!(rto("30 s", "zone lost", "").0, Pass);
    assert_eq!(rto("29 s", "instance lost", "").0, Fail);
    assert_eq!(rto("2 h", "region lost", ", restore: 2 h").0, Pass);
    // 10⁹ rows of 1,000 B at 100 MB/s: 10,000 s, though three copies take 3 TB.
    let (status, value, why) = rto("3 h", "all lost", ", restore: 100 MB/s");
    assert_eq!((status, value.as_str()), (Pass, "2.78 h"), "{why}");
    assert_eq!(rto("2 h", "all lost", ", restore: 100 MB/s").0, Fail);
    let (status, _, why) = rto("2 h", "all lost", "");
    assert_eq!(status, Unknown);
    assert!(why.contains("components.db.backup.restore"), "{why}");
}

/// Two regions: users move in 60 s, a name is forgotten after 90 s, and a copy is promoted in 30 s.
#[test]
fn a_region_is_back_when_users_and_the_writer_have_moved() {
    let design = |ttl: &str| {
        format!(
            "napkin: 1\nname: x\nload: {{peak: 1}}\nactors: {{u: a user}}\n\
             regions: {{eu: {{zones: [a], users: 100 %, failover: 60 s}}, us: {{zones: [a], users: 0 %}}}}\n\
             requirements: {{nonfunctional: {{N: {{rto: 2 min, of: note, when: region lost}}}}}}\n\
             components:\n  names: {{is: dns{ttl}}}\n  db: {{is: relational-database, replicas: 2, zones: [a], \
             replication: {{writer: one, acks: 1, failover: 30 s, between: async, lag: 1 s}}}}\n\
             flows: {{f: {{actor: u, rate: 1 /s, steps: [u -> names, u -> db: {{write: note}}]}}}}\n\
             data: {{note: {{in: db, fields: {{id: id key}}}}}}\n"
        )
    };
    assert_eq!(only(&of(design(""))).value.as_deref(), Some("90 s"));
    assert_eq!(only(&of(design(", ttl: 90 s"))).value.as_deref(), Some("2 min"));
}

/// Rows 16 and 17 of the published ones: Dynamo's three copies, Aurora's six.
#[test]
fn quorums_overlap_or_not() {
    let strong = |copies: u32, acks: u32, reads: u32| {
        let db = format!(
            "{{is: wide-column-store, replicas: {copies}, copies: {copies}, zones: [a, b, c], \
             replication: {{writer: any, acks: {acks}, reads: {reads}, lag: 1 s}}}}"
        );
        told("{consistency: strong, of: note}", &db)
    };
    let (status, _, why) = strong(3, 2, 2);
    assert_eq!(status, Pass);
    assert!(why.contains("W + R = 2 + 2 > N = 3, W + W = 2 + 2 > N = 3"), "{why}");
    let (status, _, why) = strong(6, 4, 3);
    assert_eq!(status, Pass);
    assert!(why.contains("W + R = 4 + 3 > N = 6, W + W = 4 + 4 > N = 6"), "{why}");
    assert_eq!(strong(3, 1, 1).0, Fail);
    // Format, A9: acks + reads > copies. That two writes need not meet is what the rule `lost-updates` asks about.
    let (status, _, why) = strong(3, 1, 3);
    assert_eq!(status, Pass, "a read asks every copy: {why}");
    assert!(why.contains("W + W = 1 + 1 ≤ N = 3"), "{why}");
    let silent = "{is: wide-column-store, replicas: 3, zones: [a, b, c], replication: {writer: any}}";
    let (status, _, why) = told("{consistency: strong, of: note}", silent);
    assert_eq!(status, Unknown);
    assert!(why.contains("components.db.replication.acks"), "{why}");
    let (status, value, _) = told(
        "{consistency: eventual, of: note}",
        &silent.replace("any", "any, acks: 1, reads: 1, lag: 3 s"),
    );
    assert_eq!((status, value.as_str()), (Pass, "at most 3 s old"));
    let unbounded = silent.replace("any", "any, acks: 1, reads: 1");
    assert_eq!(told("{consistency: eventual, of: note}", &unbounded).0, Unknown);
}

#[test]
fn a_read_of_every_copy_is_not_stale() {
    let db = "{is: wide-column-store, replicas: 3, copies: 3, zones: [a, b, c], \
              replication: {writer: any, acks: 1, reads: 3, lag: 5 s}}";
    assert_eq!(told("{staleness: 0 s, of: note}", db).0, Pass);
    let report = report("exact", "{staleness: 0 s, of: note}", db, FLOWS);
    assert!(report.findings.iter().any(|f| f.rule == "lost-updates"));
}

#[test]
fn a_quorum_of_more_than_all_copies_promises_nothing() {
    let db = |quorum: &str| {
        format!(
            "{{is: relational-database, replicas: 3, copies: 3, zones: [a, b, c], per_replica: 1k req/s, \
             availability: 99 %, replication: {{writer: one, {quorum}, lag: 1 s, failover: 60 s}}}}"
        )
    };
    for (requirement, quorum) in [
        ("{consistency: strong, of: note}", "acks: 5, reads: 1"),
        ("{consistency: strong, of: note}", "acks: 2, reads: 4"),
        ("{rpo: 0 s, of: note, when: instance lost}", "acks: 5, reads: 1"),
        ("{rpo: 0 s, of: note, when: zone lost}", "acks: 5, reads: 1"),
        ("{rto: 1 h, of: note, when: instance lost}", "acks: 5, reads: 1"),
    ] {
        let (status, _, why) = told(requirement, &db(quorum));
        assert_eq!(status, Unknown, "{requirement}: {why}");
        assert!(why.contains("of 3 copies"), "{requirement}: {why}");
        assert_eq!(told(requirement, &db("acks: 3, reads: 1")).0, Pass, "{requirement}");
    }
    let (status, _, why) = told("{availability: 50 %, of: save}", &db("acks: 5, reads: 1"));
    assert_eq!(status, Fail);
    assert!(why.contains("a write of db needs 5 of 3 copies"), "{why}");
    assert!(!why.contains("db can't carry"), "{why}");
}

#[test]
fn a_session_reads_its_own_writes() {
    let db = "{is: relational-database, replicas: 2, zones: [a, b], replication: {writer: one, acks: 2, lag: 1 s}}";
    let session = |reader: &str, read: &str, save: &str| {
        let flows = format!(
            "  cache: {{is: distributed-cache, ttl: 10 s}}\nflows:\n  \
             save: {{actor: u, rate: 10 /s, steps: [u -> api, {save}]}}\n  \
             show: {{actor: {reader}, rate: 10 /s, steps: [{reader} -> api, {read}]}}\n\
             data: {{note: {{in: db, fields: {{id: id key}}}}}}\n"
        );
        only(&report("exact", "{consistency: session, of: note}", db, &flows)).status
    };
    let (writer, follower) = ("api -> db: {read: note}", "api -> db: {read: note, from: replica}");
    let save = "api -> db: {write: note}";
    assert_eq!(session("u", writer, save), Pass);
    assert_eq!(session("u", follower, save), Fail);
    assert_eq!(session("w", follower, save), Pass, "w has written nothing");
    let pinned = "api -> db: {read: note, from: replica, has: [session-pin]}";
    assert_eq!(session("u", pinned, save), Pass);
    let cached = "api -> cache: {hit: 90 %}, api -> db: {on_miss: cache, read: note}";
    assert_eq!(session("u", cached, save), Fail);
    let renewed = "api -> db: {write: note}, api -> cache: {delete: note}";
    assert_eq!(session("u", cached, renewed), Pass);
    assert_eq!(
        session("u", writer, "api ~> db: {write: note}"),
        Fail,
        "answered before it is stored"
    );
}

#[test]
fn ages_add_up() {
    let db = "{is: relational-database, replicas: 2, zones: [a, b], replication: {writer: one, acks: 2, lag: 2 s}}";
    let stale = |target: &str, extra: &str, row: &str| {
        let flows = format!(
            "  cache: {{is: distributed-cache, ttl: 10 s}}\n  index: {{is: search-index, zones: [a]}}\nflows:\n  \
             save: {{actor: u, rate: 10 /s, steps: [u -> api, api -> db: {{write: note}}]}}\n  \
             show: {{actor: u, rate: 10 /s, steps: [u -> api, {extra}]}}\n\
             data: {{note: {{in: {row}, fields: {{id: id key}}}}}}\n"
        );
        only(&report(
            "exact",
            &format!("{{staleness: {target}, of: note}}"),
            db,
            &flows,
        ))
    };
    let cached = "api -> cache: {hit: 90 %}, api -> db: {on_miss: cache, read: note, from: replica}";
    let v = stale("12 s", cached, "db");
    assert_eq!((v.status, v.value.as_deref()), (Pass, Some("12 s")), "{v:#?}");
    assert_eq!(stale("11 s", cached, "db").status, Fail);
    assert_eq!(stale("0 s", "api -> db: {read: note}", "db").status, Pass);
    let v = stale("1 min", "api -> index: {read: note}", "[db, index]");
    assert_eq!(v.status, Unknown);
    assert_eq!(v.missing, ["a step that writes note into index"]);
}

/// What the steps of a design give up, by step: `api -> db`, `PC/EC`.
fn stances(db: &str, flows: &str) -> Vec<(String, String)> {
    let report = report("exact", "{cost: < 1 USD/month}", db, flows);
    let one = |s: &Stance| {
        let choice = s.pacelc.clone().or(s.missing.clone()).unwrap_or_default();
        let access = s.access.clone();
        s.steps
            .iter()
            .map(move |step| (format!("{}: {access}", step.flow), choice.clone()))
            .collect::<Vec<_>>()
    };
    report.stances.iter().flat_map(one).collect()
}

#[test]
fn each_access_takes_its_stance() {
    let two = |save: &str, show: &str| {
        vec![
            ("save: write".to_string(), save.to_string()),
            ("show: read".to_string(), show.to_string()),
        ]
    };
    let copies = |replication: &str| {
        format!("{{is: wide-column-store, replicas: 3, zones: [a, b, c], replication: {{{replication}}}}}")
    };
    assert_eq!(
        stances(&copies("writer: any, acks: 2, reads: 2"), FLOWS),
        two("PC/EC", "PC/EC")
    );
    assert_eq!(
        stances(&copies("writer: any, acks: 1, reads: 1"), FLOWS),
        two("PA/EL", "PA/EL")
    );
    assert_eq!(
        stances(&copies("writer: any, acks: 2, reads: 1"), FLOWS),
        two("PC/EC", "PA/EL")
    );
    assert_eq!(stances(&copies("writer: one, acks: 2"), FLOWS), two("PC/EC", "PC/EC"));
    assert_eq!(stances(&copies("writer: one, acks: 1"), FLOWS), two("PC/EL", "PC/EC"));
    let missing = "components.db.replication.acks";
    assert_eq!(stances(&copies("writer: one"), FLOWS), two(missing, "PC/EC"));
    let follower = FLOWS.replace("{read: note}", "{read: note, from: replica}");
    assert_eq!(
        stances(&copies("writer: one, acks: 2"), &follower),
        two("PC/EC", "PA/EL")
    );
}

#[test]
fn facts_are_asked_of_what_can_have_them() {
    let asked = |requirement: &str, api: &str, db: &str, step: &str| {
        let design = format!(
            "napkin: 1\nname: x\nload: {{peak: 1}}\nactors: {{u: a user}}\n\
             requirements: {{nonfunctional: {{N: {requirement}}}}}\n\
             components:\n  app: {{is: client-app}}\n  api: {{is: service{api}}}\n  db: {{is: relational-database{db}}}\n  \
             bank: {{is: payment-provider}}\n\
             flows: {{pay: {{actor: u, rate: 1 /s, steps: [u -> app, app -> api{step}, api -> db: {{write: note}}, api -> bank]}}}}\n\
             data: {{note: {{in: db, fields: {{id: id key}}}}}}\n"
        );
        let v = only(&of(design));
        (v.status, [v.because, v.missing].concat().join("; "))
    };
    let at_rest = "{has: encryption-at-rest, of: pay}";
    // Neither the app, nor the service without data, nor the bank is asked.
    let (status, why) = asked(at_rest, "", "", "");
    assert_eq!((status, why.as_str()), (Unknown, "`has: [encryption-at-rest]` of db"));
    let (status, why) = asked(at_rest, "", ", has: [encryption-at-rest]", "");
    assert_eq!((status, why.as_str()), (Pass, "has: [encryption-at-rest] of db"));
    assert_eq!(asked(at_rest, "", ", lacks: [encryption-at-rest]", "").0, Fail);
    assert_eq!(
        asked(
            "{has: encryption-at-rest, of: note}",
            "",
            ", has: [encryption-at-rest]",
            ""
        )
        .0,
        Pass
    );
    // A call has it by itself, by its flow, or by its callee; inside the device nothing is sent.
    let (status, why) = asked("{has: tls, of: pay}", ", has: [tls]", ", has: [tls]", "");
    assert_eq!((status, why.as_str()), (Unknown, "`has: [tls]` of api -> bank"));
    let (status, why) = asked("{has: [tls], of: pay}", "", ", has: [tls]", ": {lacks: [tls]}");
    assert_eq!(status, Fail);
    assert!(why.contains("app -> api lacks tls"), "{why}");
    assert_eq!(
        asked("{lacks: public-access, of: db}", "", ", lacks: [public-access]", "").0,
        Pass
    );
    assert_eq!(
        asked("{lacks: public-access, of: db}", "", ", has: [public-access]", "").0,
        Fail
    );
    assert_eq!(asked("{lacks: public-access, of: db}", "", "", "").0, Unknown);
}

#[test]
fn an_unknown_fact_word_is_corrected() {
    let report = report("exact", "{has: encryption-at-rst}", "{is: relational-database}", FLOWS);
    let finding = report
        .findings
        .iter()
        .find(|f| f.rule == "unknown-catalog-id")
        .expect("a finding");
    assert_eq!(finding.fix.as_deref(), Some("did you mean `encryption-at-rest`?"));
    let report = self::report("exact", "{of: save}", "{is: relational-database}", FLOWS);
    let fix = report.findings.iter().find_map(|f| f.fix.clone()).unwrap_or_default();
    assert!(fix.contains("has, lacks"), "{fix}");
}

/// At 50 req/s one of two units at 70 % would carry 140, so 35.7 % of what it may; growth of 40 % a year reaches it in
/// ln(140/50) ÷ ln 1.4 × 12 = 36.7 months.
#[test]
fn throughput_tells_when_growth_breaks_it() {
    let design = "napkin: 1\nname: x\nload: {peak: 1, growth: 40 %/year}\nactors: {u: a user}\n\
                  requirements: {nonfunctional: {N: {throughput: 50 req/s, of: f}}}\n\
                  components: {api: {is: service, replicas: 2, per_replica: 100 req/s, target: 70 %}}\n\
                  flows: {f: {actor: u, rate: 10 /s, steps: [u -> api]}}\n";
    let v = only(&of(design.to_string()));
    assert_eq!(
        (v.status, v.margin.as_deref()),
        (Pass, Some("35.7 % of the target utilisation"))
    );
    assert!(
        v.because.iter().any(|b| b.ends_with("too much in month 36.7")),
        "{v:#?}"
    );
}

/// A flow that only runs inside others comes as often as they do: 10 /s of one and 3 × 10 /s of the other. At 120 /s of
/// it each of them comes three times as often, and brings 30 and 90 calls a second of its own: 240 of 400.
#[test]
fn throughput_of_a_fragment_is_that_of_the_flows_that_run_it() {
    let design = |target: &str| {
        format!(
            "napkin: 1\nname: x\nload: {{peak: 1}}\nactors: {{u: a user}}\n\
             requirements: {{nonfunctional: {{N: {{throughput: {target} req/s, of: part}}}}}}\n\
             components: {{api: {{is: service, replicas: 4, per_replica: 100 req/s, target: 60 %}}}}\n\
             flows:\n  part: {{steps: [api -> api]}}\n  \
             once: {{actor: u, rate: 10 /s, steps: ['u -> api': {{then: part}}]}}\n  \
             often: {{actor: u, rate: 10 /s, steps: ['u -> api': {{times: 3, then: part}}]}}\n"
        )
    };
    let v = only(&of(design("120")));
    assert_eq!(
        (v.status, v.margin.as_deref()),
        (Pass, Some("100 % of the target utilisation")),
        "{v:#?}"
    );
    assert_eq!(only(&of(design("121"))).status, Fail);
    assert_eq!(
        only(&of(design("40"))).margin.as_deref(),
        Some("33.3 % of the target utilisation")
    );
}
