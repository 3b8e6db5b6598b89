//! Graphs: calls as a tree from where they begin, places as boxes inside one another.

use std::collections::{BTreeMap, BTreeSet};

use super::super::diagram::{Edge, EdgeKind, Graph, GraphKind, Group, Node, NodeId};
use super::{SENDS, WAITS, aligned, joined};

/// Calls behind one another that are drawn.
const DEEPEST: usize = 24;

pub fn lines(graph: &Graph) -> Vec<String> {
    let mut rows = Vec::new();
    match graph.kind {
        GraphKind::Places => places(&graph.root, 0, &mut rows),
        GraphKind::Calls => Calls::of(graph).rows(&mut rows),
    }
    aligned(&rows)
}

/// Nodes, then the boxes with what stands in them.
fn places(group: &Group, depth: usize, rows: &mut Vec<Vec<String>>) {
    let indent = "  ".repeat(depth);
    for node in &group.nodes {
        rows.push(vec![format!("{indent}{}", node.caption()), joined(&node.lines)]);
    }
    for inner in group.groups.iter().filter(|inner| !inner.is_empty()) {
        rows.push(vec![format!("{indent}{}", inner.title)]);
        places(inner, depth + 1, rows);
    }
}

/// The graph as its nodes see it.
struct Calls<'a> {
    nodes: Vec<&'a Node>,
    /// By caller, in the order of the edges.
    out: BTreeMap<NodeId, Vec<&'a Edge>>,
    called: BTreeSet<NodeId>,
    shown: BTreeSet<NodeId>,
}

impl<'a> Calls<'a> {
    fn of(graph: &'a Graph) -> Self {
        let mut out: BTreeMap<NodeId, Vec<&Edge>> = BTreeMap::new();
        for edge in &graph.edges {
            out.entry(edge.from).or_default().push(edge);
        }
        Self {
            nodes: graph.root.all_nodes(),
            out,
            called: graph.edges.iter().map(|edge| edge.to).collect(),
            shown: BTreeSet::new(),
        }
    }

    /// A tree from each node that nobody calls, then from those that only a circle reaches.
    fn rows(mut self, rows: &mut Vec<Vec<String>>) {
        let nodes = self.nodes.clone();
        let (called, first): (Vec<&Node>, Vec<&Node>) = nodes.iter().partition(|node| self.called.contains(&node.id));
        for node in first.into_iter().chain(called) {
            if self.shown.insert(node.id) {
                rows.push(vec![node.caption().to_string(), String::new(), joined(&node.lines)]);
                self.below(node.id, "", 0, rows);
            }
        }
    }

    fn below(&mut self, id: NodeId, indent: &str, depth: usize, rows: &mut Vec<Vec<String>>) {
        let edges = self.out.get(&id).cloned().unwrap_or_default();
        for (at, edge) in edges.iter().enumerate() {
            let Some(node) = self.nodes.iter().find(|node| node.id == edge.to).copied() else {
                continue;
            };
            let last = at + 1 == edges.len();
            let sign = match edge.kind {
                EdgeKind::Waits => WAITS,
                EdgeKind::Sends | EdgeKind::Fallback => SENDS,
            };
            let branch = if last { "└" } else { "├" };
            let name = format!("{indent}{branch}{sign} {}", node.caption());
            let first = self.shown.insert(node.id);
            let about = if first {
                joined(&node.lines)
            } else {
                "↑ see above".to_owned()
            };
            rows.push(vec![name, joined(&edge.lines), about]);
            if first && depth < DEEPEST {
                let bar = if last { "   " } else { "│  " };
                self.below(node.id, &format!("{indent}{bar}"), depth + 1, rows);
            }
        }
    }
}
