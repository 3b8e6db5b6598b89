//! Cuts the text of an expression into tokens.

use super::ParseError;
use std::ops::Range;

#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    Number(f64),
    /// A name, a unit or a keyword; dots join the parts of a name.
    Word(String),
    Plus,
    Minus,
    Times,
    Over,
    Power,
    Open,
    Close,
    Comma,
    /// `to` and `..`.
    To,
    /// `±` and `+-`.
    PlusMinus,
    Compare(super::Comparison),
}

/// A token with its bytes in the text.
#[derive(Debug, Clone)]
pub struct Placed {
    pub token: Token,
    pub span: Range<usize>,
}

/// Longest text of one expression, in bytes.
const LONGEST: usize = 4096;

/// # Errors
/// A character that means nothing, a number that is not finite, or a text of more than 4096 bytes.
pub fn tokens(text: &str) -> Result<Vec<Placed>, ParseError> {
    if text.len() > LONGEST {
        return Err(ParseError::new(
            format!("an expression has at most {LONGEST} bytes, this one has {}", text.len()),
            0..0,
        ));
    }
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        let rest = &text[at..];
        let token = if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        } else if c.is_ascii_digit() || (c == '.' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)) {
            at += number_length(rest);
            Token::Number(number(&text[start..at], start..at)?)
        } else if is_word(c) {
            at += word_length(rest);
            match &text[start..at] {
                "to" => Token::To,
                word => Token::Word(word.to_string()),
            }
        } else {
            let (token, length) = symbol(rest).ok_or_else(|| {
                ParseError::new(
                    format!("`{}` means nothing here", c.escape_debug()),
                    start..start + c.len_utf8(),
                )
            })?;
            at += length;
            token
        };
        out.push(Placed { token, span: start..at });
    }
    Ok(out)
}

fn is_word(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '_' | '%' | '$')
}

/// Letters, digits and `_`, with dots between parts; `%` and `$` stand alone.
fn word_length(text: &str) -> usize {
    if text.starts_with(['%', '$']) {
        return 1;
    }
    let mut end = 0;
    for (i, c) in text.char_indices() {
        let dot_inside = c == '.' && text[i + 1..].starts_with(|n: char| n.is_alphabetic() || n == '_');
        if !(c.is_alphanumeric() || c == '_' || dot_inside) {
            break;
        }
        end = i + c.len_utf8();
    }
    end
}

/// Digits with `_` between them, a fraction, and an exponent only where digits follow it.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |mut i: usize| {
        while bytes.get(i).is_some_and(|b| b.is_ascii_digit() || *b == b'_') {
            i += 1;
        }
        i
    };
    let mut end = digits(0);
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end = digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if bytes.get(end + 1 + sign).is_some_and(u8::is_ascii_digit) {
            end = digits(end + 1 + sign);
        }
    }
    end
}

fn number(text: &str, span: Range<usize>) -> Result<f64, ParseError> {
    match text.replace('_', "").parse::<f64>() {
        Ok(x) if x.is_finite() => Ok(x),
        _ => Err(ParseError::new("this is not a finite number", span)),
    }
}

fn symbol(text: &str) -> Option<(Token, usize)> {
    use super::Comparison::{AtLeast, AtMost, Equal, Greater, Less};
    // Longer symbols first.
    let table = [
        ("+-", Token::PlusMinus),
        ("±", Token::PlusMinus),
        ("..", Token::To),
        ("<=", Token::Compare(AtMost)),
        (">=", Token::Compare(AtLeast)),
        ("==", Token::Compare(Equal)),
        ("≤", Token::Compare(AtMost)),
        ("≥", Token::Compare(AtLeast)),
        ("<", Token::Compare(Less)),
        (">", Token::Compare(Greater)),
        ("=", Token::Compare(Equal)),
        ("+", Token::Plus),
        ("-", Token::Minus),
        ("−", Token::Minus),
        ("*", Token::Times),
        ("×", Token::Times),
        ("/", Token::Over),
        ("÷", Token::Over),
        ("^", Token::Power),
        ("(", Token::Open),
        (")", Token::Close),
        (",", Token::Comma),
    ];
    table
        .into_iter()
        .find(|(s, _)| text.starts_with(s))
        .map(|(s, t)| (t, s.len()))
}
