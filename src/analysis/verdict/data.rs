//! What happens to data: loss, recovery, consistency, staleness (format, A9).

use super::drill::Asked;
use super::{Bench, Outcome, Status};
use crate::catalog::Role;
use crate::design::{AccessKind, Nonfunctional};
use crate::model::{Component, Model, Party, Placement, Thing};
use crate::quantity::{Quantity, print};

/// How much is lost at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Instance,
    Zone,
    Region,
    All,
}

/// Copies that a managed store keeps where the catalog gives its acknowledgements: three zones.
const MANAGED_COPIES: u32 = 3;

/// A length of time that is known, infinite, or not known for want of a fact.
type Time = Result<f64, String>;

impl Bench<'_, '_, '_, '_> {
    pub(super) fn rpo(&mut self, target: &Quantity, requirement: &Nonfunctional) -> Outcome {
        let model = self.model;
        let Some(scopes) = scopes(requirement) else {
            return self.data_in_drill(Asked::Data, target, requirement);
        };
        let target = target.point();
        self.over_stores(requirement, |bench, c| {
            let of = scopes
                .iter()
                .map(|scope| (lost_data(model, &model.components[c], *scope), *scope));
            bench.worst(c, of.collect(), target, "can lose")
        })
    }

    pub(super) fn rto(&mut self, target: &Quantity, requirement: &Nonfunctional) -> Outcome {
        let model = self.model;
        let Some(scopes) = scopes(requirement) else {
            return self.data_in_drill(Asked::Recovery, target, requirement);
        };
        let target = target.point();
        self.over_stores(requirement, |bench, c| {
            let of = scopes
                .iter()
                .map(|scope| (recovery(model, &model.components[c], *scope), *scope));
            bench.worst(c, of.collect(), target, "is back after")
        })
    }

    /// Judges every store that a requirement is about.
    fn over_stores(&mut self, requirement: &Nonfunctional, judge: impl Fn(&Self, usize) -> Outcome) -> Outcome {
        let stores = self.stores(requirement);
        if stores.is_empty() {
            return Outcome::unknown("a store that keeps what it is about");
        }
        let outcomes: Vec<Outcome> = stores.into_iter().map(|c| judge(self, c)).collect();
        Outcome::all(outcomes).unwrap_or_else(|| Outcome::unknown("a store"))
    }

    /// First stores of the entities that a requirement is about.
    pub(super) fn stores(&self, requirement: &Nonfunctional) -> Vec<usize> {
        let model = self.model;
        let first = |e: usize| {
            let store = model.design.entities[e].1.stores.first()?;
            model.component_index(&store.value)
        };
        let mut stores: Vec<usize> = match requirement.of.as_ref().map(|of| model.thing(&of.value)) {
            Some(Some(Thing::Component(c))) => vec![c],
            Some(Some(Thing::Entity(e))) => first(e).into_iter().collect(),
            Some(Some(Thing::Flow(f))) => model.flows[f]
                .steps
                .iter()
                .filter(|s| s.file.accesses.iter().any(|a| a.kind != AccessKind::Read))
                .filter_map(|s| match s.callee {
                    Party::Component(c) => Some(c),
                    _ => None,
                })
                .collect(),
            Some(_) => Vec::new(),
            None => (0..model.design.entities.len()).filter_map(first).collect(),
        };
        stores.sort_unstable();
        stores.dedup();
        stores
    }

    fn worst(&self, c: usize, of: Vec<(Time, Scope)>, target: f64, verb: &str) -> Outcome {
        let id = self.model.components[c].id;
        let profile = self.model.design.profile;
        let shown = |t: f64| {
            if t.is_infinite() {
                "everything".to_string()
            } else {
                print::show(t, &crate::quantity::Dimension::TIME, profile)
            }
        };
        let outcomes = of.into_iter().map(|(time, scope)| match time {
            Ok(t) => {
                let status = if t <= target * (1.0 + 1e-9) {
                    Status::Pass
                } else {
                    Status::Fail
                };
                let amount = if t.is_infinite() && verb.starts_with("is back") {
                    "nobody says when".into()
                } else {
                    shown(t)
                };
                Outcome::of(status)
                    .value(amount.clone())
                    .because(format!("{id} {verb} {amount} with {} lost", words(scope)))
            }
            Err(fact) => Outcome::unknown(fact),
        });
        Outcome::all(outcomes).unwrap_or_else(|| Outcome::unknown("a scope"))
    }

    /// Every read of the entity sees at least what is asked for.
    pub(super) fn consistency(&mut self, wanted: &str, requirement: &Nonfunctional) -> Outcome {
        let reads = self.reads(requirement);
        if reads.is_empty() {
            return Outcome::unknown(format!("a step that reads {}", of_words(requirement)));
        }
        let outcomes = reads.into_iter().map(|read| match (wanted, read.seen) {
            (_, Seen::Last) => Outcome::of(Status::Pass)
                .value("strong")
                .because(format!("{} reads the last write at {}", read.flow, read.store)),
            ("eventual", Seen::Old(age)) => Outcome::of(Status::Pass)
                .value(format!("at most {} old", self.time(age)))
                .because(format!("{}: {}", read.flow, read.why)),
            ("strong", Seen::Old(_) | Seen::Stale(_)) => Outcome::of(Status::Fail)
                .value("eventual")
                .because(format!("{}: {}", read.flow, read.why)),
            (_, Seen::Stale(fact) | Seen::Unknown(fact)) => Outcome::unknown(fact),
            (_, Seen::Old(_)) => Outcome::unknown(format!("whether {} reads its own writes ({})", read.flow, read.why)),
        });
        Outcome::all(outcomes.collect::<Vec<_>>()).unwrap_or_else(|| Outcome::unknown("a read"))
    }

    pub(super) fn staleness(&mut self, target: f64, requirement: &Nonfunctional) -> Outcome {
        let reads = self.reads(requirement);
        if reads.is_empty() {
            return Outcome::unknown(format!("a step that reads {}", of_words(requirement)));
        }
        let outcomes = reads.into_iter().map(|read| {
            let age = match read.seen {
                Seen::Last => 0.0,
                Seen::Old(age) => age,
                Seen::Stale(fact) | Seen::Unknown(fact) => return Outcome::unknown(fact),
            };
            let status = if age <= target * (1.0 + 1e-9) {
                Status::Pass
            } else {
                Status::Fail
            };
            Outcome::of(status)
                .value(self.time(age))
                .because(format!("{}: {}", read.flow, read.why))
        });
        Outcome::all(outcomes.collect::<Vec<_>>()).unwrap_or_else(|| Outcome::unknown("a read"))
    }

    fn time(&self, seconds: f64) -> String {
        print::show(seconds, &crate::quantity::Dimension::TIME, self.model.design.profile)
    }

    /// All reads of the entities that a requirement is about, in the flows that it is about.
    fn reads(&self, requirement: &Nonfunctional) -> Vec<Read> {
        let model = self.model;
        let of = requirement.of.as_ref().and_then(|of| model.thing(&of.value));
        let only = requirement.when.as_ref().and_then(|w| model.flow_index(&w.value));
        let mut reads = Vec::new();
        for (f, flow) in model.flows.iter().enumerate() {
            if only.is_some_and(|only| only != f) || matches!(of, Some(Thing::Flow(o)) if o != f) {
                continue;
            }
            for step in &flow.steps {
                for access in step.file.accesses.iter().filter(|a| a.kind == AccessKind::Read) {
                    let Some(e) = model.entity_index(&access.entity.value) else {
                        continue;
                    };
                    let asked = match of {
                        Some(Thing::Entity(o)) => o == e,
                        Some(Thing::Component(c)) => step.callee == Party::Component(c),
                        _ => true,
                    };
                    if let Party::Component(c) = step.callee
                        && asked
                    {
                        reads.push(read(model, flow.id, step, c, e));
                    }
                }
            }
        }
        reads
    }
}

struct Read {
    flow: String,
    store: String,
    seen: Seen,
    why: String,
}

/// What a read sees.
enum Seen {
    /// The last write.
    Last,
    /// Something at most this old.
    Old(f64),
    /// Something old; the missing fact would say how old.
    Stale(String),
    /// A fact is missing that decides.
    Unknown(String),
}

fn read(model: &Model, flow: &str, step: &crate::model::Step, c: usize, e: usize) -> Read {
    let component = &model.components[c];
    let result = |seen: Seen, why: String| Read {
        flow: flow.to_string(),
        store: component.id.to_string(),
        seen,
        why,
    };
    let stores = &model.design.entities[e].1.stores;
    if stores.first().is_some_and(|s| s.value != component.id) {
        let fact = format!("how far {} is behind {}", component.id, stores[0].value);
        return result(Seen::Stale(fact), format!("{} keeps a copy", component.id));
    }
    let (mut seen, mut why) = at_store(component, step.file.from_replica);
    // A hit is answered from what the cache took in up to its ttl ago.
    if let Some(Party::Component(cache)) = step.on_miss {
        let cache = &model.components[cache];
        let age = match &cache.file.ttl {
            Some(ttl) => Ok(ttl.point()),
            None => Err(format!("components.{}.ttl", cache.id)),
        };
        seen = match (seen, age) {
            (Seen::Unknown(fact), Ok(_)) | (Seen::Stale(fact), _) => Seen::Stale(fact),
            (Seen::Last, Ok(age)) => Seen::Old(age),
            (Seen::Old(lag), Ok(age)) => Seen::Old(lag + age),
            (_, Err(fact)) => Seen::Stale(fact),
        };
        why = match &cache.file.ttl {
            Some(ttl) => format!("a hit of {} is up to {} old", cache.id, ttl.text),
            None => format!("a hit of {} may be old", cache.id),
        };
    }
    result(seen, why)
}

/// What a read of the store itself sees: the last write if it asks the writer, or enough copies.
fn at_store(component: &Component, from_replica: bool) -> (Seen, String) {
    let id = component.id;
    let managed = component.is_service();
    if !managed && component.copies == Some(1) {
        return (Seen::Last, format!("{id} keeps one copy"));
    }
    let Some(replication) = component.replication() else {
        return (Seen::Unknown(format!("components.{id}.replication")), String::new());
    };
    let behind = |why: String| match &replication.lag {
        Some(lag) => (Seen::Old(lag.point()), format!("{why}, up to {} behind", lag.text)),
        None => (Seen::Stale(format!("components.{id}.replication.lag")), why),
    };
    match replication.writer {
        Some("one" | "region") if from_replica => behind(format!("{id} answers from a follower")),
        Some("one" | "region") => (Seen::Last, format!("{id} answers from its writer")),
        Some(_) => {
            let copies = if managed {
                Some(MANAGED_COPIES)
            } else {
                component.copies
            };
            let Some(copies) = copies else {
                return (Seen::Unknown(format!("components.{id}.copies")), String::new());
            };
            let (acks, reads) = (replication.acks.unwrap_or(1), replication.reads.unwrap_or(1));
            if acks + reads > copies {
                (
                    Seen::Last,
                    format!("{id}: {acks} acks + {reads} reads > {copies} copies"),
                )
            } else {
                behind(format!("{id}: {acks} acks + {reads} reads ≤ {copies} copies"))
            }
        }
        None => (
            Seen::Unknown(format!("components.{id}.replication.writer")),
            String::new(),
        ),
    }
}

/// Data, in time, that a store loses.
fn lost_data(model: &Model, component: &Component, scope: Scope) -> Time {
    let id = component.id;
    let saved = |needs_elsewhere: bool| match &component.file.backup {
        Some(backup) if !needs_elsewhere || backup.to.is_some() => {
            let every: Option<&Quantity> = backup.every.as_ref();
            every
                .map(Quantity::point)
                .ok_or_else(|| format!("components.{id}.backup"))
        }
        Some(_) => Err(format!(
            "components.{id}.backup.to (whether it lies outside the region)"
        )),
        None => Ok(f64::INFINITY),
    };
    let elsewhere = component.regions.len() > 1;
    if scope == Scope::All || scope == Scope::Region && !elsewhere {
        return saved(scope == Scope::Region);
    }
    if component.role == Role::Stateless {
        return Ok(0.0);
    }
    let Some(replication) = component.replication() else {
        if component.copies == Some(1) && !component.is_service() {
            return saved(false);
        }
        return Err(format!("components.{id}.replication"));
    };
    let lag = |fact: &str| match &replication.lag {
        Some(lag) => Ok(lag.point()),
        None => Err(format!("components.{id}.replication.{fact}")),
    };
    if scope == Scope::Region {
        return match replication.between {
            Some("sync") => Ok(0.0),
            Some(_) => lag("lag"),
            None => Err(format!("components.{id}.replication.between")),
        };
    }
    let Some(acks) = replication.acks else {
        return Err(format!("components.{id}.replication.acks"));
    };
    let lost = match (scope, &component.placement) {
        (Scope::Instance, _) => 1,
        (_, Placement::Zones(zones)) => {
            let copies = component.copies.ok_or_else(|| format!("components.{id}.copies"))?;
            copies.div_ceil(zones.len().max(1) as u32)
        }
        (_, Placement::Regional | Placement::Outside | Placement::Device) => 1,
        (_, Placement::Unzoned) => return Err(format!("components.{id}.zones")),
    };
    if acks > lost {
        return Ok(0.0);
    }
    let copies = if component.is_service() {
        MANAGED_COPIES
    } else {
        component.copies.unwrap_or(1)
    };
    if copies > lost {
        return lag("lag");
    }
    let _ = model;
    saved(false)
}

/// Time until a store serves again.
fn recovery(model: &Model, component: &Component, scope: Scope) -> Time {
    let id = component.id;
    let restore = || match &component.file.backup {
        Some(backup) => match &backup.restore {
            Some(restore) => Ok(restore.point()),
            None => Err(format!("components.{id}.backup.restore")),
        },
        None => Ok(f64::INFINITY),
    };
    if scope == Scope::All {
        return restore();
    }
    if scope == Scope::Region {
        let failovers: Option<Vec<f64>> = model
            .design
            .regions
            .iter()
            .map(|(_, r)| r.failover.as_ref().map(Quantity::point))
            .collect();
        return match failovers {
            Some(times) if component.regions.len() > 1 => Ok(times.into_iter().fold(0.0, f64::max)),
            None if component.regions.len() > 1 => Err("`failover` of each region".to_string()),
            _ => restore(),
        };
    }
    if component.is_service() {
        // Given its region, a provider's failovers are part of its SLA.
        return Ok(0.0);
    }
    let lost = match (scope, &component.placement) {
        (Scope::Zone, Placement::Unzoned) => return Err(format!("components.{id}.zones")),
        (Scope::Zone, Placement::Zones(zones)) => zones.iter().map(|(_, n)| *n).max().unwrap_or(0),
        _ => 1,
    };
    if lost >= component.units {
        return restore();
    }
    if component.role == Role::Stateless || component.role == Role::Cache && component.replication().is_none() {
        return Ok(0.0);
    }
    let Some(replication) = component.replication() else {
        return Err(format!("components.{id}.replication"));
    };
    match (replication.writer, &replication.failover) {
        (Some("any"), _) => Ok(0.0),
        (_, Some(failover)) => Ok(failover.point()),
        (_, None) => Err(format!("components.{id}.replication.failover")),
    }
}

/// The scopes of `when`; all that leave something running where it is absent; `None` for a drill.
fn scopes(requirement: &Nonfunctional) -> Option<Vec<Scope>> {
    match requirement.when.as_ref().map(|w| w.value.as_str()) {
        None => Some(vec![Scope::Instance, Scope::Zone, Scope::Region]),
        Some("instance lost") => Some(vec![Scope::Instance]),
        Some("zone lost") => Some(vec![Scope::Zone]),
        Some("region lost") => Some(vec![Scope::Region]),
        Some("all lost") => Some(vec![Scope::All]),
        Some(_) => None,
    }
}

fn words(scope: Scope) -> &'static str {
    match scope {
        Scope::Instance => "an instance",
        Scope::Zone => "a zone",
        Scope::Region => "the region",
        Scope::All => "all copies",
    }
}

fn of_words(requirement: &Nonfunctional) -> String {
    requirement
        .of
        .as_ref()
        .map_or("an entity".to_string(), |of| of.value.clone())
}
