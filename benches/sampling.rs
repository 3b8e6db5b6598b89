//! Six lognormal inputs, five outputs, percentiles of each: how long do so many samples take on one core?
//!
//! The outputs are products, so their percentiles are known exactly and a design would not sample them at all; here
//! they are sampled on purpose. `benches/sampling.sh` sets the same model beside Squiggle.

use napkin::figure::{Distribution, Figures, Id, Origin};
use napkin::quantity::{Dimension, Profile, Sampling, Spread};
use napkin::source::{FileId, Span};
use std::hint::black_box;
use std::time::Instant;

/// Runs of each size, of which the median counts.
const RUNS: usize = 21;

fn model(samples: usize) -> (Figures, Vec<Id>) {
    let mut sheet = Figures::new(Profile::Exact, Sampling { samples, seed: 1 });
    let mut place = 0;
    let mut input = |sheet: &mut Figures, low: f64, high: f64| {
        place += 1;
        let span = Span {
            file: FileId(0),
            start: place,
            end: place + 1,
        };
        sheet.given(Spread::Lognormal { low, high }, Dimension::NONE, Origin::File(span))
    };
    let users = input(&mut sheet, 50e6, 200e6);
    let requests = input(&mut sheet, 5.0, 20.0);
    let peak = input(&mut sheet, 2.0, 5.0);
    let size = input(&mut sheet, 1e3, 10e3);
    let written = input(&mut sheet, 0.05, 0.2);
    let server = input(&mut sheet, 500.0, 2000.0);
    let day = sheet.number(86_400.0);
    let year = sheet.number(31_557_600.0);
    let daily = sheet.product(&[users, requests]);
    let rate = sheet.quotient(daily, day);
    let at_peak = sheet.product(&[rate, peak]);
    let bandwidth = sheet.product(&[at_peak, size]);
    let storage = sheet.product(&[rate, written, size, year]);
    let servers = sheet.quotient(at_peak, server);
    (sheet, vec![rate, at_peak, bandwidth, storage, servers])
}

fn main() {
    println!(
        "{:>10}  {:>10}  {:>10}  mean of the rate, p95 of the peak",
        "samples", "median", "least"
    );
    for samples in [10_000, 100_000, 1_000_000] {
        let (sheet, outputs) = model(samples);
        let mut times = Vec::with_capacity(RUNS);
        let mut shown = String::new();
        for _ in 0..RUNS {
            let start = Instant::now();
            let columns = sheet.columns(black_box(&outputs));
            let found: Vec<Option<Distribution>> = columns.into_iter().map(Distribution::of_samples).collect();
            times.push(start.elapsed().as_secs_f64() * 1e3);
            if let (Some(Some(rate)), Some(Some(peak))) = (found.first(), found.get(1)) {
                shown = format!("{:.0}, {:.0}", rate.mean, peak.p95);
            }
            black_box(&found);
        }
        times.sort_by(f64::total_cmp);
        println!(
            "{samples:>10}  {:>7.2} ms  {:>7.2} ms  {shown}",
            times[RUNS / 2],
            times[0]
        );
    }
}
