//! The flow view: the steps of one flow in their order, as messages between participants.
//!
//! A step that runs only sometimes stands in a block: behind a miss, or where a failure is forgiven.
//! So do the steps that follow from it, as long as nothing else leads to their caller.

use std::collections::BTreeMap;

use super::Subject;
use super::container::{counted, known};
use super::diagram::{Block, Branch, Diagram, Item, Lane, Message, Participant, Sequence, Symbol};
use super::frames::{Frame, frames};
use super::label::Label;
use crate::report::{Component, Flow, Report, Shape, Step};

/// One picture for each flow that has steps.
pub fn subjects(report: &Report) -> Vec<Subject> {
    let flows = report
        .flows
        .iter()
        .enumerate()
        .filter(|(_, flow)| !flow.steps.is_empty());
    flows.map(|(at, _)| Subject::Flow(at)).collect()
}

/// The sequence of one flow.
pub fn diagram(report: &Report, subject: Subject) -> Option<Diagram> {
    let Subject::Flow(at) = subject else {
        return None;
    };
    let flow = report.flows.get(at)?;
    let lanes = lanes(flow);
    let frames = frames(&flow.steps);
    let mut root = Open::default();
    let mut fragment = None;
    for (step, frames) in flow.steps.iter().zip(&frames) {
        let (Some(from), Some(to)) = (lanes.get(step.from.as_str()), lanes.get(step.to.as_str())) else {
            continue;
        };
        root.enter(frames);
        if step.fragment != fragment {
            fragment.clone_from(&step.fragment);
            if let Some(name) = &fragment {
                root.push(Item::Note {
                    over: *from,
                    text: Label::new(&format!("as flow {name}")),
                });
            }
        }
        root.push(Item::Message(message(step, *from, *to)));
        if let Some(other) = &step.if_down {
            let text = Label::new(&format!("if {} is down: {other}", step.to));
            root.push(Item::Note { over: *to, text });
        }
    }
    root.enter(&[]);
    let components: BTreeMap<&str, &Component> = report
        .components
        .iter()
        .map(|component| (component.id.as_str(), component))
        .collect();
    let mut participants: Vec<Participant> = lanes
        .iter()
        .map(|(name, lane)| participant(report, components.get(name).copied(), name, *lane))
        .collect();
    participants.sort_by_key(|participant| participant.lane);
    Some(Diagram::Sequence(Sequence {
        title: Label::new(&format!("{}: {}", report.name, flow.id)),
        about: Label::new(&format!(
            "{} between {}{}",
            counted(flow.steps.len(), "step"),
            counted(participants.len(), "participant"),
            known(&flow.peak)
                .map(|peak| format!("; peak {peak}"))
                .unwrap_or_default(),
        )),
        participants,
        items: root.items,
    }))
}

/// Parties from the left in the order in which the flow meets them.
fn lanes(flow: &Flow) -> BTreeMap<&str, Lane> {
    let mut lanes = BTreeMap::new();
    let ends = flow.steps.iter().flat_map(|step| [&step.from, &step.to]);
    for name in std::iter::once(&flow.starter)
        .chain(ends)
        .filter(|name| !name.is_empty())
    {
        let next = Lane(lanes.len());
        lanes.entry(name.as_str()).or_insert(next);
    }
    lanes
}

fn participant(report: &Report, component: Option<&Component>, name: &str, lane: Lane) -> Participant {
    let (subtitle, symbol) = match component {
        Some(component) => (
            component
                .technology_title
                .as_deref()
                .unwrap_or(&component.function_title),
            Symbol::Component(component.shape),
        ),
        None if report.actors.iter().any(|actor| actor.id == name) => ("", Symbol::Actor),
        None => ("not declared", Symbol::Component(Shape::Unknown)),
    };
    Participant {
        lane,
        title: Label::name(name),
        lines: Label::lines([subtitle]),
        symbol,
    }
}

fn message(step: &Step, from: Lane, to: Lane) -> Message {
    let calls = known(&step.calls).filter(|_| step.calls.value != Some(1.0));
    let words: Vec<String> = std::iter::once(Label::new(&step.action).to_string())
        .filter(|action| !action.is_empty())
        .chain(calls.map(|calls| format!("{calls} calls")))
        .collect();
    let title = match words.as_slice() {
        [] if step.waits => "call".to_owned(),
        [] => "send".to_owned(),
        words => words.join(" · "),
    };
    Message {
        from,
        to,
        title: Label::new(&title),
        lines: Label::lines([manners(step).join(", ").as_str()]),
        waits: step.waits,
    }
}

/// The notes of a step that the picture does not show in another way.
fn manners(step: &Step) -> Vec<String> {
    let shown = |note: &str| {
        (step.on_miss.is_some() && note.starts_with("on a miss"))
            || (step.if_down.is_some() && note.starts_with("if "))
            || (step.optional && note == "optional")
            || (step.parallel && note == "parallel")
    };
    step.notes.iter().filter(|note| !shown(note)).cloned().collect()
}

/// The items so far, and the blocks that are still open.
#[derive(Default)]
struct Open {
    items: Vec<Item>,
    blocks: Vec<OpenBlock>,
}

struct OpenBlock {
    frame: Frame,
    done: Vec<Branch>,
    items: Vec<Item>,
}

impl OpenBlock {
    fn new(frame: &Frame) -> Self {
        Self {
            frame: frame.clone(),
            done: Vec::new(),
            items: Vec::new(),
        }
    }

    fn finish_branch(&mut self) {
        let title = Label::new(&self.frame.title);
        self.done.push(Branch {
            title,
            items: std::mem::take(&mut self.items),
        });
    }
}

impl Open {
    fn push(&mut self, item: Item) {
        match self.blocks.last_mut() {
            Some(block) => block.items.push(item),
            None => self.items.push(item),
        }
    }

    /// Closes the blocks that `frames` has not, and opens those that are missing.
    fn enter(&mut self, frames: &[Frame]) {
        let shared = self
            .blocks
            .iter()
            .zip(frames)
            .take_while(|(block, frame)| block.frame == **frame)
            .count();
        while self.blocks.len() > shared + 1 {
            self.close();
        }
        let mut wanted = frames.iter().skip(shared).peekable();
        if self.blocks.len() > shared {
            match (self.blocks.last_mut(), wanted.peek()) {
                (Some(block), Some(next)) if block.frame.same_block(next) => {
                    block.finish_branch();
                    block.frame = (*next).clone();
                    wanted.next();
                }
                _ => self.close(),
            }
        }
        self.blocks.extend(wanted.map(OpenBlock::new));
    }

    fn close(&mut self) {
        if let Some(mut block) = self.blocks.pop() {
            block.finish_branch();
            self.push(Item::Block(Block {
                kind: block.frame.kind,
                branches: block.done,
            }));
        }
    }
}
