//! Where the lanes of a sequence stand: far enough apart for every text between them.

use super::super::diagram::{Item, Lane, Message, Participant, Sequence};
use super::metrics::Font;
use super::{icon, sheet, text};

/// Height of a participant's box.
pub const HEAD: f64 = 46.0;

pub const TITLE: Font = Font::bold(13.0);
pub const SUBTITLE: Font = Font::regular(11.0);
pub const LABEL: Font = Font::regular(12.0);
pub const DETAIL: Font = Font::regular(11.0);

/// Widest text of a participant, a message, a note.
const NAME: f64 = 150.0;
const MESSAGE: f64 = 190.0;
const NOTE: f64 = 160.0;

/// Between the boxes of two participants.
const GAP: f64 = 22.0;
/// Beside the text of a message, for its number and its head.
const ENDS: f64 = 46.0;
/// Left of the first lane and right of the last, for the borders of blocks.
const BORDER: f64 = 66.0;

/// The middles of the lanes.
#[derive(Debug)]
pub struct Lanes {
    middles: Vec<f64>,
    heads: Vec<f64>,
    pub right: f64,
}

/// The lines of a message: what is called, and how.
#[derive(Debug)]
pub struct Words {
    pub label: Vec<String>,
    pub detail: Vec<String>,
    pub width: f64,
    pub height: f64,
}

impl Words {
    /// The lines of a message between lanes that stand `span` apart.
    pub fn between(message: &Message, span: f64) -> Self {
        Self::wrapped(message, MESSAGE.max(span - ENDS))
    }

    fn wrapped(message: &Message, room: f64) -> Self {
        let label = text::wrap(message.title.as_str(), LABEL, room, 2);
        let lines = message.lines.iter();
        let detail: Vec<String> = lines
            .flat_map(|line| text::wrap(line.as_str(), DETAIL, room, 3))
            .collect();
        let widths = label.iter().map(|line| LABEL.width(line));
        let width = widths
            .chain(detail.iter().map(|line| DETAIL.width(line)))
            .fold(0.0, f64::max);
        let height = label.len() as f64 * LABEL.leading() + detail.len() as f64 * DETAIL.leading();
        Self {
            label,
            detail,
            width,
            height,
        }
    }
}

/// The lines of a note and the width that they take.
pub fn note(note: &str) -> (Vec<String>, f64) {
    let lines = text::wrap(note, DETAIL, NOTE, 3);
    let width = lines.iter().map(|line| DETAIL.width(line)).fold(0.0, f64::max);
    (lines, width + 20.0)
}

/// Room that a text needs between two lanes, or from a lane to the edge.
struct Need {
    from: usize,
    to: usize,
    room: f64,
}

impl Lanes {
    pub fn new(sequence: &Sequence) -> Self {
        let heads: Vec<f64> = sequence.participants.iter().map(head_width).collect();
        let last = heads.len();
        // Lanes count from 1 here: 0 and `last + 1` are the edges of the sheet.
        let mut needs = vec![
            Need {
                from: 0,
                to: 1,
                room: BORDER,
            },
            Need {
                from: last,
                to: last + 1,
                room: BORDER,
            },
        ];
        for (at, head) in heads.iter().enumerate() {
            needs.push(Need {
                from: at,
                to: at + 1,
                room: head / 2.0 + GAP / 2.0,
            });
            needs.push(Need {
                from: at + 1,
                to: at + 2,
                room: head / 2.0 + GAP / 2.0,
            });
        }
        for (at, pair) in heads.windows(2).enumerate() {
            let room = pair.iter().sum::<f64>() / 2.0 + GAP;
            needs.push(Need {
                from: at + 1,
                to: at + 2,
                room,
            });
        }
        gather(&sequence.items, &mut needs);
        needs.sort_by_key(|need| need.to);
        let mut places = vec![0.0_f64; last + 2];
        for need in &needs {
            let from = places.get(need.from).copied().unwrap_or_default();
            // A lane is never left of the one before it; needs come in the order of their ends.
            let before = need.to.checked_sub(1).and_then(|at| places.get(at)).copied();
            if let Some(place) = places.get_mut(need.to) {
                *place = place.max(from + need.room).max(before.unwrap_or_default());
            }
        }
        let right = sheet::MARGIN + places.last().copied().unwrap_or_default();
        let middles = places.iter().skip(1).take(last).map(|x| (sheet::MARGIN + x).round());
        Self {
            middles: middles.collect(),
            heads,
            right,
        }
    }

    pub fn at(&self, lane: Lane) -> f64 {
        self.middles.get(lane.0).copied().unwrap_or(sheet::MARGIN)
    }

    pub fn head(&self, lane: Lane) -> f64 {
        self.heads.get(lane.0).copied().unwrap_or_default()
    }
}

/// Title and subtitle of a participant, cut to its box.
pub fn name(participant: &Participant) -> (String, String) {
    (
        text::elide(participant.title.as_str(), TITLE, NAME),
        participant
            .lines
            .first()
            .map(|line| text::elide(line.as_str(), SUBTITLE, NAME))
            .unwrap_or_default(),
    )
}

fn head_width(participant: &Participant) -> f64 {
    let (title, subtitle) = name(participant);
    let text = TITLE.width(&title).max(SUBTITLE.width(&subtitle));
    ((text + icon::SIDE + 30.0) / 2.0).ceil() * 2.0
}

fn gather(items: &[Item], needs: &mut Vec<Need>) {
    for item in items {
        match item {
            Item::Message(message) => {
                let (from, to) = (message.from.0 + 1, message.to.0 + 1);
                let room = Words::wrapped(message, MESSAGE).width + ENDS;
                if from == to {
                    needs.push(Need {
                        from,
                        to: to + 1,
                        room: room + 20.0,
                    });
                } else {
                    needs.push(Need {
                        from: from.min(to),
                        to: from.max(to),
                        room,
                    });
                }
            }
            Item::Note { over, text } => {
                let room = note(text.as_str()).1 / 2.0 + 8.0;
                needs.push(Need {
                    from: over.0,
                    to: over.0 + 1,
                    room,
                });
                needs.push(Need {
                    from: over.0 + 1,
                    to: over.0 + 2,
                    room,
                });
            }
            Item::Block(block) => {
                for branch in &block.branches {
                    gather(&branch.items, needs);
                }
            }
        }
    }
}
