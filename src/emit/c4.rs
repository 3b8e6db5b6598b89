//! C4-PlantUML: people, systems and containers by the macros of PlantUML's standard library.

use super::diagram::{Accent, Diagram, Edge, EdgeKind, Graph, Group, GroupKind, Node, Symbol};
use super::label::{self, Label};
use super::plantuml::escape;
use crate::report::Shape;

/// A graph between `@startuml` and `@enduml`.
pub fn write(diagram: &Diagram, generated: &str) -> String {
    let mut out = format!("@startuml\n' {}\n", escape(&Label::new(generated)));
    // Any other is not among the kinds of the format.
    if let Diagram::Graph(graph) = diagram {
        body(graph, &mut out);
    }
    out.push_str("@enduml\n");
    out
}

fn body(graph: &Graph, out: &mut String) {
    out.push_str("!include <C4/C4_Deployment>\n");
    if graph.rightward() {
        out.push_str("LAYOUT_LEFT_RIGHT()\n");
    }
    out.push_str(&format!("title {}\n", escape(&graph.title)));
    for accent in super::diagram::ACCENTS {
        let (word, colour) = (accent.word(), accent.line());
        if graph.root.all_nodes().iter().any(|node| node.accent == Some(accent)) {
            out.push_str(&format!(
                "AddElementTag({word}, $bgColor=\"{}\", $fontColor=\"#1b2430\", $borderColor=\"{colour}\")\n",
                accent.pale()
            ));
        }
        if graph.edges.iter().any(|edge| edge.accent == Some(accent)) {
            out.push_str(&format!(
                "AddRelTag({word}, $lineColor=\"{colour}\", $textColor=\"{colour}\")\n"
            ));
        }
    }
    out.push_str("AddRelTag(sends, $lineStyle=DashedLine())\nAddRelTag(fallback, $lineStyle=DottedLine())\n");
    graph.root.write(0, &node_text, &open, out);
    for edge in &graph.edges {
        out.push_str(&edge_text(edge));
    }
}

fn open(group: &Group, number: usize, indent: &str) -> String {
    let title = escape(&group.title);
    let call = match group.kind {
        GroupKind::Sheet | GroupKind::System => format!("System_Boundary(g{number}, \"{title}\")"),
        GroupKind::Region => format!("Deployment_Node(g{number}, \"{title}\", \"region\")"),
        GroupKind::Zone => format!("Deployment_Node(g{number}, \"{title}\", \"zone\")"),
    };
    format!("{indent}{call} {{\n")
}

/// The first line below the title is what it is, the rest says more.
fn node_text(node: &Node) -> String {
    let (kind, rest) = match node.lines.split_first() {
        Some((first, rest)) => (escape(first), joined(rest)),
        None => (String::new(), String::new()),
    };
    let (id, title) = (node.id.0, escape(&node.caption()));
    let tags = tags(node.accent.map(Accent::word).into_iter());
    match node.symbol {
        Symbol::Actor => format!("Person(n{id}, \"{title}\", \"{}\"{tags})", joined(&node.lines)),
        Symbol::Component(Shape::External) => {
            format!("Container_Ext(n{id}, \"{title}\", \"{kind}\", \"{rest}\"{tags})")
        }
        Symbol::Component(shape) => {
            let macro_name = match shape {
                Shape::Cache | Shape::Database | Shape::ObjectStore | Shape::Search => "ContainerDb",
                Shape::Queue | Shape::Log => "ContainerQueue",
                _ => "Container",
            };
            format!("{macro_name}(n{id}, \"{title}\", \"{kind}\", \"{rest}\"{tags})")
        }
    }
}

fn edge_text(edge: &Edge) -> String {
    let kind = match edge.kind {
        EdgeKind::Waits => None,
        EdgeKind::Sends => Some("sends"),
        EdgeKind::Fallback => Some("fallback"),
    };
    let tags = tags(kind.into_iter().chain(edge.accent.map(Accent::word)));
    format!(
        "Rel(n{}, n{}, \"{}\"{tags})\n",
        edge.from.0,
        edge.to.0,
        joined(&edge.lines)
    )
}

fn tags<'a>(tags: impl Iterator<Item = &'a str>) -> String {
    let tags: Vec<&str> = tags.collect();
    match tags.as_slice() {
        [] => String::new(),
        tags => format!(", $tags=\"{}\"", tags.join("+")),
    }
}

fn joined(lines: &[Label]) -> String {
    label::joined(lines, escape, "\\n")
}
