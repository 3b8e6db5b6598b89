//! See the page.

use super::{Rule, Run, Set};

pub const RULE: Rule = Rule {
    id: "reserved-id",
    set: Set::Form,
    run: Run::Reading,
    page: include_str!("reserved-id.md"),
};
