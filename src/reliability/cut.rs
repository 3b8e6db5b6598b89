//! Minimal cut sets: the fewest things that together bring the system down.
//!
//! Sets of alike units are one class with a count, so that "any 3 of 40 units" is one line and not 9,880. For each set
//! of lost places the rest is independent, and the diagram gives the sets of tiers that then suffice (Rauzy 1993, by
//! the recursion of minimal solutions, up to an order); a class is kept if none of its places can be spared.

use super::System;
use super::block::{Block, Diagram, Variable};
use super::state::{binomial, choose};
use super::unavailability::Solution;

mod failure;
mod family;
mod runs;

use failure::{Alternative, Failure};
use family::{Families, Part};

/// Sets of one diagram that are followed; beyond, the list is not complete.
const MOST_SETS: usize = 5_000;

/// Most sets of lost places that are looked at in one block.
const MOST_LOSSES: f64 = 10_000.0;

/// Something that has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Failed {
    Place(usize),
    /// Any `count` of `of` units: those of one group of a tier that are in no lost place.
    Units {
        tier: usize,
        layout: usize,
        count: u32,
        of: u32,
    },
    /// What takes all units of a tier at once.
    Cause(usize),
    /// The writer of a tier is in a failover.
    Failover(usize),
}

/// Minimal cut sets that look alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// In order; places first.
    pub failed: Vec<Failed>,
    /// How many distinct sets.
    pub sets: f64,
    /// Probability that all events of one of the sets happen.
    pub probability: f64,
    /// Share of the runs that it brings down.
    pub share: f64,
}

impl Cut {
    /// Events in each set.
    pub fn order(&self) -> u32 {
        let of = |f: &Failed| match f {
            Failed::Units { count, .. } => *count,
            _ => 1,
        };
        self.failed.iter().map(of).sum()
    }

    /// What the class adds to the unavailability, if its sets never met.
    pub fn weight(&self) -> f64 {
        self.sets * self.probability * self.share
    }

    fn places(&self) -> impl Iterator<Item = usize> + '_ {
        self.failed.iter().filter_map(|f| match f {
            Failed::Place(p) => Some(*p),
            _ => None,
        })
    }
}

/// Minimal cut sets up to an order.
#[derive(Debug, Clone, Default)]
pub struct Cuts {
    /// By order, then by weight.
    pub list: Vec<Cut>,
    /// Whether no set up to the order is missing.
    pub complete: bool,
}

/// All minimal cut sets of at most `most` events.
pub fn cuts(solution: &Solution, most: u32) -> Cuts {
    let mut found = Cuts {
        list: Vec::new(),
        complete: !solution.blocks.never,
    };
    let finders = solution
        .blocks
        .blocks
        .iter()
        .map(|block| Finder { solution, block, most });
    let idle = vec![false; solution.system.places.len()];
    if finders.clone().any(|f| f.share_failing(&idle, &[]) >= 1.0 - 1e-9) {
        // What fails by itself has nothing to blame.
        return found;
    }
    for finder in finders {
        found.complete &= finder.find(&mut found.list);
    }
    drop_covered(&mut found.list);
    found.list.sort_by(|a, b| {
        let by_weight = b.weight().total_cmp(&a.weight());
        a.order().cmp(&b.order()).then(by_weight).then(a.failed.cmp(&b.failed))
    });
    found
}

/// Takes out what lost places alone already bring down in another block.
fn drop_covered(list: &mut Vec<Cut>) {
    let bare: Vec<(Vec<usize>, f64)> = list
        .iter()
        .filter(|c| c.failed.iter().all(|f| matches!(f, Failed::Place(_))))
        .map(|c| (c.places().collect(), c.share))
        .collect();
    list.retain(|cut| {
        let places: Vec<usize> = cut.places().collect();
        let alone = places.len() == cut.failed.len();
        !bare.iter().any(|(other, share)| {
            *share >= cut.share * (1.0 - 1e-9)
                && other.iter().all(|p| places.contains(p))
                && !(alone && other.len() == places.len())
        })
    });
    // The same places may bring down several blocks: one set, for the most runs.
    list.sort_by(|a, b| a.failed.cmp(&b.failed).then(b.share.total_cmp(&a.share)));
    list.dedup_by(|b, a| a.failed == b.failed);
}

/// Finds the cut sets of one block.
struct Finder<'s> {
    solution: &'s Solution<'s>,
    block: &'s Block,
    most: u32,
}

impl Finder<'_> {
    fn system(&self) -> &System {
        self.solution.system
    }

    /// False if some are left out.
    fn find(&self, list: &mut Vec<Cut>) -> bool {
        let mut places: Vec<usize> = self
            .block
            .tiers()
            .iter()
            .flat_map(|t| &self.solution.places_of[*t])
            .copied()
            .filter(|p| self.system().places[*p].down > 0.0)
            .collect();
        places.sort_unstable();
        places.dedup();
        let mut complete = match self.block {
            Block::Plain { .. } => true,
            Block::Diagram(d) => u32::from(d.depth) >= self.most,
        };
        let mut ways = 0.0;
        for size in 0..=places.len().min(self.most as usize) {
            ways += binomial(places.len(), size);
            if size > 1 && ways > MOST_LOSSES {
                return false;
            }
            choose(&places, size, 0, &mut Vec::new(), &mut |own| {
                complete &= self.with_lost(own, list);
            });
        }
        complete
    }

    /// Which places are lost with these.
    fn lost(&self, own: &[usize]) -> Option<Vec<bool>> {
        let places = &self.system().places;
        let mut lost = vec![false; places.len()];
        for place in own {
            if places[*place].inside.is_some_and(|region| own.contains(&region)) {
                return None;
            }
            lost[*place] = true;
        }
        for (place, known) in places.iter().enumerate() {
            lost[place] |= known.inside.is_some_and(|region| lost[region]);
        }
        Some(lost)
    }

    fn with_lost(&self, own: &[usize], list: &mut Vec<Cut>) -> bool {
        let Some(lost) = self.lost(own) else { return true };
        let left = self.most - own.len() as u32;
        let (sets, complete) = match self.block {
            Block::Plain { tier, level, writer } => {
                let mut sets = vec![vec![Part::Failed(Variable::Level(*tier, *level))]];
                if *writer {
                    sets.push(vec![Part::Failed(Variable::Writer(*tier))]);
                }
                (sets, true)
            }
            Block::Diagram(diagram) => {
                let failure = Failure::new(self.solution, &lost);
                Families::new(diagram, &failure, left).find()
            }
        };
        for set in sets {
            self.expand(own, &lost, left, &set, list);
        }
        complete
    }

    /// All classes of events that bring about a set of failed variables.
    fn expand(&self, own: &[usize], lost: &[bool], left: u32, set: &[Part], list: &mut Vec<Cut>) {
        let failure = Failure::new(self.solution, lost);
        let variables: Vec<Variable> = set.iter().filter_map(|p| p.failed()).collect();
        let mut open = vec![Alternative::default()];
        for variable in &variables {
            let ways = failure.ways(*variable);
            open = open
                .iter()
                .flat_map(|a| ways.iter().map(move |b| a.with(b)))
                .filter(|a| a.order <= left)
                .collect();
        }
        for alternative in open {
            let share = self.share_failing(lost, &alternative.failed);
            if share > 0.0
                && alternative.order + own.len() as u32 > 0
                && self.is_minimal(own, lost, &alternative, share)
            {
                let share = if own.is_empty() {
                    share
                } else {
                    self.with_others(share, lost)
                };
                list.push(self.cut(own, &alternative, share));
            }
        }
    }

    /// Share of the runs that fail here or, by the lost places alone, in another block: they share no choice.
    fn with_others(&self, share: f64, lost: &[bool]) -> f64 {
        let solution = self.solution;
        let mut holds = 1.0 - share;
        for block in solution.blocks.blocks.iter().filter(|b| !std::ptr::eq(*b, self.block)) {
            let touched = |t: &usize| solution.places_of[*t].iter().any(|p| lost[*p]);
            if holds > 0.0 && block.tiers().iter().any(touched) {
                let other = Finder { block, ..*self };
                holds *= 1.0 - other.share_failing(lost, &[]);
            }
        }
        1.0 - holds
    }

    /// Whether runs meet different groups of some tier.
    fn has_groups(&self) -> bool {
        let tiers = self.block.tiers().iter().map(|t| &self.system().tiers[*t]);
        tiers.into_iter().any(|t| !t.every_group && t.groups() > 1)
    }

    /// Whether some run fails that would not with any one event less.
    fn is_minimal(&self, own: &[usize], lost: &[bool], alternative: &Alternative, share: f64) -> bool {
        let failed = &alternative.failed;
        let mut fewer: Vec<(Vec<bool>, Vec<Failed>)> = Vec::new();
        for place in own {
            let others: Vec<usize> = own.iter().copied().filter(|p| p != place).collect();
            fewer.extend(self.lost(&others).map(|lost| (lost, failed.clone())));
        }
        for i in 0..failed.len() {
            let mut less = failed.clone();
            match &mut less[i] {
                Failed::Units { count, .. } if *count > 1 => *count -= 1,
                _ => {
                    less.remove(i);
                }
            }
            fewer.push((lost.to_vec(), less));
        }
        if fewer
            .iter()
            .any(|(lost, failed)| self.share_failing(lost, failed) >= share * (1.0 - 1e-9))
        {
            return false;
        }
        match self.block {
            // Where all runs are alike, none that fails is left over by what fails fewer.
            Block::Diagram(diagram) if self.has_groups() || !diagram.is_plain() => {
                let failure = Failure::new(self.solution, lost);
                let others: Vec<(Failure, &[Failed])> = fewer
                    .iter()
                    .map(|(lost, failed)| (Failure::new(self.solution, lost), failed.as_slice()))
                    .collect();
                runs::fails_only_with_all(&self.system().choices, diagram, (&failure, failed), &others)
            }
            // Runs meet different groups: each fails by what hits its own.
            Block::Plain { tier, level, writer } if self.has_groups() => {
                let of = |lost: &[bool], failed: &[Failed]| -> Vec<bool> {
                    let failure = Failure::new(self.solution, lost);
                    let over = *writer && failed.contains(&Failed::Failover(*tier));
                    let groups = failure.groups(*tier, *level, failed);
                    groups.map(|(_, fails)| fails || over).collect()
                };
                let less: Vec<Vec<bool>> = fewer.iter().map(|(lost, failed)| of(lost, failed)).collect();
                let all = of(lost, failed).into_iter().enumerate();
                all.into_iter()
                    .any(|(group, fails)| fails && !less.iter().any(|l| l.get(group) == Some(&true)))
            }
            _ => true,
        }
    }

    fn cut(&self, own: &[usize], alternative: &Alternative, share: f64) -> Cut {
        let system = self.system();
        let mut probability: f64 = own.iter().map(|p| system.places[*p].down).product();
        let mut sets = 1.0;
        for failed in &alternative.failed {
            match *failed {
                Failed::Place(place) => probability *= system.places[place].down,
                Failed::Units {
                    tier,
                    layout,
                    count,
                    of,
                } => {
                    let tier = &system.tiers[tier];
                    let own = (1.0 - tier.common_cause) * tier.unit_down;
                    probability *= libm::pow(own, f64::from(count));
                    sets *= binomial(of as usize, count as usize) * f64::from(tier.layouts[layout].groups);
                }
                Failed::Cause(tier) => probability *= system.tiers[tier].common_cause * system.tiers[tier].unit_down,
                Failed::Failover(tier) => probability *= system.tiers[tier].failing_over,
            }
        }
        let mut failed: Vec<Failed> = own.iter().map(|p| Failed::Place(*p)).collect();
        failed.extend(&alternative.failed);
        failed.sort_unstable();
        Cut {
            failed,
            sets,
            probability,
            share,
        }
    }

    /// Share of the runs that fail with these places lost and these events.
    fn share_failing(&self, lost: &[bool], failed: &[Failed]) -> f64 {
        let failure = Failure::new(self.solution, lost);
        match self.block {
            Block::Plain { tier, level, writer } => {
                let mut share = failure.given(Variable::Level(*tier, *level), failed);
                if *writer {
                    share = share.max(failure.given(Variable::Writer(*tier), failed));
                }
                share
            }
            Block::Diagram(diagram) => share_of(self.system(), diagram, &|v| failure.given(v, failed)),
        }
    }
}

/// Probability that a diagram is false over the choices of a run, each failure certain, excluded, or a share.
fn share_of(system: &System, diagram: &Diagram, down: &dyn Fn(Variable) -> f64) -> f64 {
    let q: Vec<f64> = diagram
        .variables
        .iter()
        .map(|v| match *v {
            Variable::Option(choice, option) => 1.0 - super::unavailability::taken(&system.choices[choice], option),
            other => down(other),
        })
        .collect();
    let up: Vec<f64> = q.iter().map(|q| 1.0 - q).collect();
    diagram.bdd.probability_false(diagram.function, &up, &q)
}
