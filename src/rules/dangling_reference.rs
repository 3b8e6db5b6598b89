//! See the page. Unlike the names of `unknown-name`, nothing is computed from these.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::{Finding, nearest};
use crate::model::{Model, Party};
use crate::source::Spanned;

pub const RULE: Rule = Rule {
    id: "dangling-reference",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("dangling-reference.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let design = model.design;
    let mut findings = Vec::new();
    for (id, requirement) in &design.functional {
        if let Some(actor) = &requirement.actor
            && model.party(&actor.value) == Party::Unknown
        {
            let actors = design.actors.iter().map(|(id, _)| id.value.as_str());
            let components = design.components.iter().map(|(id, _)| id.value.as_str());
            let finding = dangling(&id.value, "actor or component", actor, actors.chain(components));
            findings.push(finding);
        }
    }
    for (id, requirement) in &design.nonfunctional {
        for decision in &requirement.shown_by {
            let decisions = || design.decisions.iter().map(|(id, _)| id.value.as_str());
            if !decisions().any(|d| d == decision.value) {
                findings.push(dangling(&id.value, "decision", decision, decisions()));
            }
        }
    }
    findings
}

fn dangling<'a>(of: &str, kind: &str, id: &Spanned<String>, known: impl Iterator<Item = &'a str> + Clone) -> Finding {
    let finding = Finding::warning(
        RULE.id,
        format!(
            "`{of}` speaks of the {kind} `{}`, which the design does not have",
            id.value
        ),
    );
    let finding = finding.at(id.span).of(of);
    let finding = finding.respell(id.span, &id.value, known.clone());
    match nearest(&id.value, known) {
        Some(near) => finding.fix(format!("did you mean `{near}`?")),
        None => finding.fix(format!("declare it, or leave it out of `{of}`")),
    }
}
