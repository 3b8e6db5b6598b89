//! A picture with more boxes than a reader can take in: those that belong together become one, in every view and
//! language.
//!
//! Who belongs to whom follows from the calls and their order in the design, never from a search for the best cut, so
//! that a small edit moves few boxes. The coarser way is taken only where the finer one leaves too many.

mod bundle;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::diagram::{Edge, Graph, GraphKind, Group, Node, NodeId, Symbol};
use super::label::Label;
use crate::report::Shape;
use bundle::Bundle;

/// Boxes that a reader can follow the arrows of: with 27 of them our designs are drawn some 1,800 pixels wide, with 42
/// it took 3,000, of which a page shows letters 4 pixels high.
const CALLS: usize = 32;
/// Boxes in places, which stand in a grid with few arrows: as many fit on 1,600 pixels.
const PLACES: usize = 100;

/// Callers of a store of which the first owns it; what more of them call belongs to all.
const SHARED: usize = 2;

/// What boxes are, those first that tell least of how a design works.
const TELLING: [&[Symbol]; 5] = [
    &[Symbol::Component(Shape::External), Symbol::Component(Shape::Unknown)],
    &[
        Symbol::Component(Shape::Cache),
        Symbol::Component(Shape::Database),
        Symbol::Component(Shape::ObjectStore),
        Symbol::Component(Shape::Search),
    ],
    &[
        Symbol::Component(Shape::Worker),
        Symbol::Component(Shape::Queue),
        Symbol::Component(Shape::Log),
    ],
    &[Symbol::Component(Shape::Service)],
    &[
        Symbol::Actor,
        Symbol::Component(Shape::Client),
        Symbol::Component(Shape::Balancer),
        Symbol::Component(Shape::Gateway),
        Symbol::Component(Shape::Edge),
    ],
];

/// Folds what is too much for one picture, and says so. The boxes of `apart` stay as they are: they are what the
/// picture was asked for.
pub fn fold(graph: &mut Graph, apart: &BTreeSet<NodeId>) {
    let parts = Parts::of(graph, apart);
    let most = match graph.kind {
        GraphKind::Calls => CALLS,
        GraphKind::Places => PLACES,
    };
    if parts.all.len() <= most {
        return;
    }
    let bundles = match graph.kind {
        GraphKind::Calls => parts.bundles(&graph.edges, most),
        GraphKind::Places => parts.alike(&parts.single(), |_| true),
    };
    let folded: usize = bundles.iter().map(|bundle| bundle.members.len() - 1).sum();
    if folded == 0 {
        return;
    }
    bundle::apply(graph, &bundles);
    let unfold = if apart.is_empty() {
        "--focus NAME shows what is near one"
    } else {
        "--whole draws each"
    };
    graph.about = Label::new(&format!("{}; {folded} folded into others: {unfold}", graph.about));
}

/// A box before it is folded, with the box of boxes that it stands in.
struct Part<'a> {
    node: &'a Node,
    home: usize,
}

/// All boxes by number.
struct Parts<'a> {
    all: BTreeMap<NodeId, Part<'a>>,
    /// The numbers in the order of the design.
    order: Vec<NodeId>,
    /// Those that neither take others in nor are taken in.
    apart: &'a BTreeSet<NodeId>,
}

impl<'a> Parts<'a> {
    fn of(graph: &'a Graph, apart: &'a BTreeSet<NodeId>) -> Self {
        let mut parts = Self {
            all: BTreeMap::new(),
            order: Vec::new(),
            apart,
        };
        parts.add(&graph.root, &mut 0);
        parts
    }

    fn add(&mut self, group: &'a Group, homes: &mut usize) {
        let home = *homes;
        for node in &group.nodes {
            self.order.push(node.id);
            self.all.insert(node.id, Part { node, home });
        }
        for inner in &group.groups {
            *homes += 1;
            self.add(inner, homes);
        }
    }

    /// Whether both stand in the same box of boxes.
    fn neighbours(&self, one: NodeId, other: NodeId) -> bool {
        let home = |id| self.all.get(&id).map(|part| part.home);
        home(one) == home(other)
    }

    /// The box that stands for a bundle that others may join.
    fn head_of(&self, bundle: &Bundle) -> Option<&Part<'a>> {
        let head = bundle.head().filter(|head| !self.apart.contains(head))?;
        self.all.get(&head)
    }

    fn symbol(&self, id: NodeId) -> Option<Symbol> {
        self.all.get(&id).map(|part| part.node.symbol)
    }

    /// Each box by itself.
    fn single(&self) -> Vec<Bundle> {
        self.order.iter().map(|id| Bundle::one(*id)).collect()
    }

    /// The first of the ways that leaves few enough, each of them on top of the one before: with its owner what is
    /// there for it alone, what serves one flow alone, what fills the same function. Of the functions those that say
    /// least about the design come first.
    fn bundles(&self, edges: &[Edge], most: usize) -> Vec<Bundle> {
        let mut bundles = self.owned(edges);
        if bundles.len() > most {
            bundles = self.by_flow(&bundles, edges);
        }
        for symbols in TELLING {
            if bundles.len() <= most {
                break;
            }
            bundles = self.alike(&bundles, |symbol| symbols.contains(&symbol));
        }
        bundles
    }

    /// Each box with what is there for it alone: a store stands with the first of few that call it, everything
    /// else with the only one that does.
    fn owned(&self, edges: &[Edge]) -> Vec<Bundle> {
        let mut callers: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
        let mut callees: BTreeMap<NodeId, BTreeSet<NodeId>> = BTreeMap::new();
        for edge in edges.iter().filter(|edge| edge.from != edge.to) {
            let all = callers.entry(edge.to).or_default();
            if !all.contains(&edge.from) {
                all.push(edge.from);
            }
            callees.entry(edge.from).or_default().insert(edge.to);
        }
        let owner = |id: NodeId| {
            let callers = callers.get(&id).map_or(&[][..], Vec::as_slice);
            let first = *callers.first()?;
            let own = match self.symbol(id)? {
                Symbol::Component(Shape::Cache | Shape::Database | Shape::ObjectStore | Shape::Search) => {
                    callers.len() <= SHARED
                }
                Symbol::Component(Shape::Edge | Shape::Balancer | Shape::Gateway) | Symbol::Actor => false,
                Symbol::Component(_) => callers.len() == 1,
            };
            let may_own = match self.symbol(first)? {
                Symbol::Actor | Symbol::Component(Shape::Edge | Shape::Balancer | Shape::Gateway) => false,
                // What many read from belongs to none of them, nor they to it.
                Symbol::Component(Shape::Queue | Shape::Log) => callees.get(&first).is_some_and(|of| of.len() == 1),
                Symbol::Component(_) => true,
            };
            let free = !self.apart.contains(&id) && !self.apart.contains(&first);
            (own && may_own && free && self.neighbours(id, first)).then_some(first)
        };
        let owners: BTreeMap<NodeId, NodeId> = self.order.iter().filter_map(|id| Some((*id, owner(*id)?))).collect();
        let mut bundles = Vec::new();
        let mut heads: BTreeMap<NodeId, usize> = BTreeMap::new();
        let mut rest = Vec::new();
        let mut known = BTreeMap::new();
        for id in &self.order {
            let head = head(&owners, &mut known, *id);
            if head == *id {
                heads.insert(head, bundles.len());
                bundles.push(Bundle::one(*id));
            } else {
                rest.push((head, *id));
            }
        }
        for (head, id) in rest {
            if let Some(bundle) = heads.get(&head).and_then(|at| bundles.get_mut(*at)) {
                bundle.members.push(id);
            }
        }
        bundles
    }

    /// What serves one flow alone becomes one box for that flow.
    fn by_flow(&self, bundles: &[Bundle], edges: &[Edge]) -> Vec<Bundle> {
        let mut flows: BTreeMap<NodeId, BTreeSet<&str>> = BTreeMap::new();
        for edge in edges {
            for end in [edge.from, edge.to] {
                let flows = flows.entry(end).or_default();
                flows.extend(edge.flows.iter().map(String::as_str));
            }
        }
        let nested = self.all.values().any(|part| part.home > 0);
        let key = |bundle: &Bundle| {
            let head = self.head_of(bundle)?;
            let mut all = bundle.members.iter().filter_map(|id| flows.get(id)).flatten();
            let flow = *all.next()?;
            let alone = head.node.symbol != Symbol::Actor && all.all(|other| *other == flow);
            // Who helps from outside is no part of the system.
            let outside = if nested && head.home == 0 { ", outside" } else { "" };
            alone.then(|| (head.home, String::new(), format!("flow {flow}{outside}")))
        };
        bundle::join(bundles, key, |name, _| name.to_owned())
    }

    /// What fills the same function in the same place becomes one box.
    fn alike(&self, bundles: &[Bundle], which: impl Fn(Symbol) -> bool) -> Vec<Bundle> {
        let key = |bundle: &Bundle| {
            let head = self.head_of(bundle)?;
            if bundle.joined.is_some() || !which(head.node.symbol) {
                return None;
            }
            let name = match head.node.symbol {
                Symbol::Actor => "Actor",
                // The size of its units stands behind the function or the technology.
                Symbol::Component(_) => {
                    let line = head.node.lines.first().map_or("", Label::as_str);
                    line.split(" · ").next().unwrap_or_default()
                }
            };
            Some((head.home, format!("{:?}", head.node.symbol), name.to_owned()))
        };
        bundle::join(bundles, key, |function, count| format!("{count} × {function}"))
    }
}

/// The last of those that own one another; the first that is met twice where they own one another in a circle.
/// `known` keeps what was found of those on the way.
fn head(owners: &BTreeMap<NodeId, NodeId>, known: &mut BTreeMap<NodeId, NodeId>, of: NodeId) -> NodeId {
    let mut met = BTreeSet::from([of]);
    let mut at = of;
    let found = loop {
        if let Some(head) = known.get(&at) {
            break *head;
        }
        let Some(owner) = owners.get(&at) else {
            break at;
        };
        if !met.insert(*owner) {
            // All of a circle have to name the same one.
            break met.iter().copied().find(|id| circles(owners, *id)).unwrap_or(of);
        }
        at = *owner;
    };
    // Whatever is on the way has the same, so a long way is gone once.
    known.extend(met.into_iter().map(|id| (id, found)));
    found
}

/// Whether the owners of a box lead back to it.
fn circles(owners: &BTreeMap<NodeId, NodeId>, of: NodeId) -> bool {
    let chain = std::iter::successors(owners.get(&of), |at| owners.get(at));
    chain.take(owners.len()).any(|at| *at == of)
}
