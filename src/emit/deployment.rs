//! The deployment view: which units run in which zone of which region.
//!
//! A component has a node in every place where it runs. A call is drawn between places that belong
//! together: inside a zone, between a zone and the services of its region, and from outside to each
//! region. A call that can only leave its zone is drawn once. Where that makes too many boxes for a page, the zones
//! of a region are one box, in which each component stands once and says how its units are spread.

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

/// Boxes in zones beyond which the zones of a region are drawn as one.
const APART: usize = 12;

/// Where a node stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Spot<'a> {
    Outside,
    Region(&'a str),
    Zone(&'a str, &'a str),
    /// All zones of a region, drawn as one.
    Zones(&'a str),
}

impl<'a> Spot<'a> {
    fn region(self) -> Option<&'a str> {
        match self {
            Spot::Outside => None,
            Spot::Region(region) | Spot::Zone(region, _) | Spot::Zones(region) => Some(region),
        }
    }

    fn in_zones(self) -> bool {
        matches!(self, Spot::Zone(..) | Spot::Zones(_))
    }

    /// Whether a call between the two is everyday traffic.
    fn near(self, other: Self) -> bool {
        match (self, other) {
            _ if self.in_zones() && other.in_zones() => self == other,
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
    let spread = Spread::of(report);
    // Once a region: each count looks at every component.
    let mut counts = BTreeMap::new();
    for component in &report.components {
        for spot in spots(component, spread) {
            let all = match spot {
                Spot::Zones(region) => *counts.entry(region).or_insert_with(|| zone_names(report, region).len()),
                _ => 1,
            };
            sites.put(&component.id, spot, |id| node(id, component, spot, all));
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
        key: Vec::new(),
    }))
}

/// How the zones of a region are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spread {
    Apart,
    Together,
}

impl Spread {
    fn of(report: &Report) -> Self {
        let zones = report
            .components
            .iter()
            .flat_map(|component| match &component.placement {
                Placement::Zones { regions } => regions.as_slice(),
                _ => &[],
            });
        let boxes: usize = zones.map(|region| region.zones.len()).sum();
        if boxes > APART { Self::Together } else { Self::Apart }
    }
}

fn spots(component: &Component, spread: Spread) -> Vec<Spot<'_>> {
    match (&component.placement, spread) {
        (Placement::Outside | Placement::Device, _) => vec![Spot::Outside],
        (Placement::Regional { regions }, _) => regions.iter().map(|region| Spot::Region(region)).collect(),
        (Placement::Zones { regions }, Spread::Apart) => regions
            .iter()
            .flat_map(|region| region.zones.iter().map(|zone| Spot::Zone(&region.region, &zone.zone)))
            .collect(),
        (Placement::Zones { regions }, Spread::Together) => {
            let filled = regions.iter().filter(|region| !region.zones.is_empty());
            filled.map(|region| Spot::Zones(&region.region)).collect()
        }
    }
}

/// The zones of a region in which units of a component run, as `(zone, units)`.
fn zones<'a>(component: &'a Component, of: &'a str) -> impl Iterator<Item = (&'a str, u32)> {
    let regions = match &component.placement {
        Placement::Zones { regions } => regions.as_slice(),
        _ => &[],
    };
    let here = regions.iter().filter(move |region| region.region == of);
    here.flat_map(|region| region.zones.iter().map(|zone| (zone.zone.as_str(), zone.units)))
}

fn node(id: NodeId, component: &Component, spot: Spot, all: usize) -> Node {
    let (units, spread) = match spot {
        Spot::Outside | Spot::Region(_) => (None, None),
        Spot::Zone(region, zone) => (
            zones(component, region)
                .find(|(name, _)| *name == zone)
                .map(|(_, units)| units),
            None,
        ),
        Spot::Zones(region) => {
            let zones: Vec<(&str, u32)> = zones(component, region).collect();
            let sum = zones.iter().fold(0_u32, |sum, (_, units)| sum.saturating_add(*units));
            (Some(sum), Some(spread(&zones, all)))
        }
    };
    let technology = component.technology_title.as_ref().unwrap_or(&component.function_title);
    let size = component.size.iter().filter(|_| units.is_some());
    let line: Vec<&str> = std::iter::once(technology).chain(size).map(String::as_str).collect();
    let line = line.join(" · ");
    let lines = Label::lines(std::iter::once(line.as_str()).chain(spread.as_deref()));
    Node {
        units,
        accent: Accent::of(component.state),
        ..Node::new(id, &component.id, lines, Symbol::Component(component.shape))
    }
}

/// How units are spread over some of `all` zones: `2 in each zone`, `only in a`, or `a, b ×2; c ×1`.
fn spread(zones: &[(&str, u32)], all: usize) -> String {
    let mut alike: Vec<(u32, Vec<&str>)> = Vec::new();
    for (zone, units) in zones {
        match alike.iter_mut().find(|(of, _)| of == units) {
            Some((_, names)) => names.push(zone),
            None => alike.push((*units, vec![zone])),
        }
    }
    if let [(units, names)] = alike.as_slice()
        && names.len() == all
    {
        return format!("{units} in each zone");
    }
    if let [(zone, _)] = zones {
        return format!("only in {zone}");
    }
    let parts = alike
        .iter()
        .map(|(units, names)| format!("{} ×{units}", names.join(", ")));
    parts.collect::<Vec<_>>().join("; ")
}

/// The boxes in the order of the design, each with what stands in it; empty ones are left out.
fn sheet<'a>(report: &'a Report, mut nodes: BTreeMap<Spot<'a>, Vec<Node>>) -> Group {
    let mut order: Vec<Spot> = Vec::new();
    for region in &report.regions {
        order.push(Spot::Region(&region.id));
        order.extend(region.zones.iter().map(|zone| Spot::Zone(&region.id, zone)));
        order.push(Spot::Zones(&region.id));
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
        match zone_title(report, spot) {
            Some(title) => {
                let mut group = Group::new(&title, GroupKind::Zone);
                group.nodes = standing;
                region.groups.push(group);
            }
            None => region.nodes = standing,
        }
    }
    root.groups = regions.into_iter().map(|(_, group)| group).collect();
    root
}

/// The zones of a region in which something runs, in the order of the design.
fn zone_names<'a>(report: &'a Report, region: &'a str) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for (zone, _) in report.components.iter().flat_map(|component| zones(component, region)) {
        if !names.contains(&zone) {
            names.push(zone);
        }
    }
    let declared = report.regions.iter().find(|known| known.id == region);
    let place = |zone: &&str| declared.and_then(|region| region.zones.iter().position(|known| known == zone));
    names.sort_by_key(|zone| place(zone).unwrap_or(usize::MAX));
    names
}

/// The title of a box of zones; none for another spot.
fn zone_title(report: &Report, spot: Spot) -> Option<String> {
    match spot {
        Spot::Zone(_, "") => Some("unnamed zone".to_owned()),
        Spot::Zone(_, zone) => Some(format!("zone {zone}")),
        Spot::Zones(region) => {
            let names = zone_names(report, region);
            let word = if names.len() == 1 { "zone" } else { "zones" };
            Some(format!("{word} {}", names.join(", ")))
        }
        _ => None,
    }
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
            accent: None,
            // Calls between zones are drawn once for all components there: no arrow is that of a flow.
            flows: Vec::new(),
        };
        let before = edges.len();
        for (here, from) in sites.of(call.from) {
            for (there, to) in sites.of(call.to).iter().filter(|(there, _)| here.near(*there)) {
                if here.in_zones() && here == there {
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
        .filter(|(here, there, _)| !(busy && here == there && here.in_zones()));
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
