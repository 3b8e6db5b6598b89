//! Numbers that stand in facts: `has: {connection-pool: 20, compression: 4, rate-limit: 20 req/s}`.

use super::Load;
use crate::design::Facts;
use crate::figure::{Id, Origin};
use crate::model::Model;
use crate::quantity::expression::{self, Language};
use crate::quantity::{Dimension, Spread};
use crate::source::Span;

/// What a file says of a fact that carries a number.
enum Said {
    Number(Spread, Span),
    /// The fact without a number above zero that can be read.
    Unclear,
}

impl<'a> Load<'a> {
    /// The number of a fact of a component; none where the file does not say the fact. A fact without its number
    /// is a missing fact.
    pub(in crate::analysis) fn said(&mut self, model: &Model<'a>, c: usize, word: &str) -> Option<Id> {
        let component = &model.components[c];
        Some(match said(&component.file.facts, word, &Dimension::NONE)? {
            Said::Number(spread, span) => self.figures.given(spread, Dimension::NONE, Origin::File(span)),
            Said::Unclear => {
                let fact = format!("components.{}.has.{word} (a number above zero)", component.id);
                self.figures.missing(fact, Dimension::NONE)
            }
        })
    }

    /// The figure that stands with a fact; none where it has none of this dimension.
    pub(in crate::analysis) fn figure_of(&mut self, facts: &Facts, word: &str, dimension: Dimension) -> Option<Id> {
        match said(facts, word, &dimension)? {
            Said::Number(spread, span) => Some(self.figures.given(spread, dimension, Origin::File(span))),
            Said::Unclear => None,
        }
    }
}

fn said(facts: &Facts, word: &str, wanted: &Dimension) -> Option<Said> {
    let (word, value) = facts.has.iter().find(|(w, _)| w.value == word)?;
    let language = Language {
        counting: true,
        ..Language::default()
    };
    let number = value
        .as_ref()
        .and_then(|text| expression::parse(text, &language).ok()?.constant().ok())
        .filter(|(spread, dimension)| dimension == wanted && spread.bounds().0 > 0.0)
        .map(|(spread, _)| spread);
    Some(number.map_or(Said::Unclear, |spread| Said::Number(spread, word.span)))
}
