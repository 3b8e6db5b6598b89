//! Figures: numbers that keep their formula.
//!
//! An analysis does not compute numbers, it writes formulas into a [`Figures`] sheet; each cell knows its
//! value, its formula and where its inputs come from. So the working, the missing facts and (column by
//! column) the samples of a figure all come from one place. A cell is appended after what it is made of,
//! so a sheet has no cycles.

mod cell;
mod expression;
mod label;
mod range;
mod show;

pub use range::{Distribution, Swing};

use crate::quantity::expression::Function;
use crate::quantity::{Dimension, Profile, Quantity, Sampling, Spread};
use crate::source::Span;
use cell::{Cell, Exponents, Filled, Formula, List, Store};
use label::Labels;
use std::rc::Rc;

/// A cell of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u32);

/// Where an input comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A value in a file.
    File(Span),
    /// A catalog figure: entry, source, date and confidence as one text.
    Catalog(Rc<str>),
    /// A default or a convention, with its reason.
    Default(&'static str),
    /// Computed from other cells.
    Formula,
}

impl Origin {
    /// Of a number of units: where the file says it.
    pub fn of_units(said: Option<Span>) -> Origin {
        said.map_or(Origin::Default("one unit where the file gives none"), Origin::File)
    }
}

/// Where a number comes from that is a part of a formula and no input.
pub const NUMBER: Origin = Origin::Default("a number of the formula");

/// How far a sheet was filled.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    cells: usize,
    store: Filled,
    labels: label::Filled,
}

/// Cells that a part of a model takes, rounded up from what checks of designs with 40 to 33,000 parts took: 50 to 79.
/// What is too much is never touched; what is too little moves the whole sheet once.
const CELLS_OF_A_PART: usize = 80;

/// A sheet of figures.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    profile: Profile,
    sampling: Sampling,
    cells: Vec<Cell>,
    store: Store,
    labels: Labels,
    /// Only values are wanted: names and wording are left out.
    quiet: bool,
}

impl Figures {
    pub fn new(profile: Profile, sampling: Sampling) -> Self {
        Figures {
            profile,
            sampling,
            ..Figures::default()
        }
    }

    /// With room for a model of so many parts.
    pub fn with_room(mut self, parts: usize) -> Self {
        let cells = parts * CELLS_OF_A_PART;
        self.cells.reserve(cells);
        self.store.reserve(cells);
        self
    }

    /// Whether names and wording are left out from now on; tells how it was.
    pub fn set_quiet(&mut self, quiet: bool) -> bool {
        std::mem::replace(&mut self.quiet, quiet)
    }

    /// How many cells there are, for [`Figures::forget`].
    pub fn mark(&self) -> Mark {
        Mark {
            cells: self.cells.len(),
            store: self.store.filled(),
            labels: self.labels.filled(),
        }
    }

    /// Drops the cells that were added since a mark; nobody may hold an id of theirs.
    pub fn forget(&mut self, mark: Mark) {
        self.cells.truncate(mark.cells);
        self.store.truncate(mark.store);
        self.labels.truncate(mark.labels, mark.cells as u32);
    }

    pub fn profile(&self) -> Profile {
        self.profile
    }

    pub fn sampling(&self) -> Sampling {
        self.sampling
    }

    fn cell(&self, id: Id) -> &Cell {
        &self.cells[id.0 as usize]
    }

    /// The point estimate in base units.
    pub fn value(&self, id: Id) -> Option<f64> {
        let value = self.cell(id).value;
        value.is_finite().then_some(value)
    }

    pub fn dimension(&self, id: Id) -> Dimension {
        self.store.dimension(self.cell(id).dimension)
    }

    pub fn name(&self, id: Id) -> &str {
        self.labels.name(self.cell(id).label)
    }

    fn list(&self, list: List) -> &[Id] {
        self.store.list(list)
    }

    /// Adds a computed cell.
    fn push(&mut self, formula: Formula, dimension: Dimension) -> Id {
        let value = self.compute(&formula, |id| self.value(id)).unwrap_or(f64::NAN);
        self.add(formula, dimension, Origin::Formula, value)
    }

    fn add(&mut self, formula: Formula, dimension: Dimension, origin: Origin, value: f64) -> Id {
        let cell = self.store.cell(formula, dimension, origin, value);
        self.cells.push(cell);
        Id((self.cells.len() - 1) as u32)
    }

    /// A formula over given values of its parts.
    fn compute(&self, formula: &Formula, of: impl Fn(Id) -> Option<f64>) -> Option<f64> {
        Some(match formula {
            // An input is no formula: its value stands in its cell.
            Formula::Number | Formula::Range(_) | Formula::Missing(_) => return None,
            Formula::Sum(ids) => self.list(*ids).iter().try_fold(0.0, |sum, id| Some(sum + of(*id)?))?,
            Formula::Difference(a, b) => of(*a)? - of(*b)?,
            Formula::Product(ids) => self
                .list(*ids)
                .iter()
                .try_fold(1.0, |product, id| Some(product * of(*id)?))?,
            Formula::Quotient(a, b) => of(*a)? / of(*b)?,
            Formula::Power(a, b) => libm::pow(of(*a)?, of(*b)?),
            Formula::Apply(function, ids) => {
                let arguments: Option<Vec<f64>> = self.list(*ids).iter().map(|id| of(*id)).collect();
                function.apply(&arguments?)
            }
            Formula::Statistic(function, id) => self.statistic(*function, *id)?,
        })
    }

    /// An input of a file.
    pub fn quantity(&mut self, quantity: &Quantity) -> Id {
        let id = self.given(quantity.spread, quantity.dimension.clone(), Origin::File(quantity.span));
        self.write_as(id, &quantity.text);
        id
    }

    /// Keeps how an input was written, for formulas.
    pub(crate) fn write_as(&mut self, id: Id, text: &str) {
        if !self.quiet {
            let cell = &mut self.cells[id.0 as usize];
            cell.label = Some(self.labels.set_text(id.0, cell.label, text.trim()));
        }
    }

    pub fn given(&mut self, spread: Spread, dimension: Dimension, origin: Origin) -> Id {
        let formula = match spread {
            Spread::Exact(_) => Formula::Number,
            _ => {
                self.store.ranges.push(spread);
                Formula::Range((self.store.ranges.len() - 1) as u32)
            }
        };
        self.add(formula, dimension, origin, spread.median())
    }

    /// A number that stands in a formula as itself.
    pub fn number(&mut self, value: f64) -> Id {
        self.given(Spread::Exact(value), Dimension::NONE, NUMBER)
    }

    /// A fact that is not known; `fact` says what to add.
    pub fn missing(&mut self, fact: impl Into<Box<str>>, dimension: Dimension) -> Id {
        self.store.texts.push(fact.into());
        let text = (self.store.texts.len() - 1) as u32;
        self.push(Formula::Missing(text), dimension)
    }

    /// Gives a figure its name. A figure that has one already is shown under both.
    pub fn named<N: AsRef<str>>(&mut self, id: Id, name: impl FnOnce() -> N) -> Id {
        if self.quiet {
            return id;
        }
        let id = if self.name(id).is_empty() { id } else { self.renamed(id) };
        self.rename(id, name().as_ref());
        id
    }

    fn rename(&mut self, id: Id, name: &str) {
        let cell = &mut self.cells[id.0 as usize];
        cell.label = Some(self.labels.set_name(id.0, cell.label, name));
    }

    /// Another cell for the same figure.
    fn renamed(&mut self, id: Id) -> Id {
        let dimension = self.dimension(id);
        let list = self.store.listed(&[id]);
        self.push(Formula::Sum(list), dimension)
    }

    /// The same figure read in another dimension: the users of a system as the members of an actor.
    pub fn read_as(&mut self, id: Id, dimension: Dimension) -> Id {
        let name = self.name(id).to_string();
        let id = self.renamed(id);
        let dimension = self.store.exponents(dimension);
        self.cells[id.0 as usize].dimension = dimension;
        self.rename(id, &name);
        id
    }

    pub fn sum(&mut self, ids: &[Id], dimension: Dimension) -> Id {
        match ids {
            [] => self.given(Spread::Exact(0.0), dimension, Origin::Default("nothing adds to it")),
            [one] => *one,
            _ => {
                let list = self.store.listed(ids);
                self.push(Formula::Sum(list), dimension)
            }
        }
    }

    pub fn difference(&mut self, a: Id, b: Id) -> Id {
        let dimension = self.dimension(a);
        self.push(Formula::Difference(a, b), dimension)
    }

    /// `1 − share`.
    pub fn rest(&mut self, share: Id) -> Id {
        let one = self.number(1.0);
        self.difference(one, share)
    }

    pub fn product(&mut self, ids: &[Id]) -> Id {
        // A factor of one changes nothing and would only clutter the formula.
        let start = self.store.operands.len();
        for id in ids {
            if !self.is_one(*id) {
                self.store.operands.push(*id);
            }
        }
        match self.store.operands[start..] {
            [] => self.number(1.0),
            [one] => {
                self.store.operands.truncate(start);
                one
            }
            _ => {
                let factors = &self.store.operands[start..];
                let dimension = factors
                    .iter()
                    .fold(Dimension::NONE, |d, i| d.times(&self.dimension(*i)));
                let list = List {
                    start: start as u32,
                    length: factors.len() as u32,
                };
                self.push(Formula::Product(list), dimension)
            }
        }
    }

    /// Whether it is the number 1 of a formula, not a figure that happens to be 1.
    fn is_one(&self, id: Id) -> bool {
        let cell = self.cell(id);
        cell.label.is_none()
            && cell.dimension == Exponents::NONE
            && cell.formula == Formula::Number
            && cell.value == 1.0
    }

    pub fn quotient(&mut self, a: Id, b: Id) -> Id {
        let dimension = self.dimension(a).per(&self.dimension(b));
        self.push(Formula::Quotient(a, b), dimension)
    }

    /// A plain number to a plain power.
    pub fn power(&mut self, base: Id, exponent: Id) -> Id {
        self.push(Formula::Power(base, exponent), Dimension::NONE)
    }

    pub fn apply(&mut self, function: Function, ids: &[Id]) -> Id {
        if let ([one], Function::Max | Function::Min) = (ids, function) {
            return *one;
        }
        let dimension = match ids.first() {
            _ if function == Function::Wait => Dimension::TIME,
            Some(first) if function.keeps_dimension() => self.dimension(*first),
            _ => Dimension::NONE,
        };
        if let ([one], true) = (ids, function.is_statistic()) {
            return self.push(Formula::Statistic(function, *one), dimension);
        }
        let list = self.store.listed(ids);
        self.push(Formula::Apply(function, list), dimension)
    }

    pub fn max(&mut self, ids: &[Id]) -> Id {
        self.apply(Function::Max, ids)
    }

    /// What a cell is made of, in the order of its formula.
    fn operands(&self, id: Id) -> impl Iterator<Item = Id> {
        let (few, many): ([Option<Id>; 2], &[Id]) = match &self.cell(id).formula {
            Formula::Number | Formula::Range(_) | Formula::Missing(_) => ([None; 2], &[]),
            Formula::Statistic(_, a) => ([Some(*a), None], &[]),
            Formula::Difference(a, b) | Formula::Quotient(a, b) | Formula::Power(a, b) => ([Some(*a), Some(*b)], &[]),
            Formula::Sum(ids) | Formula::Product(ids) | Formula::Apply(_, ids) => ([None; 2], self.list(*ids)),
        };
        few.into_iter().flatten().chain(many.iter().copied())
    }

    /// A percentile or the mean of a cell; of a certain one the value itself.
    fn statistic(&self, function: Function, id: Id) -> Option<f64> {
        let value = self.value(id)?;
        Some(match (self.distribution(id), function) {
            (Some(found), Function::P5) => found.p5,
            (Some(found), Function::P50) => found.p50,
            (Some(found), Function::P95) => found.p95,
            (Some(found), Function::Mean) => found.mean,
            _ => value,
        })
    }

    /// Notes that a figure is to be printed in a unit of so many base units.
    pub fn print_in(&mut self, id: Id, factor: f64, symbol: &str) {
        if !self.quiet {
            let cell = &mut self.cells[id.0 as usize];
            cell.label = Some(self.labels.set_unit(id.0, cell.label, factor, symbol));
        }
    }

    /// The facts that would have to be known, each once, in order of use; at most `most`.
    pub fn missing_facts(&self, id: Id, most: usize) -> Vec<String> {
        let mut facts: Vec<String> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let cell = self.cell(id);
            if cell.value.is_finite() || !seen.insert(id) || facts.len() >= most {
                continue;
            }
            if let Formula::Missing(at) = cell.formula {
                let fact = &self.store.texts[at as usize];
                if !facts.iter().any(|f| **f == **fact) {
                    facts.push(fact.to_string());
                }
            }
            let parts = open.len();
            open.extend(self.operands(id));
            open[parts..].reverse();
        }
        facts
    }
}
