//! Cells, kept small: a sheet of ten thousand components has millions of them.

use super::label::LabelId;
use super::{Figures, Id, Origin};
use crate::quantity::expression::Function;
use crate::quantity::{Dimension, Spread};
use std::collections::HashMap;

/// Cells in a row among the operands of a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct List {
    pub start: u32,
    pub length: u32,
}

/// How a cell is computed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Formula {
    /// An input that is one number: the value of the cell.
    Number,
    /// An input that is a range, by its place among the ranges of the sheet.
    Range(u32),
    /// A fact that nobody gave, by its place among the texts that name what to add.
    Missing(u32),
    Sum(List),
    Difference(Id, Id),
    Product(List),
    Quotient(Id, Id),
    Power(Id, Id),
    Apply(Function, List),
    /// A percentile or the mean of another cell: one number.
    Statistic(Function, Id),
}

impl Formula {
    pub fn is_input(self) -> bool {
        matches!(self, Formula::Number | Formula::Range(_))
    }
}

#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// What people read of it.
    pub label: Option<LabelId>,
    pub formula: Formula,
    pub dimension: Exponents,
    /// Its place among the origins of the sheet.
    origin: u32,
    /// The point estimate: every input at its median. Not a number where a fact is missing or it is not finite.
    pub value: f64,
}

/// A dimension, small: most have no people in them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Exponents {
    Plain {
        time: i8,
        bytes: i8,
        money: i8,
    },
    /// Its place among the dimensions of the sheet.
    Peopled(u32),
}

impl Exponents {
    pub const NONE: Exponents = Exponents::Plain {
        time: 0,
        bytes: 0,
        money: 0,
    };
}

/// What cells refer to.
#[derive(Debug, Clone, Default)]
pub(super) struct Store {
    /// What formulas of many parts are made of.
    pub operands: Vec<Id>,
    /// Facts that are missing.
    pub texts: Vec<Box<str>>,
    pub ranges: Vec<Spread>,
    /// Where inputs come from. What is computed has [`COMPUTED`].
    origins: Vec<Origin>,
    /// Dimensions with people in them, each once.
    dimensions: Vec<Dimension>,
    places: HashMap<Dimension, u32>,
}

/// The place of the origin of computed cells, which is not kept.
const COMPUTED: u32 = u32::MAX;

/// How far a store was filled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filled {
    operands: usize,
    texts: usize,
    ranges: usize,
    origins: usize,
}

impl Store {
    /// Makes room for what so many cells refer to: five operands for four of them, and one origin.
    pub fn reserve(&mut self, cells: usize) {
        self.operands.reserve(cells + cells / 4);
        self.origins.reserve(cells / 4);
    }

    pub fn filled(&self) -> Filled {
        Filled {
            operands: self.operands.len(),
            texts: self.texts.len(),
            ranges: self.ranges.len(),
            origins: self.origins.len(),
        }
    }

    /// Dimensions stay: each is kept once, however often it was needed.
    pub fn truncate(&mut self, to: Filled) {
        self.operands.truncate(to.operands);
        self.texts.truncate(to.texts);
        self.ranges.truncate(to.ranges);
        self.origins.truncate(to.origins);
    }

    pub fn exponents(&mut self, dimension: Dimension) -> Exponents {
        if dimension.people.is_empty() {
            let Dimension { time, bytes, money, .. } = dimension;
            return Exponents::Plain { time, bytes, money };
        }
        if let Some(place) = self.places.get(&dimension) {
            return Exponents::Peopled(*place);
        }
        let place = self.dimensions.len() as u32;
        self.dimensions.push(dimension.clone());
        self.places.insert(dimension, place);
        Exponents::Peopled(place)
    }

    pub fn dimension(&self, exponents: Exponents) -> Dimension {
        match exponents {
            Exponents::Plain { time, bytes, money } => Dimension {
                time,
                bytes,
                money,
                people: Vec::new(),
            },
            Exponents::Peopled(place) => self.dimensions[place as usize].clone(),
        }
    }

    fn origin(&mut self, origin: Origin) -> u32 {
        if origin == Origin::Formula {
            return COMPUTED;
        }
        // Inputs come in rows from one place: the numbers of a formula, the facts of one entry.
        if self.origins.last() != Some(&origin) {
            self.origins.push(origin);
        }
        (self.origins.len() - 1) as u32
    }

    pub fn cell(&mut self, formula: Formula, dimension: Dimension, origin: Origin, value: f64) -> Cell {
        Cell {
            label: None,
            formula,
            dimension: self.exponents(dimension),
            origin: self.origin(origin),
            value,
        }
    }

    pub fn origin_of(&self, cell: &Cell) -> &Origin {
        self.origins.get(cell.origin as usize).unwrap_or(&Origin::Formula)
    }

    pub fn list(&self, list: List) -> &[Id] {
        let start = list.start as usize;
        &self.operands[start..start + list.length as usize]
    }

    pub fn listed(&mut self, ids: &[Id]) -> List {
        let start = self.operands.len() as u32;
        self.operands.extend_from_slice(ids);
        List {
            start,
            length: ids.len() as u32,
        }
    }
}

impl Figures {
    /// What is known of an input; none for a computed cell.
    pub(super) fn spread(&self, id: Id) -> Option<Spread> {
        let cell = self.cell(id);
        match cell.formula {
            Formula::Number => Some(Spread::Exact(cell.value)),
            Formula::Range(place) => Some(self.store.ranges[place as usize]),
            _ => None,
        }
    }
}
