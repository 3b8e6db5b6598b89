//! Availability: does the flow answer.

use super::{Bench, Outcome, Status};
use crate::analysis::availability::{self, Event, FlowAvailability};
use crate::design::Nonfunctional;
use crate::model::{Model, Placement};
use crate::quantity::print;
use crate::reliability::Interval;

/// Minutes in the year of every outage budget, whatever the profile.
pub const YEAR_IN_MINUTES: f64 = 525_600.0;

impl Bench<'_, '_, '_, '_> {
    pub(super) fn availability(&mut self, target: f64, requirement: &Nonfunctional) -> Outcome {
        if let Some(when) = &requirement.when {
            return self.answers_in_drill(when, requirement, "availability");
        }
        let to = requirement.to.as_ref().map(|t| self.model.party(&t.value));
        let flows = self.flows(requirement);
        let outcomes: Vec<Outcome> = flows
            .into_iter()
            .filter_map(|f| {
                let own;
                let found = match to {
                    Some(to) => {
                        own = availability::of_flow(self.conditions, f, Some(to));
                        own.as_ref()
                    }
                    None => self.availability[f].as_ref(),
                };
                found.map(|found| {
                    let mut outcome = compare(self.model, found, target);
                    outcome.because.splice(0..0, self.overloaded(found));
                    outcome
                })
            })
            .collect();
        Outcome::all(outcomes).unwrap_or_else(|| Outcome::unknown("a step that somebody waits for, or `to`"))
    }

    /// What can't carry the peak, with its utilisation, or can't reach its quorum.
    pub(super) fn overloaded(&self, found: &FlowAvailability) -> Vec<String> {
        let load = &*self.conditions.load;
        let words = |c: &usize| {
            let component = &self.model.components[*c];
            let used = load.components[*c].utilisation;
            let carries = used
                .and_then(|used| load.figures.value(used))
                .is_none_or(|used| used <= 1.0);
            if let Some(quorum) = component.unreachable_quorum().filter(|_| carries) {
                let (id, access) = (component.id, quorum.access);
                return format!("a {access} of {id} needs {} of {} copies", quorum.asked, quorum.copies);
            }
            let used = used.map(|used| load.figures.percent(used));
            let used = used.unwrap_or_else(|| "unknown".to_string());
            format!("{} can't carry the peak (utilisation {used})", component.id)
        };
        found.overloaded.iter().map(words).collect()
    }
}

fn compare(model: &Model, found: &FlowAvailability, target: f64) -> Outcome {
    let budget = 1.0 - target;
    let status = if found.down.high <= budget {
        Status::Pass
    } else if found.down.low > budget {
        Status::Fail
    } else {
        Status::Unknown
    };
    let decisive = if status == Status::Fail {
        found.down.low
    } else {
        found.down.high
    };
    let spare = (budget - decisive) * YEAR_IN_MINUTES;
    let margin = (status != Status::Unknown).then(|| {
        let minutes = print::digits(spare.abs());
        if spare >= 0.0 {
            format!("{minutes} min/year to spare")
        } else {
            format!("{minutes} min/year too much")
        }
    });
    Outcome {
        value: Some(text(found)),
        margin,
        because: alone(found.spofs.iter().map(|s| term(model, &s.event, s.share)).collect()),
        missing: if status == Status::Unknown {
            found.missing.clone()
        } else {
            Vec::new()
        },
        ..Outcome::of(status)
    }
}

/// What alone fails a flow, in a sentence.
fn alone(terms: Vec<String>) -> Vec<String> {
    match &terms[..] {
        [] => Vec::new(),
        [only] => vec![format!("it fails with {only}")],
        [first @ .., last] => vec![format!("it fails with each of {} and {last}", first.join(", "))],
    }
}

/// The availability as printed: exact, between bounds, or only an upper bound.
pub fn text(found: &FlowAvailability) -> String {
    interval_text(found.down)
}

/// An availability from the bounds of its unavailability.
pub fn interval_text(down: Interval) -> String {
    let (best, worst) = (print::percent(1.0 - down.low), print::percent(1.0 - down.high));
    if down.high >= 1.0 && down.low < 1.0 {
        format!("at most {best}")
    } else if best == worst {
        best
    } else {
        format!("{worst} to {best}")
    }
}

/// A single point of failure in words.
pub fn term(model: &Model, event: &Event, share: Option<f64>) -> String {
    let what = match event {
        Event::Unit(c) => {
            let component = &model.components[*c];
            if component.units == 1 {
                format!("the only unit of {}", component.id)
            } else {
                format!("one of {} units of {}", component.units, component.id)
            }
        }
        Event::Zone(zone) => format!("zone {}", zone_name(model, zone)),
        Event::Failover(c) => match failover(model, *c) {
            Some(length) => format!("a failover of {} ({length})", model.components[*c].id),
            None => format!("a failover of {}", model.components[*c].id),
        },
        Event::CommonCause(c) => format!("what fails all units of {} at once", model.components[*c].id),
        Event::Region(r) => format!("region {}", region_name(model, *r)),
        Event::Service(c) => {
            let component = &model.components[*c];
            let sla = component.file.availability.as_ref().map(|q| q.text.clone());
            let sla = sla.or_else(|| {
                component
                    .technology?
                    .1
                    .availability
                    .as_ref()
                    .map(|f| f.quantity.text.clone())
            });
            match sla {
                Some(sla) => format!("{} ({sla})", component.id),
                None => component.id.to_string(),
            }
        }
    };
    match share {
        Some(share) => format!("{what}, for {} of runs", print::percent(share)),
        None => what,
    }
}

/// How long a failover of a component takes, as written.
fn failover<'m>(model: &'m Model, c: usize) -> Option<&'m str> {
    let replication = model.components[c].replication()?;
    replication.failover.as_ref().map(|q| q.text.as_str())
}

/// `a`, or `eu/a` where there are several regions; the unnamed zone in words.
pub fn zone_name(model: &Model, zone: &crate::analysis::availability::Zone) -> String {
    let name = if zone.name.is_empty() {
        "without a name"
    } else {
        &zone.name
    };
    if model.design.regions.len() > 1 {
        format!("{}/{name}", region_name(model, zone.region))
    } else {
        name.to_string()
    }
}

pub fn region_name<'m>(model: &'m Model, region: usize) -> &'m str {
    model
        .design
        .regions
        .get(region)
        .map_or("(the only one)", |(id, _)| &id.value)
}

/// Whether a component runs where its user is.
pub fn on_device(model: &Model, c: usize) -> bool {
    model.components[c].placement == Placement::Device
}
