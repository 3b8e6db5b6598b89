//! SVG, element by element: the only place that writes markup and escapes text for it.
//!
//! A picture is one file without scripts, styles, ids or references, so that it can stand alone, in a
//! page beside others, and behind the sanitiser of a code host.

use super::super::label::Label;
use super::super::plain::xml as escape;
use super::geometry::{Point, Rect, Size};
use super::metrics::Font;
use super::palette;

/// Fonts with the widths that texts were measured with.
const FONTS: &str = "Arial, Helvetica, Liberation Sans, sans-serif";

/// How an area is filled and outlined.
#[derive(Debug, Clone, Copy)]
pub struct Paint {
    pub fill: &'static str,
    pub stroke: &'static str,
    pub width: f64,
    /// The lengths of its strokes and gaps, if it is broken.
    pub dashes: Option<&'static str>,
}

impl Paint {
    pub const fn fill(fill: &'static str) -> Self {
        Self {
            fill,
            stroke: "none",
            width: 0.0,
            dashes: None,
        }
    }

    pub const fn stroke(stroke: &'static str, width: f64) -> Self {
        Self {
            fill: "none",
            stroke,
            width,
            dashes: None,
        }
    }

    pub const fn both(fill: &'static str, stroke: &'static str, width: f64) -> Self {
        Self {
            fill,
            stroke,
            width,
            dashes: None,
        }
    }

    pub const fn broken(self, dashes: &'static str) -> Self {
        Self {
            dashes: Some(dashes),
            ..self
        }
    }

    fn attributes(&self) -> String {
        let mut text = format!(" fill=\"{}\"", self.fill);
        if self.width > 0.0 {
            text.push_str(&format!(
                " stroke=\"{}\" stroke-width=\"{}\"",
                self.stroke,
                number(self.width)
            ));
            if let Some(dashes) = self.dashes {
                text.push_str(&format!(" stroke-dasharray=\"{dashes}\""));
            }
        }
        text
    }
}

/// Which end of a text stands at its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub struct Type {
    pub font: Font,
    pub fill: &'static str,
    pub anchor: Anchor,
}

impl Type {
    pub const fn new(font: Font, fill: &'static str, anchor: Anchor) -> Self {
        Self { font, fill, anchor }
    }
}

/// What a part of a picture stands for, for a page that lights it: ids of the design under a key.
#[derive(Debug, Clone)]
pub struct Mark<'a> {
    pub key: &'static str,
    pub names: Vec<&'a str>,
}

impl<'a> Mark<'a> {
    pub fn new(key: &'static str, names: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            key,
            names: names.into_iter().collect(),
        }
    }
}

/// Whether a name is one word that no markup can be made of; no other becomes a mark.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
}

/// A picture while it is being drawn; later things cover earlier ones.
#[derive(Debug, Default)]
pub struct Canvas {
    body: String,
}

impl Canvas {
    pub fn rect(&mut self, rect: &Rect, radius: f64, paint: Paint) {
        let rounded = if radius > 0.0 {
            format!(" rx=\"{}\"", number(radius))
        } else {
            String::new()
        };
        self.body.push_str(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{rounded}{}/>\n",
            number(rect.x),
            number(rect.y),
            number(rect.width),
            number(rect.height),
            paint.attributes()
        ));
    }

    pub fn circle(&mut self, centre: Point, radius: f64, paint: Paint) {
        self.body.push_str(&format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>\n",
            number(centre.x),
            number(centre.y),
            number(radius),
            paint.attributes()
        ));
    }

    pub fn line(&mut self, from: Point, to: Point, paint: Paint) {
        self.path(&Path::from(from).line(to), paint);
    }

    pub fn path(&mut self, path: &Path, paint: Paint) {
        let round = if paint.fill == "none" {
            " stroke-linejoin=\"round\""
        } else {
            ""
        };
        self.body
            .push_str(&format!("<path d=\"{}\"{}{round}/>\n", path.data, paint.attributes()));
    }

    /// One line of text with its baseline at `at`.
    pub fn text(&mut self, at: Point, text: &str, style: Type) {
        self.write(at, text, style, "");
    }

    /// The same, rising by 45 degrees.
    pub fn slanted(&mut self, at: Point, text: &str, style: Type) {
        let turn = format!(" transform=\"rotate(-45 {} {})\"", number(at.x), number(at.y));
        self.write(at, text, style, &turn);
    }

    fn write(&mut self, at: Point, text: &str, style: Type, turn: &str) {
        if text.is_empty() {
            return;
        }
        let anchor = match style.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if style.font.bold { " font-weight=\"bold\"" } else { "" };
        self.body.push_str(&format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{anchor}{turn} fill=\"{}\">{}</text>\n",
            number(at.x),
            number(at.y),
            number(style.font.size),
            style.fill,
            escape(text)
        ));
    }

    /// Draws everything of another canvas over this one.
    pub fn append(&mut self, other: Self) {
        self.body.push_str(&other.body);
    }

    /// Begins a part that a pointer explains, such as a box with more to say than it shows.
    pub fn begin(&mut self, hint: &str, marks: &[Mark]) {
        self.open(marks);
        self.body.push_str(&format!("<title>{}</title>\n", escape(hint)));
    }

    /// Begins a part that a page can find by its marks.
    pub fn open(&mut self, marks: &[Mark]) {
        self.body.push_str("<g");
        for mark in marks {
            let named: Vec<&str> = mark.names.iter().copied().filter(|name| is_plain(name)).collect();
            if !named.is_empty() {
                self.body
                    .push_str(&format!(" data-{}=\"{}\"", mark.key, named.join(" ")));
            }
        }
        self.body.push('>');
    }

    pub fn end(&mut self) {
        self.body.push_str("</g>\n");
    }

    /// The whole file.
    pub fn finish(self, size: Size, title: &Label, about: &Label, generated: &str) -> String {
        let (width, height) = (number(size.width.ceil()), number(size.height.ceil()));
        // Two hyphens would end the comment.
        let mark = escape(Label::new(generated).as_str()).replace("--", "- -");
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONTS}\">\n\
             <!-- {mark} -->\n<title>{}</title>\n<desc>{}</desc>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n{}</svg>\n",
            escape(title.as_str()),
            escape(about.as_str()),
            palette::PAPER,
            self.body
        )
    }
}

/// The outline of a shape or the course of a line.
#[derive(Debug, Clone)]
pub struct Path {
    data: String,
}

impl Path {
    pub fn from(start: Point) -> Self {
        Self {
            data: format!("M{} {}", number(start.x), number(start.y)),
        }
    }

    pub fn line(mut self, to: Point) -> Self {
        self.data.push_str(&format!("L{} {}", number(to.x), number(to.y)));
        self
    }

    /// A bow that leaves and arrives in the direction of `bend`.
    pub fn bow(mut self, bend: Point, to: Point) -> Self {
        self.data.push_str(&format!(
            "Q{} {} {} {}",
            number(bend.x),
            number(bend.y),
            number(to.x),
            number(to.y)
        ));
        self
    }

    /// An arc of an ellipse, clockwise or not.
    pub fn arc(mut self, radii: Size, clockwise: bool, to: Point) -> Self {
        self.data.push_str(&format!(
            "A{} {} 0 0 {} {} {}",
            number(radii.width),
            number(radii.height),
            u8::from(clockwise),
            number(to.x),
            number(to.y)
        ));
        self
    }

    pub fn close(mut self) -> Self {
        self.data.push('Z');
        self
    }
}

/// A coordinate with at most one decimal, so that a file has the same bytes everywhere.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short() {
        for (value, text) in [(1.0, "1"), (1.25, "1.2"), (-0.04, "0"), (10.0, "10"), (0.5, "0.5")] {
            assert_eq!(number(value), text);
        }
    }
}
