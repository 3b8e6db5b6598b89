//! napkin mathematics: the syntax tree, its dimension check and its value where no name occurs.

mod check;
mod function;
mod parse;
mod show;
mod token;

pub use check::differ;
pub use function::Function;
pub use parse::{Statement, parse, parse_comparison, parse_statement};

use super::{Dimension, Profile, Spread};
use std::ops::Range;

/// What the parser must know besides the text.
#[derive(Debug, Clone, Default)]
pub struct Language {
    pub profile: Profile,
    /// Populations: `user` and the ids of the actors.
    pub people: Vec<String>,
    /// Whether `1B` is a billion (a field that counts) and not one byte.
    pub counting: bool,
    /// Whether any plural behind a number may name what is counted: `500M tweets`.
    pub free: bool,
    /// Names that mean something, which such a plural may not hide.
    pub names: Vec<String>,
}

/// An expression with its place in the text, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    pub kind: Kind,
    pub span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `30 min`: 30, 60, time.
    Literal {
        number: f64,
        factor: f64,
        dimension: Dimension,
    },
    Name(String),
    Negate(Box<Expr>),
    Binary(Binary, Box<Expr>, Box<Expr>),
    /// `8M to 12M`.
    Range(Box<Expr>, Box<Expr>),
    /// `10 ± 2`, or `10 ± 20 %` where the share is of the first.
    PlusMinus(Box<Expr>, Box<Expr>),
    Call(Function, Vec<Expr>),
    /// `… in TB/year`: the unit to print in.
    In(Box<Expr>, Box<Expr>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

/// How two values are compared in `holds`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    Less,
    AtMost,
    Greater,
    AtLeast,
    Equal,
}

impl Comparison {
    /// Relative tolerance within which two values count as equal (format, A18).
    pub const TOLERANCE: f64 = 1e-9;

    pub fn symbol(self) -> &'static str {
        match self {
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::Greater => ">",
            Comparison::AtLeast => ">=",
            Comparison::Equal => "=",
        }
    }

    /// Whether `a ? b` holds: `<=` and `>=` do inside the tolerance, `<` and `>` don't.
    pub fn holds(self, a: f64, b: f64) -> bool {
        let near = (a - b).abs() <= Self::TOLERANCE * a.abs().max(b.abs());
        match self {
            Comparison::Less => a < b && !near,
            Comparison::AtMost => a < b || near,
            Comparison::Greater => a > b && !near,
            Comparison::AtLeast => a > b || near,
            Comparison::Equal => near,
        }
    }
}

/// What is wrong with an expression, and where in its text.
#[derive(Debug, Clone, PartialEq)]
pub struct ParseError {
    pub message: String,
    pub span: Range<usize>,
    /// Parts of the text that don't go together, each with what it is.
    pub sides: Vec<(Range<usize>, String)>,
    pub help: Option<String>,
}

impl ParseError {
    pub(crate) fn new(message: impl Into<String>, span: Range<usize>) -> Self {
        ParseError {
            message: message.into(),
            span,
            sides: Vec::new(),
            help: None,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Expr {
    /// How the formula of queueing in it is called, if there is one: it has no value where the queue has no end.
    pub fn queue(&self) -> Option<&'static str> {
        match &self.kind {
            Kind::Call(Function::ErlangC, _) => {
                Some("erlang_c(servers, offered load), which must be below the servers")
            }
            Kind::Call(Function::Wait, _) => {
                Some("mmc_wait(servers, rate, time of one), with rate × time below the servers")
            }
            Kind::Call(Function::PoissonTail, _) => Some("poisson_tail(mean up to 500, least)"),
            Kind::Call(Function::ErlangB, _) => Some("erlang_b(servers, offered load)"),
            Kind::Call(Function::ErlangServers, _) => Some("erlang_servers(offered load, share that may wait)"),
            Kind::Call(_, arguments) => arguments.iter().find_map(Expr::queue),
            Kind::Binary(_, a, b) | Kind::Range(a, b) | Kind::PlusMinus(a, b) => a.queue().or_else(|| b.queue()),
            Kind::Negate(a) | Kind::In(a, _) => a.queue(),
            Kind::Literal { .. } | Kind::Name(_) => None,
        }
    }

    /// Calls `visit` for each name with its place.
    pub fn names<'a>(&'a self, visit: &mut dyn FnMut(&'a str, Range<usize>)) {
        match &self.kind {
            Kind::Literal { .. } => {}
            Kind::Name(name) => visit(name, self.span.clone()),
            Kind::Negate(a) => a.names(visit),
            Kind::Binary(_, a, b) | Kind::Range(a, b) | Kind::PlusMinus(a, b) => {
                a.names(visit);
                b.names(visit);
            }
            Kind::Call(_, arguments) => arguments.iter().for_each(|a| a.names(visit)),
            Kind::In(a, _) => a.names(visit),
        }
    }
}

/// A number in base units. Small units are whole fractions: dividing by their inverse keeps 70 % at exactly 0.7.
pub fn in_base_units(number: f64, factor: f64) -> f64 {
    let inverse = libm::round(1.0 / factor);
    if factor < 1.0 && (inverse * factor - 1.0).abs() < 1e-12 {
        number / inverse
    } else {
        number * factor
    }
}

/// Whether `a ± b` means a share of `a`: `b` is written with `%` and `a` is not.
pub fn relative(a: &Expr, b: &Expr) -> bool {
    is_percent(b) && !is_percent(a)
}

fn is_percent(e: &Expr) -> bool {
    matches!(&e.kind, Kind::Literal { factor, dimension, .. } if *factor == 0.01 && dimension.is_none())
}

impl Binary {
    pub fn apply(self, a: f64, b: f64) -> f64 {
        match self {
            Binary::Add => a + b,
            Binary::Subtract => a - b,
            Binary::Multiply => a * b,
            Binary::Divide => a / b,
            Binary::Power => libm::pow(a, b),
        }
    }
}
