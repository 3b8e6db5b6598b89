//! See the page.

use super::{Rule, Run, Set, fact};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::design::AccessKind;
use crate::finding::{Finding, Severity};
use crate::model::{Model, Placement, Step};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "retries-without-idempotency",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("retries-without-idempotency.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut told = HashSet::new();
    let mut findings = Vec::new();
    for step in fact::steps(model) {
        let (Some(retries), Some(effect)) = (&step.file.retries, effect(model, step)) else {
            continue;
        };
        let (severity, known) = match fact::of_step(model, step, "idempotency") {
            Some(true) => continue,
            Some(false) => (Severity::Warning, "and it is not idempotent"),
            None => (Severity::Info, "and nothing says whether that is harmless"),
        };
        let callee = model.party_id(step.callee);
        if retries.value > 0 && told.insert((step.caller, step.callee)) {
            let tries = retries.value.saturating_add(1);
            let message = format!("{effect} up to {tries} times, {known}");
            let finding = Finding::new(RULE.id, severity, message).at(retries.span).of(callee);
            let finding = match severity {
                Severity::Info => finding.alike(
                    format!("{} -> {callee}", model.party_id(step.caller)),
                    "may be done several times, and nothing says whether that is harmless",
                ),
                _ => finding,
            };
            findings.push(finding.fix("give each request a key that its receiver remembers (`has: [idempotency]`)"));
        }
    }
    findings
}

/// What a step does that a second try would do again.
fn effect(model: &Model, step: &Step) -> Option<String> {
    let callee = fact::component(model, step.callee)?;
    let changed = step.file.accesses.iter().find(|a| a.kind != AccessKind::Read);
    if let Some(access) = changed {
        let verb = match access.kind {
            AccessKind::Write | AccessKind::Read => "writes",
            AccessKind::Update => "updates",
            AccessKind::Delete => "deletes",
        };
        let caller = model.party_id(step.caller);
        return Some(format!(
            "`{caller}` {verb} `{}` in `{}`",
            access.entity.value, callee.id
        ));
    }
    // What a provider outside does with a call is not drawn: money, mail, parcels.
    let external = callee.placement == Placement::Outside && callee.role == Role::Stateless;
    let reads = step.file.accesses.iter().any(|a| a.kind == AccessKind::Read);
    (external && !reads).then(|| format!("`{}` calls `{}`", model.party_id(step.caller), callee.id))
}
