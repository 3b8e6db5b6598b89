//! Mermaid, in the three kinds that every viewer draws: flowchart, sequence, entity relationship.
//!
//! GitHub refuses more than 50,000 characters or 500 edges, and the diagram can't raise that. A
//! picture beyond the limits is written with less in it, and says so.

mod er;
mod flowchart;
mod sequence;

use super::diagram::Diagram;
use super::label::{self, Label};

const MOST_CHARACTERS: usize = 49_000;
const MOST_EDGES: usize = 490;
/// Characters that the mark takes at most.
const LONGEST_MARK: usize = 1000;

/// How much of a diagram is written.
#[derive(Debug, Clone, Copy)]
struct Detail {
    /// Whether the lines below a title, the labels of edges and the fields of tables are written.
    lines: bool,
    /// Nodes, participants, messages or tables, each.
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
        most: 1000,
    },
    Detail {
        lines: false,
        most: 300,
    },
    Detail {
        lines: false,
        most: 100,
    },
    Detail { lines: false, most: 35 },
];

/// Whether the whole diagram is within the limits of GitHub.
pub fn holds(diagram: &Diagram) -> bool {
    let body = DETAILS.first().map(|detail| body(diagram, *detail)).unwrap_or_default();
    let arrows = body.text.lines().filter(|line| line.contains("->"));
    body.whole && arrows.count() <= MOST_EDGES && body.text.chars().count() <= MOST_CHARACTERS - LONGEST_MARK
}

fn body(diagram: &Diagram, detail: Detail) -> Body {
    match diagram {
        Diagram::Graph(graph) => flowchart::write(graph, detail),
        Diagram::Sequence(sequence) => sequence::write(sequence, detail),
        Diagram::Entities(entities) => er::write(entities, detail),
        // Not among the kinds of the format.
        Diagram::Matrix(_) | Diagram::Chart(_) => Body::default(),
    }
}

/// A diagram within the limits of GitHub.
pub fn write(diagram: &Diagram, generated: &str) -> String {
    let mark = format!("%% {}\n", escape(&Label::new(generated)));
    let mut text = String::new();
    for (at, detail) in DETAILS.iter().enumerate() {
        let body = body(diagram, *detail);
        text.clone_from(&mark);
        if at > 0 || !body.whole {
            text.push_str("%% reduced to what viewers accept: 50000 characters, 500 edges\n");
        }
        text.push_str(&body.text);
        if text.chars().count() <= MOST_CHARACTERS {
            break;
        }
    }
    text
}

/// A diagram without its mark.
#[derive(Default)]
struct Body {
    text: String,
    /// Whether all edges found room.
    whole: bool,
}

/// What means something to Mermaid, to Markdown in it, or to the page around it.
const SPECIAL: &str = "\"`#;<>&%{}[]\\|*~$";

/// A text in which no character means anything to Mermaid.
///
/// Everything risky becomes a numbered entity, which Mermaid sets aside before it parses and puts
/// back into the finished picture.
fn escape(label: &Label) -> String {
    let text = label.as_str();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let list = match text.get(digits..) {
        // `- ` and `1. ` would begin a list.
        Some(rest) if digits > 0 && rest.starts_with(". ") => Some(digits),
        _ if text.starts_with(['-', '+']) => Some(0),
        _ => None,
    };
    let mut out = String::new();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        // `__` would begin bold type.
        if Some(at) == list || SPECIAL.contains(c) || c == '_' && before == '_' {
            out.push_str(&format!("#{};", c as u32));
        } else {
            out.push(c);
        }
        before = c;
    }
    out
}

/// A title and the lines below it.
fn joined(title: &Label, lines: &[Label]) -> String {
    label::joined(std::iter::once(title).chain(lines), escape, "<br/>")
}

/// The first lines: the kind, and what a screen reader says.
fn head(kind: &str, title: &Label, about: &Label) -> String {
    format!("{kind}\n  accTitle: {}\n  accDescr: {}\n", escape(title), escape(about))
}
