//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::{Finding, Severity};
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "lost-updates",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("lost-updates.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for component in model
        .components
        .iter()
        .filter(|c| c.role == Role::Store && !c.is_service())
    {
        let Some(replication) = component.file.replication.as_ref().filter(|r| r.writer == Some("any")) else {
            continue;
        };
        let (Some(copies), Some(acks)) = (component.copies, replication.acks) else {
            continue;
        };
        if copies < 2 || acks.saturating_mul(2) > copies {
            continue;
        }
        let severity = match component.file.facts.says("conflict-resolution") {
            Some(true) => continue,
            Some(false) => Severity::Warning,
            None => Severity::Info,
        };
        let message = format!(
            "two writes of one row can both be confirmed by `{}` without meeting: {acks} of {copies} copies confirm, \
             and {acks} + {acks} ≤ {copies}",
            component.id
        );
        let at = replication.span.unwrap_or(component.span);
        let majority = copies / 2 + 1;
        findings.push(
            Finding::new(RULE.id, severity, message)
                .at(at)
                .of(component.id)
                .fix(format!(
                    "`acks: {majority}`, or say how the two are joined: `has: [conflict-resolution]`"
                )),
        );
    }
    findings
}
