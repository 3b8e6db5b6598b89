//! What the interviewer knows, told when asked.

use crate::catalog::case::{Case, Clarification};
use std::collections::BTreeSet;

/// Words that say nothing about what is asked.
const SMALL: [&str; 72] = [
    "a", "an", "the", "is", "are", "was", "do", "does", "did", "can", "could", "should", "would", "will", "may",
    "must", "we", "you", "i", "it", "they", "there", "this", "that", "of", "to", "in", "on", "at", "for", "from", "by",
    "with", "and", "or", "not", "be", "been", "have", "has", "what", "which", "how", "why", "any", "some", "all",
    "our", "your", "their", "need", "want", "about", "per", "each", "if", "us", "where", "who", "into", "when", "one",
    "single", "also", "as", "just", "so", "tell", "me", "say", "get", "many",
];

/// What a question asks for by its first words: `how many`, `how big`, `where`. It decides between facts that share
/// their words, and is no word itself.
const KINDS: [(&[&str], &str); 8] = [
    (&["how many", "how much", "number of"], "many"),
    (&["how big", "how large", "how huge", "what size", "size of"], "size"),
    (&["how long"], "long"),
    (&["how often", "how frequently"], "often"),
    (&["how fast", "how quick", "how quickly", "how soon"], "fast"),
    (&["how far"], "far"),
    (&["where"], "where"),
    (&["who"], "who"),
];

/// Of what is asked, the least share that a fact has to be about.
const LEAST_SHARE: f64 = 0.5;
/// The least weight of the words that a fact shares with a question: a word of every second fact is too little.
const LEAST_WEIGHT: f64 = 0.55;
/// What the kind of the question adds where it is that of the fact, and takes where it is another: `how big` is not
/// `how many`.
const KIND: f64 = 0.25;
/// What a word adds under which the case lists the fact.
const LISTED: f64 = 0.2;
/// What a word of the answer adds against one of the question.
const OF_ANSWER: f64 = 0.2;

/// A fact, read once for its words.
struct Fact<'c> {
    fact: &'c Clarification,
    kind: Option<&'static str>,
    /// Words of its question, and those that are listed beside it.
    words: BTreeSet<String>,
    listed: Vec<BTreeSet<String>>,
    answer: BTreeSet<String>,
}

/// The fact that answers a question best, if one does. A word weighs the less the more facts of the case share it, and
/// a fact that is about less than half of what is asked is none.
pub fn answer<'c>(question: &str, case: &'c Case) -> Option<&'c Clarification> {
    let facts: Vec<Fact> = case.clarify.iter().map(Fact::read).collect();
    let asked = content(question);
    let kind = kind(question);
    let named: BTreeSet<String> = asked.iter().cloned().chain(stems(kind.unwrap_or_default())).collect();
    let rarity = |word: &String| {
        let sharing = facts.iter().filter(|f| f.words.contains(word)).count();
        1.0 / sharing.max(1) as f64
    };
    let score = |fact: &Fact| {
        let own: Vec<&String> = asked.intersection(&fact.words).collect();
        let weak = asked
            .iter()
            .filter(|w| !fact.words.contains(*w) && fact.answer.contains(*w));
        let weak = weak.count() as f64;
        let share = (own.len() as f64 + weak / 2.0) / asked.len().max(1) as f64;
        let listed = fact.listed.iter().any(|words| words.is_subset(&named));
        let alike = match (kind, fact.kind) {
            (Some(asked), Some(own)) if asked == own => KIND,
            // How large a list is, is how many there are.
            (Some("many"), Some("size")) => 0.0,
            (Some(_), Some(_)) => -KIND,
            _ => 0.0,
        };
        let weight: f64 =
            own.iter().map(|w| rarity(w)).sum::<f64>() + OF_ANSWER * weak + if listed { LISTED } else { 0.0 } + alike;
        let enough = !own.is_empty() && share >= LEAST_SHARE && weight >= LEAST_WEIGHT;
        enough.then_some(weight)
    };
    let mut best: Option<(f64, &Fact)> = None;
    for fact in &facts {
        // Of two that share as much, the one that is about little else.
        let better = |weight: f64, (most, other): (f64, &Fact)| {
            weight > most + 1e-9 || (weight > most - 1e-9 && fact.words.len() < other.words.len())
        };
        if let Some(weight) = score(fact)
            && best.is_none_or(|best| better(weight, best))
        {
            best = Some((weight, fact));
        }
    }
    best.map(|(_, fact)| fact.fact)
}

impl<'c> Fact<'c> {
    fn read(fact: &'c Clarification) -> Fact<'c> {
        let listed: Vec<BTreeSet<String>> = fact.words.iter().map(|w| stems(w)).filter(|w| !w.is_empty()).collect();
        let words = content(&fact.ask);
        Fact {
            fact,
            kind: kind(&fact.ask),
            words: words.into_iter().chain(listed.iter().flatten().cloned()).collect(),
            listed,
            answer: stems(&fact.answer),
        }
    }
}

/// The kind of a question.
fn kind(question: &str) -> Option<&'static str> {
    let words = spaced(question);
    let found = KINDS
        .iter()
        .find(|(begins, _)| begins.iter().any(|b| words.contains(&format!(" {b} "))));
    found.map(|(_, kind)| *kind)
}

/// The words of a question without those of its kind.
fn content(question: &str) -> BTreeSet<String> {
    let mut words = spaced(question);
    for begin in KINDS.iter().flat_map(|(begins, _)| begins.iter()) {
        words = words.replacen(&format!(" {begin} "), " ", 1);
    }
    stems(&words)
}

/// The words in small letters with one blank around each.
fn spaced(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<String> = words.filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    format!(" {} ", words.join(" "))
}

/// The words of a text without endings and small words.
fn stems(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words
        .map(str::to_lowercase)
        .filter(|w| w.len() > 1 && !SMALL.contains(&w.as_str()));
    words.map(|w| stem(&w)).collect()
}

/// Forms of a word that no ending tells.
const IRREGULAR: [(&str, &str); 16] = [
    ("kept", "keep"),
    ("sent", "send"),
    ("sold", "sell"),
    ("held", "hold"),
    ("bought", "buy"),
    ("lost", "lose"),
    ("chosen", "choose"),
    ("chose", "choose"),
    ("seen", "see"),
    ("written", "write"),
    ("paid", "pay"),
    ("grown", "grow"),
    ("growth", "grow"),
    ("people", "person"),
    ("countries", "country"),
    ("delivery", "deliver"),
];

fn stem(word: &str) -> String {
    let regular = IRREGULAR.iter().find(|(form, _)| *form == word);
    let word = regular.map_or(word, |(_, own)| own);
    let cut = |ending: &str, least: usize| word.strip_suffix(ending).filter(|s| s.chars().count() >= least);
    let endings = [
        ("ations", 3),
        ("ation", 3),
        ("ions", 4),
        ("ion", 4),
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
