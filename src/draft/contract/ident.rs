//! Identifiers that every contract language takes: ASCII letters, digits and `_`, a letter first.

use std::collections::BTreeSet;

/// Longest identifier; a longer name keeps its start and gets a mark of its whole text.
const LONGEST: usize = 56;

/// The words of a name in lower case: `photoCount`, `photo_count` and `Photo count` have the same two.
///
/// A character outside ASCII becomes its number, so that two names that differ stay different.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut before_lower = false;
    let mut length = 0;
    for c in name.chars() {
        if length > LONGEST {
            let mark = format!("{:08x}", mark(name));
            words.push(format!("x{mark}"));
            break;
        }
        let breaks = !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && before_lower);
        if breaks && words.last().is_some_and(|w| !w.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            let old = word.len();
            match c {
                c if c.is_ascii_alphanumeric() => word.push(c.to_ascii_lowercase()),
                c if c.is_ascii() => {}
                c => word.push_str(&format!("u{:x}", c as u32)),
            }
            length += word.len() - old;
        }
        before_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    match words.first_mut() {
        // A digit can't come first in any of the languages.
        Some(first) if first.starts_with(|c: char| c.is_ascii_digit()) => first.insert(0, 'n'),
        Some(_) => {}
        None => words.push("unnamed".to_string()),
    }
    words
}

/// A number for a text, the same on every machine (FNV-1a, 32 bits).
fn mark(text: &str) -> u32 {
    text.bytes()
        .fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// `photo_count`
pub fn snake(name: &str) -> String {
    words(name).join("_")
}

/// `PHOTO_COUNT`
pub fn upper(name: &str) -> String {
    snake(name).to_ascii_uppercase()
}

/// `photo-count`
pub fn kebab(name: &str) -> String {
    words(name).join("-")
}

/// `PhotoCount`
pub fn pascal(name: &str) -> String {
    words(name).iter().map(|word| capital(word)).collect()
}

/// `photoCount`
pub fn camel(name: &str) -> String {
    let pascal = pascal(name);
    let mut rest = pascal.chars();
    match rest.next() {
        Some(first) => first.to_ascii_lowercase().to_string() + rest.as_str(),
        None => pascal,
    }
}

/// The text with its first letter large.
pub fn capital(text: &str) -> String {
    let mut rest = text.chars();
    match rest.next() {
        Some(first) => first.to_uppercase().to_string() + rest.as_str(),
        None => String::new(),
    }
}

/// The plural of an English noun, by its ending.
pub fn plural(noun: &str) -> String {
    let stem = |cut: usize| noun.get(..noun.len().saturating_sub(cut)).unwrap_or(noun);
    let ends = |ending: &str| noun.ends_with(ending);
    let vowel_y = ["ay", "ey", "oy", "uy"].iter().any(|e| ends(e));
    if ends("y") && !vowel_y {
        format!("{}ies", stem(1))
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|e| ends(e)) {
        format!("{noun}es")
    } else {
        format!("{noun}s")
    }
}

/// Names of one scope; none is given twice.
#[derive(Debug, Default)]
pub struct Scope(BTreeSet<String>);

impl Scope {
    /// A scope in which some names have a meaning already.
    pub fn without<'a>(reserved: impl IntoIterator<Item = &'a str>) -> Scope {
        Scope(reserved.into_iter().map(str::to_string).collect())
    }

    /// The name, or with the smallest number behind it that is still free.
    pub fn give(&mut self, wanted: String) -> String {
        let mut name = wanted.clone();
        let mut number = 2usize;
        while !self.0.insert(name.clone()) {
            name = format!("{wanted}{number}");
            number += 1;
        }
        name
    }
}
