//! What drills say of single cases that were once answered wrongly.

use crate::drills::{component, drill, flow, report, sound};
use napkin::design::Settings;
use napkin::design::drill::Wanted;
use napkin::report::{DrillState, Severity, Status};
use napkin::source::Source;
use napkin::{Input, run};

/// A store that is nearly full of data and hardly asked, and a service before it.
const FULL: &str = "napkin: 1
name: Full
load: {peak: 1}
actors: {reader: reads}
components:
  api: {is: service, replicas: 6, per_replica: 1k req/s, has: {connection-pool: 10k}, latency: {p50: 4 ms, p99: 20 ms}}
  db: {is: wide-column-store, replicas: 6, copies: 3, key: id, replication: {writer: any, acks: 2, reads: 1},
       per_replica: {reads: 10k req/s, writes: 10k req/s, storage: 100 MB}, latency: {p50: 2 ms, p99: 12 ms}}
flows:
  get: {actor: reader, rate: 600 /s, steps: [reader -> api, {api -> db: {read: x, timeout: 300 ms}}]}
data: {x: {in: db, rows: 1M, fields: {id: id key, body: text ~280 B}}}
";

#[test]
fn what_is_kept_is_no_load() {
    let slow = drill(FULL, "slow db 10x", &[]);
    let used = slow.figures.iter().find(|f| f.what.starts_with("utilisation of db"));
    // 600 reads a second of 60,000, ten times as long.
    let used = used.and_then(|f| f.figure.value).expect("a utilisation");
    assert!((used - 0.1).abs() < 1e-9, "{used}");
    let hot = drill(FULL, "hot key of db 20 %", &[]);
    let db = component(&hot, "db");
    assert_eq!(db.resource, Some("reads"));
    let before = db.utilisation_before.as_ref().and_then(|f| f.value).unwrap();
    assert!((before - 0.01).abs() < 1e-9, "{before}");
    assert_eq!(flow(&hot, "get").state, DrillState::Holds);
}

#[test]
fn a_few_samples_in_a_timeout_fail_no_flow() {
    for seed in [1, 7, 42, 99] {
        let mut settings = Settings {
            drills: Wanted::These(vec!["slow db 10x".to_string()]),
            ..Settings::default()
        };
        settings.sampling.seed = seed;
        let found = run(Input {
            files: vec![Source::new("test.yaml", FULL)],
            settings,
            ..Input::default()
        });
        let get = flow(&found.report.drills[0], "get");
        assert_eq!(get.state, DrillState::Degraded, "{:?} {:?}", get.reasons, get.missing);
    }
    // A hundred times as long, half of the answers are too late.
    let found = drill(FULL, "slow db 100x", &[]);
    assert_eq!(flow(&found, "get").state, DrillState::Fails);
}

const CART: &str = "napkin: 1
name: Cart
load: {peak: 1}
actors: {buyer: buys}
requirements: {nonfunctional: {NFR1: {rpo: 1 min, of: cart, when: cold cache}}}
components:
  api: {is: service, replicas: 2, per_replica: 1k req/s}
  carts: {is: distributed-cache, replicas: 3, copies: 3, per_replica: 10k req/s, ttl: 7 days, eviction: lru}
flows:
  show: {actor: buyer, rate: 10 /s, steps: [buyer -> api, {api -> carts: {read: cart}}]}
  ping: {actor: buyer, rate: 10 /s, steps: [buyer -> api]}
data: {cart: {in: carts, rows: 1M, fields: {shopper: id key, lines: json ~2 KB}}}
";

#[test]
fn a_cold_cache_loses_what_only_it_keeps() {
    let cold = drill(CART, "cold cache", &[]);
    let [store] = &cold.stores[..] else { panic!("one store") };
    assert!(store.component == "carts" && store.data.is_none());
    assert_eq!(store.targets[0].met, Some(false));
    assert!(cold.breaks);
    assert_eq!(flow(&cold, "show").state, DrillState::Degraded);
    assert_eq!(flow(&cold, "ping").state, DrillState::Holds);
    // What a store keeps first is only a copy in the cache.
    let text = CART.replace("in: carts", "in: [db, carts]").replace(
        "flows:",
        "  db: {is: relational-database, per_replica: 1k req/s}\nflows:",
    );
    let cold = drill(&text, "cold cache", &[]);
    assert!(cold.stores.is_empty() && !cold.breaks);
}

#[test]
fn a_time_to_live_does_not_excuse_a_lost_cart() {
    let severity = |text: &str| {
        let report = sound(report(text, Wanted::Nothing, &[]));
        let found = report.findings.iter().find(|f| f.rule == "cache-as-truth");
        found.map(|f| f.severity)
    };
    assert_eq!(severity(CART), Some(Severity::Warning));
    let nobody_minds = CART.replace(
        "requirements: {nonfunctional: {NFR1: {rpo: 1 min, of: cart, when: cold cache}}}\n",
        "",
    );
    assert_eq!(severity(&nobody_minds), Some(Severity::Info));
}

#[test]
fn what_fails_on_any_day_fails_in_every_drill() {
    // The store can't carry the misses of the small cache; without the cache, or with it cold, no better.
    let text = "napkin: 1
name: Full
load: {peak: 1}
actors: {reader: reads}
requirements: {nonfunctional: {NFR1: {survive: cold cache, of: get}, NFR2: {survive: db, of: get}}}
components:
  api: {is: service, replicas: 6, per_replica: 1k req/s}
  cache: {is: distributed-cache, replicas: 2, per_replica: 10k req/s, has: [request-coalescing]}
  db: {is: relational-database, per_replica: 100 req/s}
flows:
  get: {actor: reader, rate: 1k /s, steps: [reader -> api, {api -> cache: {hit: 50 %}}, {api -> db: {on_miss: cache}}]}
";
    for line in [
        "cold cache",
        "lose cache",
        "lose instance api",
        "lose db",
        "surge 2x in 2 min",
        "slow db 2x",
    ] {
        let found = drill(text, line, &[]);
        let get = flow(&found, "get");
        assert!(get.already && get.state == DrillState::Fails, "{line}: {get:?}");
        assert!(
            found.targets.iter().all(|t| t.met != Some(true)),
            "{line}: {:?}",
            found.targets
        );
    }
}

#[test]
fn a_quota_is_said_in_per_cent() {
    let text = "napkin: 1
name: Quota
load: {peak: 1}
actors: {reader: reads}
components:
  assets: {is: object-store, with: s3, per_replica: 100 req/s}
flows:
  get: {actor: reader, rate: 1030 /s, steps: [reader -> assets]}
";
    let found = drill(text, "surge 2x in 2 min", &[]);
    let reasons = &flow(&found, "get").reasons;
    assert!(
        reasons.iter().any(|r| r == "assets at 1030 % of its quota"),
        "{reasons:?}"
    );
}

/// Expectations of a design whose zone holds and whose store is lost for good.
fn expected(outcome: &str) -> Vec<(Option<String>, String)> {
    let text = format!("{CART}expect:\n  - {outcome}\n").replace(
        "requirements: {nonfunctional: {NFR1: {rpo: 1 min, of: cart, when: cold cache}}}\n",
        "",
    );
    let report = report(&text, Wanted::Nothing, &[]);
    let of = |f: napkin::report::Finding| (f.fix.clone(), format!("{}: {}", f.rule, f.message));
    let about = |f: &napkin::report::Finding| f.form || f.rule.starts_with("expectation");
    report.findings.into_iter().filter(about).map(of).collect()
}

#[test]
fn expectations_have_an_outcome_and_its_words() {
    for held in ["show: survives", "show: degrades", "ping: survives", "ping: holds"] {
        assert_eq!(expected(&format!("{{drill: cold cache, {held}}}")), [], "{held}");
    }
    let [(_, failed)] = &expected("{drill: lose carts, show: survives}")[..] else {
        panic!("one finding")
    };
    assert!(
        failed.starts_with("expectation-failed") && failed.contains("show is expected: survives; found: fails"),
        "{failed}"
    );
    let [(Some(fix), missing)] = &expected("{drill: cold cache}")[..] else {
        panic!("one finding")
    };
    assert!(
        missing.starts_with("missing-key: a drill in `expect` needs an outcome"),
        "{missing}"
    );
    assert!(fix.contains("survives"), "{fix}");
}

#[test]
fn a_comparison_is_printed_as_it_is_written() {
    // 20 calls a second of 2,000.
    let [(_, failed)] = &expected("api.utilisation < 0.5 %")[..] else {
        panic!("one finding")
    };
    assert!(failed.ends_with("but the left side is 1 %"), "{failed}");
    let [(_, failed)] = &expected("api.utilisation < 0.005")[..] else {
        panic!("one finding")
    };
    assert!(failed.ends_with("but the left side is 0.01"), "{failed}");
}

#[test]
fn a_verdict_names_what_a_cold_cache_loses() {
    let report = sound(report(CART, Wanted::Nothing, &[]));
    let verdict = report.verdicts.first().expect("a verdict");
    assert_eq!(
        (verdict.status, verdict.value.as_deref()),
        (Status::Fail, Some("everything"))
    );
}
