//! Distributions against closed forms, published values and another way to compute them.

use super::super::{Figures, Id, Origin};
use crate::quantity::expression::{Comparison, Function};
use crate::quantity::{Dimension, Profile, Sampling, Spread};
use crate::source::{FileId, Span};

fn sheet(samples: usize) -> Figures {
    Figures::new(Profile::Exact, Sampling { samples, seed: 1 })
}

/// An input at a place of its own.
fn input(figures: &mut Figures, place: u32, spread: Spread) -> Id {
    let span = Span {
        file: FileId(0),
        start: place,
        end: place + 1,
    };
    figures.given(spread, Dimension::NONE, Origin::File(span))
}

fn lognormal(low: f64, high: f64) -> Spread {
    Spread::Lognormal { low, high }
}

fn close(a: f64, b: f64, tolerance: f64) {
    assert!((a / b - 1.0).abs() < tolerance, "{a} is not {b}");
}

/// The model of six lognormal inputs that was measured with Squiggle: users, requests of each, peak, object size,
/// read share, fan-out. Its exact peak percentiles are products of the inputs.
#[test]
fn products_of_lognormals_are_exact_and_samples_agree() {
    let mut figures = sheet(100_000);
    let users = input(&mut figures, 0, lognormal(50e6, 200e6));
    let each = input(&mut figures, 1, lognormal(5.0, 20.0));
    let peak = input(&mut figures, 2, lognormal(2.0, 5.0));
    let day = figures.number(86_400.0);
    let total = figures.product(&[users, each, peak]);
    let rate = figures.quotient(total, day);
    let exact = figures.distribution(rate).unwrap();
    assert!(exact.exact);
    // σ² of a product is the sum of the σ² of its parts; the median is the product of the medians.
    let sigma = |ratio: f64| libm::log(ratio) / (2.0 * 1.644_853_626_951_472_7);
    let all = libm::sqrt(2.0 * sigma(4.0) * sigma(4.0) + sigma(2.5) * sigma(2.5));
    let median = 100e6 * 10.0 * libm::sqrt(10.0) / 86_400.0;
    close(exact.p50, median, 1e-12);
    close(exact.p95, median * libm::exp(1.644_853_626_951_472_7 * all), 1e-12);
    close(exact.mean, median * libm::exp(all * all / 2.0), 1e-12);
    // Every input at its end at once is wider than the truth.
    let (low, high) = exact.interval.unwrap();
    close(low, 50e6 * 5.0 * 2.0 / 86_400.0, 1e-12);
    close(high, 200e6 * 20.0 * 5.0 / 86_400.0, 1e-12);
    assert!(low < exact.p5 && exact.p95 < high);
    let mut samples = figures.samples(rate);
    samples.sort_by(f64::total_cmp);
    close(samples[5_000], exact.p5, 0.01);
    close(samples[50_000], exact.p50, 0.01);
    close(samples[95_000], exact.p95, 0.01);
    close(samples.iter().sum::<f64>() / 100_000.0, exact.mean, 0.01);
}

#[test]
fn an_input_that_stands_twice_is_one_input() {
    let mut figures = sheet(1_000);
    let once = input(&mut figures, 7, lognormal(1.0, 9.0));
    let again = input(&mut figures, 7, lognormal(1.0, 9.0));
    let other = input(&mut figures, 8, lognormal(1.0, 9.0));
    let same = figures.quotient(once, again);
    let differs = figures.quotient(once, other);
    assert_eq!(figures.distribution(same), None, "x ÷ x is 1 in every sample");
    assert!(figures.distribution(differs).unwrap().p95 > 4.0);
    let none = figures.difference(once, again);
    assert!(figures.samples(none).iter().all(|x| *x == 0.0));
}

#[test]
fn sums_that_move_together_stay_exact() {
    let mut figures = sheet(20_000);
    let users = input(&mut figures, 0, lognormal(8.0, 12.0));
    let two = figures.number(2.0);
    let twice = figures.product(&[users, two]);
    let sum = figures.sum(&[users, twice], Dimension::NONE);
    let exact = figures.distribution(sum).unwrap();
    assert!(exact.exact);
    close(exact.p5, 24.0, 1e-12);
    close(exact.p95, 36.0, 1e-12);
    // With another input beside it only samples tell.
    let other = input(&mut figures, 1, lognormal(8.0, 12.0));
    let mixed = figures.sum(&[sum, other], Dimension::NONE);
    let sampled = figures.distribution(mixed).unwrap();
    assert!(!sampled.exact);
    let (low, high) = sampled.interval.unwrap();
    close(low, 32.0, 1e-12);
    close(high, 48.0, 1e-12);
    assert!(sampled.p5 > low && sampled.p95 < high);
    // Means add whatever the distributions are.
    close(sampled.mean, exact.mean + lognormal(8.0, 12.0).mean(), 2e-3);
}

/// A sum of two normals is normal; a difference of two uniforms is triangular.
#[test]
fn samples_agree_with_other_closed_forms() {
    let mut figures = sheet(50_000);
    let a = input(&mut figures, 0, Spread::Normal { low: 8.0, high: 12.0 });
    let b = input(&mut figures, 1, Spread::Normal { low: 17.0, high: 23.0 });
    let sum = figures.sum(&[a, b], Dimension::NONE);
    let found = figures.distribution(sum).unwrap();
    let half = libm::sqrt(2.0 * 2.0 + 3.0 * 3.0);
    close(found.p5, 30.0 - half, 0.005);
    close(found.p95, 30.0 + half, 0.005);
    let c = input(&mut figures, 2, Spread::Uniform { low: 0.0, high: 1.0 });
    let d = input(&mut figures, 3, Spread::Uniform { low: 0.0, high: 1.0 });
    let difference = figures.difference(c, d);
    let found = figures.distribution(difference).unwrap();
    // P(d < x) = (1 + x)²/2 for x < 0.
    close(found.p5, libm::sqrt(0.1) - 1.0, 0.01);
    close(found.p95, 1.0 - libm::sqrt(0.1), 0.01);
}

#[test]
fn probabilities_are_exact_where_both_sides_are_lognormal() {
    let mut figures = sheet(50_000);
    let demand = input(&mut figures, 0, lognormal(8.0, 12.0));
    let limit = figures.number(12.0);
    let found = figures.probability(demand, Comparison::Less, limit).unwrap();
    close(found, 0.95, 1e-9);
    assert_eq!(figures.probability(limit, Comparison::Less, limit), Some(0.0));
    // The same by samples: adding nothing certain but 0.5 makes it no lognormal.
    let half = figures.number(0.5);
    let shifted = figures.sum(&[demand, half], Dimension::NONE);
    let limit = figures.number(12.5);
    let sampled = figures.probability(shifted, Comparison::Less, limit).unwrap();
    close(sampled, 0.95, 2e-3);
}

#[test]
fn reaching_a_value_is_the_other_side_of_staying_below() {
    let mut figures = sheet(50_000);
    let used = input(&mut figures, 0, lognormal(0.8, 1.2));
    let tenth = figures.number(0.1);
    let shifted = figures.sum(&[used, tenth], Dimension::NONE);
    let nobody_knows = figures.missing("it", Dimension::NONE);
    let found = figures.shares_reaching(&[used, tenth, nobody_knows, used], 1.2);
    let [Some(plain), Some(certain), None, Some(again)] = found[..] else {
        panic!("{found:?}");
    };
    close(plain, 0.05, 1e-9);
    assert_eq!((certain, again), (0.0, plain));
    close(figures.shares_reaching(&[tenth, shifted], 1.3)[1].unwrap(), 0.05, 0.002);
    close(figures.shares_reaching(&[used], 0.8)[0].unwrap(), 0.95, 1e-9);
}

#[test]
fn samples_do_not_depend_on_what_else_is_asked_for() {
    let mut figures = sheet(1_000);
    let a = input(&mut figures, 0, lognormal(1.0, 2.0));
    let b = input(
        &mut figures,
        1,
        Spread::Pert {
            low: 0.0,
            likely: 1.0,
            high: 5.0,
        },
    );
    let sum = figures.sum(&[a, b], Dimension::NONE);
    let alone = figures.distribution(sum);
    let most = figures.max(&[a, b]);
    let both = figures.distributions(&[most, sum]);
    assert_eq!(both[1], alone);
    assert_eq!(figures.samples(a).len(), 1_000);
}

#[test]
fn percentiles_in_formulas_are_numbers() {
    let mut figures = sheet(1_000);
    let a = input(&mut figures, 0, lognormal(8.0, 12.0));
    let high = figures.apply(Function::P95, &[a]);
    close(figures.value(high).unwrap(), 12.0, 1e-12);
    let twice = figures.sum(&[high, high], Dimension::NONE);
    assert_eq!(figures.distribution(twice), None);
}

#[test]
fn the_widest_swing_comes_first() {
    let mut figures = sheet(1_000);
    let wide = input(&mut figures, 0, lognormal(1.0, 100.0));
    let narrow = input(&mut figures, 1, lognormal(9.0, 11.0));
    let fixed = input(&mut figures, 2, Spread::Exact(4.0));
    let root = figures.number(0.5);
    let power = figures.power(wide, root);
    let product = figures.product(&[power, narrow, fixed]);
    let swings = figures.swings(product);
    assert_eq!(
        swings.iter().map(|s| s.input).collect::<Vec<_>>(),
        [wide, narrow, fixed]
    );
    assert!((swings[0].elasticity.unwrap() - 0.5).abs() < 1e-3);
    assert!((swings[1].elasticity.unwrap() - 1.0).abs() < 1e-3);
    close(swings[0].figure.1 / swings[0].figure.0, 10.0, 1e-9);
    close(swings[2].figure.1 / swings[2].figure.0, 1.0 / 0.81, 1e-9);
}

/// A sheet of many cells that need one another in all sorts of ways, against the same computed row by row.
#[test]
fn columns_that_share_their_room_stay_apart() {
    let mut figures = sheet(300);
    let mut ids: Vec<Id> = (0..8)
        .map(|i| input(&mut figures, i * 10, lognormal(1.0, 2.0 + f64::from(i))))
        .collect();
    let mut rows: Vec<Vec<f64>> = ids.iter().map(|id| figures.samples(*id)).collect();
    let mut state = 7_u64;
    let mut pick = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for _ in 0..400 {
        let (a, b) = (pick(ids.len()), pick(ids.len()));
        let (kind, x, y) = (pick(4), ids[a], ids[b]);
        let id = match kind {
            0 => figures.sum(&[x, y], Dimension::NONE),
            1 => figures.difference(x, y),
            2 => figures.max(&[x, y]),
            _ => figures.quotient(x, y),
        };
        let row = rows[a].iter().zip(&rows[b]).map(|(x, y)| match kind {
            0 => x + y,
            1 => x - y,
            2 if x.is_nan() || y.is_nan() => f64::NAN,
            2 => x.max(*y),
            _ => x / y,
        });
        rows.push(row.collect());
        ids.push(id);
    }
    for (found, expected) in figures.columns(&ids).iter().zip(&rows) {
        let same = |(a, b): (&f64, &f64)| a == b || (a.is_nan() && b.is_nan());
        assert!(found.iter().zip(expected).all(same), "{found:?}\n{expected:?}");
    }
    // Asked for alone, most slots are used again and again.
    for (id, row) in ids.iter().zip(&rows).skip(300) {
        if figures.value(*id).is_some() && figures.is_uncertain(*id) {
            let found = figures.samples(*id);
            let equal = found.iter().zip(row).all(|(a, b)| a == b || (a.is_nan() && b.is_nan()));
            assert!(equal, "{id:?}");
        }
    }
}
