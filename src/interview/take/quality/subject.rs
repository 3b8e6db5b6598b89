//! What a quality is about, as people call it: a flow by its wish, an entity in plural.

use super::super::super::draft::Draft;
use super::super::noun::{self, singular};

/// Words for the whole system: the quality is about no part of it.
const WHOLE: [&str; 12] = [
    "all",
    "everything",
    "everyone",
    "system",
    "site",
    "service",
    "app",
    "all flows",
    "all users",
    "whole system",
    "users",
    "every flow",
];

/// What a phrase names.
#[derive(Debug, PartialEq)]
pub enum Subject {
    /// The whole design.
    Whole,
    /// An id of the design, or one that is new to it.
    Id(String),
}

/// What the words behind `of` name; none where they are a sentence.
pub fn named(words: &[String], of_data: bool, draft: &Draft) -> Option<Subject> {
    let words: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .skip_while(|w| ["the", "a", "an", "our", "any"].contains(w))
        .collect();
    let phrase = words.join(" ");
    if let Some(id) = known(&words, of_data, draft) {
        return Some(Subject::Id(id));
    }
    if WHOLE.contains(&phrase.as_str()) {
        return Some(Subject::Whole);
    }
    match words.as_slice() {
        // Data is often named before it is asked for.
        [one] if of_data && noun::is_plain(one) => Some(Subject::Id(singular(one))),
        [one] if noun::is_plain(one) => Some(Subject::Id((*one).to_string())),
        _ => None,
    }
}

/// The id of the design that a phrase means, if one is meant.
pub fn known(words: &[&str], of_data: bool, draft: &Draft) -> Option<String> {
    let id = words.join("_");
    let mut forms = vec![id.clone(), singular(&id)];
    if !of_data {
        forms.extend(verbs(&id));
    }
    let in_map = |map: &str| {
        let names = draft.names(&[map]);
        forms
            .iter()
            .find_map(|form| names.iter().find(|n| n.eq_ignore_ascii_case(form)).cloned())
    };
    let (maps, later): (&[&str], &[&str]) = match of_data {
        true => (&["data", "components", "flows"], &[]),
        false => (&["flows", "components"], &["data"]),
    };
    let exact = maps.iter().find_map(|map| in_map(map));
    let by_wish = || (!of_data).then(|| served(words, draft)).flatten();
    exact
        .or_else(by_wish)
        .or_else(|| later.iter().find_map(|map| in_map(map)))
}

/// The verbs of which a word may be the noun: `booking` of `book`, `sharing` of `share`, `shipping` of `ship`.
fn verbs(word: &str) -> Vec<String> {
    let Some(stem) = word.strip_suffix("ing") else {
        return Vec::new();
    };
    let mut letters = stem.chars().rev();
    let doubled = letters.next().is_some_and(|last| letters.next() == Some(last));
    let short = stem.get(..stem.len().saturating_sub(1)).filter(|_| doubled);
    let long = format!("{stem}e");
    [Some(stem), Some(long.as_str()), short]
        .into_iter()
        .flatten()
        .map(str::to_string)
        .collect()
}

/// The flow of the only wish that a phrase is about.
fn served(words: &[&str], draft: &Draft) -> Option<String> {
    match serving(words, draft).as_slice() {
        [flow] => Some(flow.clone()),
        _ => None,
    }
}

/// The flows of the wishes that a phrase is about.
pub fn serving(words: &[&str], draft: &Draft) -> Vec<String> {
    let path = ["requirements", "functional"];
    let about = |id: &String| {
        let want = draft.value(&[path[0], path[1], id, "want"]).unwrap_or_default();
        let wish: Vec<String> = want.to_lowercase().split(' ').map(singular).collect();
        words.iter().all(|w| wish.contains(&singular(w)))
    };
    if words.is_empty() {
        return Vec::new();
    }
    let ids = draft.names(&path).into_iter().filter(about);
    let mut flows: Vec<String> = ids
        .filter_map(|id| draft.value(&[path[0], path[1], &id, "flow"]))
        .collect();
    flows.dedup();
    flows
}
