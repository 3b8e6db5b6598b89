//! Minimal sets of failed variables of a diagram, up to a number of events.

use super::failure::Failure;
use super::{Diagram, MOST_SETS, Variable};
use crate::reliability::bdd::{FALSE, Function, TRUE};
use std::collections::HashMap;
use std::rc::Rc;

/// A member of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Failed(Variable),
    /// Only in runs that take, or don't take, an option.
    Only(Variable, bool),
}

impl Part {
    pub fn failed(self) -> Option<Variable> {
        match self {
            Part::Failed(variable) => Some(variable),
            Part::Only(..) => None,
        }
    }
}

type Set = Vec<Part>;

/// The sets below each node, by what may still be spent.
pub struct Families<'d> {
    diagram: &'d Diagram,
    /// By variable: the fewest events that make it false, and whether it is false already.
    costs: Vec<(Option<u32>, bool)>,
    most: u32,
    known: HashMap<(Function, u32), Rc<Vec<Set>>>,
    complete: bool,
}

impl<'d> Families<'d> {
    pub fn new(diagram: &'d Diagram, failure: &Failure, most: u32) -> Self {
        let cost = |v: &Variable| (failure.cost(*v), failure.is_certain(*v));
        Families {
            diagram,
            costs: diagram.variables.iter().map(cost).collect(),
            most,
            known: HashMap::new(),
            complete: true,
        }
    }

    /// The sets, without what only tells runs apart, and whether they are all.
    pub fn find(mut self) -> (Vec<Set>, bool) {
        let found = self.below(self.diagram.function, self.most);
        let failed = |set: &Set| set.iter().filter(|p| p.failed().is_some()).copied().collect::<Set>();
        let mut sets: Vec<Set> = found.iter().map(failed).collect();
        sets.sort_unstable();
        sets.dedup();
        (sets, self.complete)
    }

    fn below(&mut self, function: Function, left: u32) -> Rc<Vec<Set>> {
        if function == TRUE {
            return Rc::default();
        }
        if function == FALSE {
            return Rc::new(vec![Vec::new()]);
        }
        if let Some(found) = self.known.get(&(function, left)) {
            return found.clone();
        }
        let Some(node) = self.diagram.bdd.branching(function) else {
            return Rc::default();
        };
        let variable = self.diagram.variables[node.variable];
        let mut sets = if let Variable::Option(..) = variable {
            let (taken, other) = (self.below(node.high, left), self.below(node.low, left));
            either(variable, &taken, &other)
        } else {
            match self.costs[node.variable] {
                (_, true) => Vec::clone(&self.below(node.low, left)),
                (Some(cost), false) if cost <= left => {
                    let high = self.below(node.high, left);
                    let low = self.below(node.low, left - cost);
                    add(variable, &high, &low)
                }
                _ => Vec::clone(&self.below(node.high, left)),
            }
        };
        if sets.len() > MOST_SETS {
            sets.sort_by_key(Vec::len);
            sets.truncate(MOST_SETS);
            self.complete = false;
        }
        let sets = Rc::new(sets);
        self.known.insert((function, left), sets.clone());
        sets
    }
}

/// Those that need no failure of the variable, and with it those that do.
fn add(variable: Variable, high: &[Set], low: &[Set]) -> Vec<Set> {
    let mut sets = high.to_vec();
    for set in low {
        if !high.iter().any(|h| is_within(h, set)) {
            let mut set = set.clone();
            set.push(Part::Failed(variable));
            set.sort_unstable();
            sets.push(set);
        }
    }
    sets
}

/// Those of runs that take an option and of runs that don't; what both have needs no condition.
fn either(variable: Variable, taken: &[Set], other: &[Set]) -> Vec<Set> {
    let mut sets: Vec<Set> = Vec::new();
    let (mut all, mut some) = (Vec::new(), Vec::new());
    for (own, others, is_taken) in [(taken, other, true), (other, taken, false)] {
        for set in own {
            if others.iter().any(|o| is_within(o, set)) {
                all.push(set.clone());
            } else {
                let mut set = set.clone();
                set.push(Part::Only(variable, is_taken));
                set.sort_unstable();
                some.push(set);
            }
        }
    }
    all.sort_unstable();
    all.dedup();
    sets.extend(all);
    sets.extend(some);
    sets
}

/// Whether every member of `a` is in `b`; both are sorted.
fn is_within(a: &[Part], b: &[Part]) -> bool {
    let mut rest = b.iter();
    a.len() <= b.len() && a.iter().all(|part| rest.any(|other| other == part))
}
