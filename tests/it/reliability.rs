//! The engine of the availability analysis against brute force: every state of every event of random systems.

use crate::dice::Dice;
use napkin::reliability::{
    Choice, Cut, Event, Failed, Gate, Layout, Level, Need, Place, System, Tier, When, cuts, importance, solve, worth,
};
use std::collections::{BTreeMap, BTreeSet};

fn roll(dice: &mut Dice, sides: usize) -> usize {
    dice.roll(sides as u64) as usize
}

/// Between 1 and 30 %.
fn chance(dice: &mut Dice) -> f64 {
    (1 + dice.roll(30)) as f64 / 100.0
}

/// A random system of at most 18 events, choices among them.
fn random(dice: &mut Dice) -> System {
    let mut system = System {
        places: vec![
            Place {
                down: 0.03,
                inside: None,
            },
            Place {
                down: 0.07,
                inside: Some(0),
            },
            Place {
                down: 0.11,
                inside: Some(0),
            },
        ],
        ..System::default()
    };
    let mut left = 11;
    let tiers = 2 + roll(dice, 3);
    for _ in 0..tiers {
        let count = 1 + roll(dice, 4.min(left / 2).max(1));
        left = left.saturating_sub(count);
        let mut units: BTreeMap<Option<usize>, u32> = BTreeMap::new();
        for _ in 0..count {
            let place = [None, Some(0), Some(1), Some(2), Some(1), Some(2)][roll(dice, 6)];
            *units.entry(place).or_default() += 1;
        }
        let common = roll(dice, 4) == 0 && left > 3;
        let failing = roll(dice, 3) == 0 && left > 3;
        left = left.saturating_sub(usize::from(common) + usize::from(failing));
        system.tiers.push(Tier {
            unit_down: chance(dice),
            common_cause: if common { 0.2 } else { 0.0 },
            failing_over: if failing { chance(dice) } else { 0.0 },
            layouts: vec![Layout {
                groups: 1,
                units: units.into_iter().collect(),
            }],
            every_group: roll(dice, 2) == 0,
        });
    }
    if roll(dice, 2) == 0 {
        system.choices.push(Choice {
            options: vec![0.3, 0.7],
        });
    }
    if roll(dice, 3) == 0 {
        system.choices.push(Choice { options: vec![0.25] });
    }
    let needs = 3 + roll(dice, 5);
    for _ in 0..needs {
        let tier = roll(dice, system.tiers.len());
        let units: u32 = system.tiers[tier].layouts[0].units.iter().map(|(_, n)| n).sum();
        let when = |dice: &mut Dice| match roll(dice, 3) {
            0 if !system.choices.is_empty() => {
                let choice = roll(dice, system.choices.len());
                When::Option(choice, roll(dice, system.choices[choice].options.len()))
            }
            _ => When::Always,
        };
        let first = when(dice);
        let when = match roll(dice, 4) {
            0 => When::All(vec![first, when(dice)]),
            1 => When::Any(vec![first, when(dice)]),
            _ => first,
        };
        let level = Level {
            need: 1 + roll(dice, units as usize) as u32,
            writer: roll(dice, 2) == 0,
        };
        system.add(Gate::Need(Need { tier, level, when }));
    }
    for _ in 0..1 + roll(dice, 4) {
        let children: BTreeSet<usize> = (0..2 + roll(dice, 2)).map(|_| roll(dice, system.gates.len())).collect();
        let children = children.into_iter().collect();
        system.add(if roll(dice, 2) == 0 {
            Gate::All(children)
        } else {
            Gate::Any(children)
        });
    }
    system
}

/// An event of the enumeration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Basic {
    Place(usize),
    /// Tier, unit of the layout, number.
    Unit(usize, usize, u32),
    Cause(usize),
    Failover(usize),
}

fn basics(system: &System) -> Vec<(Basic, f64)> {
    let mut events: Vec<(Basic, f64)> = system
        .places
        .iter()
        .enumerate()
        .map(|(i, p)| (Basic::Place(i), p.down))
        .collect();
    for (t, tier) in system.tiers.iter().enumerate() {
        for (u, (_, count)) in tier.layouts[0].units.iter().enumerate() {
            events.extend((0..*count).map(|n| (Basic::Unit(t, u, n), tier.unit_down * (1.0 - tier.common_cause))));
        }
        if tier.common_cause > 0.0 {
            events.push((Basic::Cause(t), tier.unit_down * tier.common_cause));
        }
        if tier.failing_over > 0.0 {
            events.push((Basic::Failover(t), tier.failing_over));
        }
    }
    events
}

/// All ways in which a run can choose, with their probabilities.
fn runs(system: &System) -> Vec<(Vec<Option<usize>>, f64)> {
    let mut runs = vec![(Vec::new(), 1.0)];
    for choice in &system.choices {
        let rest = 1.0 - choice.options.iter().sum::<f64>();
        let mut options: Vec<(Option<usize>, f64)> =
            choice.options.iter().enumerate().map(|(i, p)| (Some(i), *p)).collect();
        if rest > 1e-9 {
            options.push((None, rest));
        }
        runs = runs
            .into_iter()
            .flat_map(|(taken, p): (Vec<Option<usize>>, f64)| {
                options
                    .iter()
                    .map(move |(option, q)| {
                        let mut taken = taken.clone();
                        taken.push(*option);
                        (taken, p * q)
                    })
                    .collect::<Vec<_>>()
            })
            .collect();
    }
    runs
}

fn holds(system: &System, failed: &dyn Fn(Basic) -> bool, taken: &[Option<usize>]) -> bool {
    let lost = |p: usize| failed(Basic::Place(p)) || system.places[p].inside.is_some_and(|r| failed(Basic::Place(r)));
    let mut up = Vec::new();
    for gate in &system.gates {
        up.push(match gate {
            Gate::All(children) => children.iter().all(|c| up[*c]),
            Gate::Any(children) => children.iter().any(|c| up[*c]),
            Gate::Need(need) => {
                let mut units = 0;
                for (u, (place, count)) in system.tiers[need.tier].layouts[0].units.iter().enumerate() {
                    for n in 0..*count {
                        units += u32::from(!place.is_some_and(lost) && !failed(Basic::Unit(need.tier, u, n)));
                    }
                }
                let fine = units >= need.level.need
                    && !failed(Basic::Cause(need.tier))
                    && !(need.level.writer && failed(Basic::Failover(need.tier)));
                fine || !needed(&need.when, taken)
            }
        });
    }
    *up.last().expect("a gate")
}

fn needed(when: &When, taken: &[Option<usize>]) -> bool {
    match when {
        When::Always => true,
        When::All(parts) => parts.iter().all(|p| needed(p, taken)),
        When::Any(parts) => parts.iter().any(|p| needed(p, taken)),
        When::Option(choice, option) => taken[*choice] == Some(*option),
    }
}

/// By state of all events: its probability, and by run whether the system is down.
struct Truth {
    events: Vec<(Basic, f64)>,
    runs: Vec<(Vec<Option<usize>>, f64)>,
    /// Bit r: down for run r.
    down: Vec<u32>,
}

impl Truth {
    fn of(system: &System) -> Truth {
        let (events, runs) = (basics(system), runs(system));
        assert!(events.len() <= 18, "{} events", events.len());
        let down = (0..1usize << events.len())
            .map(|state| {
                let failed = |b: Basic| {
                    events
                        .iter()
                        .position(|(e, _)| *e == b)
                        .is_some_and(|i| state >> i & 1 == 1)
                };
                let bit = |(r, (taken, _)): (usize, &(Vec<Option<usize>>, f64))| {
                    u32::from(!holds(system, &failed, taken)) << r
                };
                runs.iter().enumerate().map(bit).sum()
            })
            .collect();
        Truth { events, runs, down }
    }

    fn share(&self, state: usize) -> f64 {
        let of = |r: &usize| self.down[state] >> r & 1 == 1;
        (0..self.runs.len()).filter(of).map(|r| self.runs[r].1).sum()
    }

    /// Unavailability with some events given.
    fn unavailability(&self, given: &[(usize, bool)]) -> f64 {
        let mut total = 0.0;
        for state in 0..self.down.len() {
            let mut weight = 1.0;
            for (i, (_, q)) in self.events.iter().enumerate() {
                let failed = state >> i & 1 == 1;
                weight *= match given.iter().find(|(g, _)| *g == i) {
                    Some((_, is)) => f64::from(u8::from(*is == failed)),
                    None if failed => *q,
                    None => 1.0 - q,
                };
            }
            total += weight * self.share(state);
        }
        total
    }

    /// Minimal cut sets: minimal for at least one run, with the share of the runs that they fail.
    fn cuts(&self) -> BTreeMap<usize, f64> {
        let mut found = BTreeMap::new();
        for state in 1..self.down.len() {
            let own = self.down[state];
            let below: u32 = (0..self.events.len())
                .filter(|i| state >> i & 1 == 1)
                .map(|i| self.down[state & !(1 << i)])
                .fold(0, |a, b| a | b);
            if own & !below != 0 {
                found.insert(state, self.share(state));
            }
        }
        found
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-11 * a.abs().max(b.abs()) + 1e-15
}

#[test]
fn random_systems_equal_their_truth_tables() {
    let mut dice = Dice(7);
    let mut shapes = [0usize; 3];
    for number in 0..400 {
        let system = random(&mut dice);
        let truth = Truth::of(&system);
        let solution = solve(&system);
        let expected = truth.unavailability(&[]);
        assert!(solution.down.is_exact(), "{number}: {system:?}");
        assert!(
            close(solution.down.low, expected),
            "{number}: {} {expected}\n{system:?}",
            solution.down.low
        );
        shapes[usize::from(expected > 0.0 && expected < 1.0)] += 1;
        if number % 4 == 0 {
            check_importance(&system, &truth, number);
            check_cuts(&system, &truth, number);
        }
    }
    assert!(shapes[1] > 350, "{shapes:?}");
}

fn check_importance(system: &System, truth: &Truth, number: usize) {
    let solution = solve(system);
    for found in importance(&solution) {
        let basic = match found.event {
            Event::Unit(t, _, u) => Basic::Unit(t, u, 0),
            Event::Cause(t) => Basic::Cause(t),
            Event::Failover(t) => Basic::Failover(t),
            Event::Place(p) => Basic::Place(p),
        };
        let i = truth.events.iter().position(|(e, _)| *e == basic).expect("an event");
        let (lost, up) = (truth.unavailability(&[(i, true)]), truth.unavailability(&[(i, false)]));
        assert!(
            close(found.down_if_lost, lost),
            "{number} {basic:?}: {} {lost}\n{system:?}",
            found.down_if_lost
        );
        assert!(
            close(found.down_if_mended, up),
            "{number} {basic:?}: {} {up}\n{system:?}",
            found.down_if_mended
        );
    }
    for (t, worth) in worth(&solution).into_iter().enumerate() {
        let down = worth.down_if_mended;
        let given: Vec<(usize, bool)> = truth
            .events
            .iter()
            .enumerate()
            .filter(|(_, (e, _))| matches!(e, Basic::Unit(x, ..) | Basic::Cause(x) | Basic::Failover(x) if *x == t))
            .map(|(i, _)| (i, false))
            .collect();
        let expected = truth.unavailability(&given);
        assert!(
            close(down, expected),
            "{number} tier {t}: {down} {expected}\n{system:?}"
        );
    }
}

/// A class of cut sets as the states that it stands for.
fn members(system: &System, truth: &Truth, cut: &Cut) -> Vec<usize> {
    let bit = |b: Basic| 1usize << truth.events.iter().position(|(e, _)| *e == b).expect("an event");
    let lost: Vec<usize> = cut
        .failed
        .iter()
        .filter_map(|f| match f {
            Failed::Place(p) => Some(*p),
            _ => None,
        })
        .collect();
    let gone = |p: usize| lost.contains(&p) || system.places[p].inside.is_some_and(|r| lost.contains(&r));
    let mut states = vec![0usize];
    for failed in &cut.failed {
        let options: Vec<usize> = match *failed {
            Failed::Place(p) => vec![bit(Basic::Place(p))],
            Failed::Cause(t) => vec![bit(Basic::Cause(t))],
            Failed::Failover(t) => vec![bit(Basic::Failover(t))],
            Failed::Units { tier, count, of, .. } => {
                let mut units = Vec::new();
                for (u, (place, n)) in system.tiers[tier].layouts[0].units.iter().enumerate() {
                    if !place.is_some_and(gone) {
                        units.extend((0..*n).map(|i| bit(Basic::Unit(tier, u, i))));
                    }
                }
                assert_eq!(units.len(), of as usize);
                (0..1usize << units.len())
                    .filter(|s| s.count_ones() == count)
                    .map(|s| {
                        units
                            .iter()
                            .enumerate()
                            .filter(|(i, _)| s >> i & 1 == 1)
                            .map(|(_, b)| b)
                            .sum()
                    })
                    .collect()
            }
        };
        states = states.iter().flat_map(|s| options.iter().map(move |o| s | o)).collect();
    }
    states
}

fn check_cuts(system: &System, truth: &Truth, number: usize) {
    let expected = truth.cuts();
    let solution = solve(system);
    let found = cuts(&solution, 18);
    if expected.is_empty() {
        return;
    }
    assert!(found.complete);
    let mut all = BTreeMap::new();
    for cut in &found.list {
        let states = members(system, truth, cut);
        assert_eq!(states.len() as f64, cut.sets, "{number}: {cut:?}");
        for state in states {
            let probability: f64 = truth
                .events
                .iter()
                .enumerate()
                .filter(|(i, _)| state >> i & 1 == 1)
                .map(|(_, (_, q))| q)
                .product();
            assert!(close(probability, cut.probability), "{number}: {cut:?} {probability}");
            assert_eq!(state.count_ones(), cut.order());
            assert!(
                all.insert(state, cut.share).is_none(),
                "{number}: twice {cut:?}\n{system:?}"
            );
        }
    }
    let named = |s: &usize| {
        truth
            .events
            .iter()
            .enumerate()
            .filter(|(i, _)| s >> i & 1 == 1)
            .map(|(_, (e, _))| *e)
            .collect::<Vec<_>>()
    };
    for (state, share) in &expected {
        let known = all.get(state);
        assert!(
            known.is_some_and(|k| close(*k, *share)),
            "{number}: {:?} share {share}, found {known:?}\n{system:?}",
            named(state)
        );
    }
    for state in all.keys() {
        assert!(
            expected.contains_key(state),
            "{number}: {:?} is not minimal\n{system:?}",
            named(state)
        );
    }
}

#[test]
fn cut_sets_of_groups_that_are_placed_differently_are_minimal() {
    // Two groups of two copies over three zones: a+b and a+c; both copies of the group that a run meets are needed.
    let zone = |down| Place { down, inside: None };
    let layout = |units: &[usize]| Layout {
        groups: 1,
        units: units.iter().map(|z| (Some(*z), 1)).collect(),
    };
    let mut system = System {
        places: vec![zone(0.1), zone(0.1), zone(0.1)],
        tiers: vec![Tier {
            unit_down: 0.2,
            common_cause: 0.0,
            failing_over: 0.0,
            layouts: vec![layout(&[0, 1]), layout(&[0, 2])],
            every_group: false,
        }],
        ..System::default()
    };
    let level = Level { need: 2, writer: false };
    system.add(Gate::Need(Need {
        tier: 0,
        level,
        when: When::Always,
    }));
    let solution = solve(&system);
    let found = cuts(&solution, 4);
    let mut listed: Vec<(Vec<Failed>, f64)> = found.list.iter().map(|c| (c.failed.clone(), c.share)).collect();
    listed.sort_by(|a, b| a.0.cmp(&b.0));
    let unit = |layout| Failed::Units {
        tier: 0,
        layout,
        count: 1,
        of: 2,
    };
    let expected = vec![
        (vec![Failed::Place(0)], 1.0),
        (vec![Failed::Place(1)], 0.5),
        (vec![Failed::Place(2)], 0.5),
        (vec![unit(0)], 0.5),
        (vec![unit(1)], 0.5),
    ];
    assert_eq!(listed, expected);
}
