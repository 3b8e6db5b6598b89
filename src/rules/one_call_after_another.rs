//! See the page.

use super::{Rule, Run, Set, fact};
use crate::analysis::Analysis;
use crate::design::Times;
use crate::finding::Finding;
use crate::model::Model;
use crate::quantity::print;

pub const RULE: Rule = Rule {
    id: "one-call-after-another",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("one-call-after-another.md"),
};

/// From so many calls in a row on, one call for all of them pays.
const MOST: f64 = 10.0;

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for step in fact::steps(model).filter(|s| s.file.waits && s.file.serial) {
        let (Some(Times::Number(times)), Some(callee)) = (&step.file.times, fact::component(model, step.callee)) else {
            continue;
        };
        if times.point() >= MOST && step.file.batch.is_none() {
            let n = print::count(times.point());
            let caller = model.party_id(step.caller);
            let message = format!(
                "`{caller}` calls `{}` {n} times one after another, so each run waits for {n} round trips",
                callee.id
            );
            let finding = Finding::warning(RULE.id, message).at(times.span).of(callee.id);
            findings.push(finding.fix(format!(
                "ask for all at once (`batch: {n}`), or all at a time (without `serial`)"
            )));
        }
    }
    findings
}
