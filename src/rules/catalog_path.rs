//! See the page.

use super::{Rule, Run, Set};

pub const RULE: Rule = Rule {
    id: "catalog-path",
    set: Set::Form,
    run: Run::Reading,
    page: include_str!("catalog-path.md"),
};
