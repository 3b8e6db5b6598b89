//! See the page.

use super::{Rule, Run, Set, ask, fact};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::Finding;
use crate::model::{Model, Placement};

pub const RULE: Rule = Rule {
    id: "ttl-without-jitter",
    set: Set::Caching,
    run: Run::Design(find),
    page: include_str!("ttl-without-jitter.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut places: Vec<ask::Place> = Vec::new();
    for step in fact::steps(model).filter(|s| s.file.hit.is_some()) {
        let Some(cache) = fact::component(model, step.callee).filter(|c| c.role == Role::Cache) else {
            continue;
        };
        let ours = !matches!(cache.placement, Placement::Outside | Placement::Device);
        if let Some(ttl) = cache.file.ttl.as_ref().filter(|_| ours) {
            // One call for each key is no wave, however many keys end together.
            let calm = cache.file.facts.says("request-coalescing") == Some(true);
            let said = cache.file.facts.says("jitter");
            places.push(ask::Place {
                id: cache.id,
                at: ttl.span,
                said: if calm { said.or(Some(true)) } else { said },
            });
        }
    }
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "forgets together what it took in together: all of it is missed at one moment",
            "forget together what they took in together: all of it is missed at one moment",
        ],
        open: [
            "drops its entries after a fixed time, and nothing says that not all of them go at one moment",
            "drop their entries after a fixed time, and nothing says that not all of them go at one moment",
        ],
        fix: "draw the life of each entry at random, 10 % more or less: `has: [jitter]`",
    };
    ask::findings(&words, &places)
}
