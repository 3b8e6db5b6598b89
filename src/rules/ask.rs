//! Facts that a design says, denies or leaves open: one finding for each side, however many places there are.

use super::words;
use crate::finding::{Finding, Severity};
use crate::source::Span;

/// Most further places that a finding shows.
const MOST: usize = 4;

/// A place with what is said of a fact there.
pub struct Place<'a> {
    pub id: &'a str,
    pub at: Span,
    /// Has, lacks, or nothing is said.
    pub said: Option<bool>,
}

/// What a rule says where a fact is denied, and where nothing is said of it.
pub struct Words<'w> {
    pub rule: &'static str,
    /// Behind the ids where the fact is denied, for one and for several of them.
    pub lacks: [&'w str; 2],
    /// The same where nothing is said.
    pub open: [&'w str; 2],
    pub fix: &'w str,
}

/// A warning that lists where the fact is denied, and a question that lists where nothing is said of it. Both stand
/// at their first place; a place that is listed twice counts once.
pub fn findings(words: &Words, places: &[Place]) -> Vec<Finding> {
    let sides = [
        (Some(false), Severity::Warning, words.lacks),
        (None, Severity::Info, words.open),
    ];
    let found = sides.into_iter().filter_map(|(said, severity, text)| {
        let mut here: Vec<&Place> = Vec::new();
        for place in places.iter().filter(|p| p.said == said) {
            if here.iter().all(|p| p.id != place.id) {
                here.push(place);
            }
        }
        let first = here.first()?;
        let text = if here.len() == 1 { text[0] } else { text[1] };
        let message = format!("{} {text}", words::ids(here.iter().map(|p| p.id)));
        let mut finding = Finding::new(words.rule, severity, message)
            .at(first.at)
            .of(first.id)
            .fix(words.fix);
        for place in here.iter().skip(1).take(MOST) {
            finding = finding.related(place.at, "here too");
        }
        Some(finding)
    });
    found.collect()
}
