//! The lines of an entry by the key that they stand under, without reading it as YAML.

/// A text without the top-level keys that hold prose; lines stay lines of the same key.
pub fn without_prose(text: &str) -> String {
    const PROSE: [&str; 10] = [
        "summary",
        "aliases",
        "when",
        "not_when",
        "trade_offs",
        "fails",
        "questions",
        "related",
        "rules",
        "figures",
    ];
    top_level(text)
        .filter(|(key, _)| !PROSE.contains(key))
        .map(|(_, line)| line)
        .collect()
}

/// The lines under some top-level keys.
pub fn of<'t>(text: &'t str, keys: &'static [&'static str]) -> impl Iterator<Item = &'t str> {
    top_level(text)
        .filter(|(key, _)| keys.contains(key))
        .map(|(_, line)| line)
}

/// The lines of a text, each with the top-level key that it belongs to; before the first one that is empty.
fn top_level(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut under = "";
    text.split_inclusive('\n').map(move |line| {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            under = line.split_once(':').map_or("", |(key, _)| key);
        }
        (under, line)
    })
}
