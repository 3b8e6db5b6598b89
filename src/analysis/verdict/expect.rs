//! What the design expects of its own results, judged.

use super::drill::expected_in_drill;
use super::{Outcome, Status, Verdict, holds};
use crate::analysis::drill::Drills;
use crate::analysis::load::Load;
use crate::design::Expectation;
use crate::model::Model;

/// One entry of `expect`. A verdict that is unknown is known to be so: it is not the one that was expected.
pub fn expected<'a>(
    model: &Model<'a>,
    load: &mut Load<'a>,
    verdicts: &[Verdict],
    drills: &Drills,
    expectation: &Expectation,
) -> Outcome {
    match expectation {
        Expectation::Holds(comparison) => holds(model, load, comparison),
        Expectation::Drill { drill, outcomes } => expected_in_drill(model, load, drills, drill, outcomes),
        Expectation::Verdict { requirement, status } => {
            let wanted = requirement.value.as_str();
            let ids = &model.design.nonfunctional;
            // Of one metric (`NFR3.rpo`), or of all metrics of a requirement.
            let meant =
                |v: &&Verdict| v.id == wanted || ids.get(v.requirement).is_some_and(|(id, _)| id.value == wanted);
            let found = verdicts.iter().filter(meant).map(|v| v.outcome.clone());
            let Some(found) = Outcome::all(found) else {
                return Outcome::unknown(format!("a verdict of {wanted}"));
            };
            let word = match found.status {
                Status::Pass => "pass",
                Status::Unknown => "unknown",
                Status::Fail => "fail",
            };
            let met = if word == status.value {
                Status::Pass
            } else {
                Status::Fail
            };
            Outcome {
                status: met,
                value: Some(word.to_string()),
                ..found
            }
        }
    }
}
