//! See the page.

use super::{Rule, Run, Set, fact};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::Finding;
use crate::model::{Model, Party, Placement};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "no-timeout",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("no-timeout.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut told = HashSet::new();
    let mut findings = Vec::new();
    for step in fact::steps(model).filter(|s| s.file.waits && s.file.timeout.is_none()) {
        let (Party::Component(_), Some(callee)) = (step.caller, fact::component(model, step.callee)) else {
            continue;
        };
        // With retries, `retries-without-timeout` asks for it.
        let external = callee.placement == Placement::Outside && callee.role == Role::Stateless;
        let retried = step.file.retries.as_ref().is_some_and(|r| r.value > 0);
        if external && !retried && told.insert((step.caller, step.callee)) {
            let caller = model.party_id(step.caller);
            let message = format!(
                "`{caller}` waits for `{}`, which others run, for as long as it takes",
                callee.id
            );
            let finding = Finding::warning(RULE.id, message).at(step.file.span).of(callee.id);
            findings.push(finding.fix("add `timeout: …` to the step"));
        }
    }
    findings
}
