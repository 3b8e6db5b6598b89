//! What units carry while some fallbacks are at work, for every set of them that a flow can meet.

use super::level::{self, Carried};
use crate::analysis::load::{Condition, Load};
use crate::model::{Model, Party};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// Most fallbacks of one flow that are combined; 2^n loads are computed.
const MOST_FALLBACKS: usize = 6;
/// Most sets of one design whose load is computed.
const MOST_CONDITIONS: usize = 256;

/// What is carried under each set of components that are down, computed once for each.
pub struct Conditions<'l, 'm, 'a> {
    pub model: &'m Model<'a>,
    pub load: &'l mut Load<'a>,
    healthy: Rc<Vec<Carried>>,
    /// Of each set, what differs from the healthy system.
    changed: HashMap<BTreeSet<usize>, Rc<BTreeMap<usize, Carried>>>,
    refused: bool,
}

/// What units carry under one set.
pub struct UnderOne {
    healthy: Rc<Vec<Carried>>,
    changed: Rc<BTreeMap<usize, Carried>>,
}

impl UnderOne {
    pub fn of(&self, c: usize) -> &Carried {
        self.changed.get(&c).unwrap_or(&self.healthy[c])
    }
}

/// All sets of a flow's fallbacks, the empty one first.
pub fn sets(model: &Model, flow: usize) -> Vec<BTreeSet<usize>> {
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
    fallbacks.truncate(MOST_FALLBACKS);
    let chosen = |bits: usize| (0..fallbacks.len()).filter(move |i| bits >> i & 1 == 1);
    let mut sets: Vec<BTreeSet<usize>> = (0..1usize << fallbacks.len())
        .map(|bits| chosen(bits).map(|i| fallbacks[i]).collect())
        .collect();
    sets.sort_by_key(BTreeSet::len);
    sets
}

/// Sets that begin alike, so that what they share is computed once.
#[derive(Default)]
struct Trie {
    below: BTreeMap<(usize, usize), Trie>,
}

impl<'l, 'm, 'a> Conditions<'l, 'm, 'a> {
    /// Starts with the load of the healthy system, and computes what the fallbacks of all flows change.
    pub fn new(model: &'m Model<'a>, load: &'l mut Load<'a>) -> Self {
        let mut conditions = Conditions::over(model, load);
        conditions.prepare();
        conditions
    }

    /// Starts with a load as it stands, and computes nothing ahead.
    pub fn over(model: &'m Model<'a>, load: &'l mut Load<'a>) -> Self {
        let healthy = (0..model.components.len())
            .map(|c| level::carried(model, &load.figures, &load.components[c], c))
            .collect();
        Conditions {
            model,
            load,
            healthy: Rc::new(healthy),
            changed: HashMap::from([(BTreeSet::new(), Rc::default())]),
            refused: false,
        }
    }

    fn prepare(&mut self) {
        let model = self.model;
        let all: Vec<Vec<BTreeSet<usize>>> = (0..model.flows.len()).map(|f| sets(model, f)).collect();
        // What many flows meet is changed first: everything below it then only changes a few.
        let mut met: HashMap<usize, usize> = HashMap::new();
        for c in all.iter().flat_map(|sets| sets.last()).flatten() {
            *met.entry(*c).or_default() += 1;
        }
        let mut trie = Trie::default();
        let mut count = 1;
        for set in all.iter().flatten() {
            if count >= MOST_CONDITIONS {
                self.refused = true;
                break;
            }
            let mut order: Vec<(usize, usize)> = set.iter().map(|c| (usize::MAX - met[c], *c)).collect();
            order.sort_unstable();
            let mut at = &mut trie;
            for key in order {
                at = at.below.entry(key).or_insert_with(|| {
                    count += 1;
                    Trie::default()
                });
            }
        }
        self.descend(&trie, &Condition::default(), &Rc::default());
    }

    fn descend(&mut self, trie: &Trie, above: &Condition, changed: &Rc<BTreeMap<usize, Carried>>) {
        for ((_, lost), below) in &trie.below {
            let mut condition = above.clone();
            condition.down.insert(*lost);
            let mark = self.load.figures.mark();
            let undo = self.load.change(self.model, &condition, &[*lost]);
            let mut here = BTreeMap::clone(changed);
            for c in undo.components() {
                here.insert(
                    c,
                    level::carried(self.model, &self.load.figures, &self.load.components[c], c),
                );
            }
            let here = Rc::new(here);
            self.changed
                .insert(condition.down.iter().copied().collect(), here.clone());
            self.descend(below, &condition, &here);
            self.load.restore(undo);
            // Only what the units carry is kept, and that is plain numbers.
            self.load.figures.forget(mark);
        }
    }

    /// What is carried with these down; `None` past the budget.
    pub fn carried(&mut self, down: &BTreeSet<usize>) -> Option<UnderOne> {
        if !self.changed.contains_key(down) {
            if self.changed.len() >= 2 * MOST_CONDITIONS {
                self.refused = true;
                return None;
            }
            let condition = Condition {
                down: down.iter().copied().collect(),
                ..Condition::default()
            };
            let loads = self.load.under(self.model, &condition);
            let of = |(c, load)| (c, level::carried(self.model, &self.load.figures, &load, c));
            self.changed
                .insert(down.clone(), Rc::new(loads.into_iter().map(of).collect()));
        }
        let changed = self.changed.get(down)?.clone();
        let healthy = self.healthy.clone();
        Some(UnderOne { healthy, changed })
    }

    /// The fact that is missing where fallbacks were too many to combine.
    pub fn over_budget(&self) -> Option<String> {
        self.refused
            .then(|| format!("fewer combinations of fallbacks: beyond {MOST_CONDITIONS} the rest counts as absent"))
    }
}
