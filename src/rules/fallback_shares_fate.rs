//! See the page.

use super::{Rule, Run, Set, fact};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::{Component, Model, Party, Placement};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "fallback-shares-fate",
    set: Set::Redundancy,
    run: Run::Design(find),
    page: include_str!("fallback-shares-fate.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let needs = needs(model);
    let mut told = HashSet::new();
    let mut findings = Vec::new();
    for step in fact::steps(model) {
        let Some(Party::Component(y)) = step.if_down else {
            continue;
        };
        let (Some(first), Some(second)) = (fact::component(model, step.callee), model.components.get(y)) else {
            continue;
        };
        let calls = || {
            let needed = needs.contains(&(Party::Component(y), step.callee));
            needed.then(|| format!("`{}` itself calls `{}`", second.id, first.id))
        };
        let Some(shared) = shared(first, second)
            .or_else(calls)
            .filter(|_| told.insert((step.callee, y)))
        else {
            continue;
        };
        let message = format!(
            "`{}` stands in for `{}`, and both are down together: {shared}",
            second.id, first.id
        );
        let finding = Finding::warning(RULE.id, message).at(step.file.span).of(second.id);
        findings.push(
            finding
                .related(second.span, "the fallback")
                .fix("another provider, another region, or at least other zones"),
        );
    }
    findings
}

/// What fails both of them at once, where that is plain.
fn shared(first: &Component, second: &Component) -> Option<String> {
    let technology = |c: &Component| {
        c.technology
            .filter(|_| c.is_service())
            .map(|(entry, _)| entry.id.clone())
    };
    // One global service twice is one provider; a regional one in two regions is two.
    let outside = first.placement == Placement::Outside && second.placement == Placement::Outside;
    let same_place = outside || first.regions == second.regions;
    if let Some(id) = technology(first).filter(|id| same_place && technology(second).as_ref() == Some(id)) {
        return Some(format!("both are `{id}`"));
    }
    let zone = |c: &Component| match &c.placement {
        Placement::Zones(zones) => {
            let used: Vec<&String> = zones.iter().filter(|(_, n)| *n > 0).map(|(name, _)| name).collect();
            match used.as_slice() {
                [one] => Some((*one).clone()),
                _ => None,
            }
        }
        _ => None,
    };
    let alike = zone(first).filter(|z| first.regions == second.regions && zone(second).as_ref() == Some(z));
    alike.map(|zone| format!("both run in zone `{zone}` only"))
}

/// Caller and callee of each call that nothing stands in for: a fallback that itself needs what it stands in for is none.
fn needs(model: &Model) -> HashSet<(Party, Party)> {
    let steps = model.flows.iter().flat_map(|f| &f.steps);
    let hard = steps.filter(|s| s.file.waits && !s.file.optional && s.if_down.is_none() && s.on_miss.is_none());
    hard.map(|s| (s.caller, s.callee)).collect()
}
