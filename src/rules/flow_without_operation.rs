//! See the page.

use super::{Rule, Run, Set, fatal, words};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "flow-without-operation",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("flow-without-operation.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let operations = || model.design.apis.iter().flat_map(|(_, api)| &api.operations);
    let described: HashSet<&str> = operations()
        .filter_map(|(_, o)| Some(o.flow.as_ref()?.value.as_str()))
        .collect();
    // A design without contracts has not come to them yet.
    if described.is_empty() {
        return Vec::new();
    }
    let musts = fatal::musts(model);
    let bare: Vec<_> = model
        .flows
        .iter()
        .filter(|f| f.file.actor.is_some() && musts.contains(f.id) && !described.contains(f.id))
        .collect();
    let Some(first) = bare.first() else {
        return Vec::new();
    };
    let (verb, them) = if bare.len() == 1 { ("is", "it") } else { ("are", "them") };
    let message = format!(
        "{} {verb} a must, and no operation of an API describes {them}",
        words::ids(bare.iter().map(|f| f.id))
    );
    let finding = Finding::info(RULE.id, message).at(first.span).of(first.id);
    vec![finding.fix(format!("an operation with `flow: {}`", first.id))]
}
