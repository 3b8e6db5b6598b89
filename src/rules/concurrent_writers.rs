//! See the page.

use super::{Rule, Run, Set, ask, fact};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::design::AccessKind;
use crate::finding::Finding;
use crate::model::{Component, Model};

pub const RULE: Rule = Rule {
    id: "concurrent-writers",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("concurrent-writers.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let several = model.components.iter().filter(|c| writes_in_several(c));
    let places: Vec<ask::Place> = several
        .filter(|c| changes(model, c))
        .map(|c| ask::Place {
            id: c.id,
            at: c.file.replication.as_ref().and_then(|r| r.span).unwrap_or(c.span),
            said: c.file.facts.says("conflict-resolution"),
        })
        .collect();
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "takes changes of the same row in several regions at once, and one of them is lost",
            "take changes of the same row in several regions at once, and one of them is lost",
        ],
        open: [
            "takes changes of the same row in several regions at once, and nothing says which of them counts",
            "take changes of the same row in several regions at once, and nothing says which of them counts",
        ],
        fix: "give each row a home region that takes its writes, or say how two are joined: `has: [conflict-resolution]`",
    };
    ask::findings(&words, &places)
}

/// Whether copies in several regions take writes without waiting for one another.
fn writes_in_several(component: &Component) -> bool {
    let Some(replication) = component.file.replication.as_ref() else {
        return false;
    };
    let everywhere = matches!(replication.writer, Some("any" | "region"));
    let apart = replication.between != Some("sync");
    component.role == Role::Store && component.regions.len() > 1 && everywhere && apart
}

/// Whether rows that it keeps are changed: what is only added can't conflict.
fn changes(model: &Model, component: &Component) -> bool {
    let mut steps = fact::steps(model).filter(|s| model.party_id(s.callee) == component.id);
    steps.any(|s| s.file.accesses.iter().any(|a| a.kind == AccessKind::Update))
}
