//! The design with its names looked up: components placed, flows as graphs over them.
//!
//! Resolving never complains: what can't be found stays in the graph as [`Party::Unknown`] or `None`, and a
//! rule of the form reports it. All analyses walk the same flows, see [`walk`].

pub mod drill;
pub mod names;
pub mod nesting;
pub mod order;
pub mod quorum;
pub mod region;
pub mod walk;

use crate::catalog::{self, Catalog, Place, Role};
use crate::design::{self, Design, Majority, Replication, Resource};
use crate::quantity::Quantity;
use crate::source::{Span, Spanned};
use std::cell::OnceCell;
use std::collections::HashMap;

pub use names::Thing;
pub use walk::Walk;

/// Most steps of one flow with its fragments taken in.
const MOST_STEPS: usize = 20_000;

pub struct Model<'a> {
    pub design: &'a Design,
    pub catalog: &'a Catalog,
    pub components: Vec<Component<'a>>,
    pub flows: Vec<Flow<'a>>,
    things: HashMap<&'a str, Thing>,
    actors: HashMap<&'a str, usize>,
    order: OnceCell<Result<Vec<order::Task>, Vec<Vec<order::Task>>>>,
}

/// Who stands at an end of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    Actor(usize),
    Component(usize),
    Unknown,
}

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

/// A flow with its fragments taken in.
pub struct Flow<'a> {
    pub id: &'a str,
    pub span: Span,
    pub file: &'a design::Flow,
    /// The actor, or the caller of the first step.
    pub starter: Party,
    /// Neither rate nor actor: it only runs inside others.
    pub fragment: bool,
    pub steps: Vec<Step<'a>>,
    /// Fragments that it runs, by index, where they could not be taken in because they run one another.
    pub endless: bool,
}

pub struct Step<'a> {
    pub file: &'a design::Step,
    /// The flow in whose text the step stands: this one, or a fragment.
    pub owner: usize,
    pub caller: Party,
    pub callee: Party,
    pub on_miss: Option<Party>,
    pub if_down: Option<Party>,
}

impl<'a> Model<'a> {
    /// Looks all names up.
    pub fn resolve(design: &'a Design, catalog: &'a Catalog) -> Model<'a> {
        let mut things = HashMap::new();
        let ids = |n: usize| 0..n;
        for i in ids(design.components.len()) {
            things
                .entry(design.components[i].0.value.as_str())
                .or_insert(Thing::Component(i));
        }
        for i in ids(design.flows.len()) {
            things.entry(design.flows[i].0.value.as_str()).or_insert(Thing::Flow(i));
        }
        for i in ids(design.entities.len()) {
            things
                .entry(design.entities[i].0.value.as_str())
                .or_insert(Thing::Entity(i));
        }
        for i in ids(design.figures.len()) {
            things
                .entry(design.figures[i].0.value.as_str())
                .or_insert(Thing::Figure(i));
        }
        let actors = design
            .actors
            .iter()
            .enumerate()
            .map(|(i, (id, _))| (id.value.as_str(), i))
            .collect();
        let mut machines = Machines::new();
        let components = design
            .components
            .iter()
            .map(|(id, file)| component(design, catalog, &mut machines, &id.value, id.span, file))
            .collect();
        let mut model = Model {
            design,
            catalog,
            components,
            flows: Vec::new(),
            things,
            actors,
            order: OnceCell::new(),
        };
        model.flows = (0..design.flows.len()).map(|i| model.flow(i)).collect();
        model
    }

    /// The same model with these units running in these windows, by component.
    pub fn warmed(&self, units: &[(usize, usize)]) -> Model<'a> {
        let mut model = Model::resolve(self.design, self.catalog);
        for (c, at) in units {
            let Some(component) = model.components.get_mut(*c) else {
                continue;
            };
            let file = component.file;
            if let Some((window, units)) = file.scale.as_ref().and_then(|scale| scale.warm.get(*at)) {
                component.run_for(window, *units);
            }
        }
        model
    }

    pub fn thing(&self, id: &str) -> Option<Thing> {
        self.things.get(id).copied()
    }

    pub fn component_index(&self, id: &str) -> Option<usize> {
        match self.thing(id) {
            Some(Thing::Component(i)) => Some(i),
            _ => None,
        }
    }

    pub fn flow_index(&self, id: &str) -> Option<usize> {
        match self.thing(id) {
            Some(Thing::Flow(i)) => Some(i),
            _ => None,
        }
    }

    pub fn entity_index(&self, id: &str) -> Option<usize> {
        match self.thing(id) {
            Some(Thing::Entity(i)) => Some(i),
            _ => None,
        }
    }

    pub fn actor_index(&self, id: &str) -> Option<usize> {
        self.actors.get(id).copied()
    }

    /// Whoever has this id: a component before an actor.
    pub fn party(&self, id: &str) -> Party {
        if let Some(i) = self.component_index(id) {
            Party::Component(i)
        } else if let Some(i) = self.actor_index(id) {
            Party::Actor(i)
        } else {
            Party::Unknown
        }
    }

    /// Whether a component keeps its data in memory: a cache, or what runs on the technology of one.
    pub fn keeps_in_memory(&self, c: usize) -> bool {
        let Some(component) = self.components.get(c) else {
            return false;
        };
        let caches = |id: &String| self.catalog.function(id).is_some_and(|(_, f)| f.role == Role::Cache);
        let here = component.placement != Placement::Device && component.role != Role::Stateless;
        let by_technology = || component.technology.is_some_and(|(_, t)| t.fills.iter().any(caches));
        component.role == Role::Cache || here && by_technology()
    }

    /// The id of a party; `?` for an unknown one.
    pub fn party_id(&self, party: Party) -> &'a str {
        match party {
            Party::Actor(i) => &self.design.actors[i].0.value,
            Party::Component(i) => &self.design.components[i].0.value,
            Party::Unknown => "?",
        }
    }

    /// All tasks so that each comes after what it needs.
    ///
    /// # Errors
    /// The circles in which tasks need one another.
    pub fn order(&self) -> Result<&[order::Task], &[Vec<order::Task>]> {
        let order = self.order.get_or_init(|| order::order(self));
        order.as_deref().map_err(Vec::as_slice)
    }

    fn flow(&self, index: usize) -> Flow<'a> {
        let (id, file) = &self.design.flows[index];
        let mut steps = Vec::new();
        let mut open = vec![index];
        let endless = !self.take_steps(index, &mut open, &mut steps);
        let starter = match &file.actor {
            Some(actor) => self
                .actor_index(&actor.value)
                .map_or_else(|| self.party(&actor.value), Party::Actor),
            None => steps.first().map_or(Party::Unknown, |s: &Step| s.caller),
        };
        Flow {
            id: &id.value,
            span: id.span,
            file,
            starter,
            fragment: file.actor.is_none() && file.rate.is_none() && file.concurrent.is_none(),
            steps,
            endless,
        }
    }

    /// Appends the steps of a flow, fragments in their places. False where fragments run one another or
    /// grow past [`MOST_STEPS`].
    fn take_steps(&self, index: usize, open: &mut Vec<usize>, steps: &mut Vec<Step<'a>>) -> bool {
        let mut whole = true;
        for file in &self.design.flows[index].1.steps {
            if steps.len() >= MOST_STEPS {
                return false;
            }
            let party = |id: &Option<crate::source::Spanned<String>>| id.as_ref().map(|i| self.party(&i.value));
            steps.push(Step {
                file,
                owner: index,
                caller: self.party(&file.caller.value),
                callee: self.party(&file.callee.value),
                on_miss: party(&file.on_miss),
                if_down: party(&file.if_down),
            });
            let Some(fragment) = file.then.as_ref().and_then(|t| self.flow_index(&t.value)) else {
                continue;
            };
            if open.contains(&fragment) {
                whole = false;
                continue;
            }
            open.push(fragment);
            whole &= self.take_steps(fragment, open, steps);
            open.pop();
        }
        whole
    }
}

/// Machines by function and size: a large design names the same few again and again.
type Machines<'a> = HashMap<(&'a str, &'a str), Option<(&'a catalog::Entry, &'a catalog::Technology)>>;

fn component<'a>(
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
fn deal(zones: &[(crate::source::Spanned<String>, Option<u32>)], units: u32) -> Vec<(String, u32)> {
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
    fn run_for(&mut self, window: &'a Spanned<String>, units: u32) {
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
        let replicas = self.file.replicas.as_ref().map(|r| r.span);
        self.warm.map(|window| window.span).or(replicas)
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

    /// Whether its units are one thing that a provider keeps up.
    pub fn is_service(&self) -> bool {
        matches!(
            self.placement,
            Placement::Regional | Placement::Outside | Placement::Device
        )
    }
}
