//! See the page.

use super::{Rule, Run, Set, fact};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "retries-without-timeout",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("retries-without-timeout.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut told = HashSet::new();
    let mut findings = Vec::new();
    for step in fact::steps(model).filter(|s| s.file.timeout.is_none()) {
        let Some(retries) = step.file.retries.as_ref().filter(|r| r.value > 0) else {
            continue;
        };
        if told.insert((step.caller, step.callee)) {
            let (caller, callee) = (model.party_id(step.caller), model.party_id(step.callee));
            let message =
                format!("`{caller}` tries `{callee}` again, but nothing says how long it waits for the first answer");
            let finding = Finding::warning(RULE.id, message).at(retries.span).of(callee);
            let finding = finding.alike(
                format!("{caller} -> {callee}"),
                "are tried again, but nothing says how long each waits for the first answer",
            );
            findings.push(finding.fix("add `timeout: …`, a little above the p99 of the call"));
        }
    }
    findings
}
