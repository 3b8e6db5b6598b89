//! See the page.

use super::{Rule, Run, Set};
use crate::finding::Finding;
use crate::model::Model;
use crate::source::Spanned;
use std::collections::HashMap;

pub const RULE: Rule = Rule {
    id: "duplicate-id",
    set: Set::Form,
    run: Run::Form(find),
    page: include_str!("duplicate-id.md"),
};

fn find(model: &Model) -> Vec<Finding> {
    let design = model.design;
    let components = design.components.iter().map(|(id, _)| ("component", id));
    let named = components
        .clone()
        .chain(design.flows.iter().map(|(id, _)| ("flow", id)))
        .chain(design.entities.iter().map(|(id, _)| ("entity", id)))
        .chain(design.figures.iter().map(|(id, _)| ("figure", id)));
    let mut findings = twice(named, "an expression could not tell them apart");
    let parties = components.chain(design.actors.iter().map(|(id, _)| ("actor", id)));
    findings.extend(twice(parties, "a step could not tell them apart"));
    findings
}

fn twice<'a>(ids: impl Iterator<Item = (&'static str, &'a Spanned<String>)>, why: &str) -> Vec<Finding> {
    let mut seen: HashMap<&str, (&'static str, &Spanned<String>)> = HashMap::new();
    let mut findings = Vec::new();
    for (kind, id) in ids {
        match seen.get(id.value.as_str()) {
            Some((first_kind, first)) => findings.push(
                Finding::error(
                    RULE.id,
                    format!("`{}` is the id of a {first_kind} and of this {kind}: {why}", id.value),
                )
                .at(id.span)
                .related(first.span, "first defined here")
                .fix("rename one of the two"),
            ),
            None => {
                seen.insert(&id.value, (kind, id));
            }
        }
    }
    findings
}
