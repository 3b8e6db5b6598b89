//! What people read of cells, in one piece: a sheet of ten thousand components has hundreds of thousands of names.

use std::num::NonZeroU32;

/// The place of a label, counted from one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LabelId(NonZeroU32);

/// A part of the words of a sheet.
#[derive(Debug, Clone, Copy, Default)]
struct Words {
    start: u32,
    length: u32,
}

#[derive(Debug, Clone, Default)]
struct Label {
    /// The cell that has it.
    cell: u32,
    /// As an expression can name it; empty for a part of a formula.
    name: Words,
    /// An input as the user wrote it; empty where it was not written.
    text: Words,
    /// The unit that the user wants it in: how many base units, and its symbol.
    unit: Option<(f64, Words)>,
}

/// The labels of a sheet.
#[derive(Debug, Clone, Default)]
pub(super) struct Labels {
    all: Vec<Label>,
    words: String,
    /// Words up to here may be those of a label that is older than they are.
    pinned: usize,
}

/// How far labels were filled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filled {
    labels: usize,
    words: usize,
}

impl Labels {
    pub fn name(&self, at: Option<LabelId>) -> &str {
        at.map_or("", |at| self.read(self.label(at).name))
    }

    pub fn text(&self, at: Option<LabelId>) -> &str {
        at.map_or("", |at| self.read(self.label(at).text))
    }

    pub fn unit(&self, at: Option<LabelId>) -> Option<(f64, &str)> {
        let (factor, symbol) = self.label(at?).unit?;
        Some((factor, self.read(symbol)))
    }

    pub fn set_name(&mut self, cell: u32, at: Option<LabelId>, name: &str) -> LabelId {
        let words = self.keep(name);
        self.change(cell, at, |label| label.name = words)
    }

    pub fn set_text(&mut self, cell: u32, at: Option<LabelId>, text: &str) -> LabelId {
        let words = self.keep(text);
        self.change(cell, at, |label| label.text = words)
    }

    pub fn set_unit(&mut self, cell: u32, at: Option<LabelId>, factor: f64, symbol: &str) -> LabelId {
        let words = self.keep(symbol);
        self.change(cell, at, |label| label.unit = Some((factor, words)))
    }

    fn label(&self, at: LabelId) -> &Label {
        &self.all[at.0.get() as usize - 1]
    }

    /// Changes the label of a cell, a new one where it has none.
    fn change(&mut self, cell: u32, at: Option<LabelId>, how: impl FnOnce(&mut Label)) -> LabelId {
        if at.is_some() {
            self.pinned = self.words.len();
        }
        let at = at.unwrap_or_else(|| {
            self.all.push(Label {
                cell,
                ..Label::default()
            });
            // A sheet has fewer labels than cells, and those are counted in as many bits.
            LabelId(NonZeroU32::MIN.saturating_add(self.all.len() as u32 - 1))
        });
        how(&mut self.all[at.0.get() as usize - 1]);
        at
    }

    fn read(&self, words: Words) -> &str {
        let start = words.start as usize;
        &self.words[start..start + words.length as usize]
    }

    /// Keeps a text; beyond four gigabytes of them it is left out.
    fn keep(&mut self, text: &str) -> Words {
        let (Ok(start), Ok(length)) = (u32::try_from(self.words.len()), u32::try_from(text.len())) else {
            return Words::default();
        };
        self.words.push_str(text);
        Words { start, length }
    }

    pub fn filled(&self) -> Filled {
        Filled {
            labels: self.all.len(),
            words: self.words.len(),
        }
    }

    /// Drops what was added since, of cells from this one on. A label that an earlier cell got since stays where it is.
    pub fn truncate(&mut self, to: Filled, cells: u32) {
        let last = self.all.iter().rposition(|label| label.cell < cells);
        let kept = last.map_or(0, |last| last + 1).max(to.labels);
        if kept == to.labels {
            self.words.truncate(to.words.max(self.pinned));
        }
        self.all.truncate(kept);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Figures;
    use crate::quantity::{Profile, Sampling};

    /// What is forgotten takes the names of its cells along, and none of the cells that stay.
    #[test]
    fn an_older_cell_keeps_what_it_was_called_since() {
        let mut figures = Figures::new(Profile::default(), Sampling::default());
        let (named, plain, late) = (figures.number(1.0), figures.number(2.0), figures.number(3.0));
        figures.named(named, || "first");
        let mark = figures.mark();
        figures.print_in(named, 1000.0, "kB");
        let gone = figures.number(4.0);
        figures.named(gone, || "a name that goes");
        figures.named(late, || "late");
        figures.forget(mark);
        let after = figures.number(5.0);
        figures.named(after, || "after");
        let names = [named, plain, late, after].map(|id| figures.name(id).to_string());
        assert_eq!(names, ["first", "", "late", "after"]);
        assert_eq!(figures.show(named, 3000.0), "3 kB");
    }

    #[test]
    fn words_of_forgotten_cells_take_no_room() {
        let mut figures = Figures::new(Profile::default(), Sampling::default());
        let mark = figures.mark();
        let mut size = 0;
        for round in 0..100 {
            for _ in 0..10 {
                let id = figures.number(1.0);
                figures.named(id, || "a name of some length");
            }
            if round == 0 {
                size = figures.labels.words.len();
            }
            assert_eq!(figures.labels.words.len(), size);
            figures.forget(mark);
            assert!(figures.labels.words.is_empty() && figures.labels.all.is_empty());
        }
    }
}
