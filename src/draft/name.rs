//! Names of the design as other languages take them: one word for one thing, short enough, never twice.

use std::collections::HashSet;

/// The words of a name, in lower case: `createdAt`, `created_at` and `created-at` are all `created`, `at`.
///
/// Only ASCII letters and digits come through, for that is what every target takes. Where something else was lost, a
/// word made of the whole name comes last, so that two names never fall together.
pub fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut lost = false;
    let mut before = ' ';
    for c in name.chars() {
        if !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && before.is_ascii_lowercase()) {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        match c.is_ascii_alphanumeric() {
            true => word.push(c.to_ascii_lowercase()),
            false => lost |= !matches!(c, '_' | '-' | ' ' | '.' | '/'),
        }
        before = c;
    }
    words.extend((!word.is_empty()).then_some(word));
    if lost || words.is_empty() {
        words.push(format!("x{}", hash(name)));
    }
    words
}

/// `created_at`; begins with a letter.
pub fn snake(name: &str) -> String {
    lead(words(name).join("_"))
}

/// `created-at`; begins with a letter.
pub fn kebab(name: &str) -> String {
    lead(words(name).join("-"))
}

/// `CreatedAt`; begins with a large letter.
pub fn pascal(name: &str) -> String {
    capital(&lead(words(name).iter().map(|word| capital(word)).collect()))
}

/// `createdAt`; begins with a letter.
pub fn camel(name: &str) -> String {
    let mut words = words(name).into_iter();
    let first = words.next().unwrap_or_default();
    lead(words.fold(first, |name, word| name + &capital(&word)))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// No target takes a name that begins with a digit.
fn lead(name: String) -> String {
    match name.starts_with(|c: char| c.is_ascii_digit()) {
        true => format!("x{name}"),
        false => name,
    }
}

/// The plural of the last word of a name: `order_item` gives `order_items`.
pub fn plural(name: &str) -> String {
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    match name.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) && !stem.is_empty() => format!("{stem}ies"),
        _ if ends(&["s", "x", "z", "ch", "sh"]) => format!("{name}es"),
        _ => format!("{name}s"),
    }
}

/// A name of at most so many bytes. A longer one is cut and ends in a word made of the whole, so that two long names
/// stay two, and the same name stays the same in every revision.
pub fn short(name: &str, most: usize) -> String {
    if name.len() <= most {
        return name.to_string();
    }
    let tail = format!("_{}", hash(name));
    let mut cut = most.saturating_sub(tail.len());
    while !name.is_char_boundary(cut) {
        cut -= 1;
    }
    let kept = name.get(..cut).unwrap_or_default();
    format!("{}{tail}", kept.trim_end_matches('_'))
}

/// Eight hexadecimal digits of a text: FNV-1a, the same on every machine and in every version.
fn hash(text: &str) -> String {
    let start = 0x811c_9dc5_u32;
    let fold = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    format!("{:08x}", text.bytes().fold(start, fold))
}

/// Names that are taken in one scope.
#[derive(Debug, Default)]
pub struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// The wanted name, or where it is taken the first of `name_2`, `name_3`, … that is free; at most so many bytes.
    pub fn take(&mut self, wanted: &str, most: usize) -> String {
        let mut name = short(wanted, most);
        let mut number = 2_u32;
        // Case makes no difference to some targets.
        while !self.taken.insert(name.to_ascii_lowercase()) {
            let tail = format!("_{number}");
            name = format!("{}{tail}", short(wanted, most.saturating_sub(tail.len())));
            number += 1;
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_for_one_thing() {
        for (name, expected) in [
            ("created_at", "created_at"),
            ("createdAt", "created_at"),
            ("created-at", "created_at"),
            ("HTTPCode", "httpcode"),
            ("2nd", "x2nd"),
            ("x", "x"),
        ] {
            assert_eq!(snake(name), expected);
        }
        assert_eq!(pascal("order_item"), "OrderItem");
        assert_eq!(camel("order_item"), "orderItem");
        assert_eq!(pascal("2nd"), "X2nd");
        assert_eq!(kebab("order_item"), "order-item");
    }

    #[test]
    fn what_is_lost_keeps_names_apart() {
        assert_ne!(snake("Größe"), snake("Grösse"));
        assert_ne!(snake("🚀"), snake("🛰"));
        for name in ["", "'; DROP TABLE x; --", "\n", "🚀", "\"", "日本"] {
            let name = snake(name);
            assert!(name.starts_with(|c: char| c.is_ascii_lowercase()), "{name}");
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'), "{name}");
        }
    }

    #[test]
    fn long_names_stay_two() {
        let (one, two) = (format!("{}a", "x".repeat(10_000)), format!("{}b", "x".repeat(10_000)));
        assert_eq!(short(&one, 63).len(), 63);
        assert_ne!(short(&one, 63), short(&two, 63));
        let mut names = Names::default();
        assert_eq!(names.take("order", 63), "order");
        assert_eq!(names.take("Order", 63), "Order_2");
    }

    #[test]
    fn plurals() {
        for (one, many) in [
            ("order", "orders"),
            ("category", "categories"),
            ("day", "days"),
            ("address", "addresses"),
            ("batch", "batches"),
        ] {
            assert_eq!(plural(one), many);
        }
    }
}
