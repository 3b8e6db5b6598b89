//! A list of names in a message, which stays one that can be read however many there are.

/// Most names that are listed.
const MOST: usize = 12;

/// `a, b`, or the first of them with how many more there are.
pub fn few(names: &[impl AsRef<str>]) -> String {
    let mut words: Vec<String> = names.iter().take(MOST).map(|name| name.as_ref().to_string()).collect();
    let more = names.len() - words.len();
    if more > 0 {
        words.push(format!("{more} more"));
    }
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_stays_short() {
        assert_eq!(few(&["a", "b"]), "a, b");
        let names: Vec<String> = (0..20_000).map(|i| i.to_string()).collect();
        assert_eq!(few(&names), "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 19988 more");
    }
}
