//! From text to syntax tree.
//!
//! Number and unit bind tightest (`25M / 30 min` is 25M/(30 min), `20 KB / 4 Mbit/s` divides by the
//! bandwidth), then `±`, `^`, sign, `* /`, `+ -`, `to`, and last `in`.

mod measured;

use super::token::{Placed, Token, tokens};
use super::{Binary, Comparison, Expr, Function, Kind, Language, ParseError};
use crate::finding::nearest;
use crate::quantity::{Dimension, unit};
use std::ops::Range;

/// Deepest nesting of brackets and signs.
const DEEPEST: usize = 64;

/// Reads one expression.
///
/// # Errors
/// The first fault, with its place in the text.
pub fn parse(text: &str, language: &Language) -> Result<Expr, ParseError> {
    let mut parser = Parser::new(text, language)?;
    let expr = parser.whole()?;
    parser.end()?;
    Ok(expr)
}

/// One line of napkin mathematics.
#[derive(Debug, Clone, PartialEq)]
pub enum Statement {
    /// `5k req/s * 1 KB`.
    Value(Expr),
    /// `rate = 5k req/s`.
    Named(String, Range<usize>, Expr),
    /// `rate < 10k req/s`.
    Comparison(Expr, Comparison, Expr),
}

/// Reads an expression, a comparison, or `name = expression`.
///
/// # Errors
/// The first fault, with its place in the text.
pub fn parse_statement(text: &str, language: &Language) -> Result<Statement, ParseError> {
    let mut parser = Parser::new(text, language)?;
    if let [first, second, ..] = &parser.tokens[..]
        && let (Token::Word(name), Token::Compare(Comparison::Equal)) = (&first.token, &second.token)
        && &text[second.span.clone()] == "="
    {
        let (name, place) = (name.clone(), first.span.clone());
        if unit::is_symbol(&name) || Function::from_name(&name).is_some() || ["in", "of", "per"].contains(&&*name) {
            return Err(ParseError::new(
                format!("`{name}` is taken: it is a unit, a function or a keyword"),
                place,
            )
            .help(format!("choose another name, such as `{name}_`")));
        }
        if name.contains('.') {
            return Err(ParseError::new("a name has no dots", place));
        }
        parser.at = 2;
        let expr = parser.whole()?;
        parser.end()?;
        return Ok(Statement::Named(name, place, expr));
    }
    let left = parser.whole()?;
    let Some(Token::Compare(comparison)) = parser.token().cloned() else {
        parser.end()?;
        return Ok(Statement::Value(left));
    };
    parser.at += 1;
    let right = parser.whole()?;
    parser.end()?;
    Ok(Statement::Comparison(left, comparison, right))
}

/// Reads `a < b`.
///
/// # Errors
/// The first fault, with its place in the text; also where there is no comparison or more than one.
pub fn parse_comparison(text: &str, language: &Language) -> Result<(Expr, Comparison, Expr), ParseError> {
    let mut parser = Parser::new(text, language)?;
    let left = parser.whole()?;
    let Some(Token::Compare(comparison)) = parser.peek().map(|p| p.token.clone()) else {
        let span = parser.here();
        return Err(ParseError::new(
            "a comparison is needed: `<`, `<=`, `>`, `>=` or `=`",
            span,
        ));
    };
    parser.at += 1;
    let right = parser.whole()?;
    parser.end()?;
    Ok((left, comparison, right))
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Placed>,
    at: usize,
    depth: usize,
    language: &'a Language,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, language: &'a Language) -> Result<Self, ParseError> {
        let tokens = tokens(text)?;
        if tokens.is_empty() {
            return Err(ParseError::new("there is nothing to compute", 0..text.len()));
        }
        Ok(Parser {
            text,
            tokens,
            at: 0,
            depth: 0,
            language,
        })
    }

    fn peek(&self) -> Option<&Placed> {
        self.tokens.get(self.at)
    }

    fn token(&self) -> Option<&Token> {
        self.peek().map(|p| &p.token)
    }

    fn eat(&mut self, token: &Token) -> bool {
        let found = self.token() == Some(token);
        self.at += usize::from(found);
        found
    }

    /// The place of the next token, or of the end.
    fn here(&self) -> Range<usize> {
        self.peek().map_or(self.text.len()..self.text.len(), |p| p.span.clone())
    }

    fn unexpected(&self, span: Range<usize>) -> ParseError {
        let what = &self.text[span.clone()];
        let error = ParseError::new(format!("`{what}` is not expected here"), span.clone());
        match what {
            "" => ParseError::new("the expression ends too early", span),
            "," => error.help("write thousands as `1_000`, `1000` or `1k`"),
            _ => error,
        }
    }

    /// Nothing may follow.
    fn end(&self) -> Result<(), ParseError> {
        match self.peek() {
            None => Ok(()),
            Some(next) => Err(self.unexpected(next.span.clone())),
        }
    }

    fn whole(&mut self) -> Result<Expr, ParseError> {
        let value = self.range()?;
        if self.token() == Some(&Token::Word("in".into())) {
            self.at += 1;
            let unit = self.unit_of_print()?;
            let span = value.span.start..unit.span.end;
            return Ok(Expr {
                kind: Kind::In(Box::new(value), Box::new(unit)),
                span,
            });
        }
        Ok(value)
    }

    fn range(&mut self) -> Result<Expr, ParseError> {
        let low = self.sum()?;
        if !self.eat(&Token::To) {
            return Ok(low);
        }
        let high = self.sum()?;
        let low = share_unit(low, &high);
        let span = low.span.start..high.span.end;
        Ok(Expr {
            kind: Kind::Range(Box::new(low), Box::new(high)),
            span,
        })
    }

    fn sum(&mut self) -> Result<Expr, ParseError> {
        let mut left = self.product()?;
        loop {
            let operator = match self.token() {
                Some(Token::Plus) => Binary::Add,
                Some(Token::Minus) => Binary::Subtract,
                _ => return Ok(left),
            };
            self.at += 1;
            left = binary(operator, left, self.product()?);
        }
    }

    fn product(&mut self) -> Result<Expr, ParseError> {
        let mut left = self.signed()?;
        loop {
            let operator = match self.token() {
                Some(Token::Times) => Binary::Multiply,
                Some(Token::Over) => Binary::Divide,
                _ if self.per_unit() => Binary::Divide,
                _ => return Ok(left),
            };
            self.at += 1;
            let unit = if operator == Binary::Divide {
                self.bare_unit()
            } else {
                None
            };
            let right = match unit {
                Some(unit) => unit,
                None => self.signed()?,
            };
            left = binary(operator, left, right);
        }
    }

    fn signed(&mut self) -> Result<Expr, ParseError> {
        let start = self.here().start;
        if self.eat(&Token::Minus) {
            self.deeper()?;
            let inner = self.signed()?;
            self.depth -= 1;
            let span = start..inner.span.end;
            return Ok(Expr {
                kind: Kind::Negate(Box::new(inner)),
                span,
            });
        }
        self.power()
    }

    fn power(&mut self) -> Result<Expr, ParseError> {
        let base = self.about()?;
        if !self.eat(&Token::Power) {
            return Ok(base);
        }
        self.deeper()?;
        let exponent = self.signed()?;
        self.depth -= 1;
        Ok(binary(Binary::Power, base, exponent))
    }

    fn about(&mut self) -> Result<Expr, ParseError> {
        let middle = self.primary()?;
        if !self.eat(&Token::PlusMinus) {
            return Ok(middle);
        }
        let by = self.primary()?;
        let middle = if super::relative(&middle, &by) {
            middle
        } else {
            share_unit(middle, &by)
        };
        let span = middle.span.start..by.span.end;
        self.unit_after(Expr {
            kind: Kind::PlusMinus(Box::new(middle), Box::new(by)),
            span,
        })
    }

    fn deeper(&mut self) -> Result<(), ParseError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(ParseError::new(format!("nested more than {DEEPEST} deep"), self.here()));
        }
        Ok(())
    }

    fn primary(&mut self) -> Result<Expr, ParseError> {
        let Some(Placed { token, span }) = self.peek().cloned() else {
            return Err(self.unexpected(self.here()));
        };
        match token {
            Token::Number(number) => {
                self.at += 1;
                self.literal(number, span)
            }
            Token::Open => {
                self.at += 1;
                self.deeper()?;
                let inner = self.range()?;
                self.depth -= 1;
                let end = self.here().end;
                if !self.eat(&Token::Close) {
                    return Err(ParseError::new("`)` is missing", self.here()));
                }
                self.unit_after(Expr {
                    kind: inner.kind,
                    span: span.start..end,
                })
            }
            Token::Word(word) if word == "$" => {
                self.at += 1;
                match self.peek().cloned() {
                    Some(Placed {
                        token: Token::Number(number),
                        span: after,
                    }) => {
                        self.at += 1;
                        let amount = self.literal(number, after)?;
                        let place = span.start..amount.span.end;
                        match amount.kind {
                            Kind::Literal {
                                number,
                                factor,
                                dimension,
                            } => Ok(literal(number, factor, dimension.times(&Dimension::MONEY), place)),
                            _ => Ok(amount),
                        }
                    }
                    _ => Err(ParseError::new("an amount must follow `$`", self.here())),
                }
            }
            Token::Word(word) => {
                self.at += 1;
                if self.token() == Some(&Token::Open) {
                    return self.call(&word, span);
                }
                Ok(Expr {
                    kind: Kind::Name(word),
                    span,
                })
            }
            _ => Err(self.unexpected(span)),
        }
    }

    fn call(&mut self, word: &str, span: Range<usize>) -> Result<Expr, ParseError> {
        let Some(function) = Function::from_name(word) else {
            let names = Function::ALL.iter().map(|(n, _)| *n);
            let error = ParseError::new(format!("unknown function `{word}`"), span);
            return Err(match nearest(word, names.clone()) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help(format!("functions: {}", names.collect::<Vec<_>>().join(", "))),
            });
        };
        self.at += 1;
        self.deeper()?;
        let mut arguments = Vec::new();
        while self.token() != Some(&Token::Close) {
            arguments.push(self.range()?);
            if !self.eat(&Token::Comma) {
                break;
            }
        }
        self.depth -= 1;
        let end = self.here().end;
        if !self.eat(&Token::Close) {
            return Err(ParseError::new("`)` is missing", self.here()));
        }
        Ok(Expr {
            kind: Kind::Call(function, arguments),
            span: span.start..end,
        })
    }
}

fn literal(number: f64, factor: f64, dimension: Dimension, span: Range<usize>) -> Expr {
    Expr {
        kind: Kind::Literal {
            number,
            factor,
            dimension,
        },
        span,
    }
}

fn binary(operator: Binary, left: Expr, right: Expr) -> Expr {
    let span = left.span.start..right.span.end;
    Expr {
        kind: Kind::Binary(operator, Box::new(left), Box::new(right)),
        span,
    }
}

/// In `8M to 12M users` the unit belongs to both ends.
fn share_unit(low: Expr, high: &Expr) -> Expr {
    match (&low.kind, &high.kind) {
        (
            Kind::Literal {
                number,
                factor: 1.0,
                dimension,
            },
            Kind::Literal {
                factor,
                dimension: unit,
                ..
            },
        ) if dimension.is_none() => literal(*number, *factor, unit.clone(), low.span.clone()),
        (Kind::Negate(inner), _) => Expr {
            kind: Kind::Negate(Box::new(share_unit((**inner).clone(), high))),
            span: low.span,
        },
        _ => low,
    }
}
