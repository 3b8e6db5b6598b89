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

/// Each colour on a light ground with the one that takes its place on a dark ground, for a page that follows its
/// reader's choice: a picture itself is light, since a file can't know where it is shown.
pub const DARK: &[(&str, &str)] = &[
    (PAPER, "#151a21"),
    (INK, "#e6eaf0"),
    (MUTED, "#aeb8c5"),
    (LINE, "#93a1b3"),
    (FAINT, "#3a4450"),
    (NOTE_FILL, "#2b2713"),
    (NOTE_LINE, "#7d7136"),
    (BLOCK, "#6b7d94"),
    (BLOCK_FILL, "#222a35"),
    (STRIPE, "#1c222b"),
    (Accent::Strain.line(), "#f2a35e"),
    (Accent::Strain.pale(), "#3a2810"),
    (Accent::Trouble.line(), "#ff8a7d"),
    (Accent::Trouble.pale(), "#431a17"),
    (Accent::Added.line(), "#7bd694"),
    (Accent::Added.pale(), "#14331f"),
    (Accent::Removed.line(), "#a3adb8"),
    (Accent::Removed.pale(), "#262d36"),
    (Accent::Changed.pale(), "#1a2947"),
    ("#c26a00", "#e8983a"),
    ("#0d8a7d", "#4fc4b6"),
    ("#8a2a6b", "#d98abf"),
    ("#7a6a00", "#c9b53c"),
    ("#6a4bd0", "#a78ff5"),
    ("#a33b2a", "#ec8d7c"),
    ("#8a97a8", "#7d8b9d"),
    ("#3d4a5c", "#c2ccd9"),
    ("#f1f6ff", "#17223a"),
    ("#94b5ea", "#4a6ca8"),
    ("#1f54b5", "#9cbfff"),
    ("#edf8f6", "#122a28"),
    ("#86c5bc", "#3d7d75"),
    ("#0d6b62", "#7fd6ca"),
    ("#f6f3fe", "#241d3b"),
    ("#b9a6ea", "#6f5bab"),
    ("#5f35b5", "#c3adff"),
    ("#fff6ea", "#2f2213"),
    ("#e2b981", "#8f6a35"),
    ("#9a4e06", "#f3b677"),
    ("#fdf2f7", "#33192a"),
    ("#e0a3c0", "#96587a"),
    ("#a3245f", "#f5a0c8"),
    ("#f5f7f9", "#1e242c"),
    ("#a9b5c2", "#586574"),
    ("#46556a", "#b6c2d0"),
    ("#fafbfd", "#191f27"),
    ("#a7b4c4", "#4e5b6a"),
    ("#33404f", "#c9d3df"),
    ("#f6f9fe", "#1a2230"),
    ("#8fabd4", "#47628c"),
    ("#274c84", "#a9c6f5"),
    ("#b3c0d0", "#4b5766"),
];

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

#[cfg(test)]
mod tests {
    use super::super::super::diagram::ACCENTS;
    use super::*;

    /// Relative luminance, and from it the ratio, as WCAG 2.2 defines contrast.
    fn contrast(a: &str, b: &str) -> f64 {
        let luminance = |colour: &str| -> f64 {
            let part = |at: usize| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            let linear = |c: f64| {
                if c <= 0.04045 {
                    c / 12.92
                } else {
                    ((c + 0.055) / 1.055).powf(2.4)
                }
            };
            0.2126 * linear(part(1)) + 0.7152 * linear(part(3)) + 0.0722 * linear(part(5))
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn dark(light: &str) -> &'static str {
        DARK.iter().find(|(known, _)| *known == light).unwrap().1
    }

    #[test]
    fn black_on_white_is_the_most() {
        assert_eq!(contrast("#000000", "#ffffff"), 21.0);
    }

    #[test]
    fn texts_can_be_read_on_a_light_and_on_a_dark_ground() {
        let boxes = [PERSON, COMPUTE, TRAFFIC, STORE, CACHE, STREAM, OUTSIDE];
        let kinds = [GroupKind::Sheet, GroupKind::System, GroupKind::Region, GroupKind::Zone];
        let mut pairs = vec![
            (INK, NOTE_FILL),
            (INK, BLOCK_FILL),
            (MUTED, NOTE_FILL),
            (MUTED, BLOCK_FILL),
        ];
        for tint in boxes.into_iter().chain(kinds.map(group)) {
            pairs.extend([INK, MUTED, tint.deep].map(|ink| (ink, tint.fill)));
            pairs.extend(ACCENTS.map(|accent| (accent.line(), tint.fill)));
        }
        for accent in ACCENTS {
            pairs.extend([INK, accent.line()].map(|ink| (ink, accent.pale())));
            pairs.extend([PAPER, STRIPE].map(|ground| (accent.line(), ground)));
        }
        for (ink, fill) in pairs {
            assert!(contrast(ink, fill) >= 4.5, "{ink} on {fill}");
            assert!(contrast(dark(ink), dark(fill)) >= 4.5, "{ink} on {fill}, dark");
        }
        for part in PARTS {
            assert!(
                contrast(part, PAPER) >= 3.0 && contrast(dark(part), dark(PAPER)) >= 3.0,
                "{part}"
            );
        }
        for kind in kinds {
            let ground = group(kind).fill;
            // Arrows carry meaning, but are no text.
            assert!(contrast(LINE, ground) >= 3.0 && contrast(dark(LINE), dark(ground)) >= 3.0);
        }
        for part in PARTS {
            assert!(
                contrast(part, PAPER) >= 3.0 && contrast(dark(part), dark(PAPER)) >= 3.0,
                "{part}"
            );
        }
    }
}
