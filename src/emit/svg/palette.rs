//! The colours of all pictures: calm fills, and inks that keep a contrast of at least 4.5 on them.

use super::super::diagram::{Accent, GroupKind, Symbol};
use crate::report::Shape;

/// Paper, text, secondary text, arrows.
pub const PAPER: &str = "#ffffff";
pub const INK: &str = "#1b2430";
pub const MUTED: &str = "#55606e";
pub const LINE: &str = "#5b6878";
/// Hairlines that carry no meaning of their own.
pub const FAINT: &str = "#c9d1db";
/// A box beside the matter, such as a note.
pub const NOTE_FILL: &str = "#fdf8e4";
pub const NOTE_LINE: &str = "#d8c98f";
/// A block of a sequence.
pub const BLOCK: &str = "#8fa0b5";
pub const BLOCK_FILL: &str = "#e9eef5";

/// Every other row of a table.
pub const STRIPE: &str = "#f4f6f9";

/// Parts of a bar. Neighbours differ in lightness too, and each keeps a contrast of 3 on paper.
const PARTS: [&str; 8] = [
    "#1f54b5", "#c26a00", "#0d8a7d", "#8a2a6b", "#5b6878", "#7a6a00", "#6a4bd0", "#a33b2a",
];

/// The colour of a part of a bar, by its place.
pub fn part(at: usize) -> &'static str {
    PARTS[at % PARTS.len()]
}

/// The colours of one kind of box.
#[derive(Debug, Clone, Copy)]
pub struct Tint {
    pub fill: &'static str,
    pub line: &'static str,
    /// Dark enough for an icon or a text.
    pub deep: &'static str,
}

const PERSON: Tint = Tint {
    fill: "#ffffff",
    line: "#8a97a8",
    deep: "#3d4a5c",
};
const COMPUTE: Tint = Tint {
    fill: "#f1f6ff",
    line: "#94b5ea",
    deep: "#1f54b5",
};
const TRAFFIC: Tint = Tint {
    fill: "#edf8f6",
    line: "#86c5bc",
    deep: "#0d6b62",
};
const STORE: Tint = Tint {
    fill: "#f6f3fe",
    line: "#b9a6ea",
    deep: "#5f35b5",
};
const CACHE: Tint = Tint {
    fill: "#fff6ea",
    line: "#e2b981",
    deep: "#9a4e06",
};
const STREAM: Tint = Tint {
    fill: "#fdf2f7",
    line: "#e0a3c0",
    deep: "#a3245f",
};
const OUTSIDE: Tint = Tint {
    fill: "#f5f7f9",
    line: "#a9b5c2",
    deep: "#46556a",
};

/// The colours of a node.
pub fn tint(symbol: Symbol) -> Tint {
    match symbol {
        Symbol::Actor => PERSON,
        Symbol::Component(shape) => match shape {
            Shape::Client => PERSON,
            Shape::Service | Shape::Worker => COMPUTE,
            Shape::Balancer | Shape::Gateway | Shape::Edge => TRAFFIC,
            Shape::Database | Shape::ObjectStore | Shape::Search => STORE,
            Shape::Cache => CACHE,
            Shape::Queue | Shape::Log => STREAM,
            Shape::External | Shape::Unknown => OUTSIDE,
        },
    }
}

/// The border of a node: its own, unless it stands out.
pub fn border(symbol: Symbol, accent: Option<Accent>) -> (&'static str, f64) {
    match accent {
        Some(accent) => (accent.line(), 2.0),
        None => (tint(symbol).line, 1.2),
    }
}

/// The colours of a box around nodes.
pub fn group(kind: GroupKind) -> Tint {
    match kind {
        GroupKind::Sheet => Tint {
            fill: PAPER,
            line: PAPER,
            deep: INK,
        },
        GroupKind::System => Tint {
            fill: "#fafbfd",
            line: "#a7b4c4",
            deep: "#33404f",
        },
        GroupKind::Region => Tint {
            fill: "#f6f9fe",
            line: "#8fabd4",
            deep: "#274c84",
        },
        GroupKind::Zone => Tint {
            fill: "#ffffff",
            line: "#b3c0d0",
            deep: "#46556a",
        },
    }
}
