//! A reduced ordered binary decision diagram, small and budgeted.
//!
//! Nodes are hash-consed, so equal functions are one node. Operations stop at the node budget instead of
//! growing without end; the caller then falls back to proven bounds.

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

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Node {
    variable: u32,
    high: Function,
    low: Function,
}

/// Mixes the few small numbers of a key by multiplication: no one chooses them to collide, and speed matters.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.write_u32(u32::from(*b)));
    }

    fn write_u32(&mut self, n: u32) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(n)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

type Table<K, V> = HashMap<K, V, BuildHasherDefault<Mix>>;

/// All nodes of one analysis. Variables are numbered in the order of the diagram.
pub struct Bdd {
    nodes: Vec<Node>,
    unique: Table<Node, Function>,
    and_memo: Table<(Function, Function), Function>,
    not_memo: Table<Function, Function>,
    budget: usize,
}

impl Bdd {
    pub fn new(budget: usize) -> Self {
        let leaf = Node {
            variable: u32::MAX,
            high: FALSE,
            low: FALSE,
        };
        Bdd {
            nodes: vec![leaf, leaf],
            unique: Table::default(),
            and_memo: Table::default(),
            not_memo: Table::default(),
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

    pub fn variable(&mut self, variable: u32) -> Result<Function, OverBudget> {
        self.node(variable, TRUE, FALSE)
    }

    pub fn not(&mut self, f: Function) -> Result<Function, OverBudget> {
        match f {
            FALSE => return Ok(TRUE),
            TRUE => return Ok(FALSE),
            _ => {}
        }
        if let Some(found) = self.not_memo.get(&f) {
            return Ok(*found);
        }
        let node = self.nodes[f.0 as usize];
        let (high, low) = (self.not(node.high)?, self.not(node.low)?);
        let result = self.node(node.variable, high, low)?;
        self.not_memo.insert(f, result);
        Ok(result)
    }

    pub fn and(&mut self, a: Function, b: Function) -> Result<Function, OverBudget> {
        match (a, b) {
            (FALSE, _) | (_, FALSE) => return Ok(FALSE),
            (TRUE, x) | (x, TRUE) => return Ok(x),
            (a, b) if a == b => return Ok(a),
            _ => {}
        }
        let key = if a.0 < b.0 { (a, b) } else { (b, a) };
        if let Some(found) = self.and_memo.get(&key) {
            return Ok(*found);
        }
        let (x, y) = (self.nodes[a.0 as usize], self.nodes[b.0 as usize]);
        let variable = x.variable.min(y.variable);
        let half = |f: Function, node: Node, high: bool| match (node.variable == variable, high) {
            (true, true) => node.high,
            (true, false) => node.low,
            (false, _) => f,
        };
        let high = self.and(half(a, x, true), half(b, y, true))?;
        let low = self.and(half(a, x, false), half(b, y, false))?;
        let result = self.node(variable, high, low)?;
        self.and_memo.insert(key, result);
        Ok(result)
    }

    pub fn or(&mut self, a: Function, b: Function) -> Result<Function, OverBudget> {
        let (a, b) = (self.not(a)?, self.not(b)?);
        let neither = self.and(a, b)?;
        self.not(neither)
    }

    /// Probability that the function is false, where `up[v]` and `down[v]` are the probabilities that
    /// variable v is true and false. Both are given so that a tiny `down` keeps its digits.
    pub fn probability_false(&self, f: Function, up: &[f64], down: &[f64]) -> f64 {
        let mut known: Vec<Option<f64>> = vec![None; self.nodes.len()];
        known[0] = Some(1.0);
        known[1] = Some(0.0);
        // A node stands behind its children, so one pass over the part below `f` suffices.
        for index in 2..=(f.0 as usize) {
            let node = self.nodes[index];
            let v = node.variable as usize;
            if let (Some(high), Some(low)) = (known[node.high.0 as usize], known[node.low.0 as usize]) {
                known[index] = Some(up[v] * high + down[v] * low);
            }
        }
        known[f.0 as usize].unwrap_or(1.0)
    }
}
