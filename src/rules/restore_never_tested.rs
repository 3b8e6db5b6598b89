//! See the page.

use super::{Rule, Run, Set, ask, truth};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "restore-never-tested",
    set: Set::Operability,
    run: Run::Design(find),
    page: include_str!("restore-never-tested.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let saved = truth::stores(model).into_keys().filter_map(|c| model.components.get(c));
    let places: Vec<ask::Place> = saved
        .filter_map(|c| {
            let backup = c.file.backup.as_ref()?;
            Some(ask::Place {
                id: c.id,
                at: backup.span,
                said: c.file.facts.says("restore-test"),
            })
        })
        .collect();
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "is backed up, and nobody has ever restored it",
            "are backed up, and nobody has ever restored them",
        ],
        open: [
            "is backed up, and nothing says that a restore was ever tried",
            "are backed up, and nothing says that a restore was ever tried",
        ],
        fix: "restore into an empty place each quarter, check and time it: `has: [restore-test]`",
    };
    ask::findings(&words, &places)
}
