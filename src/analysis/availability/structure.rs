//! The structure function of a flow: what it always needs, and where it has a choice of ways.
//!
//! φ = ⋁_D ⋀ of what the flow needs without D, over all sets D of its fallbacks. Fallbacks that touch neither the same
//! steps nor the load of the same components are independent, so φ falls apart: ⋀ of what every D needs ∧ ⋀ over
//! groups of fallbacks ⋁ over the sets of one group. The number of sets is then that of the groups, not of all
//! fallbacks together.
//!
//! Components and regions outside the flow belong to this where their loss moves load to what the flow needs: another
//! flow's cache in front of the same store, users of a lost region. While they are up they have to stay up; without
//! them more is needed.

use super::branch::{Branch, Guard, Needed, branch_in, place};
use super::conditions::{Conditions, UnderOne, fallbacks};
use super::level;
use super::place::Site;
use crate::model::{Model, Party};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Most fallbacks of one group of which every set is looked at; of more, only sets of up to two.
const MOST_TOGETHER: usize = 6;

/// What the users of one region need of a flow.
#[derive(Debug)]
pub struct Structure {
    /// What it needs with all fallbacks idle: as the flow stands.
    pub healthy: Branch,
    /// What it needs whatever its fallbacks do.
    pub always: Vec<Needed>,
    pub choices: Vec<Alternatives>,
}

/// A way to hold.
#[derive(Debug, Default)]
pub struct Way {
    pub needs: Vec<Needed>,
    /// What lies outside the flow and has to be up, so that its load does not come over.
    pub beside: Vec<Needed>,
    /// Regions that have to be up, so that their users do not come over.
    pub regions: Vec<usize>,
}

/// Ways of which one has to hold.
#[derive(Debug)]
pub struct Alternatives {
    pub ways: Vec<Way>,
    /// Fallbacks of which not all sets were looked at; none where the ways are all there are.
    pub cut_short: Option<usize>,
}

/// Sets of a flow's fallbacks, the empty one first, and whether these are all of them.
pub fn fallback_sets(model: &Model, flow: usize) -> (Vec<BTreeSet<usize>>, bool) {
    let all: BTreeSet<usize> = fallbacks(model, flow).into_iter().collect();
    (sets(&all), all.len() <= MOST_TOGETHER)
}

/// Something that can be missing while the flow goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Missing {
    /// A fallback of the flow takes over from it.
    Own(usize),
    /// It is a fallback's in another flow, whose load then comes to a component of this one.
    Beside(usize),
    /// Its users come over.
    Region(usize),
}

/// What can be missing and touches the same things.
#[derive(Debug, Default)]
struct Group {
    fallbacks: BTreeSet<Missing>,
    /// Steps that differ from the healthy flow under one of its sets, by position.
    steps: BTreeSet<Option<usize>>,
    /// Components whose load differs.
    components: BTreeSet<usize>,
}

/// The structure function for the users of a region; with `to`, until that participant is reached.
pub fn structure(conditions: &mut Conditions, flow: usize, region: usize, to: Option<Party>) -> Structure {
    let mut finder = Finder {
        flow,
        region,
        to,
        known: BTreeMap::new(),
    };
    let healthy = finder.needs(conditions, &BTreeSet::new());
    let own: BTreeSet<usize> = fallbacks(conditions.model, flow).into_iter().collect();
    let met: BTreeSet<usize> = healthy.values().map(|n| n.site.component).collect();
    let mut all: BTreeSet<Missing> = own.iter().map(|c| Missing::Own(*c)).collect();
    let outside = conditions
        .movers(&met)
        .into_iter()
        .filter(|c| !own.contains(c) && !met.contains(c));
    all.extend(outside.map(Missing::Beside));
    all.extend(conditions.other_regions(region).into_iter().map(Missing::Region));
    let mut groups: Vec<Group> = Vec::new();
    for fallback in &all {
        let set = BTreeSet::from([*fallback]);
        let group = finder.touched(conditions, &all, &set);
        add(&mut groups, group);
    }
    // Sets of a group may touch more than its single fallbacks do; then groups grow together.
    let mut done = 0;
    while done < groups.len() {
        let sets = sets(&groups[done].fallbacks);
        let before = groups[done].fallbacks.clone();
        let mut group = Group::default();
        for set in sets.iter().filter(|s| s.len() > 1) {
            group.join(finder.touched(conditions, &all, set));
        }
        group.join(groups.remove(done));
        if group.fallbacks == before && !groups.iter().any(|g| g.meets(&group)) {
            groups.insert(done, group);
            done += 1;
        } else {
            add(&mut groups, group);
            done = 0;
        }
    }
    let differs = |needed: &Needed| groups.iter().any(|g| g.steps.contains(&needed.step));
    let always = healthy.values().filter(|n| !differs(n)).cloned().collect();
    let choices = groups.iter().filter(|g| !g.steps.is_empty()).map(|group| {
        let sets = sets(&group.fallbacks);
        let ways = sets.iter().map(|set| {
            let needs = finder.needs(conditions, set);
            let mut way = Way {
                needs: needs
                    .values()
                    .filter(|n| group.steps.contains(&n.step))
                    .cloned()
                    .collect(),
                ..Way::default()
            };
            for present in group.fallbacks.difference(set) {
                match present {
                    Missing::Own(_) => {}
                    Missing::Beside(c) => way.beside.push(beside(conditions, *c, region)),
                    Missing::Region(r) => way.regions.push(*r),
                }
            }
            way
        });
        Alternatives {
            ways: ways.collect(),
            cut_short: (group.fallbacks.len() > MOST_TOGETHER).then_some(group.fallbacks.len()),
        }
    });
    Structure {
        choices: choices.collect(),
        always,
        healthy: Branch {
            steps: healthy.values().cloned().collect(),
        },
    }
}

impl Structure {
    /// All that it may need.
    pub fn needs(&self) -> impl Iterator<Item = &Needed> {
        let ways = self.choices.iter().flat_map(|c| &c.ways);
        self.always.iter().chain(ways.flat_map(|w| &w.needs))
    }
}

/// What a component outside the flow needs, so that it serves those who ask it.
fn beside(conditions: &mut Conditions, c: usize, region: usize) -> Needed {
    let model = conditions.model;
    let site = Site {
        component: c,
        region: place(model, c, region),
    };
    let carried = conditions.carried(&BTreeSet::new(), &BTreeSet::new(), site.region);
    let steps = model.flows.iter().flat_map(|f| &f.steps);
    let asked = steps.filter(|s| s.callee == Party::Component(c));
    let levels = asked.filter_map(|s| level::at_peak(model, c, s.file, carried.of(c)).ok());
    // Where it is not known what it carries, one unit of it has to be there at least.
    let level = levels.max().unwrap_or_else(level::least);
    Needed {
        step: None,
        site,
        level: Ok(level),
        least: Ok(level::least()),
        guard: Guard::Always,
    }
}

/// Adds a group, together with all that it meets.
fn add(groups: &mut Vec<Group>, mut group: Group) {
    while let Some(i) = groups.iter().position(|g| g.meets(&group)) {
        group.join(groups.remove(i));
    }
    groups.push(group);
    groups.sort_by(|a, b| a.fallbacks.cmp(&b.fallbacks));
}

impl Group {
    fn meets(&self, other: &Group) -> bool {
        !self.fallbacks.is_disjoint(&other.fallbacks)
            || !self.steps.is_disjoint(&other.steps)
            || !self.components.is_disjoint(&other.components)
    }

    fn join(&mut self, other: Group) {
        self.fallbacks.extend(other.fallbacks);
        self.steps.extend(other.steps);
        self.components.extend(other.components);
    }
}

/// The sets of a group's fallbacks that are looked at, the empty one first.
fn sets<T: Copy + Ord>(fallbacks: &BTreeSet<T>) -> Vec<BTreeSet<T>> {
    let all: Vec<T> = fallbacks.iter().copied().collect();
    let mut sets: Vec<BTreeSet<T>> = vec![BTreeSet::new()];
    if all.len() <= MOST_TOGETHER {
        let chosen = |bits: usize| (0..all.len()).filter(move |i| bits >> i & 1 == 1);
        sets = (0..1usize << all.len())
            .map(|bits| chosen(bits).map(|i| all[i]).collect())
            .collect();
        sets.sort_by_key(BTreeSet::len);
        return sets;
    }
    sets.extend(all.iter().map(|a| BTreeSet::from([*a])));
    // Beyond this many, pairs would be too many as well.
    if all.len() <= 4 * MOST_TOGETHER {
        for (i, a) in all.iter().enumerate() {
            sets.extend(all[i + 1..].iter().map(|b| BTreeSet::from([*a, *b])));
        }
    }
    sets
}

/// What a flow needs, by step.
type Needs = BTreeMap<Option<usize>, Needed>;

struct Finder {
    flow: usize,
    region: usize,
    to: Option<Party>,
    known: BTreeMap<BTreeSet<Missing>, Rc<Needs>>,
}

impl Finder {
    /// What the flow needs without a set, by step.
    fn needs(&mut self, conditions: &mut Conditions, without: &BTreeSet<Missing>) -> Rc<Needs> {
        if let Some(found) = self.known.get(without) {
            return found.clone();
        }
        let (down, lost) = split(without);
        let branch = branch_in(conditions, self.flow, self.region, self.to, &down, &lost);
        let needs: Rc<Needs> = Rc::new(branch.steps.into_iter().map(|n| (n.step, n)).collect());
        self.known.insert(without.clone(), needs.clone());
        needs
    }

    /// What changes without a set.
    fn touched(&mut self, conditions: &mut Conditions, all: &BTreeSet<Missing>, without: &BTreeSet<Missing>) -> Group {
        let model = conditions.model;
        let healthy = self.needs(conditions, &BTreeSet::new());
        let needs = self.needs(conditions, without);
        let positions: BTreeSet<Option<usize>> = healthy.keys().chain(needs.keys()).copied().collect();
        let steps: BTreeSet<Option<usize>> = positions
            .into_iter()
            .filter(|step| healthy.get(step) != needs.get(step))
            .collect();
        let mut fallbacks = without.clone();
        for step in steps.iter().flatten() {
            // A fallback behind a step that changes may matter only then.
            let file = &model.flows[self.flow].steps[*step];
            let parties = [Some(file.callee), file.if_down, file.on_miss];
            for party in parties.into_iter().flatten() {
                fallbacks.extend(match party {
                    Party::Component(c) if all.contains(&Missing::Own(c)) => Some(Missing::Own(c)),
                    _ => None,
                });
            }
        }
        let mut components = differing(conditions, healthy.values().chain(needs.values()), without);
        components.extend(without.iter().filter_map(|m| match m {
            Missing::Own(c) | Missing::Beside(c) => Some(*c),
            Missing::Region(_) => None,
        }));
        Group {
            fallbacks,
            steps,
            components,
        }
    }
}

/// Components that carry something else without a set.
fn differing<'n>(
    conditions: &mut Conditions,
    needs: impl Iterator<Item = &'n Needed>,
    without: &BTreeSet<Missing>,
) -> BTreeSet<usize> {
    let (down, lost) = split(without);
    let none = BTreeSet::new();
    // Looked up once for each region.
    let mut carried: BTreeMap<Option<usize>, (UnderOne, UnderOne)> = BTreeMap::new();
    let sites = needs.map(|n| &n.site);
    let differ = sites.filter(|site| {
        let at = site.region;
        let both = || {
            (
                conditions.carried(&down, &lost, at),
                conditions.carried(&none, &none, at),
            )
        };
        let (now, healthy) = carried.entry(at).or_insert_with(both);
        !now.of(site.component).is_like(healthy.of(site.component))
    });
    differ.map(|site| site.component).collect()
}

/// Components and regions of a set.
fn split(without: &BTreeSet<Missing>) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let (mut down, mut lost) = (BTreeSet::new(), BTreeSet::new());
    for missing in without {
        match missing {
            Missing::Own(c) | Missing::Beside(c) => down.insert(*c),
            Missing::Region(r) => lost.insert(*r),
        };
    }
    (down, lost)
}
