//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::analysis::verdict::Status;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "assumption-broken",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("assumption-broken.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for ((id, assumption), outcome) in model.design.assumptions.iter().zip(&analysis.assumptions) {
        let (Some(holds), Some(outcome)) = (&assumption.holds, outcome) else {
            continue;
        };
        if outcome.status == Status::Fail {
            let value = outcome.value.as_deref().unwrap_or("its left side");
            let message = format!(
                "`{}` does not hold: `{}`, but the left side is {value}",
                id.value, holds.text.value
            );
            let finding = Finding::error(RULE.id, message).at(holds.text.span).of(&id.value);
            findings.push(finding.fix("correct the input that is wrong, or the assumption and all that rests on it"));
        }
    }
    findings
}
