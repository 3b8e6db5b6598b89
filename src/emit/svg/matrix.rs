//! A matrix: a row for each requirement, a column for each part, a sign where they meet.

use super::super::diagram::{Matrix, MatrixRow, Sign};
use super::canvas::{Anchor, Canvas, Paint, Type};
use super::geometry::{Point, Rect, Size};
use super::metrics::Font;
use super::{palette, sheet, text};

const ROW: Font = Font::bold(12.0);
const LINE: Font = Font::regular(11.0);
const COLUMN: Font = Font::regular(11.0);
const GROUP: Font = Font::bold(11.0);

/// The room for the texts of a row, and the lines that one of them may take.
const TEXTS: f64 = 320.0;
const WRAPPED: usize = 2;
/// A column, and the space before another group of them.
const STEP: f64 = 26.0;
const APART: f64 = 18.0;
const PADDING: f64 = 6.0;
/// The part of its length that a text slanted by 45 degrees takes either way.
const SLANT: f64 = std::f64::consts::FRAC_1_SQRT_2;
/// Longest title of a column.
const LONGEST: f64 = 150.0;

/// Draws the matrix.
pub fn draw(matrix: &Matrix, generated: &str) -> String {
    let mut canvas = Canvas::default();
    let titles: Vec<String> = matrix
        .columns
        .iter()
        .map(|column| text::elide(column.title.as_str(), COLUMN, LONGEST))
        .collect();
    let longest = titles.iter().map(|title| COLUMN.width(title)).fold(0.0, f64::max);
    let xs = places(matrix);
    let right = xs.last().map_or(sheet::MARGIN + TEXTS, |x| x + STEP / 2.0);
    let top = sheet::TOP + 20.0 + longest * SLANT + 8.0;
    let texts: Vec<Texts> = matrix.rows.iter().map(Texts::new).collect();
    let height: f64 = texts.iter().map(Texts::height).sum();
    // Rows are striped first, so that the columns' lines run over them.
    let mut y = top;
    for (at, row) in texts.iter().enumerate() {
        if at % 2 == 0 {
            let stripe = Rect::new(sheet::MARGIN, y, right - sheet::MARGIN, row.height());
            canvas.rect(&stripe, 0.0, Paint::fill(palette::STRIPE));
        }
        y += row.height();
    }
    for (x, title) in xs.iter().zip(&titles) {
        let rule = Paint::stroke(palette::FAINT, 0.6);
        canvas.line(Point::new(*x, top), Point::new(*x, top + height), rule);
        let style = Type::new(COLUMN, palette::INK, Anchor::Start);
        canvas.slanted(Point::new(x + 3.0, top - 8.0), title, style);
    }
    groups(&mut canvas, matrix, &xs);
    let mut y = top;
    for (row, texts) in matrix.rows.iter().zip(&texts) {
        texts.draw(&mut canvas, y, row);
        let middle = y + texts.height() / 2.0;
        for (x, cell) in xs.iter().zip(&row.cells) {
            if let Some(sign) = cell {
                draw_sign(&mut canvas, Point::new(*x, middle), *sign);
            }
        }
        y += texts.height();
    }
    let mut far = right + longest * SLANT;
    if !matrix.key.is_empty() {
        far = far.max(key(&mut canvas, Point::new(sheet::MARGIN, y + 26.0), matrix));
        y += 36.0;
    }
    sheet::finish(canvas, Size::new(far, y), &matrix.title, &matrix.about, generated)
}

/// The middle of each column.
fn places(matrix: &Matrix) -> Vec<f64> {
    let mut x = sheet::MARGIN + TEXTS + APART;
    let mut before = None;
    let mut places = Vec::with_capacity(matrix.columns.len());
    for column in &matrix.columns {
        x += match before {
            Some(group) if group == &column.group => STEP,
            Some(_) => STEP + APART,
            None => 0.0,
        };
        before = Some(&column.group);
        places.push(x);
    }
    places
}

/// The name of each group over the first of its columns.
fn groups(canvas: &mut Canvas, matrix: &Matrix, xs: &[f64]) {
    let mut before = None;
    for (column, x) in matrix.columns.iter().zip(xs) {
        if before != Some(&column.group) {
            let style = Type::new(GROUP, palette::MUTED, Anchor::Start);
            canvas.text(Point::new(x - 4.0, sheet::TOP + 8.0), column.group.as_str(), style);
        }
        before = Some(&column.group);
    }
}

/// The texts of a row, broken to their room.
struct Texts {
    lines: Vec<String>,
}

impl Texts {
    fn new(row: &MatrixRow) -> Self {
        let lines = row.lines.iter();
        Self {
            lines: lines
                .flat_map(|line| text::wrap(line.as_str(), LINE, TEXTS - 2.0 * PADDING - INDENT, WRAPPED))
                .collect(),
        }
    }

    fn height(&self) -> f64 {
        (self.lines.len() as f64 * LINE.leading()).max(ROW.leading()) + 2.0 * PADDING
    }

    fn draw(&self, canvas: &mut Canvas, top: f64, row: &MatrixRow) {
        let x = sheet::MARGIN + PADDING;
        let mut y = top + PADDING;
        let title = text::elide(row.title.as_str(), ROW, INDENT - 8.0);
        let ink = row.accent.map_or(palette::INK, super::super::diagram::Accent::line);
        canvas.text(
            Point::new(x, y + ROW.leading() - 4.0),
            &title,
            Type::new(ROW, ink, Anchor::Start),
        );
        for (at, line) in self.lines.iter().enumerate() {
            y += LINE.leading();
            let last = at + 1 == self.lines.len();
            let fill = match row.accent {
                Some(accent) if last => accent.line(),
                _ if at == 0 => palette::INK,
                _ => palette::MUTED,
            };
            let style = Type::new(LINE, fill, Anchor::Start);
            canvas.text(Point::new(x + INDENT, y - 3.0), line, style);
        }
    }
}

/// Where the lines of a row begin, right of its id.
const INDENT: f64 = 56.0;

fn draw_sign(canvas: &mut Canvas, at: Point, sign: Sign) {
    match sign {
        Sign::Full => canvas.circle(at, 5.0, Paint::fill(palette::part(0))),
        Sign::Hollow => canvas.circle(at, 4.4, Paint::both(palette::PAPER, palette::part(0), 1.6)),
        Sign::Read | Sign::Write | Sign::ReadWrite => {
            let style = Type::new(GROUP, palette::part(3), Anchor::Middle);
            canvas.text(Point::new(at.x, at.y + 4.0), sign.text(), style);
        }
    }
}

/// What the signs mean; returns how far right it reaches.
fn key(canvas: &mut Canvas, at: Point, matrix: &Matrix) -> f64 {
    let mut x = at.x + 8.0;
    for (sign, meaning) in &matrix.key {
        draw_sign(canvas, Point::new(x, at.y), *sign);
        let style = Type::new(LINE, palette::MUTED, Anchor::Start);
        canvas.text(Point::new(x + 14.0, at.y + 4.0), meaning, style);
        x += 14.0 + LINE.width(meaning) + 28.0;
    }
    x
}
