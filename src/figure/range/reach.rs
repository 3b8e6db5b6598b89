//! The cells that figures rest on.

use crate::figure::cell::Formula;
use crate::figure::{Figures, Id};

/// No place.
const NOWHERE: u32 = u32::MAX;

/// Cells below some figures, each after what it is made of.
pub struct Reach {
    pub cells: Vec<Id>,
    /// Place in `cells`, by number of the cell.
    places: Vec<u32>,
    /// Whether a cell rests on an uncertain input.
    uncertain: Vec<bool>,
}

impl Reach {
    pub fn of(figures: &Figures, ids: &[Id]) -> Reach {
        let mut places = vec![NOWHERE; figures.cells.len()];
        let mut open: Vec<Id> = ids.to_vec();
        let mut cells = Vec::new();
        while let Some(id) = open.pop() {
            if std::mem::replace(&mut places[id.0 as usize], 0) == NOWHERE {
                cells.push(id);
                open.extend(figures.operands(id));
            }
        }
        // A cell is appended after what it is made of, so its number is its place in the order.
        cells.sort_unstable();
        for (place, id) in cells.iter().enumerate() {
            places[id.0 as usize] = place as u32;
        }
        let mut uncertain = vec![false; cells.len()];
        for (place, id) in cells.iter().enumerate() {
            uncertain[place] = match &figures.cell(*id).formula {
                Formula::Range(_) => true,
                // A percentile is one number.
                Formula::Statistic(..) => false,
                _ => figures
                    .operands(*id)
                    .any(|part| uncertain[places[part.0 as usize] as usize]),
            };
        }
        Reach {
            cells,
            places,
            uncertain,
        }
    }

    pub fn place(&self, id: Id) -> Option<usize> {
        let place = self.places.get(id.0 as usize).copied()?;
        (place != NOWHERE).then_some(place as usize)
    }

    pub fn is_certain(&self) -> bool {
        !self.uncertain.iter().any(|u| *u)
    }

    pub fn is_uncertain(&self, id: Id) -> bool {
        self.place(id).is_some_and(|place| self.uncertain[place])
    }
}
