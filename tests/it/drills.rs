//! Drills against numbers worked by hand, and against the availability analysis.

use crate::fixture::close;
use crate::worked_example::{DESIGN, OVERLAY};
use napkin::design::Settings;
use napkin::design::drill::Wanted;
use napkin::report::{Drill, DrillFlow, DrillOverload, DrillState, Report, SpofLevel, Status};
use napkin::source::Source;
use napkin::{Input, run};
use std::path::Path;

pub fn report(text: &str, drills: Wanted, catalog: &[(&str, &str)]) -> Report {
    let owned = |(path, text): &(&str, &str)| ((*path).to_string(), (*text).to_string());
    run(Input {
        files: vec![Source::new("test.yaml", text)],
        catalog: catalog.iter().map(owned).collect(),
        settings: Settings {
            drills,
            ..Settings::default()
        },
        ..Input::default()
    })
    .report
}

#[track_caller]
pub fn sound(report: Report) -> Report {
    let faults: Vec<_> = report.findings.iter().filter(|f| f.form).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    report
}

/// One drill of a design.
#[track_caller]
pub fn drill(text: &str, line: &str, catalog: &[(&str, &str)]) -> Drill {
    let report = sound(report(text, Wanted::These(vec![line.to_string()]), catalog));
    report.drills.into_iter().next().expect("the drill")
}

#[track_caller]
pub fn flow<'d>(drill: &'d Drill, id: &str) -> &'d DrillFlow {
    drill.flows.iter().find(|f| f.id == id).expect("the flow")
}

#[track_caller]
pub fn component<'d>(drill: &'d Drill, id: &str) -> &'d DrillOverload {
    drill
        .overloads
        .iter()
        .find(|o| o.component == id)
        .expect("the component")
}

#[track_caller]
fn used(drill: &Drill, id: &str) -> f64 {
    let used = component(drill, id).utilisation_after.as_ref().expect("something left");
    used.value.expect("a utilisation")
}

#[track_caller]
fn calls(drill: &Drill, id: &str) -> f64 {
    component(drill, id).calls_after.value.expect("calls")
}

#[test]
fn the_edge_is_lost() {
    let drill = drill(DESIGN, "lose edge", &OVERLAY);
    close(calls(&drill, "lb"), 3436.09, 6);
    close(calls(&drill, "api"), 3436.09, 6);
    close(calls(&drill, "links"), 374.23, 5);
    close(used(&drill, "api"), 3436.09 / 15_000.0, 5);
    assert_eq!(flow(&drill, "redirect").state, DrillState::Degraded);
    assert_eq!(flow(&drill, "redirect").reasons, ["lb takes the calls of edge"]);
    assert_eq!(flow(&drill, "shorten").state, DrillState::Holds);
}

#[test]
fn the_cache_is_lost() {
    let drill = drill(DESIGN, "lose cache", &OVERLAY);
    close(component(&drill, "links").calls_before.value.unwrap(), 170.10, 5);
    close(calls(&drill, "links"), 1394.85, 6);
    close(used(&drill, "links"), 1394.85 / 40_000.0, 5);
    assert_eq!(flow(&drill, "redirect").state, DrillState::Degraded);
    assert!(!drill.overloads.iter().any(|o| o.component == "api"), "its load stays");
}

#[test]
fn a_zone_is_lost() {
    let drill = drill(DESIGN, "lose zone a", &OVERLAY);
    // Four of six units carry 1394.85 /s.
    close(used(&drill, "api"), 1394.85 / 10_000.0, 5);
    assert_eq!(flow(&drill, "redirect").state, DrillState::Holds);
    // How much a unit of `members` carries is not known: nothing unknown holds.
    let shorten = flow(&drill, "shorten");
    assert_eq!(shorten.state, DrillState::Unknown);
    assert!(
        shorten.missing[0].starts_with("components.members.per_replica"),
        "{shorten:?}"
    );
    let members = drill.stores.iter().find(|s| s.component == "members").unwrap();
    // Both copies confirm a write, one is left; the new writer takes 60 s.
    assert_eq!(members.data.as_ref().unwrap().value, Some(0.0));
    assert_eq!(members.back.as_ref().unwrap().value, Some(60.0));
    // No zone holds both units of `members` and none of `c`.
    let elsewhere = self::drill(DESIGN, "lose zone c", &OVERLAY);
    assert_eq!(flow(&elsewhere, "shorten").state, DrillState::Holds);
}

#[test]
fn a_whole_store_is_lost() {
    let drill = drill(DESIGN, "lose members", &OVERLAY);
    assert_eq!(flow(&drill, "redirect").state, DrillState::Holds);
    let shorten = flow(&drill, "shorten");
    assert_eq!(shorten.state, DrillState::Fails);
    assert_eq!(shorten.reasons, ["members is lost"]);
    let store = &drill.stores[0];
    // What is gone comes from the backup of each hour; nobody says how long restoring takes.
    assert_eq!(store.data.as_ref().unwrap().value, Some(3600.0));
    assert_eq!(
        store.back.as_ref().unwrap().missing,
        ["components.members.backup.restore"]
    );
}

const TIER: &str = "\
napkin: 1
name: Tier
load: {peak: 3}
actors: {visitor: anyone}
components: {api: {is: service, replicas: 6, zones: [a, b, c], per_replica: 300 req/s}}
flows: {go: {actor: visitor, rate: 500 req/s, steps: [visitor -> api]}}
";

/// deficit = 1 − (n − n_z) C ÷ L, with n = 6, n_z = 2, C = 300 and L = 1500.
#[test]
fn what_nobody_carries() {
    let drill = drill(TIER, "lose zone a", &[]);
    close(used(&drill, "api"), 1.25, 9);
    let api = component(&drill, "api");
    close(
        api.utilisation_before.as_ref().unwrap().value.unwrap(),
        1500.0 / 1800.0,
        9,
    );
    close(api.deficit.as_ref().unwrap().value.unwrap(), 0.2, 9);
    assert_eq!(flow(&drill, "go").state, DrillState::Fails);
    assert_eq!(flow(&drill, "go").reasons, ["api keeps 4 units and needs 6"]);
    // Six that stay carry 1800 /s, five just 1500 /s, which is no less than all of it.
    assert_eq!(drill.helps, ["2 more of api, in b and c"]);
    let one = self::drill(TIER, "lose instance api", &[]);
    close(used(&one, "api"), 1.0, 9);
    assert_eq!(flow(&one, "go").state, DrillState::Fails);
    assert_eq!(one.helps, ["1 more of api"]);
}

const SHARES: &str = "\
napkin: 1
name: Shares
load: {peak: 1}
actors: {visitor: anyone}
components:
  lb: {is: service, replicas: 2, per_replica: 1k req/s}
  login: {is: service, replicas: 2, per_replica: 1k req/s}
  pages: {is: service, replicas: 2, per_replica: 1k req/s}
  log: {is: service, replicas: 2, per_replica: 1k req/s}
  extra: {is: service, replicas: 2, per_replica: 1k req/s}
flows:
  go:
    actor: visitor
    rate: 100 req/s
    steps:
      - visitor -> lb
      - lb -> login: {share: 40 %}
      - lb -> pages: {share: 60 %}
      - lb ~> log
      - lb -> extra: {optional: true}
";

#[test]
fn a_part_of_the_runs() {
    for (line, share) in [("lose login", 0.4), ("lose pages", 0.6), ("lose lb", 1.0)] {
        let drill = drill(SHARES, line, &[]);
        let go = flow(&drill, "go");
        assert_eq!(go.state, DrillState::Fails, "{line}");
        close(go.failing.as_ref().unwrap().value.unwrap(), share, 9);
    }
    for line in ["lose log", "lose extra"] {
        let drill = drill(SHARES, line, &[]);
        assert_eq!(flow(&drill, "go").state, DrillState::Degraded, "{line}");
    }
}

const REGIONS: &str = "\
napkin: 1
name: Regions
load: {peak: 1}
actors: {visitor: anyone}
regions:
  eu: {zones: [a, b], users: 60 %, failover: 60 s}
  us: {zones: [a, b], users: 40 %}
components:
  api: {is: service, replicas: 4, zones: [a, b], per_replica: 300 req/s}
  db: {is: relational-database, replicas: 2, copies: 2, zones: [a, b], per_replica: 5k req/s, backup: 1 h,
       replication: {writer: one, acks: 1, lag: 2 s, failover: 30 s, between: async}}
  home: {is: service, replicas: 2, zones: [a, b], regions: [eu], per_replica: 1k req/s}
flows:
  go: {actor: visitor, rate: 1k req/s, steps: [visitor -> api, {api -> db: {write: record}}]}
  eu_only: {actor: visitor, rate: 10 req/s, steps: [visitor -> home]}
data: {record: {in: db, rows: 1k, fields: {id: id key}}}
requirements:
  nonfunctional:
    NFR1: {rpo: 5 s, rto: 60 s, of: record, when: lose region eu}
";

#[test]
fn a_region_is_lost() {
    let lost = drill(REGIONS, "lose region eu", &[]);
    // 1200 /s of four units: 600 /s before in the fuller region, then all 1000 /s.
    close(
        component(&lost, "api")
            .utilisation_before
            .as_ref()
            .unwrap()
            .value
            .unwrap(),
        0.5,
        9,
    );
    close(used(&lost, "api"), 1000.0 / 1200.0, 9);
    let go = flow(&lost, "go");
    assert_eq!(go.state, DrillState::Degraded);
    assert!(go.reasons[0].contains("60 % of users in eu wait 60 s"), "{go:?}");
    assert_eq!(flow(&lost, "eu_only").state, DrillState::Fails);
    let db = &lost.stores[0];
    assert_eq!(db.data.as_ref().unwrap().value, Some(2.0), "the lag between regions");
    assert_eq!(
        db.back.as_ref().unwrap().value,
        Some(90.0),
        "users move, and another copy takes writes"
    );
    let met: Vec<_> = db.targets.iter().map(|t| (t.id.as_str(), t.met)).collect();
    assert_eq!(met, [("NFR1.rpo", Some(true)), ("NFR1.rto", Some(false))]);
    assert!(lost.breaks);
    // Nobody says how long users of the other region take to move.
    let other = drill(REGIONS, "lose region us", &[]);
    assert_eq!(flow(&other, "go").state, DrillState::Unknown);
    assert_eq!(flow(&other, "go").missing, ["regions.us.failover"]);
}

#[test]
fn a_zone_of_one_of_two_regions() {
    let drill = drill(REGIONS, "lose zone eu/a", &[]);
    close(used(&drill, "api"), 1.0, 9);
    let go = flow(&drill, "go");
    assert_eq!(go.state, DrillState::Fails);
    close(go.failing.as_ref().unwrap().value.unwrap(), 0.6, 9);
    let other = self::drill(REGIONS, "lose zone us/a", &[]);
    close(used(&other, "api"), 400.0 / 600.0, 9);
    assert_ne!(flow(&other, "go").state, DrillState::Fails);
}

#[test]
fn regions_that_do_not_hear_of_one_another() {
    let partition = |text: &str| drill(text, "partition eu us", &[]);
    // One writer: the other side can't write. A service of one region is out of reach for the other.
    let one = partition(REGIONS);
    assert_eq!(flow(&one, "go").state, DrillState::Fails);
    assert_eq!(flow(&one, "eu_only").state, DrillState::Fails);
    close(flow(&one, "eu_only").failing.as_ref().unwrap().value.unwrap(), 0.4, 9);
    let any = partition(&REGIONS.replace("writer: one", "writer: any"));
    assert_eq!(flow(&any, "go").state, DrillState::Holds);
    close(any.figures[0].figure.value.unwrap(), 1000.0, 9);
    let sync = partition(&REGIONS.replace("between: async", "between: sync"));
    assert_eq!(flow(&sync, "go").state, DrillState::Fails);
    let unsaid = partition(&REGIONS.replace(", between: async", ""));
    assert_eq!(flow(&unsaid, "go").state, DrillState::Unknown);
}

fn verdict(text: &str) -> (Status, Vec<String>) {
    let report = sound(report(text, Wanted::Nothing, &[]));
    let verdict = report.verdicts.into_iter().next().expect("a verdict");
    (
        verdict.status,
        if verdict.missing.is_empty() {
            verdict.because
        } else {
            verdict.missing
        },
    )
}

#[test]
fn requirements_that_name_a_drill() {
    let asked = |requirement: &str| format!("{TIER}requirements: {{nonfunctional: {{NFR1: {requirement}}}}}\n");
    for (requirement, status) in [
        ("{survive: \"lose zone a\", of: go}", Status::Fail),
        ("{survive: \"lose api\", of: go}", Status::Fail),
        ("{latency: p99 < 1 s, of: go, when: lose zone a}", Status::Fail),
        ("{availability: 99 %, of: go, when: zone lost}", Status::Fail),
    ] {
        let (found, why) = verdict(&asked(requirement));
        assert_eq!(found, status, "{requirement}: {why:?}");
    }
    let larger = |requirement: &str| asked(requirement).replace("replicas: 6", "replicas: 9");
    let (status, why) = verdict(&larger("{survive: \"lose zone *\", of: go}"));
    assert_eq!(status, Status::Pass, "{why:?}");
    assert!(why[0].contains("`lose zone a`"), "{why:?}");
    // It answers, but how fast was not computed: nothing unknown passes.
    let (status, _) = verdict(&larger("{latency: p99 < 1 s, of: go, when: lose zone a}"));
    assert_eq!(status, Status::Unknown);
    for (metric, status) in [
        ("rpo: 2 s", Status::Pass),
        ("rpo: 1 s", Status::Fail),
        ("rto: 89 s", Status::Fail),
    ] {
        let text = REGIONS.replace("rpo: 5 s, rto: 60 s", metric);
        assert_eq!(verdict(&text).0, status, "{metric}");
    }
}

#[test]
fn expectations_of_a_drill() {
    let failed = |expected: &str| {
        let text = format!("{TIER}expect:\n  - {{drill: lose zone a, {expected}}}\n");
        let report = sound(report(&text, Wanted::Nothing, &[]));
        let found = report.findings.into_iter().find(|f| f.rule.starts_with("expectation"));
        found.map(|f| (f.rule, f.message))
    };
    assert_eq!(failed("go: fails, api: overloaded"), None);
    let (rule, message) = failed("go: holds").expect("a finding");
    assert_eq!(rule, "expectation-failed");
    assert!(message.contains("go is expected: holds; found: fails"), "{message}");
    assert!(failed("api: holds").expect("a finding").1.contains("loaded to 125 %"));
}

fn designs() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut designs = Vec::new();
    for folder in ["designs", "tests/designs"] {
        let files = std::fs::read_dir(root.join(folder)).unwrap().map(|e| e.unwrap().path());
        for path in files.filter(|p| p.extension().is_some_and(|e| e == "yaml")) {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            designs.push((name, std::fs::read_to_string(path).unwrap()));
        }
    }
    designs.sort();
    designs
}

/// The availability analysis finds single points of failure by another way: each of them fails its flow in a drill,
/// and a zone or an instance that is none of them does not.
#[test]
fn single_points_of_failure_are_the_drills_that_fail() {
    let mut compared = 0;
    for (name, text) in designs() {
        let report = sound(report(&text, Wanted::All, &[]));
        for drill in &report.drills {
            for found in drill
                .flows
                .iter()
                .filter(|f| !f.already && f.state != DrillState::Unknown)
            {
                let flow = report.flows.iter().find(|f| f.id == found.id).unwrap();
                let Some(availability) = &flow.availability else {
                    continue;
                };
                let named = |s: &napkin::report::Spof| match s.level {
                    SpofLevel::Zone => format!("lose {}", s.event),
                    SpofLevel::Instance => format!("lose instance {}", s.component),
                    SpofLevel::Service => format!("lose {}", s.component),
                    SpofLevel::Region | SpofLevel::CommonCause => String::new(),
                };
                let alone = availability.spofs.iter().any(|s| named(s) == drill.line);
                let fails = found.state == DrillState::Fails;
                // That analysis takes the fuller region for every region, a drill takes the one that it is about.
                if alone && report.regions.len() < 2 {
                    assert!(fails, "{name}: {} in {}", found.id, drill.line);
                }
                let part = drill.line.starts_with("lose zone") || drill.line.starts_with("lose instance");
                assert!(
                    !part || !fails || alone,
                    "{name}: {} in {}: {:?}",
                    found.id,
                    drill.line,
                    found.reasons
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

/// Losing more never makes a state better, where both are known.
#[test]
fn losing_more_is_never_better() {
    let worse = |less: DrillState, more: DrillState| match less {
        DrillState::Holds | DrillState::Unknown => true,
        DrillState::Degraded => more != DrillState::Holds,
        DrillState::Fails => matches!(more, DrillState::Fails | DrillState::Unknown),
    };
    let mut compared = 0;
    for (name, text) in designs() {
        let report = sound(report(&text, Wanted::All, &[]));
        let more_than = |line: &str| {
            let component = line.strip_prefix("lose instance ").map(|c| format!("lose {c}"));
            let region = line.strip_prefix("lose zone ").map(|zone| match zone.split_once('/') {
                Some((region, _)) => format!("lose region {region}"),
                None => format!("lose region {}", report.regions.first().map_or("", |r| r.id.as_str())),
            });
            component.or(region)
        };
        for less in &report.drills {
            let Some(line) = more_than(&less.line) else { continue };
            let Some(more) = report.drills.iter().find(|d| d.line == line) else {
                continue;
            };
            // Users of a lost region go elsewhere, which one that loses a zone does not make them do.
            if line.starts_with("lose region") && report.regions.len() > 1 {
                continue;
            }
            for (a, b) in less.flows.iter().zip(&more.flows) {
                assert!(
                    worse(a.state, b.state),
                    "{name}: {}: {:?} in {}, {:?} in {line}",
                    a.id,
                    a.state,
                    less.line,
                    b.state
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn lines_that_are_no_drills_are_refused() {
    for (line, fix) in [
        ("lose zone d", "known: a, b, c"),
        ("lose apy", "did you mean `api`?"),
        ("loose zone a", "did you mean `lose"),
        ("lose region eu", "the design declares no region"),
        ("partition a b", "the design declares no region"),
        ("cold cache", "leave this drill out"),
        ("surge 0.5x", "`surge 10x in 2 min`"),
    ] {
        let report = report(TIER, Wanted::These(vec![line.to_string()]), &[]);
        let fault = report.findings.iter().find(|f| f.form).expect(line);
        assert_eq!(fault.rule, "unknown-drill");
        assert!(fault.fix.as_ref().unwrap().contains(fix), "{line}: {fault:?}");
    }
}

/// Whatever a line holds, it is a drill or a finding.
#[test]
fn any_line_is_answered() {
    let words = [
        "lose",
        "zone",
        "*",
        "10x",
        "in",
        "2 min",
        "api",
        "slow",
        "+",
        "%",
        "é",
        "partition",
        "surge",
        "hot key",
    ];
    for a in words {
        for b in words {
            for c in words {
                let line = format!("{a} {b} {c}");
                let report = report(TIER, Wanted::These(vec![line.clone()]), &[]);
                let answered = !report.drills.is_empty() || report.findings.iter().any(|f| f.form);
                assert!(answered, "{line}");
            }
        }
    }
}
