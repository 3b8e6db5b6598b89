//! Technologies by what the catalog says alone, where no component of a design has their function.

use super::{rank, scene};
use crate::catalog::{Catalog, Fact, Technology};
use crate::design::Metric;
use crate::model::Model;
use crate::quantity::Quantity;
use crate::report::{Bearing, Candidate, Choice, Criterion, Recommendation};
use crate::{assemble, whatif::Refusal};
use std::cmp::Ordering;

pub const NOTES: [&str; 2] = [
    "the design has no component of this function, so there is no load to size for: latency and availability are held \
     against the catalog alone, as if every request took one call of it",
    "add a component and a step that calls it to have units, cost and all requirements judged",
];

/// The technologies that fill a function, without a design: nothing is judged.
///
/// # Errors
/// There is no such function, in a sentence.
pub fn technologies(catalog: &Catalog, function: &str) -> Result<Recommendation, Refusal> {
    let entry = scene::function(catalog, function).map_err(Refusal::Question)?;
    let found = scene::filling(catalog, function);
    let mut candidates: Vec<Candidate> = found
        .iter()
        .map(|(id, technology)| candidate(catalog, id, technology, Vec::new()))
        .collect();
    for (at, candidate) in candidates.iter_mut().enumerate() {
        candidate.rank = at + 1;
    }
    Ok(Recommendation {
        generated: assemble::GENERATED.to_string(),
        function: function.to_string(),
        title: entry.title.clone(),
        design: None,
        file: None,
        choices: vec![choice(candidates)],
        notes: vec!["in the order of their ids: without a design nothing is judged".to_string()],
    })
}

/// The same held against the requirements of a design.
pub fn judged(model: &Model, found: &[(&str, &Technology)]) -> Choice {
    let mut candidates: Vec<Candidate> = found
        .iter()
        .map(|(id, technology)| candidate(model.catalog, id, technology, criteria(model, technology)))
        .collect();
    rank::sort(&mut candidates);
    choice(candidates)
}

fn choice(candidates: Vec<Candidate>) -> Choice {
    Choice {
        component: None,
        current: None,
        demand: Vec::new(),
        candidates,
        elsewhere: Vec::new(),
    }
}

fn candidate(catalog: &Catalog, id: &str, technology: &Technology, criteria: Vec<Criterion>) -> Candidate {
    let known = scene::known(catalog, id);
    let worst = criteria.iter().max_by_key(|c| c.bearing);
    Candidate {
        rank: 0,
        technology: id.to_string(),
        title: known.as_ref().map_or_else(|| id.to_string(), |k| k.title.clone()),
        current: false,
        managed: technology.managed,
        bearing: worst.map_or(Bearing::Unknown, |c| c.bearing),
        decides: worst.map_or_else(String::new, |c| {
            let said = c.value.as_deref().or(c.reasons.first().map(String::as_str));
            format!("{} {}: {}", c.id, c.what, said.unwrap_or_default())
        }),
        ahead_by: None,
        edits: Vec::new(),
        size: None,
        has: None,
        units: None,
        placed: String::new(),
        sizes: Vec::new(),
        cost: None,
        criteria,
        when: known.as_ref().map(|k| k.when.clone()).unwrap_or_default(),
        not_when: known.map(|k| k.not_when).unwrap_or_default(),
    }
}

/// A figure of the catalog held against a target.
struct Held<'a> {
    fact: Option<&'a Fact>,
    target: &'a Quantity,
    /// How the figure may not stand to the target.
    breaks: Ordering,
}

fn criteria(model: &Model, technology: &Technology) -> Vec<Criterion> {
    let mut found = Vec::new();
    for (id, requirement) in &model.design.nonfunctional {
        for metric in &requirement.metrics {
            let name = metric.value.name();
            let held = held(&metric.value, technology);
            found.extend(held.map(|held| Criterion {
                id: match requirement.metrics.len() {
                    1 => id.value.clone(),
                    _ => format!("{}.{name}", id.value),
                },
                what: match &requirement.of {
                    Some(of) => format!("{name} of {}", of.value),
                    None => name.to_string(),
                },
                bearing: held.bearing(),
                value: held.fact.map(|f| f.quantity.text.clone()),
                target: Some(held.target.text.clone()),
                reasons: vec![match held.fact {
                    None => format!("not known: {name} (the catalog has none)"),
                    Some(fact) => format!("{}, {} ({})", fact.source, fact.date, fact.confidence),
                }],
                elsewhere: false,
            }));
        }
    }
    found
}

/// What the catalog says about a metric; none for what it can't say anything about.
fn held<'a>(metric: &'a Metric, technology: &'a Technology) -> Option<Held<'a>> {
    match metric {
        Metric::Availability(target) if technology.managed => Some(Held {
            fact: technology.availability.as_ref(),
            target,
            breaks: Ordering::Less,
        }),
        Metric::Latency { percentile, at_most } => {
            let slow = *percentile >= 0.99;
            Some(Held {
                fact: if slow { &technology.p99 } else { &technology.p50 }.as_ref(),
                target: at_most,
                breaks: Ordering::Greater,
            })
        }
        _ => None,
    }
}

impl Held<'_> {
    fn bearing(&self) -> Bearing {
        let Some(fact) = self.fact else {
            return Bearing::Unknown;
        };
        match fact.quantity.point().total_cmp(&self.target.point()) {
            order if order == self.breaks => Bearing::Against,
            _ => Bearing::For,
        }
    }
}
