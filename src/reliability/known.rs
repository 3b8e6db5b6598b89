//! Systems that have been solved: one that is made up like an earlier one is not solved again.
//!
//! A system has no names, so flows that look alike are one system, and a flow is often the same system under several
//! questions.

use super::cut::{Cuts, cuts};
use super::importance::{Importance, Worth, of_places, worth};
use super::unavailability::{Interval, solve};
use super::{Choice, Gate, Layout, Level, Need, Place, System, Tier, When};
use std::collections::HashMap;
use std::rc::Rc;

/// Most systems that are kept; beyond, each is solved when it is asked about.
const MOST: usize = 20_000;

/// What is known of the systems that were asked about.
#[derive(Debug, Default)]
pub struct Known {
    all: HashMap<Box<[u64]>, Answers>,
}

/// What was asked about one system.
#[derive(Debug, Default, Clone)]
struct Answers {
    down: Option<Interval>,
    alone: Option<Rc<Cuts>>,
    rests_on: Option<Rc<RestsOn>>,
}

/// What the unavailability of a system rests on.
#[derive(Debug)]
pub struct RestsOn {
    pub down: Interval,
    /// Minimal cut sets, up to the order that was asked for first.
    pub cuts: Cuts,
    /// By tier.
    pub worth: Vec<Worth>,
    /// Places that can be lost.
    pub places: Vec<Importance>,
}

impl Known {
    /// How likely a system is down.
    pub fn down(&mut self, system: &System) -> Interval {
        let find = || solve(system).down;
        self.answer(system, |answers| *answers.down.get_or_insert_with(find))
    }

    /// The minimal cut sets of one event.
    pub fn alone(&mut self, system: &System) -> Rc<Cuts> {
        let find = || Rc::new(cuts(&solve(system), 1));
        self.answer(system, |answers| answers.alone.get_or_insert_with(find).clone())
    }

    /// All of it, with cut sets of at most `most` events, which has to follow from the system.
    pub fn rests_on(&mut self, system: &System, most: u32) -> Rc<RestsOn> {
        let find = || {
            let solution = solve(system);
            Rc::new(RestsOn {
                down: solution.down,
                cuts: cuts(&solution, most),
                worth: worth(&solution),
                places: of_places(&solution),
            })
        };
        self.answer(system, |answers| answers.rests_on.get_or_insert_with(find).clone())
    }

    fn answer<T>(&mut self, system: &System, ask: impl FnOnce(&mut Answers) -> T) -> T {
        let key = key(system);
        if self.all.len() >= MOST && !self.all.contains_key(&key) {
            return ask(&mut Answers::default());
        }
        ask(self.all.entry(key).or_default())
    }
}

/// A system as numbers: two have the same ones only if they are the same. Lists begin with their lengths, and what is
/// one of several kinds with its kind.
fn key(system: &System) -> Box<[u64]> {
    let System {
        places,
        tiers,
        choices,
        gates,
    } = system;
    let mut key = Key(Vec::with_capacity(64));
    key.list(places, |key, Place { down, inside }| {
        key.float(*down);
        key.option(*inside);
    });
    key.list(tiers, |key, tier| {
        let Tier {
            unit_down,
            common_cause,
            failing_over,
            layouts,
            every_group,
        } = tier;
        for chance in [unit_down, common_cause, failing_over] {
            key.float(*chance);
        }
        key.number(usize::from(*every_group));
        key.list(layouts, |key, Layout { groups, units }| {
            key.number(*groups as usize);
            key.list(units, |key, (place, count)| {
                key.option(*place);
                key.number(*count as usize);
            });
        });
    });
    key.list(choices, |key, Choice { options }| {
        key.list(options, |key, option| key.float(*option));
    });
    key.list(gates, |key, gate| match gate {
        Gate::Need(Need { tier, level, when }) => {
            let Level { need, writer } = level;
            key.number(0);
            key.number(*tier);
            key.number(*need as usize);
            key.number(usize::from(*writer));
            key.when(when);
        }
        Gate::All(parts) => key.parts(1, parts),
        Gate::Any(parts) => key.parts(2, parts),
    });
    key.0.into_boxed_slice()
}

struct Key(Vec<u64>);

impl Key {
    fn number(&mut self, number: usize) {
        self.0.push(number as u64);
    }

    fn float(&mut self, value: f64) {
        self.0.push(value.to_bits());
    }

    fn option(&mut self, number: Option<usize>) {
        self.number(number.map_or(0, |number| number + 1));
    }

    fn list<T>(&mut self, all: &[T], mut each: impl FnMut(&mut Self, &T)) {
        self.number(all.len());
        for one in all {
            each(self, one);
        }
    }

    fn parts(&mut self, kind: usize, parts: &[usize]) {
        self.number(kind);
        self.list(parts, |key, part| key.number(*part));
    }

    fn when(&mut self, when: &When) {
        match when {
            When::Always => self.number(0),
            When::All(parts) => {
                self.number(1);
                self.list(parts, Self::when);
            }
            When::Any(parts) => {
                self.number(2);
                self.list(parts, Self::when);
            }
            When::Option(choice, option) => {
                for number in [3, *choice, *option] {
                    self.number(number);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two units of which one is needed.
    fn pair(down: f64) -> System {
        let mut system = System {
            tiers: vec![Tier {
                unit_down: down,
                common_cause: 0.0,
                failing_over: 0.0,
                layouts: vec![Layout {
                    groups: 1,
                    units: vec![(None, 2)],
                }],
                every_group: false,
            }],
            ..System::default()
        };
        let need = system.add(Gate::Need(Need {
            tier: 0,
            level: Level { need: 1, writer: false },
            when: When::Always,
        }));
        system.add(Gate::All(vec![need]));
        system
    }

    #[test]
    fn alike_systems_are_solved_once_and_others_by_themselves() {
        let mut known = Known::default();
        let close = |found: Interval, expected: f64| (found.low - expected).abs() < 1e-15;
        assert!(close(known.down(&pair(0.1)), 0.01));
        assert!(close(known.down(&pair(0.1)), 0.01));
        assert_eq!(known.all.len(), 1);
        assert!(close(known.down(&pair(0.2)), 0.04));
        assert_eq!(known.all.len(), 2);
        assert!(known.alone(&pair(0.1)).list.is_empty());
        assert_eq!(known.rests_on(&pair(0.1), 2).cuts.list.len(), 1);
        assert_eq!(known.all.len(), 2);
    }

    #[test]
    fn a_key_tells_every_part_apart() {
        let plain = key(&pair(0.1));
        let changed = |change: fn(&mut System)| {
            let mut system = pair(0.1);
            change(&mut system);
            key(&system)
        };
        for other in [
            changed(|s| s.tiers[0].common_cause = 0.1),
            changed(|s| s.tiers[0].failing_over = 0.1),
            changed(|s| s.tiers[0].every_group = true),
            changed(|s| s.tiers[0].layouts[0].groups = 2),
            changed(|s| s.tiers[0].layouts[0].units = vec![(None, 1), (None, 1)]),
            changed(|s| s.tiers[0].layouts[0].units = vec![(Some(0), 2)]),
            changed(|s| {
                s.places.push(Place {
                    down: 0.1,
                    inside: None,
                })
            }),
            changed(|s| s.choices.push(Choice { options: vec![0.5] })),
            changed(|s| s.gates[1] = Gate::Any(vec![0])),
            changed(|s| s.gates[1] = Gate::All(vec![0, 0])),
            changed(|s| {
                let Gate::Need(need) = &mut s.gates[0] else { return };
                need.level.writer = true;
            }),
            changed(|s| {
                let Gate::Need(need) = &mut s.gates[0] else { return };
                need.when = When::Option(0, 0);
            }),
        ] {
            assert_ne!(other, plain);
        }
    }
}
