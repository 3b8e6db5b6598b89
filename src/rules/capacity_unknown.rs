//! See the page.

use super::{Rule, Run, Set, fact};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::{Model, Party, Placement};
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    id: "capacity-unknown",
    set: Set::Capacity,
    run: Run::Design(find),
    page: include_str!("capacity-unknown.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let steps = fact::steps(model);
    let called: BTreeSet<Party> = steps.flat_map(|s| [Some(s.callee), s.if_down]).flatten().collect();
    let called = called.into_iter().filter_map(|party| fact::component(model, party));
    let unknown = called.filter(|c| c.placement != Placement::Device && !c.limits_load());
    let findings = unknown.map(|component| {
        let message = format!(
            "nothing says how much load one unit of `{}` carries, so nobody knows how full it is",
            component.id
        );
        let fix = match component.placement {
            Placement::Outside => "the quota that its provider grants, such as `per_replica: 500 req/s`",
            _ => "what was measured, or what its provider grants, such as `per_replica: 2500 req/s`",
        };
        Finding::info(RULE.id, message)
            .at(component.span)
            .of(component.id)
            .alike(
                component.id,
                "carry nobody knows how much load: nothing says what one unit of them takes",
            )
            .fix(fix)
    });
    findings.collect()
}
