//! See the page.

use super::{Rule, Run, Set, fact, walks};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::design::AccessKind;
use crate::finding::Finding;
use crate::model::walk::Source;
use crate::model::{Component, Model, Step};
use std::collections::HashMap;

/// How an entity is called that is written with a row and sent on later.
const OUTBOX: &str = "outbox";

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
        let mut rows: Vec<Row> = Vec::new();
        for walked in &walk.steps {
            let step = &flow.steps[walked.step];
            let (Source::Calls(set) | Source::Misses(set)) = walked.source;
            let keeps = |c: &Component| matches!(c.role, Role::Store | Role::Log);
            let out_of_store = fact::component(model, walked.caller).is_some_and(keeps);
            let repeats = relayed[set] || out_of_store;
            relayed[walked.into] &= repeats;
            let store = fact::component(model, walked.callee).filter(|c| !repeats && keeps(c));
            let Some(store) = store else { continue };
            if store.role == Role::Store {
                rows.extend(row(step, store));
            } else if let Some(finding) = event(model, flow.id, store, step, &mut rows) {
                findings.push(finding);
            }
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

/// A row that a caller has written, as long as no event of the same caller was told apart from it.
struct Row<'m, 'a> {
    step: &'m Step<'a>,
    store: &'m str,
    entity: &'m str,
}

/// The row that a step writes; none where an outbox is written with it.
fn row<'m, 'a>(step: &'m Step<'a>, store: &Component<'a>) -> Option<Row<'m, 'a>>
where
    'a: 'm,
{
    let mut changes = step.file.accesses.iter();
    if changes.any(|a| a.entity.value.contains(OUTBOX)) {
        return None;
    }
    let mut changes = step.file.accesses.iter();
    let written = changes.find(|a| matches!(a.kind, AccessKind::Write | AccessKind::Update))?;
    Some(Row {
        step,
        store: store.id,
        entity: &written.entity.value,
    })
}

/// An event that a caller appends to a log, beside a row that it has written elsewhere in the same run.
fn event(model: &Model, flow: &str, log: &Component, step: &Step, rows: &mut Vec<Row>) -> Option<Finding> {
    let told = step.file.accesses.iter().find(|a| a.kind == AccessKind::Write)?;
    let told = &told.entity.value;
    let beside = |r: &Row| r.step.caller == step.caller && r.entity != told && !has_outbox(model, [r.step, step]);
    let at = rows.iter().position(beside)?;
    let row = rows.remove(at);
    let message = format!(
        "`{flow}` writes `{}` to `{}` and `{told}` to `{}`: a crash between them leaves one without the other",
        row.entity, row.store, log.id
    );
    let finding = Finding::warning(RULE.id, message).at(step.file.span).of(told);
    let finding = finding.related(row.step.file.span, "the row");
    Some(finding.fix(format!(
        "let `{}` tell `{}` from its changes, or write an outbox with the row (`has: [outbox]`)",
        row.store, log.id
    )))
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
        let caller = fact::component(model, step.caller).and_then(|c| c.file.facts.says(OUTBOX));
        fact::of_step(model, step, OUTBOX) == Some(true) || caller == Some(true)
    })
}
