//! See the page.

use super::{Rule, Run, Set, words};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "question-without-owner",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("question-without-owner.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let open = model.design.questions.iter().filter(|(_, q)| q.owner.is_none());
    let open: Vec<_> = open.collect();
    let Some((first, _)) = open.first() else {
        return Vec::new();
    };
    let verb = if open.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{} {verb} open, and nobody is named who answers",
        words::ids(open.iter().map(|(id, _)| id.value.as_str()))
    );
    let finding = Finding::info(RULE.id, message).at(first.span).of(&first.value);
    vec![finding.fix("`owner: …`")]
}
