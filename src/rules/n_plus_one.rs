//! See the page.

use super::{Rule, Run, Set, code, fact, walks};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::design::{AccessKind, Times};
use crate::finding::Finding;
use crate::model::walk::{Source, Walk, Walked};
use crate::model::{Flow, Model, Party, Step, nesting};
use crate::quantity::{Quantity, print};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "n-plus-one",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("n-plus-one.md"),
};

/// From so many calls on, one call for all of them pays.
const MANY: f64 = 5.0;

/// What can be asked for many keys in one call. An object store and a log can't.
const ASKED_FOR_MANY: [&str; 7] = [
    "relational-database",
    "key-value-store",
    "document-store",
    "wide-column-store",
    "distributed-cache",
    "counter-store",
    "graph-database",
];

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut told = HashSet::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        // A job that nobody waits for may take its time.
        if !matches!(flow.starter, Party::Actor(_)) {
            continue;
        }
        for (step, walked) in nesting::awaited_steps(flow, walk) {
            let Some(times) = each(step).filter(|_| is_single_read(model, flow, walk, walked)) else {
                continue;
            };
            // `one-call-after-another` says the same, and worse, of calls in a row.
            if step.file.serial || !told.insert(step.file.span) {
                continue;
            }
            let n = print::count(times.point());
            let (caller, callee) = (model.party_id(walked.caller), model.party_id(walked.callee));
            let message = format!(
                "each run of `{}` asks `{callee}` {n} times from `{caller}`, for one thing each",
                flow.id
            );
            let finding = Finding::warning(RULE.id, message).at(times.span).of(callee);
            findings.push(finding.fix(format!(
                "ask for all of them in one call: `batch: {n}` beside `times: {n}`"
            )));
        }
    }
    findings
}

/// How often a step calls, where that is once for each of several things.
fn each<'a>(step: &Step<'a>) -> Option<&'a Quantity> {
    match &step.file.times {
        Some(Times::Number(times)) if times.point() >= MANY && step.file.batch.is_none() => Some(times),
        _ => None,
    }
}

/// Whether each call reads one row and does nothing else, so that a list of keys would do the same: of a store, or of a
/// service of ours that reads one row itself.
fn is_single_read(model: &Model, flow: &Flow, walk: &Walk, walked: &Walked) -> bool {
    let step = &flow.steps[walked.step];
    let Some(callee) = fact::component(model, walked.callee) else {
        return false;
    };
    if reads_one(step) {
        let function = callee.file.function.value.as_str();
        return matches!(callee.role, Role::Store | Role::Cache) && ASKED_FOR_MANY.contains(&function);
    }
    let inside = |other: &&Walked| {
        let (Source::Calls(set) | Source::Misses(set)) = other.source;
        set == walked.into && other.caller == walked.callee
    };
    let mut inner = walk.steps.iter().filter(inside).peekable();
    let plain = step.file.accesses.is_empty() && code::is_ours(callee) && inner.peek().is_some();
    plain && inner.all(|other| reads_one(&flow.steps[other.step]))
}

/// Whether a step reads one row and changes nothing.
fn reads_one(step: &Step) -> bool {
    let single = |rows: &Option<Quantity>| rows.as_ref().is_none_or(|rows| rows.point() <= 1.0);
    match step.file.accesses.as_slice() {
        [access] => access.kind == AccessKind::Read && single(&access.rows),
        _ => false,
    }
}
