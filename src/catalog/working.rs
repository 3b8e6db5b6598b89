//! The arithmetic of a case: each line of it can be worked out of those before it.

use super::links::value;
use crate::finding::{Finding, nearest};
use crate::form::{Node, Reader, rule};
use crate::quantity::expression::{self, Language};
use crate::quantity::{Dimension, ParseError};

/// The lines so far: each name with its dimension, which a line that is wrong does not have.
struct Lines<'r> {
    reader: &'r Reader<'r>,
    language: Language,
    known: Vec<(String, Option<Dimension>)>,
}

/// Reports what is wrong with the inputs and estimates of a case.
pub fn check(reader: &Reader) {
    let mut lines = Lines {
        reader,
        language: Language {
            free: true,
            ..reader.context.language.clone()
        },
        known: Vec::new(),
    };
    for (key, node) in reader.entries("inputs") {
        let dimension = lines.dimension(node);
        lines.name(&key.name, dimension);
    }
    for (key, node) in reader.entries("estimates") {
        let dimension = value(node, "is").and_then(|formula| lines.dimension(formula));
        if let Some(about) = value(node, "about") {
            lines.about(about, dimension.as_ref());
        }
        lines.name(&key.name, dimension);
    }
}

impl Lines<'_> {
    fn name(&mut self, name: &str, dimension: Option<Dimension>) {
        self.language.names.push(name.to_string());
        self.known.push((name.to_string(), dimension));
    }

    /// The dimension of a line; none where it has a fault, which is told, or rests on a line that has one.
    fn dimension(&self, node: &Node) -> Option<Dimension> {
        let text = node.text()?;
        let expr = match expression::parse(text, &self.language) {
            Ok(expr) => expr,
            Err(error) => return self.wrong(node, error),
        };
        let mut unsure = false;
        expr.names(&mut |name, _| unsure |= self.known.iter().any(|(n, of)| n == name && of.is_none()));
        let of = |name: &str| self.known.iter().find(|(n, _)| n == name)?.1.clone();
        match expr.dimension(&of) {
            Ok(dimension) => Some(dimension),
            Err(_) if unsure => None,
            Err(error) => self.wrong(node, self.hinted(error)),
        }
    }

    /// What an estimate comes to, as one would say it, is of the same dimension.
    fn about(&self, node: &Node, worked: Option<&Dimension>) {
        let (Some(said), Some(worked)) = (self.dimension(node), worked) else {
            return;
        };
        if said != *worked {
            let message = format!("`about` is {}, but `is` gives {}", said.words(), worked.words());
            self.reader
                .context
                .report(Finding::error(rule::WRONG_DIMENSION, message).at(node.span));
        }
    }

    fn hinted(&self, error: ParseError) -> ParseError {
        let names = || self.known.iter().map(|(name, _)| name.as_str());
        let wrong = error.message.strip_prefix("unknown name `");
        let near = wrong.and_then(|wrong| nearest(wrong.strip_suffix('`')?, names()));
        match near.map(|near| format!("did you mean `{near}`?")) {
            Some(help) => error.help(help),
            None => error,
        }
    }

    fn wrong(&self, node: &Node, error: ParseError) -> Option<Dimension> {
        self.reader.context.expression_error(node, error);
        None
    }
}
