//! Text that can fool nobody: for terminals, for logs, inside XML and inside JSON.

use std::borrow::Cow;

/// Whether a character can move the cursor, turn the reading direction or hide.
pub fn is_dangerous(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// One line of harmless text: what could fool a terminal is written out as `\u{1b}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_dangerous) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        push_visible(&mut out, c);
    }
    Cow::Owned(out)
}

/// Adds a character as [`visible`] shows it.
pub fn push_visible(out: &mut String, c: char) {
    if is_dangerous(c) {
        out.extend(c.escape_unicode());
    } else {
        out.push(c);
    }
}

/// JSON in which nothing can fool a terminal: such characters only occur in strings, where they can be escaped.
pub fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && is_dangerous(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Text that is only text in XML, between tags and in attributes.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let shown = "&lt;a href=&quot;x&quot; &amp; &#39;y&#39;&gt;";
        assert_eq!(xml("<a href=\"x\" & 'y'>"), shown);
        assert_eq!(json("\"a\u{1b}\u{e0041}\"\n"), "\"a\\u001b\\udb40\\udc41\"\n");
    }
}
