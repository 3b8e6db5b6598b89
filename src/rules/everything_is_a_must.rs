//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "everything-is-a-must",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("everything-is-a-must.md"),
};

/// So many musts, and nothing else, are a list without an order.
const MANY: usize = 5;

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let wanted = &model.design.functional;
    let must = |r: &crate::design::Functional| r.priority.as_ref().is_some_and(|p| p.value == "must");
    match wanted.first() {
        Some((first, _)) if wanted.len() >= MANY && wanted.iter().all(|(_, r)| must(r)) => {
            let message = format!(
                "all {} functional requirements are a must, so none goes before another",
                wanted.len()
            );
            let finding = Finding::info(RULE.id, message).at(first.span);
            vec![
                finding
                    .fix("keep `must` for what the first release is useless without; the rest is `should` or `could`"),
            ]
        }
        _ => Vec::new(),
    }
}
