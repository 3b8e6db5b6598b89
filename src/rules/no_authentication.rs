//! See the page.

use super::{Rule, Run, Set, ask, fact, front::Front, walks};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::design::AccessKind;
use crate::finding::Finding;
use crate::model::nesting;
use crate::model::{Flow, Model, Step, Walk};

pub const RULE: Rule = Rule {
    id: "no-authentication",
    set: Set::Security,
    run: Run::Design(find),
    page: include_str!("no-authentication.md"),
};

/// Functions that tell who somebody is.
const KNOWS: [&str; 2] = ["identity-provider", "session-registry"];

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut places: Vec<ask::Place> = Vec::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        let Some(front) = Front::of(model, flow, walk).filter(|_| matters(model, flow, walk)) else {
            continue;
        };
        let reached = || walk.steps.iter().filter_map(|s| fact::component(model, s.callee));
        let somewhere = reached().any(|c| {
            KNOWS.contains(&c.file.function.value.as_str()) || c.file.facts.says("authentication") == Some(true)
        });
        let said = if somewhere {
            Some(true)
        } else {
            front.says("authentication")
        };
        places.push(ask::Place {
            id: flow.id,
            at: flow.span,
            said,
        });
    }
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "changes data or reads what is personal, for anybody who calls it",
            "change data or read what is personal, for anybody who calls them",
        ],
        open: [
            "changes data or reads what is personal, and nothing says how it knows who calls",
            "change data or read what is personal, and nothing says how they know who calls",
        ],
        fix: "say where callers are told apart: `has: [authentication]` on the component at the door or on the flow; \
              or that anybody may: `lacks: [authentication]`, with a waiver",
    };
    ask::findings(&words, &places)
}

/// Whether it matters who calls: something is changed that the caller waits for, or personal data are read.
fn matters(model: &Model, flow: &Flow, walk: &Walk) -> bool {
    // Counters and other things that a cache notes are nobody's data.
    let kept = |step: &Step| fact::component(model, step.callee).is_some_and(|c| c.role != Role::Cache);
    let steps = nesting::awaited_steps(flow, walk).filter(|(s, _)| kept(s));
    let mut accesses = steps.flat_map(|(s, _)| &s.file.accesses);
    accesses.any(|access| {
        let entity = model
            .entity_index(&access.entity.value)
            .and_then(|e| model.design.entities.get(e));
        let personal = entity.is_some_and(|(_, e)| e.fields.iter().any(|(_, f)| f.pii));
        access.kind != AccessKind::Read || personal
    })
}
