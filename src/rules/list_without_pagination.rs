//! See the page.

use super::{Rule, Run, Set, walks};
use crate::analysis::Analysis;
use crate::design::{AccessKind, Returns};
use crate::finding::Finding;
use crate::model::{Model, nesting};

pub const RULE: Rule = Rule {
    id: "list-without-pagination",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("list-without-pagination.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    let walks: Vec<_> = walks::of_flows(model, analysis).collect();
    for (id, operation) in model.design.apis.iter().flat_map(|(_, api)| &api.operations) {
        // `[link]` is a page, with a mark from which to go on.
        let Some(Returns::One(entity)) = operation.returns.as_ref().filter(|_| operation.method != "event") else {
            continue;
        };
        let flow = operation.flow.as_ref().map(|f| f.value.as_str());
        let Some((flow, walk)) = walks.iter().find(|(f, _)| flow == Some(f.id)) else {
            continue;
        };
        let accesses = nesting::awaited_steps(flow, walk).flat_map(|(step, _)| &step.file.accesses);
        let of_it: Vec<_> = accesses.filter(|a| a.entity.value == entity.value).collect();
        // Who changes one of those that are read has looked for it among them.
        if of_it.iter().any(|access| access.kind != AccessKind::Read) {
            continue;
        }
        let many = of_it
            .iter()
            .find_map(|access| access.rows.as_ref().filter(|rows| rows.point() > 1.0));
        if let Some(rows) = many {
            let message = format!(
                "`{}` returns one `{}`, and its flow reads {} of them: a list of any length in one answer",
                id.value, entity.value, rows.text
            );
            let finding = Finding::warning(RULE.id, message)
                .at(entity.span)
                .of(&id.value)
                .related(rows.span, "read here");
            findings.push(finding.fix(format!("give them a page at a time: `returns: [{}]`", entity.value)));
        }
    }
    findings
}
