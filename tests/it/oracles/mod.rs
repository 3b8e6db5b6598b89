//! Worked examples that others published: napkin meets each figure within the tolerance of its case.

mod case;
mod designs;
mod expressions;

use napkin::form::Node;
use napkin::form::yaml;
use napkin::source::{Source, Sources};

/// The map or list in a file of `tests/oracles`.
fn tree(name: &str, text: &str) -> Node {
    let mut sources = Sources::default();
    let file = sources.add(Source::new(name, text));
    let mut findings = Vec::new();
    let node = yaml::read(file, sources.get(file), &mut findings);
    assert!(findings.is_empty(), "{name}: {findings:#?}");
    node.expect("a file that is not empty")
}

/// The text under a key.
fn text<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key)?.text()
}
