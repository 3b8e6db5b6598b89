//! The same units on servers of one's own, over the horizon: what is bought (CAPEX) and what runs (OPEX).
//!
//! Servers carry the summed vCPU and memory of all units whose size is in the price book. Both sides grow with the
//! load: over T years at a growth of g a month's cost of today counts ((1+g)^T − 1) ÷ ln(1+g) years. What is bought
//! is spread evenly over the life of a server.

use super::{Bill, Kind};
use crate::figure::Id;
use crate::model::{Model, Placement};
use crate::quantity::Dimension;
use crate::quantity::expression::Function;

/// Owned servers beside the same units in the cloud.
#[derive(Debug, Clone)]
pub struct Owned {
    pub units: Units,
    pub servers: Id,
    /// A month today of the servers: bought, electricity, place, staff.
    pub bought: Id,
    pub electricity: Id,
    pub place: Id,
    pub staff: Id,
    pub month: Id,
    /// Over the horizon: money that the cloud takes, that servers cost to buy, and that it takes to run them.
    pub cloud_horizon: Id,
    pub capex: Id,
    pub opex: Id,
    pub horizon: Id,
}

/// The units that could move.
#[derive(Debug, Clone)]
pub struct Units {
    pub moved: Vec<usize>,
    /// Components whose units have no known size, so that they can't be counted.
    pub unsized_components: Vec<usize>,
    pub vcpus: Id,
    pub memory: Id,
    /// A month today: what the cloud takes for them and for the disks of what they keep.
    pub cloud: Id,
}

/// The well-known numbers that the comparison rests on.
pub const NUMBERS: [&str; 10] = [
    "server-price",
    "server-threads",
    "server-memory",
    "server-lifetime",
    "server-power",
    "pue",
    "electricity-price",
    "colocation-price",
    "servers-per-administrator",
    "administrator-cost",
];

/// What it does not count.
pub const LEFT_OUT: &str = "switches, disks beyond those of a server, transit, spare parts, licences, the work of moving, and \
                            somebody who is there at night; servers are as full as the units of the cloud are";

/// Whether a component runs on units that could stand elsewhere.
fn has_units(model: &Model, c: usize) -> bool {
    let component = &model.components[c];
    !component.managed && matches!(component.placement, Placement::Zones(_) | Placement::Unzoned)
}

impl Bill<'_, '_, '_> {
    /// Writes the comparison, where some units have a size.
    pub(super) fn on_own_servers(&mut self) {
        let (mut vcpus, mut memory) = (Vec::new(), Vec::new());
        let (mut moved, mut unsized_components) = (Vec::new(), Vec::new());
        for c in (0..self.model.components.len()).filter(|c| has_units(self.model, *c)) {
            match self.hardware(c) {
                Some((threads, bytes)) => {
                    vcpus.push(threads);
                    memory.push(bytes);
                    moved.push(c);
                }
                None => unsized_components.push(c),
            }
        }
        if moved.is_empty() {
            return;
        }
        let sheet = &mut self.load.figures;
        let vcpus = sheet.sum(&vcpus, Dimension::NONE);
        let vcpus = sheet.named(vcpus, || "vCPU of all units");
        let memory = sheet.sum(&memory, Dimension::BYTES);
        let memory = sheet.named(memory, || "memory of all units");
        let cloud = self.in_the_cloud(&moved);
        let units = Units {
            moved,
            unsized_components,
            vcpus,
            memory,
            cloud,
        };
        self.cost.owned = self.compare(units);
    }

    /// Threads and memory of all units of a component.
    fn hardware(&mut self, c: usize) -> Option<(Id, Id)> {
        let (entry, price) = self.books[c]?;
        let size = self.model.components[c].file.size.as_ref()?;
        let (_, of_size) = price.sizes.iter().find(|(name, _)| *name == size.value)?;
        let (threads, bytes) = (of_size.vcpu.as_ref()?, of_size.memory.as_ref()?);
        let units = self.units_everywhere(c);
        let (threads, bytes) = (self.number(entry, threads), self.number(entry, bytes));
        let sheet = &mut self.load.figures;
        Some((sheet.product(&[units, threads]), sheet.product(&[units, bytes])))
    }

    /// What the cloud takes for these units and for what they keep.
    fn in_the_cloud(&mut self, moved: &[usize]) -> Id {
        let parts = self.cost.parts.iter();
        let theirs = parts.filter(|p| moved.contains(&p.component) && matches!(p.kind, Kind::Compute | Kind::Storage));
        let theirs: Vec<Id> = theirs.map(|p| p.cost).collect();
        let sum = self.load.figures.sum(&theirs, Dimension::SPENDING);
        self.load.figures.named(sum, || "cloud cost of the units")
    }

    /// One of the numbers that the comparison rests on.
    fn known(&mut self, id: &str) -> Option<Id> {
        let (entry, fact) = self.model.catalog.number(id)?;
        let number = self.number(entry, fact);
        Some(self.load.figures.named(number, || id))
    }

    /// As many servers as threads and memory need, at least one for each zone of the widest spread.
    fn servers(&mut self, vcpus: Id, memory: Id) -> Option<Id> {
        let (threads, bytes) = (self.known("server-threads")?, self.known("server-memory")?);
        let zones = self.model.components.iter().map(|c| match &c.placement {
            Placement::Zones(zones) => zones.len() * c.regions.len().max(1),
            _ => 1,
        });
        let zones = zones.max().unwrap_or(1) as f64;
        let sheet = &mut self.load.figures;
        let by_threads = sheet.quotient(vcpus, threads);
        let by_threads = sheet.apply(Function::Ceil, &[by_threads]);
        let by_memory = sheet.quotient(memory, bytes);
        let by_memory = sheet.apply(Function::Ceil, &[by_memory]);
        let zones = sheet.number(zones);
        let servers = sheet.max(&[by_threads, by_memory, zones]);
        Some(sheet.named(servers, || "servers"))
    }

    /// Both sides; none where the catalog lacks one of the numbers.
    fn compare(&mut self, units: Units) -> Option<Owned> {
        let servers = self.servers(units.vcpus, units.memory)?;
        let (price, life) = (self.known("server-price")?, self.known("server-lifetime")?);
        let (power, pue, electricity) = (
            self.known("server-power")?,
            self.known("pue")?,
            self.known("electricity-price")?,
        );
        let (rent, admins) = (
            self.known("colocation-price")?,
            self.known("servers-per-administrator")?,
        );
        let wage = self.known("administrator-cost")?;
        let growing = self.load.growing_years();
        let horizon = self.load.horizon_or_missing();
        let sheet = &mut self.load.figures;
        let invested = sheet.product(&[servers, price]);
        let bought = sheet.quotient(invested, life);
        let bought = sheet.named(bought, || "servers bought");
        let electricity = sheet.product(&[servers, power, pue, electricity]);
        let electricity = sheet.named(electricity, || "electricity");
        let place = sheet.product(&[servers, power, rent]);
        let place = sheet.named(place, || "place");
        let people = sheet.quotient(servers, admins);
        let staff = sheet.product(&[people, wage]);
        let staff = sheet.named(staff, || "staff");
        let running = sheet.sum(&[electricity, place, staff], Dimension::SPENDING);
        let month = sheet.sum(&[bought, running], Dimension::SPENDING);
        let month = sheet.named(month, || "owned servers");
        let cloud_horizon = sheet.product(&[units.cloud, growing]);
        let cloud_horizon = sheet.named(cloud_horizon, || "cloud over the horizon");
        let capex = sheet.product(&[bought, growing]);
        let capex = sheet.named(capex, || "CAPEX over the horizon");
        let opex = sheet.product(&[running, growing]);
        let opex = sheet.named(opex, || "OPEX over the horizon");
        Some(Owned {
            units,
            servers,
            bought,
            electricity,
            place,
            staff,
            month,
            cloud_horizon,
            capex,
            opex,
            horizon,
        })
    }
}
