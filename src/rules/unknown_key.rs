//! See the page.

use super::{Rule, Run};

pub const RULE: Rule = Rule {
    id: "unknown-key",
    run: Run::Reading,
    page: include_str!("unknown-key.md"),
};
