//! See the page.

use super::{Rule, Run, Set, fact, walks};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::{Model, Step, nesting};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "retry-amplification",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("retry-amplification.md"),
};

/// Tries of one request at the far end that are still no storm.
const MOST: u64 = 4;

/// How often a call may be tried in the worst case, and the last walked step that tries again.
#[derive(Clone, Copy)]
struct Tries {
    times: u64,
    by: Option<usize>,
}

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut told = HashSet::new();
    let mut findings = Vec::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        let step = |w: usize| &flow.steps[walk.steps[w].step];
        let once = Tries { times: 1, by: None };
        let mut of_set = vec![once; walk.sets.len()];
        let mut worst = Tries { times: MOST, by: None };
        // For each step the one that tries again outside of it.
        let mut outside: Vec<Option<usize>> = Vec::with_capacity(walk.steps.len());
        for (w, set) in nesting::inside(walk).into_iter().enumerate() {
            let outer = of_set[set];
            outside.push(outer.by);
            let tries = match again(model, step(w)) {
                // Nobody hears of a failure behind a step that is not waited for.
                _ if !step(w).file.waits => once,
                0 => outer,
                n => Tries {
                    times: outer.times.saturating_mul(n + 1),
                    by: Some(w),
                },
            };
            let into = &mut of_set[walk.steps[w].into];
            if tries.times > into.times {
                *into = tries;
            }
            if tries.times > worst.times && tries.by.is_some_and(|w| outside[w].is_some()) {
                worst = tries;
            }
        }
        let Some(last) = worst.by.filter(|w| told.insert(step(*w).file.span)) else {
            continue;
        };
        let callee = model.party_id(step(last).callee);
        let message = format!(
            "one failing run of `{}` calls `{callee}` up to {} times, for retries multiply",
            flow.id, worst.times
        );
        let mut finding = Finding::warning(RULE.id, message).of(callee);
        let mut next = Some(last);
        while let Some(w) = next {
            let retries = step(w).file.retries.as_ref();
            let (at, tries) = (retries.map_or(step(w).file.span, |r| r.span), again(model, step(w)) + 1);
            finding = match finding.at {
                None => finding.at(at).label(format!("{tries} times here")),
                Some(_) => finding.related(at, format!("times {tries} here")),
            };
            next = outside[w];
        }
        let fix = "try again in one layer only, next to the fault, or cut the others off (`has: [circuit-breaker]`)";
        findings.push(finding.fix(fix));
    }
    findings
}

/// Further tries; none where a breaker cuts them off.
fn again(model: &Model, step: &Step) -> u64 {
    let caller = fact::component(model, step.caller).map(|c| &c.file.facts);
    let mut places = [Some(&step.file.facts), caller].into_iter().flatten();
    let broken = places.any(|facts| facts.says("circuit-breaker") == Some(true));
    let retries = step.file.retries.as_ref().filter(|_| !broken);
    retries.map_or(0, |r| u64::from(r.value))
}
