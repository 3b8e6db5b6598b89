//! The part of a flow's structure function that is not mandatory, as a decision diagram.

use super::bdd::{Bdd, FALSE, Function, OverBudget, TRUE};
use super::branch::{Choice, Guard};
use super::probability::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// Most nodes of one diagram.
const BUDGET: usize = 200_000;
/// Most variables of one diagram; its operations recurse once for each.
const MOST_VARIABLES: usize = 1_500;

/// Something whose state is one Boolean once the zones are fixed.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub enum Variable {
    /// Enough units of a site. Levels of one site are nested: the next is only looked at when this is met.
    Level(usize, usize),
    /// The writer of a site is not in a failover.
    Writer(usize),
    /// A choice of the request, by step.
    Choice(usize),
    /// A miss of a cache.
    Miss(usize),
}

impl Variable {
    /// The site that it is about.
    pub fn site(&self) -> Option<usize> {
        match self {
            Variable::Level(s, _) | Variable::Writer(s) => Some(*s),
            Variable::Choice(_) | Variable::Miss(_) => None,
        }
    }
}

/// Builds the part that is not mandatory.
pub struct Diagram<'p, 'm, 'a, 'x> {
    problem: &'p Problem<'m, 'a, 'x>,
    pub bdd: Bdd,
    pub variables: Vec<Variable>,
    /// Probability of each choice variable, by its number.
    pub choices: BTreeMap<usize, f64>,
}

impl<'p, 'm, 'a, 'x> Diagram<'p, 'm, 'a, 'x> {
    pub fn new(problem: &'p Problem<'m, 'a, 'x>) -> Self {
        Diagram {
            problem,
            bdd: Bdd::new(BUDGET),
            variables: Vec::new(),
            choices: BTreeMap::new(),
        }
    }

    /// ⋁ over branches of ⋀ over what it asks for beyond the mandatory part.
    pub fn build(&mut self, mandatory: &BTreeSet<(usize, usize, bool)>) -> Result<Function, OverBudget> {
        let mut any = FALSE;
        for asks in &self.problem.branches {
            let mut all = TRUE;
            // The last steps first: the function of what follows is small when a step is joined.
            for ask in asks.iter().rev() {
                let guard = self.problem.guard_of(&ask.guard);
                let level = self.problem.level_index(ask);
                let mut met = TRUE;
                // What is mandatory is up wherever the rest is looked at.
                if !mandatory.contains(&(ask.site, level, false)) {
                    met = self.level(ask.site, level)?;
                }
                if ask.level.writer && !mandatory.contains(&(ask.site, 0, true)) {
                    let writer = self.variable(&Variable::Writer(ask.site))?;
                    met = self.bdd.and(met, writer)?;
                }
                if met == TRUE {
                    continue;
                }
                let guard = self.guard(&guard)?;
                let spared = self.bdd.not(guard)?;
                let fine = self.bdd.or(spared, met)?;
                all = self.bdd.and(all, fine)?;
            }
            any = self.bdd.or(any, all)?;
        }
        Ok(any)
    }

    fn variable(&mut self, variable: &Variable) -> Result<Function, OverBudget> {
        let number = self.number(variable)?;
        self.bdd.variable(number)
    }

    fn number(&mut self, variable: &Variable) -> Result<u32, OverBudget> {
        if let Some(number) = self.variables.iter().position(|v| v == variable) {
            return Ok(number as u32);
        }
        if self.variables.len() >= MOST_VARIABLES {
            return Err(OverBudget);
        }
        self.variables.push(variable.clone());
        Ok((self.variables.len() - 1) as u32)
    }

    /// A level of a site: all easier levels and this one.
    fn level(&mut self, site: usize, level: usize) -> Result<Function, OverBudget> {
        let mut met = TRUE;
        for easier in 0..=level {
            let variable = self.variable(&Variable::Level(site, easier))?;
            met = self.bdd.and(met, variable)?;
        }
        Ok(met)
    }

    fn guard(&mut self, guard: &Guard) -> Result<Function, OverBudget> {
        match guard {
            Guard::Always => Ok(TRUE),
            Guard::All(parts) => {
                let mut all = TRUE;
                for part in parts {
                    let part = self.guard(part)?;
                    all = self.bdd.and(all, part)?;
                }
                Ok(all)
            }
            Guard::Any(parts) => {
                let mut any = FALSE;
                for part in parts {
                    let part = self.guard(part)?;
                    any = self.bdd.or(any, part)?;
                }
                Ok(any)
            }
            Guard::Miss(cache, probability) => {
                let number = self.number(&Variable::Miss(*cache))?;
                self.choices.insert(number as usize, *probability);
                self.bdd.variable(number)
            }
            Guard::Choice(choice) => self.choice(choice),
        }
    }

    /// Of exclusive siblings the i-th is taken if none before it is: p_i / (1 − p_1 − … − p_(i−1)).
    fn choice(&mut self, choice: &Choice) -> Result<Function, OverBudget> {
        if choice.siblings.is_empty() {
            let number = self.number(&Variable::Choice(choice.step))?;
            self.choices.insert(number as usize, choice.probability);
            return self.bdd.variable(number);
        }
        let mut before = TRUE;
        let mut left = 1.0;
        let count = choice.siblings.len();
        for (i, (step, probability)) in choice.siblings.iter().enumerate() {
            let last = i + 1 == count;
            let taken = if last {
                TRUE
            } else {
                let number = self.number(&Variable::Choice(*step))?;
                self.choices
                    .insert(number as usize, (probability / left).clamp(0.0, 1.0));
                self.bdd.variable(number)?
            };
            let here = self.bdd.and(before, taken)?;
            if *step == choice.step {
                return Ok(here);
            }
            let not_taken = self.bdd.not(taken)?;
            before = self.bdd.and(before, not_taken)?;
            left -= probability;
        }
        Ok(before)
    }
}
