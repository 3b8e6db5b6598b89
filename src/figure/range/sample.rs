//! Figures computed for every sample of their inputs, a block at a time.

use super::reach::Reach;
use crate::figure::{Figures, Formula, Id, List};
use crate::quantity::expression::Function;
use crate::quantity::sampling::BLOCK;
use std::collections::HashMap;

/// Most arguments of a function that are computed without a list of their own.
const FEW: usize = 8;

/// Most steps that the samples of one formula of queueing may take; with more its range is left out.
const MOST_WORK: f64 = 2e8;

/// What a cell is in one block.
#[derive(Clone, Copy)]
enum Operand {
    Number(f64),
    /// A column of the block, by its place.
    Column(usize),
}

/// All samples of each target, in order; a certain one repeats its value. A target that is unknown is not a number.
pub fn columns(figures: &Figures, reach: &Reach, targets: &[Id]) -> Vec<Vec<f64>> {
    let sampling = figures.sampling;
    let mut out = vec![Vec::with_capacity(sampling.samples); targets.len()];
    if targets.is_empty() || sampling.samples == 0 {
        return out;
    }
    // Of what several cells rest on, only what the targets need.
    let needed = Reach::of(figures, targets);
    let live: Vec<Id> = needed
        .cells
        .iter()
        .copied()
        .filter(|id| reach.is_uncertain(*id))
        .collect();
    let places: HashMap<Id, usize> = live.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    let operand = |id: Id| match places.get(&id) {
        Some(place) => Operand::Column(*place),
        None => Operand::Number(figures.value(id).unwrap_or(f64::NAN)),
    };
    let plans: Vec<Plan> = live.iter().map(|id| Plan::of(figures, *id, &operand)).collect();
    let mut block = vec![0.0; live.len() * BLOCK];
    for (number, length) in sampling.blocks() {
        for (place, plan) in plans.iter().enumerate() {
            let (before, rest) = block.split_at_mut(place * BLOCK);
            plan.fill(figures, number, before, &mut rest[..length]);
        }
        for (column, id) in out.iter_mut().zip(targets) {
            match operand(*id) {
                Operand::Number(value) => column.extend(std::iter::repeat_n(value, length)),
                Operand::Column(place) => column.extend_from_slice(&block[place * BLOCK..place * BLOCK + length]),
            }
        }
    }
    out
}

/// How to compute a column.
enum Plan {
    /// An input: its name, and the cell that holds its spread.
    Input(u64, Id),
    Sum(Vec<Operand>),
    Product(Vec<Operand>),
    Difference(Operand, Operand),
    Quotient(Operand, Operand),
    Power(Operand, Operand),
    Apply(Function, Vec<Operand>),
    Unknown,
}

impl Plan {
    fn of(figures: &Figures, id: Id, operand: &impl Fn(Id) -> Operand) -> Plan {
        let list = |ids: List| figures.list(ids).iter().map(|id| operand(*id)).collect::<Vec<_>>();
        match &figures.cell(id).formula {
            Formula::Given(_) => match figures.input_name(id) {
                Some(name) => Plan::Input(name, id),
                None => Plan::Unknown,
            },
            Formula::Missing(_) | Formula::Statistic(..) => Plan::Unknown,
            Formula::Sum(ids) => Plan::Sum(list(*ids)),
            Formula::Product(ids) => Plan::Product(list(*ids)),
            Formula::Difference(a, b) => Plan::Difference(operand(*a), operand(*b)),
            Formula::Quotient(a, b) => Plan::Quotient(operand(*a), operand(*b)),
            Formula::Power(a, b) => Plan::Power(operand(*a), operand(*b)),
            Formula::Apply(function, ids) => {
                let arguments: Vec<f64> = figures
                    .list(*ids)
                    .iter()
                    .map(|id| figures.value(*id).unwrap_or(0.0))
                    .collect();
                let work = function.work(&arguments) * figures.sampling.samples as f64;
                if work > MOST_WORK {
                    Plan::Unknown
                } else {
                    Plan::Apply(*function, list(*ids))
                }
            }
        }
    }

    fn fill(&self, figures: &Figures, block: u64, before: &[f64], column: &mut [f64]) {
        let each = |column: &mut [f64], operand: Operand, f: fn(f64, f64) -> f64| match operand {
            Operand::Number(value) => column.iter_mut().for_each(|x| *x = f(*x, value)),
            Operand::Column(place) => {
                let other = &before[place * BLOCK..place * BLOCK + column.len()];
                column.iter_mut().zip(other).for_each(|(x, y)| *x = f(*x, *y));
            }
        };
        let set = |column: &mut [f64], operand: Operand| each(column, operand, |_, value| value);
        let two = |column: &mut [f64], a: Operand, b: Operand, f: fn(f64, f64) -> f64| {
            set(column, a);
            each(column, b, f);
        };
        match self {
            Plan::Input(name, id) => {
                figures.sampling.shares(*name, block, column);
                if let Formula::Given(spread) = &figures.cell(*id).formula {
                    spread.quantiles(column);
                }
            }
            Plan::Sum(parts) => {
                column.fill(0.0);
                parts.iter().for_each(|part| each(column, *part, |x, y| x + y));
            }
            Plan::Product(parts) => {
                column.fill(1.0);
                parts.iter().for_each(|part| each(column, *part, |x, y| x * y));
            }
            Plan::Difference(a, b) => two(column, *a, *b, |x, y| x - y),
            Plan::Quotient(a, b) => two(column, *a, *b, |x, y| x / y),
            Plan::Power(a, b) => two(column, *a, *b, libm::pow),
            Plan::Apply(function, parts) => apply(*function, parts, before, column),
            Plan::Unknown => column.fill(f64::NAN),
        }
    }
}

fn apply(function: Function, parts: &[Operand], before: &[f64], column: &mut [f64]) {
    let at = |part: &Operand, row: usize| match part {
        Operand::Number(value) => *value,
        Operand::Column(place) => before[place * BLOCK + row],
    };
    let mut few = [0.0; FEW];
    for (row, x) in column.iter_mut().enumerate() {
        *x = match few.get_mut(..parts.len()) {
            Some(arguments) => {
                arguments.iter_mut().zip(parts).for_each(|(a, part)| *a = at(part, row));
                function.apply(arguments)
            }
            None => function.apply(&parts.iter().map(|part| at(part, row)).collect::<Vec<_>>()),
        };
    }
}
