//! Whether two texts say the same: that is asked of every text before it takes the place of another.

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

/// What a text says, node by node, and its comments in order.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    nodes: Vec<Node>,
    comments: Vec<String>,
}

#[derive(Debug, PartialEq, Eq)]
enum Node {
    /// Its text, whether it means nothing at all, and its anchor.
    Scalar(String, bool, usize),
    List(bool, usize),
    Map(bool, usize),
    End,
    Alias(usize),
}

/// Whether two texts have the same nodes with the same texts and anchors, and the same comments.
pub fn same(one: &str, other: &str) -> bool {
    matches!((said(one), said(other)), (Some(one), Some(other)) if one == other)
}

fn said(text: &str) -> Option<Said> {
    let mut said = Said {
        nodes: Vec::new(),
        comments: Vec::new(),
    };
    for event in Parser::new_from_str(text) {
        let node = match event.ok()?.0 {
            // The space behind `#` is not part of what a comment says.
            Event::Comment(text, _) => {
                said.comments.push(text.trim_matches([' ', '\t', '\r']).to_string());
                continue;
            }
            Event::Scalar(text, style, anchor, _) => {
                let plain = style == ScalarStyle::Plain;
                let nothing = plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                Node::Scalar(text.into_owned(), nothing, anchor)
            }
            Event::SequenceStart(style, anchor, _) => Node::List(style == StructureStyle::Flow, anchor),
            Event::MappingStart(style, anchor, _) => Node::Map(style == StructureStyle::Flow, anchor),
            Event::SequenceEnd | Event::MappingEnd => Node::End,
            Event::Alias(anchor) => Node::Alias(anchor),
            _ => continue,
        };
        said.nodes.push(node);
    }
    Some(said)
}
