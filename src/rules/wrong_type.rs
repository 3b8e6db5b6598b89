//! See the page.

use super::{Rule, Run};

pub const RULE: Rule = Rule {
    id: "wrong-type",
    run: Run::Reading,
    page: include_str!("wrong-type.md"),
};
