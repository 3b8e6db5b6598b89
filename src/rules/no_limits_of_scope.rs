//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "no-limits-of-scope",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("no-limits-of-scope.md"),
};

/// So many wishes are a project, whose edges somebody will ask for.
const SOME: usize = 3;

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let design = model.design;
    match design.functional.first() {
        Some((first, _)) if design.functional.len() >= SOME && design.out_of_scope.is_empty() => {
            let message = format!(
                "the design does {} things and says of nothing that it does not do it",
                design.functional.len()
            );
            let finding = Finding::info(RULE.id, message).at(first.span);
            vec![finding.fix("`out_of_scope: [billing, …]`: what a reader might expect and will not find")]
        }
        _ => Vec::new(),
    }
}
