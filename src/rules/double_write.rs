//! See the page.

use super::{Rule, Run, Set, fact, walks};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::design::AccessKind;
use crate::finding::Finding;
use crate::model::walk::Source;
use crate::model::{Component, Model, Step};
use std::collections::HashMap;

pub const RULE: Rule = Rule {
    id: "double-write",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("double-write.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut told: Vec<bool> = vec![false; model.design.entities.len()];
    for (flow, walk) in walks::of_flows(model, analysis) {
        // What comes out of a store or a log repeats what was written there: that is the cure, not the fault.
        let mut relayed: Vec<bool> = walk.sets.iter().map(|s| !s.from.is_empty()).collect();
        let mut first: HashMap<usize, (&Component, &Step)> = HashMap::new();
        for walked in &walk.steps {
            let step = &flow.steps[walked.step];
            let (Source::Calls(set) | Source::Misses(set)) = walked.source;
            let keeps = |c: &Component| matches!(c.role, Role::Store | Role::Log);
            let out_of_store = fact::component(model, walked.caller).is_some_and(keeps);
            let repeats = relayed[set] || out_of_store;
            relayed[walked.into] &= repeats;
            let store = fact::component(model, walked.callee).filter(|c| !repeats && keeps(c));
            let Some(store) = store else { continue };
            for e in written(model, store, step) {
                let (before, earlier) = *first.entry(e).or_insert((store, step));
                if before.id == store.id || told[e] || has_outbox(model, [earlier, step]) {
                    continue;
                }
                told[e] = true;
                let id = model.design.entities[e].0.value.as_str();
                let message = format!(
                    "`{}` writes `{id}` to `{}` and to `{}`: a crash between them leaves them apart",
                    flow.id, before.id, store.id
                );
                let finding = Finding::warning(RULE.id, message).at(step.file.span).of(id);
                let finding = finding.related(earlier.file.span, "the first write");
                findings.push(finding.fix(format!(
                    "write `{}` only, and feed `{}` from its changes (`has: [outbox]`)",
                    before.id, store.id
                )));
            }
        }
    }
    findings
}

/// Entities that a step writes into one of their stores.
fn written(model: &Model, store: &Component, step: &Step) -> Vec<usize> {
    let changes = step
        .file
        .accesses
        .iter()
        .filter(|a| matches!(a.kind, AccessKind::Write | AccessKind::Update));
    let entities = changes.filter_map(|a| model.entity_index(&a.entity.value));
    let in_store = |e: &usize| model.design.entities[*e].1.stores.iter().any(|s| s.value == store.id);
    entities.filter(in_store).collect()
}

fn has_outbox(model: &Model, writes: [&Step; 2]) -> bool {
    writes.into_iter().any(|step| {
        let caller = fact::component(model, step.caller).and_then(|c| c.file.facts.says("outbox"));
        fact::of_step(model, step, "outbox") == Some(true) || caller == Some(true)
    })
}
