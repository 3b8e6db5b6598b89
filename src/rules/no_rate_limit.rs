//! See the page.

use super::{Rule, Run, Set, ask, fact, front::Front, walks};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "no-rate-limit",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("no-rate-limit.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut places: Vec<ask::Place> = Vec::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        let Some(front) = Front::of(model, flow, walk) else {
            continue;
        };
        let limiter = walk.steps.iter().filter_map(|s| fact::component(model, s.callee));
        let limited = limiter.into_iter().any(|c| c.file.function.value == "rate-limiter");
        let said = if limited {
            Some(true)
        } else {
            // Turning work away under overload guards the door as well.
            front.says("rate-limit").max(front.says("load-shedding"))
        };
        if let Some(door) = front.door() {
            places.push(ask::Place {
                id: door.id,
                at: door.span,
                said,
            });
        }
    }
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "takes calls from actors without a limit: one client in a loop takes the share of all others",
            "take calls from actors without a limit: one client in a loop takes the share of all others",
        ],
        open: [
            "takes calls from actors, and nothing says what stops one client from taking the share of all others",
            "take calls from actors, and nothing says what stops one client from taking the share of all others",
        ],
        fix: "limit each client at the door and answer 429 beyond it: `has: [rate-limit]`",
    };
    ask::findings(&words, &places)
}
