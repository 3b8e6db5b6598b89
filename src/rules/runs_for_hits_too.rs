//! See the page.

use super::{Rule, Run, Set, fact, walks};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::Finding;
use crate::model::Model;
use crate::model::walk::Source;
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "runs-for-hits-too",
    set: Set::Caching,
    run: Run::Design(find),
    page: include_str!("runs-for-hits-too.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut told = HashSet::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        let steps = &walk.steps;
        let missed = walk.missed();
        let hit: HashSet<usize> = steps.iter().filter(|s| s.hit.is_some()).map(|s| s.into).collect();
        for walked in steps {
            let step = &flow.steps[walked.step];
            let Source::Calls(set) = walked.source else { continue };
            let cache = fact::component(model, walked.caller).filter(|c| c.role == Role::Cache);
            // Without any step for its misses, `hit-without-miss` says what is wrong.
            let both = hit.contains(&set) && missed.contains(&set) && step.file.waits;
            let Some(cache) = cache.filter(|_| both && told.insert(step.file.span)) else {
                continue;
            };
            let callee = model.party_id(walked.callee);
            let message = format!(
                "`{callee}` is called for each call of `{}`, also for those that it answers itself",
                cache.id
            );
            let finding = Finding::info(RULE.id, message).at(step.file.span).of(cache.id);
            findings.push(finding.fix(format!("add `on_miss: {}` if it is called for misses only", cache.id)));
        }
    }
    findings
}
