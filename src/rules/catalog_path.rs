//! See the page.

use super::{Rule, Run};

pub const RULE: Rule = Rule {
    id: "catalog-path",
    run: Run::Reading,
    page: include_str!("catalog-path.md"),
};
