//! See the page.

use super::{Rule, Run, Set, walks};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::{Model, nesting};
use crate::quantity::print;
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "timeout-too-short",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("timeout-too-short.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut told = HashSet::new();
    let mut findings = Vec::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        // Of each set of calls the shortest time that their callers wait.
        let mut patience: Vec<Option<&crate::model::Step>> = vec![None; walk.sets.len()];
        for (w, set) in nesting::inside(walk).into_iter().enumerate() {
            let step = &flow.steps[walk.steps[w].step];
            let Some(own) = step.file.timeout.as_ref().filter(|_| step.file.waits) else {
                continue;
            };
            let tries = step.file.retries.as_ref().map_or(1, |r| r.value.saturating_add(1));
            let needed = own.point() * f64::from(tries);
            let outer = patience[set].and_then(|s| Some((s, s.file.timeout.as_ref()?)));
            if let Some((outer, given)) = outer
                && needed > given.point() * (1.0 + 1e-9)
                && told.insert(given.span)
            {
                let (caller, callee) = (model.party_id(outer.caller), model.party_id(outer.callee));
                let again = if tries > 1 {
                    format!(" ({tries} × {})", own.text)
                } else {
                    String::new()
                };
                let message = format!(
                    "`{caller}` gives up on `{callee}` after {}, while `{callee}` may wait {}{again} for `{}`",
                    given.text,
                    print::show(needed, &own.dimension, model.design.profile),
                    model.party_id(step.callee)
                );
                let finding = Finding::warning(RULE.id, message).at(given.span).of(callee);
                let finding = finding.related(own.span, "the wait inside");
                findings.push(
                    finding.fix("let the outer call wait longer than all tries of the inner one, or shorten these"),
                );
            }
            let shorter = |s: &crate::model::Step| s.file.timeout.as_ref().is_none_or(|t| t.point() > own.point());
            if patience[walk.steps[w].into].is_none_or(shorter) {
                patience[walk.steps[w].into] = Some(step);
            }
        }
    }
    findings
}
