//! Where the ids of an entry lead: what the table of its keys says to be the id of something.
//!
//! Only of a user's entries are they kept, with their places. Whether they lead anywhere is for the rules to say.

use super::price::{MACHINE, NETWORK};
use super::{Catalog, Kind, table};
use crate::form::table::{Record, Shape};
use crate::form::{Node, Value};
use crate::source::Spanned;

/// What `related` names: an entry of any kind, or a rule.
pub const RELATED: &str = "entry";
/// What has a price: a technology, [`NETWORK`] or [`MACHINE`].
pub const PRICED: &str = "priced";
/// What terms are about: a price, or what has one.
pub const UNDER_TERMS: &str = "under-terms";

/// An id in an entry that stands for something.
#[derive(Debug)]
pub struct Link {
    /// The entry that has it.
    pub of: String,
    /// What it has to be: the name of a kind, `rule`, [`RELATED`], [`PRICED`] or [`UNDER_TERMS`].
    pub to: &'static str,
    pub id: Spanned<String>,
}

/// All links of an entry, in the order of its text.
pub fn of(id: &str, kind: Kind, node: &Node) -> Vec<Link> {
    let mut links = Vec::new();
    let mut add = |to: &'static str, word: Spanned<String>| {
        links.push(Link {
            of: id.to_string(),
            to,
            id: word,
        });
    };
    record(node, table::of(kind), &mut add);
    // The one map whose keys are ids of others.
    if kind == Kind::Plan
        && let Some(Value::Map(phases)) = value(node, "phases").map(|phases| &phases.value)
    {
        for (key, _) in phases {
            add(Kind::Phase.name(), Spanned::new(key.name.clone(), key.span));
        }
    }
    links
}

/// What stands under a key of a map.
pub(super) fn value<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Map(entries) => entries.iter().find(|(key, _)| key.name == name).map(|(_, value)| value),
        _ => None,
    }
}

fn record(node: &Node, table: &'static Record, add: &mut dyn FnMut(&'static str, Spanned<String>)) {
    let Value::Map(entries) = &node.value else {
        return;
    };
    for (key, value) in entries {
        if let Some(row) = table.row(&key.name) {
            shape(value, &row.shape, add);
        }
    }
}

fn shape(node: &Node, under: &'static Shape, add: &mut dyn FnMut(&'static str, Spanned<String>)) {
    match (under, &node.value) {
        (Shape::Entry(to), _) => {
            if let Some(text) = node.text() {
                add(to, Spanned::new(text.to_string(), node.span));
            }
        }
        (Shape::List(item), Value::List(items)) => items.iter().for_each(|node| shape(node, item, add)),
        (Shape::List(item), _) => shape(node, item, add),
        (Shape::Map(each), Value::Map(entries)) => entries.iter().for_each(|(_, node)| shape(node, each, add)),
        (Shape::Record(table), _) => record(node, table, add),
        _ => {}
    }
}

impl Catalog {
    /// The links of all entries of a user.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The ids of the catalog to which a link may lead, sorted by kind.
    pub fn targets(&self, to: &str) -> Vec<&str> {
        let technologies = || self.ids(Kind::Technology).chain([NETWORK, MACHINE]);
        match to {
            RELATED => Kind::ALL.iter().flat_map(|(_, kind)| self.ids(*kind)).collect(),
            PRICED => technologies().collect(),
            UNDER_TERMS => self.ids(Kind::Price).chain(technologies()).collect(),
            kind => Kind::from_name(kind).map_or(Vec::new(), |kind| self.ids(kind).collect()),
        }
    }
}
