//! Sequences: numbered messages, indented by the blocks that they stand in.

use super::super::diagram::{BlockKind, Item, Lane, Sequence};
use super::{SENDS, WAITS, aligned, joined};

pub fn lines(sequence: &Sequence) -> Vec<String> {
    let mut steps = Steps {
        sequence,
        number: 0,
        rows: Vec::new(),
    };
    steps.items(&sequence.items, 0);
    aligned(&steps.rows)
}

/// The rows while they are being written.
struct Steps<'a> {
    sequence: &'a Sequence,
    number: usize,
    rows: Vec<Vec<String>>,
}

impl Steps<'_> {
    fn name(&self, lane: Lane) -> &str {
        let participant = self.sequence.participants.iter().find(|one| one.lane == lane);
        participant.map_or("", |participant| participant.title.as_str())
    }

    fn items(&mut self, items: &[Item], depth: usize) {
        let indent = "  ".repeat(depth);
        for item in items {
            match item {
                Item::Message(message) => {
                    self.number += 1;
                    let sign = if message.waits { WAITS } else { SENDS };
                    let (from, to) = (self.name(message.from), self.name(message.to));
                    let step = format!("{:>3}  {indent}{from} {sign} {to}", self.number);
                    let said: Vec<_> = std::iter::once(message.title.clone())
                        .chain(message.lines.iter().cloned())
                        .filter(|label| !label.is_empty())
                        .collect();
                    self.rows.push(vec![step, joined(&said)]);
                }
                Item::Note { over, text } => {
                    let note = format!("     {indent}{}: {text}", self.name(*over));
                    self.rows.push(vec![note]);
                }
                Item::Block(block) => {
                    let word = match block.kind {
                        BlockKind::Opt => "if",
                        BlockKind::Par => "together",
                    };
                    for branch in &block.branches {
                        let heading = format!("     {indent}{word} {}", branch.title);
                        self.rows.push(vec![heading]);
                        self.items(&branch.items, depth + 1);
                    }
                }
            }
        }
    }
}
