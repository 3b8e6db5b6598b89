//! What each input does to a figure: the figure with one input moved and all others at their point value.

use super::reach::Reach;
use crate::figure::cell::Formula;
use crate::figure::{Figures, Id, Origin};
use std::collections::HashMap;

/// A figure with one input moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Swing {
    /// A cell of the input.
    pub input: Id,
    /// Whether the input is a range; else it was moved by [`NUDGE`] both ways.
    pub uncertain: bool,
    /// The input, low and high.
    pub moved: (f64, f64),
    /// The figure for each.
    pub figure: (f64, f64),
    /// Per cent that the figure moves for one per cent of the input, near its point value; none where one of
    /// them is 0.
    pub elasticity: Option<f64>,
}

/// How far an input that is no range is moved: to this much of itself, and to its inverse.
pub const NUDGE: f64 = 0.9;

/// Step by which an elasticity is measured.
const STEP: f64 = 1e-4;

impl Figures {
    /// The swings of a figure, the widest first; none where it is unknown.
    pub fn swings(&self, target: Id) -> Vec<Swing> {
        let Some(value) = self.value(target) else {
            return Vec::new();
        };
        let reach = Reach::of(self, &[target]);
        let mut swings: Vec<Swing> = self
            .inputs(&reach)
            .into_iter()
            .filter_map(|cells| self.swing(&reach, target, value, &cells))
            .filter(|swing| swing.figure.0 != swing.figure.1)
            .collect();
        let width = |swing: &Swing| (swing.figure.1 - swing.figure.0).abs();
        swings.sort_by(|a, b| {
            b.uncertain
                .cmp(&a.uncertain)
                .then(width(b).total_cmp(&width(a)))
                .then(a.input.cmp(&b.input))
        });
        swings
    }

    fn swing(&self, reach: &Reach, target: Id, value: f64, cells: &[Id]) -> Option<Swing> {
        let input = *cells.first()?;
        let spread = self.spread(input)?;
        let point = self.value(input)?;
        let uncertain = !spread.is_exact();
        let moved = if uncertain {
            spread.bounds()
        } else {
            (point * NUDGE, point / NUDGE)
        };
        let at = |x: f64| self.with(reach, cells, x, target);
        let elasticity = (point != 0.0 && value != 0.0)
            .then(|| Some((at(point * (1.0 + STEP))? / value - 1.0) / STEP))
            .flatten();
        Some(Swing {
            input,
            uncertain,
            moved,
            figure: (at(moved.0)?, at(moved.1)?),
            elasticity,
        })
    }

    /// Inputs that a user or the catalog gave, each with all its cells.
    fn inputs(&self, reach: &Reach) -> Vec<Vec<Id>> {
        let mut places: HashMap<&Origin, usize> = HashMap::new();
        let mut inputs: Vec<Vec<Id>> = Vec::new();
        for id in &reach.cells {
            let cell = self.cell(*id);
            let origin = self.store.origin_of(cell);
            if !cell.formula.is_input() || !matches!(origin, Origin::File(_) | Origin::Catalog(_)) {
                continue;
            }
            let place = *places.entry(origin).or_insert(inputs.len());
            match inputs.get_mut(place) {
                Some(cells) if self.spread(cells[0]) == self.spread(*id) => cells.push(*id),
                Some(_) => inputs.push(vec![*id]),
                None => inputs.push(vec![*id]),
            }
        }
        inputs
    }

    /// The value of a cell with some inputs set to a value.
    fn with(&self, reach: &Reach, inputs: &[Id], value: f64, target: Id) -> Option<f64> {
        let mut values: Vec<Option<f64>> = Vec::with_capacity(reach.cells.len());
        for id in &reach.cells {
            let found = if inputs.contains(id) {
                Some(value)
            } else {
                let of = |part: Id| reach.place(part).and_then(|place| values[place]);
                match &self.cell(*id).formula {
                    // A percentile stays what it is.
                    Formula::Statistic(..) | Formula::Number | Formula::Range(_) => self.value(*id),
                    formula => self.compute(formula, of),
                }
            };
            values.push(found.filter(|v| v.is_finite()));
        }
        values[reach.place(target)?]
    }
}
