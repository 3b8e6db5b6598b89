//! Tables that fit: columns that are less needed go first, prose wraps, numbers stay whole.

use comfy_table::{Attribute, CellAlignment, ColumnConstraint, LineStyle, Row, TableStyle, Width};

use super::layout::{self, Size};
use super::terminal::{Color, Look, Tone, push_visible, visible};

/// Spaces between two columns.
const GAP: u16 = 2;
/// A column that must stay whole may ask for this much, so that one long id cannot push out the rest.
const WHOLE: u16 = 24;
/// A column of prose may be as narrow as this.
const PROSE: u16 = 16;
/// Notes below a row are set in by no more than this.
const INSET: u16 = 10;
/// Characters of one cell; more is prose that belongs into the document.
const LONGEST: usize = 400;

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    title: &'static str,
    right: bool,
    /// Whether it may wrap at spaces.
    wraps: bool,
    /// Whether it is cut where it would wrap, so that a row is a line.
    cut: bool,
    /// It is not made narrower than this while another can go.
    least: u16,
    /// The higher, the earlier it goes when there is no room; 0 always stays.
    rank: u8,
}

const fn column(title: &'static str, right: bool, wraps: bool) -> Column {
    let least = if wraps { PROSE } else { WHOLE };
    Column {
        title,
        right,
        wraps,
        cut: false,
        least,
        rank: 0,
    }
}

/// A column of names.
pub const fn text(title: &'static str) -> Column {
    column(title, false, false)
}

/// A column of numbers, set to the right.
pub const fn number(title: &'static str) -> Column {
    column(title, true, false)
}

/// A column of words that may wrap.
pub const fn prose(title: &'static str) -> Column {
    column(title, false, true)
}

/// A column of words of which a row shows as many as fit into one line.
pub const fn brief(title: &'static str) -> Column {
    let mut column = column(title, false, true);
    column.cut = true;
    column
}

impl Column {
    /// Goes where it would be narrower than this.
    pub const fn least(mut self, least: u16) -> Self {
        self.least = least;
        self
    }

    /// Goes when there is no room, the highest rank first.
    pub const fn rank(mut self, rank: u8) -> Self {
        self.rank = rank;
        self
    }
}

/// A text in a table, with its tone.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    text: String,
    tone: Tone,
}

impl Cell {
    /// A cell of one line; what could fool a terminal is shown escaped.
    pub fn new(text: impl AsRef<str>) -> Cell {
        Cell {
            text: harmless(text.as_ref()),
            tone: Tone::Plain,
        }
    }

    /// A cell with a line for each text.
    pub fn lines<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Cell {
        let lines: Vec<String> = texts.into_iter().map(|text| harmless(text.as_ref())).collect();
        Cell {
            text: lines.join("\n"),
            tone: Tone::Plain,
        }
    }

    pub fn tone(mut self, tone: Tone) -> Cell {
        self.tone = tone;
        self
    }
}

impl<T: AsRef<str>> From<T> for Cell {
    fn from(text: T) -> Cell {
        Cell::new(text)
    }
}

fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.chars().enumerate() {
        if at >= LONGEST {
            out.push('…');
            break;
        }
        push_visible(&mut out, c);
    }
    out
}

/// Rows under columns.
#[derive(Debug)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Line>,
    /// Whether the names of the columns are printed.
    headed: bool,
    /// Spaces between two columns.
    gap: u16,
}

/// A row, with what is said below it over the whole width.
#[derive(Debug)]
struct Line {
    cells: Vec<Cell>,
    notes: Vec<String>,
}

impl Table {
    pub fn new(columns: &[Column]) -> Table {
        Table {
            columns: columns.to_vec(),
            rows: Vec::new(),
            headed: true,
            gap: GAP,
        }
    }

    /// Without the names of the columns.
    pub fn bare(columns: &[Column]) -> Table {
        Table {
            headed: false,
            ..Table::new(columns)
        }
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.row_with_notes(cells, Vec::new());
    }

    /// A row with notes below it.
    pub fn row_with_notes(&mut self, cells: impl IntoIterator<Item = Cell>, notes: Vec<String>) {
        self.rows.push(Line {
            cells: cells.into_iter().collect(),
            notes,
        });
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as lines, each set in by `indent`, none longer than the look allows.
    pub fn render(&self, look: Look, indent: u16) -> String {
        let Some(layout) = self.layout(look.width.saturating_sub(indent)) else {
            return String::new();
        };
        let inset = indent + layout.first().map_or(0, |column| column.width + self.gap).min(INSET);
        let mut out = String::new();
        // Rows are printed together up to one with notes; all parts have the same widths.
        let mut rest = self.rows.as_slice();
        while !rest.is_empty() {
            let noted = rest.iter().position(|row| !row.notes.is_empty());
            let (rows, later) = rest.split_at(noted.map_or(rest.len(), |at| at + 1));
            out.push_str(&self.lines(&layout, rows, self.headed && out.is_empty(), look, indent));
            for note in rows.iter().flat_map(|row| &row.notes) {
                let mut table = Table::bare(&[prose("")]);
                table.row([Cell::new(note).tone(Tone::Quiet)]);
                out.push_str(&table.render(look, inset));
            }
            rest = later;
        }
        out
    }

    /// The columns that are shown, and how wide; none where no column says anything.
    fn layout(&self, room: u16) -> Option<Vec<Size>> {
        let says = |at: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.cells.get(at));
            cells.any(|cell| !cell.text.is_empty())
        };
        // A column in which no row says anything tells nothing.
        let all: Vec<Size> = (0..self.columns.len())
            .filter(|at| says(*at))
            .map(|at| Size { at, ..Size::default() })
            .collect();
        if all.is_empty() {
            return None;
        }
        let natural = self
            .build(&all, &self.rows, self.headed, Look::of_file(Color::Never))
            .column_max_content_widths();
        let wish = |(size, natural): (&Size, u16)| {
            let column = self.columns[size.at];
            Size {
                at: size.at,
                width: natural.min(column.least),
                natural,
                wraps: column.wraps,
                rank: column.rank,
            }
        };
        let sizes = all.iter().zip(natural).map(wish).collect();
        Some(layout::fit(sizes, room, self.gap))
    }

    fn lines(&self, layout: &[Size], rows: &[Line], headed: bool, look: Look, indent: u16) -> String {
        let mut table = self.build(layout, rows, headed, look);
        let last = layout.len() - 1;
        let widths = layout
            .iter()
            .enumerate()
            .map(|(i, size)| if i == last { size.width } else { size.width + self.gap });
        table.set_constraints(widths.map(|width| ColumnConstraint::Absolute(Width::Fixed(width))));
        let margin = " ".repeat(indent.into());
        let mut out = String::new();
        for line in table.lines() {
            out.push_str(format!("{margin}{line}").trim_end());
            out.push('\n');
        }
        out
    }

    fn build(&self, layout: &[Size], rows: &[Line], headed: bool, look: Look) -> comfy_table::Table {
        let mut table = comfy_table::Table::new();
        let rule = if look.unicode { '─' } else { '-' };
        let style = TableStyle::new();
        table.load_style(if headed {
            style.header_separator(LineStyle::none().fill(rule))
        } else {
            style
        });
        table.style_text_only();
        if look.color {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        if headed {
            table.set_header(
                layout
                    .iter()
                    .map(|size| dress(self.columns[size.at].title, Tone::Quiet))
                    .collect::<Vec<_>>(),
            );
        }
        for row in rows {
            let cell = |size: &Size| {
                let Some(cell) = row.cells.get(size.at) else {
                    return comfy_table::Cell::new("");
                };
                match self.columns[size.at].cut && size.width > 0 {
                    true => dress(&shortened(&cell.text, size.width), cell.tone),
                    false => dress(&cell.text, cell.tone),
                }
            };
            table.add_row(Row::from(layout.iter().map(cell).collect::<Vec<_>>()));
        }
        table.discover_columns();
        let last = layout.len() - 1;
        for (i, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, if i == last { 0 } else { self.gap }));
            if self.columns[layout[i].at].right {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table
    }
}

/// As many whole words as fit, with a sign that there are more.
fn shortened(text: &str, width: u16) -> String {
    let width = usize::from(width);
    if text.chars().count() <= width {
        return text.to_string();
    }
    let head: String = text.chars().take(width.saturating_sub(1)).collect();
    let whole = match text.chars().nth(width.saturating_sub(1)) {
        Some(' ') => head.as_str(),
        _ => head.rsplit_once(' ').map_or(head.as_str(), |(words, _)| words),
    };
    format!("{}…", whole.trim_end_matches([' ', ',', '.', ';', ':']))
}

fn dress(text: &str, tone: Tone) -> comfy_table::Cell {
    let cell = comfy_table::Cell::new(text);
    match tone {
        Tone::Plain => cell,
        Tone::Strong => cell.add_attribute(Attribute::Bold),
        Tone::Quiet => cell.add_attribute(Attribute::Dim),
        Tone::Good => cell.fg(comfy_table::Color::DarkGreen),
        Tone::Bad => cell.fg(comfy_table::Color::DarkRed).add_attribute(Attribute::Bold),
        Tone::Doubt => cell.fg(comfy_table::Color::DarkYellow),
    }
}

/// Prose of any length, wrapped to the width and set in by `indent`.
pub fn paragraph(words: &str, look: Look, indent: u16) -> String {
    let mut table = Table::bare(&[prose("")]);
    table.row([Cell {
        text: visible(words).into_owned(),
        tone: Tone::Plain,
    }]);
    table.render(look, indent)
}

/// The same after a dash.
pub fn bullet(words: &str, look: Look, indent: u16) -> String {
    let mut table = Table {
        gap: 1,
        ..Table::bare(&[text(""), prose("")])
    };
    table.row([
        Cell::new("-"),
        Cell {
            text: visible(words).into_owned(),
            tone: Tone::Plain,
        },
    ]);
    table.render(look, indent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(width: u16) -> Look {
        Look {
            color: false,
            width,
            unicode: true,
        }
    }

    fn sample() -> Table {
        let mut table = Table::new(&[
            text("id"),
            number("peak"),
            prose("because").rank(2),
            text("empty"),
            text("zone").rank(1),
        ]);
        table.row(
            [
                "api",
                "1.39k/s",
                "the quick brown fox jumps over the lazy dog",
                "",
                "eu-west/a",
            ]
            .map(Cell::new),
        );
        table.row([
            Cell::new("a_long_identifier_that_goes_on_and_on_for_ever"),
            Cell::new("9/s"),
            Cell::new("東京 is wide"),
        ]);
        table
    }

    #[test]
    fn no_line_is_wider_than_the_room() {
        for width in 20..140 {
            for indent in [0, 2] {
                for line in sample().render(look(width), indent).lines() {
                    let wide = line.chars().filter(|c| ('\u{3000}'..'\u{a000}').contains(c)).count();
                    assert!(line.chars().count() + wide <= width.into(), "{width}: {line}");
                }
            }
        }
    }

    #[test]
    fn columns_go_by_rank_and_empty_ones_at_once() {
        let wide = sample().render(look(120), 0);
        assert!(wide.contains("because") && wide.contains("zone") && !wide.contains("empty"));
        let narrow = sample().render(look(50), 0);
        assert!(!narrow.contains("because") && narrow.contains("zone"), "{narrow}");
    }

    #[test]
    fn a_brief_column_keeps_a_row_on_one_line() {
        let mut table = Table::new(&[text("id"), brief("what it is")]);
        table.row(["api", "The quick brown fox, jumping over the lazy dog"].map(Cell::new));
        table.row(["lb", "A fox"].map(Cell::new));
        for (width, line) in [
            (80, "api  The quick brown fox, jumping over the lazy dog"),
            (30, "api  The quick brown fox…"),
            (25, "api  The quick brown…"),
        ] {
            assert_eq!(table.render(look(width), 0).lines().nth(2), Some(line), "{width}");
        }
    }

    #[test]
    fn numbers_stand_to_the_right() {
        let mut table = Table::new(&[text("id"), number("peak")]);
        table.row(["api", "1.39k/s"].map(Cell::new));
        table.row(["lb", "9/s"].map(Cell::new));
        assert_eq!(
            table.render(look(80), 2),
            "  id      peak\n  ────────────\n  api  1.39k/s\n  lb       9/s\n"
        );
    }
}
