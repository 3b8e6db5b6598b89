//! Latency as it reaches the report: waterfalls of whole designs, and what a target is judged to be.

use crate::latency::near;
use napkin::report::{Latency, LatencyBar, LatencyParts, LatencyState};
use napkin::{Input, run, source::Source};

/// Latencies of all designs.
fn latencies() -> Vec<Vec<Latency>> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut latencies = Vec::new();
    for folder in ["designs", "tests/designs"] {
        for file in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let input = Input {
                files: vec![Source::new("design.yaml", text)],
                ..Input::default()
            };
            latencies.push(run(input).report.latencies);
        }
    }
    latencies
}

#[test]
fn waterfalls_of_all_designs_add_up() {
    let whole = |l: &Latency, of: fn(&LatencyBar) -> &LatencyParts| -> f64 {
        let parts = l.waterfall.iter().map(of);
        parts.map(|p| p.network + p.queueing + p.service + p.retries).sum()
    };
    let mut seen = 0;
    for l in latencies().iter().flatten().filter(|l| l.state == LatencyState::Known) {
        // Slow requests are those around the 99th percentile, where times may jump; of all only a few are followed.
        let slow = whole(l, |b| &b.slow);
        assert!(slow >= l.p95.value.unwrap() * (1.0 - 1e-9), "{slow} {l:#?}");
        near(l.mean.value, whole(l, |b| &b.all), 0.12);
        seen += 1;
    }
    assert!(seen > 5, "{seen}");
}

#[test]
fn the_same_bytes_every_time() {
    let text = || -> Vec<String> {
        let all = latencies();
        all.iter().map(|l| serde_json::to_string(l).unwrap()).collect()
    };
    let (first, second) = (text(), text());
    assert!(first.len() > 8);
    assert!(first == second);
    assert!(
        first.iter().all(|r| !r.contains("null,\"queueing\"")),
        "no number is infinite"
    );
}

/// One server of 10 ms, so 100 calls a second. At 50 calls M/M/1 ends within −ln(0.01) ÷ (100 − 50) s = 92 ms for 99 of
/// 100; at the 95th percentile of the load, 80 a second, within 230 ms.
#[test]
fn a_target_that_only_the_range_breaks_is_unknown() {
    let verdict = |users: &str, target: &str| {
        let design = format!(
            "napkin: 1\nname: x\nload: {{users: {users}, peak: 1}}\nactors: {{u: a user}}\nregions: {{r: [a]}}\n\
             requirements: {{nonfunctional: {{N: {{latency: p99 < {target}, of: f}}}}}}\n\
             components: {{srv: {{is: service, latency: {{p50: 6.93 ms, p99: 46.05 ms}}, per_replica: 100 req/s}}}}\n\
             flows: {{f: {{actor: u, rate: 1 /user/s, in: 1 KB, out: 1 KB, steps: [u -> srv]}}}}\n"
        );
        let input = napkin::Input {
            files: vec![napkin::source::Source::new("x.yaml", design)],
            ..napkin::Input::default()
        };
        let report = napkin::run(input).report;
        let verdict = report
            .verdicts
            .first()
            .unwrap_or_else(|| panic!("{:#?}", report.findings));
        (verdict.status, verdict.missing.join(", "))
    };
    use napkin::report::Status::{Fail, Pass, Unknown};
    assert_eq!(verdict("50", "200 ms").0, Pass);
    assert_eq!(verdict("31.25 to 80", "500 ms").0, Pass);
    let (status, missing) = verdict("31.25 to 80", "200 ms");
    assert_eq!(status, Unknown);
    assert!(
        missing.starts_with("a narrower range of users (31.25 to 80)"),
        "{missing}"
    );
    assert_eq!(verdict("31.25 to 80", "60 ms").0, Fail);
}

/// What is unknown can't pass: neither a tail of which only the median is known, nor a queue before a unit of unknown
/// capacity.
#[test]
fn half_a_fact_is_no_fact() {
    let status = |component: &str| {
        let design = format!(
            "napkin: 1\nname: x\nload: {{peak: 1}}\nactors: {{u: a user}}\nregions: {{r: [a]}}\n\
             requirements: {{nonfunctional: {{N: {{latency: p99 < 10 s, of: f}}}}}}\n\
             components: {{x: {component}}}\n\
             flows: {{f: {{actor: u, rate: 10 /s, in: 1 KB, out: 1 KB, steps: [u -> x]}}}}\n"
        );
        let input = napkin::Input {
            files: vec![napkin::source::Source::new("x.yaml", design)],
            ..napkin::Input::default()
        };
        let report = napkin::run(input).report;
        report.verdicts[0].status
    };
    use napkin::report::Status::{Pass, Unknown};
    assert_eq!(status("{is: service, latency: 2 ms}"), Unknown);
    assert_eq!(status("{is: service, latency: 2 ms, per_replica: 100 req/s}"), Pass);
    // The catalog knows the median of the balancer only.
    assert_eq!(
        status("{is: load-balancer, with: aws-alb, per_replica: 100k req/s}"),
        Unknown
    );
}
