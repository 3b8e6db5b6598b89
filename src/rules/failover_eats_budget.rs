//! See the page.

use super::target::Target;
use super::{Rule, Run, Set, fact, target};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::design::AccessKind;
use crate::finding::Finding;
use crate::model::nesting;
use crate::model::{Component, Model, Party, Step};
use crate::quantity::print;
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    id: "failover-eats-budget",
    set: Set::Redundancy,
    run: Run::Design(find),
    page: include_str!("failover-eats-budget.md"),
};

/// A single cause that may take this much of what a target lets fail leaves too little for all others.
const MOST: f64 = 0.5;

/// The catalog's figure for writers of which nothing else is known.
const FAILURES: &str = "writer-failures";

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for Target {
        id,
        at_least: target,
        span,
        flow: f,
    } in target::availabilities(model)
    {
        let budget = 1.0 - target.point();
        let Some((flow, load)) = model.flows.get(f).zip(analysis.load.flows.get(f)) else {
            continue;
        };
        let asked = nesting::awaited_steps(flow, &load.walk).filter(|(s, _)| !s.file.optional && asks_writer(s));
        let writers: BTreeSet<Party> = asked.map(|(_, walked)| walked.callee).collect();
        for writer in writers {
            let Some(component) = fact::component(model, writer).filter(|c| switches(c)) else {
                continue;
            };
            let failover = component.replication().and_then(|r| r.failover.as_ref());
            let own = component.technology.and_then(|(_, t)| t.failures.as_ref());
            let failures = own.or_else(|| model.catalog.number(FAILURES).map(|(_, f)| f));
            let (Some(failover), Some(failures)) = (failover, failures) else {
                continue;
            };
            let takes = failures.quantity.point() * failover.point() / budget;
            if budget <= 0.0 || takes < MOST {
                continue;
            }
            let message = format!(
                "failovers of `{}` ({} of {} each) take {} of what `{}` lets fail ({})",
                component.id,
                failures.quantity.text,
                failover.text,
                print::percent(takes),
                id.value,
                target.text
            );
            let finding = Finding::warning(RULE.id, message).at(failover.span).of(component.id);
            findings.push(finding.related(span, "the target").fix(
                "a faster failover (a standby that is ready, a proxy that keeps the connections), or reads that go on without the writer",
            ));
        }
    }
    findings
}

/// Whether a step needs the copy that writes.
fn asks_writer(step: &Step) -> bool {
    let writes = step.file.accesses.iter().any(|a| a.kind != AccessKind::Read);
    let reads = step.file.accesses.iter().any(|a| a.kind == AccessKind::Read);
    writes || reads && !step.file.from_replica
}

/// Whether one copy writes, and another takes over.
fn switches(component: &Component) -> bool {
    let one = component
        .replication()
        .is_some_and(|r| matches!(r.writer, Some("one" | "region")));
    one && component.role != Role::Stateless && component.copies != Some(1) && !component.is_service()
}
