//! Finds entries by what a person types: a name first, then words of names, then words of the text; a typo is
//! forgiven. Only title, aliases and the words of the prose are looked at, so nothing but the hits is read.

mod score;
mod word;

use super::{Catalog, Entry, Kind, Slot, lines};
use crate::form::{Value, yaml};
use crate::source::{FileId, Source};
use score::{Names, Words};
use std::cmp::Reverse;
use std::collections::HashSet;

/// A hit of this score or more is called so; below it the query only has to do with it.
pub const NAMED: u32 = 990;
/// From this score on every word of the query stands in a name, be it with a typo.
pub const IN_NAMES: u32 = 500;

/// Most hits that are read and handed out.
const MOST: usize = 50;
/// Keys under which the prose of an entry stands.
const TEXT: [&str; 9] = [
    "summary",
    "when",
    "not_when",
    "trade_offs",
    "fails",
    "questions",
    "prompt",
    "inject",
    "ask",
];

/// A match with its weight; higher is better.
#[derive(Debug)]
pub struct Hit<'a> {
    pub entry: &'a Entry,
    /// From 1 to 1000.
    pub score: u32,
}

/// An entry as the search sees it.
pub struct Seen {
    names: Names,
    /// The words of its prose without their endings.
    text: HashSet<String>,
}

impl Catalog {
    /// Entries that match, best first; at most fifty.
    pub fn search(&self, query: &str) -> Vec<Hit<'_>> {
        let mut words = Words::of(query);
        if words.is_empty() {
            return Vec::new();
        }
        let seen = || {
            let slots = self.slots.iter();
            slots.map(|((id, _), slot)| (id.as_str(), slot, slot.seen.get_or_init(|| see(id, &slot.text))))
        };
        words.correct(seen().map(|(.., seen)| seen), || {
            self.slots.values().flat_map(|slot| prose(&slot.text))
        });
        words.weigh(seen().map(|(.., seen)| seen));
        let mut hits: Vec<(u32, &str, &Slot)> = seen()
            .map(|(id, slot, seen)| (words.score(seen), id, slot))
            .filter(|(score, ..)| *score > 0)
            .collect();
        hits.sort_by_key(|(score, id, slot)| (Reverse(*score), behind(slot.kind), slot.kind, *id));
        hits.truncate(MOST);
        hits.into_iter()
            .filter_map(|(score, id, slot)| {
                let entry = Self::read(id, slot)?;
                Some(Hit { entry, score })
            })
            .collect()
    }
}

fn see(id: &str, text: &str) -> Seen {
    Seen {
        names: names(id, text),
        text: prose(text).map(word::root).collect(),
    }
}

/// What stands behind on an equal score: a case, a price or a drill about a thing behind the thing.
fn behind(kind: Kind) -> bool {
    kind.is_apart() || kind == Kind::Price
}

/// Id, title and aliases.
fn names(id: &str, text: &str) -> Names {
    let mut names = Names::default();
    names.add(id);
    let head: String = lines::of(text, &["title", "aliases"]).collect();
    let source = Source::new("names", head);
    let Some(node) = yaml::read(FileId(0), &source, &mut Vec::new()) else {
        return names;
    };
    for key in ["title", "aliases"] {
        match node.get(key).map(|n| &n.value) {
            Some(Value::Scalar { text, .. }) => names.add(text),
            Some(Value::List(items)) => {
                for item in items {
                    if let Value::Scalar { text, .. } = &item.value {
                        names.add(text);
                    }
                }
            }
            _ => {}
        }
    }
    names
}

/// The words of the prose.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    lines::of(text, &TEXT).flat_map(|line| {
        // The key is no word of the text.
        let begins = line.starts_with(|c: char| c.is_ascii_alphabetic());
        let words = match line.split_once(':') {
            Some((_, rest)) if begins => rest,
            _ => line,
        };
        word::split(words)
    })
}
