//! Lists as they stand in a sentence.

/// Most names that one sentence lists.
const MOST: usize = 5;

/// `a`, `b` and 3 more.
pub fn ids<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    list(ids.into_iter().map(|id| format!("`{id}`")).collect())
}

/// The same of words that are no ids, or already marked.
pub fn list(mut words: Vec<String>) -> String {
    let more = words.len().saturating_sub(MOST);
    words.truncate(MOST);
    if more > 0 {
        words.push(format!("{more} more"));
    }
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}
