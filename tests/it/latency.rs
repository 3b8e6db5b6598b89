//! Latency against closed forms, numeric convolution and hand computation.

use crate::fixture::read;
use napkin::analysis::latency::{FlowLatency, Level, of_flow};
use napkin::analysis::load::{Condition, load};
use napkin::design::Settings;
use napkin::model::Model;
use napkin::quantity::Sampling;
use napkin::quantity::normal;
use napkin::queueing::mm1_response;
use napkin::report::Status;
use napkin::{Input, run, source::Source};

/// Networks that take no time, so that a test sees service and queues alone.
const NO_NETWORK: [(&str, &str); 2] = [
    (
        "number/rtt-same-zone.yaml",
        "{title: r, summary: r, figure: {value: 0 s, source: test, date: 2026, confidence: vendor}}",
    ),
    (
        "number/rtt-cross-zone.yaml",
        "{title: r, summary: r, figure: {value: 10 ms, source: test, date: 2026, confidence: vendor}}",
    ),
];

/// A design with these components and steps; `u` starts the flow `f` 100 times a second.
fn design(components: &str, steps: &[&str]) -> String {
    let steps: Vec<String> = steps.iter().map(|s| format!("      - {s}\n")).collect();
    format!(
        "napkin: 1\nname: x\nload: {{peak: 1}}\nactors: {{u: a user, v: another}}\nregions: {{r: [a, b, c]}}\n\
         components:\n{components}flows:\n  f:\n    actor: u\n    rate: 100 /s\n    in: 1 KB\n    out: 1 KB\n    steps:\n{}",
        steps.concat()
    )
}

fn component(id: &str, more: &str) -> String {
    // So much room that nobody waits, unless the test is about waiting.
    let room = if more.contains("per_replica") {
        ""
    } else {
        ", per_replica: 1G req/s"
    };
    format!("  {id}: {{is: service, {more}{room}}}\n")
}

fn latency_with(text: &str, samples: usize, to: Option<&str>) -> FlowLatency {
    let settings = Settings {
        sampling: Sampling { samples, seed: 1 },
        ..Settings::default()
    };
    let (design, catalog) = read(text, &settings, &NO_NETWORK);
    let model = Model::resolve(&design, &catalog);
    let mut load = load(&model, &Condition::default());
    of_flow(&model, &mut load, 0, to.map(|id| model.party(id)), Level::Point)
}

fn latency(text: &str) -> FlowLatency {
    let found = latency_with(text, 100_000, None);
    assert!(found.is_known(), "{:?} {:?}", found.found, found.trouble);
    found
}

#[track_caller]
pub fn near(found: Option<f64>, expected: f64, tolerance: f64) {
    let found = found.expect("a percentile");
    assert!(
        (found / expected - 1.0).abs() < tolerance,
        "found {found}, expected {expected}"
    );
}

/// Distribution function of a lognormal through a median and a 99th percentile.
fn below(time: f64, p50: f64, p99: f64) -> f64 {
    if time <= 0.0 {
        return 0.0;
    }
    let sigma = (p99 / p50).ln() / normal::quantile(0.99);
    0.5 * libm::erfc(-(time / p50).ln() / sigma / std::f64::consts::SQRT_2)
}

/// The time below which a distribution function reaches a share.
fn inverse(share: f64, function: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 100.0);
    for _ in 0..80 {
        let middle = (low + high) / 2.0;
        if function(middle) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// P(X + Y ≤ t) of two independent lognormals, by summing over slices of X.
fn sum_below(time: f64, x: (f64, f64), y: (f64, f64)) -> f64 {
    let slices = 4000;
    (0..slices)
        .map(|i| {
            let (from, to) = (time * f64::from(i) / 4000.0, time * f64::from(i + 1) / 4000.0);
            let weight = below(to, x.0, x.1) - below(from, x.0, x.1);
            weight * below(time - (from + to) / 2.0, y.0, y.1)
        })
        .sum()
}

const FAST: &str = "latency: {p50: 5 ms, p99: 40 ms}, zones: [a]";
const SLOW: &str = "latency: {p50: 8 ms, p99: 30 ms}, zones: [a]";
const FAST_TIMES: (f64, f64) = (0.005, 0.04);
const SLOW_TIMES: (f64, f64) = (0.008, 0.03);

#[test]
fn two_hops_are_the_convolution() {
    let found = latency(&design(
        &(component("x", FAST) + &component("y", SLOW)),
        &["u -> x", "x -> y"],
    ));
    for share in [0.1, 0.5, 0.9, 0.95, 0.99, 0.999] {
        let expected = inverse(share, |t| sum_below(t, FAST_TIMES, SLOW_TIMES));
        near(
            found.percentile(share),
            expected,
            if share < 0.995 { 0.02 } else { 0.05 },
        );
    }
    // The mean of a sum is the sum of the means, m e^(σ²/2).
    let mean = |(p50, p99): (f64, f64)| {
        let sigma: f64 = (p99 / p50).ln() / 2.326_347_874;
        p50 * (sigma * sigma / 2.0).exp()
    };
    near(found.mean, mean(FAST_TIMES) + mean(SLOW_TIMES), 0.01);
}

#[test]
fn parallel_calls_take_as_long_as_the_longest() {
    let parts = component("x", "latency: 0 s, zones: [a]") + &component("y", FAST) + &component("z", SLOW);
    let found = latency(&design(&parts, &["u -> x", "x -> y", "x -> z: {parallel: true}"]));
    let both = |t: f64| below(t, FAST_TIMES.0, FAST_TIMES.1) * below(t, SLOW_TIMES.0, SLOW_TIMES.1);
    for share in [0.5, 0.95, 0.99] {
        near(found.percentile(share), inverse(share, both), 0.02);
    }
    // n alike together: the n-th power; one after another: the sum of the means.
    let found = latency(&design(&parts, &["u -> x", "x -> y: {times: 20}"]));
    for share in [0.5, 0.95, 0.99] {
        let expected = inverse(share, |t| below(t, FAST_TIMES.0, FAST_TIMES.1).powi(20));
        near(found.percentile(share), expected, 0.03);
    }
    let mean = latency(&design(&parts, &["u -> x", "x -> y"])).mean.unwrap();
    let found = latency(&design(&parts, &["u -> x", "x -> y: {times: 4, serial: true}"]));
    near(found.mean, 4.0 * mean, 0.02);
    let found = latency(&design(&parts, &["u -> x", "x -> y: {times: 1.5, serial: true}"]));
    near(found.mean, 1.5 * mean, 0.02);
}

#[test]
fn a_busy_unit_answers_as_mm1() {
    // Allen-Cunneen with Cs² = 1 is M/M/1 for the wait; the service itself stays lognormal here, so only the mean and
    // the share that waits are exact: 0.7 × service ÷ 0.3 of mean wait.
    let z99 = normal::quantile(0.99);
    let sigma = std::f64::consts::LN_2.sqrt();
    let p50 = 0.007 / 2f64.sqrt();
    let p99 = p50 * (sigma * z99).exp();
    let one = format!(
        "latency: {{p50: {:.9} ms, p99: {:.9} ms}}, per_replica: {:.9} req/s",
        p50 * 1e3,
        p99 * 1e3,
        1.0 / 0.007
    );
    let found = latency(&design(&component("x", &one), &["u -> x"]));
    near(found.mean, 0.007 / 0.3, 0.02);
    // A tail that is all queue: for the wait alone M/M/1's formula holds, and service adds little to it.
    let constant = "latency: 1 us, per_replica: 105 req/s";
    let found = latency(&design(&component("x", constant), &["u -> x"]));
    // With a constant service Cs² = 0: half of the wait of M/M/1, which is its response but for the share that waits.
    let utilisation: f64 = 100.0 / 105.0;
    for share in [0.5, 0.95, 0.99] {
        let among_waiting = 1.0 - (1.0 - share) / utilisation;
        let expected = 0.5 * mm1_response(100.0, 1.0 / 105.0, among_waiting).unwrap();
        near(found.percentile(share), expected, 0.02);
    }
}

#[test]
fn a_cache_is_a_mixture() {
    let parts = component("x", "latency: 0 s, zones: [a]")
        + "  cache: {is: distributed-cache, latency: {p50: 1 ms, p99: 3 ms}, zones: [a], per_replica: 1G req/s}\n"
        + &component("db", "latency: {p50: 20 ms, p99: 90 ms}, zones: [a]");
    let steps = ["u -> x", "x -> cache: {hit: 80 %}", "x -> db: {on_miss: cache}"];
    let aside = latency(&design(&parts, &steps));
    let mixed = |t: f64| 0.8 * below(t, 0.001, 0.003) + 0.2 * sum_below(t, (0.001, 0.003), (0.02, 0.09));
    for share in [0.5, 0.75, 0.9, 0.95, 0.99] {
        near(aside.percentile(share), inverse(share, mixed), 0.03);
    }
    // Through the cache it is the same time.
    let steps = ["u -> x", "x -> cache: {hit: 80 %}", "cache -> db: {on_miss: cache}"];
    let through = latency(&design(&parts, &steps));
    for share in [0.5, 0.9, 0.99] {
        near(through.percentile(share), aside.percentile(share).unwrap(), 0.03);
    }
}

#[test]
fn shares_that_make_a_whole_exclude_one_another() {
    let parts = component("x", "latency: 0 s, zones: [a]")
        + &component("y", "latency: 10 ms, zones: [a]")
        + &component("z", "latency: 30 ms, zones: [a]");
    let found = latency(&design(
        &parts,
        &["u -> x", "x -> y: {share: 70 %}", "x -> z: {share: 30 %}"],
    ));
    assert_eq!(found.percentile(0.69), Some(0.01));
    assert_eq!(found.percentile(0.71), Some(0.03));
    assert_eq!(found.percentile(1.0), Some(0.03));
    // Else each chooses for itself: 70 % × 20 % have both.
    let found = latency(&design(
        &parts,
        &["u -> x", "x -> y: {share: 70 %}", "x -> z: {share: 20 %}"],
    ));
    assert_eq!(found.percentile(0.235), Some(0.0));
    assert_eq!(found.percentile(0.79), Some(0.01));
    assert_eq!(found.percentile(0.85), Some(0.03));
    assert_eq!(found.percentile(0.87), Some(0.04));
}

#[test]
fn timeouts_and_retries_as_computed_by_hand() {
    // A try is late with q = P(service > 20 ms).
    let q = 1.0 - below(0.02, FAST_TIMES.0, FAST_TIMES.1);
    let parts = component("x", "latency: 0 s, zones: [a]") + &component("y", FAST);
    let found = latency(&design(&parts, &["u -> x", "x -> y: {timeout: 20 ms}"]));
    assert!((found.failed() - q).abs() < 0.002, "{} {q}", found.failed());
    // Late requests are never answered: a percentile beyond them does not exist.
    assert_eq!(found.percentile(1.0 - q / 2.0), None);
    near(
        found.percentile(0.5),
        inverse(0.5, |t| below(t, FAST_TIMES.0, FAST_TIMES.1)),
        0.02,
    );
    // With one retry q² fail, and q (1 − q) answer within 20 to 40 ms.
    let found = latency(&design(&parts, &["u -> x", "x -> y: {timeout: 20 ms, retries: 1}"]));
    assert!((found.failed() - q * q).abs() < 0.001);
    assert!(found.percentile(1.0 - q - 0.003).unwrap() < 0.02 && found.percentile(1.0 - q + 0.003).unwrap() > 0.02);
    let middle = inverse(0.5 * (1.0 - q), |t| below(t, FAST_TIMES.0, FAST_TIMES.1));
    near(found.percentile(1.0 - q + 0.5 * q * (1.0 - q)), 0.02 + middle, 0.02);
    // What is optional is waited for up to its timeout and then done without.
    let found = latency(&design(&parts, &["u -> x", "x -> y: {timeout: 20 ms, optional: true}"]));
    assert_eq!(found.failed(), 0.0);
    assert_eq!(found.percentile(1.0 - q / 2.0), Some(0.02));
}

#[test]
fn a_late_cache_is_a_miss() {
    let parts = component("x", "latency: 0 s, zones: [a]")
        + "  cache: {is: distributed-cache, latency: 50 ms, zones: [a], per_replica: 1G req/s}\n"
        + &component("db", "latency: 7 ms, zones: [a]");
    let steps = [
        "u -> x",
        "x -> cache: {hit: 100 %, timeout: 20 ms}",
        "x -> db: {on_miss: cache}",
    ];
    let found = latency(&design(&parts, &steps));
    assert_eq!(found.failed(), 0.0);
    near(found.percentile(0.5), 0.027, 1e-9);
}

#[test]
fn what_nobody_waits_for_costs_nothing_but_on_the_way() {
    let parts = component("x", "latency: 1 ms, zones: [a]")
        + &component("y", "latency: 20 ms, zones: [a]")
        + &component("z", "latency: 300 ms, zones: [a]");
    let text = design(
        &parts,
        &["u -> x", "x ~> y", "y ~> v", "y ~> z", "x -> y: {share: 0 %}"],
    );
    near(latency(&text).percentile(0.99), 0.001, 1e-9);
    let reached = latency_with(&text, 1000, Some("v"));
    near(reached.percentile(0.99), 0.021, 1e-9);
    let reached = latency_with(&text, 1000, Some("z"));
    near(reached.percentile(0.99), 0.321, 1e-9);
}

#[test]
fn a_batch_fills_before_it_arrives() {
    let parts = component("x", "latency: 0 s, zones: [a]") + &component("y", "latency: 1 ms, zones: [a]");
    let text = design(&parts, &["u -> x", "x ~> y: {batch: 51}"]);
    // (51 − 1) ÷ (2 × 100 /s) = 0.25 s.
    near(latency_with(&text, 1000, Some("y")).percentile(0.5), 0.251, 1e-9);
}

#[test]
fn units_meet_in_a_zone_by_chance() {
    let parts = component("x", "latency: 0 s, replicas: 6, zones: [a, b, c]")
        + &component("y", "latency: 0 s, replicas: 2, zones: [a, b]");
    let found = latency(&design(&parts, &["u -> x", "x -> y"]));
    // A third of the callers is in c and always leaves; the others stay half of the time: 1/3 takes 0 s, 2/3 10 ms.
    assert_eq!(found.percentile(0.32), Some(0.0));
    assert_eq!(found.percentile(0.34), Some(0.01));
}

#[test]
fn a_write_waits_for_its_copies() {
    let store = |replication: &str| {
        component("x", "latency: 0 s, zones: [a]")
            + &format!(
                "  store: {{is: relational-database, replicas: 3, copies: 3, zones: [a, b, c], latency: 4 ms, per_replica: 1G req/s, replication: {replication}}}\n"
            )
    };
    let steps = ["u -> x", "x -> store: {write: item}"];
    let text = |replication: &str| {
        let entities = "data: {item: {in: store, keep: 1 day, fields: {id: id key}}}\n";
        design(&store(replication), &steps) + entities
    };
    // One third of the calls stays in the zone, and each copy is 10 ms away: 4 ms alone, 14 ms with a second.
    let alone = latency(&text("{writer: one, acks: 1, failover: 1 s}"));
    near(alone.percentile(0.3), 0.004, 1e-9);
    near(alone.percentile(0.5), 0.014, 1e-9);
    let two = latency(&text("{writer: one, acks: 2, failover: 1 s}"));
    near(two.percentile(0.3), 0.014, 1e-9);
    near(two.percentile(0.5), 0.024, 1e-9);
}

#[test]
fn an_overloaded_component_has_no_percentiles() {
    let parts = component("x", "latency: 1 ms, zones: [a]") + &component("y", "latency: 1 ms, per_replica: 50 req/s");
    let found = latency_with(&design(&parts, &["u -> x", "x -> y"]), 1000, None);
    assert_eq!(found.found.unstable, [1]);
    assert_eq!(found.percentile(0.5), None);
    // Behind an optional call with a timeout it costs the timeout.
    let steps = ["u -> x", "x -> y: {timeout: 30 ms, optional: true}"];
    let found = latency(&design(&parts, &steps));
    near(found.percentile(0.5), 0.031, 1e-9);
}

#[test]
fn percentiles_stand_in_formulas() {
    let parts = component("x", "latency: 3 ms, zones: [a]") + &component("y", "latency: 5 ms, zones: [a]");
    let text = design(&parts, &["u -> x", "x -> y"])
        + "figures: {budget: f.p99 * 2}\nrequirements: {nonfunctional: {N1: {holds: budget < 17 ms}, N2: {latency: p75 < 8 ms, of: f}, \
           N3: {latency: p99 < 7.9 ms, of: f}, N4: {holds: f.p50 = f.p95}}}\n";
    let input = Input {
        files: vec![Source::new("design.yaml", text)],
        catalog: NO_NETWORK
            .iter()
            .map(|(path, text)| ((*path).to_string(), (*text).to_string()))
            .collect(),
        ..Input::default()
    };
    let report = run(input).report;
    let status: Vec<Status> = report.verdicts.iter().map(|v| v.status).collect();
    assert_eq!(
        status,
        [Status::Pass, Status::Pass, Status::Fail, Status::Pass],
        "{:#?}",
        report.findings
    );
    assert_eq!(report.figures[0].figure.text, "16 ms");
    assert_eq!(report.latencies[0].p95.text, "8 ms");
}

#[test]
fn missing_facts_leave_a_lower_bound() {
    let parts = component("x", "zones: [a]") + &component("y", "latency: 5 ms, zones: [a]");
    let found = latency_with(&design(&parts, &["u -> x", "x -> y"]), 1000, None);
    assert_eq!(found.found.missing, ["components.x.latency (p50 and p99)"]);
    assert!(!found.is_known());
    near(found.percentile(0.5), 0.005, 1e-9);
}

#[test]
fn too_many_calls_are_refused_and_not_followed() {
    let parts = component("x", "latency: 1 ms, zones: [a]") + &component("y", "latency: 1 ms, zones: [a]");
    let found = latency_with(&design(&parts, &["u -> x", "x -> y: {times: 100k}"]), 1000, None);
    assert_eq!(found.trouble.as_deref(), Some("f makes more than 1000 calls a request"));
    assert_eq!(found.percentile(0.5), None);
}

#[test]
fn the_waterfall_is_the_longest_way() {
    let parts = component("x", "latency: 1 ms, zones: [a]")
        + &component("y", "latency: 20 ms, zones: [a]")
        + &component("z", "latency: 30 ms, zones: [a]")
        + &component("w", "latency: 5 ms, zones: [a]");
    let steps = [
        "u -> x",
        "x -> y",
        "x -> z: {parallel: true}",
        "x -> w",
        "w -> y: {times: 3}",
    ];
    let found = latency(&design(&parts, &steps));
    let bars: Vec<(Option<usize>, f64)> = found.waterfall.iter().map(|b| (b.step, b.slow.total())).collect();
    assert_eq!(bars.len(), 4, "{bars:?}");
    for ((step, time), (expected, service)) in bars.iter().zip([(0, 0.001), (2, 0.03), (3, 0.005), (4, 0.02)]) {
        assert_eq!(*step, Some(expected));
        assert!((time - service).abs() < 1e-12, "{bars:?}");
    }
    let sum: f64 = bars.iter().map(|(_, time)| time).sum();
    near(found.percentile(0.99), sum, 1e-9);
}

#[test]
fn a_parallel_step_may_come_first() {
    let parts = component("x", "latency: 1 ms, zones: [a]")
        + &component("y", "latency: 20 ms, zones: [a]")
        + &component("z", "latency: 30 ms, zones: [a]");
    let steps = ["u -> x", "x -> y: {parallel: true}", "x -> z: {parallel: true}"];
    let found = latency(&design(&parts, &steps));
    near(found.percentile(0.5), 0.031, 1e-9);
    let bars: Vec<Option<usize>> = found.waterfall.iter().map(|b| b.step).collect();
    assert_eq!(bars, [Some(0), Some(2)]);
}
