//! Which words a document explains: those that it uses itself, and more than in passing.

use crate::report::Word;

/// A word that stands fewer times in a document is no word of it: where it stands once, its place says enough.
const LEAST: usize = 2;

/// Of the words of a design those that a document without its glossary uses, and those of its analyses.
pub fn used<'a>(words: &'a [Word], document: &str) -> Vec<&'a Word> {
    let text = prose(document);
    words
        .iter()
        .filter(|word| word.of_analysis || uses(word, &text) >= LEAST)
        .collect()
}

/// All but what is fenced: a picture labels what the text has told.
fn prose(document: &str) -> String {
    let mut fenced = false;
    let lines = document.lines().filter(|line| {
        let fence = line.starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// How often a text has the word, under its title or its id. The capitals of a title count: those of a product's name
/// (`AWS Application Load Balancer`) make it another word.
fn uses(word: &Word, text: &str) -> usize {
    let spaced = word.id.replace('-', " ");
    let mut names = vec![word.title.clone(), lower_first(&word.title), word.id.clone(), spaced];
    names.sort();
    names.dedup();
    names.iter().map(|name| count(name, text)).sum()
}

fn lower_first(title: &str) -> String {
    let mut letters = title.chars();
    let first = letters.next().map(|c| c.to_lowercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}

/// How often a name stands as a word of its own, be it in the plural.
fn count(name: &str, text: &str) -> usize {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let found = text.match_indices(name).filter(|(at, _)| {
        let before = text.get(..*at).and_then(|t| t.chars().next_back());
        let after = text.get(at + name.len()..).unwrap_or_default();
        let after = after.strip_prefix('s').unwrap_or(after).chars().next();
        !before.is_some_and(inner) && !after.is_some_and(inner)
    });
    found.count()
}

#[cfg(test)]
mod tests {
    use super::used;
    use crate::report::Word;

    #[test]
    fn what_is_not_used_or_only_once_is_not_explained() {
        let word = |id: &str, title: &str| Word {
            of_analysis: id == "slo",
            id: id.to_string(),
            title: title.to_string(),
            means: String::new(),
            used_by: Vec::new(),
        };
        let words = [
            word("worker", "Worker"),
            word("bulkhead", "Bulkhead"),
            word("load-balancer", "Load balancer"),
            word("rpo", "Recovery point objective"),
            word("slo", "Service level objective"),
        ];
        let text = "| a | Worker |\n| b | Worker |\nAWS Load Balancer, a load balancer\nrpo ≤ 0 s; rpo: 0 s\n\
                    ```mermaid\nBulkhead, Bulkhead, Load balancer\n```\nbulkheads are few\n";
        let told: Vec<&str> = used(&words, text).iter().map(|word| word.id.as_str()).collect();
        assert_eq!(told, ["worker", "rpo", "slo"]);
    }
}
