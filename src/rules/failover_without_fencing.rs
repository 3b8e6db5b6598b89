//! See the page.

use super::{Rule, Run, Set, ask};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::Finding;
use crate::model::{Component, Model};

pub const RULE: Rule = Rule {
    id: "failover-without-fencing",
    set: Set::Redundancy,
    run: Run::Design(find),
    page: include_str!("failover-without-fencing.md"),
};

/// Servers whose failover is done by something beside them; others elect their writer themselves.
const FROM_OUTSIDE: [&str; 2] = ["mysql", "postgresql"];

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let places: Vec<ask::Place> = model
        .components
        .iter()
        .filter(|c| switches(c))
        .map(|c| ask::Place {
            id: c.id,
            at: c.file.replication.as_ref().and_then(|r| r.span).unwrap_or(c.span),
            said: c.file.facts.says("fencing"),
        })
        .collect();
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "may have two writers after a failover: the old one comes back and goes on writing",
            "may have two writers after a failover: the old one comes back and goes on writing",
        ],
        open: [
            "fails over, and nothing says what keeps the old writer from going on when it was only cut off",
            "fail over, and nothing says what keeps the old writer from going on when it was only cut off",
        ],
        fix: "give each writer a number that grows, and let the copies refuse an older one, or cut the old one off for sure: \
              `has: [fencing]`",
    };
    ask::findings(&words, &places)
}

/// Whether one of its copies takes over by itself.
fn switches(component: &Component) -> bool {
    let replication = component.file.replication.as_ref();
    let one = replication.is_some_and(|r| r.writer == Some("one") && r.failover.is_some());
    let outside = component
        .technology
        .is_none_or(|(entry, _)| FROM_OUTSIDE.contains(&entry.id.as_str()));
    component.role == Role::Store && one && outside && !component.is_service() && component.copies != Some(1)
}
