//! Consistency: what every read of an entity sees (format, A9).

use super::reads::{Read, Seen};
use super::staleness::{changes, unread};
use super::{Bench, Outcome, Status};
use crate::design::Nonfunctional;
use crate::model::{Flow, Party};
use std::collections::HashSet;

/// The fact by which a user's reads go where the user's writes went.
const PINNED: &str = "session-pin";

impl Bench<'_, '_, '_, '_> {
    /// Every read of the entity sees at least what is asked for.
    pub(super) fn consistency(&mut self, wanted: &str, requirement: &Nonfunctional) -> Outcome {
        let reads = self.reads(requirement);
        let outcomes: Vec<Outcome> = reads
            .iter()
            .map(|read| match wanted {
                "strong" => self.strong(read),
                "session" => self.session(read),
                _ => self.eventual(read),
            })
            .collect();
        Outcome::all(outcomes).unwrap_or_else(|| Outcome::unknown(unread(self.model, requirement)))
    }

    fn strong(&self, read: &Read) -> Outcome {
        let flow = self.model.flows[read.flow].id;
        match &read.seen {
            Seen::Last => Outcome::of(Status::Pass)
                .value("strong")
                .because(format!("{flow} reads the last write ({})", read.why)),
            Seen::Old(_) => Outcome::of(Status::Fail)
                .value("eventual")
                .because(format!("{flow} may read an older row ({})", read.why)),
            Seen::Unknown(fact) => Outcome::unknown(fact.clone()),
        }
    }

    /// Copies that grow alike in the end are no promise without a bound.
    fn eventual(&self, read: &Read) -> Outcome {
        let figures = &self.conditions.load.figures;
        let flow = self.model.flows[read.flow].id;
        match &read.seen {
            Seen::Last => self.strong(read),
            Seen::Unknown(fact) => Outcome::unknown(fact.clone()),
            Seen::Old(age) if figures.value(*age).is_some() => Outcome {
                rests_on: vec![*age],
                ..Outcome::of(Status::Pass)
                    .value(format!("at most {} old", figures.text(*age)))
                    .because(format!("{flow} may read an older row ({})", read.why))
            },
            Seen::Old(age) => Outcome {
                missing: figures.missing_facts(*age, 3),
                ..Outcome::of(Status::Unknown).because(format!("{flow} may read an older row ({})", read.why))
            },
        }
    }

    /// Whoever has written sees it in all later reads: read-your-writes.
    fn session(&self, read: &Read) -> Outcome {
        let model = self.model;
        let flow = &model.flows[read.flow];
        let entity = &model.design.entities[read.entity].0.value;
        let own = self.own_writes(read);
        let Some((writer, waits)) = own.iter().find(|(_, waits)| !waits).or(own.first()) else {
            let who = model.party_id(flow.starter);
            return Outcome::of(Status::Pass).value("session").because(format!(
                "no flow of {who} writes {entity}, so {who} has no write of its own to miss"
            ));
        };
        if self.pinned(read) == Some(true) {
            return Outcome::of(Status::Pass)
                .value("session")
                .because(format!("{} goes where the writes of its user went ({PINNED})", flow.id));
        }
        if !waits {
            return Outcome::of(Status::Fail).value("eventual").because(format!(
                "{writer} answers before {entity} is stored, so {} may come too early",
                flow.id
            ));
        }
        match &read.seen {
            Seen::Last => Outcome::of(Status::Pass)
                .value("session")
                .because(format!("{} reads the last write ({})", flow.id, read.why)),
            Seen::Unknown(fact) => Outcome::unknown(fact.clone()),
            Seen::Old(_) if self.refreshed(read) => Outcome::of(Status::Pass)
                .value("session")
                .because(format!("{writer} renews what {} reads ({})", flow.id, read.why)),
            Seen::Old(_) => Outcome::of(Status::Fail).value("eventual").because(format!(
                "{} may miss what {writer} wrote ({}); `has: [{PINNED}]` would hold it",
                flow.id, read.why
            )),
        }
    }

    /// Flows of the reader's own actor that change the entity, each with whether the actor waits for all its changes.
    fn own_writes(&self, read: &Read) -> Vec<(&str, bool)> {
        let model = self.model;
        let starter = model.flows[read.flow].starter;
        let own = model.flows.iter().filter(|f| f.starter == starter && !f.fragment);
        own.filter_map(|flow| {
            let waited = waited(flow);
            let mut writes = flow
                .steps
                .iter()
                .enumerate()
                .filter(|(_, s)| changes(model, s, read.entity))
                .peekable();
            writes.peek()?;
            Some((flow.id, writes.all(|(s, _)| waited.contains(&s))))
        })
        .collect()
    }

    /// What the step, its flow or the store says of sessions.
    fn pinned(&self, read: &Read) -> Option<bool> {
        let model = self.model;
        let flow = &model.flows[read.flow];
        let step = &flow.steps[read.step].file.facts;
        let places = [step, &flow.file.facts, &model.components[read.store].file.facts];
        places.into_iter().find_map(|facts| facts.says(PINNED))
    }

    /// Whether each flow of the reader's own actor that changes the entity changes it, too, where a hit reads it, and
    /// nothing else makes the read old.
    fn refreshed(&self, read: &Read) -> bool {
        let model = self.model;
        let Some(cache) = read.cache else { return false };
        let flow = &model.flows[read.flow];
        if flow.steps[read.step].file.from_replica {
            return false;
        }
        let own = model.flows.iter().filter(|f| f.starter == flow.starter && !f.fragment);
        let mut writers = own.filter(|f| f.steps.iter().any(|s| changes(model, s, read.entity)));
        writers.all(|f| {
            let waited = waited(f);
            let mut steps = f.steps.iter().enumerate();
            steps.any(|(s, step)| {
                waited.contains(&s) && step.callee == Party::Component(cache) && changes(model, step, read.entity)
            })
        })
    }
}

/// Steps of a flow for which its starter waits.
fn waited(flow: &Flow) -> HashSet<usize> {
    let mut reached = HashSet::from([flow.starter]);
    let mut waited = HashSet::new();
    for (s, step) in flow.steps.iter().enumerate() {
        if step.file.waits && reached.contains(&step.caller) {
            reached.insert(step.callee);
            waited.insert(s);
        }
    }
    waited
}
