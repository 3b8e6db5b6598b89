//! See the page.

use super::{Rule, Run};

pub const RULE: Rule = Rule {
    id: "missing-key",
    run: Run::Reading,
    page: include_str!("missing-key.md"),
};
