//! Facts that a design says, denies or leaves open at some places.

use crate::finding::{Finding, Severity};
use crate::source::Span;

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
    /// Behind the id where the fact is denied, and behind the ids of several.
    pub lacks: [&'w str; 2],
    /// The same where nothing is said.
    pub open: [&'w str; 2],
    pub fix: &'w str,
}

/// A warning for each place where the fact is denied, and a question for each where nothing is said of it; those of
/// one kind become one finding later.
pub fn findings(words: &Words, places: &[Place]) -> Vec<Finding> {
    let found = places.iter().filter_map(|place| {
        let (severity, [one, many]) = match place.said {
            Some(true) => return None,
            Some(false) => (Severity::Warning, words.lacks),
            None => (Severity::Info, words.open),
        };
        let message = format!("`{}` {one}", place.id);
        let finding = Finding::new(words.rule, severity, message).at(place.at).of(place.id);
        Some(finding.alike(place.id, many).fix(words.fix))
    });
    found.collect()
}
