//! What is required and taken for granted, as written.

use crate::quantity::Quantity;
use crate::quantity::expression::{Comparison, Expr};
use crate::source::Spanned;

#[derive(Debug)]
pub struct Functional {
    pub actor: Option<Spanned<String>>,
    pub want: String,
    pub priority: Option<Spanned<&'static str>>,
    pub flow: Option<Spanned<String>>,
    pub accept: Vec<String>,
}

#[derive(Debug)]
pub struct Nonfunctional {
    pub metrics: Vec<Spanned<Metric>>,
    pub of: Option<Spanned<String>>,
    pub to: Option<Spanned<String>>,
    pub when: Option<Spanned<String>>,
    pub shown_by: Vec<Spanned<String>>,
}

/// One metric with its target.
#[derive(Debug, Clone)]
pub enum Metric {
    Availability(Quantity),
    Throughput(Quantity),
    Durability(Quantity),
    /// The percentile as a share (0.99 for p99).
    Latency {
        percentile: f64,
        at_most: Quantity,
    },
    Rpo(Quantity),
    Rto(Quantity),
    Cost(Quantity),
    Staleness(Quantity),
    Survive(String),
    Consistency(&'static str),
    /// Facts that everything it is about has.
    Has(Vec<Spanned<String>>),
    /// Facts that nothing it is about has.
    Lacks(Vec<Spanned<String>>),
    Holds(Box<(Expr, Comparison, Expr)>, String),
    Says(String),
}

impl Metric {
    /// The key under which it stands.
    pub fn name(&self) -> &'static str {
        match self {
            Metric::Availability(_) => "availability",
            Metric::Throughput(_) => "throughput",
            Metric::Durability(_) => "durability",
            Metric::Latency { .. } => "latency",
            Metric::Rpo(_) => "rpo",
            Metric::Rto(_) => "rto",
            Metric::Cost(_) => "cost",
            Metric::Staleness(_) => "staleness",
            Metric::Survive(_) => "survive",
            Metric::Consistency(_) => "consistency",
            Metric::Has(_) => "has",
            Metric::Lacks(_) => "lacks",
            Metric::Holds(..) => "holds",
            Metric::Says(_) => "says",
        }
    }
}

#[derive(Debug)]
pub struct Assumption {
    pub says: String,
    pub holds: Option<Holds>,
    pub source: Option<String>,
}

/// A comparison with the text that the user wrote.
#[derive(Debug, Clone)]
pub struct Holds {
    pub left: Expr,
    pub comparison: Comparison,
    pub right: Expr,
    pub text: Spanned<String>,
}

#[derive(Debug)]
pub struct Question {
    pub ask: String,
    pub owner: Option<String>,
}
