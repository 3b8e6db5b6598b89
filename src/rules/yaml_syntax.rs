//! See the page.

use super::{Rule, Run};

pub const RULE: Rule = Rule {
    id: "yaml-syntax",
    run: Run::Reading,
    page: include_str!("yaml-syntax.md"),
};
