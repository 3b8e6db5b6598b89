//! In which order rates, rows, loads and figures can be computed, or which of them run in a circle.

use super::names::{Attribute, Name, Thing};
use super::{Model, Party};
use crate::design::AccessKind;
use crate::quantity::expression::Expr;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{HashMap, HashSet};

/// Something that is computed from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Task {
    /// Rate of a flow.
    Rate(usize),
    /// Rows written a second of an entity.
    Writes(usize),
    /// Rows read a second of an entity.
    Reads(usize),
    /// Rows and storage of an entity.
    Rows(usize),
    /// Load and capacity of a component.
    Component(usize),
    /// Latency and availability of a flow.
    Quality(usize),
    /// A figure of the user.
    Figure(usize),
    /// The bill of the whole design.
    Cost,
}

/// Tasks so that each comes after what it needs, or the circles.
pub fn order(model: &Model) -> Result<Vec<Task>, Vec<Vec<Task>>> {
    let mut graph = Graph::default();
    let (flows, entities) = (model.flows.len(), model.design.entities.len());
    for f in 0..flows {
        graph.node(Task::Rate(f));
    }
    for e in 0..entities {
        graph.needs(Task::Rows(e), Task::Writes(e));
        graph.node(Task::Reads(e));
    }
    for (f, flow) in model.flows.iter().enumerate() {
        for expr in [&flow.file.rate, &flow.file.concurrent].into_iter().flatten() {
            graph.names(model, Task::Rate(f), &expr.expr);
        }
        for step in &flow.steps {
            if step.owner != f {
                graph.needs(Task::Rate(step.owner), Task::Rate(f));
            }
            for party in [step.callee, step.caller].into_iter().chain(step.if_down) {
                if let Party::Component(c) = party {
                    graph.needs(Task::Component(c), Task::Rate(f));
                    graph.needs(Task::Quality(f), Task::Component(c));
                }
            }
            for access in &step.file.accesses {
                let Some(e) = model.entity_index(&access.entity.value) else {
                    continue;
                };
                if access.kind == AccessKind::Read {
                    graph.needs(Task::Reads(e), Task::Rate(f));
                    // A cache holds no more entries than there are rows.
                    if let Some(Party::Component(cache)) = step.on_miss {
                        graph.needs(Task::Component(cache), Task::Rows(e));
                    }
                    continue;
                }
                if access.kind != AccessKind::Write {
                    continue;
                }
                let first = model.design.entities[e].1.stores.first();
                let into_first = first.is_some_and(|s| model.party(&s.value) == step.callee);
                if into_first {
                    graph.needs(Task::Writes(e), Task::Rate(f));
                }
            }
        }
    }
    for (e, (_, entity)) in model.design.entities.iter().enumerate() {
        for store in &entity.stores {
            if let Some(c) = model.component_index(&store.value) {
                graph.needs(Task::Component(c), Task::Rows(e));
            }
        }
    }
    // Tiers count the traffic of all flows together.
    graph.node(Task::Cost);
    for f in 0..flows {
        graph.needs(Task::Cost, Task::Rate(f));
    }
    for e in 0..entities {
        graph.needs(Task::Cost, Task::Rows(e));
    }
    for c in 0..model.components.len() {
        graph.needs(Task::Cost, Task::Component(c));
    }
    for (i, (_, figure)) in model.design.figures.iter().enumerate() {
        graph.node(Task::Figure(i));
        graph.names(model, Task::Figure(i), &figure.formula.expr);
    }
    graph.sorted()
}

/// A few words for people.
pub fn words(model: &Model, task: Task) -> String {
    let design = model.design;
    match task {
        Task::Rate(f) => format!("{}.rate", model.flows[f].id),
        Task::Writes(e) => format!("{}.writes", design.entities[e].0.value),
        Task::Reads(e) => format!("{}.reads", design.entities[e].0.value),
        Task::Rows(e) => format!("{}.rows", design.entities[e].0.value),
        Task::Component(c) => format!("the load of {}", model.components[c].id),
        Task::Quality(f) => format!("the latency of {}", model.flows[f].id),
        Task::Figure(i) => design.figures[i].0.value.clone(),
        Task::Cost => "the cost of a month".to_string(),
    }
}

#[derive(Default)]
struct Graph {
    graph: DiGraph<Task, ()>,
    nodes: HashMap<Task, NodeIndex>,
    /// What was said: thousands of flows may need the same component, and say it at each step.
    said: HashSet<(NodeIndex, NodeIndex)>,
}

impl Graph {
    fn node(&mut self, task: Task) -> NodeIndex {
        *self.nodes.entry(task).or_insert_with(|| self.graph.add_node(task))
    }

    fn needs(&mut self, task: Task, needed: Task) {
        let (from, to) = (self.node(task), self.node(needed));
        if self.said.insert((from, to)) {
            self.graph.add_edge(from, to, ());
        }
    }

    fn names(&mut self, model: &Model, task: Task, expr: &Expr) {
        expr.names(&mut |name, _| {
            let needed = match model.name(name) {
                Ok(Name::Figure(i)) => Task::Figure(i),
                Ok(Name::Attribute(Thing::Flow(f), Attribute::Rate | Attribute::Peak)) => Task::Rate(f),
                Ok(Name::Attribute(Thing::Flow(f), _)) => Task::Quality(f),
                Ok(Name::Attribute(Thing::Component(_), Attribute::Replicas)) => return,
                Ok(Name::Attribute(Thing::Component(_), Attribute::Cost)) => Task::Cost,
                Ok(Name::Attribute(Thing::Component(c), _)) => Task::Component(c),
                Ok(Name::Attribute(Thing::Entity(_), Attribute::Size)) => return,
                Ok(Name::Attribute(Thing::Entity(e), Attribute::Writes)) => Task::Writes(e),
                Ok(Name::Attribute(Thing::Entity(e), Attribute::Reads)) => Task::Reads(e),
                Ok(Name::Attribute(Thing::Entity(e), _)) => Task::Rows(e),
                Ok(Name::Attribute(Thing::Figure(_), _) | Name::Users | Name::Growth | Name::Horizon) | Err(_) => {
                    return;
                }
            };
            self.needs(task, needed);
        });
    }

    fn sorted(self) -> Result<Vec<Task>, Vec<Vec<Task>>> {
        // Components come out with what they need first.
        let components = kosaraju_scc(&self.graph);
        let circles: Vec<Vec<Task>> = components
            .iter()
            .filter(|c| c.len() > 1 || self.graph.contains_edge(c[0], c[0]))
            .map(|c| {
                let mut tasks: Vec<Task> = c.iter().map(|n| self.graph[*n]).collect();
                tasks.sort();
                tasks
            })
            .collect();
        if circles.is_empty() {
            Ok(components.into_iter().flatten().map(|n| self.graph[n]).collect())
        } else {
            Err(circles)
        }
    }
}
