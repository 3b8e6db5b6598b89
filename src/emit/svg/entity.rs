//! The entity view: tables of fields, and lines from a reference to what it names.

use std::collections::BTreeMap;

use super::super::diagram::{Accent, Entities, NodeId, Relation, Row, Table};
use super::canvas::{Anchor, Canvas, Paint, Path, Type};
use super::geometry::{Point, Rect, Size};
use super::layered::{self, Arrow, Boxed, Direction, Heading, Layout, Plan, Signs};
use super::metrics::Font;
use super::{arrow, palette, sheet, shelves, text};

const TITLE: Font = Font::bold(13.0);
const LINE: Font = Font::regular(11.0);
const NAME: Font = Font::regular(12.0);
const MARK: Font = Font::bold(9.0);
const PADDING: f64 = 10.0;
const ROW: f64 = 21.0;
const MARKS: f64 = 24.0;
/// Tables around one table from which on they stand on both of its sides.
const MANY: usize = 3;
/// Widest name or type.
const WIDEST: f64 = 150.0;

/// Draws tables and their references.
pub fn draw(entities: &Entities, generated: &str) -> String {
    let tables: Vec<Sized> = entities.tables.iter().map(Sized::new).collect();
    let places: BTreeMap<NodeId, usize> = tables
        .iter()
        .enumerate()
        .map(|(at, sized)| (sized.table.id, at))
        .collect();
    let islands = islands(&tables, &places, &entities.relations);
    let laid: Vec<(Layout, &Island)> = islands.iter().map(|island| (island.layout(&tables), island)).collect();
    let sizes: Vec<Size> = laid
        .iter()
        .map(|(layout, _)| Size::new(layout.bounds().width, layout.bounds().height))
        .collect();
    let (corners, all) = shelves::pack(&sizes, shelves::page_width(&sizes));

    let mut canvas = Canvas::default();
    for ((mut layout, island), corner) in laid.into_iter().zip(corners) {
        let bounds = layout.bounds();
        layout.shift(sheet::MARGIN + corner.x - bounds.x, sheet::TOP + corner.y - bounds.y);
        for (relation, corners) in island.relations.iter().zip(&layout.arrows) {
            line(&mut canvas, corners, relation);
        }
        for (at, rect) in island.tables.iter().zip(&layout.boxes) {
            if let Some(sized) = tables.get(*at) {
                sized.draw(&mut canvas, rect);
            }
        }
    }
    let matter = Size::new(sheet::MARGIN + all.width, sheet::TOP + all.height);
    sheet::finish(canvas, matter, &entities.title, &entities.about, generated)
}

/// Tables that hang together by references.
#[derive(Default)]
struct Island<'a> {
    tables: Vec<usize>,
    relations: Vec<&'a Relation>,
    /// Where a table stands in `tables`.
    places: BTreeMap<NodeId, usize>,
}

/// The islands, larger ones first.
fn islands<'a>(tables: &[Sized], places: &BTreeMap<NodeId, usize>, relations: &'a [Relation]) -> Vec<Island<'a>> {
    let mut root: Vec<usize> = (0..tables.len()).collect();
    for relation in relations {
        if let (Some(a), Some(b)) = (places.get(&relation.from), places.get(&relation.to)) {
            let (a, b) = (find(&mut root, *a), find(&mut root, *b));
            if let Some(slot) = root.get_mut(a.max(b)) {
                *slot = a.min(b);
            }
        }
    }
    let mut islands: BTreeMap<usize, Island> = BTreeMap::new();
    for (at, sized) in tables.iter().enumerate() {
        let island = islands.entry(find(&mut root, at)).or_default();
        island.places.insert(sized.table.id, island.tables.len());
        island.tables.push(at);
    }
    for relation in relations {
        if let (Some(at), true) = (places.get(&relation.from), places.contains_key(&relation.to)) {
            islands
                .entry(find(&mut root, *at))
                .or_default()
                .relations
                .push(relation);
        }
    }
    let mut islands: Vec<Island> = islands.into_values().collect();
    islands.sort_by_key(|island| std::cmp::Reverse(island.tables.len()));
    islands
}

/// The first table of an island, on the way making the next search shorter.
fn find(root: &mut [usize], start: usize) -> usize {
    let mut at = start;
    while let Some(next) = root.get(at).copied().filter(|next| *next != at) {
        if let (Some(over), Some(slot)) = (root.get(next).copied(), root.get_mut(at)) {
            *slot = over;
        }
        at = next;
    }
    at
}

impl Island<'_> {
    fn layout(&self, tables: &[Sized]) -> Layout {
        let sized = |at: &usize| tables.get(*at);
        let plan = Plan {
            boxes: self
                .tables
                .iter()
                .filter_map(sized)
                .map(|sized| Boxed {
                    size: sized.size,
                    frame: None,
                })
                .collect(),
            frames: Vec::new(),
            arrows: self.arrows(tables),
            directions: &[Direction::Right],
            signs: Signs { start: 26.0, tip: 22.0 },
        };
        layered::layout(&plan).unwrap_or_else(|| shelves::layout(&plan))
    }
    /// The references as arrows from a field to a key.
    fn arrows(&self, tables: &[Sized]) -> Vec<Arrow> {
        let place = |id| self.places.get(&id).copied().unwrap_or_default();
        let sized = |place: usize| self.tables.get(place).and_then(|at| tables.get(*at));
        let mirrored = self.mirrored();
        let arrow = |(at, relation): (usize, &&Relation)| {
            let (from, to) = (place(relation.from), place(relation.to));
            Arrow {
                leaves: sized(from).map(|table| table.row_middle(relation.row)),
                arrives: sized(to).map(Sized::key_middle),
                heading: if mirrored.contains(&at) {
                    Heading::Backward
                } else {
                    Heading::Forward
                },
                ..Arrow::new(from, to)
            }
        };
        self.relations.iter().enumerate().map(arrow).collect()
    }

    /// References that are drawn from right to left: every second one of those by which many tables
    /// hang on one, so that these stand on both sides of it and not in one long column.
    fn mirrored(&self) -> Vec<usize> {
        let mut touching: BTreeMap<NodeId, usize> = BTreeMap::new();
        for end in self.relations.iter().flat_map(|relation| [relation.from, relation.to]) {
            *touching.entry(end).or_default() += 1;
        }
        let mut leaves: BTreeMap<NodeId, Vec<usize>> = BTreeMap::new();
        for (at, relation) in self.relations.iter().enumerate() {
            if touching.get(&relation.from) == Some(&1) {
                leaves.entry(relation.to).or_default().push(at);
            }
        }
        let many = leaves.into_values().filter(|leaves| leaves.len() >= MANY);
        many.flat_map(|leaves| leaves.into_iter().skip(1).step_by(2)).collect()
    }
}

/// A table that knows its size.
struct Sized<'a> {
    table: &'a Table,
    lines: Vec<String>,
    head: f64,
    size: Size,
}

impl<'a> Sized<'a> {
    fn new(table: &'a Table) -> Self {
        let lines: Vec<String> = table
            .lines
            .iter()
            .flat_map(|line| text::wrap(line.as_str(), LINE, 230.0, 2))
            .collect();
        let head = TITLE.leading() + lines.len() as f64 * LINE.leading() + 14.0;
        let titles = TITLE.width(&text::elide(table.title.as_str(), TITLE, 230.0));
        let heads = lines.iter().map(|line| LINE.width(line)).fold(titles, f64::max);
        let rows = table.rows.iter().map(|row| {
            let name = text::elide(row.name.as_str(), NAME, WIDEST);
            let kind = text::elide(&kind(row), LINE, WIDEST);
            MARKS + NAME.width(&name) + 18.0 + LINE.width(&kind)
        });
        let widest = rows.fold(heads, f64::max);
        let width = (widest / 2.0).ceil() * 2.0 + 2.0 * PADDING;
        let height = head + ROW * table.rows.len() as f64 + if table.rows.is_empty() { 0.0 } else { 6.0 };
        Self {
            table,
            lines,
            head,
            size: Size::new(width.max(130.0), height),
        }
    }

    /// The middle of a row, from the top.
    fn row_middle(&self, row: usize) -> f64 {
        self.head + 3.0 + ROW * (row as f64 + 0.5)
    }

    /// Where references arrive: at the key, else at the title.
    fn key_middle(&self) -> f64 {
        match self.table.rows.iter().position(|row| row.key) {
            Some(row) => self.row_middle(row),
            None => 8.0 + TITLE.leading() / 2.0,
        }
    }

    fn draw(&self, canvas: &mut Canvas, rect: &Rect) {
        let tint = palette::tint(super::super::diagram::Symbol::Component(crate::report::Shape::Database));
        canvas.rect(rect, 6.0, Paint::both(palette::PAPER, tint.line, 1.2));
        let (left, right) = (rect.x, rect.right());
        let below = rect.y + self.head;
        let radius = Size::new(6.0, 6.0);
        let mut head = Path::from(Point::new(left, below))
            .line(Point::new(left, rect.y + 6.0))
            .arc(radius, true, Point::new(left + 6.0, rect.y))
            .line(Point::new(right - 6.0, rect.y))
            .arc(radius, true, Point::new(right, rect.y + 6.0))
            .line(Point::new(right, below));
        if !self.table.rows.is_empty() {
            head = head.close();
        }
        canvas.path(&head, Paint::both(tint.fill, tint.line, 1.2));
        let mut y = rect.y + 6.0 + TITLE.leading();
        let x = left + PADDING;
        let title = text::elide(self.table.title.as_str(), TITLE, rect.width - 2.0 * PADDING);
        canvas.text(
            Point::new(x, y - 3.0),
            &title,
            Type::new(TITLE, tint.deep, Anchor::Start),
        );
        for line in &self.lines {
            y += LINE.leading();
            canvas.text(
                Point::new(x, y - 3.0),
                line,
                Type::new(LINE, palette::MUTED, Anchor::Start),
            );
        }
        for (at, row) in self.table.rows.iter().enumerate() {
            draw_row(canvas, rect, rect.y + self.row_middle(at), row);
        }
    }
}

fn draw_row(canvas: &mut Canvas, rect: &Rect, middle: f64, row: &Row) {
    let base = middle + 4.0;
    let x = rect.x + PADDING;
    let mark = match (row.key, row.reference.is_some(), row.unique) {
        (true, _, _) => "PK",
        (_, true, _) => "FK",
        (_, _, true) => "UQ",
        _ => "",
    };
    canvas.text(
        Point::new(x, base - 1.0),
        mark,
        Type::new(MARK, Accent::Strain.line(), Anchor::Start),
    );
    let name = text::elide(row.name.as_str(), NAME, WIDEST);
    let style = Type::new(NAME, palette::INK, Anchor::Start);
    canvas.text(Point::new(x + MARKS, base), &name, style);
    if row.key {
        let under = base + 2.5;
        let end = x + MARKS + NAME.width(&name);
        canvas.line(
            Point::new(x + MARKS, under),
            Point::new(end, under),
            Paint::stroke(palette::INK, 0.8),
        );
    }
    let kind = text::elide(&kind(row), LINE, WIDEST);
    let style = Type::new(LINE, palette::MUTED, Anchor::End);
    canvas.text(Point::new(rect.right() - PADDING, base), &kind, style);
}

/// The type as a reader wants it: `string(254), personal`, `→ member?`.
fn kind(row: &Row) -> String {
    let mut kind = match &row.reference {
        Some(entity) if row.kind.is_empty() => format!("→ {entity}"),
        _ => row.kind.to_string(),
    };
    if row.optional {
        kind.push('?');
    }
    if row.personal {
        kind.push_str(" · personal");
    }
    kind
}

/// A line with the signs of how many rows stand at each end.
fn line(canvas: &mut Canvas, corners: &[Point], relation: &Relation) {
    arrow::plain(canvas, corners);
    if let [first, next, ..] = corners {
        if !relation.one {
            arrow::crow_foot(canvas, *next, *first);
        } else {
            arrow::bar(canvas, *next, *first, 5.0);
        }
        arrow::ring(canvas, *next, *first, if relation.one { 11.0 } else { 13.5 });
    }
    if let [.., before, last] = corners {
        arrow::bar(canvas, *before, *last, 5.0);
        if relation.optional {
            arrow::ring(canvas, *before, *last, 11.0);
        } else {
            arrow::bar(canvas, *before, *last, 9.0);
        }
    }
}
