//! A reduced ordered binary decision diagram, small and budgeted.
//!
//! Nodes are hash-consed, so equal functions are one node. Operations stop at the node budget instead of
//! growing without end. A function may be kept only up to a number of failures: beyond it counts as true, which gives
//! a lower bound of the unavailability from a much smaller diagram.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A function: an index of a node; 0 is false and 1 is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Function(u32);

pub const FALSE: Function = Function(0);
pub const TRUE: Function = Function(1);

/// The budget is used up.
#[derive(Debug, PartialEq)]
pub struct OverBudget;

/// Failures that are told apart; [`ALL`] for every number of them.
pub type Depth = u8;
pub const ALL: Depth = Depth::MAX;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Node {
    variable: u32,
    high: Function,
    low: Function,
}

/// What a node asks, and where it leads.
#[derive(Debug, Clone, Copy)]
pub struct Branching {
    pub variable: usize,
    pub high: Function,
    pub low: Function,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Join {
    And,
    Or,
}

/// Mixes the few small numbers of a key by multiplication: no one chooses them to collide, and speed matters.
#[derive(Default)]
pub struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        // The table takes the upper bits of a hash and the lower ones.
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.write_u64(u64::from(*b)));
    }

    fn write_u8(&mut self, n: u8) {
        self.write_u64(u64::from(n));
    }

    fn write_u32(&mut self, n: u32) {
        self.write_u64(u64::from(n));
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.rotate_left(5) ^ n).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_isize(&mut self, n: isize) {
        self.write_u64(n as u64);
    }
}

pub type Table<K, V> = HashMap<K, V, BuildHasherDefault<Mix>>;

/// All nodes of one diagram. Variables are numbered in the order in which they are asked.
#[derive(Debug, Clone)]
pub struct Bdd {
    nodes: Vec<Node>,
    unique: Table<Node, Function>,
    memo: Table<(Join, Depth, Function, Function), Function>,
    /// By variable: whether its being false is a failure.
    failures: Vec<bool>,
    budget: usize,
}

impl Bdd {
    /// An empty diagram over these variables, each told to be a failure or not, of at most `budget` nodes.
    pub fn new(failures: Vec<bool>, budget: usize) -> Self {
        let leaf = Node {
            variable: u32::MAX,
            high: FALSE,
            low: FALSE,
        };
        Bdd {
            nodes: vec![leaf, leaf],
            unique: Table::default(),
            memo: Table::default(),
            failures,
            budget,
        }
    }

    fn node(&mut self, variable: u32, high: Function, low: Function) -> Result<Function, OverBudget> {
        if high == low {
            return Ok(high);
        }
        let node = Node { variable, high, low };
        if let Some(found) = self.unique.get(&node) {
            return Ok(*found);
        }
        if self.nodes.len() >= self.budget {
            return Err(OverBudget);
        }
        let function = Function(self.nodes.len() as u32);
        self.nodes.push(node);
        self.unique.insert(node, function);
        Ok(function)
    }

    pub fn variable(&mut self, variable: usize) -> Result<Function, OverBudget> {
        self.node(variable as u32, TRUE, FALSE)
    }

    pub fn not_variable(&mut self, variable: usize) -> Result<Function, OverBudget> {
        self.node(variable as u32, FALSE, TRUE)
    }

    /// Both, or either, told apart up to `depth` failures.
    pub fn join(&mut self, join: Join, depth: Depth, a: Function, b: Function) -> Result<Function, OverBudget> {
        match (join, a, b) {
            (Join::And, FALSE, _) | (Join::And, _, FALSE) => return Ok(FALSE),
            (Join::Or, TRUE, _) | (Join::Or, _, TRUE) => return Ok(TRUE),
            (Join::And, TRUE, TRUE) => return Ok(TRUE),
            (Join::Or, FALSE, FALSE) => return Ok(FALSE),
            // What stands alone is already cut to the depth, or need not be.
            (Join::And, TRUE, x) | (Join::And, x, TRUE) | (Join::Or, FALSE, x) | (Join::Or, x, FALSE)
                if depth == ALL =>
            {
                return Ok(x);
            }
            (_, a, b) if a == b && depth == ALL => return Ok(a),
            _ => {}
        }
        let key = if a.0 < b.0 {
            (join, depth, a, b)
        } else {
            (join, depth, b, a)
        };
        if let Some(found) = self.memo.get(&key) {
            return Ok(*found);
        }
        if self.memo.len() >= 4 * self.budget {
            return Err(OverBudget);
        }
        let (x, y) = (self.nodes[a.0 as usize], self.nodes[b.0 as usize]);
        let variable = x.variable.min(y.variable);
        let half = |f: Function, node: Node, high: bool| match (node.variable == variable, high) {
            (true, true) => node.high,
            (true, false) => node.low,
            (false, _) => f,
        };
        let high = self.join(join, depth, half(a, x, true), half(b, y, true))?;
        let failure = self.failures.get(variable as usize).copied().unwrap_or(true);
        let low = match depth {
            0 if failure => TRUE,
            _ => {
                let left = if failure && depth != ALL { depth - 1 } else { depth };
                self.join(join, left, half(a, x, false), half(b, y, false))?
            }
        };
        let result = self.node(variable, high, low)?;
        self.memo.insert(key, result);
        Ok(result)
    }

    /// What a function asks first; none for a constant.
    pub fn branching(&self, f: Function) -> Option<Branching> {
        let node = self.nodes.get(f.0 as usize).filter(|_| f.0 > 1)?;
        Some(Branching {
            variable: node.variable as usize,
            high: node.high,
            low: node.low,
        })
    }

    /// Drops what is only needed while functions are built.
    pub fn finish(&mut self) {
        self.memo = Table::default();
        self.unique = Table::default();
    }

    /// Probability that the function is false, where `up[v]` and `down[v]` are the probabilities that
    /// variable v is true and false. Both are given so that a tiny `down` keeps its digits.
    pub fn probability_false(&self, f: Function, up: &[f64], down: &[f64]) -> f64 {
        let mut known = vec![0.0; f.0 as usize + 1];
        known[0] = 1.0;
        // A node stands behind its children, so one pass over the part below `f` suffices.
        for (index, node) in self.nodes.iter().enumerate().take(f.0 as usize + 1).skip(2) {
            let v = node.variable as usize;
            known[index] = up[v] * known[node.high.0 as usize] + down[v] * known[node.low.0 as usize];
        }
        known[f.0 as usize]
    }
}
