//! See the page.

use super::{Rule, Run, Set, walks};
use crate::analysis::Analysis;
use crate::design::AccessKind;
use crate::finding::Finding;
use crate::model::walk::{Source, Walk};
use crate::model::{Flow, Model};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "batch-written-once",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("batch-written-once.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut told = HashSet::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        for walked in &walk.steps {
            let step = &flow.steps[walked.step];
            let mut writes = step.file.accesses.iter().filter(|a| a.kind == AccessKind::Write);
            let Some(write) = writes.next().filter(|a| a.rows.is_none() && step.file.times.is_none()) else {
                continue;
            };
            let (Source::Calls(set) | Source::Misses(set)) = walked.source;
            if !comes_in_batches(flow, walk, set) || !told.insert(step.file.span) {
                continue;
            }
            let caller = model.party_id(walked.caller);
            let row = &write.entity.value;
            // A batch of its own divides the batches that arrive once more.
            let often = match &step.file.batch {
                Some(batch) => format!("one row of `{row}` for each {} of them", batch.text),
                None => format!("one row of `{row}` for each of them"),
            };
            let message = format!("`{caller}` takes its messages in batches and writes {often}");
            let finding = Finding::info(RULE.id, message).at(step.file.span).of(caller);
            findings.push(finding.fix(
                "`times: n` writes n rows a batch, with `batch: n` in one call; `times: 1` says that one is meant",
            ));
        }
    }
    findings
}

/// Whether every call of a set carries several messages.
fn comes_in_batches(flow: &Flow, walk: &Walk, set: usize) -> bool {
    let from = &walk.sets[set].from;
    let batched = |w: &usize| {
        let file = flow.steps[walk.steps[*w].step].file;
        file.batch.as_ref().is_some_and(|batch| batch.point() > 1.0)
    };
    !from.is_empty() && from.iter().all(batched)
}
