//! Cold caches: what carries the load of a cache that is empty or lost, when every call is a miss.

use super::capacity::Row;
use super::load::{Condition, Load};
use crate::catalog::Role;
use crate::model::{Model, Party};
use std::collections::{BTreeSet, HashSet};

/// Caches of one design that are looked at: each is a load of its own.
const MOST_CACHES: usize = 1000;

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

/// What is overloaded while one of the caches answers nothing, and is not while it does.
pub fn cold<'a>(load: &mut Load<'a>, model: &Model<'a>) -> Vec<Cold> {
    let steps = model.flows.iter().flat_map(|f| &f.steps);
    let missed: BTreeSet<usize> = steps
        .filter_map(|s| match s.on_miss {
            Some(Party::Component(c)) => Some(c),
            _ => None,
        })
        .filter(|c| model.components[*c].role == Role::Cache)
        .collect();
    let mut found = Vec::new();
    for cache in missed.into_iter().take(MOST_CACHES) {
        let condition = Condition {
            down: HashSet::from([cache]),
            ..Condition::default()
        };
        let (mark, before) = (load.figures.mark(), found.len());
        for (component, changed) in load.under(model, &condition) {
            let warm = load.components[component].utilisation;
            let fits = warm.and_then(|id| load.figures.value(id)).is_some_and(|u| u < 1.0);
            let fullest = changed
                .resources
                .iter()
                .filter_map(|r| Some((r, load.figures.value(r.utilisation)?)))
                .max_by(|a, b| a.1.total_cmp(&b.1));
            if let Some((row, used)) = fullest
                && fits
                && component != cache
                && used >= 1.0
            {
                found.push(Cold {
                    cache,
                    component,
                    row: row.clone(),
                    coalesces: model.components[cache].file.facts.says("request-coalescing"),
                });
            }
        }
        // A large design has thousands of caches, and most of them are of no account.
        if found.len() == before {
            load.figures.forget(mark);
        }
    }
    found
}
