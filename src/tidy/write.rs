//! Lines as text: gaps, brackets, scalars of several lines, and columns that are kept in line.

use std::borrow::Cow;

use super::line::{Line, STEP};
use super::scalar;
use super::token::{Kind, Token};

/// Brackets further to the right than this do not pull the next lines below them.
const WIDEST: usize = 120;

/// A bracket that is open.
#[derive(Debug, Clone, Copy)]
struct Bracket {
    /// The column of its first item as written, where that stands on the same line.
    old: Option<usize>,
    /// Where lines inside it begin, and where one that begins with its end does.
    inner: usize,
    close: usize,
}

/// A line as text, without the comment at its end.
#[derive(Debug, Default)]
pub struct Written {
    pub text: String,
    /// Characters of its last line.
    pub width: usize,
    /// The comment at its end.
    pub comment: Option<String>,
}

/// Writes the lines of a text, one after another.
#[derive(Default)]
pub struct Writer {
    brackets: Vec<Bracket>,
}

impl Writer {
    /// Writes a line whose value, behind the colon, begins at a column.
    pub fn line(&mut self, line: &Line, value: Option<usize>) -> Written {
        let mut out = Written::default();
        self.begin(line, &mut out);
        for (at, token) in line.tokens.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|i| line.tokens.get(i));
            if token.kind == Kind::Comment && before.is_some() {
                out.comment = Some(scalar::comment(token.text));
                break;
            }
            match value {
                Some(column) if line.colon.is_some_and(|colon| colon + 1 == at) => {
                    out.space(column.saturating_sub(out.width));
                }
                _ => out.space(gap(before, token)),
            }
            self.token(line, at, &mut out);
        }
        out
    }

    /// The indentation of a line.
    fn begin(&self, line: &Line, out: &mut Written) {
        let closes = line.tokens.first().is_some_and(|t| t.kind == Kind::Close);
        let indent = match self.brackets.last() {
            Some(bracket) if closes => bracket.close,
            Some(_) => self.inside(line),
            None => line.indent,
        };
        out.space(indent);
    }

    /// Lines inside brackets stand below the first item of one of them, or a step behind what they belong to. Which
    /// of these is the writer's choice; a line that stands elsewhere goes below the outermost.
    fn inside(&self, line: &Line) -> usize {
        let column = line.tokens.first().map_or(0, |t| t.column);
        let below = self.brackets.iter().rev().find(|bracket| bracket.old == Some(column));
        let hanging = || self.brackets.iter().rev().find(|bracket| bracket.old.is_none());
        match below.or_else(hanging) {
            Some(bracket) => bracket.inner,
            None if line.inner > 0 && column == line.outer + STEP => line.inner,
            None => self.brackets.first().map_or(line.inner, |bracket| bracket.inner),
        }
    }

    fn token(&mut self, line: &Line, at: usize, out: &mut Written) {
        let Some(token) = line.tokens.get(at) else { return };
        let next = line.tokens.get(at + 1);
        match token.kind {
            Kind::Open => {
                let bracket = self.bracket(line, next, out.width);
                self.brackets.push(bracket);
            }
            Kind::Close => {
                self.brackets.pop();
            }
            _ => {}
        }
        match token.kind {
            Kind::Comment => out.push(&scalar::comment(token.text)),
            Kind::Block => out.push(&scalar::block(token.text, line.inner, line.outer)),
            _ => {
                let indent = self.brackets.first().map_or(line.inner, |bracket| bracket.inner);
                out.push(&node(token, next, indent));
            }
        }
    }

    /// A bracket at a column, with what follows it on its line.
    fn bracket(&self, line: &Line, next: Option<&Token>, column: usize) -> Bracket {
        let base = self.brackets.last().map_or(line.inner, |bracket| bracket.inner);
        let next = next.filter(|t| t.kind != Kind::Comment && column < WIDEST);
        match next {
            Some(next) => Bracket {
                old: Some(next.column),
                inner: column + 1,
                close: column,
            },
            None => Bracket {
                old: None,
                inner: base + STEP,
                close: base,
            },
        }
    }
}

/// A part of a line. A key stays as it is: this program has keys of its own that older readers take for something else.
fn node<'a>(token: &Token<'a>, next: Option<&Token>, indent: usize) -> Cow<'a, str> {
    let is_key = next.is_some_and(|t| t.kind == Kind::Colon);
    match token.kind {
        Kind::Plain if is_key => token.text.into(),
        kind if kind.is_scalar() => scalar::text(token, indent).into(),
        _ => token.text.into(),
    }
}

impl Written {
    fn space(&mut self, spaces: usize) {
        self.text.extend(std::iter::repeat_n(' ', spaces));
        self.width += spaces;
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.width = match text.rsplit_once('\n') {
            Some((_, last)) => last.chars().count(),
            None => self.width + text.chars().count(),
        };
    }
}

/// Spaces between two parts of a line.
fn gap(before: Option<&Token>, token: &Token) -> usize {
    let Some(before) = before else { return 0 };
    match (before.kind, token.kind) {
        (Kind::Open, _) | (_, Kind::Close | Kind::Comma) if before.kind != Kind::Colon => 0,
        // The colon would become part of the name.
        (Kind::Alias | Kind::Property, Kind::Colon) => 1,
        (kind, Kind::Colon) if kind.is_scalar() || kind == Kind::Close => 0,
        _ => 1,
    }
}

/// The width of a line up to the colon behind its key.
pub fn width_of_key(line: &Line) -> usize {
    let mut out = Written::default();
    let Some(colon) = line.colon else { return 0 };
    out.space(line.indent);
    for (at, token) in line.tokens.iter().enumerate().take(colon + 1) {
        let before = at.checked_sub(1).and_then(|i| line.tokens.get(i));
        out.space(gap(before, token));
        out.push(&node(token, line.tokens.get(at + 1), 0));
    }
    out.width
}
