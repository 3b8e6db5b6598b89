//! See the page.

use super::{Rule, Run, Set, fact, fatal};
use crate::analysis::Analysis;
use crate::analysis::availability::Event;
use crate::catalog::Role;
use crate::design::AccessKind;
use crate::finding::Finding;
use crate::model::{Component, Model, Party, Placement};
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    id: "quorum-lost-with-zone",
    set: Set::Redundancy,
    run: Run::Design(find),
    page: include_str!("quorum-lost-with-zone.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let accesses = || fact::steps(model).flat_map(|s| s.file.accesses.iter().map(|a| (s.callee, a.kind)));
    let written: BTreeSet<Party> = accesses()
        .filter(|(_, k)| *k != AccessKind::Read)
        .map(|(p, _)| p)
        .collect();
    let read: BTreeSet<Party> = accesses()
        .filter(|(_, k)| *k == AccessKind::Read)
        .map(|(p, _)| p)
        .collect();
    // Where any copy's loss is fatal already, the zone adds nothing.
    let spofs = fatal::flows(model, analysis).into_iter().flat_map(|(_, a)| &a.spofs);
    let alone: BTreeSet<&Event> = spofs.map(|s| &s.event).collect();
    let lost = model.components.iter().enumerate().filter_map(|(c, component)| {
        // A quorum that all copies together can't reach is another rule's business.
        let replication = component
            .replication()
            .filter(|_| component.unreachable_quorum().is_none())?;
        let (zone, left, copies) = left(component).filter(|_| !alone.contains(&Event::Unit(c)))?;
        let party = Party::Component(c);
        let any = replication.writer == Some("any");
        let writes = replication.acks.filter(|n| *n > left && written.contains(&party));
        let reads = replication.reads.filter(|n| *n > left && any && read.contains(&party));
        let (need, what) = writes.map(|n| (n, "write")).or(reads.map(|n| (n, "read")))?;
        let message = format!(
            "with zone `{zone}` lost, {left} of {copies} copies of `{}` are left, and a {what} needs {need}",
            component.id
        );
        let finding = Finding::warning(RULE.id, message).at(component.span).of(component.id);
        // Where all copies have to take part, no place for them helps.
        let fix = match need >= copies {
            true => "one more copy, in a zone of its own, or a smaller quorum".to_string(),
            false => format!("put the {copies} copies into {copies} zones"),
        };
        Some(finding.fix(fix))
    });
    lost.collect()
}

/// The zone that holds most copies of one group, the copies left without it, and all of them. At least
/// units ÷ groups of a zone belong to one group, however they are dealt.
fn left<'c>(component: &'c Component) -> Option<(&'c str, u32, u32)> {
    let copies = component
        .copies
        .filter(|n| *n > 1 && component.role != Role::Stateless)?;
    let Placement::Zones(zones) = &component.placement else {
        return None;
    };
    let (zone, units) = zones.iter().rev().max_by_key(|(_, n)| *n)?;
    let held = units.div_ceil(component.groups()?.max(1));
    let left = copies.saturating_sub(held);
    // With none left all are in one place, which is another rule's business.
    (left > 0).then_some((zone.as_str(), left, copies))
}
