//! The probability that a flow is down, summed over the states of its zones and regions.

use super::bdd::{Bdd, FALSE, Function, OverBudget, TRUE};
use super::branch::{Branch, Guard, Mode};
use super::diagram::{Diagram, Variable};
use super::level::Level;
use super::place::{self, Site, Zone};
use crate::model::{Model, Placement};
use std::collections::{BTreeMap, BTreeSet};

/// Catalog numbers that the analysis reads.
pub const INSTANCE: &str = "instance-availability";
pub const ZONE: &str = "zone-availability";
pub const REGION: &str = "region-availability";
pub const FAILURES: &str = "writer-failures";
/// All of them, for whoever shows what an availability rests on.
pub const NUMBERS: [&str; 4] = [INSTANCE, ZONE, REGION, FAILURES];

/// Most zones and regions whose states are combined.
const MOST_SHARED: usize = 12;
/// Loss to a failover whose length or frequency is not known, at worst (format, A9: unknown from 99.9 % on).
const UNKNOWN_FAILOVER: f64 = 1e-3;

/// Probability that the flow is down, for the users of one region: its lower and its upper bound, which are
/// equal where nothing is missing. With `hits`, a cache may spare what stands behind it.
pub fn unavailability(model: &Model, branches: &[Branch], hits: bool, missing: &mut Vec<String>) -> (f64, f64) {
    let (high, exact) = solve(model, branches, Mode::Worst, hits, missing);
    if exact {
        return (high, high);
    }
    let (low, _) = solve(model, branches, Mode::Best, hits, &mut Vec::new());
    (low.min(high), high)
}

/// The value under one reading of the unknown, and whether the reading made no difference.
fn solve(model: &Model, branches: &[Branch], mode: Mode, hits: bool, missing: &mut Vec<String>) -> (f64, bool) {
    let mut problem = Problem::new(model, mode, missing);
    problem.read(branches, hits);
    let down = problem.solve();
    (down, problem.exact)
}

/// What every branch asks for, in numbers.
pub struct Problem<'m, 'a, 'x> {
    model: &'m Model<'a>,
    mode: Mode,
    missing: &'x mut Vec<String>,
    /// Sites with their levels, each list sorted from the easiest to the hardest.
    sites: Vec<(Site, Vec<Level>)>,
    /// Branches that can count, as lists of (guard, site, level) or a level that is not known to be met.
    pub branches: Vec<Vec<Ask>>,
    hits: bool,
    /// Nothing unknown was met.
    exact: bool,
}

/// One thing that a branch asks for.
#[derive(Debug, Clone)]
pub struct Ask {
    pub site: usize,
    pub level: Level,
    pub guard: Guard,
}

impl<'m, 'a, 'x> Problem<'m, 'a, 'x> {
    fn new(model: &'m Model<'a>, mode: Mode, missing: &'x mut Vec<String>) -> Self {
        Problem {
            model,
            mode,
            missing,
            sites: Vec::new(),
            branches: Vec::new(),
            hits: false,
            exact: true,
        }
    }

    fn miss(&mut self, fact: String) {
        self.exact = false;
        if !self.missing.contains(&fact) {
            self.missing.push(fact);
        }
    }

    fn read(&mut self, branches: &[Branch], hits: bool) {
        self.hits = hits;
        for branch in branches {
            let mut asks = Vec::with_capacity(branch.steps.len());
            let mut counts = true;
            for step in &branch.steps {
                let level = match &step.level {
                    Ok(level) => level.clone(),
                    Err(fact) => {
                        self.miss(fact.clone());
                        counts &= self.mode == Mode::Best;
                        super::level::least()
                    }
                };
                let site = match self.sites.iter().position(|(s, _)| *s == step.site) {
                    Some(i) => i,
                    None => {
                        self.sites.push((step.site.clone(), Vec::new()));
                        self.sites.len() - 1
                    }
                };
                asks.push(Ask {
                    site,
                    level,
                    guard: step.guard.clone(),
                });
            }
            if counts {
                self.branches.push(asks);
            }
        }
        for asks in &mut self.branches {
            for ask in asks.iter_mut() {
                let mixed = self.sites[ask.site]
                    .1
                    .iter()
                    .any(|l| l.all_groups != ask.level.all_groups);
                // Levels must be nested; a mixture is taken at its harder or easier side.
                if mixed {
                    self.exact = false;
                    ask.level.all_groups = self.mode == Mode::Worst;
                }
                let plain = Level {
                    writer: false,
                    ..ask.level.clone()
                };
                if !self.sites[ask.site].1.contains(&plain) {
                    self.sites[ask.site].1.push(plain);
                }
            }
        }
        for (_, levels) in &mut self.sites {
            levels.sort_by_key(|l| (l.need, l.all_groups));
        }
    }

    /// Position of a level among those of its site.
    pub fn level_index(&self, ask: &Ask) -> usize {
        let (_, levels) = &self.sites[ask.site];
        levels
            .iter()
            .position(|l| l.need == ask.level.need && l.all_groups == ask.level.all_groups)
            .unwrap_or(0)
    }

    /// What all branches ask for without a condition: site, level index, writer.
    fn mandatory(&self) -> BTreeSet<(usize, usize, bool)> {
        let plain = |asks: &Vec<Ask>| -> BTreeSet<(usize, usize, bool)> {
            asks.iter()
                .filter(|a| self.guard_of(&a.guard) == Guard::Always)
                .flat_map(|a| {
                    let level = (a.site, self.level_index(a), false);
                    let writer = a.level.writer.then_some((a.site, 0, true));
                    std::iter::once(level).chain(writer)
                })
                .collect()
        };
        let mut branches = self.branches.iter().map(plain);
        let Some(first) = branches.next() else {
            return BTreeSet::new();
        };
        let common = branches.fold(first, |a, b| a.intersection(&b).copied().collect());
        // Of several levels of one site the hardest says all; a site with levels that only some branches
        // ask for goes through the diagram, where levels stay nested.
        common
            .into_iter()
            .filter(|(site, _, writer)| *writer || self.sites[*site].1.len() == 1)
            .collect()
    }

    /// The guard, without its misses where hits are not counted.
    pub fn guard_of(&self, guard: &Guard) -> Guard {
        match guard {
            Guard::Miss(..) if !self.hits => Guard::Always,
            Guard::All(parts) => {
                let mut parts: Vec<Guard> = parts.iter().map(|p| self.guard_of(p)).collect();
                parts.retain(|p| *p != Guard::Always);
                match parts.len() {
                    0 => Guard::Always,
                    1 => parts.remove(0),
                    _ => Guard::All(parts),
                }
            }
            Guard::Any(parts) => {
                let parts: Vec<Guard> = parts.iter().map(|p| self.guard_of(p)).collect();
                if parts.contains(&Guard::Always) {
                    Guard::Always
                } else {
                    Guard::Any(parts)
                }
            }
            other => other.clone(),
        }
    }

    fn solve(&mut self) -> f64 {
        if self.branches.is_empty() {
            return 1.0;
        }
        let mandatory = self.mandatory();
        let mut diagram = Diagram::new(self);
        let function = diagram.build(&mandatory);
        let (variables, choices) = (diagram.variables, diagram.choices);
        let (bdd, function) = match function {
            Ok(function) => (Some(diagram.bdd), function),
            // Past the budget: nothing but the mandatory part is sure to be needed, everything is enough.
            Err(OverBudget) => {
                self.miss("a smaller flow: its decision diagram grows past the budget".to_string());
                (None, if self.mode == Mode::Best { TRUE } else { FALSE })
            }
        };
        let needed = |site: usize| {
            mandatory.iter().any(|(s, _, _)| *s == site) || variables.iter().any(|v| v.site() == Some(site))
        };
        let used: Vec<usize> = (0..self.sites.len()).filter(|s| needed(*s)).collect();
        self.over_states(&used, &mandatory, &variables, &choices, bdd.as_ref(), function)
    }

    /// Σ over states of zones and regions of P(state) · P(down | state).
    fn over_states(
        &mut self,
        used: &[usize],
        mandatory: &BTreeSet<(usize, usize, bool)>,
        variables: &[Variable],
        choices: &BTreeMap<usize, f64>,
        bdd: Option<&Bdd>,
        function: Function,
    ) -> f64 {
        let mut regions: BTreeSet<usize> = BTreeSet::new();
        let mut zones: BTreeSet<Zone> = BTreeSet::new();
        for site in used {
            let (site, _) = &self.sites[*site];
            regions.extend(site.region);
            zones.extend(place::zones(&self.model.components[site.component], site.region));
        }
        let (regions, zones): (Vec<usize>, Vec<Zone>) = (regions.into_iter().collect(), zones.into_iter().collect());
        if regions.len() + zones.len() > MOST_SHARED {
            self.miss(format!("fewer than {} zones and regions in one flow", MOST_SHARED + 1));
            return if self.mode == Mode::Worst { 1.0 } else { 0.0 };
        }
        let zone_down = self.number(ZONE, !zones.is_empty());
        let region_down = self.number(REGION, !regions.is_empty());
        let unit_down: BTreeMap<usize, f64> = used.iter().map(|s| (*s, self.unit_down(*s))).collect();
        let failing_over: BTreeMap<usize, f64> = mandatory
            .iter()
            .filter(|(_, _, writer)| *writer)
            .map(|(s, _, _)| *s)
            .chain(variables.iter().filter_map(|v| match v {
                Variable::Writer(s) => Some(*s),
                _ => None,
            }))
            .collect::<BTreeSet<usize>>()
            .into_iter()
            .map(|s| (s, self.failing_over(s)))
            .collect();
        let shared = regions.len() + zones.len();
        let mut total = 0.0;
        for state in 0..1usize << shared {
            let region_lost = |r: usize| {
                regions
                    .iter()
                    .position(|x| *x == r)
                    .is_some_and(|i| state >> i & 1 == 1)
            };
            let zone_lost = |i: usize| state >> (regions.len() + i) & 1 == 1;
            let mut weight = 1.0;
            for r in &regions {
                weight *= if region_lost(*r) {
                    region_down
                } else {
                    1.0 - region_down
                };
            }
            for i in 0..zones.len() {
                weight *= if zone_lost(i) { zone_down } else { 1.0 - zone_down };
            }
            if weight == 0.0 {
                continue;
            }
            let level_down: BTreeMap<usize, Vec<f64>> = used
                .iter()
                .map(|s| {
                    let (site, levels) = &self.sites[*s];
                    if site.region.is_some_and(region_lost) {
                        return (*s, vec![1.0; levels.len()]);
                    }
                    let lost = |name: &str| {
                        zones
                            .iter()
                            .position(|z| Some(z.region) == site.region && z.name == name)
                            .is_some_and(zone_lost)
                    };
                    let left = place::left(&self.model.components[site.component], &lost, false);
                    (*s, levels.iter().map(|l| left.not_met(l, unit_down[s])).collect())
                })
                .collect();
            let mut log_up = 0.0;
            for (site, level, writer) in mandatory {
                let down = if *writer {
                    failing_over[site]
                } else {
                    level_down[site][*level]
                };
                log_up += libm::log1p(-down);
            }
            let rest = match bdd {
                Some(bdd) => {
                    let (up, down) = odds(variables, &level_down, &failing_over, choices);
                    bdd.probability_false(function, &up, &down)
                }
                None => f64::from(u8::from(function == FALSE)),
            };
            log_up += libm::log1p(-rest);
            total += weight * -libm::expm1(log_up);
        }
        total
    }

    /// Unavailability from a catalog number.
    fn number(&mut self, id: &str, used: bool) -> f64 {
        match self.model.catalog.number(id) {
            Some((_, fact)) => 1.0 - fact.quantity.point(),
            None => {
                if used {
                    self.miss(format!("catalog number {id}"));
                }
                if self.mode == Mode::Worst && used { 1.0 } else { 0.0 }
            }
        }
    }

    /// Unavailability of one unit, given its zone and region.
    fn unit_down(&mut self, site: usize) -> f64 {
        let component = &self.model.components[self.sites[site].0.component];
        if let Some(own) = &component.file.availability {
            return 1.0 - own.point();
        }
        if component.placement == Placement::Device {
            return 0.0;
        }
        if let Some(fact) = component.technology.and_then(|(_, t)| t.availability.as_ref()) {
            return 1.0 - fact.quantity.point();
        }
        if component.is_service() {
            self.miss(format!("components.{}.availability", component.id));
            return if self.mode == Mode::Worst { 1.0 } else { 0.0 };
        }
        self.number(INSTANCE, true)
    }

    /// Share of the time that a writer is in a failover: failures a year × failover.
    fn failing_over(&mut self, site: usize) -> f64 {
        let component = &self.model.components[self.sites[site].0.component];
        let failover = component.replication().and_then(|r| r.failover.as_ref());
        let failures = component.technology.and_then(|(_, t)| t.failures.as_ref());
        let failures = failures.or_else(|| self.model.catalog.number(FAILURES).map(|(_, f)| f));
        match (failover, failures) {
            (Some(failover), Some(failures)) => (failover.point() * failures.quantity.point()).min(1.0),
            (failover, _) => {
                self.miss(match failover {
                    None => format!("components.{}.replication.failover", component.id),
                    Some(_) => format!("failures a year of {}", component.id),
                });
                if self.mode == Mode::Worst {
                    UNKNOWN_FAILOVER
                } else {
                    0.0
                }
            }
        }
    }
}

/// Probabilities of the variables: a level given that the easier one before it is met.
fn odds(
    variables: &[Variable],
    level_down: &BTreeMap<usize, Vec<f64>>,
    failing_over: &BTreeMap<usize, f64>,
    choices: &BTreeMap<usize, f64>,
) -> (Vec<f64>, Vec<f64>) {
    let mut up = Vec::with_capacity(variables.len());
    let mut down = Vec::with_capacity(variables.len());
    for (v, variable) in variables.iter().enumerate() {
        let q = match variable {
            Variable::Level(site, level) => {
                let own = level_down[site][*level];
                let easier = level.checked_sub(1).map_or(0.0, |l| level_down[site][l]);
                if easier >= 1.0 {
                    1.0
                } else {
                    ((own - easier) / (1.0 - easier)).clamp(0.0, 1.0)
                }
            }
            Variable::Writer(site) => failing_over[site],
            Variable::Choice(_) | Variable::Miss(_) => 1.0 - choices.get(&v).copied().unwrap_or(1.0),
        };
        down.push(q);
        up.push(1.0 - q);
    }
    (up, down)
}
