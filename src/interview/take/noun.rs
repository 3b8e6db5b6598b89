//! Words for things: articles, plurals, lists with `and`.

/// Plurals that are their own singular, and words that only look like a plural.
const SAME: [&str; 12] = [
    "news",
    "series",
    "status",
    "address",
    "access",
    "progress",
    "analytics",
    "species",
    "bonus",
    "process",
    "canvas",
    "https",
];

/// The word for one of them.
pub fn singular(word: &str) -> String {
    let lower = word.to_lowercase();
    let last = lower.rsplit(['_', ' ', '-']).next().unwrap_or_default();
    let short = last.chars().count() < 4;
    if short || SAME.contains(&last) || ["ss", "us", "is"].iter().any(|e| last.ends_with(e)) {
        return word.to_string();
    }
    let cut = |ending: &str, instead: &str| {
        let stem = word.get(..word.len().checked_sub(ending.len())?)?;
        lower.ends_with(ending).then(|| format!("{stem}{instead}"))
    };
    let hissing = ["sses", "xes", "ches", "shes", "zzes"];
    cut("ies", "y")
        .or_else(|| hissing.iter().find(|e| lower.ends_with(*e)).and_then(|_| cut("es", "")))
        .or_else(|| cut("s", ""))
        .unwrap_or_else(|| word.to_string())
}

/// The word without an article before it.
pub fn bare(text: &str) -> &str {
    let text = text.trim();
    let lower = text.to_lowercase();
    let article = ["a ", "an ", "the ", "some ", "our ", "one "]
        .iter()
        .find(|a| lower.starts_with(*a));
    article.and_then(|a| text.get(a.len()..)).unwrap_or(text).trim()
}

/// Whether a word may be an id: letters, digits, `_`.
pub fn is_plain(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|c| c.is_ascii_alphabetic()) && letters.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The items of a list: at commas, and at an `and` between two of them.
pub fn listed(text: &str) -> Vec<String> {
    let parts = super::at_commas(text);
    let parts = parts.iter().flat_map(|part| {
        let part = part.strip_prefix("and ").unwrap_or(part);
        let items: Vec<String> = match part.contains(['{', '(', ':', '"']) {
            true => vec![part.to_string()],
            false => part
                .replace(" & ", " and ")
                .split(" and ")
                .map(str::to_string)
                .collect(),
        };
        items
    });
    parts.map(|p| p.trim().to_string()).filter(|p| !p.is_empty()).collect()
}

/// The name of an entity as an answer that keeps it: a plural stands in quotes.
pub fn as_it_is(name: &str) -> String {
    match singular(name) == name {
        true => name.to_string(),
        false => format!("\"{name}\""),
    }
}
