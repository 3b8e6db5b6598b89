//! What an expression can name, and its dimension (format, C18).

use super::Model;
use crate::quantity::Dimension;
use std::cell::RefCell;
use std::collections::HashMap;

/// What an id stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Thing {
    Component(usize),
    Flow(usize),
    Entity(usize),
    Figure(usize),
}

/// A name of an expression, looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Name {
    Users,
    Growth,
    Horizon,
    Figure(usize),
    Attribute(Thing, Attribute),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Attribute {
    Rate,
    Peak,
    P50,
    P75,
    P95,
    P99,
    Availability,
    Utilisation,
    Connections,
    Memory,
    Storage,
    Replicas,
    Cost,
    Rows,
    Size,
    Writes,
    Reads,
}

use Attribute::{
    Availability, Connections, Cost, Memory, P50, P75, P95, P99, Peak, Rate, Reads, Replicas, Rows, Size, Storage,
    Utilisation, Writes,
};

const FLOW: [(&str, Attribute); 7] = [
    ("rate", Rate),
    ("peak", Peak),
    ("p50", P50),
    ("p75", P75),
    ("p95", P95),
    ("p99", P99),
    ("availability", Availability),
];

const COMPONENT: [(&str, Attribute); 8] = [
    ("rate", Rate),
    ("peak", Peak),
    ("utilisation", Utilisation),
    ("connections", Connections),
    ("memory", Memory),
    ("storage", Storage),
    ("replicas", Replicas),
    ("cost", Cost),
];

const ENTITY: [(&str, Attribute); 5] = [
    ("rows", Rows),
    ("size", Size),
    ("writes", Writes),
    ("reads", Reads),
    ("storage", Storage),
];

impl Thing {
    /// The attributes that it has.
    pub fn attributes(self) -> &'static [(&'static str, Attribute)] {
        match self {
            Thing::Flow(_) => &FLOW,
            Thing::Component(_) => &COMPONENT,
            Thing::Entity(_) => &ENTITY,
            Thing::Figure(_) => &[],
        }
    }

    pub fn kind(self) -> &'static str {
        match self {
            Thing::Flow(_) => "flow",
            Thing::Component(_) => "component",
            Thing::Entity(_) => "entity",
            Thing::Figure(_) => "figure",
        }
    }
}

impl Attribute {
    pub fn dimension(self) -> Dimension {
        match self {
            Rate | Peak | Writes | Reads => Dimension::RATE,
            P50 | P75 | P95 | P99 => Dimension::TIME,
            Availability | Utilisation | Connections | Replicas | Rows => Dimension::NONE,
            Memory | Storage | Size => Dimension::BYTES,
            Cost => Dimension::SPENDING,
        }
    }
}

/// Why a name could not be looked up.
#[derive(Debug, PartialEq)]
pub enum NotFound {
    /// Nothing has this id; the text is what to write instead, if something is near.
    Id(Option<String>),
    /// The thing has no such attribute.
    Attribute(Thing),
    /// A thing without its attribute.
    Bare(Thing),
}

impl Model<'_> {
    /// Looks a name of an expression up.
    ///
    /// # Errors
    /// What is wrong with the name.
    pub fn name(&self, name: &str) -> Result<Name, NotFound> {
        match name {
            "users" => return Ok(Name::Users),
            "growth" => return Ok(Name::Growth),
            "horizon" => return Ok(Name::Horizon),
            _ => {}
        }
        let (id, attribute) = match name.split_once('.') {
            Some((id, attribute)) => (id, Some(attribute)),
            None => (name, None),
        };
        let Some(thing) = self.thing(id) else {
            let bare = ["users", "growth", "horizon"];
            let words = bare.into_iter().chain(crate::quantity::unit::SUGGESTIONS);
            let mut known: Vec<&str> = self.things.keys().copied().chain(words).collect();
            // Ties go to the first of them: sorted, so that the answer is always the same.
            known.sort_unstable();
            let near = crate::finding::nearest(id, known);
            return Err(NotFound::Id(near.map(str::to_string)));
        };
        match (thing, attribute) {
            (Thing::Figure(i), None) => Ok(Name::Figure(i)),
            (_, None) => Err(NotFound::Bare(thing)),
            (_, Some(attribute)) => thing
                .attributes()
                .iter()
                .find(|(n, _)| *n == attribute)
                .map(|(_, a)| Name::Attribute(thing, *a))
                .ok_or(NotFound::Attribute(thing)),
        }
    }

    /// The dimensions of all figures of the user; `None` for a figure whose formula is broken or runs in a circle.
    pub fn figure_dimensions(&self) -> Vec<Option<Dimension>> {
        let known: RefCell<HashMap<usize, Option<Dimension>>> = RefCell::default();
        (0..self.design.figures.len())
            .map(|i| self.figure_dimension(i, &known, 0))
            .collect()
    }

    fn figure_dimension(
        &self,
        index: usize,
        known: &RefCell<HashMap<usize, Option<Dimension>>>,
        depth: usize,
    ) -> Option<Dimension> {
        if let Some(found) = known.borrow().get(&index) {
            return found.clone();
        }
        if depth > 200 {
            return None;
        }
        // Found again while it is open: a circle.
        known.borrow_mut().insert(index, None);
        let formula = &self.design.figures[index].1.formula.expr;
        let dimension = formula
            .dimension(&|name| match self.name(name) {
                Ok(Name::Figure(i)) => self.figure_dimension(i, known, depth + 1),
                Ok(name) => Some(plain_dimension(name)),
                Err(_) => None,
            })
            .ok();
        known.borrow_mut().insert(index, dimension.clone());
        dimension
    }
}

/// The dimension of a name that is no figure.
pub fn plain_dimension(name: Name) -> Dimension {
    match name {
        Name::Users => Dimension::person("user"),
        Name::Growth => Dimension::RATE,
        Name::Horizon => Dimension::TIME,
        Name::Figure(_) => Dimension::NONE,
        Name::Attribute(_, attribute) => attribute.dimension(),
    }
}
