//! The container view: cards in layers, in one frame for what the design answers for.

use super::super::diagram::{Edge, EdgeKind, Graph, Group, GroupKind, NodeId};
use super::arrow::{self, Caption};
use super::canvas::{Canvas, Mark};
use super::card::{self, Card};
use super::frame;
use super::geometry::{Point, Rect, Size};
use super::layered::{self, Arrow, Boxed, Direction, Frame, Heading, Layout, Plan, Signs};
use super::sheet;
use super::shelves;
use std::collections::BTreeMap;

/// The height of a card for each arrow at one of its sides, and its height at most.
const PORT: f64 = 11.0;
const TALLEST: f64 = 220.0;

/// The weight of a way that is hardly ever taken.
const FALLBACK: f64 = 0.5;

/// Draws calls between components.
pub fn draw(graph: &Graph, generated: &str) -> String {
    let mut parts = Parts::default();
    parts.add(&graph.root, None);
    parts.even_out(&graph.edges);
    let edges: Vec<&Edge> = graph
        .edges
        .iter()
        .filter(|e| parts.places.contains_key(&e.from) && parts.places.contains_key(&e.to))
        .collect();
    let captions: Vec<Caption> = edges.iter().map(|edge| Caption::new(&edge.lines)).collect();
    let plan = parts.plan(&edges, &captions);
    let layout = layered::layout(&plan).unwrap_or_else(|| shelves::layout(&plan));
    parts.draw(graph, &edges, &captions, layout, generated)
}

/// Cards and frames, known to the layout by their places in these lists.
#[derive(Default)]
struct Parts<'a> {
    cards: Vec<Card<'a>>,
    homes: Vec<Option<usize>>,
    places: BTreeMap<NodeId, usize>,
    frames: Vec<(&'a Group, Option<usize>)>,
}

impl<'a> Parts<'a> {
    fn add(&mut self, group: &'a Group, frame: Option<usize>) {
        for node in &group.nodes {
            self.places.insert(node.id, self.cards.len());
            self.cards.push(Card::new(node, card::ROOMY));
            self.homes.push(frame);
        }
        for inner in group.groups.iter().filter(|inner| !inner.is_empty()) {
            self.frames.push((inner, frame));
            self.add(inner, Some(self.frames.len() - 1));
        }
    }

    /// Gives all cards one width, so that they stand in straight columns, and those on which many
    /// arrows meet the height for them.
    fn even_out(&mut self, edges: &[Edge]) {
        let widest = self.cards.iter().map(|card| card.size.width).fold(0.0, f64::max);
        let mut ends: BTreeMap<(NodeId, bool), f64> = BTreeMap::new();
        for edge in edges {
            *ends.entry((edge.from, true)).or_default() += 1.0;
            *ends.entry((edge.to, false)).or_default() += 1.0;
        }
        for ((id, _), count) in ends {
            let place = self.place(id);
            if let Some(card) = self.cards.get_mut(place) {
                let room = (count * PORT + PORT).min(TALLEST);
                card.size.height = card.size.height.max(room);
            }
        }
        for card in &mut self.cards {
            card.size.width = widest;
        }
    }

    fn is_actor(&self, id: NodeId) -> bool {
        self.cards.get(self.place(id)).is_some_and(Card::is_actor)
    }

    fn place(&self, id: NodeId) -> usize {
        self.places.get(&id).copied().unwrap_or_default()
    }

    fn heading(&self, edge: &Edge) -> Heading {
        // An actor stands where the calls begin, even if it is called back.
        if self.is_actor(edge.to) && !self.is_actor(edge.from) {
            return Heading::Backward;
        }
        let card = |id| self.cards.get(self.place(id));
        let fetched = card(edge.from).is_some_and(Card::holds_messages);
        // A worker that pushes back to where its messages began would else stand before that.
        let by_worker = card(edge.from).is_some_and(Card::is_worker);
        let pushed = by_worker && !card(edge.to).is_some_and(Card::holds_messages);
        if edge.kind == EdgeKind::Sends && (fetched || pushed) {
            Heading::Either
        } else {
            Heading::Forward
        }
    }

    fn plan(&self, edges: &[&Edge], captions: &[Caption]) -> Plan {
        let boxes = self.cards.iter().zip(&self.homes);
        let arrows = edges.iter().zip(captions);
        Plan {
            boxes: boxes
                .map(|(card, frame)| Boxed {
                    size: card.size,
                    frame: *frame,
                })
                .collect(),
            frames: self
                .frames
                .iter()
                .map(|(_, within)| Frame { within: *within })
                .collect(),
            arrows: arrows
                .map(|(edge, caption)| Arrow {
                    label: caption.size,
                    weight: match edge.kind {
                        EdgeKind::Fallback => FALLBACK,
                        _ if self.is_actor(edge.from) => card::ACTOR,
                        _ => 1.0,
                    },
                    heading: self.heading(edge),
                    ..Arrow::new(self.place(edge.from), self.place(edge.to))
                })
                .collect(),
            directions: &[Direction::Right, Direction::Down],
            signs: Signs::default(),
        }
    }

    fn draw(
        &self,
        graph: &Graph,
        edges: &[&Edge],
        captions: &[Caption],
        mut layout: Layout,
        generated: &str,
    ) -> String {
        let bounds = layout.bounds();
        layout.shift(sheet::MARGIN - bounds.x, sheet::TOP - bounds.y);
        let mut canvas = Canvas::default();
        for ((group, _), rect) in self.frames.iter().zip(&layout.frames) {
            frame::draw(&mut canvas, rect, group);
        }
        for (edge, corners) in edges.iter().zip(&layout.arrows) {
            canvas.open(&self.marks(edge));
            arrow::draw(&mut canvas, corners, *edge);
            canvas.end();
        }
        for ((edge, caption), rect) in edges.iter().zip(captions).zip(&layout.labels) {
            if let Some(rect) = rect {
                canvas.open(&self.marks(edge));
                caption.draw(&mut canvas, rect, self.ground(rect.centre(), &layout.frames));
                canvas.end();
            }
        }
        for (card, rect) in self.cards.iter().zip(&layout.boxes) {
            card.draw(&mut canvas, rect);
        }
        for ((group, _), rect) in self.frames.iter().zip(&layout.frames) {
            frame::title(&mut canvas, rect, group, &layout);
        }
        let bottom = sheet::key(&mut canvas, sheet::TOP + bounds.height, &sheet::meanings(graph));
        let matter = Size::new(sheet::MARGIN + bounds.width, bottom);
        let bare = !edges.is_empty() && layout.arrows.iter().all(Vec::is_empty);
        let about = sheet::about(&graph.about, bare);
        sheet::finish(canvas, matter, &graph.title, &about, generated)
    }

    /// By what a page finds an arrow and its label.
    fn marks<'b>(&'b self, edge: &'b Edge) -> [Mark<'b>; 3] {
        let end = |id| self.cards.get(self.place(id)).map(Card::name);
        [
            Mark::new("from", end(edge.from)),
            Mark::new("to", end(edge.to)),
            Mark::new("flows", edge.flows.iter().map(String::as_str)),
        ]
    }

    /// The colour below a point: that of the innermost frame around it.
    fn ground(&self, at: Point, frames: &[Rect]) -> &'static str {
        let around = self.frames.iter().zip(frames).rev().find(|(_, rect)| rect.contains(at));
        frame::fill(around.map_or(GroupKind::Sheet, |((group, _), _)| group.kind))
    }
}
