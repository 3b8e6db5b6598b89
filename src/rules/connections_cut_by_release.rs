//! See the page.

use super::{Rule, Run, Set, ask, code, fact};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::{Model, Party};

pub const RULE: Rule = Rule {
    id: "connections-cut-by-release",
    set: Set::Operability,
    run: Run::Design(find),
    page: include_str!("connections-cut-by-release.md"),
};

/// A connection that is held for so long outlives any wait for the last request.
const LONG: f64 = 60.0;

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut places: Vec<ask::Place> = Vec::new();
    for step in fact::steps(model) {
        let long = step.file.hold.as_ref().is_some_and(|h| h.point() >= LONG);
        let Some(holder) = fact::component(model, step.callee).filter(|c| long && code::is_ours(c)) else {
            continue;
        };
        if matches!(step.callee, Party::Component(_)) {
            places.push(ask::Place {
                id: holder.id,
                at: holder.span,
                said: holder.file.facts.says("graceful-shutdown"),
            });
        }
    }
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "holds connections for minutes and cuts them all when it is released: the clients come back in one wave",
            "hold connections for minutes and cut them all when they are released: the clients come back in one wave",
        ],
        open: [
            "holds connections for minutes, and nothing says what becomes of them when it is released",
            "hold connections for minutes, and nothing says what becomes of them when they are released",
        ],
        fix: "take no new ones, and close the old ones a few at a time over minutes: `has: [graceful-shutdown]`",
    };
    ask::findings(&words, &places)
}
