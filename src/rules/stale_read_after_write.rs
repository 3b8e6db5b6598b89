//! See the page.

use super::{Rule, Run, Set, fact, walks};
use crate::analysis::Analysis;
use crate::design::AccessKind;
use crate::finding::Finding;
use crate::model::Model;
use crate::model::nesting;

pub const RULE: Rule = Rule {
    id: "stale-read-after-write",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("stale-read-after-write.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        let steps: Vec<_> = nesting::awaited_steps(flow, walk).map(|(s, _)| s).collect();
        for (i, read) in steps.iter().enumerate().filter(|(_, s)| s.file.from_replica) {
            let entities = read.file.accesses.iter().filter(|a| a.kind == AccessKind::Read);
            let found = entities.into_iter().find_map(|access| {
                let before = steps.iter().take(i).find(|s| {
                    let changes =
                        |a: &crate::design::Access| a.kind != AccessKind::Read && a.entity.value == access.entity.value;
                    s.callee == read.callee && s.file.accesses.iter().any(changes)
                });
                before.map(|s| (access, s))
            });
            let Some((access, write)) = found else { continue };
            let store = model.party_id(read.callee);
            let lag = fact::component(model, read.callee)
                .and_then(|c| c.replication()?.lag.as_ref())
                .map_or("some time".to_string(), |l| l.text.clone());
            let message = format!(
                "a run of `{}` changes `{}` and then reads it from a follower of `{store}`, which is {lag} behind",
                flow.id, access.entity.value
            );
            let finding = Finding::warning(RULE.id, message).at(read.file.span).of(flow.id);
            findings.push(
                finding
                    .related(write.file.span, "the change")
                    .fix("read what was just written from the writer (without `from: replica`)"),
            );
        }
    }
    findings
}
