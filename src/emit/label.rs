//! A text of the design, made fit to stand in a picture.
//!
//! Every text in a diagram is a [`Label`]: one line, of bounded length, without a character that a
//! reader can't see or that turns the text around. What an output language makes of the rest
//! (quotes, brackets, markup) is for its emitter to escape.

use std::fmt;

/// Characters after which a text is cut. Longer ones are prose, which belongs into the document.
const LONGEST: usize = 120;

/// One line of harmless text.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label(String);

impl Label {
    /// Makes `text` one line without control characters, cut where it is too long.
    pub fn new(text: &str) -> Self {
        let mut line = String::new();
        let mut length = 0;
        let mut gap = false;
        for c in text.chars() {
            if c.is_whitespace() {
                gap = true;
                continue;
            }
            if length >= LONGEST {
                line.push('…');
                break;
            }
            if gap && length > 0 {
                line.push(' ');
                length += 1;
            }
            gap = false;
            line.push(visible(c));
            length += 1;
        }
        Self(line)
    }

    /// The same for a name, which can't be missing.
    pub fn name(text: &str) -> Self {
        let label = Self::new(text);
        if label.is_empty() {
            Self("unnamed".to_owned())
        } else {
            label
        }
    }

    /// The lines that say something.
    pub fn lines<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Self> {
        texts
            .into_iter()
            .map(Self::new)
            .filter(|label| !label.is_empty())
            .collect()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Labels behind one another, each escaped for a language, with that language's line break between them.
pub fn joined<'a>(
    labels: impl IntoIterator<Item = &'a Label>,
    escape: fn(&Label) -> String,
    line_break: &str,
) -> String {
    let escaped: Vec<String> = labels.into_iter().map(escape).collect();
    escaped.join(line_break)
}

/// The character itself, or a sign that shows where a dangerous one stood.
fn visible(c: char) -> char {
    match c {
        // The block of control pictures mirrors the control characters.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' => char::REPLACEMENT_CHARACTER,
        // Marks and overrides that turn the reading direction.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            char::REPLACEMENT_CHARACTER
        }
        // Invisible: zero-width space, word joiner and its kin, byte order mark, tags.
        '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}' => char::REPLACEMENT_CHARACTER,
        '\u{e0000}'..='\u{e0fff}' => char::REPLACEMENT_CHARACTER,
        // Noncharacters, which XML forbids.
        _ if c as u32 & 0xfffe == 0xfffe => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_with_every_danger_in_sight() {
        for (text, line) in [
            ("plain", "plain"),
            ("  two\n\twords  ", "two words"),
            ("nul\0 esc\u{1b}[31m", "nul␀ esc␛[31m"),
            ("\u{202e}txet", "\u{fffd}txet"),
            ("東京 🚀", "東京 🚀"),
            ("", ""),
        ] {
            assert_eq!(Label::new(text).as_str(), line);
        }
        assert_eq!(Label::new(&"x".repeat(10_000)).as_str().chars().count(), LONGEST + 1);
    }
}
