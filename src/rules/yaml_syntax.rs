//! See the page.

use super::{Rule, Run, Set};

pub const RULE: Rule = Rule {
    id: "yaml-syntax",
    set: Set::Form,
    run: Run::Reading,
    page: include_str!("yaml-syntax.md"),
};
