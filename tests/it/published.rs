//! Availabilities that others have published, met by the engine: composite SLAs, spares, common causes, placements.

use napkin::reliability::{Gate, Layout, Level, Need, Place, System, Tier, When, solve, too_few};

/// A tier of units over places, of which `need` have to be up.
struct Part {
    down: f64,
    common: f64,
    units: Vec<(Option<usize>, u32)>,
    need: u32,
}

fn one(availability: f64) -> Part {
    Part {
        down: 1.0 - availability,
        common: 0.0,
        units: vec![(None, 1)],
        need: 1,
    }
}

fn of(units: u32, need: u32, availability: f64) -> Part {
    Part {
        units: vec![(None, units)],
        need,
        ..one(availability)
    }
}

fn add(system: &mut System, part: Part) -> usize {
    system.tiers.push(Tier {
        unit_down: part.down,
        common_cause: part.common,
        failing_over: 0.0,
        layouts: vec![Layout {
            groups: 1,
            units: part.units,
        }],
        every_group: false,
    });
    let level = Level {
        need: part.need,
        writer: false,
    };
    system.add(Gate::Need(Need {
        tier: system.tiers.len() - 1,
        level,
        when: When::Always,
    }))
}

fn series(parts: Vec<Part>) -> f64 {
    let mut system = System::default();
    let all = parts.into_iter().map(|p| add(&mut system, p)).collect();
    system.add(Gate::All(all));
    1.0 - solve(&system).down.low
}

#[track_caller]
fn near(found: f64, expected: f64, within: f64) {
    assert!(
        (found - expected).abs() <= within,
        "found {found}, published {expected}"
    );
}

#[test]
fn composite_slas() {
    // Azure's documentation: a web app before a database; a database or a queue behind it.
    near(series(vec![one(0.9995), one(0.9999)]), 0.999_400_05, 5e-12);
    let mut system = System::default();
    let either = [0.9999, 0.999].map(|a| add(&mut system, one(a)));
    let either = system.add(Gate::Any(either.to_vec()));
    near(1.0 - solve(&system).down.low, 0.999_999_9, 5e-12);
    let web = add(&mut system, one(0.9995));
    system.add(Gate::All(vec![either, web]));
    near(1.0 - solve(&system).down.low, 0.999_499_90, 5e-9);
    // Azure/reliable-web-app-pattern-dotnet, sla-calculation.md: development, and production with seven private links.
    let stack = [0.9999, 0.9999, 0.9995, 0.999, 0.99995, 0.999, 0.9999, 0.999];
    near(series(stack.map(one).into()), 0.996_155_766, 5e-10);
    let mut production: Vec<Part> = stack.map(one).into();
    production.extend((0..7).map(|_| one(0.9999)));
    near(series(production), 0.995_458_666, 5e-10);
    // The same front door and identity service before two regions of the rest. The document gives 99.9779 %, for it
    // counts the shared services in both regions.
    let mut system = System::default();
    let regional: Vec<f64> = stack[2..].iter().copied().chain([0.9999; 7]).collect();
    let mut regions = Vec::new();
    for _ in 0..2 {
        let parts = regional.iter().map(|a| add(&mut system, one(*a))).collect();
        regions.push(system.add(Gate::All(parts)));
    }
    let either = system.add(Gate::Any(regions));
    let shared = [0.9999, 0.9999].map(|a| add(&mut system, one(a)));
    system.add(Gate::All(vec![either, shared[0], shared[1]]));
    near(1.0 - solve(&system).down.low, 0.999_781_159, 5e-10);
    // Two regions behind a traffic manager.
    near(series(vec![of(2, 1, 0.9995)]), 0.999_999_75, 5e-12);
    near(series(vec![of(2, 1, 0.9995), one(0.9999)]), 0.999_899_75, 5e-9);
}

#[test]
fn spares() {
    // AWS, Availability and Beyond: two alike, three with two spares; n with s spares, exactly.
    near(series(vec![of(2, 1, 0.99)]), 0.9999, 1e-12);
    near(series(vec![of(3, 1, 0.99)]), 0.999_999, 1e-12);
    near(series(vec![of(3, 2, 0.99)]), 0.999_702, 1e-12);
    near(series(vec![of(10, 8, 0.995)]), 0.999_985_39, 5e-9);
    for (units, need, expected) in [(5, 3, 0.999_990_149), (6, 4, 0.999_980_446), (6, 3, 0.999_999_852)] {
        near(1.0 - too_few(units, need, 0.01), expected, 5e-10);
    }
}

#[test]
fn common_causes() {
    // Two units of q = 0.01 by the share of common causes; two of three of 1e-3 with 5 % (IEC 61508-6, annex D).
    for (beta, expected) in [(0.0, 1.0e-4), (0.01, 1.98e-4), (0.05, 5.902e-4), (0.1, 1.0809e-3)] {
        let part = Part {
            common: beta,
            ..of(2, 1, 0.99)
        };
        near(1.0 - series(vec![part]), expected, 1e-7);
    }
    let part = Part {
        common: 0.05,
        ..of(3, 2, 0.999)
    };
    near(1.0 - series(vec![part]), 5.27e-5, 5e-8);
}

/// Zones of this unavailability in no region.
fn zones(count: usize, down: f64) -> System {
    System {
        places: (0..count).map(|_| Place { down, inside: None }).collect(),
        ..System::default()
    }
}

fn placed(down: f64, units: &[(usize, u32)], need: u32) -> Part {
    Part {
        down,
        common: 0.0,
        units: units.iter().map(|(zone, n)| (Some(*zone), *n)).collect(),
        need,
    }
}

#[test]
fn placement_counts() {
    let down = |mut system: System, parts: Vec<Part>| {
        let all = parts.into_iter().map(|p| add(&mut system, p)).collect();
        system.add(Gate::All(all));
        solve(&system).down.low
    };
    // Two replicas in one zone: not 0.9999988.
    near(
        1.0 - down(zones(1, 1e-4), vec![placed(1e-3, &[(0, 2)], 1)]),
        0.999_899_0,
        5e-8,
    );
    // Tiers of one of two over the same two zones: the zones count once.
    let tier = || placed(1e-4, &[(0, 1), (1, 1)], 1);
    near(down(zones(2, 1e-3), vec![tier(), tier()]), 1.4195e-6, 5e-11);
    near(down(zones(2, 1e-3), (0..20).map(|_| tier()).collect()), 5.192e-6, 5e-10);
    // Replication factor 3, quorum 2: one in each zone, or two in one of them.
    let spread = placed(1e-3, &[(0, 1), (1, 1), (2, 1)], 2);
    near(1.0 - down(zones(3, 1e-4), vec![spread]), 0.999_996_37, 5e-9);
    let together = placed(1e-3, &[(0, 2), (1, 1)], 2);
    near(1.0 - down(zones(2, 1e-4), vec![together]), 0.999_896_80, 5e-9);
    // Five services that need the same one: it counts once.
    let mut five: Vec<Part> = (0..5).map(|_| one(0.9999)).collect();
    five.push(one(0.999));
    near(series(five), 0.998_500_6, 1e-7);
}

#[test]
fn digits_survive_far_below_one() {
    // One of eight of 1e-3: 1e-24, of which 1 − (1 − 1e-24) would leave nothing.
    let found = series_down(vec![of(8, 1, 0.999)]);
    assert!((found / 1e-24 - 1.0).abs() < 1e-9, "{found:e}");
    let found = series_down(vec![of(8, 1, 0.999), of(8, 1, 0.999)]);
    assert!((found / 2e-24 - 1.0).abs() < 1e-9, "{found:e}");
}

fn series_down(parts: Vec<Part>) -> f64 {
    let mut system = System::default();
    let all = parts.into_iter().map(|p| add(&mut system, p)).collect();
    system.add(Gate::All(all));
    solve(&system).down.low
}
