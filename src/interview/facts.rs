//! What the interviewer knows, told when asked.

use crate::catalog::case::{Case, Clarification};
use std::collections::BTreeSet;

/// Words that say nothing about what is asked.
const SMALL: [&str; 57] = [
    "a", "an", "the", "is", "are", "was", "do", "does", "did", "can", "could", "should", "would", "will", "may",
    "must", "we", "you", "i", "it", "they", "there", "this", "that", "of", "to", "in", "on", "at", "for", "from", "by",
    "with", "and", "or", "not", "be", "been", "have", "has", "what", "which", "how", "why", "any", "some", "all",
    "our", "your", "their", "need", "want", "about", "per", "each", "if", "us",
];

/// The fact that answers a question best, if one does.
pub fn answer<'c>(question: &str, case: &'c Case) -> Option<&'c Clarification> {
    let asked = stems(question);
    let score = |c: &Clarification| {
        let own = stems(&c.ask);
        let further: BTreeSet<String> = c.words.iter().flat_map(|w| stems(w)).collect();
        let strong = own.union(&further).filter(|w| asked.contains(*w)).count();
        let weak = stems(&c.answer).intersection(&asked).count();
        // Of two that share as many words, the one that is about little else.
        (3 * strong + weak, std::cmp::Reverse(own.len()))
    };
    let scored = case.clarify.iter().map(|c| (score(c), c));
    let found = scored.filter(|((words, _), _)| *words >= 3);
    found.rev().max_by_key(|(score, _)| *score).map(|(_, c)| c)
}

/// The words of a text without endings and small words.
fn stems(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words
        .map(str::to_lowercase)
        .filter(|w| w.len() > 1 && !SMALL.contains(&w.as_str()));
    words.map(|w| stem(&w)).collect()
}

fn stem(word: &str) -> String {
    let cut = |ending: &str, least: usize| word.strip_suffix(ending).filter(|s| s.chars().count() >= least);
    let endings = [
        ("ations", 3),
        ("ation", 3),
        ("ings", 3),
        ("ing", 3),
        ("ies", 2),
        ("ed", 3),
        ("es", 3),
        ("s", 3),
        ("y", 3),
        ("e", 3),
    ];
    let found = endings.iter().find_map(|(ending, least)| cut(ending, *least));
    found.unwrap_or(word).to_string()
}
