//! Named texts and places in them.
//!
//! Everything that is read — a design, its includes, a user's catalog, a `--set` — is a
//! [`Source`], so a finding can point into any of them.

use std::cell::OnceCell;
use std::ops::Range;

/// One text with the name under which people know it.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as the user wrote it, or a name such as `--set`.
    pub name: String,
    pub text: String,
    /// Byte offset of the first character of each line.
    lines: Vec<u32>,
    /// What stands before each [`STEP`] bytes; counted when a place in a long line is asked for.
    counts: OnceCell<Vec<Count>>,
}

/// Bytes between two counts: what a place in a line of megabytes costs.
const STEP: usize = 256;

/// Characters, and those of them that are a pair of units in UTF-16: they take four bytes in UTF-8.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    characters: usize,
    pairs: usize,
}

impl Count {
    fn of(bytes: &[u8]) -> Count {
        Count {
            characters: bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count(),
            pairs: bytes.iter().filter(|byte| **byte >= 0xf0).count(),
        }
    }

    fn and(self, more: Count) -> Count {
        Count {
            characters: self.characters + more.characters,
            pairs: self.pairs + more.pairs,
        }
    }
}

/// The position of a [`Source`] in its [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u16);

/// A half-open range of bytes in one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

/// A line and a column, both counted from 1; a column counts characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// A value together with the place where it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

impl<T> Spanned<T> {
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned {
            value: f(self.value),
            span: self.span,
        }
    }
}

impl Span {
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The part of this span that starts `from` bytes in and is `len` bytes long, kept inside the span.
    pub fn part(self, from: usize, len: usize) -> Span {
        let start = self.start.saturating_add(from as u32).min(self.end);
        Span {
            start,
            end: start.saturating_add(len as u32).min(self.end),
            ..self
        }
    }
}

impl Source {
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let lines = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at as u32 + 1))
            .collect();
        Source {
            name: name.into(),
            text,
            lines,
            counts: OnceCell::new(),
        }
    }

    /// Line and column of a byte offset; an offset past the end counts as the end.
    pub fn position(&self, offset: u32) -> Position {
        let (line, before) = self.before(offset);
        Position {
            line,
            column: before.characters + 1,
        }
    }

    /// The column of a byte offset in UTF-16 code units, from 1, as editors and SARIF count.
    pub fn utf16_column(&self, offset: u32) -> usize {
        let (_, before) = self.before(offset);
        before.characters + before.pairs + 1
    }

    /// The number of the line in which an offset lies, and what stands before it in that line.
    fn before(&self, offset: u32) -> (usize, Count) {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.lines.partition_point(|&start| start as usize <= offset);
        let start = self.lines[line - 1] as usize;
        if offset - start <= STEP {
            return (line, Count::of(&self.text.as_bytes()[start..offset]));
        }
        let (to_start, to_offset) = (self.count(start), self.count(offset));
        let before = Count {
            characters: to_offset.characters - to_start.characters,
            pairs: to_offset.pairs - to_start.pairs,
        };
        (line, before)
    }

    /// What stands before a byte offset in the whole text.
    fn count(&self, offset: usize) -> Count {
        let bytes = self.text.as_bytes();
        let counts = self.counts.get_or_init(|| {
            let mut before = Count::default();
            let each = bytes.chunks(STEP).map(|chunk| {
                let here = before;
                before = before.and(Count::of(chunk));
                here
            });
            each.collect()
        });
        let step = (offset / STEP).min(counts.len().saturating_sub(1));
        let known = counts.get(step).copied().unwrap_or_default();
        known.and(Count::of(&bytes[step * STEP..offset]))
    }

    /// The text of a line (counted from 1) without its line break; empty where there is none.
    pub fn line(&self, number: usize) -> &str {
        let Some(&start) = number.checked_sub(1).and_then(|i| self.lines.get(i)) else {
            return "";
        };
        let end = self.lines.get(number).map_or(self.text.len(), |&e| e as usize);
        self.text[start as usize..end].trim_end_matches(['\n', '\r'])
    }
}

/// All texts of one run, in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a text and returns its id. At most 65,536 texts; further ones share the last id.
    pub fn add(&mut self, source: Source) -> FileId {
        self.files.push(source);
        FileId((self.files.len() - 1).min(u16::MAX as usize) as u16)
    }

    pub fn get(&self, id: FileId) -> &Source {
        &self.files[id.0 as usize]
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files.iter().enumerate().map(|(i, s)| (FileId(i as u16), s))
    }

    /// The text under a span.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.range()).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line and columns of every place against counting from the first byte.
    #[test]
    fn places_in_long_lines_are_counted_as_in_short_ones() {
        let part = "aé€🚀: [x], ";
        let text = format!("first\n{}\nlast é🚀", part.repeat(3 * STEP / part.len()));
        let source = Source::new("x", text.clone());
        let (mut line, mut column, mut units) = (1, 1, 1);
        for (at, character) in text.char_indices() {
            let offset = at as u32;
            assert_eq!(source.position(offset), Position { line, column }, "byte {at}");
            assert_eq!(source.utf16_column(offset), units, "byte {at}");
            (line, column, units) = match character {
                '\n' => (line + 1, 1, 1),
                other => (line, column + 1, units + other.len_utf16()),
            };
        }
        assert_eq!(source.position(u32::MAX), Position { line, column });
    }
}
