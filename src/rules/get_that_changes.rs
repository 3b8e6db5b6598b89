//! See the page.

use super::{Rule, Run, Set, fact, walks};
use crate::analysis::Analysis;
use crate::design::AccessKind;
use crate::finding::Finding;
use crate::model::Model;
use crate::model::nesting;

pub const RULE: Rule = Rule {
    id: "get-that-changes",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("get-that-changes.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    let walks: Vec<_> = walks::of_flows(model, analysis).collect();
    for (id, operation) in model.design.apis.iter().flat_map(|(_, api)| &api.operations) {
        let flow = operation.flow.as_ref().map(|f| f.value.as_str());
        let found = walks.iter().find(|(f, _)| flow == Some(f.id));
        let Some((flow, walk)) = found.filter(|_| ["get", "query"].contains(&operation.method)) else {
            continue;
        };
        let mut changes = nesting::awaited_steps(flow, walk).filter_map(|(step, _)| {
            let store = fact::component(model, step.callee).filter(|c| c.role == crate::catalog::Role::Store)?;
            let access = step.file.accesses.iter().find(|a| a.kind != AccessKind::Read)?;
            Some((step, store, access))
        });
        if let Some((step, store, access)) = changes.next() {
            let message = format!(
                "`{}` is a {} and changes `{}` in `{}`: caches, crawlers and retries call it as often as they like",
                id.value, operation.method, access.entity.value, store.id
            );
            let finding = Finding::warning(RULE.id, message).at(id.span).of(&id.value);
            let fix = "make it a `post`, or record the visit later (`~>`)";
            findings.push(finding.related(step.file.span, "the change").fix(fix));
        }
    }
    findings
}
