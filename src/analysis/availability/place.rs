//! Where units are, zone by zone and group by group.

use super::level::Level;
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
    let mut groups = if is_one_group(component) {
        vec![zones.iter().filter(|(z, _)| !lost(z)).map(|(_, n)| *n).sum()]
    } else {
        copies(component, &zones, lost)
    };
    if unit && let Some(first) = groups.first_mut() {
        *first = first.saturating_sub(1);
    }
    Left { groups }
}

/// Copies of each group outside the lost zones.
fn copies(component: &Component, zones: &[(&str, u32)], lost: &dyn Fn(&str) -> bool) -> Vec<u32> {
    let up = |zone: &usize| !lost(zones[*zone].0);
    deal(component, zones)
        .iter()
        .map(|g| g.iter().filter(|z| up(z)).count() as u32)
        .collect()
}

/// The zone of each copy of each group: copies of a group lie in distinct zones where there are enough. Units are dealt
/// one zone after the other; runs of them are a group.
fn deal(component: &Component, zones: &[(&str, u32)]) -> Vec<Vec<usize>> {
    let size = component.copies.unwrap_or(1).max(1) as usize;
    let count = component.groups().unwrap_or(1) as usize;
    let mut rest: Vec<(usize, u32)> = zones.iter().enumerate().map(|(i, (_, n))| (i, *n)).collect();
    let mut dealt = Vec::with_capacity(component.units as usize);
    while dealt.len() < size * count && rest.iter().any(|(_, n)| *n > 0) {
        for (zone, n) in rest.iter_mut().filter(|(_, n)| *n > 0) {
            *n -= 1;
            dealt.push(*zone);
        }
    }
    dealt.chunks(size).take(count).map(<[usize]>::to_vec).collect()
}

/// How many groups, and the units of each in each zone.
pub type Alike<'c> = (u32, Vec<(Option<&'c str>, u32)>);

/// Groups that look alike: how many, and their units in each zone; the zone is none where nothing says that there is
/// one, as for a managed service.
pub fn groups<'c>(component: &'c Component) -> Vec<Alike<'c>> {
    let zones: Vec<(&str, u32)> = match &component.placement {
        Placement::Zones(zones) => zones.iter().map(|(n, k)| (n.as_str(), *k)).collect(),
        Placement::Unzoned => vec![("", component.units)],
        Placement::Regional | Placement::Outside | Placement::Device => {
            return vec![(1, vec![(None, component.units.max(1))])];
        }
    };
    if is_one_group(component) {
        return vec![(1, zones.into_iter().map(|(zone, n)| (Some(zone), n)).collect())];
    }
    let mut alike: Vec<Alike> = Vec::new();
    for group in deal(component, &zones) {
        let units: Vec<(Option<&str>, u32)> = zones
            .iter()
            .enumerate()
            .map(|(i, (zone, _))| (Some(*zone), group.iter().filter(|z| **z == i).count() as u32))
            .filter(|(_, n)| *n > 0)
            .collect();
        match alike.iter_mut().find(|(_, known)| *known == units) {
            Some((count, _)) => *count += 1,
            None => alike.push((1, units)),
        }
    }
    alike
}

/// Copies that nobody told count as alike: what is not known must not look like a single point of failure.
fn is_one_group(component: &Component) -> bool {
    component.role == Role::Stateless || component.is_service() || component.copies.is_none()
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
}
