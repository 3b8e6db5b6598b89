//! Figures: numbers that keep their formula.
//!
//! An analysis does not compute numbers, it writes formulas into a [`Figures`] sheet; each cell knows its
//! value, its formula and where its inputs come from. So the working, the missing facts and (column by
//! column) the samples of a figure all come from one place. A cell is appended after what it is made of,
//! so a sheet has no cycles.

mod expression;
mod range;
mod show;

pub use range::{Distribution, Swing};

use crate::quantity::expression::Function;
use crate::quantity::{Dimension, Profile, Quantity, Sampling, Spread};
use crate::source::Span;

/// A cell of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u32);

/// Where an input comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A value in a file.
    File(Span),
    /// A catalog figure: entry, source, date and confidence as one text.
    Catalog(Box<str>),
    /// A default or a convention, with its reason.
    Default(&'static str),
    /// Computed from other cells.
    Formula,
}

/// Where a number comes from that is a part of a formula and no input.
pub const NUMBER: Origin = Origin::Default("a number of the formula");

/// How a cell is computed.
#[derive(Debug, Clone, PartialEq)]
enum Formula {
    Given(Spread),
    /// A fact that nobody gave, named so that the user knows what to add.
    Missing(Box<str>),
    Sum(Box<[Id]>),
    Difference(Id, Id),
    Product(Box<[Id]>),
    Quotient(Id, Id),
    Power(Id, Id),
    Apply(Function, Box<[Id]>),
    /// A percentile or the mean of another cell: one number.
    Statistic(Function, Id),
}

#[derive(Debug, Clone)]
struct Cell {
    /// As an expression can name it; empty for a part of a formula.
    name: Box<str>,
    /// An input as the user wrote it; empty where it was not written.
    text: Box<str>,
    /// The unit that the user wants it in: how many base units, and its symbol.
    unit: Option<(f64, Box<str>)>,
    dimension: Dimension,
    formula: Formula,
    origin: Origin,
    /// The point estimate: every input at its median. None where a fact is missing or the value is not finite.
    value: Option<f64>,
}

/// A sheet of figures.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    profile: Profile,
    sampling: Sampling,
    cells: Vec<Cell>,
    /// Only values are wanted: names and wording are left out.
    quiet: bool,
}

impl Figures {
    pub fn new(profile: Profile, sampling: Sampling) -> Self {
        Figures {
            profile,
            sampling,
            cells: Vec::new(),
            quiet: false,
        }
    }

    /// Whether names and wording are left out from now on; tells how it was.
    pub fn set_quiet(&mut self, quiet: bool) -> bool {
        std::mem::replace(&mut self.quiet, quiet)
    }

    /// How many cells there are, for [`Figures::forget`].
    pub fn mark(&self) -> usize {
        self.cells.len()
    }

    /// Drops the cells that were added since a mark; nobody may hold an id of theirs.
    pub fn forget(&mut self, mark: usize) {
        self.cells.truncate(mark);
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
        self.cell(id).value
    }

    pub fn dimension(&self, id: Id) -> &Dimension {
        &self.cell(id).dimension
    }

    pub fn name(&self, id: Id) -> &str {
        &self.cell(id).name
    }

    fn push(&mut self, formula: Formula, dimension: Dimension, origin: Origin) -> Id {
        let value = self.compute(&formula, |id| self.value(id)).filter(|v| v.is_finite());
        self.cells.push(Cell {
            name: Box::default(),
            text: Box::default(),
            unit: None,
            dimension,
            formula,
            origin,
            value,
        });
        Id((self.cells.len() - 1) as u32)
    }

    /// A formula over given values of its parts.
    fn compute(&self, formula: &Formula, of: impl Fn(Id) -> Option<f64>) -> Option<f64> {
        let all = |ids: &[Id]| ids.iter().map(|i| of(*i)).collect::<Option<Vec<f64>>>();
        Some(match formula {
            Formula::Given(spread) => spread.median(),
            Formula::Missing(_) => return None,
            Formula::Sum(ids) => all(ids)?.iter().sum(),
            Formula::Difference(a, b) => of(*a)? - of(*b)?,
            Formula::Product(ids) => all(ids)?.iter().product(),
            Formula::Quotient(a, b) => of(*a)? / of(*b)?,
            Formula::Power(a, b) => libm::pow(of(*a)?, of(*b)?),
            Formula::Apply(function, ids) => function.apply(&all(ids)?),
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
            self.cells[id.0 as usize].text = text.trim().into();
        }
    }

    pub fn given(&mut self, spread: Spread, dimension: Dimension, origin: Origin) -> Id {
        self.push(Formula::Given(spread), dimension, origin)
    }

    /// A number that stands in a formula as itself.
    pub fn number(&mut self, value: f64) -> Id {
        self.given(Spread::Exact(value), Dimension::NONE, NUMBER)
    }

    /// A fact that is not known; `fact` says what to add.
    pub fn missing(&mut self, fact: impl Into<Box<str>>, dimension: Dimension) -> Id {
        self.push(Formula::Missing(fact.into()), dimension, Origin::Formula)
    }

    /// Gives a figure its name. A figure that has one already is shown under both.
    pub fn named<N: Into<Box<str>>>(&mut self, id: Id, name: impl FnOnce() -> N) -> Id {
        if self.quiet {
            return id;
        }
        let id = if self.cell(id).name.is_empty() {
            id
        } else {
            let dimension = self.dimension(id).clone();
            self.push(Formula::Sum(Box::new([id])), dimension, Origin::Formula)
        };
        self.cells[id.0 as usize].name = name().into();
        id
    }

    /// The same figure read in another dimension: the users of a system as the members of an actor.
    pub fn read_as(&mut self, id: Id, dimension: Dimension) -> Id {
        let name = self.cell(id).name.clone();
        let id = self.push(Formula::Sum(Box::new([id])), dimension, Origin::Formula);
        self.cells[id.0 as usize].name = name;
        id
    }

    pub fn sum(&mut self, ids: &[Id], dimension: Dimension) -> Id {
        match ids {
            [] => self.given(Spread::Exact(0.0), dimension, Origin::Default("nothing adds to it")),
            [one] => *one,
            _ => self.push(Formula::Sum(ids.into()), dimension, Origin::Formula),
        }
    }

    pub fn difference(&mut self, a: Id, b: Id) -> Id {
        let dimension = self.dimension(a).clone();
        self.push(Formula::Difference(a, b), dimension, Origin::Formula)
    }

    /// `1 − share`.
    pub fn rest(&mut self, share: Id) -> Id {
        let one = self.number(1.0);
        self.difference(one, share)
    }

    pub fn product(&mut self, ids: &[Id]) -> Id {
        // A factor of one changes nothing and would only clutter the formula.
        let ids: Vec<Id> = ids.iter().copied().filter(|id| !self.is_one(*id)).collect();
        match &ids[..] {
            [] => self.number(1.0),
            [one] => *one,
            _ => {
                let dimension = ids.iter().fold(Dimension::NONE, |d, i| d.times(self.dimension(*i)));
                self.push(Formula::Product(ids.into()), dimension, Origin::Formula)
            }
        }
    }

    /// Whether it is the number 1 of a formula, not a figure that happens to be 1.
    fn is_one(&self, id: Id) -> bool {
        let cell = self.cell(id);
        cell.name.is_empty()
            && cell.text.is_empty()
            && cell.dimension.is_none()
            && cell.formula == Formula::Given(Spread::Exact(1.0))
    }

    pub fn quotient(&mut self, a: Id, b: Id) -> Id {
        let dimension = self.dimension(a).per(self.dimension(b));
        self.push(Formula::Quotient(a, b), dimension, Origin::Formula)
    }

    /// A plain number to a plain power.
    pub fn power(&mut self, base: Id, exponent: Id) -> Id {
        self.push(Formula::Power(base, exponent), Dimension::NONE, Origin::Formula)
    }

    pub fn apply(&mut self, function: Function, ids: &[Id]) -> Id {
        if let ([one], Function::Max | Function::Min) = (ids, function) {
            return *one;
        }
        let dimension = match ids.first() {
            _ if function == Function::Wait => Dimension::TIME,
            Some(first) if function.keeps_dimension() => self.dimension(*first).clone(),
            _ => Dimension::NONE,
        };
        if let ([one], true) = (ids, function.is_statistic()) {
            return self.push(Formula::Statistic(function, *one), dimension, Origin::Formula);
        }
        self.push(Formula::Apply(function, ids.into()), dimension, Origin::Formula)
    }

    pub fn max(&mut self, ids: &[Id]) -> Id {
        self.apply(Function::Max, ids)
    }

    /// What a cell is made of, in the order of its formula.
    fn operands(&self, id: Id) -> impl Iterator<Item = Id> {
        let (few, many): ([Option<Id>; 2], &[Id]) = match &self.cell(id).formula {
            Formula::Given(_) | Formula::Missing(_) => ([None; 2], &[]),
            Formula::Statistic(_, a) => ([Some(*a), None], &[]),
            Formula::Difference(a, b) | Formula::Quotient(a, b) | Formula::Power(a, b) => ([Some(*a), Some(*b)], &[]),
            Formula::Sum(ids) | Formula::Product(ids) | Formula::Apply(_, ids) => ([None; 2], ids),
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
            self.cells[id.0 as usize].unit = Some((factor, symbol.into()));
        }
    }

    /// The facts that would have to be known, each once, in order of use; at most `most`.
    pub fn missing_facts(&self, id: Id, most: usize) -> Vec<String> {
        let mut facts: Vec<String> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let cell = self.cell(id);
            if cell.value.is_some() || !seen.insert(id) || facts.len() >= most {
                continue;
            }
            if let Formula::Missing(fact) = &cell.formula
                && !facts.iter().any(|f| **f == **fact)
            {
                facts.push(fact.to_string());
            }
            let parts = open.len();
            open.extend(self.operands(id));
            open[parts..].reverse();
        }
        facts
    }
}
