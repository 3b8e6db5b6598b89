//! See the page.

use super::{Rule, Run, Set, ask, code, fact};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "no-health-check",
    set: Set::Redundancy,
    run: Run::Design(find),
    page: include_str!("no-health-check.md"),
};

/// Functions that spread calls over units.
const SPREADS: [&str; 2] = ["api-gateway", "load-balancer"];

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut places: Vec<ask::Place> = Vec::new();
    for step in fact::steps(model) {
        let ends = (fact::component(model, step.caller), fact::component(model, step.callee));
        let (Some(balancer), Some(behind)) = ends else { continue };
        let spreads = SPREADS.contains(&balancer.file.function.value.as_str());
        if spreads && code::is_ours(behind) && behind.units > 1 {
            let said = [balancer, behind].map(|c| c.file.facts.says("health-check"));
            places.push(ask::Place {
                id: behind.id,
                at: behind.span,
                said: said.into_iter().flatten().reduce(|a, b| a || b),
            });
        }
    }
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "gets its share of the calls for a unit that is dead, for nobody checks which of them answer",
            "get their share of the calls for a unit that is dead, for nobody checks which of them answer",
        ],
        open: [
            "has units behind a balancer, and nothing says how a dead one is found",
            "have units behind a balancer, and nothing says how a dead one is found",
        ],
        fix: "ask each unit every few seconds whether it can do its work, and leave out the one that can't: `has: [health-check]`",
    };
    ask::findings(&words, &places)
}
