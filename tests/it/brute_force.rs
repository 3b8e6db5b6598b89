//! Availability by diagram equals the sum over every state of every unit, zone, region and choice.

use crate::dice::Dice;
use crate::fixture::{availability, read};
use napkin::design::Settings;
use napkin::model::walk::Source;
use napkin::model::{Model, Party, Placement, Walk};
use std::collections::BTreeSet;

const UNIT: f64 = 0.1;
const ZONE: f64 = 0.05;
const REGION: f64 = 0.03;

/// Bad figures on purpose: every state weighs something.
const OVERLAY: [(&str, &str); 3] = [
    (
        "number/instance-availability.yaml",
        "{title: i, summary: i, figure: {value: 90 %, source: test, date: 2026, confidence: vendor}}",
    ),
    (
        "number/zone-availability.yaml",
        "{title: z, summary: z, figure: {value: 95 %, source: test, date: 2026, confidence: vendor}}",
    ),
    (
        "number/region-availability.yaml",
        "{title: r, summary: r, figure: {value: 97 %, source: test, date: 2026, confidence: vendor}}",
    ),
];

/// A random flow over a few components; at most 14 events in all.
fn random_design(dice: &mut Dice) -> String {
    let count = 2 + dice.roll(3) as usize;
    let mut text = String::from(
        "napkin: 1\nname: x\nload: {users: 1, peak: 1}\nactors: {u: a user}\nregions: {r: [a, b]}\ncomponents:\n",
    );
    for c in 0..count {
        let (replicas, zones) = match dice.roll(4) {
            0 => (1, "[a]"),
            1 => (2, "[a, b]"),
            2 => (2, "[b]"),
            _ => (1, "[b]"),
        };
        text.push_str(&format!(
            "  c{c}: {{is: service, replicas: {replicas}, zones: {zones}, per_replica: 1M req/s}}\n"
        ));
    }
    text.push_str("flows:\n  f:\n    actor: u\n    rate: 1 /s\n    steps:\n      - u -> c0\n");
    // Shares of one caller are one choice only if they add up to 100 %: at most one group a caller.
    let mut shared = BTreeSet::new();
    for c in 1..count {
        let caller = dice.roll(c as u64);
        let mut options = Vec::new();
        match dice.roll(6) {
            1 | 3 if !shared.insert(caller) => {}
            0 => options.push("optional: true".to_string()),
            1 => options.push(format!("share: {} %", 20 + dice.roll(60))),
            2 if c + 1 < count => options.push(format!("if_down: c{}", c + 1)),
            3 => {
                // Two siblings that share the calls between them.
                let share = 10 + dice.roll(80);
                text.push_str(&format!("      - c{caller} -> c{c}: {{share: {share} %}}\n"));
                let other = (caller + 1) % (c as u64 + 1);
                let other = if other == caller { c as u64 } else { other };
                text.push_str(&format!(
                    "      - c{caller} -> c{other}: {{share: {} %}}\n",
                    100 - share
                ));
                continue;
            }
            _ => {}
        }
        text.push_str(&format!("      - c{caller} -> c{c}: {{{}}}\n", options.join(", ")));
    }
    text
}

/// Whether a walk answers, for a run that takes these choices, with these components up.
fn answers(model: &Model, walk: &Walk, up: &[u32], takes: &dyn Fn(usize) -> bool) -> bool {
    let mut needed = vec![false; walk.sets.len()];
    needed[0] = true;
    for walked in &walk.steps {
        let step = &model.flows[0].steps[walked.step];
        let (Source::Calls(set) | Source::Misses(set)) = walked.source;
        if needed[set] && step.file.waits && !step.file.optional && takes(walked.step) {
            let Party::Component(c) = walked.callee else {
                return false;
            };
            if walked.lost || up[c] == 0 {
                return false;
            }
            needed[walked.into] = true;
        }
    }
    true
}

/// Unavailability of the flow `f` by enumeration.
fn enumerate(model: &Model) -> f64 {
    let mut units: Vec<(usize, &str)> = Vec::new();
    for (c, component) in model.components.iter().enumerate() {
        let Placement::Zones(zones) = &component.placement else {
            panic!("zones are given")
        };
        for (zone, n) in zones {
            units.extend((0..*n).map(|_| (c, zone.as_str())));
        }
    }
    let shares: Vec<(usize, f64)> = model.flows[0]
        .steps
        .iter()
        .enumerate()
        .filter_map(|(i, s)| Some((i, s.file.share.as_ref()?.point())))
        .collect();
    // Siblings stand next to each other and add up to one: taking the first leaves the second.
    let mut choices: Vec<(Vec<usize>, f64)> = Vec::new();
    let mut i = 0;
    while i < shares.len() {
        let pair = shares.get(i + 1).filter(|next| {
            let (a, b) = (&model.flows[0].steps[shares[i].0], &model.flows[0].steps[next.0]);
            next.0 == shares[i].0 + 1 && a.caller == b.caller && (shares[i].1 + next.1 - 1.0).abs() < 1e-9
        });
        match pair {
            Some(next) => {
                choices.push((vec![shares[i].0, next.0], shares[i].1));
                i += 2;
            }
            None => {
                choices.push((vec![shares[i].0], shares[i].1));
                i += 1;
            }
        }
    }
    let events = 3 + units.len() + choices.len();
    assert!(events <= 18, "{events} events");
    let mut down_total = 0.0;
    for state in 0..1u32 << events {
        let bit = |i: usize| state >> i & 1 == 1;
        let mut weight = if bit(0) { REGION } else { 1.0 - REGION };
        for zone in 0..2 {
            weight *= if bit(1 + zone) { ZONE } else { 1.0 - ZONE };
        }
        let mut up = vec![0; model.components.len()];
        for (i, (c, zone)) in units.iter().enumerate() {
            let lost = bit(3 + i);
            weight *= if lost { UNIT } else { 1.0 - UNIT };
            let zone_lost = bit(if *zone == "a" { 1 } else { 2 });
            up[*c] += u32::from(!lost && !zone_lost && !bit(0));
        }
        let mut taken = BTreeSet::new();
        for (i, (steps, probability)) in choices.iter().enumerate() {
            let first = bit(3 + units.len() + i);
            weight *= if first { *probability } else { 1.0 - probability };
            if first {
                taken.insert(steps[0]);
            } else {
                taken.extend(steps.get(1));
            }
        }
        let shared: BTreeSet<usize> = shares.iter().map(|(s, _)| *s).collect();
        let takes = |step: usize| !shared.contains(&step) || taken.contains(&step);
        // A fallback takes over when its callee does not answer, for whatever reason: so any set of them may be
        // at work, and the flow is up if one way leads through.
        let ways = 0..1u32 << up.len();
        let answered = ways.into_iter().any(|way| {
            let without: BTreeSet<usize> = (0..up.len()).filter(|c| way >> c & 1 == 1).collect();
            answers(model, &model.flows[0].walk(&without), &up, &takes)
        });
        if !answered {
            down_total += weight;
        }
    }
    down_total
}

#[test]
fn random_designs_equal_the_enumeration() {
    let mut dice = Dice(42);
    for round in 0..80 {
        let text = random_design(&mut dice);
        let (design, catalog) = read(&text, &Settings::default(), &OVERLAY);
        let model = Model::resolve(&design, &catalog);
        if !model.flows[0].walk(&BTreeSet::new()).unreached.is_empty() {
            continue;
        }
        let expected = enumerate(&model);
        let found = availability(&model, "f");
        assert!(found.missing.is_empty(), "{:?}\n{text}", found.missing);
        let error = (found.down.high - expected).abs();
        assert!(
            error <= 1e-12,
            "round {round}: found {}, expected {expected}\n{text}",
            found.down.high
        );
        assert!((found.down.low - found.down.high).abs() <= 1e-12);
    }
}

#[test]
fn the_shared_database_is_the_single_point_of_failure() {
    let text = "napkin: 1\nname: x\nload: {peak: 1}\nactors: {u: a user}\nregions: {r: [a, b, c]}\ncomponents:
  lb: {is: load-balancer, replicas: 10, zones: [a, b, c], per_replica: 1k req/s}
  app: {is: service, replicas: 2, zones: [a, b], per_replica: 1k req/s}
  db: {is: relational-database, replicas: 1, zones: [a], per_replica: 1k req/s}
flows:
  f: {actor: u, rate: 10 /s, steps: [u -> lb, lb -> app, app -> db]}\n";
    let (design, catalog) = read(text, &Settings::default(), &OVERLAY);
    let model = Model::resolve(&design, &catalog);
    let found = availability(&model, "f");
    let events: Vec<String> = found.spofs.iter().map(|s| format!("{:?}", s.event)).collect();
    let db = model.component_index("db").unwrap();
    assert_eq!(events[0], format!("Unit({db})"));
    assert_eq!(events.len(), 3, "the database, its zone and the region: {events:?}");
    assert!(events[1].contains("Zone") && events[1].contains("\"a\""), "{events:?}");
    assert!(events[2].contains("Region"), "{events:?}");
}

#[test]
fn one_more_unit_never_adds_a_single_point_of_failure() {
    let mut dice = Dice(7);
    for _ in 0..40 {
        let text = random_design(&mut dice);
        let more = text.replacen("replicas: 1, zones: [a]", "replicas: 2, zones: [a, b]", 1);
        let of = |text: &str| {
            let (design, catalog) = read(text, &Settings::default(), &OVERLAY);
            let model = Model::resolve(&design, &catalog);
            let found = availability(&model, "f");
            (found.spofs.len(), found.down.high)
        };
        let (before, after) = (of(&text), of(&more));
        assert!(after.0 <= before.0 && after.1 <= before.1 + 1e-15, "{text}");
    }
}
