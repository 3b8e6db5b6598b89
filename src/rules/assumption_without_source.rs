//! See the page.

use super::{Rule, Run, Set, words};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "assumption-without-source",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("assumption-without-source.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let open = model.design.assumptions.iter().filter(|(_, a)| a.source.is_none());
    let open: Vec<_> = open.collect();
    let Some((first, _)) = open.first() else {
        return Vec::new();
    };
    let (verb, they) = if open.len() == 1 {
        ("is", "it comes")
    } else {
        ("are", "they come")
    };
    let message = format!(
        "{} {verb} assumed, and nothing says where {they} from",
        words::ids(open.iter().map(|(id, _)| id.value.as_str()))
    );
    let finding = Finding::info(RULE.id, message).at(first.span).of(&first.value);
    vec![finding.fix("`source: …`: who said it, what was measured, or that it is a guess of yours")]
}
