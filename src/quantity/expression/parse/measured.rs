//! Numbers with their units.

use super::{Parser, binary, literal};
use crate::finding::nearest;
use crate::quantity::expression::token::{Placed, Token};
use crate::quantity::expression::{Binary, Expr, ParseError};
use crate::quantity::{Dimension, unit};
use std::ops::Range;

impl Parser<'_> {
    /// A number with its multiplier and unit: `5k req/s`, `30 min`, `10 /user/day`, `60 %`.
    pub(super) fn literal(&mut self, number: f64, span: Range<usize>) -> Result<Expr, ParseError> {
        let mut number = number;
        let mut end = span.end;
        if let Some(Placed {
            token: Token::Word(word),
            span: place,
        }) = self.peek().cloned()
        {
            let billion = self.language.counting && word == "B";
            let multiplier = if billion { Some(1e9) } else { unit::multiplier(&word) };
            if let Some(factor) = multiplier {
                self.at += 1;
                number *= factor;
                end = place.end;
            }
        }
        let (mut factor, mut dimension) = (1.0, Dimension::NONE);
        if let Some(Placed {
            token: Token::Word(word),
            span: place,
        }) = self.peek().cloned()
            && word != "in"
            && !self.per_unit()
        {
            let (f, d) = self.unit(&word, place.clone())?;
            self.at += 1;
            (factor, dimension, end) = (f, d, place.end);
        }
        self.tight_division(&mut factor, &mut dimension, &mut end);
        if !(number * factor).is_finite() {
            return Err(ParseError::new("this is not a finite number", span.start..end));
        }
        Ok(literal(number, factor, dimension, span.start..end))
    }

    /// A unit behind a closing bracket: `(8M to 12M) users`.
    pub(super) fn unit_after(&mut self, expr: Expr) -> Result<Expr, ParseError> {
        let Some(Placed {
            token: Token::Word(word),
            span,
        }) = self.peek().cloned()
        else {
            return Ok(expr);
        };
        if word == "in" || self.per_unit() {
            return Ok(expr);
        }
        let (mut factor, mut dimension) = self.unit(&word, span.clone())?;
        self.at += 1;
        let mut end = span.end;
        self.tight_division(&mut factor, &mut dimension, &mut end);
        Ok(binary(
            Binary::Multiply,
            expr,
            literal(1.0, factor, dimension, span.start..end),
        ))
    }

    /// Whether the word `per` follows, before a unit.
    pub(super) fn per_unit(&self) -> bool {
        let unit = |p: &Placed| matches!(&p.token, Token::Word(word) if self.known_unit(word).is_some());
        self.token() == Some(&Token::Word("per".into())) && self.tokens.get(self.at + 1).is_some_and(unit)
    }

    /// `/unit` without a space behind the slash, or `per unit`, belongs to the unit before it.
    fn tight_division(&mut self, factor: &mut f64, dimension: &mut Dimension, end: &mut usize) {
        while let Some(Placed { token, span: slash }) = self.peek().cloned() {
            let per = self.per_unit();
            if token != Token::Over && !per {
                return;
            }
            let Some(Placed {
                token: Token::Word(word),
                span,
            }) = self.tokens.get(self.at + 1).cloned()
            else {
                return;
            };
            let called = self.tokens.get(self.at + 2).is_some_and(|p| p.token == Token::Open);
            if (span.start != slash.end && !per) || called {
                return;
            }
            let Some((f, d)) = self.known_unit(&word) else {
                return;
            };
            self.at += 2;
            *factor /= f;
            *dimension = dimension.per(&d);
            *end = span.end;
        }
    }

    /// A unit that stands alone behind a `/`, as in `10 / user / day`.
    pub(super) fn bare_unit(&mut self) -> Option<Expr> {
        let Some(Placed {
            token: Token::Word(word),
            span,
        }) = self.peek().cloned()
        else {
            return None;
        };
        if self.language.names.contains(&word) {
            return None;
        }
        let (factor, dimension) = self.known_unit(&word)?;
        if self.tokens.get(self.at + 1).is_some_and(|p| p.token == Token::Open) {
            return None;
        }
        self.at += 1;
        Some(literal(1.0, factor, dimension, span))
    }

    /// What follows `in`: a unit, possibly over others, or only `/s`.
    pub(super) fn unit_of_print(&mut self) -> Result<Expr, ParseError> {
        if self.token() == Some(&Token::Over) {
            let start = self.here().start;
            let (mut factor, mut dimension, mut end) = (1.0, Dimension::NONE, start);
            self.tight_division(&mut factor, &mut dimension, &mut end);
            if end > start {
                return Ok(literal(1.0, factor, dimension, start..end));
            }
        }
        let Some(Placed {
            token: Token::Word(word),
            span,
        }) = self.peek().cloned()
        else {
            return Err(ParseError::new("a unit must follow `in`", self.here()));
        };
        let (mut factor, mut dimension) = self.unit(&word, span.clone())?;
        self.at += 1;
        while self.per_unit() || self.token() == Some(&Token::Over) {
            self.at += 1;
            let Some(Placed {
                token: Token::Word(word),
                span,
            }) = self.peek().cloned()
            else {
                return Err(ParseError::new("a unit must follow `/`", self.here()));
            };
            let (f, d) = self.unit(&word, span)?;
            self.at += 1;
            factor /= f;
            dimension = dimension.per(&d);
        }
        let end = self
            .tokens
            .get(self.at.wrapping_sub(1))
            .map_or(span.end, |p| p.span.end);
        Ok(literal(1.0, factor, dimension, span.start..end))
    }

    pub(super) fn known_unit(&self, word: &str) -> Option<(f64, Dimension)> {
        if let Some(found) = unit::lookup(word, self.language.profile) {
            return Some((found.factor, found.dimension));
        }
        let people = &self.language.people;
        let named = |name: &str| people.iter().find(|p| *p == name);
        let person = named(word).or_else(|| word.strip_suffix('s').and_then(named));
        match person {
            Some(person) => Some((1.0, Dimension::person(person))),
            None if self.is_counted(word) => Some((1.0, Dimension::NONE)),
            None => None,
        }
    }

    /// Whether a word may name what is counted: in free text any plural that means nothing else.
    fn is_counted(&self, word: &str) -> bool {
        let plain = word.len() > 3 && word.ends_with('s') && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        self.language.free
            && plain
            && !self.language.names.iter().any(|name| name == word)
            && nearest(word, unit::SUGGESTIONS.into_iter().filter(|s| s.len() > 2)).is_none()
    }

    pub(super) fn unit(&self, word: &str, span: Range<usize>) -> Result<(f64, Dimension), ParseError> {
        if let Some(found) = self.known_unit(word) {
            return Ok(found);
        }
        if word == "m" {
            return Err(ParseError::new("`m` may be a minute, a month or a metre", span).help("write `min` or `month`"));
        }
        let error = ParseError::new(format!("unknown unit `{word}`"), span);
        if let Some(help) = unit::mistaken(word) {
            return Err(error.help(help));
        }
        // A guess at so few letters is as often wrong as right.
        if word.chars().count() < 3 {
            return Err(error);
        }
        let people = self.language.people.iter().map(String::as_str);
        Err(match nearest(word, unit::SUGGESTIONS.into_iter().chain(people)) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error,
        })
    }
}
