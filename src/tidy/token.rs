//! A YAML text as its smallest parts, each with the place where it stands.
//!
//! The parser tells where the scalars and aliases are. What lies between them is white space, comments and
//! indicators, which are then plain to see.

use granit_parser::{Event, Parser, ScalarStyle};

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `-` of a list.
    Dash,
    /// `?` of a key that is written out.
    Question,
    Colon,
    Comma,
    Open,
    Close,
    /// An anchor or a tag.
    Property,
    Alias,
    Plain,
    Single,
    Double,
    /// A block behind `|` or `>`, without blank lines behind it unless they count.
    Block,
    Comment,
    /// `---` or `...`.
    Marker,
    /// A line that begins with `%`.
    Directive,
}

impl Kind {
    pub fn is_scalar(self) -> bool {
        matches!(self, Kind::Plain | Kind::Single | Kind::Double | Kind::Block)
    }

    /// Whether a block collection may begin behind it, on its line.
    pub fn leads(self) -> bool {
        matches!(self, Kind::Dash | Kind::Question)
    }
}

/// A part of the text.
#[derive(Debug, Clone, Copy)]
pub struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
    /// Characters from the begin of its line.
    pub column: usize,
    /// The same for its end, on the line where it ends.
    pub end: usize,
    /// Line breaks since the part before it; for the first part, one.
    pub breaks: usize,
}

/// A stretch of the text that the parser has seen as one node.
struct Seen {
    start: usize,
    end: usize,
    kind: Kind,
}

/// All parts of a text whose only line breaks are line feeds. `None` where the parser does not understand it.
pub fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut reader = Reader {
        text,
        at: 0,
        begin: 0,
        breaks: 1,
        out: Vec::new(),
    };
    for seen in seen(text)? {
        if seen.kind == Kind::Block {
            reader.block(seen.end)?;
        } else {
            reader.between(seen.start)?;
            reader.push(seen.kind, seen.end)?;
        }
    }
    reader.between(text.len())?;
    Some(reader.out)
}

/// The scalars and aliases, in order.
fn seen(text: &str) -> Option<Vec<Seen>> {
    let mut all = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        let (start, end) = (span.start.byte_offset()?, span.end.byte_offset()?);
        let kind = match event {
            Event::Alias(_) => Kind::Alias,
            Event::Scalar(_, style, ..) => match style {
                ScalarStyle::Plain => Kind::Plain,
                ScalarStyle::SingleQuoted => Kind::Single,
                ScalarStyle::DoubleQuoted => Kind::Double,
                ScalarStyle::Literal | ScalarStyle::Folded => Kind::Block,
            },
            _ => continue,
        };
        let whole = text.get(start..end)?;
        let end = match kind {
            Kind::Block => end,
            _ => start + whole.trim_end_matches([' ', '\t', '\n']).len(),
        };
        if end > start || kind == Kind::Block {
            all.push(Seen { start, end, kind });
        }
    }
    Some(all)
}

/// How many bytes of a block count: of the line breaks at its end all where it keeps them, else none.
fn block_end(block: &str) -> usize {
    // The indentation of what follows is no part of it.
    let whole = match block.rfind('\n') {
        Some(last)
            if block
                .get(last..)
                .is_some_and(|tail| tail.trim_matches([' ', '\n']).is_empty()) =>
        {
            last + 1
        }
        _ => block.len(),
    };
    let block = block.get(..whole).unwrap_or(block);
    if keeps(block) {
        block.strip_suffix('\n').map_or(whole, str::len)
    } else {
        block.trim_end_matches('\n').len()
    }
}

/// Whether a block keeps the line breaks at its end: `|+`.
pub fn keeps(block: &str) -> bool {
    header(block).contains('+')
}

/// The first line of a block without a comment.
pub fn header(block: &str) -> &str {
    let line = block.split('\n').next().unwrap_or("");
    line.split('#').next().unwrap_or("").trim_end_matches([' ', '\t'])
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Where the line of `at` begins.
    begin: usize,
    breaks: usize,
    out: Vec<Token<'a>>,
}

impl<'a> Reader<'a> {
    /// Adds the part from here to an end.
    fn push(&mut self, kind: Kind, end: usize) -> Option<()> {
        let text = self.text.get(self.at..end)?;
        let column = self.text.get(self.begin..self.at)?.chars().count();
        if let Some(last) = text.rfind('\n') {
            self.begin = self.at + last + 1;
        }
        self.at = end;
        let end = self.text.get(self.begin..end)?.chars().count();
        let breaks = std::mem::take(&mut self.breaks);
        self.out.push(Token {
            kind,
            text,
            column,
            end,
            breaks,
        });
        Some(())
    }

    /// Reads a block scalar. The parser tells where its content ends; it begins with its `|` or `>`.
    fn block(&mut self, end: usize) -> Option<()> {
        let header = |at: usize, text: &str| text.get(at..).is_some_and(|rest| rest.starts_with(['|', '>']));
        while self.at < self.text.len() && !header(self.at, self.text) {
            self.part(self.text.len())?;
        }
        let rest = self.text.get(self.at..)?;
        let line = rest.find('\n').unwrap_or(rest.len());
        let whole = rest.get(..end.saturating_sub(self.at).max(line))?;
        self.push(Kind::Block, self.at + block_end(whole))
    }

    /// Reads up to a place before which no scalar stands.
    fn between(&mut self, end: usize) -> Option<()> {
        while self.at < end {
            self.part(end)?;
        }
        Some(())
    }

    /// Reads one part, or white space.
    fn part(&mut self, end: usize) -> Option<()> {
        let rest = self.text.get(self.at..end)?;
        match rest.chars().next()? {
            '\n' => {
                self.breaks += 1;
                self.at += 1;
                self.begin = self.at;
            }
            ' ' | '\t' => self.at += 1,
            _ => {
                let (kind, length) = indicator(rest, self.at == self.begin)?;
                self.push(kind, self.at + length)?;
            }
        }
        Some(())
    }
}

/// What begins here, and how many bytes it has. `None` for what should not be there.
fn indicator(rest: &str, begins_line: bool) -> Option<(Kind, usize)> {
    let line = rest.split('\n').next().unwrap_or("");
    let word = || {
        rest.find([' ', '\t', '\n', ',', '[', ']', '{', '}'])
            .unwrap_or(rest.len())
    };
    if begins_line && (rest.starts_with("---") || rest.starts_with("...")) {
        return Some((Kind::Marker, 3));
    }
    Some(match rest.chars().next()? {
        '#' => (Kind::Comment, line.trim_end_matches([' ', '\t']).len()),
        '%' if begins_line => (Kind::Directive, line.trim_end_matches([' ', '\t']).len()),
        '&' | '!' => (Kind::Property, word()),
        '-' => (Kind::Dash, 1),
        '?' => (Kind::Question, 1),
        ':' => (Kind::Colon, 1),
        ',' => (Kind::Comma, 1),
        '[' | '{' => (Kind::Open, 1),
        ']' | '}' => (Kind::Close, 1),
        _ => return None,
    })
}
