//! See the page.

use super::{Rule, Run, Set, code, fact, walks};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;
use crate::model::nesting;

pub const RULE: Rule = Rule {
    id: "sync-chain-too-deep",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("sync-chain-too-deep.md"),
};

/// Services of ours that may wait for one another in a row.
const MOST: usize = 4;

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        // For each set the services of ours that wait in it, from the outside in.
        let mut waiting: Vec<Vec<&str>> = vec![Vec::new(); walk.sets.len()];
        let mut deepest: Option<(Vec<&str>, usize)> = None;
        for (w, set) in nesting::inside(walk).into_iter().enumerate() {
            let walked = &walk.steps[w];
            let step = flow.steps[walked.step].file;
            let Some(callee) = fact::component(model, walked.callee).filter(|c| code::is_ours(c)) else {
                // Balancers and the like pass on who waits.
                if step.waits && waiting[walked.into].len() < waiting[set].len() {
                    waiting[walked.into] = waiting[set].clone();
                }
                continue;
            };
            let mut chain = if step.waits { waiting[set].clone() } else { Vec::new() };
            if chain.last() != Some(&callee.id) && chain.len() <= MOST + 1 {
                chain.push(callee.id);
            }
            if chain.len() > MOST && deepest.as_ref().is_none_or(|(c, _)| c.len() < chain.len()) {
                deepest = Some((chain.clone(), walked.step));
            }
            if waiting[walked.into].len() < chain.len() {
                waiting[walked.into] = chain;
            }
        }
        if let Some((chain, last)) = deepest {
            let message = format!(
                "a run of `{}` holds {} services waiting for one another: {}",
                flow.id,
                chain.len(),
                chain.join(" → ")
            );
            let at = flow.steps.get(last).map_or(flow.span, |s| s.file.span);
            let finding = Finding::warning(RULE.id, message).at(at).of(flow.id);
            findings.push(finding.fix(format!(
                "let one of them answer at once and do the rest later (`~>`), or join two: {MOST} in a row are plenty"
            )));
        }
    }
    findings
}
