//! See the page.

use super::{Rule, Run, Set, words};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::{Finding, Severity};
use crate::model::{Component, Model, Placement};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "pii-unprotected",
    set: Set::Security,
    run: Run::Design(find),
    page: include_str!("pii-unprotected.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut kept: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (id, entity) in &model.design.entities {
        let personal = entity.fields.iter().filter(|(_, f)| f.pii);
        let fields: Vec<String> = personal
            .map(|(field, _)| format!("{}.{}", id.value, field.value))
            .collect();
        for c in entity.stores.iter().filter_map(|s| model.component_index(&s.value)) {
            if !fields.is_empty() {
                kept.entry(c).or_default().extend(fields.clone());
            }
        }
    }
    let mut findings = Vec::new();
    for (c, fields) in kept {
        let component = &model.components[c];
        let (severity, what) = match component.file.facts.says("encryption-at-rest") {
            Some(false) => (Severity::Warning, "unencrypted"),
            None if at_rest(component) => (Severity::Info, "and nothing says whether it is encrypted"),
            _ => continue,
        };
        let fields = words::ids(fields.iter().map(String::as_str));
        let message = format!("`{}` keeps personal data ({fields}) {what}", component.id);
        let finding = Finding::new(RULE.id, severity, message)
            .at(component.span)
            .of(component.id);
        let finding = match severity {
            Severity::Info => finding.alike(
                component.id,
                "keep personal data, and nothing says whether they are encrypted there",
            ),
            _ => finding,
        };
        findings.push(finding.fix("encrypt it with a key that is kept elsewhere: `has: [encryption-at-rest]`"));
    }
    findings
}

/// Whether it keeps anything on a disk of ours: not on the user's device, and not in a cache that forgets.
fn at_rest(component: &Component) -> bool {
    let persists = component.role != Role::Cache || component.file.facts.says("persistence") == Some(true);
    persists && component.placement != Placement::Device
}
