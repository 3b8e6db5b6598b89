//! See the page.

use super::{Rule, Run, Set, waiver};
use crate::design::{Design, Waiver};
use crate::finding::Finding;

pub const RULE: Rule = Rule {
    id: "waiver-expired",
    set: Set::Form,
    run: Run::Waivers,
    page: include_str!("waiver-expired.md"),
};

/// Dates compare as text, year first. Without a `today` nothing is judged.
pub fn expired(design: &Design, waiver: &Waiver) -> bool {
    match (&design.today, &waiver.until) {
        (Some(today), Some(until)) => *today > until.value,
        _ => false,
    }
}

/// What is to say of a waiver that covers something.
pub fn find(design: &Design, waiver: &Waiver) -> Option<Finding> {
    let until = waiver.until.as_ref().filter(|_| expired(design, waiver))?;
    let message = format!("{} ran out on {}", waiver::words(waiver), until.value);
    let mut finding = Finding::warning(RULE.id, message).at(until.span);
    finding.of = waiver.of.as_ref().map(|of| of.value.clone());
    Some(finding.fix("mend what it waives, or decide again and set a new day"))
}
