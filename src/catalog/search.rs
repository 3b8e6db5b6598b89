//! Finds entries by what a person types: id, alias, title, then text; a typo is forgiven.

use super::{Catalog, Entry};

/// A match with its weight; higher is better.
#[derive(Debug)]
pub struct Hit<'a> {
    pub entry: &'a Entry,
    pub score: u32,
}

impl Catalog {
    /// Entries that match, best first.
    pub fn search(&self, query: &str) -> Vec<Hit<'_>> {
        let query = normal(query);
        let words: Vec<&str> = query.split(' ').filter(|w| !w.is_empty()).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let mut hits: Vec<Hit> = self
            .entries()
            .into_iter()
            .map(|entry| Hit {
                entry,
                score: score(entry, &query, &words),
            })
            .filter(|h| h.score > 0)
            .collect();
        hits.sort_by(|a, b| b.score.cmp(&a.score).then(a.entry.id.cmp(&b.entry.id)));
        hits
    }
}

fn normal(text: &str) -> String {
    let spaced: String = text
        .chars()
        .take(200)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    spaced.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn score(entry: &Entry, query: &str, words: &[&str]) -> u32 {
    let names: Vec<String> = [&entry.id, &entry.title]
        .into_iter()
        .chain(&entry.aliases)
        .map(|n| normal(n))
        .collect();
    if let Some(place) = names.iter().position(|n| n == query) {
        return 1000 - place.min(9) as u32;
    }
    let near = |a: &str, b: &str| {
        let allowed = b.chars().count() / 4;
        allowed > 0
            && a.chars().count().abs_diff(b.chars().count()) <= allowed
            && strsim::damerau_levenshtein(a, b) <= allowed
    };
    if names.iter().any(|n| near(query, n)) {
        return 800;
    }
    let texts: Vec<String> = std::iter::once(&entry.summary)
        .chain(&entry.when)
        .chain(&entry.not_when)
        .chain(&entry.trade_offs)
        .chain(&entry.fails)
        .chain(&entry.questions)
        .map(|t| normal(t))
        .collect();
    let of_word = |word: &str| {
        if names.iter().any(|n| n.split(' ').any(|w| w == word)) {
            60
        } else if names.iter().any(|n| n.split(' ').any(|w| w.starts_with(word))) {
            40
        } else if names.iter().any(|n| n.split(' ').any(|w| near(word, w))) {
            25
        } else if texts.iter().any(|t| t.split(' ').any(|w| w == word)) {
            10
        } else if word.len() > 3 && texts.iter().any(|t| t.contains(word)) {
            5
        } else {
            0
        }
    };
    let scores: Vec<u32> = words.iter().map(|w| of_word(w)).collect();
    let missed = scores.iter().filter(|s| **s == 0).count();
    if missed * 2 > words.len() {
        return 0;
    }
    let whole = if names.iter().any(|n| n.contains(query)) {
        200
    } else {
        0
    };
    scores.iter().sum::<u32>() / words.len() as u32 + whole
}
