//! The probability that a system is down: exact, or between proven bounds.

use super::bdd::ALL;
use super::block::{Block, Blocks, Diagram, Variable};
use super::state::{Known, Odds, State, more_than, places_of, states};
use super::{Choice, System};
use std::collections::BTreeMap;

/// Most looks at a place of a tier: states are told apart as far as it goes.
const MOST_EVALUATIONS: usize = 4_000_000;

/// Proven bounds of an unavailability; equal where it is exact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

impl Interval {
    /// Whether the bounds are the same but for rounding.
    pub fn is_exact(&self) -> bool {
        self.high - self.low <= 1e-12 * self.high
    }
}

/// A system solved, with what further questions start from.
pub struct Solution<'s> {
    pub system: &'s System,
    pub down: Interval,
    pub(super) blocks: Blocks,
    pub(super) states: Vec<State>,
    /// By state and block: its bounds.
    pub(super) found: Vec<Vec<Interval>>,
    /// By tier: the block that it is in.
    pub(super) block_of: Vec<Option<usize>>,
    /// By tier: the places that it has units in, and the regions around them.
    pub(super) places_of: Vec<Vec<usize>>,
}

pub fn solve(system: &System) -> Solution<'_> {
    let blocks = Blocks::of(system);
    let places_of = places_of(system);
    let mut matters = vec![false; system.places.len()];
    let mut block_of = vec![None; system.tiers.len()];
    for (b, block) in blocks.blocks.iter().enumerate() {
        for tier in block.tiers() {
            block_of[*tier] = Some(b);
            for place in &places_of[*tier] {
                matters[*place] = true;
            }
        }
    }
    // A state costs what its places take to look at.
    let work: usize = blocks
        .blocks
        .iter()
        .flat_map(Block::tiers)
        .map(|t| 1 + places_of[*t].len())
        .sum();
    let most = MOST_EVALUATIONS / work.max(1);
    let (states, rest) = states(&system.places, &matters, most);
    let mut solution = Solution {
        system,
        down: Interval { low: 1.0, high: 1.0 },
        blocks,
        states,
        found: Vec::new(),
        block_of,
        places_of,
    };
    if solution.blocks.never {
        return solution;
    }
    let mut odds = Odds::default();
    let mut down = Interval { low: 0.0, high: rest };
    for s in 0..solution.states.len() {
        let found = solution.evaluate(s, &mut odds);
        let whole = series(&found);
        let probability = solution.states[s].probability;
        down.low += probability * whole.low;
        down.high += probability * whole.high;
        solution.found.push(found);
    }
    down.high = down.high.min(1.0);
    down.low = down.low.min(down.high);
    solution.down = down;
    solution
}

/// Down if one of them is.
pub(super) fn series(parts: &[Interval]) -> Interval {
    let of = |pick: fn(&Interval) -> f64| -libm::expm1(parts.iter().map(|p| libm::log1p(-pick(p))).sum());
    Interval {
        low: of(|p| p.low),
        high: of(|p| p.high),
    }
}

impl Block {
    pub(super) fn tiers(&self) -> &[usize] {
        match self {
            Block::Plain { tier, .. } => std::slice::from_ref(tier),
            Block::Diagram(diagram) => &diagram.tiers,
        }
    }
}

/// What of a tier is taken as given while a block is evaluated.
#[derive(Debug, Clone, Copy)]
pub(super) enum Given {
    /// One unit is up, or down.
    Unit(usize, Known),
    /// Nothing of the tier fails by itself: no unit, no common cause, no failover.
    Perfect(usize),
    /// All of it is down.
    Lost(usize),
    /// It is never in a failover, or always.
    Failover(usize, f64),
    /// Its common cause does not strike, or does.
    Cause(usize, f64),
}

impl Given {
    pub(super) fn tier(self) -> usize {
        match self {
            Given::Unit(tier, _)
            | Given::Perfect(tier)
            | Given::Lost(tier)
            | Given::Failover(tier, _)
            | Given::Cause(tier, _) => tier,
        }
    }
}

impl Solution<'_> {
    /// Whether any run needs the writer of a tier.
    pub(super) fn needs_writer(&self, tier: usize) -> bool {
        match self.block_of[tier].map(|b| &self.blocks.blocks[b]) {
            Some(Block::Plain { writer, .. }) => *writer,
            Some(Block::Diagram(diagram)) => diagram.variables.contains(&Variable::Writer(tier)),
            None => false,
        }
    }

    /// By block, the bounds in a state.
    fn evaluate(&self, state: usize, odds: &mut Odds) -> Vec<Interval> {
        let lost = &self.states[state].own;
        let touched = |tier: &usize| self.places_of[*tier].iter().any(|p| lost.contains(p));
        let mut found = Vec::with_capacity(self.blocks.blocks.len());
        for (b, block) in self.blocks.blocks.iter().enumerate() {
            // Where nothing of it is lost, it is as with nothing lost at all, which is the first state.
            let same = state > 0 && !block.tiers().iter().any(touched);
            found.push(if same {
                self.found[0][b]
            } else {
                self.block(block, state, odds, None)
            });
        }
        found
    }

    pub(super) fn block(&self, block: &Block, state: usize, odds: &mut Odds, given: Option<Given>) -> Interval {
        match block {
            Block::Plain { tier, level, writer } => {
                let down = self.level(*tier, *level, state, odds, given);
                let failing_over = if *writer { self.failing_over(*tier, given) } else { 0.0 };
                let down = down + (1.0 - down) * failing_over;
                Interval { low: down, high: down }
            }
            Block::Diagram(diagram) => self.diagram(diagram, state, odds, given),
        }
    }

    fn level(&self, tier: usize, level: usize, state: usize, odds: &mut Odds, given: Option<Given>) -> f64 {
        let need = self.blocks.levels[tier][level];
        let of = &self.system.tiers[tier];
        let lost = &self.states[state].lost;
        match given.filter(|g| g.tier() == tier) {
            None | Some(Given::Failover(..)) => odds.down(of, need, lost),
            Some(Given::Unit(_, known)) => odds.down_but(of, need, lost, Some(known)),
            Some(Given::Lost(_)) => 1.0,
            Some(Given::Perfect(_)) => {
                let mut perfect = of.clone();
                perfect.unit_down = 0.0;
                odds.down(&perfect, need, lost)
            }
            Some(Given::Cause(_, down)) => {
                let mut without = of.clone();
                without.unit_down *= 1.0 - of.common_cause;
                without.common_cause = 0.0;
                down + (1.0 - down) * odds.down(&without, need, lost)
            }
        }
    }

    fn failing_over(&self, tier: usize, given: Option<Given>) -> f64 {
        match given.filter(|g| g.tier() == tier) {
            Some(Given::Perfect(_)) => 0.0,
            Some(Given::Lost(_)) => 1.0,
            Some(Given::Failover(_, down)) => down,
            _ => self.system.tiers[tier].failing_over,
        }
    }

    fn diagram(&self, diagram: &Diagram, state: usize, odds: &mut Odds, given: Option<Given>) -> Interval {
        let mut up = Vec::with_capacity(diagram.variables.len());
        let mut down = Vec::with_capacity(diagram.variables.len());
        // Chances of everything that may fail: the hardest level of each tier, and each writer.
        let mut fails: BTreeMap<Variable, f64> = BTreeMap::new();
        for variable in &diagram.variables {
            let q = match *variable {
                Variable::Level(tier, level) => {
                    let own = self.level(tier, level, state, odds, given);
                    fails.remove(&Variable::Level(tier, level.wrapping_sub(1)));
                    fails.insert(*variable, own);
                    match level.checked_sub(1) {
                        None => own,
                        Some(easier) => {
                            let easier = self.level(tier, easier, state, odds, given);
                            if easier >= 1.0 {
                                1.0
                            } else {
                                ((own - easier) / (1.0 - easier)).clamp(0.0, 1.0)
                            }
                        }
                    }
                }
                Variable::Writer(tier) => {
                    let q = self.failing_over(tier, given);
                    fails.insert(*variable, q);
                    q
                }
                Variable::Option(choice, option) => 1.0 - taken(&self.system.choices[choice], option),
            };
            down.push(q);
            up.push(1.0 - q);
        }
        let low = diagram.bdd.probability_false(diagram.function, &up, &down);
        let beyond = if diagram.depth == ALL {
            0.0
        } else {
            let fails: Vec<f64> = fails.into_values().collect();
            more_than(&fails, usize::from(diagram.depth))
        };
        Interval {
            low,
            high: (low + beyond).min(1.0),
        }
    }
}

/// Probability that a run takes an option, given that it took none before it.
pub(super) fn taken(choice: &Choice, option: usize) -> f64 {
    let before: f64 = choice.options.iter().take(option).sum();
    let own = choice.options.get(option).copied().unwrap_or(0.0);
    let left = 1.0 - before;
    // What is left over by rounding belongs to the last option.
    if own >= left - 1e-12 {
        1.0
    } else {
        (own / left).clamp(0.0, 1.0)
    }
}
