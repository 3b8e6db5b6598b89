//! See the page.

use super::{Rule, Run, Set};

pub const RULE: Rule = Rule {
    id: "unknown-word",
    set: Set::Form,
    run: Run::Reading,
    page: include_str!("unknown-word.md"),
};
