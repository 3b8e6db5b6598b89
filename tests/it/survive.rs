//! What a flow survives, where other faults lie beside it.

use napkin::report::{Report, Severity, Status};
use napkin::source::Source;
use napkin::{Input, run};

fn report(nfrs: &str, components: &str, steps: &str) -> Report {
    let text = format!(
        "napkin: 1\nname: x\nrequirements:\n  functional:\n    FR1: {{want: x, priority: must, flow: f}}\n  nonfunctional:\n{nfrs}\n\
         load: {{peak: 1}}\nactors: {{u: a user}}\nregions: {{r: [a, b, c]}}\ncomponents:\n{components}\n\
         flows:\n  f:\n    actor: u\n    rate: 100 /s\n    steps:\n{steps}\n"
    );
    let report = run(Input {
        files: vec![Source::new("design.yaml", text.clone())],
        ..Input::default()
    })
    .report;
    assert!(report.is_sound(), "{text}\n{:#?}", report.findings);
    report
}

fn status(report: &Report, id: &str) -> Status {
    report.verdicts.iter().find(|v| v.id == id).expect("a verdict").status
}

const NFRS: &str =
    "    NFR1: {survive: zone, of: f}\n    NFR2: {survive: instance, of: f}\n    NFR3: {availability: 99 %, of: f}";

#[test]
fn an_overload_hides_no_other_fault() {
    // web carries a tenth of its peak, and lies in one zone; db is one unit.
    let components = "  web: {is: service, replicas: 1, zones: [a], per_replica: 10 req/s, availability: 99.9 %}\n  \
                      db: {is: relational-database, replicas: 1, zones: [b], per_replica: 1k req/s, availability: 99.9 %}";
    let found = report(NFRS, components, "      - u -> web\n      - web -> db");
    for id in ["NFR1", "NFR2", "NFR3"] {
        assert_eq!(status(&found, id), Status::Fail, "{id}");
    }
    let events: Vec<&str> = found.flows[0]
        .availability
        .as_ref()
        .unwrap()
        .spofs
        .iter()
        .map(|s| s.event.as_str())
        .collect();
    assert_eq!(
        events,
        [
            "the only unit of web",
            "the only unit of db",
            "zone a",
            "zone b",
            "region r"
        ]
    );
    let single = |f: &&napkin::report::Finding| f.rule == "single-point-of-failure" && f.severity == Severity::Error;
    assert!(found.findings.iter().any(|f| single(&f)), "{:#?}", found.findings);
}

#[test]
fn what_nobody_waits_for_is_never_proven() {
    let components = "  q: {is: queue, replicas: 1, zones: [a], per_replica: 1k msg/s, availability: 99.9 %}\n  \
                      w: {is: worker, replicas: 1, zones: [a], per_replica: 1k msg/s, availability: 99.9 %}";
    let nfrs = format!("{NFRS}\n    NFR4: {{survive: w, of: f}}");
    let found = report(&nfrs, components, "      - u ~> q\n      - q ~> w");
    for id in ["NFR1", "NFR2", "NFR3", "NFR4"] {
        assert_eq!(status(&found, id), Status::Unknown, "{id}");
    }
    // Counted until it is reached, every step is needed.
    let to = "    NFR1: {availability: 99 %, of: f, to: w}\n    NFR2: {availability: 99.99 %, of: f, to: w}";
    let found = report(to, components, "      - u ~> q\n      - q ~> w");
    assert_eq!(status(&found, "NFR1"), Status::Pass);
    assert_eq!(status(&found, "NFR2"), Status::Fail);
}

#[test]
fn a_needed_component_fails_whatever_else_is_not_known() {
    let components = "  lb: {is: load-balancer, replicas: 2, zones: [a, b]}\n  \
                      db: {is: relational-database, replicas: 1, zones: [b], per_replica: 1k req/s}";
    let found = report(
        "    NFR1: {survive: db, of: f}\n    NFR2: {survive: lb, of: f}",
        components,
        "      - u -> lb\n      - lb -> db",
    );
    assert_eq!(status(&found, "NFR1"), Status::Fail);
    assert_eq!(status(&found, "NFR2"), Status::Fail);
}

/// One cache before a store that can't do without it; `f` asks the store only.
const CACHED: &str = "
napkin: 1
name: x
requirements: {nonfunctional: {NFR1: {availability: 98 %, of: f}, NFR2: {survive: instance, of: f}, NFR3: {survive: zone, of: f}}}
load: {users: 1, peak: 1}
actors: {u: a user}
regions: {r: [a, b, c]}
components:
  cache: {is: distributed-cache, replicas: 1, copies: 1, zones: [a], per_replica: 10000 req/s, availability: 90 %}
  api: {is: service, replicas: 3, zones: [a, b, c], per_replica: 10000 req/s, availability: 99.99 %}
  db: {is: key-value-store, replicas: 2, copies: 2, replication: {writer: any, acks: 1, reads: 1}, zones: [b, c], per_replica: 100 req/s, availability: 99.9 %}
flows:
  f: {actor: u, rate: 10 /s, in: 1 B, out: 1 B, steps: [u -> api, {api -> db: {read: e}}]}
  g: {actor: u, rate: 500 /s, in: 1 B, out: 1 B, steps: [u -> api, {api -> cache: {hit: 90 %}}, {api -> db: {on_miss: cache, read: e}}]}
data: {e: {in: db, keep: 1 day, fields: {a: id key}}}
";

fn plain(text: &str) -> Report {
    let input = Input {
        files: vec![Source::new("design.yaml", text)],
        ..Input::default()
    };
    let report = run(input).report;
    assert!(report.is_sound(), "{text}\n{:#?}", report.findings);
    report
}

#[test]
fn another_flows_cache_fails_this_one() {
    let found = plain(CACHED);
    for id in ["NFR1", "NFR2", "NFR3"] {
        assert_eq!(status(&found, id), Status::Fail, "{id}: {:#?}", found.verdicts);
    }
    // Nine tenths of the time the cache is up; what else fails is below a thousandth.
    let f = found.flows[0].availability.as_ref().unwrap();
    assert!((f.down_low - 0.1).abs() < 1e-3 && f.down_low == f.down_high, "{f:?}");
    // A store that carries all misses does not need it.
    let found = plain(&CACHED.replace("per_replica: 100 req/s", "per_replica: 1000 req/s"));
    for id in ["NFR1", "NFR2", "NFR3"] {
        assert_eq!(status(&found, id), Status::Pass, "{id}: {:#?}", found.verdicts);
    }
}

/// Two regions of half the users each, whose units carry their own users and not those of both.
const REGIONS: &str = "
napkin: 1
name: x
requirements: {nonfunctional: {NFR1: {availability: 99.985 %, of: f}}}
load: {users: 1, peak: 1}
actors: {u: a user}
regions: {eu: {zones: [a, b, c], users: 50 %}, us: {zones: [a, b, c], users: 50 %}}
components:
  api: {is: service, replicas: 9, zones: [a, b, c], per_replica: 1000 req/s, availability: 99.999 %}
flows:
  f: {actor: u, rate: 10000 /s, in: 1 B, out: 1 B, steps: [u -> api]}
";

#[test]
fn users_of_a_lost_region_overload_the_others() {
    let region = 1e-4;
    let found = plain(REGIONS);
    let f = found.flows[0].availability.as_ref().unwrap();
    // Each needs both regions: with the users of both, 9 units of 1000 req/s don't carry 10,000 req/s.
    let expected = 1.0 - (1.0f64 - region).powi(2);
    assert!((f.down_high - expected).abs() < 2e-5, "{} {expected}", f.down_high);
    assert_eq!(status(&found, "NFR1"), Status::Fail);
    let found = plain(&REGIONS.replace("replicas: 9", "replicas: 18"));
    assert_eq!(status(&found, "NFR1"), Status::Pass);
}

#[test]
fn each_region_needs_units_for_its_own_users() {
    // 90 % of 1200 req/s need both units of 1000 req/s, 10 % of them need one.
    let text = REGIONS
        .replace("replicas: 9", "replicas: 2")
        .replace("rate: 10000 /s", "rate: 1200 /s")
        .replace(
            "eu: {zones: [a, b, c], users: 50 %}",
            "eu: {zones: [a, b, c], users: 90 %}",
        )
        .replace(
            "us: {zones: [a, b, c], users: 50 %}",
            "us: {zones: [a, b, c], users: 10 %}",
        );
    let found = plain(&text);
    let spofs = &found.flows[0].availability.as_ref().unwrap().spofs;
    let events: Vec<&str> = spofs.iter().map(|s| s.event.as_str()).collect();
    assert!(events.contains(&"zone eu/a"), "{events:?}");
    assert!(!events.contains(&"zone us/a"), "{events:?}");
}

#[test]
fn how_many_calls_a_slow_component_works_on_has_to_be_known() {
    let text = |drill: &str| {
        format!(
            "napkin: 1\nname: x\nrequirements: {{nonfunctional: {{NFR1: {{survive: \"{drill}\", of: f}}}}}}\nload: {{users: 1, peak: 1}}\n\
             actors: {{u: a user}}\nregions: {{r: [a, b]}}\ncomponents:\n  api: {{is: service, replicas: 2, zones: [a, b], per_replica: 100 req/s, \
             latency: 2 ms, availability: 99.9 %}}\nflows: {{f: {{actor: u, rate: 10 /s, in: 1 B, out: 1 B, steps: [u -> api]}}}}\n"
        )
    };
    // At 5 %, ten times as long is 50 %: it carries that with the calls that it works on now.
    assert_eq!(status(&plain(&text("slow api 10x")), "NFR1"), Status::Pass);
    for drill in ["slow api 100x", "slow api +10 years"] {
        assert_eq!(status(&plain(&text(drill)), "NFR1"), Status::Unknown, "{drill}");
    }
}

#[test]
fn caches_of_many_flows_behind_one_balancer_are_independent() {
    // Every flow passes the edge and the balancer and has a cache of its own: what one cache moves is no other flow's.
    let mut text = String::from(
        "napkin: 1\nname: x\nload: {users: 1M to 2M, peak: 3}\nactors: {u: a user}\nregions: {r: [a, b, c]}\ncomponents:\n  \
         edge: {is: cdn, availability: 99.9 %, per_replica: 1M req/s}\n  \
         lb: {is: load-balancer, replicas: 3, zones: [a, b, c], per_replica: 200k req/s}\n",
    );
    let mut flows = String::from("flows:\n");
    let mut data = String::from("data:\n");
    for i in 0..12 {
        text.push_str(&format!(
            "  k{i}: {{is: distributed-cache, replicas: 3, copies: 3, zones: [a, b, c], per_replica: 8k req/s}}\n  \
             s{i}: {{is: service, replicas: 6, zones: [a, b, c], per_replica: 2k req/s}}\n  \
             d{i}: {{is: relational-database, replicas: 3, copies: 3, zones: [a, b, c], per_replica: 8k req/s, \
             replication: {{writer: one, acks: 2, failover: 60 s}}}}\n"
        ));
        flows.push_str(&format!(
            "  f{i}:\n    actor: u\n    rate: {} /user/day\n    in: 1 KB\n    out: 4 KB\n    steps:\n      - u -> edge: {{hit: 50 %, if_down: lb}}\n      \
             - edge -> lb: {{on_miss: edge}}\n      - lb -> s{i}\n      - s{i} -> k{i}: {{hit: 80 %}}\n      - s{i} -> d{i}: {{on_miss: k{i}, read: e{i}}}\n",
            1 + i % 7
        ));
        data.push_str(&format!("  e{i}: {{in: d{i}, rows: 1M, fields: {{id: id key}}}}\n"));
    }
    let found = plain(&(text + &flows + &data));
    for flow in &found.flows {
        let availability = flow.availability.as_ref().unwrap();
        assert!(
            availability.missing.is_empty(),
            "{}: {:?}",
            flow.id,
            availability.missing
        );
        assert!(availability.high - availability.low < 1e-12, "{}", flow.id);
    }
}
