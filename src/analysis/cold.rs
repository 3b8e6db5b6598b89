//! Cold caches: what carries the load of a cache that is empty or lost, when every call is a miss.

use super::capacity::Row;
use super::load::{Condition, Load, Undo};
use crate::catalog::Role;
use crate::model::{Model, Party};
use std::collections::BTreeSet;

/// Flows that are run again for the caches of one design that are looked at for themselves, counted once a cache.
const MOST_RUNS: usize = 200_000;

/// A component that a cold cache overloads.
#[derive(Debug, Clone)]
pub struct Cold {
    /// The cache, and the component behind it, by index.
    pub cache: usize,
    pub component: usize,
    /// What the component has to carry then, of the resource that is fullest.
    pub row: Row,
    /// Of the cache: whether one call for each key could stand for all that miss it at once.
    pub coalesces: Option<bool>,
}

/// What cold caches overload.
#[derive(Debug, Default)]
pub struct Colds {
    /// By cache.
    pub found: Vec<Cold>,
    /// Caches that were not looked at, since too many flows meet them.
    pub left_out: Vec<usize>,
}

/// What is overloaded while one of the caches answers nothing, and is not while it does.
#[derive(Debug, Default)]
pub struct Search {
    /// Caches that are not looked at yet.
    left: BTreeSet<usize>,
    found: Vec<Cold>,
    /// Flows that may still be run again.
    pub room: usize,
}

impl Search {
    /// For every cache that something stands behind.
    pub fn new(model: &Model) -> Self {
        let steps = model.flows.iter().flat_map(|f| &f.steps);
        let missed = steps.filter_map(|s| match s.on_miss {
            Some(Party::Component(c)) => Some(c),
            _ => None,
        });
        Search {
            left: missed.filter(|c| model.components[*c].role == Role::Cache).collect(),
            found: Vec::new(),
            room: MOST_RUNS,
        }
    }

    /// Looks at the load as it is while a cache, and nothing else, is lost. Says whether figures of it are kept.
    pub fn look(&mut self, model: &Model, load: &Load, cache: usize, undo: &Undo) -> bool {
        if !self.left.remove(&cache) {
            return false;
        }
        let before = self.found.len();
        for (component, warm) in undo.before() {
            let fits = warm
                .utilisation
                .and_then(|id| load.figures.value(id))
                .is_some_and(|u| u < 1.0);
            let resources = &load.components[component].resources;
            let used = resources
                .iter()
                .filter_map(|r| Some((r, load.figures.value(r.utilisation)?)));
            if let Some((row, used)) = used.max_by(|a, b| a.1.total_cmp(&b.1))
                && fits
                && component != cache
                && used >= 1.0
            {
                self.found.push(Cold {
                    cache,
                    component,
                    row: row.clone(),
                    coalesces: model.components[cache].file.facts.says("request-coalescing"),
                });
            }
        }
        self.found.len() > before
    }

    /// Looks at the caches of which no other analysis needed the loss, as far as there is room.
    pub fn finish<'a>(mut self, load: &mut Load<'a>, model: &Model<'a>) -> Colds {
        let mut left_out = Vec::new();
        for cache in self.left.clone() {
            match self.room.checked_sub(load.meeting(cache)) {
                Some(room) => self.room = room,
                None => {
                    left_out.push(cache);
                    continue;
                }
            }
            let condition = Condition {
                down: BTreeSet::from([cache]),
                ..Condition::default()
            };
            let mark = load.figures.mark();
            let undo = load.change(model, &condition, &[cache]);
            let keep = self.look(model, load, cache, &undo);
            load.restore(undo);
            if !keep {
                load.figures.forget(mark);
            }
        }
        self.found.sort_by_key(|cold| (cold.cache, cold.component));
        Colds {
            found: self.found,
            left_out,
        }
    }
}
