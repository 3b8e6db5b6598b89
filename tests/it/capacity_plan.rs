//! Units for the peak and for losses: worked by hand, and held against systems that lose units one by one.

use crate::fixture::read;
use napkin::analysis::capacity::plan::{Enough, Plan};
use napkin::analysis::{Analysis, Detail, analyse};
use napkin::design::{Resource, Settings};
use napkin::model::Model;
use napkin::source::Source;
use napkin::{Input, run};

/// A tier of like units, and a store with copies, as text.
fn tier(units: u32, zones: &str, rate: u32, target: u32) -> String {
    format!(
        "napkin: 1
name: Tier
load: {{peak: 1}}
actors: {{user: asks}}
components:
  x: {{is: service, replicas: {units}, zones: {zones}, target: {target} %, per_replica: 100 req/s}}
flows:
  ask: {{actor: user, rate: {rate} /s, steps: [user -> x]}}
"
    )
}

fn store(units: u32, copies: u32, zones: &str, reads: u32, writes: u32, target: u32) -> String {
    format!(
        "napkin: 1
name: Store
load: {{peak: 1}}
actors: {{user: asks}}
components:
  x: {{is: relational-database, replicas: {units}, copies: {copies}, zones: {zones}, target: {target} %,
       per_replica: 100 req/s, replication: {{writer: one, acks: 1, reads: 1}}}}
flows:
  look: {{actor: user, rate: {reads} /s, steps: [user -> x: {{read: item}}]}}
  keep: {{actor: user, rate: {writes} /s, steps: [user -> x: {{write: item}}]}}
data:
  item: {{in: x, rows: 1k, fields: {{id: id key}}}}
"
    )
}

fn with<T>(text: &str, look: impl FnOnce(&Analysis, &Plan, Enough) -> T) -> T {
    let (design, catalog) = read(text, &Settings::default(), &[]);
    let model = Model::resolve(&design, &catalog);
    let analysis = analyse(&model, Detail::Everything);
    let x = model.component_index("x").expect("x");
    let rows = &analysis.load.components[x].resources;
    let at = rows
        .iter()
        .position(|r| r.resource == Resource::Requests)
        .expect("a row");
    let plans = &analysis.plans[x];
    look(&analysis, &plans.rows[at], plans.enough[at])
}

/// Needed, N+1, N+2, zone-safe.
fn units(text: &str) -> [Option<u32>; 4] {
    with(text, |analysis, plan, _| {
        [Some(plan.at_target), plan.one_lost, plan.two_lost, plan.zone_lost]
            .map(|id| id.and_then(|id| analysis.load.figures.value(id)).map(|n| n as u32))
    })
}

#[test]
fn a_tier_worked_by_hand() {
    // 250/s at 70 of 100/s each: 3.57, so 4; in three equal zones 6. One lost: more than 2.5 left, so 3 + 1 = 4 → 6.
    // A zone lost: two zones carry 250/s, 1.25 each, so 2 in each of three.
    assert_eq!(
        units(&tier(4, "[a, b, c]", 250, 70)),
        [Some(6), Some(6), Some(6), Some(6)]
    );
    // 990/s at 95: 10.4, so 11 → 12. One lost: 9.9, so 10 + 1 = 11 → 12; two lost: 12. A zone lost: 4.95, so 5 in each.
    assert_eq!(
        units(&tier(12, "[a, b, c]", 990, 95)),
        [Some(12), Some(12), Some(12), Some(15)]
    );
    // In one zone nothing is rounded and nothing survives its loss.
    assert_eq!(units(&tier(4, "[a]", 250, 70)), [Some(4), Some(4), Some(5), None]);
    // Exactly full is not below 100 %: 200/s on two units need a third, and a fourth to lose one.
    assert_eq!(units(&tier(2, "[a]", 200, 100)), [Some(2), Some(4), Some(5), None]);
}

#[test]
fn declared_units_worked_by_hand() {
    // Four over three zones are 2 + 1 + 1: 62.5 % of 70; one lost 83 %; two lost, or zone a, 125 %.
    with(&tier(4, "[a, b, c]", 250, 70), |analysis, plan, enough| {
        let expected = Enough {
            at_target: Some(true),
            one_lost: Some(true),
            two_lost: Some(false),
            zone_lost: Some(false),
        };
        assert_eq!(enough, expected);
        let room = analysis.load.figures.value(plan.head_room.unwrap()).unwrap();
        assert!((room - (0.70 / 0.625 - 1.0)).abs() < 1e-12, "{room}");
    });
    // Six in two zones, dealt 5 + 1: enough in number, but the loss of a leaves one unit.
    with(&tier(6, "{a: 5, b: 1}", 250, 70), |_, _, enough| {
        assert_eq!(enough.two_lost, Some(true));
        assert_eq!(enough.zone_lost, Some(false));
    });
}

#[test]
fn a_store_worked_by_hand() {
    // Three copies, one group: each takes 60 writes/s and a third of 90 reads/s, 90 of 100 at a target of 95 %.
    // One copy lost: the writes stay, the reads rise to 45: 105 %, so a second group, then 30 + 22.5.
    // Two lost: 30 + 45 = 75 with two groups.
    assert_eq!(
        units(&store(3, 3, "[a, b, c]", 90, 60, 95)),
        [Some(3), Some(6), Some(6), Some(6)]
    );
    // Two copies can't lose two, whatever the number of groups.
    assert_eq!(
        units(&store(2, 2, "[a, b]", 10, 10, 70)),
        [Some(2), Some(2), None, Some(2)]
    );
}

/// Load of the fullest unit after units of a tier are gone.
fn fullest(dealt: &[u32], rate: f64) -> f64 {
    rate / f64::from(dealt.iter().sum::<u32>())
}

#[test]
fn a_tier_survives_what_it_is_planned_for() {
    for zones in 1..=4_u32 {
        let names = ["[a]", "[a, b]", "[a, b, c]", "[a, b, c, d]"][zones as usize - 1];
        for (rate, target) in [(1, 70), (69, 70), (71, 70), (333, 50), (700, 70), (701, 90), (1999, 99)] {
            let [needed, one, two, safe] = units(&tier(zones, names, rate, target));
            let (peak, limit) = (f64::from(rate), f64::from(target));
            let steady = |n: u32| peak / f64::from(n) <= limit * (1.0 + 1e-9);
            let fewest = |holds: &dyn Fn(u32) -> bool| (1..).map(|k| k * zones).find(|n| holds(*n));
            let below = |n: u32, lost: u32| n > lost && peak / f64::from(n - lost) < 100.0;
            // Every zone is taken away in turn.
            let survives = |n: u32| {
                (0..zones).all(|lost| {
                    let left: Vec<u32> = (0..zones).filter(|z| *z != lost).map(|_| n / zones).collect();
                    fullest(&left, peak) < 100.0
                })
            };
            assert_eq!(needed, fewest(&steady), "{zones} zones, {rate}/s, {target} %");
            assert_eq!(one, fewest(&|n| steady(n) && below(n, 1)), "{zones}, {rate}, {target}");
            assert_eq!(two, fewest(&|n| steady(n) && below(n, 2)), "{zones}, {rate}, {target}");
            let expected = (zones > 1).then(|| fewest(&|n| steady(n) && survives(n))).flatten();
            assert_eq!(safe, expected, "{zones} zones, {rate}/s, {target} %");
        }
    }
}

/// Load of the fullest copy of a group of a store whose copies lie in these zones, with one zone lost.
fn fullest_copy(zones: &[u32], lost: Option<u32>, reads: f64, writes: f64) -> f64 {
    let left = zones.iter().filter(|zone| Some(**zone) != lost).count();
    writes + reads / left as f64
}

#[test]
fn a_store_survives_the_zones_that_it_is_planned_for() {
    for (copies, zones, names) in [
        (2, 2, "[a, b]"),
        (3, 3, "[a, b, c]"),
        (2, 3, "[a, b, c]"),
        (3, 2, "[a, b]"),
    ] {
        for (reads, writes) in [(10, 10), (150, 20), (90, 60), (400, 5), (0, 250), (700, 0)] {
            let text = store(copies, copies, names, reads, writes, 80);
            let safe = units(&text)[3].expect("copies in two zones");
            assert_eq!(safe % copies, 0, "whole groups");
            assert_eq!(safe % zones, 0, "the same in each zone");
            // The units of a group stand in consecutive places of a round-robin over the zones.
            let holds = |n: u32| {
                let groups = f64::from(n / copies);
                let (reads, writes) = (f64::from(reads) / groups, f64::from(writes) / groups);
                (0..n / copies).all(|group| {
                    let places: Vec<u32> = (0..copies).map(|copy| (group * copies + copy) % zones).collect();
                    fullest_copy(&places, None, reads, writes) <= 80.0 * (1.0 + 1e-9)
                        && (0..zones).all(|zone| fullest_copy(&places, Some(zone), reads, writes) < 100.0)
                })
            };
            assert!(
                holds(safe),
                "{copies} copies, {zones} zones, {reads} + {writes}: {safe}"
            );
        }
    }
}

/// What the finding of an overload asks for is what the plan says is needed: whole zones, whole groups of copies.
#[test]
fn the_help_against_an_overload_is_the_plan() {
    let told = |text: &str| {
        let input = Input {
            files: vec![Source::new("x.yaml", text)],
            ..Input::default()
        };
        let findings = run(input).report.findings;
        let found = findings.iter().find(|f| f.rule == "overloaded").expect("an overload");
        let fix = found.fix.clone().expect("a fix");
        let number = fix.split("`replicas: ").nth(1).expect("replicas");
        let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().expect("a number")
    };
    // 930 a second at 70 of each unit are 13.3 units, so 14: in zones of 1, 2, 3 and 4 these are 14, 14, 15 and 16.
    for (zones, needed) in [("[a]", 14), ("[a, b]", 14), ("[a, b, c]", 15), ("[a, b, c, d]", 16)] {
        let text = tier(4, zones, 930, 70);
        assert_eq!((told(&text), units(&text)[0]), (needed, Some(needed)), "{zones}");
    }
    // 930 reads at 70 of each unit, in groups of 3 copies over 2 zones: multiples of 6.
    let text = store(6, 3, "[a, b]", 930, 0, 70);
    assert_eq!((told(&text), units(&text)[0]), (18, Some(18)));
}
