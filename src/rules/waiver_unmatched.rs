//! See the page.

use super::{Rule, Run, Set, waiver};
use crate::design::{Design, Waiver};
use crate::finding::{Edit, Finding};

pub const RULE: Rule = Rule {
    id: "waiver-unmatched",
    set: Set::Form,
    run: Run::Waivers,
    page: include_str!("waiver-unmatched.md"),
};

/// What is to say of a waiver that covers nothing.
pub fn find(design: &Design, waiver: &Waiver) -> Finding {
    let message = format!("{} covers no finding", waiver::words(waiver));
    let mut finding = Finding::warning(RULE.id, message).at(waiver.span);
    finding.of = waiver.of.as_ref().map(|of| of.value.clone());
    // One that covers nothing here may be there for a state of the design.
    if design.states.is_empty() {
        finding = finding.edit(Edit::Remove { at: waiver.span });
    }
    finding.fix("remove it: what it waived has been mended, or never was")
}
