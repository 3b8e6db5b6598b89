//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "api-without-version",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("api-without-version.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let open = model.design.apis.iter().filter(|(_, api)| api.version.is_none());
    // GraphQL grows by fields and has no versions.
    let open = open.filter(|(_, api)| api.style != Some("graphql") && !api.operations.is_empty());
    let findings = open.map(|(id, _)| {
        let message = format!(
            "`{}` has no version, so no change of it can stand beside the old one",
            id.value
        );
        let finding = Finding::info(RULE.id, message).at(id.span).of(&id.value);
        finding.fix("`version: v1`, and a new one only for what breaks clients")
    });
    findings.collect()
}
