//! See the page.

use super::{Rule, Run};

pub const RULE: Rule = Rule {
    id: "bad-expression",
    run: Run::Reading,
    page: include_str!("bad-expression.md"),
};
