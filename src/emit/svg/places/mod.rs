//! The deployment view: regions as frames, in each the strip of its zones between the services that
//! it enters by and those that it rests on.
//!
//! Calls that cross the border of a zone are drawn once for all zones: they end at a rail that leads
//! to each of them, and name the component that is meant.

mod rail;
mod strip;
mod tier;

use std::collections::BTreeMap;

use super::super::diagram::{Edge, EdgeKind, Graph, Group, NodeId};
use super::super::label::Label;
use super::arrow::Caption;
use super::canvas::Canvas;
use super::card::{self, Card};
use super::cost;
use super::geometry::{Point, Rect, Size};
use super::layered::{self, Arrow, Boxed, Direction, Frame, Heading, Layout, Plan, Signs};
use super::{arrow, frame, palette, sheet, shelves};
use rail::Rail;
use strip::Strip;
use tier::Tier;

/// Names on one arrow.
const NAMES: usize = 3;

/// Names that are kept to be counted.
const MOST_NAMES: usize = 99;

/// Draws what runs where.
pub fn draw(graph: &Graph, generated: &str) -> String {
    let sites = [Direction::Down, Direction::Right].map(|direction| Site::new(graph, direction));
    let drawn = sites.into_iter().map(|site| {
        let layout = site.layout();
        (cost::cost(&layout), site, layout)
    });
    match drawn.min_by(|a, b| a.0.total_cmp(&b.0)) {
        Some((_, site, layout)) => site.draw(graph, layout, generated),
        None => String::new(),
    }
}

/// One of the boxes between which arrows run.
enum Piece<'a> {
    Card(Card<'a>),
    Strip(Strip<'a>),
}

impl Piece<'_> {
    fn size(&self) -> Size {
        match self {
            Piece::Card(card) => card.size,
            Piece::Strip(strip) => rail::around(strip),
        }
    }
}

/// Calls between two pieces.
struct Call<'a> {
    from: usize,
    to: usize,
    /// The components inside zones that they are about.
    names: Vec<&'a str>,
    kind: EdgeKind,
}

/// The pieces of a picture whose layers run in one direction.
struct Site<'a> {
    direction: Direction,
    pieces: Vec<Piece<'a>>,
    /// The region that a piece stands in.
    homes: Vec<Option<usize>>,
    regions: Vec<&'a Group>,
    calls: Vec<Call<'a>>,
    /// The place in `calls` of each pair of pieces.
    joined: BTreeMap<(usize, usize), usize>,
    captions: Vec<Caption>,
    tiers: Vec<Tier>,
}

impl<'a> Site<'a> {
    fn new(graph: &'a Graph, direction: Direction) -> Self {
        let nodes = graph.root.all_nodes();
        let sizes = nodes.iter().map(|node| Card::new(node, card::SMALL).size);
        let card = sizes.fold(Size::default(), |a, b| {
            Size::new(a.width.max(b.width), a.height.max(b.height))
        });
        let mut site = Self {
            direction,
            pieces: Vec::new(),
            homes: Vec::new(),
            regions: Vec::new(),
            calls: Vec::new(),
            joined: BTreeMap::new(),
            captions: Vec::new(),
            tiers: Vec::new(),
        };
        // By node, its piece, and its name if it stands in a zone.
        let mut places: BTreeMap<NodeId, (usize, Option<&str>)> = BTreeMap::new();
        site.cards(&graph.root, None, card, &mut places);
        for region in &graph.root.groups {
            let home = Some(site.regions.len());
            site.regions.push(region);
            site.cards(region, home, card, &mut places);
            if region.groups.is_empty() {
                continue;
            }
            for node in region.groups.iter().flat_map(|zone| &zone.nodes) {
                places.insert(node.id, (site.pieces.len(), Some(node.title.as_str())));
            }
            let count = graph.root.groups.len();
            let strip = Strip::new(&region.groups, &graph.edges, card, direction, count);
            site.pieces.push(Piece::Strip(strip));
            site.homes.push(home);
        }
        for edge in &graph.edges {
            site.call(edge, &places);
        }
        site.tiers = tier::tiers(&site.pieces, &site.homes, &site.calls);
        site.captions = site.calls.iter().map(Call::caption).collect();
        site
    }

    fn cards(
        &mut self,
        group: &'a Group,
        home: Option<usize>,
        size: Size,
        places: &mut BTreeMap<NodeId, (usize, Option<&'a str>)>,
    ) {
        for node in &group.nodes {
            places.insert(node.id, (self.pieces.len(), None));
            self.pieces.push(Piece::Card(Card::new(node, card::SMALL).sized(size)));
            self.homes.push(home);
        }
    }

    /// Adds a call to those between the same pieces.
    fn call(&mut self, edge: &Edge, places: &BTreeMap<NodeId, (usize, Option<&'a str>)>) {
        let (Some((from, caller)), Some((to, callee))) = (places.get(&edge.from), places.get(&edge.to)) else {
            return;
        };
        // Calls inside one strip are its own matter.
        if from == to {
            return;
        }
        let at = *self.joined.entry((*from, *to)).or_insert(self.calls.len());
        if at == self.calls.len() {
            self.calls.push(Call {
                from: *from,
                to: *to,
                names: Vec::new(),
                kind: edge.kind,
            });
        }
        if let Some(call) = self.calls.get_mut(at) {
            call.kind = call.kind.min(edge.kind);
            for name in [caller, callee].into_iter().flatten() {
                if call.names.len() < MOST_NAMES && !call.names.contains(name) {
                    call.names.push(name);
                }
            }
        }
    }

    fn layout(&self) -> Layout {
        let calls = self.calls.iter().zip(&self.captions);
        let tier = |piece: usize| self.tiers.get(piece);
        let boxes = self.pieces.iter().zip(&self.homes);
        let directions: &[Direction] = match self.direction {
            Direction::Down => &[Direction::Down],
            Direction::Right => &[Direction::Right],
        };
        let plan = Plan {
            boxes: boxes
                .map(|(piece, frame)| Boxed {
                    size: piece.size(),
                    frame: *frame,
                })
                .collect(),
            frames: vec![Frame { within: None }; self.regions.len()],
            arrows: calls
                .map(|(call, caption)| Arrow {
                    label: caption.size,
                    weight: match call.kind {
                        EdgeKind::Fallback => 0.5,
                        _ if tier(call.from) == Some(&Tier::Actor) => card::ACTOR,
                        _ => 1.0,
                    },
                    heading: if tier(call.from) > tier(call.to) {
                        Heading::Backward
                    } else {
                        Heading::Forward
                    },
                    ..Arrow::new(call.from, call.to)
                })
                .collect(),
            directions,
            signs: Signs::default(),
        };
        layered::layout(&plan).unwrap_or_else(|| shelves::layout(&plan))
    }

    fn draw(&self, graph: &Graph, mut layout: Layout, generated: &str) -> String {
        let bounds = layout.bounds();
        layout.shift(sheet::MARGIN - bounds.x, sheet::TOP - bounds.y);
        let mut canvas = Canvas::default();
        for (region, rect) in self.regions.iter().zip(&layout.frames) {
            frame::draw(&mut canvas, rect, region);
        }
        let mut rails: Vec<Rail> = Vec::new();
        for (at, (piece, rect)) in self.pieces.iter().zip(&layout.boxes).enumerate() {
            if let Piece::Strip(strip) = piece {
                rails.push(Rail::new(at, strip, rect));
            }
        }
        for (call, corners) in self.calls.iter().zip(&layout.arrows) {
            let mut corners = corners.clone();
            for rail in &mut rails {
                if rail.piece == call.from {
                    rail.leave(&mut corners);
                }
                if rail.piece == call.to {
                    rail.arrive(&mut corners);
                }
            }
            arrow::draw(&mut canvas, &corners, call.kind);
        }
        for rail in &rails {
            rail.draw(&mut canvas);
        }
        for (caption, rect) in self.captions.iter().zip(&layout.labels) {
            if let Some(rect) = rect {
                caption.draw(&mut canvas, rect, self.ground(rect.centre(), &layout.frames));
            }
        }
        for (piece, rect) in self.pieces.iter().zip(&layout.boxes) {
            match piece {
                Piece::Card(card) => card.draw(&mut canvas, rect),
                Piece::Strip(strip) => strip.draw(&mut canvas, rail::inside(strip, rect)),
            }
        }
        for (region, rect) in self.regions.iter().zip(&layout.frames) {
            frame::title(&mut canvas, rect, region, &layout);
        }
        let bottom = sheet::key(&mut canvas, sheet::TOP + bounds.height, &sheet::meanings(graph));
        let matter = Size::new(sheet::MARGIN + bounds.width, bottom);
        let bare = !self.calls.is_empty() && layout.arrows.iter().all(Vec::is_empty);
        let about = sheet::about(&graph.about, bare);
        sheet::finish(canvas, matter, &graph.title, &about, generated)
    }

    fn ground(&self, at: Point, frames: &[Rect]) -> &'static str {
        let around = self.regions.iter().zip(frames).find(|(_, rect)| rect.contains(at));
        around.map_or(palette::PAPER, |(region, _)| frame::fill(region.kind))
    }
}

impl Call<'_> {
    fn caption(&self) -> Caption {
        let mut text = self.names.iter().take(NAMES).copied().collect::<Vec<_>>().join(", ");
        if self.names.len() > NAMES {
            text.push_str(&format!(" + {}", self.names.len() - NAMES));
        }
        if text.is_empty() {
            Caption::default()
        } else {
            Caption::new(&[Label::new(&text)])
        }
    }
}
