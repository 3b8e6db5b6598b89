//! Quotas: how many calls of a flow are let in, and who says so.

use super::load::Load;
use crate::design::{Facts, Metric};
use crate::figure::Id;
use crate::model::{Model, Party};
use crate::quantity::Dimension;

/// The word of the catalog for a cap on what one caller may send.
const LIMIT: &str = "rate-limit";

/// Calls a second that are let in.
#[derive(Debug, Clone, Copy)]
pub struct Quota<'a> {
    pub per_second: Id,
    pub told: Told<'a>,
}

/// Who says how many calls are let in.
#[derive(Debug, Clone, Copy)]
pub enum Told<'a> {
    /// A fact with its number, `rate-limit: 20 req/s`, of this flow or component: it is about each caller.
    Fact(&'a str),
    /// A throughput requirement, by index: it is about all callers together.
    Requirement(usize),
    /// Nobody, so what the flow is sized for: of all callers together.
    Peak,
}

/// By flow: the limit of one caller where the design has its number, and that of all of them where it is known.
pub fn quotas<'a>(load: &mut Load<'a>, model: &Model<'a>) -> Vec<Vec<Quota<'a>>> {
    let flows = 0..model.flows.len();
    let of = |f: usize| match model.flows[f].fragment {
        true => Vec::new(),
        false => each(load, model, f).into_iter().chain(all(load, model, f)).collect(),
    };
    flows.map(of).collect()
}

/// What one caller may send: what the flow says goes before what stands on its way.
fn each<'a>(load: &mut Load<'a>, model: &Model<'a>, f: usize) -> Option<Quota<'a>> {
    let flow = &model.flows[f];
    let reached = load.flows[f].walk.steps.iter().filter_map(|step| match step.callee {
        Party::Component(c) => Some(&model.components[c]),
        Party::Actor(_) | Party::Unknown => None,
    });
    let own: (&str, &Facts) = (flow.id, &flow.file.facts);
    let sayers: Vec<(&'a str, &'a Facts)> = std::iter::once(own)
        .chain(reached.map(|c| (c.id, &c.file.facts)))
        .collect();
    sayers.into_iter().find_map(|(id, facts)| {
        let per_second = load.figure_of(facts, LIMIT, Dimension::RATE)?;
        Some(Quota {
            per_second: load.figures.named(per_second, || format!("{id} rate-limit")),
            told: Told::Fact(id),
        })
    })
}

/// What all callers may send together: the largest throughput that is required of the flow, else its peak.
fn all<'a>(load: &mut Load<'a>, model: &Model<'a>, f: usize) -> Option<Quota<'a>> {
    let required = model.design.nonfunctional.iter().enumerate();
    let of_flow = required.filter(|(_, (_, r))| r.of.as_ref().is_some_and(|of| of.value == model.flows[f].id));
    let targets = of_flow.flat_map(|(index, (_, r))| {
        r.metrics.iter().filter_map(move |metric| match &metric.value {
            Metric::Throughput(target) => Some((index, target)),
            _ => None,
        })
    });
    match targets.max_by(|(_, a), (_, b)| a.point().total_cmp(&b.point())) {
        Some((index, target)) => Some(Quota {
            per_second: load.figures.quantity(target),
            told: Told::Requirement(index),
        }),
        None => load.flows[f].peak.map(|per_second| Quota {
            per_second,
            told: Told::Peak,
        }),
    }
}
