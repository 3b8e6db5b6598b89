//! What it takes to make a tier fail while some places are lost.

use super::{Failed, Variable};
use crate::reliability::unavailability::Solution;

/// Events that together bring something about.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    pub failed: Vec<Failed>,
    /// Events in it.
    pub order: u32,
    /// Share of the runs for which it does: those that meet the group.
    pub share: f64,
}

impl Default for Alternative {
    fn default() -> Self {
        Alternative {
            failed: Vec::new(),
            order: 0,
            share: 1.0,
        }
    }
}

impl Alternative {
    /// Both.
    pub fn with(&self, other: &Alternative) -> Alternative {
        Alternative {
            failed: self.failed.iter().chain(&other.failed).copied().collect(),
            order: self.order + other.order,
            share: self.share * other.share,
        }
    }
}

/// The tiers while some places are lost.
pub struct Failure<'s> {
    solution: &'s Solution<'s>,
    lost: &'s [bool],
}

impl<'s> Failure<'s> {
    pub fn new(solution: &'s Solution<'s>, lost: &'s [bool]) -> Self {
        Failure { solution, lost }
    }

    /// Fewest events that make a variable false for some runs; none where nothing does.
    pub fn cost(&self, variable: Variable) -> Option<u32> {
        self.ways(variable).iter().map(|a| a.order).min()
    }

    /// Whether the lost places alone make it false for every run.
    pub fn is_certain(&self, variable: Variable) -> bool {
        let lost = self.ways(variable);
        lost.iter().filter(|a| a.order == 0).map(|a| a.share).sum::<f64>() >= 1.0 - 1e-9
    }

    /// All classes of events that make a variable false.
    pub fn ways(&self, variable: Variable) -> Vec<Alternative> {
        match variable {
            Variable::Level(tier, level) => self.levels(tier, self.solution.blocks.levels[tier][level]),
            Variable::Writer(tier) => {
                let down = self.solution.system.tiers[tier].failing_over;
                let failed = vec![Failed::Failover(tier)];
                let order = 1;
                let share = 1.0;
                (down > 0.0)
                    .then_some(Alternative { failed, order, share })
                    .into_iter()
                    .collect()
            }
            Variable::Option(..) => Vec::new(),
        }
    }

    fn left(&self, tier: usize, layout: usize) -> u32 {
        let units = &self.solution.system.tiers[tier].layouts[layout].units;
        let stands = |place: &Option<usize>| place.is_none_or(|p| !self.lost[p]);
        units.iter().filter(|(place, _)| stands(place)).map(|(_, n)| *n).sum()
    }

    /// Share of the runs that one group of a tier serves.
    fn share(&self, tier: usize, groups: u32) -> f64 {
        let tier = &self.solution.system.tiers[tier];
        if tier.every_group {
            1.0
        } else {
            f64::from(groups) / f64::from(tier.groups())
        }
    }

    fn levels(&self, tier: usize, need: u32) -> Vec<Alternative> {
        let of = &self.solution.system.tiers[tier];
        let mut ways = Vec::new();
        let mut gone = 0.0;
        for (layout, known) in of.layouts.iter().enumerate() {
            let left = self.left(tier, layout);
            if left < need {
                gone += self.share(tier, known.groups);
                continue;
            }
            let count = left - need + 1;
            if of.unit_down > 0.0 && of.common_cause < 1.0 && count <= left {
                ways.push(Alternative {
                    failed: vec![Failed::Units {
                        tier,
                        layout,
                        count,
                        of: left,
                    }],
                    order: count,
                    share: self.share(tier, 1),
                });
            }
        }
        if gone > 0.0 {
            ways.push(Alternative {
                share: gone.min(1.0),
                ..Alternative::default()
            });
        }
        if gone < 1.0 - 1e-9 && of.common_cause > 0.0 && of.unit_down > 0.0 && need > 0 {
            ways.push(Alternative {
                failed: vec![Failed::Cause(tier)],
                order: 1,
                share: 1.0,
            });
        }
        ways
    }

    /// Share of the runs for which a variable is false after these events.
    pub fn given(&self, variable: Variable, failed: &[Failed]) -> f64 {
        match variable {
            Variable::Writer(tier) => f64::from(u8::from(failed.contains(&Failed::Failover(tier)))),
            Variable::Option(..) => 0.0,
            Variable::Level(tier, level) => {
                let shares = self.groups(tier, level, failed).filter(|(_, fails)| *fails);
                shares.map(|(share, _)| share).sum::<f64>().min(1.0)
            }
        }
    }

    /// By kind of group that a run can meet, whether a variable is false after these events.
    pub fn kinds(&self, variable: Variable, failed: &[Failed]) -> Vec<bool> {
        match variable {
            Variable::Level(tier, level) => {
                let met = self.groups(tier, level, failed).filter(|(share, _)| *share > 0.0);
                met.map(|(_, fails)| fails).collect()
            }
            _ => vec![self.given(variable, failed) > 0.0],
        }
    }

    /// Kinds of groups of a tier, two for each layout: the one that the events hit and all others; each with the share
    /// of the runs that meet it, and whether it fails. Where every group is met, all runs meet each.
    pub fn groups(&self, tier: usize, level: usize, failed: &[Failed]) -> impl Iterator<Item = (f64, bool)> {
        let need = self.solution.blocks.levels[tier][level];
        let of = &self.solution.system.tiers[tier];
        let gone = failed.contains(&Failed::Cause(tier));
        let mut kinds = Vec::with_capacity(2 * of.layouts.len());
        for (layout, known) in of.layouts.iter().enumerate() {
            let left = self.left(tier, layout);
            let hit = failed.iter().find_map(|f| match f {
                Failed::Units {
                    tier: t,
                    layout: l,
                    count,
                    ..
                } if (*t, *l) == (tier, layout) => Some(*count),
                _ => None,
            });
            let lost = gone || left < need;
            let struck = lost || hit.is_some_and(|count| left.saturating_sub(count) < need);
            kinds.push((self.share(tier, 1), struck));
            let others = if of.every_group {
                0.0
            } else {
                self.share(tier, known.groups.saturating_sub(1))
            };
            kinds.push((others, lost && known.groups > 1));
        }
        kinds.into_iter()
    }
}
