//! A proto3 file, read as far as its numbers go: the messages and enums with their fields, values and reservations.

use std::collections::BTreeSet;
use std::ops::Range;

/// Largest number of a field and of a value.
pub const LARGEST: [i64; 2] = [536_870_911, 2_147_483_647];

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Message,
    Enum,
}

/// A message or an enum.
#[derive(Debug, Clone)]
pub struct Block<'t> {
    pub kind: Kind,
    pub name: &'t str,
    pub entries: Vec<Entry<'t>>,
    pub reserved: Reserved<'t>,
    /// From the opening brace to behind the closing one.
    pub body: Range<usize>,
}

/// A field or a value.
#[derive(Debug, Clone)]
pub struct Entry<'t> {
    pub name: &'t str,
    /// `repeated Link`; empty for a value.
    pub of: String,
    pub number: i64,
    /// Where the number stands.
    pub at: Range<usize>,
}

/// What nothing may take.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reserved<'t> {
    /// From and to, both reserved.
    pub numbers: Vec<(i64, i64)>,
    pub names: BTreeSet<&'t str>,
}

/// All names at the top of a file, and its blocks.
#[derive(Debug, Default)]
pub struct File<'t> {
    pub blocks: Vec<Block<'t>>,
    /// Of services, too.
    pub names: BTreeSet<&'t str>,
}

/// Why a file can't be read.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    pub line: usize,
    pub says: String,
}

#[derive(Debug, Clone, PartialEq)]
struct Token<'t> {
    text: &'t str,
    at: Range<usize>,
}

impl Token<'_> {
    fn is_name(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
    }

    fn number(&self) -> Option<i64> {
        let hexadecimal = self.text.strip_prefix("0x").or(self.text.strip_prefix("0X"));
        match hexadecimal {
            Some(digits) => i64::from_str_radix(digits, 16).ok(),
            None => self.text.parse().ok(),
        }
    }
}

/// Reads a file.
///
/// # Errors
/// The first thing whose numbers it can't tell: nothing may be lost that somebody rests on.
pub fn read(text: &str) -> Result<File<'_>, Fault> {
    let tokens = tokens(text)?;
    let mut reader = Reader { text, tokens, next: 0 };
    let mut file = File::default();
    while let Some(token) = reader.take() {
        let kind = match token.text {
            "message" => Some(Kind::Message),
            "enum" => Some(Kind::Enum),
            "service" => None,
            ";" => continue,
            "extend" => return Err(reader.fault(&token, "an `extend`, whose numbers belong to another file")),
            // `syntax = "proto3";`, `package x;`, `import …;`, `option …;`
            _ => {
                reader.skip_statement();
                continue;
            }
        };
        let name = reader.name(&token)?;
        if !file.names.insert(name.text) {
            return Err(reader.fault(&name, &format!("a second `{}`", shown(name.text))));
        }
        let open = reader.expect("{", &name)?;
        match kind {
            Some(kind) => file.blocks.push(reader.block(kind, name.text, &open)?),
            None => {
                reader.skip_braces();
            }
        }
    }
    Ok(file)
}

struct Reader<'t> {
    text: &'t str,
    tokens: Vec<Token<'t>>,
    next: usize,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<&Token<'t>> {
        self.tokens.get(self.next)
    }

    fn take(&mut self) -> Option<Token<'t>> {
        let token = self.peek().cloned();
        self.next += usize::from(token.is_some());
        token
    }

    fn fault(&self, at: &Token, says: &str) -> Fault {
        fault(self.text, at.at.start, says)
    }

    fn need(&mut self, before: &Token) -> Result<Token<'t>, Fault> {
        let end = self.fault(before, &format!("the file ends after `{}`", shown(before.text)));
        self.take().ok_or(end)
    }

    fn name(&mut self, before: &Token) -> Result<Token<'t>, Fault> {
        let token = self.need(before)?;
        match token.is_name() {
            true => Ok(token),
            false => Err(self.fault(&token, &format!("`{}` where a name is expected", shown(token.text)))),
        }
    }

    fn expect(&mut self, text: &str, before: &Token) -> Result<Token<'t>, Fault> {
        let token = self.need(before)?;
        match token.text == text {
            true => Ok(token),
            false => Err(self.fault(&token, &format!("`{}` where `{text}` is expected", shown(token.text)))),
        }
    }

    /// Up to behind the next `;` outside braces, or the braces that end it.
    fn skip_statement(&mut self) {
        while let Some(token) = self.take() {
            match token.text {
                ";" => return,
                "{" => return self.skip_braces(),
                _ => {}
            }
        }
    }

    /// Up to behind the brace that closes the one before.
    fn skip_braces(&mut self) {
        let mut depth = 1_usize;
        while let Some(token) = self.take() {
            match token.text {
                "{" => depth += 1,
                "}" if depth == 1 => return,
                "}" => depth -= 1,
                _ => {}
            }
        }
    }

    fn block(&mut self, kind: Kind, name: &'t str, open: &Token<'t>) -> Result<Block<'t>, Fault> {
        let mut block = Block {
            kind,
            name,
            entries: Vec::new(),
            reserved: Reserved::default(),
            body: open.at.clone(),
        };
        // A choice of fields shares the numbers of its message.
        let mut in_choice = false;
        loop {
            let first = self.need(open)?;
            let assigns = self.peek().is_some_and(|token| token.text == "=");
            match (first.text, kind) {
                (";", _) => {}
                ("}", _) if in_choice => in_choice = false,
                ("}", _) => {
                    block.body.end = first.at.end;
                    return self.sound(block);
                }
                ("option", _) => self.skip_statement(),
                ("reserved", _) if !assigns => self.reserved(&first, &mut block)?,
                (_, Kind::Enum) => self.value(first, &mut block)?,
                ("message" | "enum" | "extensions" | "extend" | "group", _) => {
                    let says = format!("a `{}` inside a message, which no draft has", first.text);
                    return Err(self.fault(&first, &says));
                }
                ("oneof", _) if !in_choice => {
                    let name = self.name(&first)?;
                    self.expect("{", &name)?;
                    in_choice = true;
                }
                _ => self.field(first, &mut block)?,
            }
        }
    }

    /// `repeated Link links = 1;`, `map<string, Link> by_code = 2 [deprecated = true];`
    fn field(&mut self, first: Token<'t>, block: &mut Block<'t>) -> Result<(), Fault> {
        let mut words: Vec<Token<'t>> = vec![first];
        loop {
            let last = words.last().cloned();
            let Some(last) = last else { return Ok(()) };
            let token = self.need(&last)?;
            match token.text {
                "=" => break,
                ";" | "{" | "}" => {
                    return Err(self.fault(&token, &format!("`{}` before the number of a field", token.text)));
                }
                _ => words.push(token),
            }
        }
        let Some((name, of)) = words.split_last().filter(|(name, of)| name.is_name() && !of.is_empty()) else {
            let at = words.first().cloned();
            return Err(at.map_or(fault(self.text, 0, "a field without a name"), |at| {
                self.fault(&at, "a field without a type and a name")
            }));
        };
        let of: Vec<&str> = of.iter().map(|token| token.text).collect();
        self.entry(name, of.join(" "), block)
    }

    /// `ORDER_STATE_PAID = 1;`
    fn value(&mut self, name: Token<'t>, block: &mut Block<'t>) -> Result<(), Fault> {
        if !name.is_name() {
            return Err(self.fault(&name, &format!("`{}` where a value is expected", shown(name.text))));
        }
        self.expect("=", &name)?;
        self.entry(&name, String::new(), block)
    }

    fn entry(&mut self, name: &Token<'t>, of: String, block: &mut Block<'t>) -> Result<(), Fault> {
        let token = self.need(name)?;
        let Some(number) = self.within(block.kind, token.number()) else {
            let says = format!("`{}` is no number for `{}`", shown(token.text), shown(name.text));
            return Err(self.fault(&token, &says));
        };
        block.entries.push(Entry {
            name: name.text,
            of,
            number,
            at: token.at.clone(),
        });
        self.end_of_entry(&token)
    }

    /// `;`, or `[deprecated = true];`: anything else has swallowed the end, and with it what comes next.
    fn end_of_entry(&mut self, number: &Token<'t>) -> Result<(), Fault> {
        let mut open = 0_usize;
        loop {
            let token = self.need(number)?;
            match token.text {
                ";" if open == 0 => return Ok(()),
                "[" | "{" => open += 1,
                "]" | "}" if open > 0 => open -= 1,
                _ if open > 0 => {}
                other => return Err(self.fault(&token, &format!("`{}` where `;` is expected", shown(other)))),
            }
        }
    }

    fn within(&self, kind: Kind, number: Option<i64>) -> Option<i64> {
        let [of_fields, of_values] = LARGEST;
        number.filter(|n| match kind {
            Kind::Message => (1..=of_fields).contains(n),
            Kind::Enum => (-of_values - 1..=of_values).contains(n),
        })
    }

    /// `reserved 2, 9 to 11, 40 to max;`, `reserved "code", "url";`
    fn reserved(&mut self, first: &Token<'t>, block: &mut Block<'t>) -> Result<(), Fault> {
        let most = match block.kind {
            Kind::Message => LARGEST[0],
            Kind::Enum => LARGEST[1],
        };
        loop {
            let token = self.need(first)?;
            let quoted = token
                .text
                .strip_prefix(['"', '\''])
                .and_then(|t| t.strip_suffix(['"', '\'']));
            if let Some(name) = quoted.or(token.is_name().then_some(token.text)) {
                let plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                    && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
                if !plain {
                    return Err(self.fault(&token, &format!("`{}` is no name to reserve", shown(name))));
                }
                block.reserved.names.insert(name);
            } else {
                let wrong = self.fault(&token, &format!("`{}` is no number to reserve", shown(token.text)));
                let from = self.within(block.kind, token.number()).ok_or(wrong)?;
                let mut to = from;
                if self.peek().is_some_and(|next| next.text == "to") {
                    self.take();
                    let end = self.need(&token)?;
                    let wrong = self.fault(&end, &format!("`{}` ends no range", shown(end.text)));
                    let given = if end.text == "max" { Some(most) } else { end.number() };
                    to = self.within(block.kind, given).filter(|to| *to >= from).ok_or(wrong)?;
                }
                block.reserved.numbers.push((from, to));
            }
            let after = self.need(&token)?;
            match after.text {
                "," => {}
                ";" => return Ok(()),
                other => return Err(self.fault(&after, &format!("`{}` in a reservation", shown(other)))),
            }
        }
    }

    /// The block, if no name and no number stands twice in it.
    fn sound(&self, block: Block<'t>) -> Result<Block<'t>, Fault> {
        let (mut names, mut numbers) = (BTreeSet::new(), BTreeSet::new());
        for entry in &block.entries {
            let reserved = block.reserved.has(entry.number) || block.reserved.names.contains(entry.name);
            let twice = !names.insert(entry.name) || !numbers.insert(entry.number);
            if twice || reserved {
                let says = format!(
                    "the name or the number of `{} = {}` is taken in `{}`",
                    shown(entry.name),
                    entry.number,
                    shown(block.name)
                );
                return Err(fault(self.text, entry.at.start, &says));
            }
        }
        Ok(block)
    }
}

impl Reserved<'_> {
    pub fn has(&self, number: i64) -> bool {
        self.numbers.iter().any(|(from, to)| (*from..=*to).contains(&number))
    }
}

fn fault(text: &str, at: usize, says: &str) -> Fault {
    let before = text.get(..at).unwrap_or(text);
    Fault {
        line: before.matches('\n').count() + 1,
        says: says.to_string(),
    }
}

/// A word of the file as a message can show it.
fn shown(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
    match plain.len() == text.len() {
        true => plain,
        false => format!("{plain}…"),
    }
}

/// The words, numbers, texts and marks of a file, without its comments.
fn tokens(text: &str) -> Result<Vec<Token<'_>>, Fault> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or("");
        let length = match first {
            c if c.is_whitespace() => c.len_utf8(),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => match rest.find("*/") {
                Some(end) => end + 2,
                None => return Err(fault(text, at, "a comment that does not end")),
            },
            '"' | '\'' => quoted(rest, first).ok_or_else(|| fault(text, at, "a text that does not end"))?,
            c if is_word(c) || c == '-' => {
                let end = rest.char_indices().skip(1).find(|(_, c)| !is_word(*c));
                end.map_or(rest.len(), |(end, _)| end)
            }
            c => c.len_utf8(),
        };
        let is_token = !first.is_whitespace() && !rest.starts_with("//") && !rest.starts_with("/*");
        if is_token && let Some(word) = rest.get(..length) {
            tokens.push(Token {
                text: word,
                at: at..at + length,
            });
        }
        at += length;
    }
    Ok(tokens)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.')
}

/// Length of a text with its marks; it ends on its line.
fn quoted(rest: &str, mark: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == mark => return Some(at + 1),
            _ => {}
        }
    }
    None
}
