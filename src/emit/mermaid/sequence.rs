//! Flows as sequence diagrams.

use super::super::diagram::{Block, BlockKind, Item, Lane, Sequence, Symbol};
use super::{Body, Detail, escape, head, joined};

/// Writes a sequence diagram.
pub fn write(sequence: &Sequence, detail: Detail) -> Body {
    let mut text = head("sequenceDiagram", &sequence.title, &sequence.about);
    text.push_str("  autonumber\n");
    for participant in sequence.participants.iter().take(detail.most) {
        let word = if participant.symbol == Symbol::Actor {
            "actor"
        } else {
            "participant"
        };
        let lines = if detail.lines {
            participant.lines.as_slice()
        } else {
            &[]
        };
        let name = joined(&participant.title, lines);
        text.push_str(&format!("  {word} p{} as {name}\n", participant.lane.0));
    }
    let mut script = Script {
        text,
        detail,
        left: detail.most,
    };
    script.items(&sequence.items, 1);
    Body {
        text: script.text,
        whole: true,
    }
}

/// The messages while they are being written.
struct Script {
    text: String,
    detail: Detail,
    /// Items that may still be written.
    left: usize,
}

impl Script {
    fn items(&mut self, items: &[Item], depth: usize) {
        for item in items {
            let Some(left) = self.left.checked_sub(1) else {
                return;
            };
            self.left = left;
            match item {
                Item::Message(message) => {
                    let arrow = if message.waits { "->>" } else { "-)" };
                    let lines = if self.detail.lines {
                        message.lines.as_slice()
                    } else {
                        &[]
                    };
                    let text = joined(&message.title, lines);
                    let Lane(from) = message.from;
                    let Lane(to) = message.to;
                    if from.max(to) < self.detail.most {
                        self.line(depth, &format!("p{from}{arrow}p{to}: {text}"));
                    }
                }
                Item::Note { over: Lane(over), text } => {
                    if *over < self.detail.most {
                        self.line(depth, &format!("Note over p{over}: {}", escape(text)));
                    }
                }
                Item::Block(block) => self.block(block, depth),
            }
        }
    }

    fn block(&mut self, block: &Block, depth: usize) {
        let first = match block.kind {
            BlockKind::Opt => "opt",
            BlockKind::Par => "par",
        };
        for (at, branch) in block.branches.iter().enumerate() {
            let word = if at == 0 { first } else { "and" };
            self.line(depth, &format!("{word} {}", escape(&branch.title)));
            self.items(&branch.items, depth + 1);
        }
        self.line(depth, "end");
    }

    fn line(&mut self, depth: usize, text: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }
}
