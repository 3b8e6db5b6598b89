//! See the page.

use super::{Rule, Run};
use crate::analysis::Analysis;
use crate::analysis::verdict::Status;
use crate::design::Expectation;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "expectation-failed",
    run: Run::Design(find),
    page: include_str!("expectation-failed.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (expectation, outcome) in model.design.expectations.iter().zip(&analysis.expectations) {
        if outcome.status != Status::Fail {
            continue;
        }
        let found = outcome.value.as_deref().unwrap_or("otherwise");
        let finding = match expectation {
            Expectation::Holds(holds) => {
                let message = format!("expected `{}`, but the left side is {found}", holds.text.value);
                Finding::error(RULE.id, message).at(holds.text.span)
            }
            Expectation::Verdict { requirement, status } => {
                let message = format!(
                    "`{}` is expected to be `{}`, but is `{found}`",
                    requirement.value, status.value
                );
                Finding::error(RULE.id, message)
                    .at(requirement.span)
                    .of(&requirement.value)
            }
            Expectation::Drill { drill, .. } => {
                let message = format!("in `{}`, {}", drill.value, outcome.because.join("; "));
                Finding::error(RULE.id, message).at(drill.span)
            }
        };
        findings.push(finding.fix("mend what has changed, or expect what is right now"));
    }
    findings
}
