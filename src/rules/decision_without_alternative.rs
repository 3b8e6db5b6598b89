//! See the page.

use super::{Rule, Run, Set, words};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "decision-without-alternative",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("decision-without-alternative.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let open = model.design.decisions.iter().filter(|(_, d)| d.over.is_empty());
    let open: Vec<_> = open.collect();
    let Some((first, _)) = open.first() else {
        return Vec::new();
    };
    let (verb, they) = if open.len() == 1 {
        ("was", "it")
    } else {
        ("were", "they")
    };
    let message = format!(
        "{} {verb} decided, and nothing says what else {they} could have been",
        words::ids(open.iter().map(|(id, _)| id.value.as_str()))
    );
    let finding = Finding::info(RULE.id, message).at(first.span).of(&first.value);
    vec![finding.fix("`over: […]`: what was not chosen; where there was no choice, it is no decision")]
}
