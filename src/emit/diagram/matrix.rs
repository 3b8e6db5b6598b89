//! Rows against columns: what realises what.

use super::super::label::Label;
use super::Accent;

/// A table of signs.
#[derive(Debug, Clone)]
pub struct Matrix {
    pub title: Label,
    pub about: Label,
    pub columns: Vec<Column>,
    pub rows: Vec<MatrixRow>,
    /// What the signs that occur mean.
    pub key: Vec<(Sign, &'static str)>,
}

#[derive(Debug, Clone)]
pub struct Column {
    pub title: Label,
    /// Columns of one group stand side by side under its name.
    pub group: Label,
}

#[derive(Debug, Clone)]
pub struct MatrixRow {
    pub title: Label,
    pub lines: Vec<Label>,
    pub accent: Option<Accent>,
    /// One for each column.
    pub cells: Vec<Option<Sign>>,
}

/// What stands where a row and a column meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    Full,
    Hollow,
    Read,
    Write,
    ReadWrite,
}

impl Sign {
    /// The sign as text.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Full => "●",
            Self::Hollow => "○",
            Self::Read => "r",
            Self::Write => "w",
            Self::ReadWrite => "rw",
        }
    }
}
