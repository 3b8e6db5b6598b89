//! See the page.

use super::{Rule, Run, Set, ask, fact};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::design::{Access, AccessKind};
use crate::finding::Finding;
use crate::model::{Model, Party, Step};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "redelivery-without-idempotency",
    set: Set::Messaging,
    run: Run::Design(find),
    page: include_str!("redelivery-without-idempotency.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    // Consumers by the flow in which they take messages, each with the step that brings them.
    let mut consumers: BTreeMap<(usize, Party), &Step> = BTreeMap::new();
    for step in fact::steps(model) {
        let ends = (fact::component(model, step.caller), fact::component(model, step.callee));
        if let (Some(log), Some(consumer)) = ends
            && log.role == Role::Log
            && consumer.role == Role::Stateless
        {
            consumers.entry((step.owner, step.callee)).or_insert(step);
        }
    }
    let mut places: Vec<ask::Place> = Vec::new();
    for ((owner, party), brings) in consumers {
        let Some(consumer) = fact::component(model, party) else {
            continue;
        };
        let effects = fact::steps(model).filter(|s| s.owner == owner && s.caller == party);
        for effect in effects.filter(|s| adds(model, s)) {
            let said = fact::of_step(model, effect, "idempotency").max(consumer.file.facts.says("idempotency"));
            let said = said.max(brings.file.facts.says("idempotency"));
            // Retries of the same step are asked for by a rule of their own.
            if said == Some(false) || effect.file.retries.as_ref().is_none_or(|r| r.value == 0) {
                places.push(ask::Place {
                    id: consumer.id,
                    at: effect.file.span,
                    said,
                });
            }
        }
    }
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "does its work again for a message that comes twice, as each one may",
            "do their work again for a message that comes twice, as each one may",
        ],
        open: [
            "takes messages that may come twice, and nothing says what the second one does",
            "take messages that may come twice, and nothing says what the second one does",
        ],
        fix: "remember the id of each message in the transaction that does its work: `has: [idempotency]`",
    };
    ask::findings(&words, &places)
}

/// Whether doing it twice may leave more than doing it once: a copy is set again to what it is.
fn adds(model: &Model, step: &Step) -> bool {
    let changes = |a: &&Access| matches!(a.kind, AccessKind::Write | AccessKind::Update);
    step.file.accesses.iter().filter(changes).any(|access| {
        let entity = model
            .entity_index(&access.entity.value)
            .and_then(|e| model.design.entities.get(e));
        let truth = entity.and_then(|(_, e)| e.stores.first());
        truth.is_none_or(|t| t.value == model.party_id(step.callee))
    })
}
