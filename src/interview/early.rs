//! Products that are named before their time.

use crate::catalog::{Catalog, Detail, Kind};

/// The first product that a text names, and the function that it fills.
pub fn technology(text: &str, catalog: &Catalog) -> Option<(String, String)> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '-');
    words.filter(|w| w.len() > 2).find_map(|word| {
        let id = word.to_lowercase();
        if catalog.kind(&id) != Some(Kind::Technology) {
            return None;
        }
        let entry = catalog.get(&id)?;
        match &entry.detail {
            Detail::Technology(technology) => Some((entry.title.clone(), technology.fills.first()?.clone())),
            _ => None,
        }
    })
}
