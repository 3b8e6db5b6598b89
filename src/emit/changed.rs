//! The components of two designs in one picture: what was added, removed and changed.

use std::collections::{BTreeMap, BTreeSet};

use super::Subject;
use super::container;
use super::diagram::{Change, Diagram, Group, NodeId};
use super::label::Label;
use crate::report::{Diff, Report};

/// The container view of both.
pub fn diagram(diff: &Diff, old: &Report, new: &Report) -> Diagram {
    let both = both(old, new);
    let found = container::diagram(&both, Subject::Design);
    let Some(Diagram::Graph(mut graph)) = found else {
        return Diagram::Graph(empty(&both.name));
    };
    let (nodes, edges) = marks(diff, old, new);
    let mut names = BTreeMap::new();
    mark(&mut graph.root, &nodes, &mut names);
    for edge in &mut graph.edges {
        let ends = names.get(&edge.from).zip(names.get(&edge.to));
        edge.change = ends.and_then(|(from, to)| edges.get(&(from.clone(), to.clone())).copied());
        if let Some(change) = edge.change {
            let (sign, word) = change.mark();
            edge.lines.insert(0, Label::new(&format!("{sign} {word}")));
        }
    }
    let legend = [Change::Added, Change::Removed, Change::Changed].map(|change| {
        let (sign, word) = change.mark();
        format!("{sign} {word}")
    });
    graph.title = Label::new(&format!("{}: {}", both.name, legend.join(", ")));
    Diagram::Graph(graph)
}

fn empty(name: &str) -> super::diagram::Graph {
    super::diagram::Graph {
        title: Label::new(name),
        about: Label::new("nothing to draw"),
        kind: super::diagram::GraphKind::Calls,
        root: Group::new(name, super::diagram::GroupKind::Sheet),
        edges: Vec::new(),
    }
}

/// The new design with what it no longer has.
fn both(old: &Report, new: &Report) -> Report {
    let mut both = new.clone();
    let gone = |id: &str| !new.components.iter().any(|c| c.id == id);
    both.components
        .extend(old.components.iter().filter(|c| gone(&c.id)).cloned());
    let gone = |id: &str| !new.actors.iter().any(|a| a.id == id);
    both.actors.extend(old.actors.iter().filter(|a| gone(&a.id)).cloned());
    let gone = |from: &str, to: &str| !new.links.iter().any(|l| l.from == from && l.to == to);
    both.links
        .extend(old.links.iter().filter(|l| gone(&l.from, &l.to)).cloned());
    // Second ways are read from the steps.
    for flow in &old.flows {
        if !new.flows.iter().any(|other| other.id == flow.id) {
            both.flows.push(flow.clone());
        }
    }
    both
}

type Nodes = BTreeMap<Label, Change>;
type Edges = BTreeMap<(Label, Label), Change>;

/// What became of each part, by the name under which it is drawn.
fn marks(diff: &Diff, old: &Report, new: &Report) -> (Nodes, Edges) {
    let ids = |report: &Report| -> BTreeSet<String> {
        let components = report.components.iter().map(|c| c.id.clone());
        components.chain(report.actors.iter().map(|a| a.id.clone())).collect()
    };
    let links = |report: &Report| -> BTreeSet<(String, String)> {
        report.links.iter().map(|l| (l.from.clone(), l.to.clone())).collect()
    };
    let mut nodes = Nodes::new();
    let mut edges = Edges::new();
    for change in &diff.changes {
        let mut parts = change.path.split('.');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some("components" | "actors"), Some(id), _, _) => {
                nodes.insert(Label::name(id), Change::Changed);
            }
            (Some("flows"), _, Some("steps"), Some(step)) => {
                let ends = step.split_once("->").or_else(|| step.split_once("~>"));
                if let Some((from, to)) = ends {
                    edges.insert((Label::name(from.trim()), Label::name(to.trim())), Change::Changed);
                }
            }
            _ => {}
        }
    }
    let (before, after) = (ids(old), ids(new));
    nodes.extend(after.difference(&before).map(|id| (Label::name(id), Change::Added)));
    nodes.extend(before.difference(&after).map(|id| (Label::name(id), Change::Removed)));
    let (before, after) = (links(old), links(new));
    let named = |(from, to): &(String, String)| (Label::name(from), Label::name(to));
    edges.extend(after.difference(&before).map(|link| (named(link), Change::Added)));
    edges.extend(before.difference(&after).map(|link| (named(link), Change::Removed)));
    (nodes, edges)
}

/// Marks the nodes of a box and those inside, and notes their names.
fn mark(group: &mut Group, nodes: &Nodes, names: &mut BTreeMap<NodeId, Label>) {
    for node in &mut group.nodes {
        names.insert(node.id, node.title.clone());
        node.change = nodes.get(&node.title).copied();
        if let Some(change) = node.change {
            node.lines.push(Label::new(change.mark().1));
        }
    }
    for inner in &mut group.groups {
        mark(inner, nodes, names);
    }
}
