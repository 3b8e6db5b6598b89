//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::{Finding, Severity};
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "unbounded-log",
    set: Set::Messaging,
    run: Run::Design(find),
    page: include_str!("unbounded-log.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, entity) in &model.design.entities {
        let logs = entity.stores.iter().filter_map(|s| model.component_index(&s.value));
        let Some(log) = logs.map(|c| &model.components[c]).find(|c| c.role == Role::Log) else {
            continue;
        };
        if entity.keep.is_some() || entity.rows.is_some() {
            continue;
        }
        let (severity, message) = match log.file.facts.says("retention") {
            Some(true) => continue,
            Some(false) => (Severity::Warning, format!("`{}` keeps `{}` for ever", log.id, id.value)),
            None => (
                Severity::Info,
                format!("nothing says how long `{}` keeps `{}`", log.id, id.value),
            ),
        };
        let finding = Finding::new(RULE.id, severity, message).at(id.span).of(&id.value);
        findings.push(finding.fix("`keep: 7 days`, longer than the longest time that a consumer may be down"));
    }
    findings
}
