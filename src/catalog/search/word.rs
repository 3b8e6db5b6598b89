//! Words as the search compares them: no case, no plural, British as American.

/// Words shorter than this are compared as they are.
const SHORTEST: usize = 4;

/// The words of a text; what stands between them, a hyphen too, does not matter.
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

/// A letter as it is compared.
fn fold(letter: u8) -> u8 {
    match letter.to_ascii_lowercase() {
        b'z' => b's',
        letter => letter,
    }
}

/// Whether two words are spelt alike.
pub fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).all(|(a, b)| fold(a) == fold(b))
}

/// Whether the first word begins the second one.
pub fn begins(a: &str, b: &str) -> bool {
    b.get(..a.len()).is_some_and(|head| same(a, head))
}

/// Whether two words are the same but for their endings.
pub fn akin(a: &str, b: &str) -> bool {
    same(stem(a), stem(b))
}

/// A word without its ending, as it is compared.
pub fn root(word: &str) -> String {
    let stem = stem(word);
    match stem.is_ascii() {
        true => stem.bytes().map(|b| char::from(fold(b))).collect(),
        false => squashed(stem),
    }
}

/// A word without its ending: `caches`, `caching`, `cached` and `cache` are one.
pub fn stem(word: &str) -> &str {
    let strip = |ending: &str, left: usize| {
        let at = word.len().checked_sub(ending.len()).filter(|at| *at >= left)?;
        let head = word.get(..at)?;
        same(&word[at..], ending).then_some(head)
    };
    if word.len() < SHORTEST || same(word, "ss") {
        return word;
    }
    if let Some(head) = strip("ing", 4).or_else(|| strip("ed", 4)) {
        return undoubled(head);
    }
    if strip("ss", 2).is_some() {
        return word;
    }
    let endings = [("ies", 3), ("es", 3), ("s", 3), ("y", 4), ("e", 3)];
    endings
        .iter()
        .find_map(|(ending, left)| strip(ending, *left))
        .unwrap_or(word)
}

/// `shedd` of `shedding` without its last letter, and `cache` of `cacheing` without its `e`.
fn undoubled(head: &str) -> &str {
    match head.as_bytes() {
        [rest @ .., a, b] if fold(*a) == fold(*b) && !matches!(fold(*b), b'l' | b's') => &head[..rest.len() + 1],
        [rest @ .., last] if fold(*last) == b'e' => &head[..rest.len()],
        _ => head,
    }
}

/// All letters of a text and nothing else, as they are compared.
pub fn squashed(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'z' { 's' } else { c })
        .collect()
}

/// How many slips tell two words apart, if these are few enough for their length.
pub fn slips(typed: &str, meant: &str) -> Option<usize> {
    let length = typed.chars().count();
    let most = match length {
        0..4 => return None,
        4..8 => 1,
        _ => 2,
    };
    if length.abs_diff(meant.chars().count()) > most {
        return None;
    }
    let found = strsim::osa_distance(&typed.to_lowercase(), &meant.to_lowercase());
    (found <= most).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_do_not_matter() {
        for (a, b) in [
            ("cache", "caching"),
            ("cacheing", "cached"),
            ("Queries", "query"),
            ("rates", "rate"),
            ("services", "service"),
            ("shedding", "shed"),
            ("shards", "sharding"),
            ("normalisation", "normalization"),
            ("indexes", "index"),
        ] {
            assert!(akin(a, b), "{a}: {}, {b}: {}", stem(a), stem(b));
        }
        for (a, b) in [("rpo", "rto"), ("lease", "least"), ("access", "acces")] {
            assert!(!akin(a, b), "{a}, {b}");
        }
    }

    #[test]
    fn a_word_of_another_script_is_no_panic() {
        for word in ["é", "ééé", "日本語s", "naïves", "ßing", "🦀ing🦀es"] {
            let _ = (stem(word), begins("na", word), slips(word, "naive"));
        }
    }
}
