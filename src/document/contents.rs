//! The table of contents of a long document.

/// Where a template wants it. No text of a design can say this, since `<` is escaped.
const HERE: &str = "<!-- contents -->";

/// Puts links to all chapters where the document asks for them.
pub fn set(text: &str) -> String {
    if !text.contains(HERE) {
        return text.to_string();
    }
    let links: Vec<String> = chapters(text)
        .map(|title| format!("- [{title}](#{})", anchor(title)))
        .collect();
    text.replacen(HERE, &links.join("\n"), 1)
}

/// Headings of the second level that stand in no fenced block.
fn chapters(text: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    text.lines().filter_map(move |line| {
        fenced ^= line.starts_with("```");
        line.strip_prefix("## ").filter(|_| !fenced)
    })
}

/// The anchor that GitHub gives a heading that stands once.
pub fn anchor(title: &str) -> String {
    let kept = title
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c })
        .collect::<String>()
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::set;

    #[test]
    fn chapters_are_linked_and_code_is_not() {
        let text = "# T\n\n<!-- contents -->\n\n## Goals, and non-goals\n\n```\n## no\n```\n\n## 9. Decisions\n";
        let links = "- [Goals, and non-goals](#goals-and-non-goals)\n- [9. Decisions](#9-decisions)";
        assert_eq!(set(text), text.replace("<!-- contents -->", links));
    }
}
