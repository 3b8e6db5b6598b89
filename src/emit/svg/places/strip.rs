//! The zones of a region in one strip: side by side or one below the other, all laid out alike, so
//! that the units of a component stand in the same place of each zone.

use std::collections::BTreeMap;

use super::super::super::diagram::{Edge, EdgeKind, Group, Node, NodeId};
use super::super::canvas::Canvas;
use super::super::card::{self, Card};
use super::super::geometry::{Point, Rect, Size};
use super::super::layered::{self, Arrow, Boxed, Direction, Layout, Plan, Signs};
use super::super::{arrow, frame};

/// Between two zones.
pub const GAP: f64 = 24.0;
/// Between the border of a zone and its cards; the title stands above.
const INSET: f64 = 14.0;
const TITLE: f64 = 30.0;
/// Between two cards of a grid.
const CARD_GAP: f64 = 14.0;
/// Cards with their arrows that stand before and behind the zones where the layers run to the right, as widths of a card.
const BESIDE: f64 = 4.0;
/// Cards up to which the calls inside a zone are drawn.
const FEW: usize = 9;

/// The zones of one region.
pub struct Strip<'a> {
    zones: &'a [Group],
    /// The components of all zones together, each once.
    titles: Vec<&'a str>,
    /// Calls inside a zone, between places of `titles`.
    calls: Vec<(usize, usize, EdgeKind)>,
    /// Where the cards stand in each zone.
    inner: Layout,
    zone: Size,
    pub direction: Direction,
}

impl<'a> Strip<'a> {
    /// Lays out zones in a picture whose layers run in `direction`; the strip lies across it.
    pub fn new(zones: &'a [Group], edges: &[Edge], card: Size, direction: Direction, regions: usize) -> Self {
        let mut titles: Vec<&str> = Vec::new();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        let mut homes: BTreeMap<NodeId, (usize, usize)> = BTreeMap::new();
        for (zone, group) in zones.iter().enumerate() {
            for node in &group.nodes {
                let title = node.title.as_str();
                let at = *known.entry(title).or_insert(titles.len());
                if at == titles.len() {
                    titles.push(title);
                }
                homes.insert(node.id, (zone, at));
            }
        }
        let mut calls: Vec<(usize, usize, EdgeKind)> = Vec::new();
        let few = titles.len() <= FEW;
        for edge in edges.iter().filter(|_| few) {
            if let (Some((here, from)), Some((there, to))) = (homes.get(&edge.from), homes.get(&edge.to))
                && here == there
                && !calls.contains(&(*from, *to, edge.kind))
            {
                calls.push((*from, *to, edge.kind));
            }
        }
        let layered = if few {
            layered_cards(titles.len(), &calls, card)
        } else {
            None
        };
        let inner = layered.unwrap_or_else(|| {
            calls.clear();
            grid(titles.len(), card, zones.len(), direction, regions)
        });
        let bounds = inner.bounds();
        let zone = Size::new(bounds.width + 2.0 * INSET, bounds.height + TITLE + INSET);
        Self {
            zones,
            titles,
            calls,
            inner,
            zone,
            direction,
        }
    }

    pub fn count(&self) -> usize {
        self.zones.len()
    }

    /// The size of all zones together.
    pub fn size(&self) -> Size {
        let count = self.zones.len() as f64;
        let gaps = (count - 1.0).max(0.0) * GAP;
        match self.direction {
            Direction::Down => Size::new(self.zone.width * count + gaps, self.zone.height),
            Direction::Right => Size::new(self.zone.width, self.zone.height * count + gaps),
        }
    }

    /// The borders of the zones of a strip whose upper left corner is `at`.
    pub fn zones(&self, at: Point) -> Vec<Rect> {
        let rect = |zone: usize| {
            let (x, y) = match self.direction {
                Direction::Down => (zone as f64 * (self.zone.width + GAP), 0.0),
                Direction::Right => (0.0, zone as f64 * (self.zone.height + GAP)),
            };
            Rect::new(at.x + x, at.y + y, self.zone.width, self.zone.height)
        };
        (0..self.zones.len()).map(rect).collect()
    }

    /// Draws the zones, their cards and the calls between these.
    pub fn draw(&self, canvas: &mut Canvas, at: Point) {
        let bounds = self.inner.bounds();
        for (group, rect) in self.zones.iter().zip(self.zones(at)) {
            frame::draw(canvas, &rect, group);
            frame::title(canvas, &rect, group, &Layout::default());
            let (x, y) = (rect.x + INSET - bounds.x, rect.y + TITLE - bounds.y);
            let nodes: BTreeMap<&str, &Node> = group.nodes.iter().map(|node| (node.title.as_str(), node)).collect();
            let standing: Vec<Option<&Node>> = self.titles.iter().map(|title| nodes.get(title).copied()).collect();
            let stands = |at: usize| standing.get(at).copied().flatten().is_some();
            for ((from, to, kind), corners) in self.calls.iter().zip(&self.inner.arrows) {
                if stands(*from) && stands(*to) {
                    let moved: Vec<Point> = corners.iter().map(|p| Point::new(p.x + x, p.y + y)).collect();
                    arrow::draw(canvas, &moved, *kind);
                }
            }
            for (node, place) in standing.iter().zip(&self.inner.boxes) {
                if let Some(node) = node {
                    Card::new(node, card::SMALL).draw(canvas, &place.moved(x, y));
                }
            }
        }
    }
}

fn layered_cards(count: usize, calls: &[(usize, usize, EdgeKind)], card: Size) -> Option<Layout> {
    if calls.is_empty() {
        return None;
    }
    let arrow = |(from, to, _): &(usize, usize, EdgeKind)| Arrow::new(*from, *to);
    layered::layout(&Plan {
        boxes: vec![
            Boxed {
                size: card,
                frame: None
            };
            count
        ],
        frames: Vec::new(),
        arrows: calls.iter().map(arrow).collect(),
        directions: &[Direction::Down, Direction::Right],
        signs: Signs::default(),
    })
}

/// Cards in rows and columns, as many of these as give the strip the shape of a page.
fn grid(count: usize, card: Size, zones: usize, direction: Direction, regions: usize) -> Layout {
    let (width, height) = (card.width + CARD_GAP, card.height + CARD_GAP);
    let (zones, regions) = (zones.max(1) as f64, regions.max(1) as f64);
    let wanted = 1.5;
    let shape = |columns: usize| {
        let (x, y) = (columns as f64 * width, count.div_ceil(columns.max(1)) as f64 * height);
        let ratio = match direction {
            Direction::Down => x * zones * regions / y,
            Direction::Right => (x + BESIDE * width) / (y * zones * regions),
        };
        (ratio / wanted).max(wanted / ratio)
    };
    let columns = (1..=count.max(1))
        .min_by(|a, b| shape(*a).total_cmp(&shape(*b)))
        .unwrap_or(1);
    let place = |at: usize| {
        let (column, row) = (at % columns, at / columns);
        Rect::new(column as f64 * width, row as f64 * height, card.width, card.height)
    };
    Layout {
        boxes: (0..count).map(place).collect(),
        ..Layout::default()
    }
}
