//! The values of a design by their paths, as `--set` takes them.

use super::{Settings, merge, patch};
use crate::form::{Node, Value};
use crate::source::{Source, Sources, Span};

/// The path of every single value, by its place.
pub fn paths(files: &[Source], settings: &Settings) -> Vec<(Span, String)> {
    tree(files, settings)
        .map(|root| patch::paths(&root))
        .unwrap_or_default()
}

/// Every quantity of the load, actors, components, flows and data that can be multiplied: its path and its text.
pub fn quantities(files: &[Source], settings: &Settings) -> Vec<(String, String)> {
    tree(files, settings)
        .map(|root| patch::quantities(&root))
        .unwrap_or_default()
}

/// The names of the states, as `--state` takes them.
pub fn states(files: &[Source], settings: &Settings) -> Vec<String> {
    let root = tree(files, settings);
    match root
        .as_ref()
        .and_then(|root| root.get("states"))
        .map(|states| &states.value)
    {
        Some(Value::Map(entries)) => entries.iter().map(|(key, _)| key.name.clone()).collect(),
        _ => Vec::new(),
    }
}

/// All files as one tree, with the state and the settings applied; none where a text is no YAML.
pub(crate) fn tree(files: &[Source], settings: &Settings) -> Option<Node> {
    let mut sources = Sources::default();
    for file in files {
        sources.add(file.clone());
    }
    merge::whole(&mut sources, settings, &mut Vec::new())
}
