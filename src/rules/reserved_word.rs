//! See the page.

use super::{Rule, Run, Set, words};
use crate::analysis::Analysis;
use crate::design::Entity;
use crate::finding::Finding;
use crate::model::{Component, Model};
use crate::reserved::Speaker;
use crate::source::Spanned;
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    id: "reserved-word",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("reserved-word.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut names_in: Vec<Vec<&Spanned<String>>> = vec![Vec::new(); model.components.len()];
    for (id, entity) in &model.design.entities {
        for c in stores(model, entity) {
            let fields = entity.fields.iter().map(|(name, _)| name);
            names_in[c].extend(std::iter::once(id).chain(fields));
        }
    }
    for (component, names) in model.components.iter().zip(names_in) {
        let Some((speaker, language)) = speaks(component) else {
            continue;
        };
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

/// The components that keep an entity, each once.
fn stores(model: &Model, entity: &Entity) -> BTreeSet<usize> {
    let stores = entity.stores.iter();
    stores.filter_map(|store| model.component_index(&store.value)).collect()
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
