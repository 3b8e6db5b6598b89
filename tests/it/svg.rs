//! A reader of our own SVG, for tests that measure a picture: its elements stand in a fixed order, one a line.

/// The widths of Helvetica's characters in thousandths of the size, as Adobe published them; bold ones are wider by
/// at most [`BOLD`].
const WIDTHS: [(&str, f64); 15] = [
    ("'", 191.0),
    ("ijl", 222.0),
    (" !,./:;I[]\\ft·", 278.0),
    ("()-`r", 333.0),
    ("\"{}*|", 389.0),
    ("Jckszxvy", 500.0),
    ("0123456789abdeghnopqu?_$#–", 556.0),
    ("+<=>~×≥≤", 584.0),
    ("FLTZ", 611.0),
    ("ABEKPSVXY&", 667.0),
    ("CDHNRUw", 722.0),
    ("GOQ", 778.0),
    ("Mm", 833.0),
    ("%", 889.0),
    ("W", 944.0),
];
const WIDEST: f64 = 1000.0;
const BOLD: f64 = 61.0;

/// Parts of a line shorter than this belong to the head of an arrow.
const HEAD: f64 = 9.0;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Rect {
    pub fn grown(&self, by: f64) -> Self {
        Self {
            x: self.x - by,
            y: self.y - by,
            width: self.width + 2.0 * by,
            height: self.height + 2.0 * by,
        }
    }

    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }

    pub fn contains(&self, x: f64, y: f64) -> bool {
        self.x <= x && x <= self.x + self.width && self.y <= y && y <= self.y + self.height
    }

    pub fn holds(&self, other: &Self) -> bool {
        self.contains(other.x, other.y) && self.contains(other.x + other.width, other.y + other.height)
    }
}

/// One line of text.
#[derive(Debug, Clone)]
pub struct Text {
    pub words: String,
    x: f64,
    y: f64,
    size: f64,
    bold: bool,
    /// How much of its width stands before `x`.
    before: f64,
}

impl Text {
    /// The room that it takes, from the height of a small letter to its baseline.
    pub fn rect(&self) -> Rect {
        let wide = |c: char| {
            WIDTHS
                .iter()
                .find(|(of, _)| of.contains(c))
                .map_or(WIDEST, |(_, width)| *width)
        };
        let thousandths: f64 = self.words.chars().map(wide).sum();
        // Even of a bold text most letters are as wide as the plain ones.
        let more = if self.bold {
            BOLD * self.words.chars().count() as f64 / 2.0
        } else {
            0.0
        };
        let width = (thousandths + more) * self.size / 1000.0;
        Rect {
            x: self.x - width * self.before,
            y: self.y - self.size * 0.55,
            width,
            height: self.size * 0.55,
        }
    }
}

/// A box of the design.
#[derive(Debug)]
pub struct Card {
    pub name: String,
    pub rect: Rect,
    pub texts: Vec<Text>,
}

/// Text on a ground that covers what is below it.
#[derive(Debug)]
pub struct Plate {
    pub rect: Rect,
    pub words: String,
    pub texts: Vec<Text>,
}

/// An arrow or a rail, corner by corner.
#[derive(Debug)]
pub struct Line {
    pub corners: Vec<(f64, f64)>,
}

impl Line {
    pub fn passes(&self, rect: &Rect) -> bool {
        self.corners.windows(2).any(|part| {
            let ((ax, ay), (bx, by)) = (part[0], part[1]);
            let part = Rect {
                x: ax.min(bx),
                y: ay.min(by),
                width: (ax - bx).abs(),
                height: (ay - by).abs(),
            };
            part.overlaps(rect)
        })
    }
}

/// What stands where in one picture of boxes and arrows.
#[derive(Debug)]
pub struct Picture {
    pub sheet: Rect,
    pub frames: Vec<Rect>,
    pub cards: Vec<Card>,
    pub labels: Vec<Plate>,
    /// Titles of frames.
    pub titles: Vec<Plate>,
    pub lines: Vec<Line>,
    pub texts: Vec<Text>,
}

/// An element: its name, its attributes as written, and the text behind it.
struct Element<'a> {
    name: &'a str,
    attributes: &'a str,
    text: &'a str,
}

impl<'a> Element<'a> {
    fn new(tag: &'a str) -> Option<Self> {
        let (inside, text) = tag.split_once('>')?;
        let (name, attributes) = inside.split_once(' ').unwrap_or((inside, ""));
        Some(Self {
            name,
            attributes,
            text: text.trim(),
        })
    }

    fn get(&self, key: &str) -> Option<&'a str> {
        let from = self.attributes.find(&format!(" {key}=\"")).map(|at| at + 1);
        let from = from.or_else(|| self.attributes.starts_with(&format!("{key}=\"")).then_some(0))?;
        self.attributes[from + key.len() + 2..].split('"').next()
    }

    fn number(&self, key: &str) -> f64 {
        self.get(key).and_then(|text| text.parse().ok()).unwrap_or(0.0)
    }

    fn rect(&self) -> Rect {
        Rect {
            x: self.number("x"),
            y: self.number("y"),
            width: self.number("width"),
            height: self.number("height"),
        }
    }

    fn text(&self) -> Text {
        Text {
            words: plain(self.text),
            x: self.number("x"),
            y: self.number("y"),
            size: self.number("font-size"),
            bold: self.get("font-weight") == Some("bold"),
            before: match self.get("text-anchor") {
                Some("middle") => 0.5,
                Some("end") => 1.0,
                _ => 0.0,
            },
        }
    }

    /// Its corners, if it is the line of an arrow; a rounded corner counts as the corner that it rounds.
    fn line(&self) -> Option<Line> {
        if self.get("fill") != Some("none") {
            return None;
        }
        let mut corners = Vec::new();
        for command in self.get("d")?.split_inclusive(|c: char| c.is_ascii_alphabetic()) {
            let numbers: Vec<f64> = command
                .trim_end_matches(|c: char| c.is_ascii_alphabetic())
                .split_whitespace()
                .filter_map(|number| number.parse().ok())
                .collect();
            corners.extend(numbers.chunks_exact(2).map(|pair| (pair[0], pair[1])));
        }
        let far = |a: &(f64, f64)| corners.iter().any(|b| (a.0 - b.0).abs().max((a.1 - b.1).abs()) > HEAD);
        let is_long = corners.iter().any(far);
        is_long.then_some(Line { corners })
    }
}

fn plain(escaped: &str) -> String {
    let signs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    signs
        .iter()
        .fold(escaped.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// What the next text belongs to.
enum Owner {
    Sheet,
    Card,
    Label,
    Title,
}

impl Picture {
    /// Reads a picture that `draw` wrote.
    pub fn read(svg: &str) -> Self {
        let mut picture = Self {
            sheet: Rect {
                x: 0.0,
                y: 0.0,
                width: 0.0,
                height: 0.0,
            },
            frames: Vec::new(),
            cards: Vec::new(),
            labels: Vec::new(),
            titles: Vec::new(),
            lines: Vec::new(),
            texts: Vec::new(),
        };
        let mut owner = Owner::Sheet;
        let mut grouped = false;
        for element in svg.split('<').filter_map(Element::new) {
            match (element.name, &owner) {
                ("svg", _) => picture.sheet = element.rect(),
                ("g", _) => grouped = true,
                ("/g", _) => (grouped, owner) = (false, Owner::Sheet),
                // Only the group of a box has a title of its own.
                ("title", _) if grouped => {
                    owner = Owner::Card;
                    let name = element.text.split(';').next().unwrap_or_default().to_owned();
                    picture.cards.push(Card {
                        name,
                        rect: Rect {
                            width: 0.0,
                            ..picture.sheet
                        },
                        texts: Vec::new(),
                    });
                }
                ("rect", Owner::Card) => {
                    if let Some(card) = picture.cards.last_mut().filter(|card| card.rect.width == 0.0) {
                        card.rect = element.rect();
                    }
                }
                ("rect", _) => owner = picture.area(&element),
                ("path", Owner::Card) => {}
                ("path", _) => {
                    owner = Owner::Sheet;
                    picture.lines.extend(element.line());
                }
                ("text", owner) => picture.text(element.text(), owner),
                _ => {}
            }
        }
        picture
    }

    fn area(&mut self, element: &Element) -> Owner {
        let plate = Plate {
            rect: element.rect(),
            words: String::new(),
            texts: Vec::new(),
        };
        match (element.get("rx"), element.get("stroke")) {
            (Some("3"), None) => {
                self.labels.push(plate);
                Owner::Label
            }
            (Some("2"), None) => {
                self.titles.push(plate);
                Owner::Title
            }
            (_, Some(_)) => {
                self.frames.push(plate.rect);
                Owner::Sheet
            }
            _ => Owner::Sheet,
        }
    }

    fn text(&mut self, text: Text, owner: &Owner) {
        let plate = match owner {
            Owner::Label => self.labels.last_mut(),
            Owner::Title => self.titles.last_mut(),
            _ => None,
        };
        match (plate, owner) {
            (Some(plate), Owner::Title) if !plate.texts.is_empty() => {}
            (Some(plate), _) => {
                plate.words.push_str(&text.words);
                plate.texts.push(text.clone());
            }
            (None, Owner::Card) => {
                if let Some(card) = self.cards.last_mut() {
                    card.texts.push(text.clone());
                }
            }
            _ => {}
        }
        self.texts.push(text);
    }
}
