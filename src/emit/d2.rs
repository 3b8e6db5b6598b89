//! D2: nested shapes, sequences and tables.

use super::diagram::{
    Accent, Block, BlockKind, Branch, Diagram, EdgeKind, Entities, Graph, Group, Item, Message, Node, Row, Sequence,
    Symbol, Table,
};
use super::label::{self, Label};
use crate::report::Shape;

/// A D2 file.
pub fn write(diagram: &Diagram, generated: &str) -> String {
    let mut out = format!("# {}\n", Label::new(generated));
    match diagram {
        Diagram::Graph(graph) => shapes(graph, &mut out),
        Diagram::Sequence(sequence) => sequence_diagram(sequence, &mut out),
        Diagram::Entities(entities) => tables(entities, &mut out),
        // Not among the kinds of the format.
        Diagram::Matrix(_) | Diagram::Chart(_) => {}
    }
    out
}

/// A text for a double-quoted string, in which D2 still reads `\` and `${…}`.
fn escape(label: &Label) -> String {
    let mut out = String::new();
    for c in label.as_str().chars() {
        if matches!(c, '"' | '\\' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn joined(title: &Label, lines: &[Label]) -> String {
    label::joined(std::iter::once(title).chain(lines), escape, "\\n")
}

fn title(label: &Label, out: &mut String) {
    out.push_str(&format!(
        "title: \"{}\" {{\n  shape: text\n  near: top-center\n  style.font-size: 24\n}}\n",
        escape(label)
    ));
}

fn shapes(graph: &Graph, out: &mut String) {
    title(&graph.title, out);
    if graph.rightward() {
        out.push_str("direction: right\n");
    }
    let mut paths = Vec::new();
    group(&graph.root, &mut Numbers::default(), &mut paths, out);
    let path = |id| {
        paths
            .iter()
            .find(|(of, _)| *of == id)
            .map(|(_, path): &(_, String)| path.as_str())
    };
    for edge in &graph.edges {
        let (Some(from), Some(to)) = (path(edge.from), path(edge.to)) else {
            continue;
        };
        let label = match edge.lines.split_first() {
            Some((first, rest)) => format!("\"{}\" ", joined(first, rest)),
            None => String::new(),
        };
        let dash = match edge.kind {
            EdgeKind::Waits => "",
            EdgeKind::Sends => "  style.stroke-dash: 5\n",
            EdgeKind::Fallback => "  style.stroke-dash: 2\n",
        };
        out.push_str(&format!(
            "{from} -> {to}: {label}{{\n{dash}  style.stroke: \"{}\"\n}}\n",
            edge.accent.map_or("#5b6878", Accent::line)
        ));
    }
}

/// Where a walk through the boxes stands.
#[derive(Default)]
struct Numbers {
    groups: usize,
    /// The path of the box, each with its dot, and how deep it is.
    path: String,
    depth: usize,
}

/// Writes nodes and boxes, and notes by which path an arrow finds each node.
fn group(here: &Group, numbers: &mut Numbers, paths: &mut Vec<(super::diagram::NodeId, String)>, out: &mut String) {
    let indent = "  ".repeat(numbers.depth);
    for node in &here.nodes {
        paths.push((node.id, format!("{}n{}", numbers.path, node.id.0)));
        out.push_str(&node_text(node, &indent));
    }
    for inner in here.groups.iter().filter(|inner| !inner.is_empty()) {
        numbers.groups += 1;
        let id = format!("g{}", numbers.groups);
        out.push_str(&format!("{indent}{id}: \"{}\" {{\n", escape(&inner.title)));
        let outside = std::mem::take(&mut numbers.path);
        numbers.path = format!("{outside}{id}.");
        numbers.depth += 1;
        group(inner, numbers, paths, out);
        numbers.depth -= 1;
        numbers.path = outside;
        out.push_str(&format!("{indent}}}\n"));
    }
}

fn node_text(node: &Node, indent: &str) -> String {
    let text = joined(&node.caption(), &node.lines);
    let accent = node.accent.map_or_else(String::new, |accent| {
        format!(
            "{indent}  style.stroke: \"{}\"\n{indent}  style.stroke-width: 3\n",
            accent.line()
        )
    });
    format!(
        "{indent}n{}: \"{text}\" {{\n{indent}  shape: {}\n{accent}{indent}}}\n",
        node.id.0,
        shape(node.symbol)
    )
}

fn shape(symbol: Symbol) -> &'static str {
    match symbol {
        Symbol::Actor => "person",
        Symbol::Component(shape) => match shape {
            Shape::Cache | Shape::Database | Shape::Search => "cylinder",
            Shape::ObjectStore => "stored_data",
            Shape::Queue | Shape::Log => "queue",
            Shape::Edge | Shape::External => "cloud",
            Shape::Balancer | Shape::Gateway => "hexagon",
            Shape::Client => "page",
            Shape::Service | Shape::Worker | Shape::Unknown => "rectangle",
        },
    }
}

fn sequence_diagram(sequence: &Sequence, out: &mut String) {
    title(&sequence.title, out);
    out.push_str("flow: \"\" {\n  shape: sequence_diagram\n");
    for participant in &sequence.participants {
        let text = joined(&participant.title, &participant.lines);
        out.push_str(&format!("  p{}: \"{text}\"\n", participant.lane.0));
    }
    items(
        &sequence.items,
        &mut Numbers {
            depth: 1,
            ..Numbers::default()
        },
        out,
    );
    out.push_str("}\n");
}

fn items(items_here: &[Item], numbers: &mut Numbers, out: &mut String) {
    let indent = "  ".repeat(numbers.depth);
    for item in items_here {
        match item {
            Item::Message(message) => out.push_str(&message_text(message, &indent)),
            Item::Note { over, text } => {
                numbers.groups += 1;
                out.push_str(&format!(
                    "{indent}p{}.note{}: \"{}\"\n",
                    over.0,
                    numbers.groups,
                    escape(text)
                ));
            }
            Item::Block(block) => block_text(block, numbers, out),
        }
    }
}

fn message_text(message: &Message, indent: &str) -> String {
    let text = joined(&message.title, &message.lines);
    let style = if message.waits { "" } else { " {style.stroke-dash: 5}" };
    format!("{indent}p{} -> p{}: \"{text}\"{style}\n", message.from.0, message.to.0)
}

fn block_text(block: &Block, numbers: &mut Numbers, out: &mut String) {
    for branch in &block.branches {
        numbers.groups += 1;
        let indent = "  ".repeat(numbers.depth);
        let words = heading(block.kind, branch);
        out.push_str(&format!("{indent}b{}: \"{words}\" {{\n", numbers.groups));
        numbers.depth += 1;
        items(&branch.items, numbers, out);
        numbers.depth -= 1;
        out.push_str(&format!("{indent}}}\n"));
    }
}

fn heading(kind: BlockKind, branch: &Branch) -> String {
    let kind = match kind {
        BlockKind::Opt => "opt",
        BlockKind::Par => "par",
    };
    if branch.title.is_empty() {
        kind.to_owned()
    } else {
        format!("{kind}: {}", escape(&branch.title))
    }
}

fn tables(entities: &Entities, out: &mut String) {
    title(&entities.title, out);
    for table in &entities.tables {
        table_text(table, out);
    }
    for relation in &entities.relations {
        let many = if relation.one { "cf-one" } else { "cf-many" };
        let one = if relation.optional { "cf-one" } else { "cf-one-required" };
        out.push_str(&format!(
            "t{} -> t{}: \"{}\" {{\n  source-arrowhead.shape: {many}\n  target-arrowhead.shape: {one}\n}}\n",
            relation.from.0,
            relation.to.0,
            escape(&relation.label)
        ));
    }
}

fn table_text(table: &Table, out: &mut String) {
    out.push_str(&format!(
        "t{}: \"{}\" {{\n  shape: sql_table\n",
        table.id.0,
        escape(&table.title)
    ));
    for (at, row) in table.rows.iter().enumerate() {
        out.push_str(&row_text(at, row));
    }
    out.push_str("}\n");
}

/// A field; its place goes before its name, for names may repeat and keywords mean something.
fn row_text(at: usize, row: &Row) -> String {
    let kind = match &row.reference {
        Some(entity) if row.kind.is_empty() => entity,
        _ => &row.kind,
    };
    let marks = [
        (row.key, "primary_key"),
        (row.reference.is_some(), "foreign_key"),
        (row.unique, "unique"),
    ];
    let marks: Vec<&str> = marks.into_iter().filter_map(|(is, mark)| is.then_some(mark)).collect();
    let constraint = match marks.as_slice() {
        [] => String::new(),
        marks => format!(" {{constraint: [{}]}}", marks.join("; ")),
    };
    let optional = if row.optional { "?" } else { "" };
    format!(
        "  \"{} {}\": \"{}{optional}\"{constraint}\n",
        at + 1,
        escape(&row.name),
        escape(kind)
    )
}
