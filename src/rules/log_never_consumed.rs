//! See the page.

use super::{Rule, Run, Set, fact};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "log-never-consumed",
    set: Set::Messaging,
    run: Run::Design(find),
    page: include_str!("log-never-consumed.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let called = |id: &str| fact::steps(model).any(|s| model.party_id(s.callee) == id);
    let read = |id: &str| {
        fact::steps(model).any(|s| {
            let reads = s
                .file
                .accesses
                .iter()
                .any(|a| a.kind == crate::design::AccessKind::Read);
            model.party_id(s.caller) == id || model.party_id(s.callee) == id && reads
        })
    };
    let logs = model.components.iter().filter(|c| c.role == Role::Log);
    let idle = logs.filter(|c| called(c.id) && !read(c.id));
    let findings = idle.map(|log| {
        let message = format!("messages go into `{}`, and no step takes them out", log.id);
        let finding = Finding::info(RULE.id, message).at(log.span).of(log.id);
        finding.fix(format!(
            "draw who consumes them: `{} ~> …`, or leave the log out",
            log.id
        ))
    });
    findings.collect()
}
