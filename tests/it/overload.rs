//! The formulas of overload against published values, closed forms and simulations written here.

use crate::fixture::close;
use napkin::overload::{
    Fleet, Outage, Pool, Ramp, Retrying, Scaling, Sees, Stability, amplification, attempts, cold_factor, hot_group,
    largest_share, node_lost_factor, prewarmed, surge, warm_share, warm_time,
};
use std::collections::VecDeque;

#[test]
fn retries_as_published() {
    // Site Reliability Engineering, chapter 22: three layers of four attempts; Amazon Builders' Library: five of three.
    assert_eq!(amplification(&[3, 3, 3]), 64.0);
    assert_eq!(amplification(&[2; 5]), 243.0);
    assert_eq!(amplification(&[]), 1.0);
    close(attempts(0.5, 3).unwrap(), 1.875, 12);
    assert_eq!(attempts(1.0, 3), Some(4.0));
    assert_eq!(attempts(0.0, 3), Some(1.0));
    let at = |load: f64, budget| Retrying {
        load,
        capacity: 1.0,
        retries: 3,
        budget,
    };
    assert_eq!(at(0.95, None).attempts(), Some(1.0));
    close(at(1.05, None).attempts().unwrap(), 1.787, 4);
    close(at(1.05, None).failing().unwrap(), 0.467, 3);
    // Site Reliability Engineering, chapter 21: a budget of 10 % makes 1.1 of what would be 3 or more.
    close(at(1.05, Some(0.1)).attempts().unwrap(), 1.1, 12);
    close(at(1.05, Some(0.1)).failing().unwrap(), 0.134, 3);
}

/// The fixed point by going round: p = 1 − C ÷ (L A(p)), from no failures.
fn round_and_round(of: Retrying) -> f64 {
    let mut failing = 0.0;
    for _ in 0..200_000 {
        let mut tries = 0.0;
        for k in 0..=of.retries {
            tries += f64::powi(failing, k as i32);
        }
        let tries = of.budget.map_or(tries, |b| tries.min(1.0 + b));
        failing = f64::max(0.0, 1.0 - of.capacity / (of.load * tries));
    }
    failing
}

/// Rounds in which calls come, all attempts share what is served, and what failed comes again in the next round.
fn rounds(of: Retrying) -> (f64, f64) {
    let mut waiting = vec![0.0; of.retries as usize + 1];
    let (mut failing, mut all) = (0.0, 0.0);
    for _ in 0..200_000 {
        waiting[0] = of.load;
        all = waiting.iter().sum();
        failing = f64::max(0.0, 1.0 - of.capacity / all);
        for k in (1..waiting.len()).rev() {
            waiting[k] = waiting[k - 1] * failing;
        }
    }
    (failing, all / of.load)
}

#[test]
fn retries_settle_where_iterating_settles() {
    for load in [0.5, 1.0, 1.01, 1.05, 1.5, 4.0, 30.0] {
        for retries in [0, 1, 3, 9] {
            for budget in [None, Some(0.0), Some(0.1), Some(2.0)] {
                let of = Retrying {
                    load,
                    capacity: 1.0,
                    retries,
                    budget,
                };
                let failing = of.failing().unwrap();
                assert!((failing - round_and_round(of)).abs() < 1e-6, "{of:?} {failing}");
                if budget.is_none() && load != 1.0 {
                    let (simulated, tries) = rounds(of);
                    assert!((failing - simulated).abs() < 1e-6, "{of:?} {failing} {simulated}");
                    assert!((of.attempts().unwrap() - tries).abs() < 1e-5, "{of:?}");
                }
            }
        }
    }
}

#[test]
fn a_service_that_recovers_is_stable() {
    // What is left when everything was failing for a moment: retries go on as long as they fill the callee.
    let keeps_failing = |of: Retrying| of.load * of.most_attempts() > of.capacity;
    for load in [0.1, 0.24, 0.26, 0.5, 0.99, 1.0, 1.2] {
        for budget in [None, Some(0.1)] {
            let of = Retrying {
                load,
                capacity: 1.0,
                retries: 3,
                budget,
            };
            let expected = match (load >= 1.0, keeps_failing(of)) {
                (true, _) => Stability::Overloaded,
                (false, true) => Stability::Vulnerable,
                (false, false) => Stability::Stable,
            };
            assert_eq!(of.stability(), Some(expected), "{of:?}");
            let shed = of.to_shed().unwrap();
            let after = Retrying {
                load: load - shed,
                ..of
            };
            assert!(!keeps_failing(Retrying {
                load: after.load * 0.999_999,
                ..after
            }));
            assert_eq!(shed > 0.0, keeps_failing(of));
        }
    }
}

#[test]
fn a_backlog_is_what_a_queue_counts() {
    for (arriving, taken, time) in [(100.0, 150.0, 3600.0), (3402.07, 10_000.0, 3600.0), (20.0, 21.0, 600.0)] {
        let outage = Outage { arriving, taken, time };
        let (mut waiting, mut clock) = (0.0, 0.0);
        let tick = 0.1;
        while clock < time - tick / 2.0 {
            waiting += arriving * tick;
            clock += tick;
        }
        assert!((outage.backlog().unwrap() - waiting).abs() < 1e-6 * waiting);
        while waiting > 0.0 {
            waiting += (arriving - taken) * tick;
            clock += tick;
        }
        let caught_up = clock - time;
        assert!((outage.catch_up().unwrap() - caught_up).abs() < 0.2, "{caught_up}");
    }
    let never = Outage {
        arriving: 10.0,
        taken: 10.0,
        time: 60.0,
    };
    assert_eq!(never.catch_up(), None);
    assert_eq!(never.dropped(Some(45.0), None), Some(150.0));
    assert_eq!(never.dropped(Some(60.0), Some(500.0)), Some(100.0));
    assert_eq!(never.dropped(None, None), Some(0.0));
    assert_eq!(Outage { time: 0.0, ..never }.catch_up(), Some(0.0));
}

#[test]
fn cold_caches_as_published() {
    // 95 % hits: 20 times the load; 99 %: 100 times.
    close(cold_factor(0.95).unwrap(), 20.0, 9);
    close(cold_factor(0.99).unwrap(), 100.0, 9);
    assert_eq!(cold_factor(0.0), Some(1.0));
    assert_eq!(cold_factor(1.0), None);
    // One node of ten: 1 − 0.95 × 0.9 = 14.5 % miss instead of 5 %.
    close(node_lost_factor(0.95, 10).unwrap(), 2.9, 9);
    close(node_lost_factor(0.95, 1).unwrap(), cold_factor(0.95).unwrap(), 12);
    assert_eq!(warm_time(1e6, 2000.0), Some(500.0));
    assert_eq!(warm_time(1e6, 0.0), None);
}

/// Numbers that look random (Knuth's MMIX).
struct Draws(u64);

impl Draws {
    fn below(&mut self, most: u64) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % most) as usize
    }
}

#[test]
fn a_cache_fills_as_keys_come_up() {
    let (entries, rate) = (20_000u64, 100.0);
    let (mut held, mut draws, mut count) = (vec![false; entries as usize], Draws(7), 0);
    for call in 1..=60_000 {
        let key = draws.below(entries);
        count += usize::from(!held[key]);
        held[key] = true;
        if call % 20_000 == 0 {
            let share = warm_share(entries as f64, rate, f64::from(call) / rate).unwrap();
            let simulated = count as f64 / entries as f64;
            assert!((share - simulated).abs() < 0.01, "{share} {simulated}");
        }
    }
}

#[test]
fn hot_keys_fill_their_group() {
    // 20 % of 1000 calls a second for one key over four groups: 200 + 800 ÷ 4.
    close(hot_group(1000.0, 0.2, 4).unwrap(), 400.0, 12);
    for groups in [1, 3, 8] {
        for capacity in [200.0, 350.0, 999.0, 1500.0] {
            match largest_share(1000.0, capacity, groups) {
                Some(1.0) => assert!(capacity >= 1000.0 || groups == 1),
                Some(share) => close(hot_group(1000.0, share, groups).unwrap(), capacity, 9),
                None => assert!(1000.0 / f64::from(groups) > capacity),
            }
        }
    }
}

/// Calls at even intervals that each take so long and need a place; when were all places taken, how many were at most.
fn calls_in_flight(pool: Pool) -> (Option<f64>, usize) {
    let takes = pool.service + pool.delay;
    let gap = 1.0 / pool.rate;
    // Those in flight when it becomes slow, oldest first, now slow as well.
    let mut flight: VecDeque<f64> = (0..(pool.service * pool.rate).round() as usize)
        .map(|i| takes - pool.service + (i as f64 + 1.0) * gap)
        .collect();
    let (mut most, mut full) = (0, None);
    for call in 1..20_000 {
        let now = f64::from(call) * gap;
        while flight.front().is_some_and(|done| *done <= now + 1e-9) {
            flight.pop_front();
        }
        if (flight.len() as f64) < pool.places {
            flight.push_back(now + takes);
        } else if full.is_none() {
            full = Some(now);
        }
        most = most.max(flight.len());
    }
    (full, most)
}

#[test]
fn slow_callees_fill_pools() {
    for (places, rate, service, delay) in [
        (100.0, 200.0, 0.05, 0.5),
        (100.0, 200.0, 0.05, 0.2),
        (50.0, 100.0, 0.1, 2.0),
        (8.0, 1000.0, 0.001, 0.009),
    ] {
        let pool = Pool {
            places,
            rate,
            service,
            delay,
        };
        let (full, most) = calls_in_flight(pool);
        assert_eq!(pool.fills(), Some(full.is_some()), "{pool:?}");
        match (pool.full_after(), full) {
            (Some(formula), Some(simulated)) => {
                assert!((formula - simulated).abs() <= 2.0 / rate, "{formula} {simulated}");
                close(pool.throughput().unwrap(), places / (service + delay), 12);
            }
            (None, None) => {
                assert!((pool.in_flight().unwrap() - most as f64).abs() <= 1.0);
                assert_eq!(pool.throughput(), Some(rate));
            }
            other => panic!("{pool:?} {other:?}"),
        }
    }
}

#[test]
fn a_surge_without_scaling_is_a_triangle() {
    // From 100 to 1000 in 120 s with 400: over from 40 s on; ½ × 7.5 × 80² = 24,000 more than served by 120 s, then
    // 600 a second without end.
    let ramp = Ramp {
        from: 100.0,
        to: 1000.0,
        over: 120.0,
    };
    let few = Fleet {
        units: 4.0,
        per_unit: 100.0,
        scaling: None,
    };
    let found = surge(ramp, few).unwrap();
    assert_eq!(found.overloaded_from, Some(40.0));
    assert_eq!((found.enough_from, found.pile), (None, None));
    assert_eq!(prewarmed(ramp, few), Some(10.0));
    let enough = surge(ramp, Fleet { units: 10.0, ..few }).unwrap();
    assert_eq!(enough.overloaded_from, None);
    let pile = enough.pile.unwrap();
    assert_eq!((pile.excess, pile.backlog, pile.delay), (0.0, 0.0, 0.0));
}

#[test]
fn a_surge_with_scaling_as_closed_forms_say() {
    // A jump from 100 to 1000; 4 units of 100. Asked for at 1 s, new units serve 60 s later: ⌈1000 ÷ (100 × 0.8)⌉ = 13.
    let ramp = Ramp {
        from: 100.0,
        to: 1000.0,
        over: 0.0,
    };
    let fleet = |sees, most| Fleet {
        units: 4.0,
        per_unit: 100.0,
        scaling: Some(Scaling {
            most,
            trigger: 0.8,
            reaction: 60.0,
            sees,
        }),
    };
    let found = surge(ramp, fleet(Sees::Load, 20.0)).unwrap();
    let pile = found.pile.unwrap();
    assert_eq!(found.overloaded_from, Some(0.0));
    assert_eq!(found.enough_from, Some(61.0));
    assert_eq!(found.units, 13.0);
    close(pile.excess, 600.0 * 61.0, 12);
    close(pile.backlog, 600.0 * 61.0, 12);
    close(pile.delay, 600.0 * 61.0 / 400.0, 12);
    assert!((pile.drained_at.unwrap() - (61.0 + 600.0 * 61.0 / 300.0)).abs() <= 1.0);
    // Who sees only that its units are busy asks for 4 ÷ 0.8 = 5, then 7 (6.25), 9 (8.75), 12 (11.25): four reactions.
    let blind = surge(ramp, fleet(Sees::Utilisation, 20.0)).unwrap();
    let pile = blind.pile.unwrap();
    let steps = [(600.0, 61.0), (500.0, 61.0), (300.0, 61.0), (100.0, 61.0)];
    close(pile.excess, steps.iter().map(|(over, time)| over * time).sum(), 12);
    assert_eq!(blind.enough_from, Some(244.0));
    // Too few units to get: it never ends.
    assert_eq!(surge(ramp, fleet(Sees::Load, 9.0)).unwrap().pile, None);
    assert_eq!(surge(ramp, fleet(Sees::Load, 9.0)).unwrap().units, 9.0);
    // Just enough of them: nothing more piles up, but what waits stays.
    let just = surge(ramp, fleet(Sees::Load, 10.0)).unwrap();
    assert_eq!(just.enough_from, Some(61.0));
    assert_eq!(just.pile.unwrap().drained_at, None);
}

#[test]
fn a_buffer_carries_what_a_reaction_brings() {
    // Hotstar: 1.1 M users a minute more and 90 s to react need room for 1.65 M more than at any moment are there.
    let ramp = Ramp {
        from: 1e6,
        to: 26e6,
        over: 25e6 / 1.1e6 * 60.0,
    };
    let fleet = Fleet {
        units: 0.0,
        per_unit: 25e3,
        scaling: Some(Scaling {
            most: 2000.0,
            trigger: 1.0,
            reaction: 90.0,
            sees: Sees::Load,
        }),
    };
    // With a trigger of 1 nothing runs ahead: what is missing at any time is what 90 s bring.
    let found = surge(ramp, Fleet { units: 40.0, ..fleet }).unwrap();
    let height = 1.65e6;
    // It grows for 90 s, stays, and shrinks for 90 s after the rise has ended.
    let expected = height * ramp.over;
    let pile = found.pile.unwrap();
    assert!(
        (pile.excess / expected - 1.0).abs() < 0.03,
        "{} {expected}",
        pile.excess
    );
    let fewest = prewarmed(ramp, fleet).unwrap();
    assert_eq!(fewest, 26e6 / 25e3);
}

/// The same in steps of a hundredth of a second, without any of the library's shortcuts.
fn fine_surge(ramp: Ramp, fleet: Fleet, scaling: Scaling) -> (f64, f64, f64) {
    let tick = 0.01;
    let (mut units, mut starting, mut waiting, mut excess, mut most) = (fleet.units, Vec::new(), 0.0f64, 0.0, 0.0f64);
    let (mut drained, mut clock) = (0.0, 0.0);
    while clock < 20_000.0 {
        let load = ramp.from + (ramp.to - ramp.from) * f64::min(1.0, clock / ramp.over);
        starting.retain(|(at, more): &(f64, f64)| {
            let up = *at <= clock;
            if up {
                units += more;
            }
            !up
        });
        let served = units * fleet.per_unit;
        excess += f64::max(0.0, load - served) * tick;
        waiting = f64::max(0.0, waiting + (load - served) * tick);
        most = most.max(waiting);
        if waiting > 0.0 {
            drained = clock;
        }
        let coming: f64 = starting.iter().map(|(_, more)| more).sum();
        let wanted = (load / fleet.per_unit / scaling.trigger - 1e-9)
            .ceil()
            .min(scaling.most);
        if wanted > units + coming {
            starting.push((clock + scaling.reaction, wanted - units - coming));
        }
        clock += tick;
    }
    (excess, most, drained)
}

#[test]
fn steps_of_a_second_are_fine_enough() {
    for (from, to, over, units, trigger, reaction) in [
        (200.0, 2000.0, 120.0, 6.0, 0.6, 180.0),
        (1394.85, 13_948.5, 120.0, 12.0, 0.7, 90.0),
        (50.0, 500.0, 600.0, 1.0, 0.9, 60.0),
    ] {
        let ramp = Ramp { from, to, over };
        let scaling = Scaling {
            most: 200.0,
            trigger,
            reaction,
            sees: Sees::Load,
        };
        let fleet = Fleet {
            units,
            per_unit: 100.0,
            scaling: Some(scaling),
        };
        let pile = surge(ramp, fleet).unwrap().pile.unwrap();
        let (excess, backlog, drained) = fine_surge(ramp, fleet, scaling);
        // An answer errs by what a second brings.
        let near = |found: f64, fine: f64| (found - fine).abs() < 0.02 * fine + to;
        assert!(near(pile.excess, excess), "{} {excess}", pile.excess);
        assert!(near(pile.backlog, backlog), "{} {backlog}", pile.backlog);
        assert!((pile.drained_at.unwrap() - drained).abs() < 5.0, "{pile:?} {drained}");
        let fewest = prewarmed(ramp, fleet).unwrap();
        let short = |units: f64| fine_surge(ramp, Fleet { units, ..fleet }, scaling).0 / to;
        assert!(short(fewest) < 0.5, "{fewest}: {}", short(fewest));
        assert!(short(fewest - 1.0) > 0.0, "{fewest}");
    }
}

#[test]
fn what_makes_no_sense_has_no_number() {
    for bad in [f64::NAN, f64::INFINITY, -1.0] {
        let outage = Outage {
            arriving: bad,
            taken: 1.0,
            time: 1.0,
        };
        assert_eq!(
            (outage.backlog(), outage.catch_up(), outage.dropped(None, None)),
            (None, None, None)
        );
        assert_eq!(attempts(bad, 2), None);
        assert_eq!(cold_factor(bad), None);
        assert_eq!(warm_time(bad, 1.0), None);
        assert_eq!(warm_share(bad, 1.0, 1.0), None);
        assert_eq!(hot_group(bad, 0.1, 2), None);
        let pool = Pool {
            places: bad,
            rate: 1.0,
            service: 1.0,
            delay: 1.0,
        };
        assert_eq!(
            (pool.in_flight(), pool.full_after(), pool.throughput()),
            (None, None, None)
        );
        let retrying = Retrying {
            load: bad,
            capacity: 1.0,
            retries: 3,
            budget: None,
        };
        assert_eq!(
            (retrying.failing(), retrying.stability(), retrying.to_shed()),
            (None, None, None)
        );
        let ramp = Ramp {
            from: 1.0,
            to: bad,
            over: 1.0,
        };
        let fleet = Fleet {
            units: 1.0,
            per_unit: 1.0,
            scaling: None,
        };
        assert_eq!((surge(ramp, fleet), prewarmed(ramp, fleet)), (None, None));
    }
    // A unit that starts for ever is no answer, and no endless loop.
    let ramp = Ramp {
        from: 1.0,
        to: 100.0,
        over: 60.0,
    };
    let scaling = Scaling {
        most: 1e9,
        trigger: 0.5,
        reaction: 1e9,
        sees: Sees::Load,
    };
    let fleet = Fleet {
        units: 1.0,
        per_unit: 1.0,
        scaling: Some(scaling),
    };
    assert_eq!(surge(ramp, fleet), None);
}
