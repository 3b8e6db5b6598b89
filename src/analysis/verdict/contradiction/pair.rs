//! Two targets of one kind for one thing.

use super::{Contradiction, Weight, Wish};
use crate::design::Metric;
use crate::quantity::Quantity;

/// Scopes from the smallest to the largest.
const SCOPES: [&str; 4] = ["instance lost", "zone lost", "region lost", "all lost"];

pub(super) fn compare(a: &Wish, b: &Wish) -> Option<Contradiction> {
    if let Some(found) = said_and_denied(a, b) {
        return Some(found);
    }
    let to = |w: &Wish| w.requirement.to.as_ref().map(|t| t.value.clone());
    if a.of() != b.of() || to(a) != to(b) {
        return None;
    }
    match (a.when() == b.when(), a.metric, b.metric) {
        (true, Metric::Latency { .. }, Metric::Latency { .. }) => percentiles(a, b),
        (true, _, _) => two_targets(a, b),
        (false, Metric::Rpo(x), Metric::Rpo(y)) | (false, Metric::Rto(x), Metric::Rto(y)) => scopes((a, x), (b, y)),
        _ => None,
    }
}

/// The same word is wanted and not wanted; what is said of everything holds of each thing.
fn said_and_denied(a: &Wish, b: &Wish) -> Option<Contradiction> {
    let (has, lacks) = match (a.metric, b.metric) {
        (Metric::Has(has), Metric::Lacks(lacks)) | (Metric::Lacks(lacks), Metric::Has(has)) => (has, lacks),
        _ => return None,
    };
    if a.of() != b.of() && a.of().is_some() && b.of().is_some() {
        return None;
    }
    let word = has.iter().find(|h| lacks.iter().any(|l| l.value == h.value))?;
    let message = format!("`{}` and `{}` ask for `{}` and for its absence", a.id, b.id, word.value);
    Some(a.against(
        b,
        Weight::Impossible,
        message,
        "leave one of them out, or say `of` what each is",
    ))
}

/// The target of a metric with one number; the second tells whether more of it is asked for by a larger one.
fn number(metric: &Metric) -> Option<(&Quantity, bool)> {
    match metric {
        Metric::Availability(q) | Metric::Throughput(q) | Metric::Durability(q) => Some((q, true)),
        Metric::Rpo(q) | Metric::Rto(q) | Metric::Cost(q) | Metric::Staleness(q) => Some((q, false)),
        _ => None,
    }
}

/// One metric of one thing with two targets: the looser one says nothing.
fn two_targets(a: &Wish, b: &Wish) -> Option<Contradiction> {
    if let (Metric::Consistency(x), Metric::Consistency(y)) = (a.metric, b.metric) {
        let rank = |word: &str| ["eventual", "session", "strong"].iter().position(|w| *w == word);
        return (x != y).then(|| idle(a, b, rank(x) < rank(y)));
    }
    if a.metric.name() != b.metric.name() {
        return None;
    }
    let ((x, larger), (y, _)) = (number(a.metric)?, number(b.metric)?);
    let (x_at, y_at) = (x.point(), y.point());
    let differ = x.dimension == y.dimension && (x_at - y_at).abs() > 1e-12 * x_at.abs().max(y_at.abs());
    differ.then(|| idle(a, b, (x_at < y_at) == larger))
}

/// A low percentile is never slower than a high one.
fn percentiles(a: &Wish, b: &Wish) -> Option<Contradiction> {
    let of = |metric: &Metric| match metric {
        Metric::Latency { percentile, at_most } => Some((*percentile, at_most.point())),
        _ => None,
    };
    let ((p, x), (q, y)) = (of(a.metric)?, of(b.metric)?);
    if p == q {
        return (x != y).then(|| idle(a, b, x > y));
    }
    let a_is_low = p < q;
    let (low, high) = if a_is_low { (x, y) } else { (y, x) };
    (low >= high).then(|| idle(a, b, a_is_low))
}

fn idle(a: &Wish, b: &Wish, a_is_loose: bool) -> Contradiction {
    let (loose, strict) = if a_is_loose { (a, b) } else { (b, a) };
    let message = format!(
        "{} says nothing beside {}: whoever meets one meets the other",
        loose.words(),
        strict.words()
    );
    loose.against(
        strict,
        Weight::Pull,
        message,
        format!("keep the one that is meant, such as `{}`", strict.id),
    )
}

/// What is allowed for a small loss and not for a larger one, which takes the small one with it.
fn scopes((a, x): (&Wish, &Quantity), (b, y): (&Wish, &Quantity)) -> Option<Contradiction> {
    let rank = |w: &Wish| SCOPES.iter().position(|s| Some(*s) == w.when());
    let (small, large) = match rank(a)?.cmp(&rank(b)?) {
        std::cmp::Ordering::Less => ((a, x), (b, y)),
        _ => ((b, y), (a, x)),
    };
    if small.1.point() <= large.1.point() {
        return None;
    }
    let message = format!(
        "{} allows more than {}, although the larger loss is the harder one",
        small.0.words(),
        large.0.words()
    );
    let fix = format!(
        "at most {} for `{}`, or more for `{}`",
        large.1.text, small.0.id, large.0.id
    );
    Some(small.0.against(large.0, Weight::Pull, message, fix))
}
