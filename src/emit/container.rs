//! The container view: who calls whom, with which technology and how often.

use std::collections::BTreeMap;

use super::Subject;
use super::calls::{Call, calls};
use super::diagram::{Accent, Diagram, Edge, Graph, GraphKind, Group, GroupKind, Node, NodeId, Symbol};
use super::label::Label;
use crate::report::{Actor, CapacityState, Component, Figure, Placement, Report, Shape};

/// One picture, of a design with components.
pub fn subjects(report: &Report) -> Vec<Subject> {
    if report.components.is_empty() {
        Vec::new()
    } else {
        vec![Subject::Design]
    }
}

/// Actors and outside services around one box that holds what the design answers for.
pub fn diagram(report: &Report, _: Subject) -> Option<Diagram> {
    Some(Diagram::Graph(Containers::of(report).graph))
}

/// The container view with what stands where, for views that say something else about the same parts.
pub struct Containers<'a> {
    pub graph: Graph,
    /// The nodes of actors and components by id.
    pub nodes: BTreeMap<&'a str, NodeId>,
    /// The calls, edge by edge.
    pub calls: Vec<Call<'a>>,
}

impl<'a> Containers<'a> {
    pub fn of(report: &'a Report) -> Self {
        containers(report)
    }

    /// The node of an actor or a component.
    pub fn node(&mut self, id: &str) -> Option<&mut Node> {
        self.graph.root.node(*self.nodes.get(id)?)
    }
}

fn containers(report: &Report) -> Containers<'_> {
    let mut ids = BTreeMap::new();
    let mut sheet = Group::new(&report.name, GroupKind::Sheet);
    for actor in &report.actors {
        let id = number(&mut ids, &actor.id);
        sheet.nodes.push(actor_node(id, actor));
    }
    let places = places(report);
    let mut system = Group::new(&system_title(report, &places), GroupKind::System);
    for component in &report.components {
        let node = component_node(number(&mut ids, &component.id), component);
        match home(component) {
            None => sheet.nodes.push(node),
            Some(_) if places.len() < 2 => system.nodes.push(node),
            Some(place) => match system.groups.iter_mut().find(|g| g.title == Label::new(&place)) {
                Some(group) => group.nodes.push(node),
                None => {
                    let mut group = Group::new(&place, GroupKind::Region);
                    group.nodes.push(node);
                    system.groups.push(group);
                }
            },
        }
    }
    let calls = calls(report);
    let edges = calls.iter().map(|call| edge(call, &mut ids, &mut sheet)).collect();
    if !system.is_empty() {
        sheet.groups.push(system);
    }
    let graph = Graph {
        title: Label::new(&format!("{}: containers", report.name)),
        about: Label::new(&format!(
            "{} and {}, joined by {}",
            counted(report.actors.len(), "actor"),
            counted(report.components.len(), "component"),
            counted(report.links.len(), "link"),
        )),
        kind: GraphKind::Calls,
        root: sheet,
        edges,
        key: Vec::new(),
    };
    Containers {
        graph,
        nodes: ids,
        calls,
    }
}

/// `1 link`, `2 links`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

/// A node for an actor.
pub fn actor_node(id: NodeId, actor: &Actor) -> Node {
    Node::new(id, &actor.id, Label::lines(actor.says.as_deref()), Symbol::Actor)
}

/// A node for a party that is linked but not declared.
pub fn undeclared(id: NodeId, name: &str) -> Node {
    Node::new(
        id,
        name,
        Label::lines(["not declared"]),
        Symbol::Component(Shape::Unknown),
    )
}

/// The text of a figure, unless nothing is known.
pub fn known(figure: &Figure) -> Option<&str> {
    (figure.value.is_some() && !figure.text.is_empty()).then_some(figure.text.as_str())
}

fn number<'a>(ids: &mut BTreeMap<&'a str, NodeId>, name: &'a str) -> NodeId {
    let next = NodeId(ids.len() + 1);
    *ids.entry(name).or_insert(next)
}

fn edge<'a>(call: &Call<'a>, ids: &mut BTreeMap<&'a str, NodeId>, sheet: &mut Group) -> Edge {
    let mut end = |name: &'a str| {
        let before = ids.len();
        let id = number(ids, name);
        if ids.len() > before {
            sheet.nodes.push(undeclared(id, name));
        }
        id
    };
    Edge {
        from: end(call.from),
        to: end(call.to),
        lines: call.lines.clone(),
        kind: call.kind,
        accent: None,
        flows: call.flows.to_vec(),
    }
}

fn component_node(id: NodeId, component: &Component) -> Node {
    let capacity: Vec<String> = hardware(component).into_iter().chain(load(component)).collect();
    let technology = component.technology_title.as_deref().unwrap_or_default();
    let lines = Label::lines([&component.function_title, technology, &capacity.join(" · ")]);
    Node {
        accent: Accent::of(component.state),
        ..Node::new(id, &component.id, lines, Symbol::Component(component.shape))
    }
}

/// How full it is, else what it has to bear.
fn load(component: &Component) -> Option<String> {
    if component.state == CapacityState::Unstable {
        return Some("unstable".to_owned());
    }
    let full = known(&component.utilisation).map(|full| format!("{full} full"));
    full.or_else(|| known(&component.peak).map(|peak| format!("peak {peak}")))
}

/// `6 × m6i.large`: all units that the design itself has placed.
fn hardware(component: &Component) -> Option<String> {
    let Placement::Zones { regions } = &component.placement else {
        return None;
    };
    let zones = regions.iter().flat_map(|region| &region.zones);
    let units: usize = zones.map(|zone| zone.units as usize).sum();
    Some(match &component.size {
        Some(size) => format!("{units} × {size}"),
        None => counted(units, "unit"),
    })
}

/// The regions that a component runs in, in words; none for what is outside all of them.
fn home(component: &Component) -> Option<String> {
    let regions: Vec<&str> = match &component.placement {
        Placement::Zones { regions } => regions.iter().map(|r| r.region.as_str()).collect(),
        Placement::Regional { regions } => regions.iter().map(String::as_str).collect(),
        Placement::Outside | Placement::Device => return None,
    };
    Some(regions.join(", "))
}

/// The different sets of regions in use.
fn places(report: &Report) -> Vec<String> {
    let mut places = Vec::new();
    for place in report.components.iter().filter_map(home) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

fn system_title(report: &Report, places: &[String]) -> String {
    match places {
        [only] if !only.is_empty() => format!("{} · {only}", report.name),
        _ => report.name.clone(),
    }
}
