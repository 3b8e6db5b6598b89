//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "address-twice",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("address-twice.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (_, api) in &model.design.apis {
        let mut first = BTreeMap::new();
        for (id, operation) in &api.operations {
            let address = (operation.method, shape(&operation.target.value));
            let Some(other) = first.get(&address) else {
                first.insert(address, id);
                continue;
            };
            let message = format!(
                "`{}` has the method and the address of `{}`: the server can't tell which one is called",
                id.value, other.value
            );
            let finding = Finding::warning(RULE.id, message).at(id.span).of(&id.value);
            findings.push(
                finding
                    .related(other.span, "the other one")
                    .fix("give it an address of its own, or make one operation of the two"),
            );
        }
    }
    findings
}

/// A path with its placeholders made equal: what they are called makes no difference to a server.
fn shape(path: &str) -> String {
    let path = path.split('?').next().unwrap_or("").trim_end_matches('/');
    let parts = path
        .split('/')
        .map(|part| match part.starts_with('{') && part.ends_with('}') {
            true => "{}",
            false => part,
        });
    parts.collect::<Vec<_>>().join("/")
}
