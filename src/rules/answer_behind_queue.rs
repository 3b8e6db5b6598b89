//! See the page.

use super::{Rule, Run, Set, fact, walks};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::Finding;
use crate::model::nesting;
use crate::model::{Component, Model, Party};

pub const RULE: Rule = Rule {
    id: "answer-behind-queue",
    set: Set::Messaging,
    run: Run::Design(find),
    page: include_str!("answer-behind-queue.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        if !matches!(flow.starter, Party::Actor(_)) {
            continue;
        }
        let waited = nesting::awaited_steps(flow, walk).find_map(|(step, walked)| {
            let log = fact::component(model, walked.caller).filter(|c| keeps_waiting(c))?;
            Some((step, log, fact::component(model, walked.callee)?))
        });
        if let Some((step, log, consumer)) = waited {
            let message = format!(
                "the actor of `{}` waits while `{}` hands a message to `{}`: a backlog makes the answer late by hours",
                flow.id, log.id, consumer.id
            );
            let finding = Finding::warning(RULE.id, message).at(step.file.span).of(flow.id);
            findings.push(finding.fix(format!(
                "answer when `{}` has taken the message, and let it call without waiting: `{} ~> {}`",
                log.id, log.id, consumer.id
            )));
        }
    }
    findings
}

/// Whether messages wait in it. A sequencer gives each its number and hands it on at once, though it keeps them like
/// a log.
fn keeps_waiting(component: &Component) -> bool {
    component.role == Role::Log && component.file.function.value != "sequencer"
}
