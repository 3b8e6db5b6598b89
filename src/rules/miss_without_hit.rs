//! See the page.

use super::{Rule, Run, Set, walks};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;
use crate::model::walk::Source;
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "miss-without-hit",
    set: Set::Caching,
    run: Run::Design(find),
    page: include_str!("miss-without-hit.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut told = HashSet::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        let mut hits = vec![false; walk.sets.len()];
        for walked in &walk.steps {
            let step = &flow.steps[walked.step];
            hits[walked.into] |= step.file.hit.is_some();
            let (Source::Misses(set), Some(cache)) = (walked.source, &step.file.on_miss) else {
                continue;
            };
            if hits[set] || !told.insert(cache.span) {
                continue;
            }
            let message = format!(
                "nothing says how often `{}` has the answer: each call of it counts as a miss",
                cache.value
            );
            let finding = Finding::warning(RULE.id, message).at(cache.span).of(&cache.value);
            let into = walk.sets[set].from.first().and_then(|w| walk.steps.get(*w));
            let finding = match into {
                Some(into) => finding.related(flow.steps[into.step].file.span, "the step into it"),
                None => finding,
            };
            findings.push(finding.fix(format!(
                "add `hit: …` to the step into `{}`, or drop `on_miss`",
                cache.value
            )));
        }
    }
    findings
}
