//! Mermaid, in the three kinds that every viewer draws: flowchart, sequence, entity relationship.
//!
//! GitHub refuses more than 50,000 characters or 500 edges, and the diagram can't raise that. A
//! picture beyond the limits is written with less in it, and says so.

use super::diagram::{
    Block, BlockKind, Diagram, Entities, Graph, GraphKind, Group, Item, Node, NodeId, Row, Sequence, Symbol, Table,
};
use super::label::Label;
use crate::report::{CapacityState, Shape};

const MOST_CHARACTERS: usize = 49_000;
const MOST_EDGES: usize = 490;

/// How much of a diagram is written.
#[derive(Debug, Clone, Copy)]
struct Detail {
    /// Whether the lines below a title, the labels of edges and the fields of tables are written.
    lines: bool,
    /// Nodes, messages or tables; edges hang on them.
    most: usize,
}

/// The whole diagram, and what is tried in turn where it is too large.
const DETAILS: &[Detail] = &[
    Detail {
        lines: true,
        most: usize::MAX,
    },
    Detail {
        lines: false,
        most: usize::MAX,
    },
    Detail {
        lines: false,
        most: 300,
    },
    Detail {
        lines: false,
        most: 150,
    },
    Detail { lines: false, most: 75 },
    Detail { lines: false, most: 35 },
];

/// A diagram within the limits of GitHub.
pub fn write(diagram: &Diagram, generated: &str) -> String {
    let mark = format!("%% {}\n", escape(&Label::new(generated)));
    let mut text = String::new();
    for (at, detail) in DETAILS.iter().enumerate() {
        text.clone_from(&mark);
        if at > 0 {
            text.push_str("%% reduced to what viewers accept: 50000 characters, 500 edges\n");
        }
        let edges = match diagram {
            Diagram::Graph(graph) => flowchart(graph, *detail, &mut text),
            Diagram::Sequence(sequence) => sequence_diagram(sequence, *detail, &mut text),
            Diagram::Entities(entities) => er_diagram(entities, *detail, &mut text),
        };
        if edges <= MOST_EDGES && text.chars().count() <= MOST_CHARACTERS {
            break;
        }
    }
    text
}

/// A text in which no character means anything to Mermaid.
///
/// Everything risky becomes a numbered entity, which Mermaid sets aside before it parses and puts
/// back into the finished picture.
fn escape(label: &Label) -> String {
    let mut out = String::new();
    for (at, c) in label.as_str().char_indices() {
        let list = at == 0 && matches!(c, '-' | '+' | '*')
            || c == '.' && label.as_str()[..at].bytes().all(|b| b.is_ascii_digit());
        let quoted = matches!(
            c,
            '"' | '\''
                | '`'
                | '#'
                | ';'
                | '<'
                | '>'
                | '&'
                | '%'
                | '{'
                | '}'
                | '['
                | ']'
                | '\\'
                | '|'
                | '~'
                | '*'
                | '_'
                | '$'
                | ':'
                | '@'
        );
        if list || quoted {
            out.push_str(&format!("#{};", c as u32));
        } else {
            out.push(c);
        }
    }
    out
}

fn joined(title: &Label, lines: &[Label]) -> String {
    std::iter::once(title)
        .chain(lines)
        .map(escape)
        .collect::<Vec<_>>()
        .join("<br/>")
}

fn head(kind: &str, title: &Label, about: &Label, out: &mut String) {
    out.push_str(&format!(
        "{kind}\n  accTitle: {}\n  accDescr: {}\n",
        escape(title),
        escape(about)
    ));
}

/// Writes a flowchart and counts its edges.
fn flowchart(graph: &Graph, detail: Detail, out: &mut String) -> usize {
    let kind = match graph.kind {
        GraphKind::Calls => "flowchart LR",
        GraphKind::Places => "flowchart TB",
    };
    head(kind, &graph.title, &graph.about, out);
    let shown: Vec<NodeId> = graph
        .root
        .all_nodes()
        .iter()
        .take(detail.most)
        .map(|node| node.id)
        .collect();
    let mut groups = 0;
    group_body(&graph.root, &shown, detail, 1, &mut groups, out);
    let mut edges = 0;
    for edge in &graph.edges {
        if !(shown.contains(&edge.from) && shown.contains(&edge.to)) {
            continue;
        }
        edges += 1;
        let arrow = if edge.dashed { "-.->" } else { "-->" };
        let label = match edge.lines.split_first() {
            Some((first, rest)) if detail.lines => format!("|\"{}\"|", joined(first, rest)),
            _ => String::new(),
        };
        out.push_str(&format!("  n{} {arrow}{label} n{}\n", edge.from.0, edge.to.0));
    }
    for (class, state) in [
        ("strained", CapacityState::AboveTarget),
        ("unstable", CapacityState::Unstable),
    ] {
        let nodes = graph.root.all_nodes();
        let of: Vec<String> = nodes
            .iter()
            .filter(|node| node.state == state && shown.contains(&node.id))
            .map(|node| format!("n{}", node.id.0))
            .collect();
        if !of.is_empty() {
            // Only the border: a fill would fight with the viewer's dark or light theme.
            let colour = if class == "unstable" { "#d92d20" } else { "#b54708" };
            out.push_str(&format!("  classDef {class} stroke:{colour},stroke-width:3px\n"));
            out.push_str(&format!("  class {} {class}\n", of.join(",")));
        }
    }
    edges
}

fn group_body(group: &Group, shown: &[NodeId], detail: Detail, depth: usize, number: &mut usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    for node in group.nodes.iter().filter(|node| shown.contains(&node.id)) {
        out.push_str(&format!("{indent}{}\n", flowchart_node(node, detail)));
    }
    for inner in &group.groups {
        if !inner.all_nodes().iter().any(|node| shown.contains(&node.id)) {
            continue;
        }
        *number += 1;
        out.push_str(&format!("{indent}subgraph g{number}[\"{}\"]\n", escape(&inner.title)));
        group_body(inner, shown, detail, depth + 1, number, out);
        out.push_str(&format!("{indent}end\n"));
    }
}

fn flowchart_node(node: &Node, detail: Detail) -> String {
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

/// Writes a sequence diagram and counts its messages.
fn sequence_diagram(sequence: &Sequence, detail: Detail, out: &mut String) -> usize {
    head("sequenceDiagram", &sequence.title, &sequence.about, out);
    out.push_str("  autonumber\n");
    for participant in &sequence.participants {
        let word = if participant.symbol == Symbol::Actor {
            "actor"
        } else {
            "participant"
        };
        let subtitle = std::slice::from_ref(&participant.subtitle);
        let lines = if participant.subtitle.is_empty() || !detail.lines {
            &[]
        } else {
            subtitle
        };
        let name = joined(&participant.title, lines);
        out.push_str(&format!("  {word} p{} as {name}\n", participant.lane.0));
    }
    let mut left = detail.most;
    items(&sequence.items, detail, 1, &mut left, out);
    // Messages are text, not edges of a layout.
    0
}

fn items(items_here: &[Item], detail: Detail, depth: usize, left: &mut usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    for item in items_here {
        if *left == 0 {
            return;
        }
        *left -= 1;
        match item {
            Item::Message(message) => {
                let arrow = if message.waits { "->>" } else { "-)" };
                let manner = !message.detail.is_empty() && detail.lines;
                let lines = if manner {
                    std::slice::from_ref(&message.detail)
                } else {
                    &[]
                };
                let text = joined(&message.label, lines);
                let (from, to) = (message.from.0, message.to.0);
                out.push_str(&format!("{indent}p{from}{arrow}p{to}: {text}\n"));
            }
            Item::Note { over, text } => {
                out.push_str(&format!("{indent}Note over p{}: {}\n", over.0, escape(text)));
            }
            Item::Block(block) => block_text(block, detail, depth, left, out),
        }
    }
}

fn block_text(block: &Block, detail: Detail, depth: usize, left: &mut usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    let (first, further) = match block.kind {
        BlockKind::Opt => ("opt", "else"),
        BlockKind::Par => ("par", "and"),
    };
    for (at, branch) in block.branches.iter().enumerate() {
        let word = if at == 0 { first } else { further };
        out.push_str(format!("{indent}{word} {}", escape(&branch.title)).trim_end());
        out.push('\n');
        items(&branch.items, detail, depth + 1, left, out);
    }
    out.push_str(&format!("{indent}end\n"));
}

/// Writes an entity diagram and counts its relations.
fn er_diagram(entities: &Entities, detail: Detail, out: &mut String) -> usize {
    head("erDiagram", &entities.title, &entities.about, out);
    let shown: Vec<&Table> = entities.tables.iter().take(detail.most).collect();
    for table in &shown {
        out.push_str(&format!("  t{}[\"{}\"]", table.id.0, escape(&table.title)));
        if detail.lines && !table.rows.is_empty() {
            out.push_str(" {\n");
            for row in &table.rows {
                out.push_str(&format!("    {}\n", er_row(row)));
            }
            out.push_str("  }");
        }
        out.push('\n');
    }
    let mut edges = 0;
    for relation in &entities.relations {
        let has = |id| shown.iter().any(|table| table.id == id);
        if !(has(relation.from) && has(relation.to)) {
            continue;
        }
        edges += 1;
        let many = if relation.one { "|o" } else { "}o" };
        let one = if relation.optional { "o|" } else { "||" };
        let label = escape(&relation.label);
        let (from, to) = (relation.from.0, relation.to.0);
        out.push_str(&format!("  t{from} {many}--{one} t{to} : \"{label}\"\n"));
    }
    edges
}

fn er_row(row: &Row) -> String {
    let kind = match (&row.reference, row.kind.is_empty()) {
        (Some(entity), true) => entity,
        _ => &row.kind,
    };
    let mut text = format!("{} {}", word(kind, "()[]"), word(&row.name, ""));
    let keys: Vec<&str> = [(row.key, "PK"), (row.reference.is_some(), "FK"), (row.unique, "UK")]
        .into_iter()
        .filter_map(|(is, key)| is.then_some(key))
        .collect();
    if !keys.is_empty() {
        text.push_str(&format!(" {}", keys.join(", ")));
    }
    let remarks: Vec<&str> = [(row.personal, "personal data"), (row.optional, "optional")]
        .into_iter()
        .filter_map(|(is, remark)| is.then_some(remark))
        .collect();
    if !remarks.is_empty() {
        text.push_str(&format!(" \"{}\"", remarks.join(", ")));
    }
    text
}

/// A bare word: types and fields can't be quoted.
fn word(label: &Label, also: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || also.contains(c) {
            c
        } else {
            '_'
        }
    };
    let word: String = label.as_str().chars().map(plain).collect();
    if word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        word
    } else {
        format!("f{word}")
    }
}
