//! The order of candidates, and why one stands before the next.

use crate::report::{Bearing, Candidate};
use std::cmp::Ordering;

/// One question after another, until two candidates differ.
struct Key {
    excluded: bool,
    failing: usize,
    unknown: usize,
    cost: Option<f64>,
    units: Option<f64>,
}

/// Sorts and numbers the candidates; the best comes first.
pub fn sort(candidates: &mut [Candidate]) {
    candidates.sort_by(|a, b| compare(a, b).0.then_with(|| a.technology.cmp(&b.technology)));
    let reasons: Vec<Option<String>> = candidates
        .windows(2)
        .map(|pair| match pair {
            [a, b] => Some(compare(a, b).1.to_string()),
            _ => None,
        })
        .chain(std::iter::once(None))
        .collect();
    for (at, (candidate, reason)) in candidates.iter_mut().zip(reasons).enumerate() {
        candidate.rank = at + 1;
        candidate.ahead_by = reason;
    }
}

fn key(candidate: &Candidate) -> Key {
    let count = |bearing: Bearing| candidate.criteria.iter().filter(|c| c.bearing == bearing).count();
    Key {
        excluded: candidate.bearing == Bearing::Excluded,
        failing: count(Bearing::Excluded) + count(Bearing::Against),
        unknown: count(Bearing::Unknown),
        cost: candidate.cost.as_ref().and_then(|f| f.value),
        units: candidate.units.as_ref().and_then(|f| f.value),
    }
}

/// The order of two candidates, and the question that settled it.
fn compare(a: &Candidate, b: &Candidate) -> (Ordering, &'static str) {
    let (a, b) = (key(a), key(b));
    let questions = [
        (a.excluded.cmp(&b.excluded), "nothing excludes it"),
        (a.failing.cmp(&b.failing), "fewer requirements fail"),
        (a.unknown.cmp(&b.unknown), "less is unknown"),
        (known_first(a.cost, b.cost), cheaper(a.cost, b.cost)),
        (known_first(a.units, b.units), fewer(a.units, b.units)),
    ];
    let settled = questions.into_iter().find(|(order, _)| *order != Ordering::Equal);
    settled.unwrap_or((Ordering::Equal, "nothing tells them apart; ordered by id"))
}

fn known_first(a: Option<f64>, b: Option<f64>) -> Ordering {
    let value = |x: Option<f64>| x.unwrap_or(f64::INFINITY);
    value(a).total_cmp(&value(b))
}

fn cheaper(a: Option<f64>, b: Option<f64>) -> &'static str {
    match (a, b) {
        (Some(_), Some(_)) => "it costs less",
        _ => "its cost is known",
    }
}

fn fewer(a: Option<f64>, b: Option<f64>) -> &'static str {
    match (a, b) {
        (Some(_), Some(_)) => "it needs fewer units",
        _ => "its units are known",
    }
}
