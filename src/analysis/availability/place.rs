//! Where units are, zone by zone, and how likely they are up while some zones are lost.

use super::level::Level;
use super::units::too_few;
use crate::catalog::Role;
use crate::model::{Component, Placement};

/// A zone of a region; the unnamed zone of a region has an empty name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Zone {
    pub region: usize,
    pub name: String,
}

/// A component as it serves one region.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Site {
    pub component: usize,
    /// None outside all regions and on devices.
    pub region: Option<usize>,
}

/// The zones that hold units of a component in a region; none for a managed service.
pub fn zones(component: &Component, region: Option<usize>) -> Vec<Zone> {
    let Some(region) = region else { return Vec::new() };
    match &component.placement {
        Placement::Zones(zones) => zones
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(name, _)| Zone {
                region,
                name: name.clone(),
            })
            .collect(),
        Placement::Unzoned => vec![Zone {
            region,
            name: String::new(),
        }],
        Placement::Regional | Placement::Outside | Placement::Device => Vec::new(),
    }
}

/// Units that remain, for a stateless tier in one number and for copies group by group.
#[derive(Debug, Clone)]
pub struct Left {
    /// Units (stateless) or copies of each group that can still be up.
    groups: Vec<u32>,
}

/// What is left with these zones lost, and with one unit of the first group lost if `unit` is.
pub fn left(component: &Component, lost: &dyn Fn(&str) -> bool, unit: bool) -> Left {
    let zones: Vec<(&str, u32)> = match &component.placement {
        Placement::Zones(zones) => zones.iter().map(|(n, k)| (n.as_str(), *k)).collect(),
        Placement::Unzoned => vec![("", component.units)],
        Placement::Regional | Placement::Outside | Placement::Device => vec![("\0", component.units)],
    };
    // Copies that nobody told count as alike: what is not known must not look like a single point of failure.
    let alike = component.role == Role::Stateless || component.is_service() || component.copies.is_none();
    let mut groups = if alike {
        vec![zones.iter().filter(|(z, _)| !lost(z)).map(|(_, n)| *n).sum()]
    } else {
        copies(component, &zones, lost)
    };
    if unit && let Some(first) = groups.first_mut() {
        *first = first.saturating_sub(1);
    }
    Left { groups }
}

/// Copies of each group outside the lost zones: copies of a group lie in distinct zones where there are enough.
fn copies(component: &Component, zones: &[(&str, u32)], lost: &dyn Fn(&str) -> bool) -> Vec<u32> {
    let size = component.copies.unwrap_or(1).max(1) as usize;
    let count = component.groups().unwrap_or(1) as usize;
    // Units dealt one zone after the other; runs of `size` units are a group.
    let mut rest: Vec<(usize, u32)> = zones.iter().enumerate().map(|(i, (_, n))| (i, *n)).collect();
    let mut dealt = Vec::with_capacity(component.units as usize);
    while dealt.len() < size * count && rest.iter().any(|(_, n)| *n > 0) {
        for (zone, n) in rest.iter_mut().filter(|(_, n)| *n > 0) {
            *n -= 1;
            dealt.push(*zone);
        }
    }
    let up = |zone: &usize| !lost(zones[*zone].0);
    dealt
        .chunks(size)
        .take(count)
        .map(|g| g.iter().filter(|z| up(z)).count() as u32)
        .collect()
}

impl Left {
    /// Units, or copies of the group that lost most.
    pub fn fewest(&self) -> u32 {
        self.groups.iter().copied().min().unwrap_or(0)
    }

    /// Whether the level is met if everything that is left is up. A request may meet any group, so every
    /// group has to do it.
    pub fn meets(&self, level: &Level) -> bool {
        !self.groups.is_empty() && self.groups.iter().all(|n| *n >= level.need)
    }

    /// Probability that the level is not met, each unit down with probability `down`. A request meets one
    /// group, each equally likely; `all_groups` needs every one.
    pub fn not_met(&self, level: &Level, down: f64) -> f64 {
        let mut alike: Vec<(u32, u32)> = Vec::new();
        for n in &self.groups {
            match alike.iter_mut().find(|(m, _)| m == n) {
                Some((_, count)) => *count += 1,
                None => alike.push((*n, 1)),
            }
        }
        let total: u32 = alike.iter().map(|(_, count)| count).sum();
        if total == 0 {
            return 1.0;
        }
        if level.all_groups {
            let log: f64 = alike
                .iter()
                .map(|(n, count)| f64::from(*count) * libm::log1p(-too_few(*n, level.need, down)))
                .sum();
            return -libm::expm1(log);
        }
        alike
            .iter()
            .map(|(n, count)| too_few(*n, level.need, down) * f64::from(*count) / f64::from(total))
            .sum()
    }
}
