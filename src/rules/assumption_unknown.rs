//! See the page.

use super::{Rule, Run, Set, words};
use crate::analysis::Analysis;
use crate::analysis::verdict::Status;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "assumption-unknown",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("assumption-unknown.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for ((id, assumption), outcome) in model.design.assumptions.iter().zip(&analysis.assumptions) {
        let (Some(holds), Some(outcome)) = (&assumption.holds, outcome) else {
            continue;
        };
        if outcome.status == Status::Unknown {
            let message = format!("whether `{}` holds is not known: `{}`", id.value, holds.text.value);
            let finding = Finding::info(RULE.id, message).at(holds.text.span).of(&id.value);
            findings.push(finding.fix(format!("missing: {}", words::list(outcome.missing.clone()))));
        }
    }
    findings
}
