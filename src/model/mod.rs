//! The design with its names looked up: components placed, flows as graphs over them.
//!
//! Resolving never complains: what can't be found stays in the graph as [`Party::Unknown`] or `None`, and a
//! rule of the form reports it. All analyses walk the same flows, see [`walk`].

mod component;
pub mod drill;
pub mod names;
pub mod nesting;
pub mod order;
pub mod quorum;
pub mod region;
pub mod walk;

use crate::catalog::{Catalog, Role};
use crate::design::{self, Design};
use crate::source::Span;
use std::cell::OnceCell;
use std::collections::HashMap;

pub use component::{Component, Limit, MANAGED_COPIES, Placement};
pub use names::Thing;
pub use walk::Walk;

/// Most steps of one flow with its fragments taken in.
pub const MOST_STEPS: usize = 20_000;
/// Most steps of all flows together, each with its fragments taken in: a few lines can run one another to millions.
pub const MOST_TOGETHER: usize = 500_000;
/// Most fragments that run one inside the other.
pub const DEEPEST: usize = 64;

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
    /// The components that a walk of it may meet, the starter among them, sorted.
    pub met: Vec<usize>,
    /// Why the fragments that it runs could not all be taken in.
    pub endless: Option<Endless>,
}

/// What keeps the fragments of a flow from being taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endless {
    /// They run one another.
    Circle,
    /// There are more than [`DEEPEST`], one inside the other.
    Deep,
    /// With them it has more than [`MOST_STEPS`].
    Long,
    /// With it all flows have more than [`MOST_TOGETHER`].
    Together,
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
        let mut machines = component::Machines::new();
        let components = design
            .components
            .iter()
            .map(|(id, file)| component::resolve(design, catalog, &mut machines, &id.value, id.span, file))
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
        let mut left = MOST_TOGETHER;
        model.flows = (0..design.flows.len()).map(|i| model.flow(i, &mut left)).collect();
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

    /// How large it is: its components, steps, requirements and entities.
    pub fn parts(&self) -> usize {
        let steps = self.flows.iter().map(|flow| flow.steps.len()).sum::<usize>();
        let design = self.design;
        self.components.len() + steps + design.nonfunctional.len() + design.entities.len()
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

    /// A flow, of whose steps at most so many are `left`.
    fn flow(&self, index: usize, left: &mut usize) -> Flow<'a> {
        let (id, file) = &self.design.flows[index];
        let mut taken = Taken {
            steps: Vec::new(),
            most: MOST_STEPS.min(*left),
            open: vec![index],
            endless: None,
        };
        self.take_steps(index, &mut taken);
        let Taken { steps, endless, .. } = taken;
        *left -= steps.len();
        let starter = match &file.actor {
            Some(actor) => self
                .actor_index(&actor.value)
                .map_or_else(|| self.party(&actor.value), Party::Actor),
            None => (file.steps.first()).map_or(Party::Unknown, |first| self.party(&first.caller.value)),
        };
        let parties = |step: &Step| [Some(step.caller), Some(step.callee), step.on_miss, step.if_down];
        let parties = steps.iter().flat_map(parties).flatten().chain([starter]);
        let mut met: Vec<usize> = parties
            .filter_map(|party| match party {
                Party::Component(c) => Some(c),
                _ => None,
            })
            .collect();
        met.sort_unstable();
        met.dedup();
        Flow {
            id: &id.value,
            span: id.span,
            file,
            starter,
            fragment: file.actor.is_none() && file.rate.is_none() && file.concurrent.is_none(),
            steps,
            met,
            endless,
        }
    }

    /// Appends the steps of a flow, fragments in their places, as far as that has an end.
    fn take_steps(&self, index: usize, taken: &mut Taken<'a>) {
        for file in &self.design.flows[index].1.steps {
            if taken.steps.len() >= taken.most {
                taken.endless = Some(match taken.most {
                    MOST_STEPS => Endless::Long,
                    _ => Endless::Together,
                });
                return;
            }
            let party = |id: &Option<crate::source::Spanned<String>>| id.as_ref().map(|i| self.party(&i.value));
            taken.steps.push(Step {
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
            if taken.open.contains(&fragment) {
                taken.endless.get_or_insert(Endless::Circle);
            } else if taken.open.len() > DEEPEST {
                taken.endless.get_or_insert(Endless::Deep);
            } else {
                taken.open.push(fragment);
                self.take_steps(fragment, taken);
                taken.open.pop();
            }
        }
    }
}

/// The steps of a flow while its fragments are taken in.
struct Taken<'a> {
    steps: Vec<Step<'a>>,
    /// How many there may be.
    most: usize,
    /// The flow and the fragments in which the last step stands, the innermost last.
    open: Vec<usize>,
    endless: Option<Endless>,
}
