//! What a drill strikes directly, before anything follows from it.

use super::Assembly;
use crate::model::drill::Scenario;
use crate::model::{Component, Placement};
use crate::report::Struck;

impl Assembly<'_, '_> {
    pub(super) fn struck(&self, scenario: &Scenario) -> Vec<Struck> {
        match scenario {
            Scenario::Instance(one) => self.each(&[*one], "one unit lost", Left::Some),
            Scenario::Zone(region, zone) => self.in_zone(*region, zone),
            Scenario::Region(region) => self.in_region(*region),
            Scenario::Technology(_, all) => self.each(all, "lost", Left::Nothing),
            Scenario::Component(one) => self.each(&[*one], "lost", Left::Nothing),
            Scenario::Cold(all) => self.each(all, "empty", Left::Some),
            Scenario::Slow(one, _) => self.each(&[*one], "slow", Left::Some),
            Scenario::HotKey(Some(one), _) => self.each(&[*one], "one hot key", Left::Some),
            Scenario::RetryStorm(Some(one)) => self.each(&[*one], "callers try again", Left::Some),
            Scenario::Poison(Some(one)) => self.each(&[*one], "one message fails each time", Left::Some),
            Scenario::Backlog(Some(one), _) => self.each(&[*one], "a backlog to work off", Left::Some),
            // They strike the load or the ways between regions, no component by itself.
            Scenario::Partition(..)
            | Scenario::Surge(..)
            | Scenario::HotKey(None, _)
            | Scenario::RetryStorm(None)
            | Scenario::Poison(None)
            | Scenario::Backlog(None, _) => Vec::new(),
        }
    }

    fn each(&self, which: &[usize], what: &str, left: Left) -> Vec<Struck> {
        let components = which.iter().filter_map(|at| self.model.components.get(*at));
        components
            .map(|component| struck(component, what.to_owned(), left))
            .collect()
    }

    fn in_zone(&self, region: usize, zone: &str) -> Vec<Struck> {
        let lost = |component: &Component| -> Option<Struck> {
            let Placement::Zones(zones) = &component.placement else {
                return None;
            };
            let all: u64 = zones.iter().map(|(_, units)| u64::from(*units)).sum();
            let here = zones.iter().filter(|(name, _)| name == zone);
            let gone: u64 = here.map(|(_, units)| u64::from(*units)).sum();
            let others = component.regions.iter().any(|of| *of != region);
            let there = component.regions.is_empty() || component.regions.contains(&region);
            match gone {
                0 => None,
                _ if !there => None,
                _ if gone == all && !others => Some(struck(component, "lost".to_owned(), Left::Nothing)),
                _ => Some(struck(component, format!("{gone} of {all} units lost"), Left::Some)),
            }
        };
        self.model.components.iter().filter_map(lost).collect()
    }

    fn in_region(&self, region: usize) -> Vec<Struck> {
        let here = self.model.components.iter().filter(|c| c.regions.contains(&region));
        here.filter(|c| !matches!(c.placement, Placement::Outside | Placement::Device))
            .map(|component| match component.regions.len() {
                1 => struck(component, "lost".to_owned(), Left::Nothing),
                all => struck(component, format!("lost in 1 of {all} regions"), Left::Some),
            })
            .collect()
    }
}

/// What remains of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    Nothing,
    Some,
}

fn struck(component: &Component, what: String, left: Left) -> Struck {
    Struck {
        component: component.id.to_string(),
        what,
        gone: left == Left::Nothing,
    }
}
