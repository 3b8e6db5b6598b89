//! See the page.

use super::{Rule, Run, Set, ask, code, fatal, walks};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::nesting;
use crate::model::{Model, Party};
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    id: "big-bang-release",
    set: Set::Operability,
    run: Run::Design(find),
    page: include_str!("big-bang-release.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let musts = fatal::musts(model);
    let mut reached = BTreeSet::new();
    for (flow, walk) in walks::of_flows(model, analysis).filter(|(flow, _)| musts.contains(flow.id)) {
        reached.extend(nesting::awaited_steps(flow, walk).filter_map(|(_, s)| match s.callee {
            Party::Component(c) => Some(c),
            Party::Actor(_) | Party::Unknown => None,
        }));
    }
    let ours = reached.into_iter().filter_map(|c| model.components.get(c));
    let places: Vec<ask::Place> = ours
        .filter(|c| code::is_ours(c))
        .map(|c| ask::Place {
            id: c.id,
            at: c.span,
            // Of two fleets one takes no calls yet: its release can be looked at and taken back, too.
            said: c.file.facts.says("canary").max(c.file.facts.says("blue-green")),
        })
        .collect();
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "gets each release at once: a fault in it fails every run of what must work",
            "get each release at once: a fault in it fails every run of what must work",
        ],
        open: [
            "is under a must, and nothing says that a release reaches a few of its units first",
            "are under a must, and nothing says that a release reaches a few of their units first",
        ],
        fix: "release in waves that stop by themselves: `has: {canary: 4 waves}`, or beside what runs: `has: [blue-green]`",
    };
    ask::findings(&words, &places)
}
