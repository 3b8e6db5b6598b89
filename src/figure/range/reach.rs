//! The cells that figures rest on.

use crate::figure::{Figures, Formula, Id};
use std::collections::HashMap;

/// Cells below some figures, each after what it is made of.
pub struct Reach {
    pub cells: Vec<Id>,
    /// Place in `cells`.
    places: HashMap<Id, usize>,
    /// Whether a cell rests on an uncertain input.
    uncertain: Vec<bool>,
}

impl Reach {
    pub fn of(figures: &Figures, ids: &[Id]) -> Reach {
        let mut seen = vec![false; figures.cells.len()];
        let mut open: Vec<Id> = ids.to_vec();
        let mut cells = Vec::new();
        while let Some(id) = open.pop() {
            if std::mem::replace(&mut seen[id.0 as usize], true) {
                continue;
            }
            cells.push(id);
            open.extend(figures.operands(id));
        }
        // A cell is appended after what it is made of, so its number is its place in the order.
        cells.sort_unstable();
        let places: HashMap<Id, usize> = cells.iter().enumerate().map(|(place, id)| (*id, place)).collect();
        let mut uncertain = vec![false; cells.len()];
        for (place, id) in cells.iter().enumerate() {
            uncertain[place] = match &figures.cell(*id).formula {
                Formula::Given(spread) => !spread.is_exact(),
                // A percentile is one number.
                Formula::Statistic(..) => false,
                _ => figures
                    .operands(*id)
                    .any(|part| places.get(&part).is_some_and(|p| uncertain[*p])),
            };
        }
        Reach {
            cells,
            places,
            uncertain,
        }
    }

    pub fn place(&self, id: Id) -> Option<usize> {
        self.places.get(&id).copied()
    }

    pub fn is_certain(&self) -> bool {
        !self.uncertain.iter().any(|u| *u)
    }

    pub fn is_uncertain(&self, id: Id) -> bool {
        self.place(id).is_some_and(|place| self.uncertain[place])
    }
}
