//! Boxes that are drawn as one.

use std::collections::BTreeMap;

use super::super::container::counted;
use super::super::diagram::{Edge, Graph, Group, Node, NodeId};
use super::super::label::Label;

/// Names in one line.
const NAMED: usize = 3;

/// What a bundle of bundles is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// `90 × Service`, `flow buy`.
    pub title: String,
    /// The heads of the bundles in it.
    pub heads: Vec<NodeId>,
}

/// Boxes that become one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// Never empty; the first gives its place, and its looks where the bundle has no name.
    pub members: Vec<NodeId>,
    /// What its heads are, where it joins bundles of which none stands for the others.
    pub joined: Option<Joined>,
}

impl Bundle {
    pub fn one(id: NodeId) -> Self {
        Self {
            members: vec![id],
            joined: None,
        }
    }

    pub fn head(&self) -> Option<NodeId> {
        self.members.first().copied()
    }
}

/// By what bundles are one: the box of boxes that they stand in, their sort, and their name.
pub type Key = (usize, String, String);

/// Joins bundles with the same key under a title that is made of its name and their count. What has no key, or one of
/// its own, stays.
pub fn join(
    bundles: &[Bundle],
    key: impl Fn(&Bundle) -> Option<Key>,
    title: impl Fn(&str, usize) -> String,
) -> Vec<Bundle> {
    let mut joined: Vec<Bundle> = Vec::new();
    let mut places = BTreeMap::new();
    for bundle in bundles {
        let Some(key) = key(bundle) else {
            joined.push(bundle.clone());
            continue;
        };
        let name = key.2.clone();
        let at = *places.entry(key).or_insert(joined.len());
        let Some(first) = joined.get_mut(at) else {
            joined.push(bundle.clone());
            continue;
        };
        let before = first
            .joined
            .take()
            .map_or_else(|| first.head().into_iter().collect(), |joined| joined.heads);
        let heads: Vec<NodeId> = before.into_iter().chain(bundle.head()).collect();
        first.joined = Some(Joined {
            title: title(&name, heads.len()),
            heads,
        });
        first.members.extend(&bundle.members);
    }
    joined
}

/// Draws each bundle as one box, and what joins two of them as one arrow.
pub fn apply(graph: &mut Graph, bundles: &[Bundle]) {
    let nodes: BTreeMap<NodeId, Node> = graph.root.all_nodes().into_iter().map(|n| (n.id, n.clone())).collect();
    let mut heads: BTreeMap<NodeId, NodeId> = BTreeMap::new();
    let mut boxes: BTreeMap<NodeId, Node> = BTreeMap::new();
    for bundle in bundles {
        let members: Vec<&Node> = bundle.members.iter().filter_map(|id| nodes.get(id)).collect();
        if let [head, rest @ ..] = members.as_slice() {
            heads.extend(bundle.members.iter().map(|id| (*id, head.id)));
            boxes.insert(head.id, face(head, rest, bundle.joined.as_ref()));
        }
    }
    for edge in &graph.edges {
        if let (Some(from), Some(to)) = (heads.get(&edge.from), heads.get(&edge.to))
            && from == to
            && let Some(face) = boxes.get_mut(from)
        {
            pass(&mut face.folded.flows, &edge.flows);
        }
    }
    replace(&mut graph.root, &mut boxes);
    graph.edges = edges(&graph.edges, &nodes, &heads);
}

/// What a bundle looks like.
fn face(head: &Node, rest: &[&Node], joined: Option<&Joined>) -> Node {
    let mut face = head.clone();
    if rest.is_empty() {
        return face;
    }
    let all: Vec<&Node> = std::iter::once(&head).chain(rest).copied().collect();
    let mut loud: Vec<&Node> = all.iter().filter(|node| node.accent.is_some()).copied().collect();
    face.folded.members = all.iter().map(|node| node.title.clone()).collect();
    face.accent = loud.iter().filter_map(|node| node.accent).min();
    match joined {
        Some(joined) => {
            let heads: Vec<&Node> = all
                .iter()
                .filter(|node| joined.heads.contains(&node.id))
                .copied()
                .collect();
            let own = match all.len() - heads.len() {
                0 => String::new(),
                own => format!("+ {own} of their own"),
            };
            face.title = Label::name(&joined.title);
            face.units = None;
            face.lines = Label::lines([names(&heads).as_str(), own.as_str()]);
        }
        None => {
            // The last line of what stands out says why.
            let last = usize::from(head.accent.is_some());
            let at = face.lines.len().saturating_sub(last);
            face.lines.insert(at, Label::new(&format!("+ {}", names(rest))));
            loud.retain(|node| node.id != head.id);
        }
    }
    face.lines.extend(why(&loud));
    face
}

/// Why a box stands out for what is in it.
fn why(loud: &[&Node]) -> Option<Label> {
    match loud {
        [] => None,
        [one] => {
            let why = one.lines.last().map_or("", Label::as_str);
            Some(Label::new(&format!("{}: {why}", one.title)))
        }
        several => Some(Label::new(&format!("{} stand out: {}", several.len(), names(several)))),
    }
}

/// `a, b, c and 4 more`.
fn names(nodes: &[&Node]) -> String {
    let (shown, more) = nodes.split_at(nodes.len().min(NAMED));
    let shown: Vec<&str> = shown.iter().map(|node| node.title.as_str()).collect();
    match more.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn replace(group: &mut Group, boxes: &mut BTreeMap<NodeId, Node>) {
    group.nodes = group.nodes.iter().filter_map(|node| boxes.remove(&node.id)).collect();
    for inner in &mut group.groups {
        replace(inner, boxes);
    }
    group.groups.retain(|inner| !inner.is_empty());
}

/// Arrows that now join the same two boxes, as one that counts them; those inside a box are gone.
fn edges(edges: &[Edge], nodes: &BTreeMap<NodeId, Node>, heads: &BTreeMap<NodeId, NodeId>) -> Vec<Edge> {
    let mut joined: Vec<(Edge, usize)> = Vec::new();
    let mut places: BTreeMap<(NodeId, NodeId), usize> = BTreeMap::new();
    for edge in edges {
        let head = |id: NodeId| heads.get(&id).copied().unwrap_or(id);
        let (from, to) = (head(edge.from), head(edge.to));
        let own = edge.from == edge.to;
        if from == to && !own {
            continue;
        }
        let at = *places.entry((from, to)).or_insert(joined.len());
        let Some((first, count)) = joined.get_mut(at) else {
            let mut lines = ends(edge, from, to, nodes);
            lines.extend(edge.lines.iter().cloned());
            let edge = Edge {
                from,
                to,
                lines,
                ..edge.clone()
            };
            joined.push((edge, 1));
            continue;
        };
        *count += 1;
        first.kind = first.kind.min(edge.kind);
        first.accent = [first.accent, edge.accent].into_iter().flatten().min();
        pass(&mut first.flows, &edge.flows);
    }
    joined
        .into_iter()
        .map(|(edge, count)| match count {
            1 => edge,
            count => Edge {
                lines: vec![Label::new(&counted(count, "link"))],
                ..edge
            },
        })
        .collect()
}

/// Adds flows that pass there too.
fn pass(flows: &mut Vec<String>, more: &[String]) {
    for flow in more {
        if !flows.contains(flow) {
            flows.push(flow.clone());
        }
    }
}

/// Between which parts of its boxes an arrow runs, where it is not the ones that stand for them.
fn ends(edge: &Edge, from: NodeId, to: NodeId, nodes: &BTreeMap<NodeId, Node>) -> Vec<Label> {
    let name = |id: NodeId| nodes.get(&id).map_or("", |node| node.title.as_str());
    let leaves = (edge.from != from).then(|| format!("from {}", name(edge.from)));
    let arrives = (edge.to != to).then(|| format!("to {}", name(edge.to)));
    let words: Vec<String> = leaves.into_iter().chain(arrives).collect();
    Label::lines([words.join(" ").as_str()])
}
