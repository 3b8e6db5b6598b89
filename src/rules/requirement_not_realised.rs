//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "requirement-not-realised",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("requirement-not-realised.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    // Before the first flow is drawn, all of them are open, and that is no news.
    if model.flows.is_empty() {
        return Vec::new();
    }
    let musts = model
        .design
        .functional
        .iter()
        .filter(|(_, r)| r.flow.is_none() && r.priority.as_ref().is_some_and(|p| p.value == "must"));
    let findings = musts.map(|(id, requirement)| {
        let message = format!(
            "`{}` must be done ({}), and no flow does it",
            id.value, requirement.want
        );
        let finding = Finding::warning(RULE.id, message).at(id.span).of(&id.value);
        finding.fix("name the flow that does it: `flow: …`, or lower its priority")
    });
    findings.collect()
}
