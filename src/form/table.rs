//! The language in which the keys of a file are described.
//!
//! One table of keys drives the decoder, "did you mean", the allowed values in messages, and whatever
//! documents the format.

use crate::quantity::Dimension;

/// A map with fixed keys.
#[derive(Debug)]
pub struct Record {
    /// What it describes, for messages: `a component`.
    pub what: &'static str,
    pub keys: &'static [Row],
}

/// One key: name, shape, whether it must be there, and what it means.
#[derive(Debug)]
pub struct Row {
    pub name: &'static str,
    pub shape: Shape,
    pub required: bool,
    /// The one value that it may have, so that it can be put in where it is missing.
    pub only: Option<&'static str>,
    pub doc: &'static str,
}

/// What may stand under a key.
#[derive(Debug)]
pub enum Shape {
    /// Any single value, kept as written.
    Text,
    /// The id of something.
    Id,
    /// An id of this kind that the catalog or the program has; a user may add further ones.
    Entry(&'static str),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number from this one on.
    Count(u32),
    /// `true` or `false`.
    Flag,
    /// A calendar date, `2027-06-30`.
    Date,
    /// A quantity of this measure.
    Quantity(Measure),
    /// An expression over names of the file.
    Expression,
    /// A list of such things; a single one may stand without brackets.
    List(&'static Shape),
    /// A map from ids that the user chooses.
    Map(&'static Shape),
    /// A map with fixed keys.
    Record(&'static Record),
    /// One of several forms, which the decoder tells apart. The text says what is expected.
    Form(&'static str, &'static [Shape]),
}

/// The dimensions that a quantity may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A number of things: `8M to 12M`; `1B` is a billion.
    Count,
    /// A share or factor: `60 %`, `3`.
    Number,
    Time,
    Bytes,
    /// `40 %/year`.
    Rate,
    /// Things a second: `2500 req/s`.
    Frequency,
    Bandwidth,
    /// People, written as a plain number or with their name: `25M viewers`.
    People,
    /// Money in any combination: `20k USD/month`, `0.1 USD/GB`.
    Money,
    /// Anything.
    Any,
}

impl Measure {
    /// Whether a dimension fits.
    pub fn fits(self, dimension: &Dimension) -> bool {
        match self {
            Measure::Count | Measure::Number => dimension.is_none(),
            Measure::Time => *dimension == Dimension::TIME,
            Measure::Bytes => *dimension == Dimension::BYTES,
            Measure::Rate | Measure::Frequency => *dimension == Dimension::RATE,
            Measure::Bandwidth => *dimension == Dimension::BANDWIDTH,
            Measure::People => {
                dimension.is_none()
                    || (dimension.people.len() == 1 && *dimension == Dimension::person(&dimension.people[0].0))
            }
            Measure::Money => dimension.money == 1,
            Measure::Any => true,
        }
    }

    /// What is wanted, with an example.
    pub fn words(self) -> &'static str {
        match self {
            Measure::Count => "a number such as `12M`",
            Measure::Number => "a number or a share such as `60 %`",
            Measure::Time => "a time such as `50 ms` or `3 years`",
            Measure::Bytes => "a size such as `2 KB`",
            Measure::Rate => "a share per time such as `40 %/year`",
            Measure::Frequency => "a rate such as `2500 req/s`",
            Measure::Bandwidth => "a bandwidth such as `400 Mbit/s`",
            Measure::People => "a number of people such as `8M to 12M`",
            Measure::Money => "an amount such as `20k USD/month`",
            Measure::Any => "a quantity",
        }
    }

    /// Units that a plain number may have been meant in.
    pub fn units(self) -> &'static [&'static str] {
        match self {
            Measure::Time => &["ms", "s", "days", "years"],
            Measure::Bytes => &["B", "KB", "GB"],
            Measure::Rate => &["%/year"],
            Measure::Frequency => &["req/s"],
            Measure::Bandwidth => &["Mbit/s"],
            Measure::Money => &["USD/month"],
            Measure::Count | Measure::Number | Measure::People | Measure::Any => &[],
        }
    }
}

/// A row that may be absent.
pub const fn may(name: &'static str, shape: Shape, doc: &'static str) -> Row {
    Row {
        name,
        shape,
        required: false,
        only: None,
        doc,
    }
}

/// A row that must be there.
pub const fn must(name: &'static str, shape: Shape, doc: &'static str) -> Row {
    Row {
        name,
        shape,
        required: true,
        only: None,
        doc,
    }
}

/// A row that must be there and can have one value only.
pub const fn fixed(name: &'static str, shape: Shape, only: &'static str, doc: &'static str) -> Row {
    Row {
        name,
        shape,
        required: true,
        only: Some(only),
        doc,
    }
}

impl Record {
    pub fn row(&self, name: &str) -> Option<&Row> {
        self.keys.iter().find(|row| row.name == name)
    }
}
