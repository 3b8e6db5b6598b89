//! How well an entry matches.

use super::word::{akin, begins, root, same, slips, split, squashed};
use super::{IN_NAMES, NAMED, Seen};

/// Letters of a query that are looked at.
const LONGEST: usize = 200;
/// Words of a query that are looked at.
const MOST_WORDS: usize = 16;
/// The score of what is called so but for typos.
const MISSPELT: f64 = 950.0;
/// The score of what has all words in one name.
const IN_ONE_NAME: f64 = 700.0;
/// What a word of the text counts of one of a name.
const OF_TEXT: f64 = 0.35;
/// What a word counts that says nothing about the topic.
const OF_FILLER: f64 = 0.1;
const FILLERS: [&str; 36] = [
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "for", "from", "how", "i", "if", "in", "is", "it",
    "my", "of", "on", "or", "should", "the", "to", "use", "versus", "vs", "we", "what", "when", "where", "which",
    "why", "with", "you",
];
/// Letters of a word that may stand for what it begins.
const SHORTEST_HEAD: usize = 3;

/// The names of an entry: its id, its title, its aliases.
#[derive(Debug, Default)]
pub struct Names(Vec<Name>);

#[derive(Debug)]
struct Name {
    words: Vec<String>,
    squashed: String,
}

impl Names {
    pub fn add(&mut self, name: &str) {
        self.0.push(Name {
            words: split(name).map(str::to_lowercase).collect(),
            squashed: squashed(name),
        });
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|name| &name.words).map(String::as_str)
    }
}

/// A word of the query.
#[derive(Debug)]
struct Word {
    text: String,
    /// Without its ending.
    root: String,
    /// How rare it is: what it counts.
    weight: f64,
    /// Whether it was typed differently.
    corrected: bool,
}

/// The words of a query.
#[derive(Debug)]
pub struct Words {
    words: Vec<Word>,
    squashed: String,
    /// The query with its typos mended.
    mended: String,
}

impl Words {
    pub fn of(query: &str) -> Words {
        let query: String = query.chars().take(LONGEST).collect();
        let mut words: Vec<Word> = Vec::new();
        for word in split(&query) {
            if words.len() < MOST_WORDS && !words.iter().any(|w| same(&w.text, word)) {
                words.push(Word {
                    text: word.to_lowercase(),
                    root: root(word),
                    weight: 1.0,
                    corrected: false,
                });
            }
        }
        Words {
            words,
            squashed: squashed(&query),
            mended: squashed(&query),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Mends each word that nothing has by the one that it is nearest to, of the names before that of the prose.
    pub fn correct<'a, S, T>(&mut self, seen: S, prose: impl Fn() -> T)
    where
        S: Iterator<Item = &'a Seen> + Clone,
        T: Iterator<Item = &'a str>,
    {
        for word in &mut self.words {
            let names = || seen.clone().flat_map(|s| s.names.words());
            let known = names().any(|other| akin(&word.text, other) || is_head(&word.text, other));
            if known || seen.clone().any(|s| s.text.contains(&word.root)) {
                continue;
            }
            if let Some(found) = nearest(&word.text, names()).or_else(|| nearest(&word.text, prose())) {
                self.mended = self.mended.replacen(&squashed(&word.text), &squashed(&found), 1);
                word.root = root(&found);
                word.text = found;
                word.corrected = true;
            }
        }
    }

    /// Weighs each word by how few entries have it: the root of ln(1 + N / n), the usual inverse document frequency,
    /// so that one rare word does not outweigh all others. A word that nothing has is left out.
    pub fn weigh<'a>(&mut self, seen: impl Iterator<Item = &'a Seen> + Clone) {
        let all = seen.clone().count() as f64;
        for word in &mut self.words {
            let has = |s: &&Seen| s.text.contains(&word.root) || likeness(word, s.names.words()) > 0.0;
            let have = seen.clone().filter(has).count();
            word.weight = match have {
                0 => 0.0,
                _ if FILLERS.contains(&word.text.as_str()) => OF_FILLER,
                _ => libm::sqrt(libm::log(1.0 + all / (have as f64))),
            };
        }
    }

    /// From 0, nothing in common, to 1000, its id.
    pub fn score(&self, seen: &Seen) -> u32 {
        let names = &seen.names;
        let called = |query: &str| names.0.iter().position(|name| name.squashed == query);
        if let Some(place) = called(&self.squashed) {
            return 1000 - (place.min((1000 - NAMED) as usize) as u32);
        }
        if self.mended != self.squashed && called(&self.mended).is_some() {
            return MISSPELT as u32;
        }
        // One word for two: `loadbalncer`.
        if self.words.len() == 1 && names.0.iter().any(|n| slips(&self.squashed, &n.squashed).is_some()) {
            return MISSPELT as u32 - 1;
        }
        let total: f64 = self.words.iter().map(|w| w.weight).sum();
        if total <= 0.0 {
            return 0;
        }
        let share = |worth: &dyn Fn(&Word) -> f64| {
            let counted = self.words.iter().map(|w| w.weight * worth(w));
            counted.sum::<f64>() / total
        };
        let in_one = names.0.iter().filter_map(|name| {
            let of_name = |w: &Word| likeness(w, name.words.iter().map(String::as_str));
            let covered = self.words.len() as f64 / (name.words.len().max(1) as f64);
            let all = self.words.iter().all(|w| of_name(w) > 0.0);
            all.then(|| IN_ONE_NAME + 190.0 * share(&of_name) * covered.min(1.0))
        });
        if let Some(best) = in_one.reduce(f64::max) {
            return best as u32;
        }
        let in_names = |w: &Word| likeness(w, names.words());
        if self.words.iter().all(|w| in_names(w) > 0.0) {
            return IN_NAMES + (150.0 * share(&in_names)) as u32;
        }
        let in_text = |w: &Word| if seen.text.contains(&w.root) { OF_TEXT } else { 0.0 };
        let worth = |w: &Word| in_names(w).max(in_text(w));
        let missed = share(&|w| if worth(w) > 0.0 { 0.0 } else { 1.0 });
        if missed > 0.5 {
            return 0;
        }
        // Below what has all words in its names.
        (f64::from(IN_NAMES - 1) * share(&worth)).max(1.0) as u32
    }
}

/// How like a word is to the likest of others, from 0 to 1.
fn likeness<'a>(word: &Word, others: impl Iterator<Item = &'a str>) -> f64 {
    let one = |other: &str| {
        if same(&word.text, other) {
            1.0
        } else if akin(&word.text, other) {
            0.95
        } else if is_head(&word.text, other) {
            0.7
        } else {
            0.0
        }
    };
    let found = others.map(one).fold(0.0, f64::max);
    if word.corrected { 0.8 * found } else { found }
}

/// Whether a word is the head of a longer one: `dynamo`.
fn is_head(word: &str, other: &str) -> bool {
    word.len() >= SHORTEST_HEAD && begins(word, other)
}

/// The word that another was meant to be: the fewest slips, then the one of the same first letter, then the first
/// of the alphabet.
fn nearest<'a>(word: &str, others: impl Iterator<Item = &'a str>) -> Option<String> {
    let first = word.chars().next();
    let near = others.filter_map(|other| {
        let other_first = other.chars().next().map(|c| c.to_ascii_lowercase());
        // A slip in the first letter is rare, and most words are left out by it at once.
        let slips = (other_first == first).then(|| slips(word, other)).flatten()?;
        Some((slips, other.to_lowercase()))
    });
    near.min().map(|(_, other)| other)
}
