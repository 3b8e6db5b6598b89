//! See the page.

use super::{Rule, Run, Set};

pub const RULE: Rule = Rule {
    id: "wrong-type",
    set: Set::Form,
    run: Run::Reading,
    page: include_str!("wrong-type.md"),
};
