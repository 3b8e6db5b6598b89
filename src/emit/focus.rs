//! A part of a picture: the parties within some links of those that matter, in every graph and language.
//!
//! It is found in the calls of the report, not in a picture, since a picture may leave calls out.

use std::collections::{BTreeMap, BTreeSet};

use super::calls::{Call, calls};
use super::diagram::{Graph, Group, Node, NodeId};
use super::label::Label;
use crate::report::{Placement, Report};

/// How much of a picture is drawn.
#[derive(Debug, Default)]
pub struct Extent {
    /// Nothing but what is near these.
    pub focus: Option<Focus>,
    /// Every box, even if they are more than a reader can take in; else those that belong together are folded.
    pub whole: bool,
}

/// Parties near some others.
#[derive(Debug)]
pub struct Focus {
    /// What was asked for.
    names: Vec<String>,
    /// The actors and components that this means.
    parties: Vec<String>,
    depth: usize,
}

/// What a focus may be on, in the order in which a name is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FocusKind {
    Component,
    Actor,
    Flow,
    Region,
    Entity,
}

impl Focus {
    /// The parties within `depth` links of the named ones, along a call or against it. A flow stands for all that
    /// takes part in it, a region for what runs in it, an entity for where it is kept. The first name that the design
    /// does not have is the error.
    pub fn new(report: &Report, names: Vec<String>, depth: usize) -> Result<Self, String> {
        let mut parties = Vec::new();
        for name in &names {
            let known = Self::known(report);
            let kind = known.iter().find(|(_, known)| known == name).map(|(kind, _)| *kind);
            let kind = kind.ok_or_else(|| name.clone())?;
            parties.extend(meant(report, kind, name));
        }
        Ok(Self { names, parties, depth })
    }

    /// All that a focus may be on: what means at least one party.
    pub fn known(report: &Report) -> Vec<(FocusKind, &str)> {
        let components = report
            .components
            .iter()
            .map(|one| (FocusKind::Component, one.id.as_str()));
        let actors = report.actors.iter().map(|one| (FocusKind::Actor, one.id.as_str()));
        let flows = report.flows.iter().map(|one| (FocusKind::Flow, one.id.as_str()));
        let regions = report.regions.iter().map(|one| (FocusKind::Region, one.id.as_str()));
        let entities = report.entities.iter().map(|one| (FocusKind::Entity, one.id.as_str()));
        let all = components.chain(actors).chain(flows).chain(regions).chain(entities);
        all.filter(|(kind, name)| !meant(report, *kind, name).is_empty())
            .collect()
    }

    /// Leaves out what lies farther away. A party at the border says how many of those that it is linked to are not
    /// drawn. Returns those that it is about.
    pub(super) fn narrow(&self, report: &Report, graph: &mut Graph) -> BTreeSet<NodeId> {
        let calls = calls(report);
        let near = near(&calls, &self.parties, self.depth);
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
        let about = match self.depth {
            0 => format!("nothing but {names}"),
            depth => format!("what is within {depth} {links} of {names}"),
        };
        graph.about = Label::new(&format!("{about}; the whole: {}", graph.about));
        let asked: BTreeSet<Label> = self.parties.iter().map(|name| Label::name(name)).collect();
        let nodes = graph.root.all_nodes();
        let asked = nodes.iter().filter(|node| asked.contains(&node.title));
        asked.map(|node| node.id).collect()
    }
}

/// The parties that a name means.
fn meant(report: &Report, kind: FocusKind, name: &str) -> Vec<String> {
    match kind {
        FocusKind::Component | FocusKind::Actor => vec![name.to_owned()],
        FocusKind::Flow => {
            let flow = report.flows.iter().find(|flow| flow.id == name);
            let steps = flow.into_iter().flat_map(|flow| &flow.steps);
            steps.flat_map(|step| [step.from.clone(), step.to.clone()]).collect()
        }
        FocusKind::Region => {
            let here = report.components.iter().filter(|one| runs_in(&one.placement, name));
            here.map(|one| one.id.clone()).collect()
        }
        FocusKind::Entity => {
            let entity = report.entities.iter().find(|entity| entity.id == name);
            entity.into_iter().flat_map(|entity| entity.kept_in.clone()).collect()
        }
    }
}

fn runs_in(placement: &Placement, name: &str) -> bool {
    match placement {
        Placement::Zones { regions } => regions.iter().any(|region| region.region == name),
        Placement::Regional { regions } => regions.iter().any(|region| region == name),
        Placement::Outside | Placement::Device => false,
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
