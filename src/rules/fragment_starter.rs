//! See the page.

use super::{Rule, Run, Set};
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "fragment-starter",
    set: Set::Form,
    run: Run::Form(find),
    page: include_str!("fragment-starter.md"),
};

fn find(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (_, flow) in &model.design.flows {
        for step in &flow.steps {
            let Some(then) = &step.then else { continue };
            let Some(fragment) = model.flow_index(&then.value) else {
                continue;
            };
            let (id, file) = &model.design.flows[fragment];
            let Some(first) = file.steps.first() else { continue };
            if first.caller.value != step.callee.value {
                findings.push(
                    Finding::error(
                        RULE.id,
                        format!(
                            "`{}` begins at `{}`, but this step calls `{}`",
                            id.value, first.caller.value, step.callee.value
                        ),
                    )
                    .at(then.span)
                    .related(first.caller.span, "the fragment begins here")
                    .fix(format!(
                        "call `{}`, or let the fragment begin at `{}`",
                        first.caller.value, step.callee.value
                    )),
                );
            } else if !model.flows[fragment].fragment {
                findings.push(
                    Finding::error(
                        RULE.id,
                        format!(
                            "`{}` has a rate or an actor of its own, so it can't be run as a part",
                            id.value
                        ),
                    )
                    .at(then.span)
                    .related(id.span, "this flow")
                    .fix("move the shared steps into a flow without `rate`, `concurrent` and `actor`"),
                );
            }
        }
    }
    findings
}
