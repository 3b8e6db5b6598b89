//! The flow view: a lane for each participant, messages from top to bottom.

use super::super::diagram::{Block, BlockKind, EdgeKind, Item, Lane, Message, Participant, Sequence};
use super::canvas::{Anchor, Canvas, Paint, Path, Type};
use super::geometry::{Point, Rect, Size};
use super::lanes::{self, DETAIL, HEAD, LABEL, Lanes, SUBTITLE, TITLE, Words};
use super::metrics::Font;
use super::{arrow, icon, palette, sheet, text};

const NUMBER: Font = Font::bold(9.0);
const WORD: Font = Font::bold(11.0);
const CONDITION: Font = Font::regular(11.0);

/// From a block's border to what it holds.
const INSET: f64 = 12.0;
/// Height from which on the participants are named again at the foot.
const TALL: f64 = 760.0;

/// Draws the messages of one flow.
pub fn draw(sequence: &Sequence, generated: &str) -> String {
    let lanes = Lanes::new(sequence);
    let top = sheet::TOP;
    let mut stage = Stage {
        right: lanes.right,
        lanes: &lanes,
        back: Canvas::default(),
        front: Canvas::default(),
        y: top + HEAD + 12.0,
        number: 0,
    };
    stage.items(&sequence.items);
    let end = stage.y + 12.0;
    let Stage { back, front, right, .. } = stage;

    let mut canvas = Canvas::default();
    for participant in &sequence.participants {
        let x = lanes.at(participant.lane);
        let (from, to) = (Point::new(x, top + HEAD), Point::new(x, end));
        canvas.line(from, to, Paint::stroke(palette::FAINT, 1.2));
    }
    canvas.append(back);
    canvas.append(front);
    let tall = end - top > TALL;
    for participant in &sequence.participants {
        head(&mut canvas, &lanes, participant, top);
        if tall {
            head(&mut canvas, &lanes, participant, end);
        }
    }
    let foot = if tall { end + HEAD } else { end };
    let bottom = sheet::key(
        &mut canvas,
        foot,
        &[EdgeKind::Waits, EdgeKind::Sends].map(sheet::meaning),
    );
    sheet::finish(
        canvas,
        Size::new(right, bottom),
        &sequence.title,
        &sequence.about,
        generated,
    )
}

fn head(canvas: &mut Canvas, lanes: &Lanes, participant: &Participant, top: f64) {
    let width = lanes.head(participant.lane);
    let rect = Rect::new(lanes.at(participant.lane) - width / 2.0, top, width, HEAD);
    let tint = palette::tint(participant.symbol);
    canvas.begin(participant.title.as_str(), &[]);
    canvas.rect(&rect, 8.0, Paint::both(tint.fill, tint.line, 1.2));
    let sign = Point::new(rect.x + 10.0, rect.y + (HEAD - icon::SIDE) / 2.0);
    icon::draw(canvas, sign, participant.symbol);
    let (title, subtitle) = lanes::name(participant);
    let x = rect.x + 10.0 + icon::SIDE + 8.0;
    let base = if subtitle.is_empty() {
        rect.y + HEAD / 2.0 + 4.5
    } else {
        rect.y + 20.0
    };
    canvas.text(
        Point::new(x, base),
        &title,
        Type::new(TITLE, palette::INK, Anchor::Start),
    );
    let style = Type::new(SUBTITLE, palette::MUTED, Anchor::Start);
    canvas.text(Point::new(x, base + 15.0), &subtitle, style);
    canvas.end();
}

fn kind(message: &Message) -> EdgeKind {
    if message.waits {
        EdgeKind::Waits
    } else {
        EdgeKind::Sends
    }
}

/// From where to where something reaches, from left to right.
type Extent = (f64, f64);

fn both(a: Option<Extent>, b: Extent) -> Option<Extent> {
    Some(a.map_or(b, |a| (a.0.min(b.0), a.1.max(b.1))))
}

/// The picture while it grows downwards: frames behind, everything else in front.
struct Stage<'a> {
    lanes: &'a Lanes,
    back: Canvas,
    front: Canvas,
    y: f64,
    number: usize,
    right: f64,
}

impl Stage<'_> {
    fn items(&mut self, items: &[Item]) -> Option<Extent> {
        let mut all = None;
        for item in items {
            let extent = match item {
                Item::Message(message) if message.from == message.to => self.own_message(message),
                Item::Message(message) => self.message(message),
                Item::Note { over, text } => self.note(*over, text.as_str()),
                Item::Block(block) => self.block(block),
            };
            all = both(all, extent);
        }
        all
    }

    fn message(&mut self, message: &Message) -> Extent {
        let (from, to) = (self.lanes.at(message.from), self.lanes.at(message.to));
        let words = Words::between(message, (from - to).abs());
        let middle = (from + to) / 2.0;
        self.y += 8.0;
        let plate = Size::new(words.width + 8.0, words.height);
        let centre = Point::new(middle, self.y + words.height / 2.0);
        self.front
            .rect(&Rect::around(centre, plate), 0.0, Paint::fill(palette::PAPER));
        self.words(&words, middle, Anchor::Middle);
        self.y += 5.0;
        let (start, tip) = (Point::new(from, self.y), Point::new(to, self.y));
        arrow::draw(&mut self.front, &[start, tip], kind(message));
        self.count(start);
        self.y += 12.0;
        (from.min(to) - 22.0, from.max(to) + 22.0)
    }

    fn own_message(&mut self, message: &Message) -> Extent {
        let x = self.lanes.at(message.from);
        let words = Words::between(message, 0.0);
        self.y += 14.0;
        let start = self.y;
        let room = words.height.max(18.0);
        self.y = start + room / 2.0 - words.height / 2.0;
        self.words(&words, x + 38.0, Anchor::Start);
        let end = start + room;
        let corners = [
            Point::new(x, start),
            Point::new(x + 28.0, start),
            Point::new(x + 28.0, end),
            Point::new(x, end),
        ];
        arrow::draw(&mut self.front, &corners, kind(message));
        self.count(Point::new(x, start));
        self.y = end + 12.0;
        (x - 22.0, x + 46.0 + words.width)
    }

    /// Writes the lines of a message from the current height on.
    fn words(&mut self, words: &Words, x: f64, anchor: Anchor) {
        for (lines, font, fill) in [
            (&words.label, LABEL, palette::INK),
            (&words.detail, DETAIL, palette::MUTED),
        ] {
            for line in lines {
                self.y += font.leading();
                let style = Type::new(font, fill, anchor);
                self.front.text(Point::new(x, self.y - 4.0), line, style);
            }
        }
    }

    /// Numbers a message where it starts.
    fn count(&mut self, at: Point) {
        self.number += 1;
        let text = self.number.to_string();
        let radius = if text.len() > 2 { 10.0 } else { 8.0 };
        self.front.circle(at, radius, Paint::fill(palette::LINE));
        let style = Type::new(NUMBER, palette::PAPER, Anchor::Middle);
        self.front.text(Point::new(at.x, at.y + 3.2), &text, style);
    }

    fn note(&mut self, over: Lane, text: &str) -> Extent {
        let (lines, width) = lanes::note(text);
        let height = lines.len() as f64 * DETAIL.leading() + 8.0;
        self.y += 2.0;
        let rect = Rect::new(self.lanes.at(over) - width / 2.0, self.y, width, height);
        self.front
            .rect(&rect, 3.0, Paint::both(palette::NOTE_FILL, palette::NOTE_LINE, 1.0));
        let mut base = self.y;
        for line in &lines {
            base += DETAIL.leading();
            let style = Type::new(DETAIL, palette::INK, Anchor::Middle);
            self.front.text(Point::new(rect.centre().x, base), line, style);
        }
        self.y += height + 8.0;
        (rect.x, rect.right())
    }

    fn block(&mut self, block: &Block) -> Extent {
        let word = match block.kind {
            BlockKind::Opt => "opt",
            BlockKind::Par => "par",
        };
        self.y += 6.0;
        let top = self.y;
        let mut extent = None;
        let mut titles = Vec::new();
        for (at, branch) in block.branches.iter().enumerate() {
            if at > 0 {
                self.y += 6.0;
            }
            titles.push((self.y, branch.title.as_str()));
            self.y += if at == 0 { 24.0 } else { 14.0 };
            if let Some(inner) = self.items(&branch.items) {
                extent = both(extent, inner);
            }
        }
        self.y += 6.0;
        let (left, right) = extent.unwrap_or((self.right / 2.0, self.right / 2.0));
        let left = left - INSET;
        let tab = WORD.width(word) + 20.0;
        let widest = titles.iter().map(|title| CONDITION.width(title.1)).fold(0.0, f64::max);
        let right = (right + INSET).max(left + tab + widest.min(420.0) + 24.0);
        let rect = Rect::new(left, top, right - left, self.y - top);
        self.back.rect(&rect, 4.0, Paint::stroke(palette::BLOCK, 1.2));
        self.tab(&rect, word, tab);
        for (at, (y, title)) in titles.into_iter().enumerate() {
            if at > 0 {
                let paint = Paint::stroke(palette::BLOCK, 1.0).broken("5 4");
                self.back.line(Point::new(left, y), Point::new(right, y), paint);
            }
            self.condition(title, &rect, y, tab);
        }
        self.y += 6.0;
        self.right = self.right.max(right + INSET);
        (left, right)
    }

    /// The word of a block in its corner.
    fn tab(&mut self, rect: &Rect, word: &str, width: f64) {
        let (right, bottom) = (rect.x + width, rect.y + 19.0);
        let path = Path::from(Point::new(rect.x, rect.y))
            .line(Point::new(right, rect.y))
            .line(Point::new(right, bottom - 6.0))
            .line(Point::new(right - 6.0, bottom))
            .line(Point::new(rect.x, bottom))
            .close();
        self.front
            .path(&path, Paint::both(palette::BLOCK_FILL, palette::BLOCK, 1.2));
        let style = Type::new(WORD, palette::INK, Anchor::Start);
        self.front.text(Point::new(rect.x + 7.0, rect.y + 13.5), word, style);
    }

    fn condition(&mut self, title: &str, rect: &Rect, y: f64, tab: f64) {
        let line = text::elide(title, CONDITION, rect.width - tab - 20.0);
        if line.is_empty() {
            return;
        }
        let x = rect.x + tab + 8.0;
        let plate = Rect::new(x - 3.0, y + 2.0, CONDITION.width(&line) + 6.0, 15.0);
        self.front.rect(&plate, 0.0, Paint::fill(palette::PAPER));
        let style = Type::new(CONDITION, palette::MUTED, Anchor::Start);
        self.front.text(Point::new(x, y + 13.5), &line, style);
    }
}
