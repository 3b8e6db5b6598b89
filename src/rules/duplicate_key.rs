//! See the page.

use super::{Rule, Run, Set};

pub const RULE: Rule = Rule {
    id: "duplicate-key",
    set: Set::Form,
    run: Run::Reading,
    page: include_str!("duplicate-key.md"),
};
