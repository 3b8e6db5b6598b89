//! A component with its catalog entries, its places, its units and what one of them carries.

use crate::catalog::{self, Catalog, Place, Role};
use crate::design::{self, Design, Majority, Replication, Resource};
use crate::quantity::Quantity;
use crate::source::{Span, Spanned};
use std::collections::HashMap;

/// A component with its catalog entries and its places.
pub struct Component<'a> {
    pub id: &'a str,
    pub span: Span,
    pub file: &'a design::Component,
    pub function: Option<(&'a catalog::Entry, &'a catalog::Function)>,
    pub technology: Option<(&'a catalog::Entry, &'a catalog::Technology)>,
    /// What its units run on where only a size is named: it limits their network, not their load.
    pub machine: Option<(&'a catalog::Entry, &'a catalog::Technology)>,
    pub role: Role,
    /// Whether a provider runs it: one unit with an SLA unless the file gives units.
    pub managed: bool,
    pub placement: Placement,
    /// Indices of the regions that have it; empty outside regions and where the design has none.
    pub regions: Vec<usize>,
    /// Units in each region that run at the peak.
    pub units: u32,
    /// Units in each region that always run; fewer where autoscaling has more ready for a window.
    pub standing: u32,
    /// The window for which it has these units ready, where it has its peak in one.
    pub warm: Option<&'a Spanned<String>>,
    /// Copies of each datum; `None` where the file leaves it open.
    pub copies: Option<u32>,
    /// How copies are kept, a majority counted out.
    replication: Option<Replication>,
}

/// Copies that a managed store keeps where nothing says how many: three zones.
pub const MANAGED_COPIES: u32 = 3;

/// Where the units of one region run.
#[derive(Debug, Clone, PartialEq)]
pub enum Placement {
    /// Zones by name with their units.
    Zones(Vec<(String, u32)>),
    /// In no zone that the file names; all in one.
    Unzoned,
    /// A managed service of the region.
    Regional,
    /// Outside all regions.
    Outside,
    /// On the user's device.
    Device,
}

/// Machines by function and size: a large design names the same few again and again.
pub(super) type Machines<'a> = HashMap<(&'a str, &'a str), Option<(&'a catalog::Entry, &'a catalog::Technology)>>;

/// Looks a component up in the catalog and deals its units out.
pub(super) fn resolve<'a>(
    design: &'a Design,
    catalog: &'a Catalog,
    machines: &mut Machines<'a>,
    id: &'a str,
    span: Span,
    file: &'a design::Component,
) -> Component<'a> {
    let function = catalog.function(&file.function.value);
    let technology = file.technology.as_ref().and_then(|t| catalog.technology(&t.value));
    let machine = match (&file.technology, &file.size) {
        (None, Some(size)) => *machines
            .entry((&file.function.value, &size.value))
            .or_insert_with(|| catalog.machine(&file.function.value, &size.value)),
        _ => None,
    };
    let place = function.map_or(Place::Zone, |(_, f)| f.place);
    let managed = technology.is_some_and(|(_, t)| t.managed);
    let units_named = file.replicas.is_some() || !file.zones.is_empty();
    let spread_units: Option<u32> = {
        let given: Vec<u32> = file.zones.iter().filter_map(|(_, n)| *n).collect();
        (!given.is_empty()).then(|| given.iter().fold(0u32, |a, b| a.saturating_add(*b)))
    };
    let units = spread_units.or(file.replicas.as_ref().map(|r| r.value)).unwrap_or(1);
    let placement = match place {
        Place::Outside => Placement::Outside,
        Place::Device => Placement::Device,
        Place::Region if !units_named => Placement::Regional,
        _ if managed && file.zones.is_empty() => Placement::Regional,
        _ if file.zones.is_empty() => Placement::Unzoned,
        _ => Placement::Zones(deal(&file.zones, units)),
    };
    let regions = match placement {
        Placement::Outside | Placement::Device => Vec::new(),
        _ if file.regions.is_empty() => (0..design.regions.len()).collect(),
        _ => file
            .regions
            .iter()
            .filter_map(|r| design.regions.iter().position(|(id, _)| id.value == r.value))
            .collect(),
    };
    let role = function.map_or(Role::Stateless, |(_, f)| f.role);
    let copies = match &file.copies {
        Some(copies) => Some(copies.value),
        None if role == Role::Stateless => Some(1),
        None if technology.is_some_and(|(_, t)| t.whole) => Some(units),
        None if units <= 3 => Some(units),
        None => None,
    };
    let mut component = Component {
        id,
        span,
        file,
        function,
        technology,
        machine,
        role,
        managed,
        placement,
        regions,
        units,
        standing: units,
        warm: None,
        copies,
        replication: None,
    };
    component.replication = component.quorums();
    component
}

/// Units go round-robin over the list, unless the file says how many each zone has.
fn deal(zones: &[(Spanned<String>, Option<u32>)], units: u32) -> Vec<(String, u32)> {
    let exact = zones.iter().any(|(_, n)| n.is_some());
    let count = zones.len() as u32;
    zones
        .iter()
        .enumerate()
        .map(|(i, (zone, given))| {
            let dealt = units / count + u32::from((i as u32) < units % count);
            (zone.value.clone(), if exact { given.unwrap_or(0) } else { dealt })
        })
        .collect()
}

/// A limit of one unit, from the file before the catalog.
pub enum Limit<'a> {
    File(&'a Quantity),
    Catalog(&'a catalog::Entry, &'a catalog::Fact),
}

impl<'a> Component<'a> {
    /// Has these units running at the peak, which lies in a window: more in each zone than the file deals out.
    pub(super) fn run_for(&mut self, window: &'a Spanned<String>, units: u32) {
        if let Placement::Zones(zones) = &mut self.placement {
            let count = (zones.len() as u32).max(1);
            let exact = self.file.zones.iter().any(|(_, n)| n.is_some());
            let (there, extra) = match exact {
                true => (1, units.saturating_sub(self.units)),
                false => (0, units),
            };
            for (i, (_, n)) in zones.iter_mut().enumerate() {
                *n = n
                    .saturating_mul(there)
                    .saturating_add(extra / count + u32::from((i as u32) < extra % count));
            }
        }
        self.units = units;
        self.warm = Some(window);
    }

    /// Where the file says how many units there are.
    pub fn units_span(&self) -> Option<Span> {
        self.warm.map(|window| window.span).or(self.standing_span())
    }

    /// Where the file says how many of them always stand.
    pub fn standing_span(&self) -> Option<Span> {
        self.file.replicas.as_ref().map(|replicas| replicas.span)
    }

    /// What one unit carries of a resource, if it is known. Where the file limits a unit's load, the load
    /// limits of the catalog (a default quota, a benchmark) don't count: the user knows the contract.
    pub fn limit(&self, resource: Resource) -> Option<Limit<'a>> {
        if let Some((_, quantity)) = self.file.limits.iter().find(|(r, _)| *r == resource) {
            return Some(Limit::File(quantity));
        }
        // A network card is no quota and no benchmark: no contract makes it faster.
        if resource == Resource::Bandwidth
            && let Some((entry, fact)) = self.of_size(resource)
        {
            return Some(Limit::Catalog(entry, fact));
        }
        let of_load = |r: Resource| !matches!(r, Resource::Memory | Resource::Storage | Resource::Connections);
        if of_load(resource) && self.file.limits.iter().any(|(r, _)| of_load(*r)) {
            return None;
        }
        if let Some((entry, fact)) = self.of_size(resource) {
            return Some(Limit::Catalog(entry, fact));
        }
        let (entry, technology) = self.technology?;
        let own = technology.limits.iter().find(|(r, _)| *r == resource);
        own.map(|(_, fact)| Limit::Catalog(entry, fact))
    }

    /// What the catalog knows of its size, in its technology or in the machine that it runs on.
    fn of_size(&self, resource: Resource) -> Option<(&'a catalog::Entry, &'a catalog::Fact)> {
        let (entry, technology) = self.technology.or(self.machine)?;
        let size = self.file.size.as_ref()?;
        let (_, limits) = technology.sizes.iter().find(|(s, _)| *s == size.value)?;
        limits
            .iter()
            .find(|(r, _)| *r == resource)
            .map(|(_, fact)| (entry, fact))
    }

    /// Whether it is known how much load a unit carries. A catalog's network card or disk alone does not tell:
    /// something else may give way long before.
    pub fn limits_load(&self) -> bool {
        let of_load = |r: Resource| !matches!(r, Resource::Memory | Resource::Storage);
        let by_calls = [
            Resource::Requests,
            Resource::Reads,
            Resource::Writes,
            Resource::Messages,
        ];
        self.file.limits.iter().any(|(r, _)| of_load(*r)) || by_calls.iter().any(|r| self.limit(*r).is_some())
    }

    /// How copies are kept: as the file says, else the technology's default.
    pub fn replication(&self) -> Option<&Replication> {
        self.replication.as_ref()
    }

    /// How it would be kept as the file says, else by the technology's default.
    fn quorums(&self) -> Option<Replication> {
        let said = self.file.replication.as_ref().map(|said| self.counted(said));
        said.or_else(|| self.usual_replication())
    }

    /// The technology's default, whatever the file says.
    pub fn usual_replication(&self) -> Option<Replication> {
        let (_, technology) = self.technology?;
        Some(self.counted(technology.replication.as_ref()?))
    }

    /// Puts the number of a majority in its place: n ÷ 2 + 1 of n copies; none where n is not known.
    fn counted(&self, replication: &Replication) -> Replication {
        let copies = match self.file.copies {
            None if self.is_service() => Some(MANAGED_COPIES),
            _ => self.copies,
        };
        let majority = copies.map(|n| n / 2 + 1);
        let Majority { acks, reads } = replication.majority;
        let mut counted = replication.clone();
        if acks {
            counted.acks = majority;
        }
        if reads {
            counted.reads = majority;
        }
        counted
    }

    /// The fact of the file that says how many copies confirm a write, where it is not known.
    pub fn acks_fact(&self) -> String {
        match self.replication() {
            Some(replication) if replication.majority.acks => format!("components.{}.copies", self.id),
            _ => format!("components.{}.replication.acks", self.id),
        }
    }

    /// Groups of copies: shards. `None` where the copies are not known.
    pub fn groups(&self) -> Option<u32> {
        Some((self.units / self.copies?.max(1)).max(1))
    }

    /// How it keeps data: what its technology is at home in says more than what it is used for.
    pub fn keeping(&self) -> catalog::DataModel {
        let home = self.technology.and_then(|(_, technology)| technology.fills.first());
        catalog::keeping(home.unwrap_or(&self.file.function.value))
    }

    /// Whether its units are one thing that a provider keeps up.
    pub fn is_service(&self) -> bool {
        matches!(
            self.placement,
            Placement::Regional | Placement::Outside | Placement::Device
        )
    }
}
