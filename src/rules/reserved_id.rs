//! See the page.

use super::{Rule, Run};

pub const RULE: Rule = Rule {
    id: "reserved-id",
    run: Run::Reading,
    page: include_str!("reserved-id.md"),
};
