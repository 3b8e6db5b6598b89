//! See the page.

use super::{Rule, Run, Set, ask, fact};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::Finding;
use crate::model::{Model, Placement};

pub const RULE: Rule = Rule {
    id: "no-circuit-breaker",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("no-circuit-breaker.md"),
};

/// Edge functions: to stop calling them is to stop working.
const EDGE: [&str; 3] = ["cdn", "dns", "image-cdn"];

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut places: Vec<ask::Place> = Vec::new();
    for step in fact::steps(model).filter(|s| s.file.waits) {
        let ends = (fact::component(model, step.caller), fact::component(model, step.callee));
        let (Some(caller), Some(callee)) = ends else { continue };
        let others = callee.placement == Placement::Outside && callee.role == Role::Stateless;
        if !others || EDGE.contains(&callee.file.function.value.as_str()) || caller.placement == Placement::Outside {
            continue;
        }
        let words = ["circuit-breaker", "bulkhead"];
        let said = words.map(|word| step.file.facts.says(word).or_else(|| caller.file.facts.says(word)));
        places.push(ask::Place {
            id: caller.id,
            at: step.file.span,
            said: said.into_iter().flatten().reduce(|a, b| a || b),
        });
    }
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "goes on calling what others run while it is slow, until all its own threads wait there",
            "go on calling what others run while it is slow, until all their own threads wait there",
        ],
        open: [
            "waits for what others run, and nothing says that it stops calling while that is slow",
            "wait for what others run, and nothing says that they stop calling while that is slow",
        ],
        fix: "stop after a few failures and try one call at a time until it answers again: `has: [circuit-breaker]`",
    };
    ask::findings(&words, &places)
}
