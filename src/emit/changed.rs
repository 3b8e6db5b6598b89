//! The components of two designs in one picture: what was added, removed and changed.

use std::collections::{BTreeMap, BTreeSet};

use super::container::Containers;
use super::diagram::{Accent, Graph};
use super::label::Label;
use crate::report::{Diff, Report};

/// What a change is drawn with: a sign, for colour alone says nothing to some.
const SIGNS: [(Accent, char); 3] = [(Accent::Added, '+'), (Accent::Removed, '−'), (Accent::Changed, '±')];

/// The container view of both.
pub fn graph(diff: &Diff, old: &Report, new: &Report) -> Graph {
    let both = both(old, new);
    let marks = Marks::of(diff, old, new);
    let mut containers = Containers::of(&both);
    for (id, accent) in &marks.parts {
        if let Some(node) = containers.node(id) {
            node.title = Label::new(&format!("{} {}", sign(*accent), node.title));
            node.mark(accent.word(), *accent);
            // Of two designs it is the change that counts, not how full a part is.
            node.accent = Some(*accent);
        }
    }
    for (edge, call) in containers.graph.edges.iter_mut().zip(&containers.calls) {
        let link = (call.from.to_string(), call.to.to_string());
        if let Some(accent) = marks.links.get(&link) {
            let words = format!("{} {}", sign(*accent), accent.word());
            edge.lines.insert(0, Label::new(&words));
            edge.accent = Some(*accent);
        }
    }
    let legend = SIGNS.map(|(accent, sign)| format!("{sign} {}", accent.word()));
    let mut graph = containers.graph;
    graph.title = Label::new(&format!("{}: {}", both.name, legend.join(", ")));
    graph
}

fn sign(accent: Accent) -> char {
    SIGNS
        .iter()
        .find(|(other, _)| *other == accent)
        .map_or('±', |(_, sign)| *sign)
}

/// The new design with what it no longer has.
fn both(old: &Report, new: &Report) -> Report {
    let mut both = new.clone();
    let gone = |id: &str| !new.components.iter().any(|c| c.id == id);
    both.components
        .extend(old.components.iter().filter(|c| gone(&c.id)).cloned());
    let gone = |id: &str| !new.actors.iter().any(|a| a.id == id);
    both.actors.extend(old.actors.iter().filter(|a| gone(&a.id)).cloned());
    let gone = |from: &str, to: &str| !new.links.iter().any(|l| l.from == from && l.to == to);
    both.links
        .extend(old.links.iter().filter(|l| gone(&l.from, &l.to)).cloned());
    // What passes over a link is read from the steps.
    let gone = |id: &str| !new.flows.iter().any(|f| f.id == id);
    both.flows.extend(old.flows.iter().filter(|f| gone(&f.id)).cloned());
    both
}

/// What became of each part and each link, by their ids.
struct Marks {
    parts: BTreeMap<String, Accent>,
    links: BTreeMap<(String, String), Accent>,
}

impl Marks {
    fn of(diff: &Diff, old: &Report, new: &Report) -> Self {
        let mut marks = Marks {
            parts: BTreeMap::new(),
            links: BTreeMap::new(),
        };
        for change in &diff.changes {
            marks.changed(&change.path);
        }
        let ids = |report: &Report| -> BTreeSet<String> {
            let components = report.components.iter().map(|c| c.id.clone());
            components.chain(report.actors.iter().map(|a| a.id.clone())).collect()
        };
        let (before, after) = (ids(old), ids(new));
        marks
            .parts
            .extend(after.difference(&before).map(|id| (id.clone(), Accent::Added)));
        marks
            .parts
            .extend(before.difference(&after).map(|id| (id.clone(), Accent::Removed)));
        let links = |report: &Report| -> BTreeSet<(String, String)> {
            report.links.iter().map(|l| (l.from.clone(), l.to.clone())).collect()
        };
        let (before, after) = (links(old), links(new));
        marks
            .links
            .extend(after.difference(&before).map(|link| (link.clone(), Accent::Added)));
        marks
            .links
            .extend(before.difference(&after).map(|link| (link.clone(), Accent::Removed)));
        marks
    }

    /// What a change of the author's touches: a part, or the link of a step.
    fn changed(&mut self, path: &str) {
        let mut parts = path.split('.');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some("components" | "actors"), Some(id), _, _) => {
                self.parts.insert(id.to_string(), Accent::Changed);
            }
            (Some("flows"), _, Some("steps"), Some(step)) => {
                let ends = step.split_once("->").or_else(|| step.split_once("~>"));
                if let Some((from, to)) = ends {
                    let link = (from.trim().to_string(), to.trim().to_string());
                    self.links.insert(link, Accent::Changed);
                }
            }
            _ => {}
        }
    }
}
