//! See the page.

use super::{Rule, Run, Set};
use crate::finding::Finding;
use crate::model::order::{self, Task};
use crate::model::{DEEPEST, Endless, Flow, MOST_STEPS, MOST_TOGETHER, Model};
use crate::source::Span;

pub const RULE: Rule = Rule {
    id: "circle",
    set: Set::Form,
    run: Run::Form(find),
    page: include_str!("circle.md"),
};

fn find(model: &Model) -> Vec<Finding> {
    let mut findings = endless(model);
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

/// Flows whose fragments can't be taken in.
fn endless(model: &Model) -> Vec<Finding> {
    let mut together = false;
    let mut findings = Vec::new();
    for flow in &model.flows {
        let (message, fix) = match flow.endless {
            Some(Endless::Circle) => (
                format!("the fragments that `{}` runs run one another without end", flow.id),
                "let the last of them end without `then`",
            ),
            // Told of the innermost alone: what runs it is as long or deep for its sake.
            Some(why @ (Endless::Deep | Endless::Long)) if runs(model, flow, why) => continue,
            Some(Endless::Deep) => (
                format!("`{}` runs more than {DEEPEST} fragments, one inside the other", flow.id),
                "let one fragment have the steps of several",
            ),
            Some(Endless::Long) => (
                format!(
                    "`{}` has more than {MOST_STEPS} steps with the fragments that it runs",
                    flow.id
                ),
                "say once what is the same, with `times` for how often",
            ),
            Some(Endless::Together) if !together => {
                together = true;
                (
                    format!(
                        "with `{}` the flows have more than {MOST_TOGETHER} steps, fragments taken in",
                        flow.id
                    ),
                    "run long fragments from fewer flows, or split the design",
                )
            }
            Some(Endless::Together) | None => continue,
        };
        findings.push(Finding::error(RULE.id, message).at(flow.span).fix(fix));
    }
    findings
}

/// Whether a flow runs a fragment that has this fault by itself.
fn runs(model: &Model, flow: &Flow, why: Endless) -> bool {
    let thens = flow.file.steps.iter().filter_map(|step| step.then.as_ref());
    let mut fragments = thens.filter_map(|then| model.flow_index(&then.value));
    fragments.any(|f| model.flows[f].endless == Some(why))
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
