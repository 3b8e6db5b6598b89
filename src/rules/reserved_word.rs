//! See the page.

use super::{Rule, Run, Set, words};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::{Component, Model};
use crate::reserved::Speaker;
use crate::source::Spanned;

pub const RULE: Rule = Rule {
    id: "reserved-word",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("reserved-word.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for component in &model.components {
        let Some((speaker, language)) = speaks(component) else {
            continue;
        };
        let mut names: Vec<&Spanned<String>> = Vec::new();
        for (id, entity) in &model.design.entities {
            if entity.stores.iter().any(|store| store.value == component.id) {
                let fields = entity.fields.iter().map(|(name, _)| name);
                names.extend(std::iter::once(id).chain(fields));
            }
        }
        // Two entities may have a field of the same name.
        let mut taken: Vec<&Spanned<String>> = Vec::new();
        for name in names {
            if speaker.reserves(&name.value.to_ascii_lowercase()) && taken.iter().all(|t| t.value != name.value) {
                taken.push(name);
            }
        }
        let Some(first) = taken.first() else { continue };
        let ids = words::ids(taken.iter().map(|name| name.value.as_str()));
        let (verb, them) = match taken.len() {
            1 => ("is a reserved word", "it"),
            _ => ("are reserved words", "them"),
        };
        let message = format!(
            "{ids} {verb} of {language}, which `{}` speaks: every statement has to quote {them}",
            component.id
        );
        let mut finding = Finding::info(RULE.id, message).at(first.span).of(&first.value);
        for other in taken.iter().skip(1) {
            finding = finding.related(other.span, format!("`{}`", other.value));
        }
        findings.push(finding.fix("say more than the word does: `purchase_order`, `member_group`"));
    }
    findings
}

/// Whose SQL a component takes; none where it takes none, or where nobody knows which.
fn speaks(component: &Component) -> Option<(Speaker, &'static str)> {
    if component.file.function.value != "relational-database" {
        return None;
    }
    match component.file.technology.as_ref()?.value.as_str() {
        "postgresql" | "cockroachdb" | "alloydb" | "azure-database-for-postgresql" | "timescaledb" => {
            Some((Speaker::Postgres, "PostgreSQL"))
        }
        "mysql" => Some((Speaker::Mysql, "MySQL")),
        _ => None,
    }
}
