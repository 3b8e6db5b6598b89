//! See the page.

use super::{Rule, Run, Set, fact, walks};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::{Model, Party, Placement};

pub const RULE: Rule = Rule {
    id: "regions-without-way-in",
    set: Set::Network,
    run: Run::Design(find),
    page: include_str!("regions-without-way-in.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let regions = &model.design.regions;
    let served = regions
        .iter()
        .filter(|(_, r)| r.users.as_ref().is_none_or(|u| u.point() > 0.0));
    // Who says how fast users move has thought of how.
    if served.count() < 2 || regions.iter().any(|(_, r)| r.failover.is_some()) {
        return Vec::new();
    }
    let mut first = None;
    for (flow, walk) in walks::of_flows(model, analysis).filter(|(f, _)| matches!(f.starter, Party::Actor(_))) {
        let entered = walk.steps.iter().find(|s| s.caller == flow.starter);
        let Some(door) = entered.and_then(|s| fact::component(model, s.callee)) else {
            continue;
        };
        if matches!(door.placement, Placement::Outside | Placement::Device) {
            return Vec::new();
        }
        first = first.or(Some(door));
    }
    let Some(door) = first else { return Vec::new() };
    let message = format!(
        "users enter {} regions at `{}`, and nothing sends each of them to theirs, nor away from one that is lost",
        regions.len(),
        door.id
    );
    let finding = Finding::info(RULE.id, message).at(door.span).of(door.id);
    vec![finding.fix("a `dns` or a `cdn` in front, or `failover: …` of each region where the way is given")]
}
