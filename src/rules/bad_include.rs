//! See the page.

use super::{Rule, Run};

pub const RULE: Rule = Rule {
    id: "bad-include",
    run: Run::Reading,
    page: include_str!("bad-include.md"),
};
