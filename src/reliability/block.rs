//! Parts of a system that share no tier and no choice with any other: their probabilities multiply.

use super::absorb::{Absorbed, absorb};
use super::bdd::{ALL, Bdd, Depth, FALSE, Function, Join, OverBudget, TRUE};
use super::{Gate, Need, System, When};
use std::collections::{BTreeMap, BTreeSet};

/// Most nodes of one diagram.
const BUDGET: usize = 50_000;
/// Most variables of one diagram; its operations recurse once for each.
const MOST_VARIABLES: usize = 1_500;
/// Failures told apart where a diagram is over its budget, tried in turn.
const DEPTHS: [Depth; 3] = [3, 2, 1];

/// A system taken apart.
#[derive(Debug, Default)]
pub struct Blocks {
    pub blocks: Vec<Block>,
    /// By tier: the levels that matter, the easiest first.
    pub levels: Vec<Vec<u32>>,
    /// Down whatever happens.
    pub never: bool,
}

#[derive(Debug)]
pub enum Block {
    /// Every run needs this much of a tier.
    Plain {
        tier: usize,
        level: usize,
        writer: bool,
    },
    Diagram(Box<Diagram>),
}

/// A part with alternatives or conditions.
#[derive(Debug)]
pub struct Diagram {
    pub bdd: Bdd,
    pub function: Function,
    pub variables: Vec<Variable>,
    /// Tiers in it, in order.
    pub tiers: Vec<usize>,
    /// How many failures it tells apart; everything beyond counts as up.
    pub depth: Depth,
}

/// Something whose state is one Boolean once the places are fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variable {
    /// Enough units of a tier. Levels of a tier are nested: the next is only looked at when this is met.
    Level(usize, usize),
    /// The writer of a tier is there.
    Writer(usize),
    /// A run takes an option, given that it took none before.
    Option(usize, usize),
}

impl Diagram {
    /// Whether no choice of a run is in it.
    pub fn is_plain(&self) -> bool {
        !self.variables.iter().any(|v| matches!(v, Variable::Option(..)))
    }
}

impl Blocks {
    pub fn of(system: &System) -> Blocks {
        let absorbed = absorb(system);
        let mut blocks = Blocks {
            levels: levels(system, &absorbed),
            never: absorbed.never,
            blocks: Vec::new(),
        };
        if blocks.never {
            return blocks;
        }
        let groups = Sharing::new(system, &absorbed).groups(&absorbed);
        let linked: BTreeSet<usize> = groups.iter().flat_map(|g| g.tiers.iter().copied()).collect();
        for (tier, level) in &absorbed.mandatory {
            if !linked.contains(tier) {
                blocks.blocks.push(Block::Plain {
                    tier: *tier,
                    level: blocks.level(*tier, level.need),
                    writer: level.writer,
                });
            }
        }
        for group in &groups {
            let diagram = Builder::build(system, &absorbed, &blocks.levels, group);
            blocks.blocks.push(Block::Diagram(Box::new(diagram)));
        }
        blocks
    }

    fn level(&self, tier: usize, need: u32) -> usize {
        position(&self.levels[tier], need)
    }
}

fn position(levels: &[u32], need: u32) -> usize {
    levels.partition_point(|l| *l < need)
}

/// By tier, all levels that are asked for.
fn levels(system: &System, absorbed: &Absorbed) -> Vec<Vec<u32>> {
    let mut levels: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); system.tiers.len()];
    for (tier, level) in &absorbed.mandatory {
        levels[*tier].insert(level.need);
    }
    for gate in &absorbed.gates {
        if let Gate::Need(need) = gate {
            levels[need.tier].insert(need.level.need);
        }
    }
    levels.into_iter().map(|l| l.into_iter().collect()).collect()
}

/// Gates that have something in common.
struct Group {
    roots: Vec<usize>,
    tiers: BTreeSet<usize>,
}

/// Finds which of the remaining roots share a tier or a choice.
struct Sharing {
    /// Union-find over the roots.
    above: Vec<usize>,
    /// Who met a gate, a tier, a choice first.
    gates: Vec<Option<usize>>,
    tiers: Vec<Option<usize>>,
    choices: Vec<Option<usize>>,
}

impl Sharing {
    fn new(system: &System, absorbed: &Absorbed) -> Self {
        Sharing {
            above: (0..absorbed.rest.len()).collect(),
            gates: vec![None; absorbed.gates.len()],
            tiers: vec![None; system.tiers.len()],
            choices: vec![None; system.choices.len()],
        }
    }

    fn head(&mut self, mut root: usize) -> usize {
        while self.above[root] != root {
            self.above[root] = self.above[self.above[root]];
            root = self.above[root];
        }
        root
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.head(a), self.head(b));
        self.above[a.max(b)] = a.min(b);
    }

    fn meet(&mut self, first: Option<usize>, root: usize) {
        if let Some(other) = first {
            self.join(other, root);
        }
    }

    fn groups(mut self, absorbed: &Absorbed) -> Vec<Group> {
        for (root, gate) in absorbed.rest.iter().enumerate() {
            let mut open = vec![*gate];
            while let Some(gate) = open.pop() {
                if let Some(other) = self.gates[gate] {
                    // All below it is known to be shared as well.
                    self.join(other, root);
                    continue;
                }
                self.gates[gate] = Some(root);
                match &absorbed.gates[gate] {
                    Gate::All(children) | Gate::Any(children) => open.extend(children),
                    Gate::Need(need) => {
                        self.meet(self.tiers[need.tier], root);
                        self.tiers[need.tier] = Some(root);
                        for choice in choices(&need.when) {
                            self.meet(self.choices[choice], root);
                            self.choices[choice] = Some(root);
                        }
                    }
                }
            }
        }
        let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
        for (root, gate) in absorbed.rest.iter().enumerate() {
            let head = self.head(root);
            let group = groups.entry(head).or_insert_with(|| Group {
                roots: Vec::new(),
                tiers: BTreeSet::new(),
            });
            group.roots.push(*gate);
        }
        for tier in 0..self.tiers.len() {
            if let Some(root) = self.tiers[tier] {
                let head = self.head(root);
                if let Some(group) = groups.get_mut(&head) {
                    group.tiers.insert(tier);
                }
            }
        }
        groups.into_values().collect()
    }
}

/// Choices on which a condition rests.
fn choices(when: &When) -> Vec<usize> {
    match when {
        When::Always => Vec::new(),
        When::All(parts) | When::Any(parts) => parts.iter().flat_map(choices).collect(),
        When::Option(choice, _) => vec![*choice],
    }
}

/// Builds the diagram of one group.
struct Builder<'s> {
    system: &'s System,
    absorbed: &'s Absorbed,
    levels: &'s [Vec<u32>],
    group: &'s Group,
    numbers: BTreeMap<Variable, usize>,
    variables: Vec<Variable>,
    bdd: Bdd,
    depth: Depth,
}

impl<'s> Builder<'s> {
    fn build(system: &'s System, absorbed: &'s Absorbed, levels: &'s [Vec<u32>], group: &'s Group) -> Diagram {
        let mut builder = Builder {
            system,
            absorbed,
            levels,
            group,
            numbers: BTreeMap::new(),
            variables: Vec::new(),
            bdd: Bdd::new(Vec::new(), 0),
            depth: ALL,
        };
        builder.number();
        let failures: Vec<bool> = builder
            .variables
            .iter()
            .map(|v| !matches!(v, Variable::Option(..)))
            .collect();
        let few = builder.variables.len() <= MOST_VARIABLES;
        let depths = std::iter::once(ALL).chain(DEPTHS).filter(|_| few);
        let mut found = None;
        for depth in depths {
            builder.bdd = Bdd::new(failures.clone(), BUDGET);
            builder.depth = depth;
            if let Ok(function) = builder.function() {
                found = Some(function);
                break;
            }
        }
        // With nothing told apart, all of it counts as up; every failure is then left to the bounds.
        let (function, depth) = found.map_or((TRUE, 0), |f| (f, builder.depth));
        let mut bdd = builder.bdd;
        bdd.finish();
        Diagram {
            bdd,
            function,
            variables: builder.variables,
            tiers: group.tiers.iter().copied().collect(),
            depth,
        }
    }

    /// Numbers the variables in the order in which a walk from the top meets them: parts that belong together stay
    /// together.
    fn number(&mut self) {
        let mut seen = vec![false; self.absorbed.gates.len()];
        for (tier, level) in self.mandatory() {
            self.number_need(tier, level.0, level.1);
        }
        let mut open: Vec<usize> = self.group.roots.iter().rev().copied().collect();
        while let Some(gate) = open.pop() {
            if std::mem::replace(&mut seen[gate], true) {
                continue;
            }
            match &self.absorbed.gates[gate] {
                Gate::All(children) | Gate::Any(children) => open.extend(children.iter().rev()),
                Gate::Need(need) => {
                    self.number_when(&need.when);
                    self.number_need(need.tier, need.level.need, need.level.writer);
                }
            }
        }
    }

    /// What every run needs of the tiers of this group.
    fn mandatory(&self) -> Vec<(usize, (u32, bool))> {
        let of = |tier: &usize| Some((*tier, self.absorbed.mandatory.get(tier)?));
        let levels = self.group.tiers.iter().filter_map(of);
        levels.map(|(tier, l)| (tier, (l.need, l.writer))).collect()
    }

    fn number_of(&mut self, variable: Variable) {
        if !self.numbers.contains_key(&variable) {
            self.numbers.insert(variable, self.variables.len());
            self.variables.push(variable);
        }
    }

    fn number_need(&mut self, tier: usize, need: u32, writer: bool) {
        for level in 0..=position(&self.levels[tier], need) {
            self.number_of(Variable::Level(tier, level));
        }
        if writer {
            self.number_of(Variable::Writer(tier));
        }
    }

    fn number_when(&mut self, when: &When) {
        match when {
            When::Always => {}
            When::All(parts) | When::Any(parts) => parts.iter().for_each(|p| self.number_when(p)),
            When::Option(choice, option) => {
                for earlier in 0..=*option {
                    self.number_of(Variable::Option(*choice, earlier));
                }
            }
        }
    }

    fn join(&mut self, join: Join, a: Function, b: Function) -> Result<Function, OverBudget> {
        self.bdd.join(join, self.depth, a, b)
    }

    fn function(&mut self) -> Result<Function, OverBudget> {
        let mut functions: Vec<Option<Function>> = vec![None; self.absorbed.gates.len()];
        let mut inside = vec![false; self.absorbed.gates.len()];
        let mut open = self.group.roots.clone();
        while let Some(gate) = open.pop() {
            if std::mem::replace(&mut inside[gate], true) {
                continue;
            }
            if let Gate::All(children) | Gate::Any(children) = &self.absorbed.gates[gate] {
                open.extend(children);
            }
        }
        let absorbed = self.absorbed;
        for (index, gate) in absorbed.gates.iter().enumerate().filter(|(i, _)| inside[*i]) {
            let function = match gate {
                Gate::Need(need) => self.need(need)?,
                Gate::All(children) => self.fold(Join::And, children.iter().map(|c| functions[*c]))?,
                Gate::Any(children) => self.fold(Join::Or, children.iter().map(|c| functions[*c]))?,
            };
            functions[index] = Some(function);
        }
        let group = self.group;
        let mut all = self.fold(Join::And, group.roots.iter().map(|r| functions[*r]))?;
        for (tier, (need, writer)) in self.mandatory() {
            let met = self.level(tier, need, writer)?;
            all = self.join(Join::And, all, met)?;
        }
        Ok(all)
    }

    /// Joins the last first: the function of what follows is small when a part is added before it.
    fn fold(
        &mut self,
        join: Join,
        parts: impl DoubleEndedIterator<Item = Option<Function>>,
    ) -> Result<Function, OverBudget> {
        let neutral = if join == Join::And { TRUE } else { FALSE };
        let mut result = neutral;
        for part in parts.rev() {
            result = self.join(join, part.unwrap_or(neutral), result)?;
        }
        Ok(result)
    }

    /// Met, or not needed in this run.
    fn need(&mut self, need: &Need) -> Result<Function, OverBudget> {
        let met = self.level(need.tier, need.level.need, need.level.writer)?;
        let spared = self.spared(&need.when)?;
        self.join(Join::Or, spared, met)
    }

    fn level(&mut self, tier: usize, need: u32, writer: bool) -> Result<Function, OverBudget> {
        let mut met = TRUE;
        if writer {
            met = self.bdd.variable(self.numbers[&Variable::Writer(tier)])?;
        }
        for level in (0..=position(&self.levels[tier], need)).rev() {
            let variable = self.bdd.variable(self.numbers[&Variable::Level(tier, level)])?;
            met = self.join(Join::And, variable, met)?;
        }
        Ok(met)
    }

    /// The runs in which a condition does not hold.
    fn spared(&mut self, when: &When) -> Result<Function, OverBudget> {
        match when {
            When::Always => Ok(FALSE),
            When::All(parts) => {
                let mut any = FALSE;
                for part in parts {
                    let part = self.spared(part)?;
                    any = self.join(Join::Or, any, part)?;
                }
                Ok(any)
            }
            When::Any(parts) => {
                let mut all = TRUE;
                for part in parts {
                    let part = self.spared(part)?;
                    all = self.join(Join::And, all, part)?;
                }
                Ok(all)
            }
            When::Option(choice, option) => self.other_option(*choice, *option),
        }
    }

    /// Runs that take another option: one before it, or not this one.
    fn other_option(&mut self, choice: usize, option: usize) -> Result<Function, OverBudget> {
        let known = self.system.choices[choice].options.len();
        if option >= known {
            return Ok(TRUE);
        }
        let mut spared = self.bdd.not_variable(self.numbers[&Variable::Option(choice, option)])?;
        for earlier in (0..option).rev() {
            let taken = self.bdd.variable(self.numbers[&Variable::Option(choice, earlier)])?;
            spared = self.join(Join::Or, taken, spared)?;
        }
        Ok(spared)
    }
}
