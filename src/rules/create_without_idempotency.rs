//! See the page.

use super::{Rule, Run, Set, ask, fact, walks};
use crate::analysis::Analysis;
use crate::design::{AccessKind, Operation};
use crate::finding::Finding;
use crate::model::Model;
use crate::model::nesting;

pub const RULE: Rule = Rule {
    id: "create-without-idempotency",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("create-without-idempotency.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut places: Vec<ask::Place> = Vec::new();
    let walks: Vec<_> = walks::of_flows(model, analysis).collect();
    for (id, operation) in model.design.apis.iter().flat_map(|(_, api)| &api.operations) {
        let flow = operation.flow.as_ref().map(|f| f.value.as_str());
        let found = walks.iter().find(|(f, _)| flow == Some(f.id));
        let Some((flow, walk)) = found.filter(|_| ["post", "mutation"].contains(&operation.method)) else {
            continue;
        };
        let writes: Vec<_> = nesting::awaited_steps(flow, walk)
            .map(|(s, _)| s.file)
            .filter(|s| s.accesses.iter().any(|a| a.kind == AccessKind::Write))
            .collect();
        if writes.is_empty() || remembers(model, operation, &writes) {
            continue;
        }
        let on_steps = writes.iter().map(|s| s.facts.says("idempotency"));
        let reached = walk.steps.iter().filter_map(|s| fact::component(model, s.callee));
        let on_components = reached.into_iter().map(|c| c.file.facts.says("idempotency"));
        let said = on_steps
            .chain(on_components)
            .chain([flow.file.facts.says("idempotency")]);
        places.push(ask::Place {
            id: &id.value,
            at: id.span,
            said: said.flatten().reduce(|a, b| a || b),
        });
    }
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "makes a second one when a client asks again after a lost answer",
            "make a second one when a client asks again after a lost answer",
        ],
        open: [
            "creates something, and nothing says what happens when a client asks again after a lost answer",
            "create something, and nothing says what happens when a client asks again after a lost answer",
        ],
        fix: "take a key from the client, keep it with the result, and answer a second call with the first result: \
              `has: [idempotency]`, or a `unique` field that the operation takes",
    };
    ask::findings(&words, &places)
}

/// Whether the client sends a unique field of what is written: the store refuses a second one.
fn remembers(model: &Model, operation: &Operation, writes: &[&crate::design::Step]) -> bool {
    let written = writes
        .iter()
        .flat_map(|s| &s.accesses)
        .filter(|a| a.kind == AccessKind::Write);
    written.into_iter().any(|access| {
        let entity = model
            .entity_index(&access.entity.value)
            .and_then(|e| model.design.entities.get(e));
        let unique = entity
            .iter()
            .flat_map(|(id, e)| e.fields.iter().map(move |(f, field)| (id, f, field)));
        let mut unique = unique.filter(|(_, _, field)| field.unique);
        unique.any(|(id, field, _)| {
            let name = format!("{}.{}", id.value, field.value);
            operation.takes.iter().any(|t| t.value == name || t.value == id.value)
        })
    })
}
