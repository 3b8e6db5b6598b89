//! See the page.

use super::{Rule, Run};

pub const RULE: Rule = Rule {
    id: "duplicate-key",
    run: Run::Reading,
    page: include_str!("duplicate-key.md"),
};
