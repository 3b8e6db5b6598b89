//! Pictures before they have a language: what stands where is left to the emitters.
//!
//! The views build these from the report, the formats write them. Neither knows the other.

mod accent;
mod chart;
mod matrix;

pub use accent::{ACCENTS, Accent};
pub use chart::{Bar, Chart, Lie, Panel};
pub use matrix::{Column, Matrix, MatrixRow, Sign};

use super::label::Label;
use crate::report::Shape;

/// One picture.
#[derive(Debug, Clone)]
pub enum Diagram {
    Graph(Graph),
    Sequence(Sequence),
    Entities(Entities),
    Matrix(Matrix),
    Chart(Chart),
}

/// Boxes joined by arrows, some of them inside larger boxes.
#[derive(Debug, Clone)]
pub struct Graph {
    pub title: Label,
    /// The picture in a sentence, for those who can't see it.
    pub about: Label,
    pub kind: GraphKind,
    /// The whole sheet; its own title is not drawn.
    pub root: Group,
    pub edges: Vec<Edge>,
    /// What arrows mean that stand out.
    pub key: Vec<(Accent, &'static str)>,
}

/// What decides where a node stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphKind {
    /// Who calls whom.
    Calls,
    /// What runs in which place.
    Places,
}

/// A box around nodes and further boxes.
#[derive(Debug, Clone)]
pub struct Group {
    pub title: Label,
    pub kind: GroupKind,
    pub nodes: Vec<Node>,
    pub groups: Vec<Group>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupKind {
    /// The sheet itself.
    Sheet,
    /// Everything that the design answers for.
    System,
    Region,
    Zone,
}

/// The number of a node, unique in its graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub usize);

#[derive(Debug, Clone)]
pub struct Node {
    pub id: NodeId,
    pub title: Label,
    /// Units that stand here, where the picture counts them.
    pub units: Option<u32>,
    pub lines: Vec<Label>,
    pub symbol: Symbol,
    /// Why it stands out; the words for it are among its lines.
    pub accent: Option<Accent>,
    /// What it stands for, where it stands for more than one.
    pub folded: Folded,
}

/// What became one box.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// The names of all.
    pub members: Vec<Label>,
    /// Ids of the flows that pass between them.
    pub flows: Vec<String>,
}

impl Node {
    /// A box for one party, with nothing that stands out.
    pub fn new(id: NodeId, name: &str, lines: Vec<Label>, symbol: Symbol) -> Self {
        Self {
            id,
            title: Label::name(name),
            units: None,
            lines,
            symbol,
            accent: None,
            folded: Folded::default(),
        }
    }
}

/// What a node or a participant is drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbol {
    Actor,
    Component(Shape),
}

#[derive(Debug, Clone)]
pub struct Edge {
    pub from: NodeId,
    pub to: NodeId,
    pub lines: Vec<Label>,
    pub kind: EdgeKind,
    pub accent: Option<Accent>,
    /// Ids of the flows that pass here.
    pub flows: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeKind {
    /// The caller waits for the answer.
    Waits,
    /// The caller goes on at once.
    Sends,
    /// Taken only while another callee is down.
    Fallback,
}

impl Graph {
    /// Whether it is better read from left to right than from top to bottom. Zones stand across the
    /// direction, and more than a few of them are too broad for a page.
    pub fn rightward(&self) -> bool {
        let zones: usize = self.root.groups.iter().map(|region| region.groups.len()).sum();
        self.kind == GraphKind::Calls || zones > 3
    }
}

impl Node {
    /// Says something more about it, for which it stands out.
    pub fn mark(&mut self, words: &str, accent: Accent) {
        self.lines.push(Label::new(words));
        // What is worse says how it looks.
        self.accent = Some(self.accent.map_or(accent, |before| before.min(accent)));
    }

    /// The title with the number of units: `api ×2`.
    pub fn caption(&self) -> Label {
        match self.units {
            Some(units) => Label::new(&format!("{} ×{units}", self.title)),
            None => self.title.clone(),
        }
    }
}

impl Group {
    pub fn new(title: &str, kind: GroupKind) -> Self {
        Self {
            title: Label::name(title),
            kind,
            nodes: Vec::new(),
            groups: Vec::new(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty() && self.groups.iter().all(Group::is_empty)
    }

    /// Writes nodes as lines and boxes inside one another between what `open` begins and `}`, for the languages that
    /// nest so. `open` gets the box, its number and its indent.
    pub fn write(
        &self,
        depth: usize,
        node: &dyn Fn(&Node) -> String,
        open: &dyn Fn(&Group, usize, &str) -> String,
        out: &mut String,
    ) {
        self.write_from(depth, node, open, &mut 0, out);
    }

    fn write_from(
        &self,
        depth: usize,
        node: &dyn Fn(&Node) -> String,
        open: &dyn Fn(&Group, usize, &str) -> String,
        number: &mut usize,
        out: &mut String,
    ) {
        let indent = "  ".repeat(depth);
        for inside in &self.nodes {
            out.push_str(&format!("{indent}{}\n", node(inside)));
        }
        for inner in self.groups.iter().filter(|inner| !inner.is_empty()) {
            *number += 1;
            out.push_str(&open(inner, *number, &indent));
            inner.write_from(depth + 1, node, open, number, out);
            out.push_str(&format!("{indent}}}\n"));
        }
    }

    /// One of its nodes or of those of the boxes inside.
    pub fn node(&mut self, id: NodeId) -> Option<&mut Node> {
        let here = self.nodes.iter_mut().find(|node| node.id == id);
        here.or_else(|| self.groups.iter_mut().find_map(|group| group.node(id)))
    }

    /// Its nodes and those of the boxes inside, outer ones first.
    pub fn all_nodes(&self) -> Vec<&Node> {
        let mut nodes: Vec<&Node> = self.nodes.iter().collect();
        for group in &self.groups {
            nodes.extend(group.all_nodes());
        }
        nodes
    }
}

/// Messages between participants, from top to bottom.
#[derive(Debug, Clone)]
pub struct Sequence {
    pub title: Label,
    pub about: Label,
    pub participants: Vec<Participant>,
    pub items: Vec<Item>,
}

/// The place of a participant in its sequence, from the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lane(pub usize);

#[derive(Debug, Clone)]
pub struct Participant {
    pub lane: Lane,
    pub title: Label,
    pub lines: Vec<Label>,
    pub symbol: Symbol,
}

#[derive(Debug, Clone)]
pub enum Item {
    Message(Message),
    Note { over: Lane, text: Label },
    Block(Block),
}

#[derive(Debug, Clone)]
pub struct Message {
    pub from: Lane,
    pub to: Lane,
    pub title: Label,
    /// Manners of the call, such as its timeout.
    pub lines: Vec<Label>,
    pub waits: bool,
}

/// Items under a condition, or several lots of items at once.
#[derive(Debug, Clone)]
pub struct Block {
    pub kind: BlockKind,
    pub branches: Vec<Branch>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// One branch, which may not happen.
    Opt,
    /// All branches together.
    Par,
}

#[derive(Debug, Clone)]
pub struct Branch {
    pub title: Label,
    pub items: Vec<Item>,
}

/// Tables and the references between them.
#[derive(Debug, Clone)]
pub struct Entities {
    pub title: Label,
    pub about: Label,
    pub tables: Vec<Table>,
    pub relations: Vec<Relation>,
}

#[derive(Debug, Clone)]
pub struct Table {
    pub id: NodeId,
    pub title: Label,
    /// Where it is kept and how much there is of it.
    pub lines: Vec<Label>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone)]
pub struct Row {
    pub name: Label,
    /// Its type; empty for a bare reference.
    pub kind: Label,
    /// The entity that it names.
    pub reference: Option<Label>,
    pub key: bool,
    pub unique: bool,
    pub optional: bool,
    pub personal: bool,
}

/// A field that names a row of another table.
#[derive(Debug, Clone)]
pub struct Relation {
    pub from: NodeId,
    pub to: NodeId,
    /// The field's place among the rows of `from`.
    pub row: usize,
    pub label: Label,
    /// Whether at most one row of `from` names the same row of `to`.
    pub one: bool,
    pub optional: bool,
}
