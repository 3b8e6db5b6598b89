//! Named texts and places in them.
//!
//! Everything that is read — a design, its includes, a user's catalog, a `--set` — is a
//! [`Source`], so a finding can point into any of them.

use std::ops::Range;

/// One text with the name under which people know it.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as the user wrote it, or a name such as `--set`.
    pub name: String,
    pub text: String,
    /// Byte offset of the first character of each line.
    lines: Vec<u32>,
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
        }
    }

    /// Line and column of a byte offset; an offset past the end counts as the end.
    pub fn position(&self, offset: u32) -> Position {
        let (line, before) = self.before(offset);
        Position {
            line,
            column: before.chars().count() + 1,
        }
    }

    /// The column of a byte offset in UTF-16 code units, from 1, as editors and SARIF count.
    pub fn utf16_column(&self, offset: u32) -> usize {
        let (_, before) = self.before(offset);
        let characters = before.chars().count();
        if characters == before.len() {
            return characters + 1;
        }
        // What takes four bytes in UTF-8 is a pair of units in UTF-16.
        let pairs = before.bytes().filter(|byte| *byte >= 0xf0).count();
        characters + pairs + 1
    }

    /// The number of the line in which an offset lies, and the text of that line before it.
    fn before(&self, offset: u32) -> (usize, &str) {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.lines.partition_point(|&start| start as usize <= offset);
        let start = self.lines[line - 1] as usize;
        (line, &self.text[start..offset])
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
