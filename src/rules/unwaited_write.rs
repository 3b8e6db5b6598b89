//! See the page.

use super::{Rule, Run, Set, fact};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::design::{Access, AccessKind, Metric};
use crate::finding::Finding;
use crate::model::{Model, Step};

pub const RULE: Rule = Rule {
    id: "unwaited-write",
    set: Set::Messaging,
    run: Run::Design(find),
    page: include_str!("unwaited-write.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, requirement) in &model.design.nonfunctional {
        let metric = requirement
            .metrics
            .iter()
            .find(|m| matches!(m.value, Metric::Rpo(_) | Metric::Durability(_)));
        let (Some(metric), Some(of)) = (metric, &requirement.of) else {
            continue;
        };
        let entity = model.entity_index(&of.value).and_then(|e| model.design.entities.get(e));
        let truth = entity.and_then(|(_, e)| Some(&e.stores.first()?.value));
        let writes = |s: &&Step| {
            let of_it = |a: &Access| a.kind == AccessKind::Write && a.entity.value == of.value;
            let here = truth.is_some_and(|t| model.party_id(s.callee) == t);
            here && s.file.accesses.iter().any(of_it)
        };
        let mut writers = fact::steps(model).filter(writes);
        // Where another step waits for it, this one may only tidy up.
        let waited = fact::steps(model).filter(writes).any(|s| s.file.waits);
        // What a log hands on stays in the log until it is done.
        let from_log = |s: &Step| fact::component(model, s.caller).is_some_and(|c| c.role == Role::Log);
        let thrown = writers.find(|s| !waited && !from_log(s));
        if let Some(step) = thrown {
            let (caller, callee) = (model.party_id(step.caller), model.party_id(step.callee));
            let message = format!(
                "`{}` promises that no `{}` is lost, and `{caller}` hands it to `{callee}` without waiting for an answer",
                id.value, of.value
            );
            let finding = Finding::warning(RULE.id, message).at(step.file.span).of(&of.value);
            findings.push(
                finding
                    .related(metric.span, "the promise")
                    .fix(format!("wait for it: `{caller} -> {callee}`")),
            );
        }
    }
    findings
}
