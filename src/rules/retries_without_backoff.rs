//! See the page.

use super::{Rule, Run, Set, ask, fact};
use crate::analysis::Analysis;
use crate::design::Facts;
use crate::finding::Finding;
use crate::model::{Model, Step};

pub const RULE: Rule = Rule {
    id: "retries-without-backoff",
    set: Set::Api,
    run: Run::Design(find),
    page: include_str!("retries-without-backoff.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut places: Vec<ask::Place> = Vec::new();
    for step in fact::steps(model) {
        let (Some(retries), Some(caller)) = (&step.file.retries, fact::component(model, step.caller)) else {
            continue;
        };
        let said = [says(model, step, "backoff"), says(model, step, "jitter")];
        let said = match said {
            [Some(false), _] | [_, Some(false)] => Some(false),
            [None, None] => None,
            _ => Some(true),
        };
        // One further try without a word is no wave yet.
        if retries.value > 1 || retries.value == 1 && said == Some(false) {
            places.push(ask::Place {
                id: caller.id,
                at: retries.span,
                said,
            });
        }
    }
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "tries again at once or in step with others: what failed gets all of it again in one wave",
            "try again at once or in step with others: what failed gets all of it again in one wave",
        ],
        open: [
            "tries again more than once, and nothing says that it waits longer each time and not in step with others",
            "try again more than once, and nothing says that they wait longer each time and not in step with others",
        ],
        fix: "double the wait with each try and draw it at random: `has: [backoff, jitter]` on the caller",
    };
    ask::findings(&words, &places)
}

/// On the step, its flow or its caller: it is the caller that waits.
fn says(model: &Model, step: &Step, word: &str) -> Option<bool> {
    let flow: Option<&Facts> = model.flows.get(step.owner).map(|f| &f.file.facts);
    let caller = fact::component(model, step.caller).map(|c| &c.file.facts);
    let mut places = [Some(&step.file.facts), flow, caller].into_iter().flatten();
    places.find_map(|facts| facts.says(word))
}
