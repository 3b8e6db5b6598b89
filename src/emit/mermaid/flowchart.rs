//! Graphs as flowcharts, their groups as subgraphs.

use std::collections::BTreeSet;

use super::super::diagram::{ACCENTS, Edge, EdgeKind, Graph, Group, Node, NodeId, Symbol};
use super::{Body, Detail, MOST_EDGES, escape, head, joined};
use crate::report::Shape;

/// Writes a flowchart with as many edges as are allowed.
pub fn write(graph: &Graph, detail: Detail) -> Body {
    let kind = if graph.rightward() {
        "flowchart LR"
    } else {
        "flowchart TB"
    };
    let nodes = graph.root.all_nodes();
    let mut chart = Chart {
        text: head(kind, &graph.title, &graph.about),
        detail,
        shown: nodes.iter().take(detail.most).map(|node| node.id).collect(),
        groups: 0,
    };
    chart.group(&graph.root, 1);
    let ends = |edge: &&Edge| chart.shown.contains(&edge.from) && chart.shown.contains(&edge.to);
    let edges: Vec<&Edge> = graph.edges.iter().filter(ends).collect();
    for edge in edges.iter().take(MOST_EDGES) {
        chart.edge(edge);
    }
    chart.accents(&nodes, &edges);
    Body {
        text: chart.text,
        whole: edges.len() <= MOST_EDGES,
    }
}

/// The chart while it is being written.
struct Chart {
    text: String,
    detail: Detail,
    shown: BTreeSet<NodeId>,
    /// Subgraphs so far, for their ids.
    groups: usize,
}

impl Chart {
    fn group(&mut self, group: &Group, depth: usize) {
        for node in &group.nodes {
            if self.shown.contains(&node.id) {
                self.line(depth, &node_text(node, self.detail));
            }
        }
        for inner in &group.groups {
            if !inner.all_nodes().iter().any(|node| self.shown.contains(&node.id)) {
                continue;
            }
            self.groups += 1;
            let title = escape(&inner.title);
            self.line(depth, &format!("subgraph g{}[\"{title}\"]", self.groups));
            self.group(inner, depth + 1);
            self.line(depth, "end");
        }
    }

    fn edge(&mut self, edge: &Edge) {
        let arrow = match edge.kind {
            EdgeKind::Waits => "-->",
            EdgeKind::Sends | EdgeKind::Fallback => "-.->",
        };
        let label = match edge.lines.split_first() {
            Some((first, rest)) if self.detail.lines => format!("|\"{}\"|", joined(first, rest)),
            _ => String::new(),
        };
        self.line(1, &format!("n{} {arrow}{label} n{}", edge.from.0, edge.to.0));
    }

    /// What stands out has another border or line; a fill would fight with the viewer's dark or light theme.
    fn accents(&mut self, nodes: &[&Node], edges: &[&Edge]) {
        for accent in ACCENTS {
            let (class, colour) = (accent.word(), accent.line());
            let of: Vec<String> = nodes
                .iter()
                .filter(|node| node.accent == Some(accent) && self.shown.contains(&node.id))
                .map(|node| format!("n{}", node.id.0))
                .collect();
            if !of.is_empty() {
                self.line(1, &format!("classDef {class} stroke:{colour},stroke-width:3px"));
                self.line(1, &format!("class {} {class}", of.join(",")));
            }
            let lines: Vec<String> = edges
                .iter()
                .take(MOST_EDGES)
                .enumerate()
                .filter(|(_, edge)| edge.accent == Some(accent))
                .map(|(at, _)| at.to_string())
                .collect();
            if !lines.is_empty() {
                self.line(1, &format!("linkStyle {} stroke:{colour}", lines.join(",")));
            }
        }
    }

    fn line(&mut self, depth: usize, text: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(text);
        self.text.push('\n');
    }
}

fn node_text(node: &Node, detail: Detail) -> String {
    let lines = if detail.lines { node.lines.as_slice() } else { &[] };
    let text = joined(&node.caption(), lines);
    let (open, close) = match node.symbol {
        Symbol::Actor | Symbol::Component(Shape::Client) => ("([", "])"),
        Symbol::Component(shape) => match shape {
            Shape::Cache | Shape::Database | Shape::ObjectStore | Shape::Search => ("[(", ")]"),
            Shape::Queue | Shape::Log => ("[[", "]]"),
            Shape::Balancer | Shape::Gateway => ("{{", "}}"),
            Shape::Edge | Shape::External => ("(", ")"),
            Shape::Service | Shape::Worker | Shape::Client | Shape::Unknown => ("[", "]"),
        },
    };
    format!("n{}{open}\"{text}\"{close}", node.id.0)
}
