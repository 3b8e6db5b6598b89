//! See the page.

use super::{Rule, Run, Set, ask, code, fact, walks};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;
use crate::model::nesting;
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "no-trace",
    set: Set::Operability,
    run: Run::Design(find),
    page: include_str!("no-trace.md"),
};

/// Services of ours in one run from which on nobody finds the slow one by looking at each.
const MANY: usize = 4;

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut places: Vec<ask::Place> = Vec::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        let reached = nesting::awaited_steps(flow, walk).filter_map(|(_, s)| fact::component(model, s.callee));
        let ours: BTreeMap<&str, Option<bool>> = reached
            .filter(|c| code::is_ours(c))
            .map(|c| (c.id, c.file.facts.says("distributed-tracing")))
            .collect();
        if ours.len() >= MANY {
            let said = ours.into_values().chain([flow.file.facts.says("distributed-tracing")]);
            places.push(ask::Place {
                id: flow.id,
                at: flow.span,
                said: said.flatten().reduce(|a, b| a || b),
            });
        }
    }
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "waits for four or more services, and no trace shows which of them was slow",
            "wait for four or more services, and no trace shows which of them was slow",
        ],
        open: [
            "waits for four or more services, and nothing says how one finds the slow one",
            "wait for four or more services, and nothing says how one finds the slow one",
        ],
        fix: "hand an id from call to call and record when each began and ended: `has: [distributed-tracing]`",
    };
    ask::findings(&words, &places)
}
