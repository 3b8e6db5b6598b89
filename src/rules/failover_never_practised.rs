//! See the page.

use super::{Rule, Run, Set, ask};
use crate::analysis::Analysis;
use crate::design::{Metric, Nonfunctional};
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "failover-never-practised",
    set: Set::Operability,
    run: Run::Design(find),
    page: include_str!("failover-never-practised.md"),
};

/// Failures that a person notices and decides about, or that happen so seldom that nobody has seen one.
const RARE: [&str; 3] = ["region", "region lost", "all lost"];

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let regions = || model.design.components.iter().map(|(_, c)| c.facts.says("game-day"));
    let said = regions().flatten().reduce(|a, b| a || b);
    let places: Vec<ask::Place> = model
        .design
        .nonfunctional
        .iter()
        .filter(|(_, r)| promises(r))
        .map(|(id, _)| ask::Place {
            id: &id.value,
            at: id.span,
            said,
        })
        .collect();
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "promises to survive the loss of a region or of all, and nobody has ever tried",
            "promise to survive the loss of a region or of all, and nobody has ever tried",
        ],
        open: [
            "promises to survive the loss of a region or of all, and nothing says that anybody has tried",
            "promise to survive the loss of a region or of all, and nothing says that anybody has tried",
        ],
        fix: "lose one on purpose, under watch, twice a year: `has: [game-day]` on a component that moves",
    };
    ask::findings(&words, &places)
}

/// Whether a requirement promises something for a rare failure.
fn promises(requirement: &Nonfunctional) -> bool {
    let survives = requirement.metrics.iter().any(|m| match &m.value {
        Metric::Survive(what) => RARE.contains(&what.as_str()),
        _ => false,
    });
    survives
        || requirement
            .when
            .as_ref()
            .is_some_and(|w| RARE.contains(&w.value.as_str()))
}
