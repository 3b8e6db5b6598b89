//! More of what helps never hurts, and more of what hurts never helps.

use crate::dice::Dice;
use crate::openpsa::random_design;
use napkin::report::{Availability, Report, SpofLevel};
use napkin::source::Source;
use napkin::{Input, run};

fn availability(text: &str) -> Availability {
    let report: Report = run(Input {
        files: vec![Source::new("design.yaml", text)],
        ..Input::default()
    })
    .report;
    assert!(report.is_sound(), "{text}\n{:#?}", report.findings);
    report.flows[0].availability.clone().expect("an availability")
}

/// Single points of failure below the region.
fn points(found: &Availability) -> Vec<&str> {
    let below = found
        .spofs
        .iter()
        .filter(|s| s.level != SpofLevel::Region && s.level != SpofLevel::Service);
    below.map(|s| s.event.as_str()).collect()
}

/// One more unit of the first service, in the zone that has it first.
fn one_more(text: &str) -> String {
    let line = text.lines().find(|l| l.starts_with("  s0:")).expect("a service");
    let units: u32 = line
        .split("replicas: ")
        .nth(1)
        .and_then(|r| r.split(',').next())
        .expect("units")
        .parse()
        .unwrap();
    let zones: Vec<&str> = line
        .split("zones: [")
        .nth(1)
        .and_then(|z| z.split(']').next())
        .expect("zones")
        .split(", ")
        .collect();
    // Told zone by zone, so that the others stay where they are.
    let placed = |units: u32| -> Vec<u32> {
        let n = zones.len() as u32;
        (0..n).map(|z| units / n + u32::from(z < units % n)).collect()
    };
    let mut more = placed(units);
    more[0] += 1;
    let told: Vec<String> = zones.iter().zip(more).map(|(z, n)| format!("{z}: {n}")).collect();
    let new = line.replace(&format!("replicas: {units}, "), "").replace(
        &format!("zones: [{}]", zones.join(", ")),
        &format!("zones: {{{}}}", told.join(", ")),
    );
    text.replace(line, &new)
}

#[test]
fn one_more_unit_one_more_way_one_more_dependency() {
    let mut dice = Dice(23);
    let within = |a: f64, b: f64| a <= b * (1.0 + 1e-9) + 1e-15;
    for _ in 0..40 {
        let text = random_design(&mut dice);
        let base = availability(&text);
        let more = availability(&one_more(&text));
        assert!(within(more.down_low, base.down_low), "a unit more: {text}\n{more:?}");
        // One of 2 units becomes one of 3, if it was one before.
        let plain = |p: &str| {
            p.replace(char::is_numeric, "")
                .replace("the only unit", "one of  units")
        };
        let before: Vec<String> = points(&base).into_iter().map(plain).collect();
        for point in points(&more) {
            assert!(
                base.down_low >= 1.0 || before.contains(&plain(point)),
                "{point}: {text}"
            );
        }
        // A second way into the system, which carries everything.
        let way = text
            .replace("- u -> s0\n", "- u -> s0: {if_down: spare}\n")
            .replace("  ext:", "  spare: {is: service, replicas: 9, zones: [a, b, c], per_replica: 1M req/s, availability: 99.9 %}\n  ext:");
        let found = availability(&way);
        assert!(within(found.down_low, base.down_low), "a fallback: {way}\n{found:?}");
        let hard = text.replace(
            "  ext:",
            "  hard: {is: service, replicas: 2, zones: [a, b], per_replica: 1M req/s, availability: 99.9 %}\n  ext:",
        ) + "      - s0 -> hard\n";
        let found = availability(&hard);
        assert!(
            within(base.down_low, found.down_low),
            "a hard dependency: {hard}\n{found:?}"
        );
    }
}
