//! See the page.

use super::{Rule, Run, Set, waiver};
use crate::design::Waiver;
use crate::finding::Finding;

pub const RULE: Rule = Rule {
    id: "waiver-unmatched",
    set: Set::Form,
    run: Run::Waivers,
    page: include_str!("waiver-unmatched.md"),
};

/// What is to say of a waiver that covers nothing.
pub fn find(waiver: &Waiver) -> Finding {
    let message = format!("{} covers no finding now", waiver::words(waiver));
    let mut finding = Finding::warning(RULE.id, message).at(waiver.span);
    finding.of = waiver.of.as_ref().map(|of| of.value.clone());
    finding.fix("correct its `rule` and `of`, or take it out: `--fix` leaves that to you")
}
