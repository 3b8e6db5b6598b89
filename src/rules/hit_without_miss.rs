//! See the page.

use super::{Rule, Run, Set, walks};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "hit-without-miss",
    set: Set::Caching,
    run: Run::Design(find),
    page: include_str!("hit-without-miss.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut told = HashSet::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        let missed = walk.missed();
        for walked in &walk.steps {
            let step = &flow.steps[walked.step];
            let Some(hit) = step.file.hit.as_ref().filter(|_| !missed.contains(&walked.into)) else {
                continue;
            };
            if !told.insert(hit.span) {
                continue;
            }
            let callee = model.party_id(step.callee);
            let message = format!(
                "`{callee}` answers {} of these calls, and no step says what happens to the others",
                hit.text
            );
            let finding = Finding::warning(RULE.id, message).at(hit.span).of(callee);
            findings.push(finding.fix(format!(
                "add `on_miss: {callee}` to the step that runs for its misses, or drop `hit`"
            )));
        }
    }
    findings
}
