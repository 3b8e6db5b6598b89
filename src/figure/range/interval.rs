//! Plain interval arithmetic: every input at its worst end at once. Wider than the truth, and shown beside it.

use super::reach::Reach;
use crate::figure::cell::Formula;
use crate::figure::{Figures, Id};
use crate::quantity::expression::Function;

type Ends = (f64, f64);

pub struct Intervals<'r> {
    reach: &'r Reach,
    ends: Vec<Ends>,
}

impl Intervals<'_> {
    /// The ends of a cell; none where one of them is not finite.
    pub fn of(&self, id: Id) -> Option<Ends> {
        let (low, high) = self.ends[self.reach.place(id)?];
        (low.is_finite() && high.is_finite()).then_some((low, high))
    }
}

pub fn intervals<'r>(figures: &Figures, reach: &'r Reach) -> Intervals<'r> {
    let mut found = Intervals {
        reach,
        ends: Vec::with_capacity(reach.cells.len()),
    };
    for id in &reach.cells {
        let ends = if reach.is_uncertain(*id) {
            ends(figures, &found, *id)
        } else {
            let value = figures.value(*id).unwrap_or(f64::NAN);
            (value, value)
        };
        found.ends.push(ends);
    }
    found
}

fn ends(figures: &Figures, known: &Intervals, id: Id) -> Ends {
    let of = |id: &Id| {
        known
            .reach
            .place(*id)
            .map_or((f64::NAN, f64::NAN), |place| known.ends[place])
    };
    match &figures.cell(id).formula {
        Formula::Number | Formula::Range(_) => figures.spread(id).map_or((f64::NAN, f64::NAN), |s| s.bounds()),
        Formula::Missing(_) | Formula::Statistic(..) => (f64::NAN, f64::NAN),
        Formula::Sum(ids) => figures
            .list(*ids)
            .iter()
            .map(of)
            .fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1)),
        Formula::Difference(a, b) => (of(a).0 - of(b).1, of(a).1 - of(b).0),
        Formula::Product(ids) => figures.list(*ids).iter().map(of).fold((1.0, 1.0), times),
        Formula::Quotient(a, b) => match of(b) {
            (low, high) if low <= 0.0 && high >= 0.0 => (f64::NAN, f64::NAN),
            (low, high) => times(of(a), (1.0 / high, 1.0 / low)),
        },
        Formula::Power(a, b) => power(of(a), of(b)),
        Formula::Apply(function, ids) => apply(*function, &figures.list(*ids).iter().map(of).collect::<Vec<_>>()),
    }
}

/// A power is monotone only over positive bases; through zero an even one turns round there.
fn power(base: Ends, exponent: Ends) -> Ends {
    if base.0 > 0.0 || (base.0 >= 0.0 && exponent.0 >= 0.0) {
        return corners(base, exponent, libm::pow);
    }
    let whole = exponent.0 == exponent.1 && exponent.0.fract() == 0.0;
    if !whole || (exponent.0 < 0.0 && base.1 >= 0.0) {
        return (f64::NAN, f64::NAN);
    }
    let (low, high) = corners(base, exponent, libm::pow);
    let turns = exponent.0 % 2.0 == 0.0 && exponent.0 > 0.0 && base.1 > 0.0;
    (if turns { 0.0 } else { low }, high)
}

fn times(a: Ends, b: Ends) -> Ends {
    corners(a, b, |x, y| x * y)
}

/// The least and the greatest over the four corners.
fn corners(a: Ends, b: Ends, f: impl Fn(f64, f64) -> f64) -> Ends {
    let all = [f(a.0, b.0), f(a.0, b.1), f(a.1, b.0), f(a.1, b.1)];
    hull(&all)
}

fn hull(all: &[f64]) -> Ends {
    if all.iter().any(|x| x.is_nan()) {
        return (f64::NAN, f64::NAN);
    }
    let low = all.iter().copied().fold(f64::INFINITY, f64::min);
    let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (low, high)
}

/// Every function but `abs` is monotone in each argument between the ends.
fn apply(function: Function, arguments: &[Ends]) -> Ends {
    match (function, arguments) {
        (Function::Abs, [(low, high)]) if *low < 0.0 && *high > 0.0 => (0.0, high.max(-low)),
        (_, [(low, high)]) => hull(&[function.apply(&[*low]), function.apply(&[*high])]),
        (Function::Min | Function::Max, all) => {
            let lows: Vec<f64> = all.iter().map(|e| e.0).collect();
            let highs: Vec<f64> = all.iter().map(|e| e.1).collect();
            (function.apply(&lows), function.apply(&highs))
        }
        (_, [a, b]) => corners(*a, *b, |x, y| function.apply(&[x, y])),
        (_, [a, b, c]) => hull(&[
            function.apply(&[a.0, b.0, c.0]),
            function.apply(&[a.0, b.1, c.1]),
            function.apply(&[a.1, b.0, c.0]),
            function.apply(&[a.1, b.1, c.1]),
        ]),
        _ => (f64::NAN, f64::NAN),
    }
}
