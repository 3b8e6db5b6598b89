//! DOT, for Graphviz: graphs with clusters, tables as boxes, and a sequence as numbered arrows.

use super::diagram::{Accent, Diagram, EdgeKind, Entities, Graph, Group, Item, Node, Row, Sequence, Symbol};
use super::label::{self, Label};
use crate::report::Shape;

/// A directed graph.
pub fn write(diagram: &Diagram, generated: &str) -> String {
    let mut out = format!("// {}\ndigraph {{\n", escape(&Label::new(generated)));
    match diagram {
        Diagram::Graph(graph) => clusters(graph, &mut out),
        Diagram::Sequence(sequence) => collaboration(sequence, &mut out),
        Diagram::Entities(entities) => tables(entities, &mut out),
        // Not among the kinds of the format.
        Diagram::Matrix(_) | Diagram::Chart(_) => {}
    }
    out.push_str("}\n");
    out
}

/// A text for a quoted string, in which Graphviz still reads entities and a backslash.
fn escape(label: &Label) -> String {
    let mut out = String::new();
    for c in label.as_str().chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ => out.push(c),
        }
    }
    out
}

fn joined(title: &Label, lines: &[Label]) -> String {
    label::joined(std::iter::once(title).chain(lines), escape, "\\n")
}

fn head(title: &Label, rightward: bool, out: &mut String) {
    let direction = if rightward { "LR" } else { "TB" };
    out.push_str(&format!(
        "  label=\"{}\"; labelloc=t; rankdir={direction}; compound=true;\n",
        escape(title)
    ));
    out.push_str("  fontname=\"Helvetica,Arial\"; fontsize=14;\n");
    out.push_str("  node [shape=box, style=rounded, fontname=\"Helvetica,Arial\", fontsize=10];\n");
    out.push_str("  edge [fontname=\"Helvetica,Arial\", fontsize=9, color=\"#5b6878\"];\n");
}

fn clusters(graph: &Graph, out: &mut String) {
    head(&graph.title, graph.rightward(), out);
    let open = |group: &Group, number: usize, indent: &str| {
        let label = escape(&group.title);
        format!("{indent}subgraph cluster_{number} {{\n{indent}  label=\"{label}\"; color=\"#8fa0b5\";\n")
    };
    graph.root.write(1, &node_text, &open, out);
    for edge in &graph.edges {
        let style = match edge.kind {
            EdgeKind::Waits => "style=solid",
            EdgeKind::Sends => "style=dashed, arrowhead=open",
            EdgeKind::Fallback => "style=dotted, arrowhead=open",
        };
        let label = match edge.lines.split_first() {
            Some((first, rest)) => format!("label=\"{}\", ", joined(first, rest)),
            None => String::new(),
        };
        let accent = accent(edge.accent);
        out.push_str(&format!(
            "  n{} -> n{} [{label}{style}{accent}];\n",
            edge.from.0, edge.to.0
        ));
    }
}

fn node_text(node: &Node) -> String {
    let text = joined(&node.caption(), &node.lines);
    let shape = shape(node.symbol);
    let accent = accent(node.accent);
    format!("n{} [label=\"{text}\", {shape}{accent}];", node.id.0)
}

/// The attributes of what stands out.
fn accent(accent: Option<Accent>) -> String {
    accent.map_or_else(String::new, |accent| {
        format!(", color=\"{}\", penwidth=2", accent.line())
    })
}

fn shape(symbol: Symbol) -> &'static str {
    match symbol {
        Symbol::Actor | Symbol::Component(Shape::Client) => "shape=oval, style=solid",
        Symbol::Component(shape) => match shape {
            Shape::Cache | Shape::Database | Shape::ObjectStore | Shape::Search => "shape=cylinder, style=solid",
            Shape::Queue | Shape::Log => "shape=box, peripheries=2",
            Shape::Balancer | Shape::Gateway => "shape=hexagon, style=solid",
            Shape::Edge | Shape::External => "shape=box, style=\"rounded,dashed\"",
            Shape::Service | Shape::Worker | Shape::Client | Shape::Unknown => "shape=box",
        },
    }
}

/// Graphviz knows no lanes: the order of the messages stands in their numbers.
fn collaboration(sequence: &Sequence, out: &mut String) {
    head(&sequence.title, true, out);
    for participant in &sequence.participants {
        let text = joined(&participant.title, &participant.lines);
        let shape = shape(participant.symbol);
        out.push_str(&format!("  p{} [label=\"{text}\", {shape}];\n", participant.lane.0));
    }
    messages(&sequence.items, &mut 0, out);
}

fn messages(items: &[Item], number: &mut usize, out: &mut String) {
    for item in items {
        match item {
            Item::Message(message) => {
                *number += 1;
                let text = joined(&message.title, &message.lines);
                let style = if message.waits {
                    "style=solid"
                } else {
                    "style=dashed, arrowhead=open"
                };
                let (from, to) = (message.from.0, message.to.0);
                out.push_str(&format!("  p{from} -> p{to} [label=\"{number}  {text}\", {style}];\n"));
            }
            Item::Note { .. } => {}
            Item::Block(block) => {
                for branch in &block.branches {
                    messages(&branch.items, number, out);
                }
            }
        }
    }
}

fn tables(entities: &Entities, out: &mut String) {
    head(&entities.title, true, out);
    for table in &entities.tables {
        let rows: String = table.rows.iter().map(row_text).collect();
        let text = joined(&table.title, &table.lines);
        out.push_str(&format!(
            "  t{} [label=\"{text}\\n \\n{rows}\", style=solid];\n",
            table.id.0
        ));
    }
    for relation in &entities.relations {
        let many = if relation.one { "teeodot" } else { "crowodot" };
        let one = if relation.optional { "teeodot" } else { "teetee" };
        out.push_str(&format!(
            "  t{} -> t{} [label=\"{}\", dir=both, arrowtail={many}, arrowhead={one}];\n",
            relation.from.0,
            relation.to.0,
            escape(&relation.label)
        ));
    }
}

/// A field, flush left.
fn row_text(row: &Row) -> String {
    let kind = match &row.reference {
        Some(entity) if row.kind.is_empty() => entity,
        _ => &row.kind,
    };
    let marks: String = [
        (row.key, " PK"),
        (row.reference.is_some(), " FK"),
        (row.unique, " unique"),
    ]
    .into_iter()
    .filter_map(|(is, mark)| is.then_some(mark))
    .collect();
    let optional = if row.optional { "?" } else { "" };
    format!("{}: {}{optional}{marks}\\l", escape(&row.name), escape(kind))
}
