//! What each read of an entity sees: the last write, or something older (format, A9).

use super::Bench;
use super::scope::truth;
use crate::design::{AccessKind, Nonfunctional};
use crate::figure::Id;
use crate::model::region::HOME_REGION;
use crate::model::{Component, MANAGED_COPIES, Party, Step, Thing};
use crate::quantity::Dimension;

/// One read of an entity in a flow.
pub(super) struct Read {
    /// Index of the flow, and of the step in it.
    pub flow: usize,
    pub step: usize,
    pub store: usize,
    pub entity: usize,
    /// The cache whose hits answer in the store's place.
    pub cache: Option<usize>,
    pub seen: Seen,
    /// Why it sees that, with its numbers.
    pub why: String,
}

/// What a read sees.
#[derive(Debug, Clone)]
pub(super) enum Seen {
    /// The last write.
    Last,
    /// Something at most this old: a cell, which may be missing.
    Old(Id),
    /// A fact is missing that decides.
    Unknown(String),
}

/// Whether quorums meet, in words: `W + R = 2 + 2 > N = 3`, for acknowledgements, reads and copies.
pub(super) struct Overlap {
    /// Each read asks a copy that holds the last write.
    pub reads: bool,
    /// Two writes share a copy, so that one of them comes first.
    pub writes: bool,
    /// The first in words, and both.
    pub read_words: String,
    pub words: String,
}

/// The quorums of W acknowledgements and R reads over N copies: R + W > N, and W + W > N.
/// Source: Gifford, weighted voting, 1979; the Dynamo paper, 2007.
pub(super) fn overlap(acks: u32, reads: u32, copies: u32) -> Overlap {
    let (to_read, to_write) = (acks.saturating_add(reads), acks.saturating_add(acks));
    let sign = |sum: u32| if sum > copies { ">" } else { "≤" };
    let read_words = format!("W + R = {acks} + {reads} {} N = {copies}", sign(to_read));
    Overlap {
        reads: to_read > copies,
        writes: to_write > copies,
        words: format!("{read_words}, W + W = {acks} + {acks} {} N = {copies}", sign(to_write)),
        read_words,
    }
}

/// Copies among which a quorum is counted.
///
/// # Errors
/// The fact of the file that says how many there are.
pub(super) fn voters(component: &Component) -> Result<u32, String> {
    match component.copies {
        _ if component.is_service() => Ok(MANAGED_COPIES),
        Some(copies) => Ok(copies),
        None => Err(format!("components.{}.copies", component.id)),
    }
}

/// Whether a row that one region has taken may be read in another that does not have it yet.
///
/// # Errors
/// The fact of the file that decides.
pub(super) fn told_later(component: &Component) -> Result<bool, String> {
    let id = component.id;
    if component.regions.len() < 2 {
        return Ok(false);
    }
    match component.replication().and_then(|r| r.between) {
        Some("sync") => Ok(false),
        None => Err(format!("components.{id}.replication.between")),
        Some(_) => match component.file.facts.says(HOME_REGION) {
            Some(home) => Ok(!home),
            None => Err(format!(
                "`has` or `lacks: [{HOME_REGION}]` of {id} (whether each row is written and read in one region)"
            )),
        },
    }
}

impl Bench<'_, '_, '_, '_> {
    /// All reads of the entities that a requirement is about, in the flows that it is about.
    pub(super) fn reads(&mut self, requirement: &Nonfunctional) -> Vec<Read> {
        let model = self.model;
        let of = requirement.of.as_ref().and_then(|of| model.thing(&of.value));
        let only = requirement.when.as_ref().and_then(|w| model.flow_index(&w.value));
        let mut reads = Vec::new();
        for (f, flow) in model.flows.iter().enumerate() {
            if only.is_some_and(|only| only != f) || matches!(of, Some(Thing::Flow(o)) if o != f) {
                continue;
            }
            for (s, step) in flow.steps.iter().enumerate() {
                let Party::Component(c) = step.callee else { continue };
                let asked = step.file.accesses.iter().filter(|a| a.kind == AccessKind::Read);
                for e in asked.filter_map(|a| model.entity_index(&a.entity.value)) {
                    let wanted = match of {
                        Some(Thing::Entity(o)) => o == e,
                        Some(Thing::Component(o)) => o == c,
                        _ => true,
                    };
                    if wanted {
                        reads.push(self.read(f, s, c, e));
                    }
                }
            }
        }
        reads
    }

    fn read(&mut self, flow: usize, step: usize, c: usize, e: usize) -> Read {
        let model = self.model;
        let found = &model.flows[flow].steps[step];
        let (mut seen, mut why) = self.at_store(c, found);
        if truth(model, e).is_some_and(|first| first != c) {
            let (age, words) = self.behind_truth(c, e);
            (seen, why) = self.older(seen, why, age, words);
        }
        let cache = match found.on_miss {
            Some(Party::Component(cache)) => Some(cache),
            _ => None,
        };
        if let Some(cache) = cache {
            let (age, words) = self.cached(cache);
            (seen, why) = self.older(seen, why, age, words);
        }
        Read {
            flow,
            step,
            store: c,
            entity: e,
            cache,
            seen,
            why,
        }
    }

    /// What a read sees that is so much older than another; a bound that is missing stays missing.
    fn older(&mut self, seen: Seen, why: String, age: Id, words: String) -> (Seen, String) {
        let figures = &mut self.conditions.load.figures;
        let both = |why: String| {
            if why.is_empty() {
                words.clone()
            } else {
                format!("{why}; {words}")
            }
        };
        match seen {
            Seen::Last => (Seen::Old(age), words),
            Seen::Old(lag) => (Seen::Old(figures.sum(&[lag, age], Dimension::TIME)), both(why)),
            // It is old in any case; how old hangs on the fact.
            Seen::Unknown(fact) => {
                let lag = figures.missing(fact, Dimension::TIME);
                (Seen::Old(figures.sum(&[lag, age], Dimension::TIME)), both(why))
            }
        }
    }

    /// A hit is answered from what the cache took in up to its ttl ago.
    fn cached(&mut self, cache: usize) -> (Id, String) {
        let cache = &self.model.components[cache];
        let figures = &mut self.conditions.load.figures;
        match &cache.file.ttl {
            Some(ttl) => (
                figures.quantity(ttl),
                format!("a hit of {} is up to {} old", cache.id, ttl.text),
            ),
            None => {
                let fact = format!("components.{}.ttl", cache.id);
                (
                    figures.missing(fact, Dimension::TIME),
                    format!("a hit of {} may be old", cache.id),
                )
            }
        }
    }

    /// What a read of the store itself sees: the last write if it asks the writer, or enough copies.
    fn at_store(&mut self, c: usize, step: &Step) -> (Seen, String) {
        let component = &self.model.components[c];
        let id = component.id;
        if let Some(quorum) = component.unreachable_quorum() {
            return (Seen::Unknown(quorum.fact(id)), String::new());
        }
        if !component.is_service() && component.copies == Some(1) {
            return (Seen::Last, format!("{id} keeps one copy"));
        }
        let Some(replication) = component.replication() else {
            return (Seen::Unknown(format!("components.{id}.replication")), String::new());
        };
        let unknown = |fact: &str| {
            (
                Seen::Unknown(format!("components.{id}.replication.{fact}")),
                String::new(),
            )
        };
        if matches!(replication.writer, Some("any" | "region")) {
            match told_later(component) {
                Err(fact) => return (Seen::Unknown(fact), String::new()),
                Ok(true) => return self.follower(c, format!("{id} tells its other regions later")),
                Ok(false) => {}
            }
        }
        match replication.writer {
            Some("one" | "region") if step.file.from_replica => {
                self.follower(c, format!("{id} answers from a follower"))
            }
            Some("one" | "region") => (Seen::Last, format!("{id} answers from its writer")),
            Some(_) => {
                let (Some(acks), Some(reads)) = (replication.acks, replication.reads) else {
                    return match replication.acks {
                        None => (Seen::Unknown(component.acks_fact()), String::new()),
                        Some(_) => unknown("reads"),
                    };
                };
                let copies = match voters(component) {
                    Ok(copies) => copies,
                    Err(fact) => return (Seen::Unknown(fact), String::new()),
                };
                let overlap = overlap(acks, reads, copies);
                // Whether two writes meet is another question: the rule `lost-updates` asks it.
                if overlap.reads {
                    (Seen::Last, format!("{id}: {}", overlap.words))
                } else {
                    self.follower(c, format!("{id}: {}", overlap.read_words))
                }
            }
            None => unknown("writer"),
        }
    }

    /// A copy that may be behind.
    fn follower(&mut self, c: usize, why: String) -> (Seen, String) {
        match self.lag(c) {
            Some((lag, text)) => (Seen::Old(lag), format!("{why}, up to {text} behind")),
            None => {
                let fact = format!("components.{}.replication.lag", self.model.components[c].id);
                (
                    Seen::Old(self.conditions.load.figures.missing(fact, Dimension::TIME)),
                    why,
                )
            }
        }
    }
}
