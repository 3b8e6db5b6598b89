//! The deployment view: which units run in which zone of which region.
//!
//! A component has a node in every place where it runs. A call is drawn between places that belong
//! together: inside a zone, between a zone and the services of its region, and from outside to each
//! region. A call that can only leave its zone is drawn once.

use std::collections::BTreeMap;

use super::Subject;
use super::calls::{Call, calls};
use super::container::{actor_node, counted, undeclared};
use super::diagram::{Accent, Diagram, Edge, Graph, GraphKind, Group, GroupKind, Node, NodeId, Symbol};
use super::label::Label;
use crate::report::{Component, Placement, Report};

/// Calls drawn inside one zone; beyond them the picture is no longer about places.
const INSIDE: usize = 30;

/// Calls beyond which no more are drawn.
const MOST: usize = 20_000;

/// Where a node stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Spot<'a> {
    Outside,
    Region(&'a str),
    Zone(&'a str, &'a str),
}

impl<'a> Spot<'a> {
    fn region(self) -> Option<&'a str> {
        match self {
            Spot::Outside => None,
            Spot::Region(region) | Spot::Zone(region, _) => Some(region),
        }
    }

    /// Whether a call between the two is everyday traffic.
    fn near(self, other: Self) -> bool {
        match (self, other) {
            (Spot::Zone(..), Spot::Zone(..)) => self == other,
            (Spot::Outside, _) | (_, Spot::Outside) => true,
            _ => self.region() == other.region(),
        }
    }
}

/// Where a party stands, and as which node.
type Place<'a> = (Spot<'a>, NodeId);

/// Everything that stands somewhere, while the sheet is filled.
#[derive(Default)]
struct Sites<'a> {
    last: usize,
    nodes: BTreeMap<Spot<'a>, Vec<Node>>,
    /// The places of each party.
    parties: BTreeMap<&'a str, Vec<Place<'a>>>,
}

impl<'a> Sites<'a> {
    fn put(&mut self, name: &'a str, spot: Spot<'a>, node: impl FnOnce(NodeId) -> Node) {
        self.last += 1;
        let id = NodeId(self.last);
        self.nodes.entry(spot).or_default().push(node(id));
        self.parties.entry(name).or_default().push((spot, id));
    }

    fn of(&self, name: &str) -> &[Place<'a>] {
        self.parties.get(name).map_or(&[], Vec::as_slice)
    }
}

/// One picture, of a design with components.
pub fn subjects(report: &Report) -> Vec<Subject> {
    if report.components.is_empty() {
        Vec::new()
    } else {
        vec![Subject::Design]
    }
}

/// Regions around zones around units.
pub fn diagram(report: &Report, _: Subject) -> Option<Diagram> {
    let mut sites = Sites::default();
    for actor in &report.actors {
        sites.put(&actor.id, Spot::Outside, |id| actor_node(id, actor));
    }
    for component in &report.components {
        for (spot, units) in spots(component) {
            sites.put(&component.id, spot, |id| node(id, component, units));
        }
    }
    let calls = calls(report);
    for name in calls.iter().flat_map(|call| [call.from, call.to]) {
        if sites.of(name).is_empty() {
            sites.put(name, Spot::Outside, |id| undeclared(id, name));
        }
    }
    let edges = edges(&sites, &calls);
    let root = sheet(report, sites.nodes);
    Some(Diagram::Graph(Graph {
        title: Label::new(&format!("{}: deployment", report.name)),
        about: Label::new(&format!(
            "{} placed over {}",
            counted(report.components.len(), "component"),
            counted(root.groups.len(), "region"),
        )),
        kind: GraphKind::Places,
        root,
        edges,
    }))
}

fn spots(component: &Component) -> Vec<(Spot<'_>, Option<u32>)> {
    match &component.placement {
        Placement::Outside | Placement::Device => vec![(Spot::Outside, None)],
        Placement::Regional { regions } => regions.iter().map(|region| (Spot::Region(region), None)).collect(),
        Placement::Zones { regions } => regions
            .iter()
            .flat_map(|region| {
                let spot = |zone| Spot::Zone(&region.region, zone);
                region
                    .zones
                    .iter()
                    .map(move |zone| (spot(&zone.zone), Some(zone.units)))
            })
            .collect(),
    }
}

fn node(id: NodeId, component: &Component, units: Option<u32>) -> Node {
    let technology = component.technology_title.as_ref().unwrap_or(&component.function_title);
    let size = component.size.iter().filter(|_| units.is_some());
    let line: Vec<&str> = std::iter::once(technology).chain(size).map(String::as_str).collect();
    Node {
        id,
        title: Label::name(&component.id),
        units,
        lines: Label::lines([line.join(" · ").as_str()]),
        symbol: Symbol::Component(component.shape),
        accent: Accent::of(component.state),
    }
}

/// The boxes in the order of the design, each with what stands in it; empty ones are left out.
fn sheet<'a>(report: &'a Report, mut nodes: BTreeMap<Spot<'a>, Vec<Node>>) -> Group {
    let mut order: Vec<Spot> = Vec::new();
    for region in &report.regions {
        order.push(Spot::Region(&region.id));
        order.extend(region.zones.iter().map(|zone| Spot::Zone(&region.id, zone)));
    }
    // Places that are used without being declared come last.
    order.extend(
        nodes
            .keys()
            .filter(|spot| !order.contains(spot))
            .copied()
            .collect::<Vec<_>>(),
    );

    let mut root = Group::new(&report.name, GroupKind::Sheet);
    let mut regions: Vec<(&str, Group)> = Vec::new();
    for spot in order {
        let standing = nodes.remove(&spot).unwrap_or_default();
        let Some(name) = spot.region() else {
            root.nodes = standing;
            continue;
        };
        if standing.is_empty() {
            continue;
        }
        let at = regions
            .iter()
            .position(|(region, _)| *region == name)
            .unwrap_or_else(|| {
                regions.push((name, Group::new(&region_title(report, name), GroupKind::Region)));
                regions.len() - 1
            });
        let Some((_, region)) = regions.get_mut(at) else {
            continue;
        };
        match spot {
            Spot::Zone(_, zone) => {
                let title = if zone.is_empty() {
                    "unnamed zone".to_owned()
                } else {
                    format!("zone {zone}")
                };
                let mut group = Group::new(&title, GroupKind::Zone);
                group.nodes = standing;
                region.groups.push(group);
            }
            _ => region.nodes = standing,
        }
    }
    root.groups = regions.into_iter().map(|(_, group)| group).collect();
    root
}

fn region_title(report: &Report, name: &str) -> String {
    let users = report
        .regions
        .iter()
        .find(|r| r.id == name)
        .and_then(|r| r.users.as_ref());
    match users {
        Some(users) => format!("{name} · {users} of the users"),
        None if name.is_empty() => "unnamed region".to_owned(),
        None => name.to_owned(),
    }
}

fn edges(sites: &Sites, calls: &[Call]) -> Vec<Edge> {
    let mut edges = Vec::new();
    let mut inside: BTreeMap<Spot, usize> = BTreeMap::new();
    for call in calls.iter().filter(|call| call.from != call.to) {
        if edges.len() > MOST {
            break;
        }
        let join = |from: NodeId, to: NodeId| Edge {
            from,
            to,
            lines: Vec::new(),
            kind: call.kind,
            // Calls between zones are drawn once for all components there: no arrow is that of a flow.
            flows: Vec::new(),
            accent: None,
        };
        let before = edges.len();
        for (here, from) in sites.of(call.from) {
            for (there, to) in sites.of(call.to).iter().filter(|(there, _)| here.near(*there)) {
                if matches!(here, Spot::Zone(..)) && here == there {
                    *inside.entry(*here).or_default() += 1;
                }
                edges.push((*here, *there, join(*from, *to)));
            }
        }
        if edges.len() == before {
            edges.extend(nearest(sites, call).map(|((here, from), (there, to))| (here, there, join(from, to))));
        }
    }
    let busy = inside.values().any(|calls| *calls > INSIDE);
    let drawn = edges
        .into_iter()
        .filter(|(here, there, _)| !(busy && here == there && matches!(here, Spot::Zone(..))));
    drawn.map(|(_, _, edge)| edge).collect()
}

/// One pair of places for a call that has no everyday one: in the same region if there is such a pair.
fn nearest<'a>(sites: &Sites<'a>, call: &Call) -> Option<(Place<'a>, Place<'a>)> {
    let to = sites.of(call.to);
    let same = sites.of(call.from).iter().find_map(|here| {
        let there = to.iter().find(|there| there.0.region() == here.0.region())?;
        Some((*here, *there))
    });
    same.or_else(|| Some((*sites.of(call.from).first()?, *to.first()?)))
}
