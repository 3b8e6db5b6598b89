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

/// Where a number comes from that is a part of a formula and no input.
pub const NUMBER: Origin = Origin::Default("a number of the formula");

/// Cells in a row among the operands of a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
struct List {
    start: u32,
    length: u32,
}

/// A text of a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Text(u32);

/// What people read of a cell.
#[derive(Debug, Clone, Default)]
struct Label {
    /// As an expression can name it; empty for a part of a formula.
    name: Box<str>,
    /// An input as the user wrote it; empty where it was not written.
    text: Box<str>,
    /// The unit that the user wants it in: how many base units, and its symbol.
    unit: Option<(f64, Box<str>)>,
}

/// How a cell is computed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Formula {
    Given(Spread),
    /// A fact that nobody gave, named so that the user knows what to add.
    Missing(Text),
    Sum(List),
    Difference(Id, Id),
    Product(List),
    Quotient(Id, Id),
    Power(Id, Id),
    Apply(Function, List),
    /// A percentile or the mean of another cell: one number.
    Statistic(Function, Id),
}

#[derive(Debug, Clone)]
struct Cell {
    label: Option<Box<Label>>,
    dimension: Dimension,
    formula: Formula,
    origin: Origin,
    /// The point estimate: every input at its median. Not a number where a fact is missing or it is not finite.
    value: f64,
}

impl Cell {
    fn name(&self) -> &str {
        self.label.as_ref().map_or("", |label| &label.name)
    }

    fn text(&self) -> &str {
        self.label.as_ref().map_or("", |label| &label.text)
    }

    fn label(&mut self) -> &mut Label {
        self.label.get_or_insert_default()
    }
}

/// How far a sheet was filled.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    cells: usize,
    operands: usize,
    texts: usize,
}

/// Cells for which there is room from the start: what a design of twenty components takes.
const ROOM: usize = 4096;

/// A sheet of figures.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    profile: Profile,
    sampling: Sampling,
    cells: Vec<Cell>,
    /// What formulas of many parts are made of.
    operands: Vec<Id>,
    /// Facts that are missing.
    texts: Vec<Box<str>>,
    /// Only values are wanted: names and wording are left out.
    quiet: bool,
}

impl Figures {
    pub fn new(profile: Profile, sampling: Sampling) -> Self {
        Figures {
            profile,
            sampling,
            cells: Vec::with_capacity(ROOM),
            operands: Vec::with_capacity(ROOM),
            texts: Vec::new(),
            quiet: false,
        }
    }

    /// Whether names and wording are left out from now on; tells how it was.
    pub fn set_quiet(&mut self, quiet: bool) -> bool {
        std::mem::replace(&mut self.quiet, quiet)
    }

    /// How many cells there are, for [`Figures::forget`].
    pub fn mark(&self) -> Mark {
        Mark {
            cells: self.cells.len(),
            operands: self.operands.len(),
            texts: self.texts.len(),
        }
    }

    /// Drops the cells that were added since a mark; nobody may hold an id of theirs.
    pub fn forget(&mut self, mark: Mark) {
        self.cells.truncate(mark.cells);
        self.operands.truncate(mark.operands);
        self.texts.truncate(mark.texts);
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

    pub fn dimension(&self, id: Id) -> &Dimension {
        &self.cell(id).dimension
    }

    pub fn name(&self, id: Id) -> &str {
        self.cell(id).name()
    }

    fn list(&self, list: List) -> &[Id] {
        let start = list.start as usize;
        &self.operands[start..start + list.length as usize]
    }

    fn listed(&mut self, ids: &[Id]) -> List {
        let start = self.operands.len() as u32;
        self.operands.extend_from_slice(ids);
        List {
            start,
            length: ids.len() as u32,
        }
    }

    fn push(&mut self, formula: Formula, dimension: Dimension, origin: Origin) -> Id {
        let value = self.compute(&formula, |id| self.value(id)).unwrap_or(f64::NAN);
        self.cells.push(Cell {
            label: None,
            dimension,
            formula,
            origin,
            value,
        });
        Id((self.cells.len() - 1) as u32)
    }

    /// A formula over given values of its parts.
    fn compute(&self, formula: &Formula, of: impl Fn(Id) -> Option<f64>) -> Option<f64> {
        Some(match formula {
            Formula::Given(spread) => spread.median(),
            Formula::Missing(_) => return None,
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
            self.cells[id.0 as usize].label().text = text.trim().into();
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
        self.texts.push(fact.into());
        let text = Text((self.texts.len() - 1) as u32);
        self.push(Formula::Missing(text), dimension, Origin::Formula)
    }

    /// Gives a figure its name. A figure that has one already is shown under both.
    pub fn named<N: Into<Box<str>>>(&mut self, id: Id, name: impl FnOnce() -> N) -> Id {
        if self.quiet {
            return id;
        }
        let id = if self.name(id).is_empty() { id } else { self.renamed(id) };
        self.cells[id.0 as usize].label().name = name().into();
        id
    }

    /// Another cell for the same figure.
    fn renamed(&mut self, id: Id) -> Id {
        let dimension = self.dimension(id).clone();
        let list = self.listed(&[id]);
        self.push(Formula::Sum(list), dimension, Origin::Formula)
    }

    /// The same figure read in another dimension: the users of a system as the members of an actor.
    pub fn read_as(&mut self, id: Id, dimension: Dimension) -> Id {
        let name: Box<str> = self.name(id).into();
        let id = self.renamed(id);
        let cell = &mut self.cells[id.0 as usize];
        cell.dimension = dimension;
        cell.label().name = name;
        id
    }

    pub fn sum(&mut self, ids: &[Id], dimension: Dimension) -> Id {
        match ids {
            [] => self.given(Spread::Exact(0.0), dimension, Origin::Default("nothing adds to it")),
            [one] => *one,
            _ => {
                let list = self.listed(ids);
                self.push(Formula::Sum(list), dimension, Origin::Formula)
            }
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
        let start = self.operands.len();
        for id in ids {
            if !self.is_one(*id) {
                self.operands.push(*id);
            }
        }
        match self.operands[start..] {
            [] => self.number(1.0),
            [one] => {
                self.operands.truncate(start);
                one
            }
            _ => {
                let factors = &self.operands[start..];
                let dimension = factors.iter().fold(Dimension::NONE, |d, i| d.times(self.dimension(*i)));
                let list = List {
                    start: start as u32,
                    length: factors.len() as u32,
                };
                self.push(Formula::Product(list), dimension, Origin::Formula)
            }
        }
    }

    /// Whether it is the number 1 of a formula, not a figure that happens to be 1.
    fn is_one(&self, id: Id) -> bool {
        let cell = self.cell(id);
        cell.label.is_none() && cell.dimension.is_none() && cell.formula == Formula::Given(Spread::Exact(1.0))
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
        let list = self.listed(ids);
        self.push(Formula::Apply(function, list), dimension, Origin::Formula)
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
            self.cells[id.0 as usize].label().unit = Some((factor, symbol.into()));
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
            if let Formula::Missing(Text(at)) = cell.formula {
                let fact = &self.texts[at as usize];
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
