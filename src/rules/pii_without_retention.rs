//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::{Finding, Severity};
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "pii-without-retention",
    set: Set::Security,
    run: Run::Design(find),
    page: include_str!("pii-without-retention.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, entity) in &model.design.entities {
        let personal = entity.fields.iter().find(|(_, f)| f.pii);
        let (Some((field, _)), None) = (personal, &entity.keep) else {
            continue;
        };
        let mut stores = entity
            .stores
            .iter()
            .filter_map(|s| model.component_index(&s.value))
            .peekable();
        if stores.peek().is_none() {
            continue;
        }
        let said: Vec<Option<bool>> = stores
            .map(|c| {
                let file = model.components[c].file;
                file.facts.says("retention").or(file.ttl.as_ref().map(|_| true))
            })
            .collect();
        let (severity, what) = match said {
            _ if said.contains(&Some(false)) => (Severity::Warning, "that is never removed"),
            _ if said.contains(&None) => (Severity::Info, "of which nothing says when it is removed"),
            _ => continue,
        };
        let message = format!("`{}` holds personal data (`{}`) {what}", id.value, field.value);
        let finding = Finding::new(RULE.id, severity, message).at(id.span).of(&id.value);
        let many = format!("hold personal data {what}");
        findings.push(
            finding
                .alike(&id.value, many)
                .fix("`keep: …`, or `has: [retention]` on the store if rows end with their account"),
        );
    }
    findings
}
