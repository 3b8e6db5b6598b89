//! Who carries what others leave: stand-ins, other regions, units that are ready for a window.

use crate::drills::{component, drill, flow};
use napkin::report::{DrillState, Report, Severity, Status};
use napkin::source::Source;
use napkin::{Input, run};

fn report(text: &str) -> Report {
    let report = run(Input {
        files: vec![Source::new("test.yaml", text)],
        ..Input::default()
    })
    .report;
    assert!(report.is_sound(), "{:#?}", report.findings);
    report
}

fn status(report: &Report, id: &str) -> Status {
    report.verdicts.iter().find(|v| v.id == id).expect("a verdict").status
}

/// A log that takes calls in batches further, and a store that takes them one by one where the log is down.
const UNBATCHED: &str = "napkin: 1
name: x
requirements: {nonfunctional: {NFR1: {survive: log, of: put}, NFR2: {survive: 'lose log', of: put}}}
load: {peak: 1}
actors: {u: a user}
regions: {r: {zones: [a, b, c], users: 50 %}, s: {zones: [a, b, c], users: 50 %}}
components:
  api: {is: service, replicas: 3, zones: [a, b, c], per_replica: 10k req/s}
  log: {is: event-log, replicas: 3, copies: 3, zones: [a, b, c], per_replica: 10k msg/s,
        replication: {writer: one, acks: 2, reads: 1, failover: 1 s}}
  worker: {is: worker, replicas: 3, zones: [a, b, c], per_replica: 10k msg/s}
  spare: {is: key-value-store, replicas: 3, copies: 3, replication: {writer: any, acks: 2, reads: 1}, zones: [a, b, c], per_replica: LIMIT}
  kept: {is: key-value-store, replicas: 3, copies: 3, replication: {writer: any, acks: 2, reads: 1}, zones: [a, b, c], per_replica: 100 req/s}
flows:
  put:
    actor: u
    rate: 1000 /s
    steps:
      - u -> api
      - api -> log: {write: e, if_down: spare}
      - log ~> worker: {batch: 500}
      - worker -> kept: {write: e, times: 500, batch: 500}
data: {e: {in: kept, keep: 1 day, fields: {a: id key}}}
";

#[test]
fn a_stand_in_of_several_regions_is_in_the_table_of_a_drill() {
    for (limit, state, verdict) in [
        ("100 req/s", DrillState::Fails, Status::Fail),
        ("10k req/s", DrillState::Degraded, Status::Pass),
    ] {
        let text = UNBATCHED.replace("LIMIT", limit);
        let lost = drill(&text, "lose log", &[]);
        // A thousand calls a second of all regions, half of them in each, none of them in a batch.
        let spare = component(&lost, "spare");
        let calls = (spare.calls_before.value, spare.calls_after.value);
        assert_eq!(calls, (Some(0.0), Some(500.0)));
        assert_eq!(flow(&lost, "put").state, state);
        let found = report(&text);
        assert_eq!(status(&found, "NFR1"), verdict);
        assert_eq!(status(&found, "NFR2"), verdict);
    }
}

/// Sessions of one region, without which visits go on.
const PINNED: &str = "napkin: 1
name: x
requirements:
  nonfunctional:
    NFR1: {survive: region, of: visit}
    NFR2: {survive: 'lose region eu', of: visit}
    NFR3: {survive: 'lose region us', of: visit}
load: {peak: 1, horizon: 1 year}
actors: {u: a user}
regions: {eu: {zones: [a, b, c], users: 60 %, failover: 1 min}, us: {zones: [a, b, c], users: 40 %, failover: 1 min}}
components:
  api: {is: service, replicas: 6, zones: [a, b, c], per_replica: 1k req/s}
  sessions: {is: service, replicas: 6, zones: [a, b, c], per_replica: 1k req/s, regions: [eu]}
  guests: {is: service, replicas: 6, zones: [a, b, c], per_replica: 1k req/s}
  kept: {is: search-index, replicas: 3, copies: 3, zones: [a, b, c], has: [home-region],
         replication: {writer: any, acks: 1, reads: 1, between: async, lag: 1 s}, per_replica: {reads: 1k req/s, writes: 1k req/s, storage: 10 MB}}
flows:
  visit:
    actor: u
    rate: 100 /s
    steps:
      - u -> api
      - api -> sessions: {if_down: guests}
      - api -> kept: {read: e}
data: {e: {in: kept, rows: 1M, fields: {a: id key}}}
";

#[test]
fn a_region_is_survived_as_the_drill_says() {
    // The sessions of the lost region have a stand-in; what is kept is there already, 80 % of the disks, and grows for
    // nobody who moves.
    let found = report(PINNED);
    for id in ["NFR1", "NFR2", "NFR3"] {
        assert_eq!(status(&found, id), Status::Pass, "{id}: {:#?}", found.verdicts);
    }
    let alone = PINNED.replace("{if_down: guests}", "{timeout: 1 s}");
    assert_eq!(status(&report(&alone), "NFR1"), Status::Fail);
    // A hundred calls a second are too many for who has to carry all of them.
    let small = PINNED.replace("per_replica: 1k req/s}\n  kept", "per_replica: 16 req/s}\n  kept");
    assert_eq!(status(&report(&small), "NFR1"), Status::Fail);
    let silent = PINNED.replace("users: 40 %, failover: 1 min", "users: 40 %");
    assert_eq!(status(&report(&silent), "NFR1"), Status::Unknown);
}

/// A match for which units are started in time, two hours of each day.
const MATCH: &str = "napkin: 1
name: x
profile: billing
requirements: {nonfunctional: {NFR1: {survive: zone, of: look}}}
load: {peak: 2, windows: {match: {for: 2 h}, quiet: {for: 2 h}}}
actors: {u: a fan}
regions: {r: [a, b, c]}
components:
  api: {is: service, replicas: 3, zones: [a, b, c], per_replica: 100 req/s, cost: 10 USD/month, scale: {to: 60, at: 60 %, in: 3 min, WARM}}
flows:
  look: {actor: u, rate: 1000 /s, peak: 1, during: match, steps: [u -> api]}
  rest: {actor: u, rate: 10 /s, steps: [u -> api]}
";

#[test]
fn units_that_are_ready_for_a_window_carry_its_peak() {
    let utilisation = |report: &Report| report.components[0].utilisation.value.expect("a number");
    // 1000 of the match and 20 of the plain day at its peak.
    let warm = report(&MATCH.replace("WARM", "warm: {match: 30}"));
    let used = utilisation(&warm);
    assert!((used - 1020.0 / 3000.0).abs() < 1e-9, "{used}");
    assert_eq!(status(&warm, "NFR1"), Status::Pass);
    let lost = drill(&MATCH.replace("WARM", "warm: {match: 30}"), "lose zone a", &[]);
    let api = component(&lost, "api").utilisation_after.clone().and_then(|f| f.value);
    assert!(api.is_some_and(|used| (used - 0.51).abs() < 1e-9), "{api:?}");
    // Units that are ready for another window help nobody here.
    let other = report(&MATCH.replace("WARM", "warm: {quiet: 30}"));
    assert!((utilisation(&other) - 1020.0 / 300.0).abs() < 1e-9);
    // They run for a window, and are not paid all day.
    let floor = warm.cost.as_ref().and_then(|c| c.floor.as_ref()).and_then(|f| f.value);
    let month = 730.0 * 3600.0;
    assert!(
        floor.is_some_and(|floor| (floor * month - 30.0).abs() < 1e-6),
        "{floor:?}"
    );
}

#[test]
fn a_region_that_nobody_enters_fails_nobody() {
    let text = "napkin: 1
name: x
requirements: {functional: {FR1: {want: look, priority: must, flow: look}}, nonfunctional: {NFR1: {availability: 99.9 %, of: look}}}
load: {peak: 1}
actors: {u: a user}
regions: {eu: {zones: [a, b, c], users: 100 %}, standby: {zones: [a, b, c], users: 0 %}}
components:
  api: {is: service, replicas: 3, zones: {a: 3}, per_replica: 1k req/s, availability: 99.99 %}
flows: {look: {actor: u, rate: 1 /s, steps: [u -> api]}}
";
    let found = report(text);
    let flow = found.flows.iter().find(|f| f.id == "look").expect("the flow");
    let spofs: Vec<String> = flow
        .availability
        .iter()
        .flat_map(|a| &a.spofs)
        .map(|s| s.event.clone())
        .collect();
    assert!(
        !spofs.is_empty() && spofs.iter().all(|s| !s.contains("standby")),
        "{spofs:?}"
    );
    let words = |severity: Severity| found.findings.iter().filter(move |f| f.severity == severity);
    assert!(
        words(Severity::Error)
            .chain(words(Severity::Warning))
            .all(|f| !f.message.contains("0 % of"))
    );
}

#[test]
fn a_failover_without_time_leaves_nothing_open() {
    let text = |failover: &str| {
        format!(
            "napkin: 1
name: x
requirements: {{nonfunctional: {{NFR1: {{availability: 99.995 %, of: look}}}}}}
load: {{peak: 1}}
actors: {{u: a user}}
regions: {{eu: {{zones: [a, b, c], users: 50 %, failover: {failover}}}, us: {{zones: [a, b, c], users: 50 %, failover: {failover}}}}}
components:
  api: {{is: service, replicas: 6, zones: [a, b, c], per_replica: 1k req/s, availability: 99.9 %}}
flows: {{look: {{actor: u, rate: 1 /s, steps: [u -> api]}}}}
"
        )
    };
    assert_eq!(status(&report(&text("1 min")), "NFR1"), Status::Unknown);
    let none = report(&text("0 s"));
    assert_eq!(status(&none, "NFR1"), Status::Pass);
    let verdict = none.verdicts.iter().find(|v| v.id == "NFR1").expect("a verdict");
    assert!(verdict.missing.is_empty(), "{verdict:#?}");
}
