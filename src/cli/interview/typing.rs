//! A line under the cursor: what keys do to it, and how it lies in a window.

use unicode_width::UnicodeWidthChar;

use super::super::terminal::is_dangerous;
use super::keys::Key;

/// Longest line that is held, in characters; what is typed beyond it is not taken.
const LONGEST: usize = 64 * 1024;

/// A line that is typed.
#[derive(Debug, Default)]
pub struct Typing {
    chars: Vec<char>,
    /// Characters before the cursor.
    cursor: usize,
}

impl Typing {
    pub fn new(text: &str) -> Typing {
        let chars: Vec<char> = text.chars().filter(|c| is_shown(*c)).collect();
        let cursor = chars.len();
        Typing { chars, cursor }
    }

    pub fn text(&self) -> String {
        self.chars.iter().collect()
    }

    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// Edits the line by a key; keys that end or replace it are none of its own.
    pub fn press(&mut self, key: Key) {
        match key {
            Key::Char(c) if is_shown(c) && self.chars.len() < LONGEST => {
                self.chars.insert(self.cursor, c);
                self.cursor += 1;
            }
            Key::Backspace => self.cut(self.one_left(), self.cursor),
            Key::Delete | Key::EndOfInput => self.cut(self.cursor, self.one_right()),
            Key::Left => self.cursor = self.one_left(),
            Key::Right => self.cursor = self.one_right(),
            Key::WordLeft => self.cursor = self.word_left(),
            Key::WordRight => self.cursor = self.word_right(),
            Key::Home => self.cursor = 0,
            Key::End => self.cursor = self.chars.len(),
            Key::CutBefore => self.cut(0, self.cursor),
            Key::CutBehind => self.cut(self.cursor, self.chars.len()),
            Key::CutWord => self.cut(self.word_left(), self.cursor),
            _ => {}
        }
    }

    fn cut(&mut self, from: usize, to: usize) {
        self.chars.drain(from..to);
        self.cursor = from;
    }

    fn joins(&self, at: usize) -> bool {
        self.chars.get(at).is_some_and(|c| c.width() == Some(0))
    }

    /// Marks that stand over a letter go with it.
    fn one_left(&self) -> usize {
        let mut at = self.cursor.saturating_sub(1);
        while at > 0 && self.joins(at) {
            at -= 1;
        }
        at
    }

    fn one_right(&self) -> usize {
        let mut at = (self.cursor + 1).min(self.chars.len());
        while self.joins(at) {
            at += 1;
        }
        at
    }

    fn word_left(&self) -> usize {
        let before = self.chars.iter().take(self.cursor).rev();
        let spaces = before.clone().take_while(|c| c.is_whitespace()).count();
        let word = before.skip(spaces).take_while(|c| !c.is_whitespace()).count();
        self.cursor - spaces - word
    }

    fn word_right(&self) -> usize {
        let behind = self.chars.iter().skip(self.cursor);
        let spaces = behind.clone().take_while(|c| c.is_whitespace()).count();
        let word = behind.skip(spaces).take_while(|c| !c.is_whitespace()).count();
        self.cursor + spaces + word
    }

    /// The line behind a prompt in rows of so many columns.
    pub fn rows(&self, prompt: &str, columns: usize) -> Rows {
        let mut rows = vec![String::new()];
        let mut widths = vec![0];
        let mut cursor = (0, 0);
        let lead = prompt.chars().count();
        let end = lead + self.chars.len();
        for (at, c) in prompt
            .chars()
            .chain(self.chars.iter().copied())
            .chain([' '])
            .enumerate()
        {
            let wide = c.width().unwrap_or(0);
            if widths.last().is_some_and(|used| used + wide > columns) {
                rows.push(String::new());
                widths.push(0);
            }
            if at == lead + self.cursor {
                cursor = (rows.len() - 1, widths.last().copied().unwrap_or(0));
            }
            if at == end {
                break;
            }
            if let (Some(row), Some(used)) = (rows.last_mut(), widths.last_mut()) {
                row.push(c);
                *used += wide;
            }
        }
        Rows { rows, widths, cursor }
    }
}

/// A line as it lies in a window.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Rows {
    pub rows: Vec<String>,
    pub widths: Vec<usize>,
    /// Row and column of the cursor.
    pub cursor: (usize, usize),
}

impl Rows {
    /// Only so many rows, with the cursor among them.
    pub fn part(mut self, most: usize) -> Rows {
        let most = most.max(1);
        let first = (self.cursor.0 + 1).saturating_sub(most);
        self.rows.drain(..first);
        self.widths.drain(..first);
        self.rows.truncate(most);
        self.widths.truncate(most);
        self.cursor.0 -= first;
        self
    }

    /// Rows above the cursor after the window has got so many columns: a terminal breaks the rows that don't fit.
    pub fn above(&self, columns: usize) -> usize {
        let columns = columns.max(1);
        let before = self.widths.iter().take(self.cursor.0);
        before.map(|w| w.div_ceil(columns).max(1)).sum::<usize>() + self.cursor.1 / columns
    }
}

/// Whether a character may stand in a line: nothing that a terminal acts on.
fn is_shown(c: char) -> bool {
    !c.is_control() && !is_dangerous(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, keys: &[Key]) -> String {
        let mut line = Typing::new(text);
        for key in keys {
            line.press(*key);
        }
        let mut text = line.text();
        let at = text.char_indices().nth(line.cursor).map_or(text.len(), |(at, _)| at);
        text.insert(at, '|');
        text
    }

    #[test]
    fn keys_do_what_they_do_elsewhere() {
        use Key::*;
        assert_eq!(typed("bc", &[Home, Char('a')]), "a|bc");
        assert_eq!(typed("abc", &[Left, Left, Delete]), "a|c");
        assert_eq!(typed("größe 東京", &[WordLeft, Backspace]), "größe|東京");
        assert_eq!(typed("one two", &[Home, WordRight, CutBehind]), "one|");
        assert_eq!(typed("one two ", &[CutWord]), "one |");
        assert_eq!(typed("one two", &[WordLeft, CutBefore, End]), "two|");
        assert_eq!(typed("e\u{301}x", &[Left, Backspace]), "|x");
        assert_eq!(
            typed("", &[Backspace, Delete, Left, Right, WordLeft, WordRight, CutWord, Up]),
            "|"
        );
        assert_eq!(typed("", &[Char('\u{202e}'), Char('\u{7}')]), "|");
    }

    #[test]
    fn wide_characters_wrap_whole() {
        let rows = Typing::new("ab東京").rows("> ", 5);
        assert_eq!(rows.rows, ["> ab", "東京"]);
        assert_eq!(rows.cursor, (1, 4));
        // The cursor stands in the next row where the last one is full.
        let rows = Typing::new("abc").rows("> ", 5);
        assert_eq!((rows.rows.len(), rows.cursor), (2, (1, 0)));
        assert_eq!(Typing::new("東").rows("", 1).cursor.0, 2);
    }

    #[test]
    fn the_part_with_the_cursor_is_shown() {
        let mut line = Typing::new("0123456789");
        assert_eq!(line.rows("", 2).part(2).rows, ["89", ""]);
        line.press(Key::Home);
        let part = line.rows("", 2).part(2);
        assert_eq!(
            (part.rows, part.cursor),
            (vec!["01".to_string(), "23".to_string()], (0, 0))
        );
    }

    #[test]
    fn a_narrower_window_breaks_rows() {
        let rows = Typing::new("0123456789").rows("", 8);
        assert_eq!((rows.cursor, rows.above(8), rows.above(4)), ((1, 2), 1, 2));
    }
}
