//! See the page.

use super::{Rule, Run, Set};

pub const RULE: Rule = Rule {
    id: "bad-expression",
    set: Set::Form,
    run: Run::Reading,
    page: include_str!("bad-expression.md"),
};
