//! The queueing formulas against published values, birth-death equations solved directly, and a simulation.

use crate::fixture::close;
use napkin::queueing::{Usl, Wait, erlang_b, erlang_c, mg1, mgc, mm1_response, mmc, mmck};

#[test]
fn erlang_c_as_published() {
    // Wolfram Language reference, ErlangC: c = 3, a = 2 gives 4/9.
    close(erlang_c(3, 2.0).unwrap(), 4.0 / 9.0, 12);
    // pyworkforce 0.5.1: 100 calls in 30 min of 3 min each, answered within 20 s.
    for (servers, waits, within) in [
        (13, 0.285_270_453, 0.795_594_788_4),
        (14, 0.174_131_933_6, 0.888_350_019_2),
        (15, 0.102_042_367, 0.941_452_842_9),
    ] {
        let wait = mmc(servers, 10.0 / 180.0, 180.0).unwrap();
        close(wait.share, waits, 9);
        close(1.0 - wait.beyond(20.0), within, 9);
        let back = wait.percentile(within).unwrap();
        assert!((back - 20.0).abs() < 1e-6, "{back}");
    }
    // Wolfram's help desk: 30 calls an hour of 5 min; 6 servers are the fewest with at most 10 % waiting.
    let fewest = (3..20).find(|c| erlang_c(*c, 2.5).unwrap() <= 0.1);
    assert_eq!(fewest, Some(6));
}

#[test]
fn erlang_b_as_published() {
    // Wolfram demonstration: 30 lines, 25 erlang, about 5 %.
    close(erlang_b(30, 25.0).unwrap(), 0.052_603_172_23, 10);
    close(erlang_b(1, 1.0).unwrap(), 0.5, 15);
    assert_eq!(erlang_b(5, 0.0), Some(0.0));
}

#[test]
fn open_networks_as_published() {
    // Jain, example 34.1 (as in octave-queueing): a disk at 48 % and one at 42 %.
    let response = |rate: f64, service: f64| mmc(1, rate, service).unwrap().mean() + service;
    close(response(48.0, 0.01), 0.019_230_769_23, 10);
    close(response(21.0, 0.02), 0.034_482_758_62, 10);
    // Lazowska, p. 113: utilisation 0.1815 from 0.3 × 121 × 0.005; the residence time follows.
    close(response(0.3 * 121.0, 0.005), 0.005 / (1.0 - 0.1815), 12);
}

#[test]
fn scalability_as_published() {
    // Cisco's benchmark of MySQL, coefficients and results as in usl4j.
    let usl = Usl {
        single: 995.648_6,
        contention: 0.026_715_91,
        coherency: 0.000_769_094_5,
    };
    assert_eq!(usl.most_units().unwrap().floor(), 35.0);
    close(usl.throughput(35.0).unwrap(), 12_341.745, 7);
    close(usl.throughput(10.0).unwrap(), 7_602.334_281, 10);
    let alone = Usl { coherency: 0.0, ..usl };
    assert_eq!(alone.most_units(), None);
    assert_eq!(Usl { contention: 2.0, ..usl }.throughput(3.0), None);
}

/// p(n) of a birth-death process, from its balance equations.
fn birth_death(servers: u32, room: u32, offered: f64) -> Vec<f64> {
    let mut states = vec![1.0];
    for n in 1..=room {
        let last = states[states.len() - 1];
        states.push(last * offered / f64::from(n.min(servers)));
    }
    let all: f64 = states.iter().sum();
    states.iter().map(|p| p / all).collect()
}

#[test]
fn finite_queues_as_their_balance_equations_say() {
    for servers in [1, 2, 3, 8] {
        for room in [servers, servers + 1, servers + 7, servers + 40] {
            for offered in [0.1, 0.7, 1.0, 2.5, 8.0, 12.0] {
                let service = 0.02;
                let states = birth_death(servers, room, offered);
                let number: f64 = states.iter().enumerate().map(|(n, p)| n as f64 * p).sum();
                let waiting: f64 = (0..=room)
                    .map(|n| f64::from(n.saturating_sub(servers)) * states[n as usize])
                    .sum();
                let rate = offered / service;
                let let_in = rate * (1.0 - states[room as usize]);
                let found = mmck(servers, room, rate, service).unwrap();
                close(found.blocked, states[room as usize], 9);
                close(found.number, number, 9);
                assert!((found.waiting - waiting).abs() < 1e-9 * number);
                assert!((found.wait - waiting / let_in).abs() < 1e-9 * service);
                close(found.response, number / let_in, 9);
            }
        }
    }
}

#[test]
fn endless_queues_are_finite_ones_with_much_room() {
    for (servers, offered) in [(1, 0.8), (2, 1.5), (5, 4.0), (12, 9.0)] {
        let endless = mmc(servers, offered / 0.02, 0.02).unwrap();
        let finite = mmck(servers, 2000, offered / 0.02, 0.02).unwrap();
        close(endless.mean(), finite.wait, 9);
        let states = birth_death(servers, 2000, offered);
        let busy: f64 = states.iter().skip(servers as usize).sum();
        close(endless.share, busy, 9);
    }
    // No room to wait: Erlang B.
    close(
        mmck(30, 30, 25.0, 1.0).unwrap().blocked,
        erlang_b(30, 25.0).unwrap(),
        12,
    );
}

#[test]
fn many_servers_neither_overflow_nor_take_long() {
    let blocked = erlang_b(100_000, 99_000.0).unwrap();
    assert!(blocked > 0.0 && blocked < 1e-3, "{blocked}");
    let waits = erlang_c(100_000, 99_900.0).unwrap();
    // Halfin and Whitt (1981): β = (1 − ρ) √c = 0.316, P(wait) → 1 / (1 + β Φ(β) / φ(β)).
    let beta = 0.001 * 100_000f64.sqrt();
    let phi = (-beta * beta / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let below = 0.5 * (1.0 + libm::erf(beta / 2f64.sqrt()));
    assert!((waits - 1.0 / (1.0 + beta * below / phi)).abs() < 2e-3, "{waits}");
    let deep = mmck(50_000, 900_000, 60_000.0, 1.0).unwrap();
    close(deep.blocked, 1.0 / 6.0, 6);
}

#[test]
fn what_is_unstable_or_senseless_has_no_number() {
    assert_eq!(erlang_c(3, 3.0), None);
    assert_eq!(erlang_c(0, 0.0), None);
    assert_eq!(erlang_b(4_000_000_000, 1.0), None);
    assert_eq!(mmc(2, 300.0, 0.01), None);
    assert_eq!(mg1(100.0, 0.01, 1.0), None);
    assert_eq!(mm1_response(100.0, 0.01, 0.5), None);
    assert_eq!(mmck(2, 1, 1.0, 1.0), None);
    for bad in [f64::NAN, f64::INFINITY, -1.0] {
        assert_eq!(erlang_b(3, bad), None);
        assert_eq!(mmc(2, bad, 0.01), None);
        assert_eq!(mmc(2, 1.0, bad), None);
        assert_eq!(mgc(2, 1.0, 0.01, bad), None);
        assert_eq!(mmck(2, 4, bad, 1.0), None);
    }
    let wait = mmc(1, 50.0, 0.01).unwrap();
    assert_eq!(wait.percentile(1.0), None);
    assert_eq!(wait.percentile(0.4), Some(0.0));
    assert_eq!(Wait::NONE.percentile(0.999), Some(0.0));
}

#[test]
fn response_of_one_server_is_exponential() {
    // Wait and service of M/M/1 together, as the integral of the wait over the service: numerically here.
    let (rate, service) = (70.0, 0.01);
    let wait = mmc(1, rate, service).unwrap();
    let p99 = mm1_response(rate, service, 0.99).unwrap();
    let steps = 200_000;
    let width = 0.4 / f64::from(steps);
    let mut beyond = (-p99 / service).exp();
    for i in 0..steps {
        let at = (f64::from(i) + 0.5) * width;
        let density = (-at / service).exp() / service * width;
        if at < p99 {
            beyond += density * wait.beyond(p99 - at);
        }
    }
    close(beyond, 0.01, 3);
}

/// A small generator for simulations.
struct Dice(u64);

impl Dice {
    /// Uniform between 0 and 1, both out.
    fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }
}

/// Mean wait of a queue with one server, by Lindley's recursion.
fn simulated(rate: f64, mut service: impl FnMut(&mut Dice) -> f64) -> f64 {
    let mut dice = Dice(88_172_645_463_325_252);
    let (mut wait, mut sum) = (0.0f64, 0.0);
    let calls = 2_000_000;
    for _ in 0..calls {
        sum += wait;
        let busy = service(&mut dice);
        let gap = -dice.uniform().ln() / rate;
        wait = (wait + busy - gap).max(0.0);
    }
    sum / f64::from(calls)
}

#[test]
fn general_service_as_simulated() {
    let near = |found: f64, expected: f64| assert!((found / expected - 1.0).abs() < 0.02, "{found} {expected}");
    // Constant, uniform (Cs² = 1/3), and two kinds of requests, one ten times the other.
    near(simulated(70.0, |_| 0.01), mg1(70.0, 0.01, 0.0).unwrap().mean());
    near(
        simulated(70.0, |d| 0.02 * d.uniform()),
        mg1(70.0, 0.01, 1.0 / 3.0).unwrap().mean(),
    );
    let (mean, square) = (0.9 * 0.005 + 0.1 * 0.05, 0.9 * 0.005f64.powi(2) + 0.1 * 0.05f64.powi(2));
    let mixed = simulated(60.0, |d| if d.uniform() < 0.9 { 0.005 } else { 0.05 });
    near(mixed, mg1(60.0, mean, square / (mean * mean) - 1.0).unwrap().mean());
}

#[test]
fn general_service_keeps_the_share_that_waits() {
    let (general, plain) = (mgc(4, 300.0, 0.01, 3.0).unwrap(), mmc(4, 300.0, 0.01).unwrap());
    assert_eq!(general.share, plain.share);
    close(general.mean(), 2.0 * plain.mean(), 12);
}
