//! Charts: bars to scale, with the number of each written beside it.

use super::super::diagram::{Bar, Chart, Lie, Panel};
use super::super::label::Label;
use super::canvas::{Anchor, Canvas, Paint, Type};
use super::geometry::{Point, Rect, Size};
use super::metrics::Font;
use super::{palette, sheet, text};

const TITLE: Font = Font::bold(13.0);
const NAME: Font = Font::regular(12.0);
const NUMBER: Font = Font::regular(11.0);
/// Between panels.
const GAP: f64 = 36.0;

/// A level bar: the room for its name, its greatest length, its height and that of its line.
const NAMES: f64 = 230.0;
const LENGTH: f64 = 460.0;
const THICK: f64 = 16.0;
const LINE: f64 = 26.0;

/// An upright bar: its greatest height, its width, and the least room for its texts.
const HEIGHT: f64 = 150.0;
const BROAD: f64 = 40.0;
const SLOT: f64 = 64.0;

/// How far right panels stand beside one another.
const PAGE: f64 = 1100.0;

/// Draws panels below one another, upright ones beside one another as far as a page is wide.
pub fn draw(chart: &Chart, generated: &str) -> String {
    let mut canvas = Canvas::default();
    let mut at = Point::new(sheet::MARGIN, sheet::TOP);
    let mut reach = Point::new(0.0, sheet::TOP);
    let mut legend: &[Label] = &[];
    for panel in &chart.panels {
        let beside = panel.lie == Lie::Upright && at.x + slot(panel) * panel.bars.len() as f64 <= PAGE;
        if !beside {
            at = Point::new(sheet::MARGIN, if reach.x > 0.0 { reach.y + GAP } else { at.y });
        }
        if panel.parts.len() > 1 && panel.parts != legend {
            legend = &panel.parts;
            reach.x = reach.x.max(key(&mut canvas, at, legend));
            at.y += 30.0;
        }
        let size = match panel.lie {
            Lie::Level => level(&mut canvas, at, panel),
            Lie::Upright => upright(&mut canvas, at, panel),
        };
        reach = Point::new(reach.x.max(at.x + size.width), reach.y.max(at.y + size.height));
        at.x += size.width + GAP;
    }
    sheet::finish(
        canvas,
        Size::new(reach.x, reach.y),
        &chart.title,
        &chart.about,
        generated,
    )
}

/// What the colours of the parts mean; returns how far right it reaches.
fn key(canvas: &mut Canvas, at: Point, parts: &[Label]) -> f64 {
    let mut x = at.x;
    for (part, label) in parts.iter().enumerate() {
        let line = text::elide(label.as_str(), NUMBER, NAMES);
        canvas.rect(&Rect::new(x, at.y, 12.0, 12.0), 2.0, Paint::fill(palette::part(part)));
        let style = Type::new(NUMBER, palette::INK, Anchor::Start);
        canvas.text(Point::new(x + 18.0, at.y + 10.0), &line, style);
        x += 18.0 + NUMBER.width(&line) + 20.0;
    }
    x
}

fn heading(canvas: &mut Canvas, at: Point, title: &Label) {
    let style = Type::new(TITLE, palette::INK, Anchor::Start);
    canvas.text(Point::new(at.x, at.y + 12.0), title.as_str(), style);
}

/// Bars below one another.
fn level(canvas: &mut Canvas, at: Point, panel: &Panel) -> Size {
    heading(canvas, at, &panel.title);
    let names: Vec<String> = panel
        .bars
        .iter()
        .map(|bar| text::elide(bar.title.as_str(), NAME, NAMES))
        .collect();
    let room = names.iter().map(|name| NAME.width(name)).fold(0.0, f64::max);
    let left = at.x + room.ceil() + 14.0;
    let scale = LENGTH / panel.longest();
    let mut y = at.y + 26.0;
    let mut right = left + LENGTH;
    let bottom = y + LINE * panel.bars.len() as f64;
    let axis = Paint::stroke(palette::FAINT, 1.0);
    canvas.line(Point::new(left, y), Point::new(left, bottom), axis);
    for (bar, name) in panel.bars.iter().zip(&names) {
        let middle = y + LINE / 2.0;
        canvas.begin(&hint(bar, &panel.parts), &[]);
        let style = Type::new(NAME, palette::INK, Anchor::End);
        canvas.text(Point::new(left - 10.0, middle + 4.0), name, style);
        let mut from = bar.start;
        for (part, length) in lengths(bar) {
            let x = left + from * scale;
            let wide = (length * scale).max(0.5);
            canvas.rect(
                &Rect::new(x, middle - THICK / 2.0, wide, THICK),
                1.5,
                Paint::fill(palette::part(part)),
            );
            from += length;
        }
        let x = left + bar.end() * scale + 8.0;
        let style = Type::new(NUMBER, palette::MUTED, Anchor::Start);
        canvas.text(Point::new(x, middle + 4.0), bar.text.as_str(), style);
        canvas.end();
        right = right.max(x + NUMBER.width(bar.text.as_str()));
        y += LINE;
    }
    Size::new(right - at.x, bottom - at.y)
}

/// The room of an upright bar and its texts.
fn slot(panel: &Panel) -> f64 {
    let texts = panel.bars.iter().flat_map(|bar| [&bar.title, &bar.text]);
    texts
        .map(|label| NUMBER.width(label.as_str()) + 14.0)
        .fold(SLOT, f64::max)
}

/// Bars beside one another.
fn upright(canvas: &mut Canvas, at: Point, panel: &Panel) -> Size {
    heading(canvas, at, &panel.title);
    let slot = slot(panel);
    let ground = at.y + 44.0 + HEIGHT;
    let scale = HEIGHT / panel.longest();
    for (place, bar) in panel.bars.iter().enumerate() {
        let middle = at.x + slot * (place as f64 + 0.5);
        canvas.begin(&hint(bar, &panel.parts), &[]);
        let mut from = bar.start;
        for (part, length) in lengths(bar) {
            let high = (length * scale).max(0.5);
            canvas.rect(
                &Rect::new(middle - BROAD / 2.0, ground - from * scale - high, BROAD, high),
                1.5,
                Paint::fill(palette::part(part)),
            );
            from += length;
        }
        let style = Type::new(NUMBER, palette::INK, Anchor::Middle);
        let top = ground - bar.end() * scale - 6.0;
        canvas.text(Point::new(middle, top), bar.text.as_str(), style);
        let style = Type::new(NUMBER, palette::MUTED, Anchor::Middle);
        canvas.text(Point::new(middle, ground + 16.0), bar.title.as_str(), style);
        canvas.end();
    }
    let width = slot * panel.bars.len() as f64;
    let axis = Paint::stroke(palette::FAINT, 1.0);
    canvas.line(Point::new(at.x, ground), Point::new(at.x + width, ground), axis);
    Size::new(width, ground + 20.0 - at.y)
}

/// The parts that are there, by their places.
fn lengths(bar: &Bar) -> impl Iterator<Item = (usize, f64)> {
    let parts = bar.parts.iter().copied().enumerate();
    parts.filter(|(_, length)| *length > 0.0 && length.is_finite())
}

/// The bar in words.
fn hint(bar: &Bar, parts: &[Label]) -> String {
    let names: Vec<&str> = lengths(bar)
        .filter_map(|(part, _)| Some(parts.get(part)?.as_str()))
        .collect();
    match names.as_slice() {
        [_, _, ..] => format!("{}: {} ({})", bar.title, bar.text, names.join(", ")),
        _ => format!("{}: {}", bar.title, bar.text),
    }
}
