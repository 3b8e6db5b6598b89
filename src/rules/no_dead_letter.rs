//! See the page.

use super::{Rule, Run, Set, fact};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::{Finding, Severity};
use crate::model::Model;
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "no-dead-letter",
    set: Set::Messaging,
    run: Run::Design(find),
    page: include_str!("no-dead-letter.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let word = "dead-letter";
    let mut told = HashSet::new();
    let mut findings = Vec::new();
    for step in fact::steps(model) {
        let ends = (fact::component(model, step.caller), fact::component(model, step.callee));
        let (Some(log), Some(consumer)) = ends else { continue };
        if log.role != Role::Log || consumer.role != Role::Stateless {
            continue;
        }
        let said = fact::of_step(model, step, word).or_else(|| log.file.facts.says(word));
        let (severity, what) = match said {
            Some(true) => continue,
            Some(false) => (Severity::Warning, "is tried for ever, and all behind it wait"),
            None => (Severity::Info, "goes nobody knows where"),
        };
        if told.insert((step.caller, step.callee)) {
            let message = format!("a message of `{}` that `{}` can't handle {what}", log.id, consumer.id);
            let finding = Finding::new(RULE.id, severity, message)
                .at(step.file.span)
                .of(consumer.id);
            let finding = match severity {
                Severity::Info => finding.alike(
                    consumer.id,
                    "take messages, and nothing says where one goes that they can't handle",
                ),
                _ => finding,
            };
            findings.push(finding.fix("set it aside after a few tries, with an alert: `has: {dead-letter: 5}`"));
        }
    }
    findings
}
