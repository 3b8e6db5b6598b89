//! PlantUML: rectangles, sequences and entities, without includes or themes.

use super::diagram::{
    Block, BlockKind, Diagram, EdgeKind, Entities, Graph, Group, Item, Node, Row, Sequence, Symbol, Table,
};
use super::label::{self, Label};
use crate::report::Shape;

/// Kinds of boxes, as `skinparam` names them.
const KINDS: &[&str] = &[
    "actor",
    "rectangle",
    "database",
    "queue",
    "cloud",
    "folder",
    "node",
    "participant",
    "collections",
    "class",
    "note",
];

/// A diagram between `@startuml` and `@enduml`.
pub fn write(diagram: &Diagram, generated: &str) -> String {
    let mut out = format!("@startuml\n' {}\n", escape(&Label::new(generated)));
    match diagram {
        Diagram::Graph(graph) => rectangles(graph, &mut out),
        Diagram::Sequence(sequence) => sequence_diagram(sequence, &mut out),
        Diagram::Entities(entities) => entity_diagram(entities, &mut out),
        // Not among the kinds of the format.
        Diagram::Matrix(_) | Diagram::Chart(_) => {}
    }
    out.push_str("@enduml\n");
    out
}

/// What means something to PlantUML or its markup wherever it stands.
const SPECIAL: &str = "\"<>\\~[]{}|&#$@!^'`;";

/// What means something doubled, or at the start of a line.
const DOUBLED: &str = "-_*/=.+(),:";

/// A text in which no character means anything to PlantUML or its markup.
pub fn escape(label: &Label) -> String {
    let mut out = String::new();
    let mut before = '\n';
    for (at, c) in label.as_str().char_indices() {
        let after = label
            .as_str()
            .get(at + c.len_utf8()..)
            .and_then(|rest| rest.chars().next());
        let quoted = SPECIAL.contains(c)
            || DOUBLED.contains(c) && (c == before || before == '\n')
            // `%name` calls a function of the preprocessor.
            || c == '%' && after.is_some_and(|c| c != ' ' && c != ',');
        if quoted {
            out.push_str(&format!("<U+{:04X}>", c as u32));
        } else {
            out.push(c);
        }
        before = c;
    }
    out
}

fn joined(title: &Label, lines: &[Label]) -> String {
    label::joined(std::iter::once(title).chain(lines), escape, "\\n")
}

/// The title, and quiet colours, set kind by kind since themes differ between versions.
fn head(title: &Label, out: &mut String) {
    out.push_str(&format!("title {}\n", escape(title)));
    out.push_str("skinparam shadowing false\nskinparam arrowColor #5B6878\n");
    for kind in KINDS {
        out.push_str(&format!("skinparam {kind}BackgroundColor #F7F9FC\n"));
        out.push_str(&format!("skinparam {kind}BorderColor #8A97A8\n"));
    }
}

fn rectangles(graph: &Graph, out: &mut String) {
    head(&graph.title, out);
    out.push_str("skinparam defaultTextAlignment center\n");
    if graph.rightward() {
        out.push_str("left to right direction\n");
    }
    let open = |group: &Group, number: usize, indent: &str| {
        format!("{indent}rectangle \"{}\" as g{number} {{\n", escape(&group.title))
    };
    graph.root.write(0, &node_text, &open, out);
    for edge in &graph.edges {
        let arrow = match edge.kind {
            EdgeKind::Waits => "-->".to_owned(),
            EdgeKind::Sends => "..>".to_owned(),
            EdgeKind::Fallback => "-[dotted]->".to_owned(),
        };
        let arrow = match (edge.accent, edge.kind) {
            (None, _) => arrow,
            (Some(accent), EdgeKind::Waits) => format!("-[{},bold]->", accent.line()),
            (Some(accent), EdgeKind::Sends | EdgeKind::Fallback) => format!("-[{},dashed]->", accent.line()),
        };
        let label = match edge.lines.split_first() {
            Some((first, rest)) => format!(" : {}", joined(first, rest)),
            None => String::new(),
        };
        out.push_str(&format!("n{} {arrow} n{}{label}\n", edge.from.0, edge.to.0));
    }
}

fn node_text(node: &Node) -> String {
    let word = match node.symbol {
        Symbol::Actor => "actor",
        Symbol::Component(shape) => match shape {
            Shape::Cache | Shape::Database | Shape::Search => "database",
            Shape::ObjectStore => "folder",
            Shape::Queue | Shape::Log => "queue",
            Shape::Edge | Shape::External => "cloud",
            Shape::Client => "node",
            Shape::Service | Shape::Worker | Shape::Balancer | Shape::Gateway | Shape::Unknown => "rectangle",
        },
    };
    let colour = node
        .accent
        .map_or_else(String::new, |accent| format!(" {}", accent.pale()));
    format!(
        "{word} \"{}\" as n{}{colour}",
        joined(&node.caption(), &node.lines),
        node.id.0
    )
}

fn sequence_diagram(sequence: &Sequence, out: &mut String) {
    head(&sequence.title, out);
    out.push_str("hide footbox\nautonumber\n");
    for participant in &sequence.participants {
        let word = match participant.symbol {
            Symbol::Actor => "actor",
            Symbol::Component(Shape::Cache | Shape::Database | Shape::Search) => "database",
            Symbol::Component(Shape::Queue | Shape::Log) => "collections",
            Symbol::Component(_) => "participant",
        };
        let name = joined(&participant.title, &participant.lines);
        out.push_str(&format!("{word} \"{name}\" as p{}\n", participant.lane.0));
    }
    items(&sequence.items, out);
}

fn items(items_here: &[Item], out: &mut String) {
    for item in items_here {
        match item {
            Item::Message(message) => {
                let arrow = if message.waits { "->" } else { "->>" };
                let text = joined(&message.title, &message.lines);
                out.push_str(&format!("p{} {arrow} p{} : {text}\n", message.from.0, message.to.0));
            }
            Item::Note { over, text } => {
                out.push_str(&format!("note over p{} : {}\n", over.0, escape(text)));
            }
            Item::Block(block) => block_text(block, out),
        }
    }
}

fn block_text(block: &Block, out: &mut String) {
    let first = match block.kind {
        BlockKind::Opt => "opt",
        BlockKind::Par => "par",
    };
    for (at, branch) in block.branches.iter().enumerate() {
        let word = if at == 0 { first } else { "else" };
        out.push_str(format!("{word} {}", escape(&branch.title)).trim_end());
        out.push('\n');
        items(&branch.items, out);
    }
    out.push_str("end\n");
}

fn entity_diagram(entities: &Entities, out: &mut String) {
    head(&entities.title, out);
    out.push_str("hide circle\n");
    for table in &entities.tables {
        out.push_str(&table_text(table));
    }
    for relation in &entities.relations {
        let many = if relation.one { "|o" } else { "}o" };
        let one = if relation.optional { "o|" } else { "||" };
        let label = escape(&relation.label);
        out.push_str(&format!(
            "t{} {many}--{one} t{} : {label}\n",
            relation.from.0, relation.to.0
        ));
    }
}

fn table_text(table: &Table) -> String {
    let mut text = format!(
        "entity \"{}\" as t{} {{\n",
        joined(&table.title, &table.lines),
        table.id.0
    );
    let (keys, others): (Vec<&Row>, Vec<&Row>) = table.rows.iter().partition(|row| row.key);
    for row in &keys {
        text.push_str(&row_text(row));
    }
    if !keys.is_empty() && !others.is_empty() {
        text.push_str("  --\n");
    }
    for row in &others {
        text.push_str(&row_text(row));
    }
    text.push_str("}\n");
    text
}

fn row_text(row: &Row) -> String {
    let kind = match &row.reference {
        Some(entity) if row.kind.is_empty() => entity,
        _ => &row.kind,
    };
    let mut text = format!(
        "  {}{} : {}",
        if row.optional { "" } else { "* " },
        escape(&row.name),
        escape(kind)
    );
    for (is, mark) in [
        (row.key, "PK"),
        (row.reference.is_some(), "FK"),
        (row.unique, "unique"),
        (row.personal, "personal data"),
    ] {
        if is {
            text.push_str(&format!(" <<{mark}>>"));
        }
    }
    text.push('\n');
    text
}
