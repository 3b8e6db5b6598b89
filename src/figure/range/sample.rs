//! Figures computed for every sample of their inputs, a block at a time.

use super::reach::Reach;
use crate::figure::cell::{Formula, List};
use crate::figure::{Figures, Id};
use crate::quantity::expression::Function;
use crate::quantity::{Sampling, Spread};
use std::collections::HashMap;

/// Most arguments of a function that are computed without a list of their own.
const FEW: usize = 8;

/// Most steps that the samples of one formula of queueing may take; with more its range is left out.
const MOST_WORK: f64 = 2e8;

/// Most numbers that the columns of the targets of one pass hold: 128 MB.
const MOST_HELD: usize = 1 << 24;

/// What a cell is in one block.
#[derive(Clone, Copy)]
enum Operand {
    Number(f64),
    /// A column of the block, by its slot.
    Column(usize),
}

/// All samples of each target, in order; a certain one repeats its value. A target that is unknown is not a number.
pub fn columns(figures: &Figures, reach: &Reach, targets: &[Id]) -> Vec<Vec<f64>> {
    let mut all = Vec::with_capacity(targets.len());
    each_column(figures, reach, targets, |column| all.push(column));
    all
}

/// Hands on all samples of each target, in the order of the targets, without holding those of many at a time.
pub fn each_column(figures: &Figures, reach: &Reach, targets: &[Id], mut then: impl FnMut(Vec<f64>)) {
    let at_once = (MOST_HELD / figures.sampling.samples.max(1)).max(1);
    for targets in targets.chunks(at_once) {
        pass(figures, reach, targets).into_iter().for_each(&mut then);
    }
}

fn pass(figures: &Figures, reach: &Reach, targets: &[Id]) -> Vec<Vec<f64>> {
    let sampling = figures.sampling;
    let mut out = vec![Vec::with_capacity(sampling.samples); targets.len()];
    if sampling.samples == 0 {
        return out;
    }
    let steps = Steps::of(figures, reach, targets);
    let mut block = vec![Vec::new(); steps.slots];
    for (number, length) in sampling.blocks() {
        for (slot, plan) in &steps.plans {
            let mut column: Vec<f64> = std::mem::take(&mut block[*slot]);
            column.resize(length, 0.0);
            plan.fill(sampling, number, &block, &mut column);
            block[*slot] = column;
        }
        for (column, operand) in out.iter_mut().zip(&steps.targets) {
            match operand {
                Operand::Number(value) => column.extend(std::iter::repeat_n(*value, length)),
                Operand::Column(slot) => column.extend_from_slice(&block[*slot]),
            }
        }
    }
    out
}

/// What to compute in each block, one after another.
struct Steps {
    /// Slot and plan of a column.
    plans: Vec<(usize, Plan)>,
    targets: Vec<Operand>,
    slots: usize,
}

impl Steps {
    /// A slot is used again once nothing more needs its column, so that a block stays small however large the sheet.
    fn of(figures: &Figures, reach: &Reach, targets: &[Id]) -> Steps {
        // Of what several cells rest on, only what the targets need.
        let needed = Reach::of(figures, targets);
        let live: Vec<Id> = needed
            .cells
            .iter()
            .copied()
            .filter(|id| reach.is_uncertain(*id))
            .collect();
        let places: HashMap<Id, usize> = live.iter().enumerate().map(|(place, id)| (*id, place)).collect();
        let mut last_use: Vec<usize> = (0..live.len()).collect();
        for (place, id) in live.iter().enumerate() {
            for part in figures.operands(*id) {
                if let Some(part) = places.get(&part) {
                    last_use[*part] = place;
                }
            }
        }
        for place in targets.iter().filter_map(|id| places.get(id)) {
            last_use[*place] = usize::MAX;
        }
        let (mut slot_of, mut free, mut slots) = (vec![0; live.len()], Vec::new(), 0);
        let mut plans = Vec::with_capacity(live.len());
        let operand = |slot_of: &[usize], id: Id| match places.get(&id) {
            Some(place) => Operand::Column(slot_of[*place]),
            None => Operand::Number(figures.value(id).unwrap_or(f64::NAN)),
        };
        for (place, id) in live.iter().enumerate() {
            let plan = Plan::of(figures, *id, &|part| operand(&slot_of, part));
            // Its own slot is none of its operands': they are read while it is written.
            slot_of[place] = free.pop().unwrap_or_else(|| {
                slots += 1;
                slots - 1
            });
            plans.push((slot_of[place], plan));
            let mut done: Vec<usize> = figures
                .operands(*id)
                .filter_map(|part| places.get(&part).copied())
                .collect();
            done.push(place);
            done.sort_unstable();
            done.dedup();
            free.extend(
                done.into_iter()
                    .filter(|part| last_use[*part] == place)
                    .map(|part| slot_of[part]),
            );
        }
        Steps {
            plans,
            targets: targets.iter().map(|id| operand(&slot_of, *id)).collect(),
            slots,
        }
    }
}

/// How to compute a column.
enum Plan {
    /// An input by its name.
    Input(u64, Spread),
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
            Formula::Range(_) => match (figures.input_name(id), figures.spread(id)) {
                (Some(name), Some(spread)) => Plan::Input(name, spread),
                _ => Plan::Unknown,
            },
            Formula::Number | Formula::Missing(_) | Formula::Statistic(..) => Plan::Unknown,
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

    fn fill(&self, sampling: Sampling, block: u64, others: &[Vec<f64>], column: &mut [f64]) {
        let each = |column: &mut [f64], operand: Operand, f: fn(f64, f64) -> f64| match operand {
            Operand::Number(value) => column.iter_mut().for_each(|x| *x = f(*x, value)),
            Operand::Column(slot) => column.iter_mut().zip(&others[slot]).for_each(|(x, y)| *x = f(*x, *y)),
        };
        let set = |column: &mut [f64], operand: Operand| each(column, operand, |_, value| value);
        let two = |column: &mut [f64], a: Operand, b: Operand, f: fn(f64, f64) -> f64| {
            set(column, a);
            each(column, b, f);
        };
        match self {
            Plan::Input(name, spread) => {
                sampling.shares(*name, block, column);
                spread.quantiles(column);
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
            Plan::Apply(function, parts) => apply(*function, parts, others, column),
            Plan::Unknown => column.fill(f64::NAN),
        }
    }
}

fn apply(function: Function, parts: &[Operand], others: &[Vec<f64>], column: &mut [f64]) {
    let at = |part: &Operand, row: usize| match part {
        Operand::Number(value) => *value,
        Operand::Column(slot) => others[*slot][row],
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
