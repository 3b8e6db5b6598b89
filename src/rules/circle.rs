//! See the page.

use super::{Rule, Run, Set};
use crate::finding::Finding;
use crate::model::Model;
use crate::model::order::{self, Task};
use crate::source::Span;

pub const RULE: Rule = Rule {
    id: "circle",
    set: Set::Form,
    run: Run::Form(find),
    page: include_str!("circle.md"),
};

fn find(model: &Model) -> Vec<Finding> {
    let mut findings: Vec<Finding> = model
        .flows
        .iter()
        .filter(|f| f.endless)
        .map(|f| {
            Finding::error(
                RULE.id,
                format!("the fragments that `{}` runs run one another without end", f.id),
            )
            .at(f.span)
            .fix("let the last of them end without `then`")
        })
        .collect();
    for circle in model.order().err().unwrap_or_default() {
        let names: Vec<String> = circle
            .iter()
            .map(|t| format!("`{}`", order::words(model, *t)))
            .collect();
        let message = format!("these need one another to be computed: {}", names.join(", "));
        let mut places = circle.iter().filter_map(|t| place(model, *t));
        let mut finding = Finding::error(RULE.id, message).fix("give one of them a value of its own");
        if let Some(first) = places.next() {
            finding = finding.at(first);
        }
        for other in places {
            finding = finding.related(other, "and this");
        }
        findings.push(finding);
    }
    findings
}

fn place(model: &Model, task: Task) -> Option<Span> {
    match task {
        Task::Rate(f) => {
            let file = model.flows[f].file;
            file.rate.as_ref().or(file.concurrent.as_ref()).map(|r| r.span)
        }
        Task::Figure(i) => Some(model.design.figures[i].1.formula.span),
        _ => None,
    }
}
