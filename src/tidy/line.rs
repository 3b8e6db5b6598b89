//! The lines of a text: its parts between two line breaks, and how far each line is to be indented.

use super::token::{Kind, Token};

/// Spaces of one level.
pub const STEP: usize = 2;

/// Parts that stand on one line; a scalar that goes on over several lines counts as one part.
#[derive(Debug)]
pub struct Line<'a> {
    pub tokens: Vec<Token<'a>>,
    /// Empty lines before it, at most one.
    pub blank: usize,
    /// What it is to be indented by; for a line inside brackets that is not known before the brackets are laid out.
    pub indent: usize,
    /// What stands inside the collection that is open here is indented by this.
    pub inner: usize,
    /// Where the entries of that collection begin as written.
    pub outer: usize,
    /// Whether it begins inside brackets.
    pub inside: bool,
    /// The colon behind the key of a block map.
    pub colon: Option<usize>,
}

/// A block collection that is open.
#[derive(Debug, Clone, Copy)]
struct Level {
    is_list: bool,
    /// Where its entries begin as written, and where they will.
    old: usize,
    new: usize,
}

/// The lines of a text.
pub fn lines<'a>(tokens: Vec<Token<'a>>) -> Vec<Line<'a>> {
    let mut lines: Vec<Line> = Vec::new();
    for token in tokens {
        match lines.last_mut() {
            Some(line) if token.breaks == 0 => line.tokens.push(token),
            before => {
                let blank = usize::from(before.is_some() && token.breaks > 1);
                lines.push(Line {
                    tokens: vec![token],
                    blank,
                    indent: 0,
                    inner: 0,
                    outer: 0,
                    inside: false,
                    colon: None,
                });
            }
        }
    }
    indent(&mut lines);
    lines
}

fn indent(lines: &mut [Line]) {
    let mut levels: Vec<Level> = Vec::new();
    let mut brackets = 0usize;
    // Comments on lines of their own wait for the line that follows them.
    let mut waiting = Vec::new();
    for at in 0..lines.len() {
        let Some(line) = lines.get_mut(at) else { continue };
        let first = line.tokens.first().map(|t| (t.kind, t.column));
        line.inside = brackets > 0;
        match first {
            Some((Kind::Comment, _)) if brackets == 0 => {
                waiting.push(at);
                continue;
            }
            _ if brackets > 0 => {}
            Some((Kind::Marker | Kind::Directive, _)) => levels.clear(),
            Some((_, column)) => {
                let before = levels.clone();
                enter(line, &mut levels, column);
                let next = (column, line.indent);
                for comment in std::mem::take(&mut waiting) {
                    settle(lines.get_mut(comment), &before, Some(next));
                }
            }
            None => {}
        }
        let Some(line) = lines.get_mut(at) else { continue };
        line.inner = levels.last().map_or(0, |level| level.new + STEP);
        line.outer = levels.last().map_or(0, |level| level.old);
        for token in &line.tokens {
            match token.kind {
                Kind::Open => brackets += 1,
                Kind::Close => brackets = brackets.saturating_sub(1),
                _ => {}
            }
        }
    }
    for comment in waiting {
        settle(lines.get_mut(comment), &levels, None);
    }
}

/// Indents a comment like what follows it, or like a deeper collection before it to which it was indented.
fn settle(comment: Option<&mut Line>, levels: &[Level], next: Option<(usize, usize)>) {
    let Some(line) = comment else { return };
    let column = line.tokens.first().map_or(0, |t| t.column);
    let before = levels.iter().rev().find(|level| level.old <= column);
    line.indent = match (before, next) {
        (Some(level), Some((old, _))) if level.old > old => level.new,
        (Some(level), None) => level.new,
        (_, Some((_, new))) => new,
        (None, None) => 0,
    };
}

/// Opens and closes the block collections in which a line stands.
fn enter(line: &mut Line, levels: &mut Vec<Level>, column: usize) {
    let is_dash = line.tokens.first().is_some_and(|t| t.kind == Kind::Dash);
    while let Some(top) = levels.last()
        && (top.old > column || (top.old == column && top.is_list && !is_dash))
    {
        levels.pop();
    }
    let top = levels.last().copied();
    let inner = top.map_or(0, |top| top.new + STEP);
    let begins = match top {
        // A list may stand at the column of its key.
        Some(top) if top.old == column => is_dash && !top.is_list,
        _ => begins_block(&line.tokens, 0),
    };
    if begins {
        let level = Level {
            is_list: is_dash,
            old: column,
            new: inner,
        };
        levels.push(level);
    }
    line.indent = match levels.last() {
        Some(top) if top.old == column => top.new,
        _ => inner,
    };
    nested(line, levels);
}

/// Collections that begin behind a `-` on the same line.
fn nested(line: &mut Line, levels: &mut Vec<Level>) {
    let mut at = 0;
    let mut new = line.indent;
    while line.tokens.get(at).is_some_and(|t| t.kind.leads()) && begins_block(&line.tokens, at + 1) {
        at += 1;
        new += STEP;
        if let Some(token) = line.tokens.get(at) {
            levels.push(Level {
                is_list: token.kind == Kind::Dash,
                old: token.column,
                new,
            });
        }
    }
    line.colon = colon(&line.tokens, at);
}

/// Whether a block collection begins with this part.
fn begins_block(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| t.kind.leads()) || colon(tokens, at).is_some()
}

/// The colon behind the key that begins here.
fn colon(tokens: &[Token], at: usize) -> Option<usize> {
    let rest = tokens.get(at..)?;
    let properties = rest.iter().take_while(|t| t.kind == Kind::Property).count();
    let key = rest.get(properties)?;
    let place = at + properties + usize::from(key.kind.is_scalar() || key.kind == Kind::Alias);
    tokens.get(place).filter(|t| t.kind == Kind::Colon).map(|_| place)
}
