//! A comparison of figures that may be uncertain (format, C13).

use super::{Outcome, Status};
use crate::figure::{Figures, Id};
use crate::quantity::expression::Comparison;
use crate::quantity::print;

/// Share of samples in which a requirement must hold to pass.
const PASS: f64 = 0.95;
/// Share below which it fails.
const FAIL: f64 = 0.5;

/// `left ? right` over all samples: it passes if it holds in at least 95 % of them and fails if in less than half;
/// between the two it is unknown, and the input whose range decides is named. Unknown figures name their facts.
pub(super) fn compare(figures: &mut Figures, left: Id, comparison: Comparison, right: Id) -> Outcome {
    let Some(probability) = figures.probability(left, comparison, right) else {
        let mut missing = figures.missing_facts(left, 5);
        missing.extend(figures.missing_facts(right, 5));
        return Outcome {
            missing,
            ..Outcome::of(Status::Unknown)
        };
    };
    let status = if probability >= PASS {
        Status::Pass
    } else if probability < FAIL {
        Status::Fail
    } else {
        Status::Unknown
    };
    let mut outcome = Outcome::of(status);
    outcome.rests_on = vec![left, right];
    if probability > 0.0 && probability < 1.0 {
        outcome.probability = Some(probability);
        let share = print::percent(probability);
        outcome = outcome.because(format!("holds in {share} of all cases that the ranges allow"));
    }
    if status == Status::Unknown {
        outcome.missing.push(deciding(figures, left, right));
    }
    outcome
}

/// The input whose range moves the comparison most.
fn deciding(figures: &mut Figures, left: Id, right: Id) -> String {
    let margin = figures.difference(left, right);
    match figures.swings(margin).first() {
        Some(swing) => format!("a narrower range of {}, which decides", figures.input_text(swing.input)),
        None => "narrower ranges".to_string(),
    }
}
