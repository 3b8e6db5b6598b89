//! A part of a picture: the parties within some links of those that matter, in every graph and language.
//!
//! It is found in the calls of the report, not in a picture, since a picture may leave calls out.

use std::collections::{BTreeMap, BTreeSet};

use super::calls::{Call, calls};
use super::diagram::{Graph, Group, Node, NodeId};
use super::label::Label;
use crate::report::Report;

/// How much of a picture is drawn.
#[derive(Debug)]
pub enum Extent {
    /// All that a reader can take in: beyond that, what belongs together is folded into one box.
    Readable,
    /// Every box.
    Whole,
    /// Every box near some parties, and no other.
    Near(Focus),
}

/// Parties near some others.
#[derive(Debug)]
pub struct Focus {
    names: Vec<String>,
    depth: usize,
}

impl Focus {
    /// Those within `depth` links of the named ones, along a call or against it.
    pub fn new(names: Vec<String>, depth: usize) -> Self {
        Self { names, depth }
    }

    /// Leaves out what lies farther away. A party at the border says how many of those that it is linked to are not
    /// drawn.
    pub(super) fn narrow(&self, report: &Report, graph: &mut Graph) {
        let calls = calls(report);
        let near = near(&calls, &self.names, self.depth);
        let mut further: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for call in &calls {
            for (here, there) in [(call.from, call.to), (call.to, call.from)] {
                if near.contains(here) && !near.contains(there) {
                    further.entry(here).or_default().insert(there);
                }
            }
        }
        let titles: Vec<(Label, usize)> = near
            .iter()
            .map(|name| (Label::name(name), further.get(name).map_or(0, BTreeSet::len)))
            .collect();
        let mut kept = BTreeSet::new();
        prune(&mut graph.root, &titles, &mut kept);
        graph
            .edges
            .retain(|edge| kept.contains(&edge.from) && kept.contains(&edge.to));
        let links = if self.depth == 1 { "link" } else { "links" };
        let names = self.names.join(", ");
        graph.about = Label::new(&format!("what is within {} {links} of {names}", self.depth));
    }
}

/// The names within `depth` calls of the given ones.
fn near<'a>(calls: &[Call<'a>], names: &'a [String], depth: usize) -> BTreeSet<&'a str> {
    let mut near: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    for _ in 0..depth {
        let ends = calls
            .iter()
            .flat_map(|call| [(call.from, call.to), (call.to, call.from)]);
        let next: Vec<&str> = ends
            .filter(|(here, there)| near.contains(here) && !near.contains(there))
            .map(|(_, there)| there)
            .collect();
        if next.is_empty() {
            break;
        }
        near.extend(next);
    }
    near
}

fn prune(group: &mut Group, titles: &[(Label, usize)], kept: &mut BTreeSet<NodeId>) {
    group.nodes.retain_mut(|node: &mut Node| {
        let Some((_, further)) = titles.iter().find(|(title, _)| *title == node.title) else {
            return false;
        };
        if *further > 0 {
            node.lines.push(Label::new(&format!("+ {further} not drawn")));
        }
        kept.insert(node.id);
        true
    });
    for inner in &mut group.groups {
        prune(inner, titles, kept);
    }
    group.groups.retain(|inner| !inner.is_empty());
}
