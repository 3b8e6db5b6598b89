//! Technologies by what the catalog says alone, where no component of a design has their function.

use super::{rank, scene};
use crate::catalog::{Catalog, Fact, Technology};
use crate::design::Metric;
use crate::model::Model;
use crate::report::{Bearing, Candidate, Choice, Criterion, Recommendation};
use crate::{assemble, whatif::Refusal};

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
        units: None,
        placed: String::new(),
        sizes: Vec::new(),
        cost: None,
        criteria,
        when: known.as_ref().map(|k| k.when.clone()).unwrap_or_default(),
        not_when: known.map(|k| k.not_when).unwrap_or_default(),
    }
}

fn criteria(model: &Model, technology: &Technology) -> Vec<Criterion> {
    let mut found = Vec::new();
    for (id, requirement) in &model.design.nonfunctional {
        for metric in &requirement.metrics {
            let (fact, target, holds): (Option<&Fact>, _, fn(f64, f64) -> bool) = match &metric.value {
                Metric::Availability(target) if technology.managed => {
                    (technology.availability.as_ref(), target, |found, asked| found >= asked)
                }
                Metric::Latency { percentile, at_most } => {
                    let fact = if *percentile >= 0.99 {
                        &technology.p99
                    } else {
                        &technology.p50
                    };
                    (fact.as_ref(), at_most, |found, asked| found <= asked)
                }
                _ => continue,
            };
            let bearing = match fact {
                None => Bearing::Unknown,
                Some(fact) if holds(fact.quantity.point(), target.point()) => Bearing::For,
                Some(_) => Bearing::Against,
            };
            let several = requirement.metrics.len() > 1;
            let name = metric.value.name();
            found.push(Criterion {
                id: if several {
                    format!("{}.{name}", id.value)
                } else {
                    id.value.clone()
                },
                what: match &requirement.of {
                    Some(of) => format!("{name} of {}", of.value),
                    None => name.to_string(),
                },
                bearing,
                value: fact.map(|f| f.quantity.text.clone()),
                target: Some(target.text.clone()),
                reasons: match fact {
                    None => vec![format!("the catalog knows no {name} of it")],
                    Some(fact) => vec![format!("{}, {} ({})", fact.source, fact.date, fact.confidence)],
                },
                elsewhere: false,
            });
        }
    }
    found
}
