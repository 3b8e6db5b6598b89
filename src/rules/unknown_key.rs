//! See the page.

use super::{Rule, Run, Set};

pub const RULE: Rule = Rule {
    id: "unknown-key",
    set: Set::Form,
    run: Run::Reading,
    page: include_str!("unknown-key.md"),
};
