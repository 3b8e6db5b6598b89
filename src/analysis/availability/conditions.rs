//! What units carry while some fallbacks are at work, for every set of them that a flow can meet.

use super::level::{self, Carried};
use crate::analysis::cold;
use crate::analysis::load::{Condition, Load, View};
use crate::model::{Model, Party};
use crate::reliability::Known;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// Most sets of one design whose load is kept.
const MOST_CONDITIONS: usize = 20_000;

/// What components carry with a set of others down.
#[derive(Debug, Default)]
struct Changed {
    /// By component, where it is something else than with one of the set less.
    own: BTreeMap<usize, Carried>,
    /// With that one less; none for a single one.
    above: Option<Rc<Changed>>,
}

impl Changed {
    fn of(&self, c: usize) -> Option<&Carried> {
        self.own.get(&c).or_else(|| self.above.as_ref()?.of(c))
    }
}

/// What is carried under each set of components that are down, computed once for each.
pub struct Conditions<'l, 'm, 'a> {
    pub model: &'m Model<'a>,
    pub load: &'l mut Load<'a>,
    healthy: Rc<Vec<Carried>>,
    /// Of each set, as one region sees it, what differs from the healthy system.
    changed: HashMap<(BTreeSet<usize>, View), Rc<Changed>>,
    /// The systems that flows came down to.
    pub solved: Known,
    /// Whether it is asked what a flow needs to answer at all.
    pub at_all: bool,
    /// Whether regions are told apart: not where the load is already that of one region, as in a drill.
    by_region: bool,
    /// By component: the fallbacks of any flow whose loss changes what it carries.
    moved_by: Option<Rc<HashMap<usize, Vec<usize>>>>,
}

/// What units carry under one set.
#[derive(Clone)]
pub struct UnderOne {
    healthy: Rc<Vec<Carried>>,
    changed: Rc<Changed>,
}

impl UnderOne {
    pub fn of(&self, c: usize) -> &Carried {
        self.changed.of(c).unwrap_or(&self.healthy[c])
    }

    /// Components that carry something else than in the healthy system, where one is down.
    pub fn differing(&self) -> impl Iterator<Item = usize> {
        let differs = |(c, carried): &(&usize, &Carried)| !carried.is_like(&self.healthy[**c]);
        self.changed.own.iter().filter(differs).map(|(c, _)| *c)
    }
}

/// Components of a flow for which something else can take over, in order.
pub fn fallbacks(model: &Model, flow: usize) -> Vec<usize> {
    let mut fallbacks: Vec<usize> = Vec::new();
    for step in &model.flows[flow].steps {
        if !step.file.waits || step.file.optional {
            continue;
        }
        if let (Party::Component(c), Some(Party::Component(_))) = (step.callee, step.if_down) {
            fallbacks.push(c);
        }
        // Aside: the caller asks the store itself when the cache does not answer.
        if let Some(Party::Component(cache)) = step.on_miss
            && step.caller != Party::Component(cache)
        {
            fallbacks.push(cache);
        }
    }
    fallbacks.sort_unstable();
    fallbacks.dedup();
    fallbacks
}

/// Sets that begin alike, so that what they share is computed once.
#[derive(Default)]
struct Trie {
    below: BTreeMap<(usize, usize), Trie>,
}

impl<'l, 'm, 'a> Conditions<'l, 'm, 'a> {
    /// Computes ahead what every flow will ask for: each of its fallbacks down, and each two of them.
    ///
    /// What many flows meet is changed first, so that everything below it only changes a few. `cold` looks at each
    /// load on the way: what is computed once serves both.
    pub fn prepare(&mut self, cold: &mut cold::Search) {
        if self.by_region {
            // Regions are told apart, so each is asked for by itself.
            return;
        }
        let all: Vec<Vec<usize>> = (0..self.model.flows.len()).map(|f| fallbacks(self.model, f)).collect();
        let mut met: HashMap<usize, usize> = HashMap::new();
        for c in all.iter().flatten() {
            *met.entry(*c).or_default() += 1;
        }
        let mut trie = Trie::default();
        for own in &all {
            let mut order: Vec<(usize, usize)> = own.iter().map(|c| (usize::MAX - met[c], *c)).collect();
            order.sort_unstable();
            for (i, first) in order.iter().enumerate() {
                let at = trie.below.entry(*first).or_default();
                for second in &order[i + 1..] {
                    at.below.entry(*second).or_default();
                }
            }
        }
        self.descend(&trie, &Condition::default(), None, cold);
    }

    fn descend(&mut self, trie: &Trie, above: &Condition, changed: Option<&Rc<Changed>>, cold: &mut cold::Search) {
        for ((_, lost), below) in &trie.below {
            if self.changed.len() >= MOST_CONDITIONS {
                return;
            }
            let mut condition = above.clone();
            condition.down.insert(*lost);
            let mark = self.load.figures.mark();
            let undo = self.load.change(self.model, &condition, &[*lost]);
            let here = Rc::new(Changed {
                own: self.now(undo.components()),
                above: changed.cloned(),
            });
            let key = (condition.down.clone(), View::default());
            self.changed.insert(key, here.clone());
            self.descend(below, &condition, Some(&here), cold);
            let keep = above.down.is_empty() && cold.look(self.model, self.load, *lost, &undo);
            self.load.restore(undo);
            // Of most, only what the units carry is kept, and that is plain numbers.
            if !keep {
                self.load.figures.forget(mark);
            }
        }
    }

    /// What these components carry as the load stands.
    fn now(&self, components: impl Iterator<Item = usize>) -> BTreeMap<usize, Carried> {
        let carried = |c: usize| level::carried(self.model, &self.load.figures, &self.load.components[c], c);
        components.map(|c| (c, carried(c))).collect()
    }

    /// Starts with a load as it stands.
    pub fn new(model: &'m Model<'a>, load: &'l mut Load<'a>) -> Self {
        let healthy = (0..model.components.len())
            .map(|c| level::carried(model, &load.figures, &load.components[c], c))
            .collect();
        let by_region = model.design.regions.len() > 1 && load.view == View::default();
        Conditions {
            model,
            load,
            healthy: Rc::new(healthy),
            changed: HashMap::from([((BTreeSet::new(), View::default()), Rc::default())]),
            solved: Known::default(),
            at_all: false,
            by_region,
            moved_by: None,
        }
    }

    /// What is carried with these components down and these regions lost, by the units in one region.
    pub fn carried(&mut self, down: &BTreeSet<usize>, lost: &BTreeSet<usize>, at: Option<usize>) -> UnderOne {
        let view = View { lost: lost.clone(), at };
        let key = (down.clone(), if self.by_region { view } else { View::default() });
        let known = self.changed.get(&key).cloned();
        let changed = known.unwrap_or_else(|| {
            let found = Rc::new(self.compute(&key.0, &key.1));
            if self.changed.len() < MOST_CONDITIONS {
                self.changed.insert(key, found.clone());
            }
            found
        });
        UnderOne {
            healthy: self.healthy.clone(),
            changed,
        }
    }

    /// Regions other than this one whose users may come over when they are lost.
    pub fn other_regions(&self, region: usize) -> Vec<usize> {
        let all = 0..self.model.design.regions.len();
        all.filter(|r| self.by_region && *r != region).collect()
    }

    /// The fallbacks of any flow whose loss changes what one of these components carries.
    pub fn movers(&mut self, components: &BTreeSet<usize>) -> BTreeSet<usize> {
        let known = self.moved_by.clone().unwrap_or_else(|| {
            let mut moved_by: HashMap<usize, Vec<usize>> = HashMap::new();
            let all: BTreeSet<usize> = (0..self.model.flows.len())
                .flat_map(|f| fallbacks(self.model, f))
                .collect();
            for fallback in all {
                let without = self.carried(&BTreeSet::from([fallback]), &BTreeSet::new(), None);
                for c in without.differing() {
                    moved_by.entry(c).or_default().push(fallback);
                }
            }
            Rc::new(moved_by)
        });
        self.moved_by = Some(known.clone());
        components
            .iter()
            .filter_map(|c| known.get(c))
            .flatten()
            .copied()
            .collect()
    }

    fn compute(&mut self, down: &BTreeSet<usize>, view: &View) -> Changed {
        let condition = Condition {
            down: down.clone(),
            view: view.clone(),
            ..Condition::default()
        };
        let lost: Vec<usize> = down.iter().copied().collect();
        let mark = self.load.figures.mark();
        let undo = self.load.change(self.model, &condition, &lost);
        let found = Changed {
            own: self.now(undo.components()),
            above: None,
        };
        self.load.restore(undo);
        // Only what the units carry is kept, and that is plain numbers.
        self.load.figures.forget(mark);
        found
    }
}
