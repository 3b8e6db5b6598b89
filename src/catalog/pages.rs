//! How a technology lays rows and index entries into its pages.

use super::decode::measured;
use super::{Fact, table};
use crate::form::Reader;
use crate::form::table::Measure;

/// The layout of the pages of a store.
#[derive(Debug, Default)]
pub struct Pages {
    /// Bytes of which a row and an index entry take a whole number, but for the pointer to it.
    pub alignment: Option<Fact>,
    /// Bytes of the pointer in the page to a row or an entry; the overhead of both counts them.
    pub pointer: Option<Fact>,
    /// Share of an index page that is filled.
    pub index_fill: Option<Fact>,
    /// Whether the rows lie in the index of their key, whose fields every other index repeats.
    pub clustered: bool,
}

impl Pages {
    /// All its facts.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        [&self.alignment, &self.pointer, &self.index_fill].into_iter().flatten()
    }
}

pub(super) fn pages(reader: &Reader) -> Pages {
    let Some(node) = reader.node("pages") else {
        return Pages::default();
    };
    let Some(reader) = Reader::new(node, &table::PAGES, reader.context) else {
        return Pages::default();
    };
    Pages {
        alignment: measured(&reader, "alignment", Measure::Bytes),
        pointer: measured(&reader, "pointer", Measure::Bytes),
        index_fill: measured(&reader, "index_fill", Measure::Number),
        clustered: reader.flag("clustered").is_some_and(|flag| flag.value),
    }
}
