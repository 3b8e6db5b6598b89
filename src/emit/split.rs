//! A diagram that is too large for a language, in pieces that are not.
//!
//! Pieces follow what a reader looks for: flows where it shows who calls whom, regions where it shows places. A piece
//! that is still too large is halved.

use std::collections::BTreeSet;

use super::diagram::{Diagram, Entities, Graph, GraphKind, Group, GroupKind, Item, Lane, NodeId, Sequence};

/// Pieces beyond which a reader is better served by a file of its own.
const MOST_PIECES: usize = 24;
/// Names in the title of a piece.
const NAMED: usize = 3;

/// Part of a diagram.
pub struct Piece {
    /// What of the whole it shows: `search, view and 3 more`; empty where it has no name.
    pub shows: String,
    pub diagram: Diagram,
}

/// The diagram in pieces that fit, in its own order; none where it can't be cut so, or only into very many.
pub fn pieces(diagram: &Diagram, fits: &dyn Fn(&Diagram) -> bool) -> Option<Vec<Piece>> {
    let mut done = Vec::new();
    // The last one is cut next, so that they come out in their order.
    let mut open = vec![lots(diagram)];
    while let Some(lots) = open.pop() {
        let piece = piece(diagram, &lots);
        if fits(&piece.diagram) {
            done.push(piece);
        } else {
            let (first, second) = halves(lots)?;
            open.extend([second, first]);
        }
        if done.len() + open.len() > MOST_PIECES {
            return None;
        }
    }
    Some(done)
}

/// Things of a diagram that belong together: edges, then nodes without an edge, by number; or items; or tables.
struct Lot {
    name: String,
    things: Vec<usize>,
}

/// All things of a diagram. Of a graph, nodes without an edge are numbered after the edges.
fn lots(diagram: &Diagram) -> Vec<Lot> {
    let one = |count| {
        vec![Lot {
            name: String::new(),
            things: (0..count).collect(),
        }]
    };
    match diagram {
        Diagram::Graph(graph) => of_graph(graph),
        Diagram::Sequence(sequence) => one(sequence.items.len()),
        Diagram::Entities(entities) => one(entities.tables.len()),
        Diagram::Matrix(_) | Diagram::Chart(_) => one(0),
    }
}

fn of_graph(graph: &Graph) -> Vec<Lot> {
    let mut lots: Vec<Lot> = Vec::new();
    let mut put = |name: String, thing| match lots.iter_mut().find(|lot| lot.name == name) {
        Some(lot) => lot.things.push(thing),
        None => lots.push(Lot {
            name,
            things: vec![thing],
        }),
    };
    let region = |id| region(&graph.root, id);
    for (at, edge) in graph.edges.iter().enumerate() {
        let name = match graph.kind {
            GraphKind::Calls => edge.flows.first().cloned(),
            GraphKind::Places => region(edge.from).or_else(|| region(edge.to)),
        };
        put(name.unwrap_or_default(), at);
    }
    for (at, id) in alone(graph).into_iter().enumerate() {
        let name = match graph.kind {
            GraphKind::Calls => None,
            GraphKind::Places => region(id),
        };
        put(name.unwrap_or_default(), graph.edges.len() + at);
    }
    lots
}

/// The title of the region in which a node stands.
fn region(group: &Group, id: NodeId) -> Option<String> {
    let inner = group
        .groups
        .iter()
        .find(|inner| inner.all_nodes().iter().any(|node| node.id == id))?;
    match inner.kind {
        GroupKind::Region => Some(inner.title.to_string()),
        _ => region(inner, id),
    }
}

/// Nodes that no edge touches.
fn alone(graph: &Graph) -> Vec<NodeId> {
    let touched: BTreeSet<NodeId> = graph.edges.iter().flat_map(|edge| [edge.from, edge.to]).collect();
    let nodes = graph.root.all_nodes().into_iter().map(|node| node.id);
    nodes.filter(|id| !touched.contains(id)).collect()
}

/// Two halves of about the same size; none of a single thing.
fn halves(mut lots: Vec<Lot>) -> Option<(Vec<Lot>, Vec<Lot>)> {
    if let [only] = &mut lots[..] {
        let half = only.things.len() / 2;
        if half == 0 {
            return None;
        }
        let second = Lot {
            name: only.name.clone(),
            things: only.things.split_off(half),
        };
        return Some((lots, vec![second]));
    }
    let all: usize = lots.iter().map(|lot| lot.things.len()).sum();
    let mut seen = 0;
    let half = lots.iter().take_while(|lot| {
        seen += lot.things.len();
        seen * 2 <= all
    });
    // Each half has at least one lot.
    let half = half.count().clamp(1, lots.len().checked_sub(1)?.max(1));
    let second = lots.split_off(half.min(lots.len()));
    (!second.is_empty()).then_some((lots, second))
}

fn piece(diagram: &Diagram, lots: &[Lot]) -> Piece {
    let things: BTreeSet<usize> = lots.iter().flat_map(|lot| lot.things.iter().copied()).collect();
    let names: Vec<&str> = lots
        .iter()
        .map(|lot| lot.name.as_str())
        .filter(|name| !name.is_empty())
        .collect();
    let (shows, diagram) = match diagram {
        Diagram::Graph(graph) => (listed(&names), Diagram::Graph(part_of_graph(graph, &things))),
        Diagram::Sequence(sequence) => (String::new(), Diagram::Sequence(part_of_sequence(sequence, &things))),
        Diagram::Entities(entities) => {
            let part = part_of_entities(entities, &things);
            let tables: Vec<&str> = part.tables.iter().map(|table| table.title.as_str()).collect();
            (listed(&tables), Diagram::Entities(part))
        }
        other @ (Diagram::Matrix(_) | Diagram::Chart(_)) => (String::new(), other.clone()),
    };
    Piece { shows, diagram }
}

/// `a, b and c`; of more than a few, the first and how many there are beside them.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_string(),
        [first @ .., last] if names.len() <= NAMED => format!("{} and {last}", first.join(", ")),
        many => {
            let first: Vec<&str> = many.iter().copied().take(NAMED - 1).collect();
            format!("{} and {} more", first.join(", "), many.len() - first.len())
        }
    }
}

fn part_of_graph(graph: &Graph, things: &BTreeSet<usize>) -> Graph {
    let edges: Vec<_> = things.iter().filter_map(|at| graph.edges.get(*at)).cloned().collect();
    let mut kept: BTreeSet<NodeId> = edges.iter().flat_map(|edge| [edge.from, edge.to]).collect();
    let alone = alone(graph);
    let first = graph.edges.len();
    kept.extend(things.iter().filter_map(|at| alone.get(at.checked_sub(first)?)));
    Graph {
        root: part_of_group(&graph.root, &kept),
        edges,
        ..graph.clone()
    }
}

fn part_of_group(group: &Group, kept: &BTreeSet<NodeId>) -> Group {
    Group {
        title: group.title.clone(),
        kind: group.kind,
        nodes: group
            .nodes
            .iter()
            .filter(|node| kept.contains(&node.id))
            .cloned()
            .collect(),
        groups: group.groups.iter().map(|inner| part_of_group(inner, kept)).collect(),
    }
}

fn part_of_sequence(sequence: &Sequence, things: &BTreeSet<usize>) -> Sequence {
    let items: Vec<Item> = things
        .iter()
        .filter_map(|at| sequence.items.get(*at))
        .cloned()
        .collect();
    let mut lanes = BTreeSet::new();
    taken(&items, &mut lanes);
    let participants = sequence.participants.iter().filter(|one| lanes.contains(&one.lane));
    Sequence {
        participants: participants.cloned().collect(),
        items,
        ..sequence.clone()
    }
}

/// The lanes that items touch.
fn taken(items: &[Item], lanes: &mut BTreeSet<Lane>) {
    for item in items {
        match item {
            Item::Message(message) => lanes.extend([message.from, message.to]),
            Item::Note { over, .. } => {
                lanes.insert(*over);
            }
            Item::Block(block) => block.branches.iter().for_each(|branch| taken(&branch.items, lanes)),
        }
    }
}

fn part_of_entities(entities: &Entities, things: &BTreeSet<usize>) -> Entities {
    let tables: Vec<_> = things
        .iter()
        .filter_map(|at| entities.tables.get(*at))
        .cloned()
        .collect();
    let kept: BTreeSet<NodeId> = tables.iter().map(|table| table.id).collect();
    // A reference to a table of another piece still stands among the rows.
    let inside = entities
        .relations
        .iter()
        .filter(|one| kept.contains(&one.from) && kept.contains(&one.to));
    Entities {
        relations: inside.cloned().collect(),
        tables,
        ..entities.clone()
    }
}
