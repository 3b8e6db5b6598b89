//! Who may come in, and where personal data lies.

use crate::report::{AccessKind, Component, Entrance, Flow, PersonalField, Report, Said, SecuredStore, Security};

/// Facts about who may do what with a store, beside those that have a column.
const ALSO: [&str; 6] = [
    "public-access",
    "end-to-end-encryption",
    "audit-log",
    "retention",
    "mtls",
    "waf",
];

pub fn security(report: &Report) -> Security {
    Security {
        entrances: entrances(report),
        stores: stores(report),
        personal: personal(report),
    }
}

fn said(component: &Component, fact: &str) -> Said {
    if has(&component.has, fact) {
        Said::Yes
    } else if has(&component.lacks, fact) {
        Said::No
    } else {
        Said::Unsaid
    }
}

/// Whether a fact stands there, with or without its value.
fn has(facts: &[String], fact: &str) -> bool {
    facts.iter().any(|f| {
        f.strip_prefix(fact)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

fn component<'r>(report: &'r Report, id: &str) -> Option<&'r Component> {
    report.components.iter().find(|component| component.id == id)
}

/// The ways of actors into flows, those that are alike as one.
fn entrances(report: &Report) -> Vec<Entrance> {
    let mut found: Vec<Entrance> = Vec::new();
    for flow in &report.flows {
        let Some(actor) = &flow.actor else { continue };
        let first = flow.steps.iter().find(|step| step.from == *actor);
        let Some(into) = first.and_then(|step| component(report, &step.to)) else {
            continue;
        };
        let entrance = Entrance {
            actor: actor.clone(),
            flows: vec![flow.id.clone()],
            into: into.id.clone(),
            tls: said(into, "tls"),
            authenticated_by: first_with(report, flow, "authentication"),
            limited_by: first_with(report, flow, "rate-limit"),
        };
        let alike = found.iter_mut().find(|other| {
            (&other.actor, &other.into) == (&entrance.actor, &entrance.into)
                && (&other.authenticated_by, &other.limited_by) == (&entrance.authenticated_by, &entrance.limited_by)
        });
        match alike {
            Some(other) => other.flows.push(flow.id.clone()),
            None => found.push(entrance),
        }
    }
    found
}

/// The first component of a flow that has a fact; the flow, where it is said of the whole.
fn first_with(report: &Report, flow: &Flow, fact: &str) -> Option<String> {
    if has(&flow.has, fact) {
        return Some("the flow".to_string());
    }
    let reached = flow
        .steps
        .iter()
        .find(|step| has(&step.has, fact) || component(report, &step.to).is_some_and(|c| has(&c.has, fact)));
    reached.map(|step| step.to.clone())
}

fn stores(report: &Report) -> Vec<SecuredStore> {
    let keeping = report.components.iter().filter(|component| component.store.is_some());
    keeping
        .map(|component| {
            let here = report
                .entities
                .iter()
                .filter(|entity| entity.kept_in.contains(&component.id));
            let also = |fact: &str| match said(component, fact) {
                Said::Yes => Some(fact.to_string()),
                Said::No => Some(format!("no {fact}")),
                Said::Unsaid => None,
            };
            SecuredStore {
                id: component.id.clone(),
                tls: said(component, "tls"),
                encryption: said(component, "encryption-at-rest"),
                personal: here
                    .filter(|entity| entity.fields.iter().any(|field| field.pii))
                    .map(|entity| entity.id.clone())
                    .collect(),
                also: ALSO.iter().filter_map(|fact| also(fact)).collect(),
            }
        })
        .collect()
}

fn personal(report: &Report) -> Vec<PersonalField> {
    let fields = report
        .entities
        .iter()
        .flat_map(|entity| entity.fields.iter().map(move |field| (entity, field)));
    fields
        .filter(|(_, field)| field.pii)
        .map(|(entity, field)| {
            let deletes = entity.access.iter().filter(|access| access.kind == AccessKind::Delete);
            let mut deleted_by: Vec<String> = deletes.flat_map(|access| access.flows.iter().cloned()).collect();
            deleted_by.sort();
            deleted_by.dedup();
            PersonalField {
                field: format!("{}.{}", entity.id, field.name),
                kept_in: entity.kept_in.clone(),
                keep: entity.keep.clone(),
                deleted_by,
            }
        })
        .collect()
}
