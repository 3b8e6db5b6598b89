//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::{Finding, Severity};
use crate::model::{Model, Placement};

pub const RULE: Rule = Rule {
    id: "public-store",
    set: Set::Security,
    run: Run::Design(find),
    page: include_str!("public-store.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for component in &model.components {
        let inside = !matches!(component.placement, Placement::Outside | Placement::Device);
        let store = component.role != Role::Stateless && inside;
        let word = component
            .file
            .facts
            .has
            .iter()
            .find(|(w, _)| w.value == "public-access");
        let Some((word, _)) = word.filter(|_| store) else {
            continue;
        };
        let entities = model.design.entities.iter();
        let mut here = entities.filter(|(_, e)| e.stores.iter().any(|s| s.value == component.id));
        let personal = here.find(|(_, e)| e.fields.iter().any(|(_, f)| f.pii));
        let (severity, what) = match personal {
            Some((id, _)) => (Severity::Error, format!(", with the personal data of `{}`", id.value)),
            None => (Severity::Warning, String::new()),
        };
        let message = format!("`{}` can be reached by anybody{what}", component.id);
        let finding = Finding::new(RULE.id, severity, message).at(word.span).of(component.id);
        let fix = "let a service or a CDN with signed addresses stand before it, and write `lacks: [public-access]`";
        findings.push(finding.fix(fix));
    }
    findings
}
