//! What every run needs, and what is left of the gates once that is taken as met.
//!
//! A ∧ (A ∨ B) = A: where a part is needed anyway, a choice between it and another is none. Most of a design goes
//! this way, and what is left falls apart into pieces that share nothing.

use super::{Gate, Level, Need, System, When};
use std::collections::BTreeMap;

/// A system after absorption: every run needs `mandatory`, and each of `rest`.
#[derive(Debug, Default)]
pub struct Absorbed {
    /// By tier: the most that every run needs of it.
    pub mandatory: BTreeMap<usize, Level>,
    /// Gates that are left, children before parents; needs in them are beyond the mandatory ones.
    pub gates: Vec<Gate>,
    /// Gates that all have to hold.
    pub rest: Vec<usize>,
    /// A gate that nothing can meet is needed.
    pub never: bool,
}

/// A gate, once what is mandatory counts as met.
#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Met,
    Never,
    /// As another gate.
    As(usize),
}

pub fn absorb(system: &System) -> Absorbed {
    let Some(top) = system.gates.len().checked_sub(1) else {
        return Absorbed::default();
    };
    let mut gates = system.gates.clone();
    let mut roots = vec![top];
    let mut mandatory: BTreeMap<usize, Level> = BTreeMap::new();
    loop {
        let before = (mandatory.clone(), roots.clone());
        if !flatten(&gates, &mut roots, &mut mandatory) {
            return Absorbed {
                never: true,
                ..Absorbed::default()
            };
        }
        let states = simplify(&mut gates, &mandatory);
        let mut left = Vec::with_capacity(roots.len());
        for root in roots {
            match states[root] {
                State::Met => {}
                State::Never => {
                    return Absorbed {
                        never: true,
                        ..Absorbed::default()
                    };
                }
                State::As(gate) => left.push(gate),
            }
        }
        left.sort_unstable();
        left.dedup();
        roots = left;
        if before == (mandatory.clone(), roots.clone()) {
            break;
        }
    }
    Absorbed {
        mandatory,
        gates,
        rest: roots,
        never: false,
    }
}

/// Replaces the roots by their parts as far as all of them are needed; false if one can't be met.
fn flatten(gates: &[Gate], roots: &mut Vec<usize>, mandatory: &mut BTreeMap<usize, Level>) -> bool {
    let mut open = std::mem::take(roots);
    let mut seen = vec![false; gates.len()];
    open.reverse();
    while let Some(gate) = open.pop() {
        if std::mem::replace(&mut seen[gate], true) {
            continue;
        }
        match &gates[gate] {
            Gate::All(parts) => open.extend(parts.iter().rev()),
            Gate::Any(ways) if ways.is_empty() => return false,
            Gate::Any(ways) if ways.len() == 1 => open.extend(ways),
            Gate::Need(need) if need.when == When::Always => {
                let level = mandatory.entry(need.tier).or_insert(need.level);
                *level = join(*level, need.level);
            }
            _ => roots.push(gate),
        }
    }
    true
}

fn join(a: Level, b: Level) -> Level {
    Level {
        need: a.need.max(b.need),
        writer: a.writer || b.writer,
    }
}

/// Whether a need is met wherever the mandatory ones are.
fn is_met(mandatory: &BTreeMap<usize, Level>, need: &Need) -> bool {
    mandatory
        .get(&need.tier)
        .is_some_and(|known| known.need >= need.level.need && (known.writer || !need.level.writer))
}

/// Takes what is met out of every gate; children come before parents, so one pass suffices.
fn simplify(gates: &mut [Gate], mandatory: &BTreeMap<usize, Level>) -> Vec<State> {
    let mut states: Vec<State> = Vec::with_capacity(gates.len());
    // By gate: the parent that took it last, so that none is taken twice.
    let mut taken = vec![usize::MAX; gates.len()];
    for (index, gate) in gates.iter_mut().enumerate() {
        let (children, kind, fixed): (_, fn(Vec<usize>) -> Gate, _) = match gate {
            Gate::Need(need) => {
                let met = is_met(mandatory, need);
                states.push(if met { State::Met } else { State::As(index) });
                continue;
            }
            Gate::All(parts) => (parts, Gate::All, (State::Met, State::Never)),
            Gate::Any(ways) => (ways, Gate::Any, (State::Never, State::Met)),
        };
        let state = match gather(&states, &mut taken, index, children, fixed) {
            Err(state) => state,
            Ok(left) if left.len() == 1 => State::As(left[0]),
            Ok(left) => {
                *gate = kind(left);
                State::As(index)
            }
        };
        states.push(state);
    }
    states
}

/// The children that still matter; the state of the gate where none does. Of the two states the first changes
/// nothing and the second decides.
fn gather(
    states: &[State],
    taken: &mut [usize],
    parent: usize,
    children: &[usize],
    (neutral, ruling): (State, State),
) -> Result<Vec<usize>, State> {
    let mut left = Vec::with_capacity(children.len());
    for child in children {
        match states[*child] {
            state if state == ruling => return Err(ruling),
            State::As(gate) if taken[gate] != parent => {
                taken[gate] = parent;
                left.push(gate);
            }
            _ => {}
        }
    }
    if left.is_empty() { Err(neutral) } else { Ok(left) }
}
