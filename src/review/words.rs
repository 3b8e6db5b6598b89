//! Whether two names or sentences speak of the same thing.

use std::collections::BTreeSet;

/// Words that say nothing of what a sentence is about.
const EMPTY: [&str; 34] = [
    "a", "an", "and", "as", "at", "be", "by", "can", "each", "for", "from", "get", "has", "have", "i", "in", "is",
    "it", "its", "my", "not", "of", "on", "one", "or", "see", "that", "the", "their", "to", "up", "was", "what",
    "with",
];
/// Letters of a word that count, so that `shorten` and `shorter` are one.
const STEM: usize = 5;
/// Share of the words of the shorter text that two texts have in common when they speak of one thing.
const ALIKE: f64 = 0.5;

/// The words of a text that carry its meaning, cut to their stems.
pub fn stems(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let words = words.filter(|word| !word.is_empty() && !EMPTY.contains(&word.as_str()));
    words.map(|word| word.chars().take(STEM).collect()).collect()
}

/// How much two texts have in common, from 0 to 1: shared stems of the shorter one.
pub fn shared(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let least = a.len().min(b.len());
    match least {
        0 => 0.0,
        least => a.intersection(b).count() as f64 / least as f64,
    }
}

/// Whether two texts speak of one thing.
pub fn alike(a: &str, b: &str) -> bool {
    shared(&stems(a), &stems(b)) >= ALIKE
}
