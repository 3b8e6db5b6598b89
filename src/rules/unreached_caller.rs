//! See the page.

use super::{Rule, Run, Set};
use crate::finding::Finding;
use crate::model::{Model, Party};
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    id: "unreached-caller",
    set: Set::Form,
    run: Run::Form(find),
    page: include_str!("unreached-caller.md"),
};

fn find(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, flow) in model.flows.iter().enumerate() {
        for unreached in flow.walk(&BTreeSet::new()).unreached {
            let step = &flow.steps[unreached];
            // A step of a fragment is reported where it stands; an unknown name by its own rule.
            // An unknown starter or callee may be meant for what is missing here, and has its own finding.
            let mut before = flow.steps[..unreached].iter();
            let called = flow.starter == Party::Unknown || before.any(|before| before.callee == Party::Unknown);
            if step.owner != index || step.caller == Party::Unknown || called {
                continue;
            }
            let (who, what) = match (&step.file.on_miss, step.on_miss) {
                (Some(_), Some(Party::Unknown)) => continue,
                (Some(cache), _) if reached(flow, unreached, step.caller) => (cache, "no step before this one calls"),
                _ => (&step.file.caller, "nothing has reached"),
            };
            let starter = model.party_id(flow.starter);
            findings.push(
                Finding::error(RULE.id, format!("{what} `{}` in `{}`", who.value, flow.id))
                    .at(who.span)
                    .fix(format!(
                        "a step's caller is `{starter}`, who starts the flow, or something called before: \
                         add a step into `{}` above this one",
                        who.value
                    )),
            );
        }
    }
    findings
}

/// Whether a party starts the flow or is called before a step.
fn reached(flow: &crate::model::Flow, before: usize, party: Party) -> bool {
    flow.starter == party || flow.steps[..before].iter().any(|s| s.callee == party)
}
