//! Numbers with units: dimensions, units, ranges, expressions, and how they are printed.

pub mod dimension;
pub mod expression;
pub mod normal;
pub mod poisson;
pub mod print;
pub mod profile;
pub mod sampling;
pub mod spread;
pub mod unit;

pub use dimension::Dimension;
pub use expression::{Expr, ParseError};
pub use profile::Profile;
pub use sampling::Sampling;
pub use spread::Spread;

use crate::source::Span;

/// A quantity as written in a file: its value in base units (seconds, bytes, US dollars) and its dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    pub spread: Spread,
    pub dimension: Dimension,
    /// As the user wrote it.
    pub text: String,
    pub span: Span,
}

impl Quantity {
    /// The median, which the point estimate uses.
    pub fn point(&self) -> f64 {
        self.spread.median()
    }
}

/// An expression as written in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    pub expr: Expr,
    /// As the user wrote it; the places in `expr` are bytes of it.
    pub text: String,
    pub span: Span,
}
