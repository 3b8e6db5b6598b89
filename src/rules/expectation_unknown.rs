//! See the page.

use super::{Rule, Run, Set, words};
use crate::analysis::Analysis;
use crate::analysis::verdict::Status;
use crate::design::Expectation;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "expectation-unknown",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("expectation-unknown.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let unknown = model.design.expectations.iter().zip(&analysis.expectations);
    let findings = unknown
        .filter(|(_, o)| o.status == Status::Unknown)
        .map(|(expectation, outcome)| {
            let (what, at) = match expectation {
                Expectation::Holds(holds) => (&holds.text.value, holds.text.span),
                Expectation::Verdict { requirement, .. } => (&requirement.value, requirement.span),
                Expectation::Drill { drill, .. } => (&drill.value, drill.span),
            };
            let finding = Finding::info(RULE.id, format!("whether `{what}` is as expected is not known")).at(at);
            finding.fix(format!("missing: {}", words::list(outcome.missing.clone())))
        });
    findings.collect()
}
