//! See the page.

use super::{Rule, Run, Set, ask, fact};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::Finding;
use crate::model::{Model, Party, Placement};

pub const RULE: Rule = Rule {
    id: "callback-unauthenticated",
    set: Set::Security,
    run: Run::Design(find),
    page: include_str!("callback-unauthenticated.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut places: Vec<ask::Place> = Vec::new();
    for flow in &model.flows {
        let external = |party: Party| {
            let from = fact::component(model, party);
            from.is_some_and(|c| c.placement == Placement::Outside && c.role == Role::Stateless)
        };
        // Edge caches and names stand outside too, and call nobody by themselves.
        let edge = fact::component(model, flow.starter)
            .is_some_and(|c| ["cdn", "dns", "image-cdn"].contains(&c.file.function.value.as_str()));
        if !external(flow.starter) || edge {
            continue;
        }
        let first = flow.steps.iter().find(|s| s.caller == flow.starter);
        let inside = first.and_then(|s| Some((s, fact::component(model, s.callee)?)));
        if let Some((step, door)) = inside.filter(|(_, c)| c.placement != Placement::Outside) {
            let on_way = flow.steps.iter().filter_map(|s| fact::component(model, s.callee));
            let checked = on_way
                .into_iter()
                .any(|c| c.file.facts.says("authentication") == Some(true));
            let said = if checked {
                Some(true)
            } else {
                fact::of_step(model, step, "authentication")
            };
            places.push(ask::Place {
                id: flow.id,
                at: step.file.span,
                said: said.or(door.file.facts.says("authentication")),
            });
        }
    }
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "believes whoever calls: the call comes from outside and carries no proof of its sender",
            "believe whoever calls: the calls come from outside and carry no proof of their sender",
        ],
        open: [
            "is called from outside, and nothing says how it knows that the caller is who it should be",
            "are called from outside, and nothing says how they know that the caller is who it should be",
        ],
        fix: "check a signature over the body and its time, and refuse what is older than minutes: `has: [authentication]`",
    };
    ask::findings(&words, &places)
}
