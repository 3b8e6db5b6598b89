//! See the page.

use super::{Rule, Run};

pub const RULE: Rule = Rule {
    id: "unknown-word",
    run: Run::Reading,
    page: include_str!("unknown-word.md"),
};
