//! See the page.

use super::{Rule, Run, Set, fact, words};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::design::Entity;
use crate::finding::{Finding, Severity};
use crate::model::{Model, Party};
use crate::quantity::Quantity;

pub const RULE: Rule = Rule {
    id: "retention-shorter-than-outage",
    set: Set::Messaging,
    run: Run::Design(find),
    page: include_str!("retention-shorter-than-outage.md"),
};

/// What is sent within one release that went wrong is gone before it can be taken back.
const RELEASE: f64 = 3600.0;
/// From Friday evening to Monday morning nobody may look.
const WEEKEND: f64 = 60.0 * 3600.0;

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (c, log) in model.components.iter().enumerate().filter(|(_, c)| c.role == Role::Log) {
        let consumer = fact::steps(model).find(|s| s.caller == Party::Component(c));
        let Some(consumer) = consumer.and_then(|s| fact::component(model, s.callee)) else {
            continue;
        };
        let first = |e: &Entity| e.stores.first().is_some_and(|s| s.value == log.id);
        let kept = model.design.entities.iter().filter(|(_, e)| first(e));
        let mut short: Vec<(&str, &Quantity)> = kept
            .filter_map(|(id, e)| Some((id.value.as_str(), e.keep.as_ref()?)))
            .filter(|(_, keep)| keep.point() < WEEKEND)
            .collect();
        short.sort_by(|a, b| a.1.point().total_cmp(&b.1.point()));
        let Some((id, keep)) = short.first() else { continue };
        let (severity, outage) = match keep.point() {
            t if t <= RELEASE => (Severity::Warning, "an hour"),
            _ => (Severity::Info, "a weekend"),
        };
        let message = format!(
            "`{}` keeps {} for {}: while `{}` stands still for {outage}, messages are lost",
            log.id,
            words::ids(short.iter().map(|(id, _)| *id)),
            keep.text,
            consumer.id
        );
        let finding = Finding::new(RULE.id, severity, message).at(keep.span).of(*id);
        findings.push(finding.fix("`keep: 7 days`, or say why what is older is worth nothing (a waiver)"));
    }
    findings
}
