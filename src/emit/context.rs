//! The context view: the system as one box, who uses it, and what it rests on outside.

use std::collections::BTreeMap;

use super::Subject;
use super::calls::{Call, calls};
use super::container::{self, counted, undeclared};
use super::diagram::{Diagram, Edge, EdgeKind, Graph, GraphKind, Group, GroupKind, Node, NodeId, Symbol};
use super::label::Label;
use crate::report::{Component, Placement, Report, Shape};

/// Flows named on one edge.
const NAMED: usize = 3;

/// The number of the system itself.
const SYSTEM: NodeId = NodeId(0);

/// One picture, of a design with components.
pub fn subjects(report: &Report) -> Vec<Subject> {
    container::subjects(report)
}

/// Actors, the system, and what lies outside of it.
pub fn diagram(report: &Report, _: Subject) -> Option<Diagram> {
    let mut sheet = Group::new(&report.name, GroupKind::Sheet);
    let mut ids: BTreeMap<&str, NodeId> = BTreeMap::new();
    for actor in &report.actors {
        let id = *ids.entry(&actor.id).or_insert(NodeId(sheet.nodes.len() + 1));
        sheet.nodes.push(container::actor_node(id, actor));
    }
    let mut system = vec![Node::new(
        SYSTEM,
        &report.name,
        Label::lines([report.summary.as_deref().unwrap_or_default()]),
        Symbol::Component(Shape::Service),
    )];
    for component in &report.components {
        if outside(component) {
            let id = *ids.entry(&component.id).or_insert(NodeId(sheet.nodes.len() + 1));
            sheet.nodes.push(outside_node(id, component));
        } else {
            ids.insert(&component.id, SYSTEM);
        }
    }
    sheet.nodes.append(&mut system);
    let edges = edges(calls(report), &mut ids, &mut sheet);
    let placed = |on_device: bool| {
        let of = |c: &&Component| outside(c) && matches!(c.placement, Placement::Device) == on_device;
        report.components.iter().filter(of).count()
    };
    let (others, devices) = (placed(false), placed(true));
    let on_devices = match devices {
        0 => String::new(),
        n => format!(", {} on the device", counted(n, "part")),
    };
    Some(Diagram::Graph(Graph {
        title: Label::new(&format!("{}: context", report.name)),
        about: Label::new(&format!(
            "{} and {}{on_devices} around the system",
            counted(report.actors.len(), "actor"),
            counted(others, "outside service"),
        )),
        kind: GraphKind::Calls,
        root: sheet,
        edges,
        key: Vec::new(),
    }))
}

fn outside(component: &Component) -> bool {
    matches!(component.placement, Placement::Outside | Placement::Device)
}

fn outside_node(id: NodeId, component: &Component) -> Node {
    let technology = component.technology_title.as_deref().unwrap_or_default();
    let lines = Label::lines([component.function_title.as_str(), technology]);
    Node::new(id, &component.id, lines, Symbol::Component(component.shape))
}

/// What passes between two nodes.
struct Traffic<'a> {
    from: NodeId,
    to: NodeId,
    kind: EdgeKind,
    flows: Vec<&'a str>,
    lines: Vec<Label>,
}

/// One edge for each pair, with the flows for which the one calls the other.
fn edges<'a>(calls: Vec<Call<'a>>, ids: &mut BTreeMap<&'a str, NodeId>, sheet: &mut Group) -> Vec<Edge> {
    let mut places: BTreeMap<(NodeId, NodeId), usize> = BTreeMap::new();
    let mut all: Vec<Traffic> = Vec::new();
    for call in calls {
        let mut end = |name: &'a str| {
            let next = NodeId(sheet.nodes.len() + 1);
            *ids.entry(name).or_insert_with(|| {
                sheet.nodes.push(undeclared(next, name));
                next
            })
        };
        let (from, to) = (end(call.from), end(call.to));
        if from == to {
            continue;
        }
        let at = *places.entry((from, to)).or_insert(all.len());
        if at == all.len() {
            all.push(Traffic {
                from,
                to,
                kind: call.kind,
                flows: Vec::new(),
                lines: call.lines,
            });
        }
        if let Some(traffic) = all.get_mut(at) {
            traffic.kind = traffic.kind.min(call.kind);
            for flow in call.flows {
                if !traffic.flows.contains(&flow.as_str()) {
                    traffic.flows.push(flow);
                }
            }
        }
    }
    all.into_iter().map(edge).collect()
}

fn edge(traffic: Traffic) -> Edge {
    let mut named = traffic.flows.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    if traffic.flows.len() > NAMED {
        named.push_str(&format!(", {} more", traffic.flows.len() - NAMED));
    }
    Edge {
        flows: traffic.flows.iter().map(ToString::to_string).collect(),
        from: traffic.from,
        to: traffic.to,
        lines: match traffic.kind {
            EdgeKind::Fallback => traffic.lines,
            EdgeKind::Waits | EdgeKind::Sends => Label::lines([named.as_str()]),
        },
        kind: traffic.kind,
        accent: None,
    }
}
