//! What a theorem or the speed of light forbids.

use super::{Contradiction, Weight, Wish, accesses, component, entities, flow};
use crate::design::{AccessKind, Metric};
use crate::model::{Model, Party, Step};
use crate::quantity::{Dimension, Quantity, print};

/// The catalog's time to another region and back: its low end is what no pair of regions beats.
const ABROAD: &str = "rtt-cross-region";

/// What one requirement asks of the design as it is drawn.
pub(super) fn alone(model: &Model, wish: &Wish) -> Option<Contradiction> {
    let Metric::Latency { percentile, at_most } = wish.metric else {
        return None;
    };
    if wish.requirement.to.is_some() {
        return None;
    }
    let f = flow(model, wish)?;
    let (least, _) = round_trip(model)?;
    let step = model.flows[f].steps.iter().find(|s| always_abroad(model, s))?;
    (at_most.point() < least).then(|| {
        let message = format!(
            "{} is below the {} that a call to another region takes at least",
            wish.words(),
            shown(model, least)
        );
        let label = format!(
            "waits for another region in each run, so in more than {} of them",
            print::percent(1.0 - percentile)
        );
        Contradiction {
            weight: Weight::Impossible,
            requirement: wish.id.to_string(),
            at: wish.span,
            message,
            other: (step.file.span, label),
            fix: "keep what it waits for in its region, call abroad with `~>`, or allow more".to_string(),
        }
    })
}

pub(super) fn between(model: &Model, a: &Wish, b: &Wish) -> Option<Contradiction> {
    match (a.metric, b.metric) {
        (Metric::Consistency("strong"), Metric::Survive(what)) => cap(model, a, b, what),
        (Metric::Rpo(target), Metric::Latency { at_most, .. }) if target.point() == 0.0 => {
            lossless(model, a, b, at_most)
        }
        _ => None,
    }
}

/// CAP: while copies can't reach one another, an answer on each side and the last write on each side exclude each
/// other (Gilbert and Lynch, 2002).
fn cap(model: &Model, strong: &Wish, survive: &Wish, what: &str) -> Option<Contradiction> {
    let f = flow(model, survive)?;
    let about = entities(model, strong);
    let e = about.into_iter().find(|e| accesses(model, f, *e, |_| true))?;
    let entity = &model.design.entities[e].0.value;
    let flow = model.flows[f].id;
    if what == "network" || what.starts_with("partition") {
        let message = format!(
            "`{flow}` can't answer while it is cut off (`{}`) and see each write of `{entity}` (`{}`)",
            survive.id, strong.id
        );
        let fix = "session or eventual consistency with a bound, or no answer while it is cut off";
        return Some(strong.against(survive, Weight::Impossible, message, fix));
    }
    let store = &model.components[super::super::scope::truth(model, e)?];
    let home = store.file.facts.says("home-region") == Some(true);
    if what != "region" || store.regions.len() != 2 || home {
        return None;
    }
    let message = format!(
        "two regions can't tell a lost one from a cut line: `{}` asks `{flow}` to go on, `{}` each read of `{entity}` to see \
         the last write",
        survive.id, strong.id
    );
    let fix = format!(
        "a third region that votes for `{}`, or a home region for each row",
        store.id
    );
    Some(strong.against(survive, Weight::Pull, message, fix))
}

/// Nothing is lost with a region only if each write waits for another one.
fn lossless(model: &Model, rpo: &Wish, latency: &Wish, at_most: &Quantity) -> Option<Contradiction> {
    if !matches!(rpo.when(), None | Some("region lost")) || latency.requirement.to.is_some() {
        return None;
    }
    let f = flow(model, latency)?;
    let writes = |e: &usize| accesses(model, f, *e, |kind| kind != AccessKind::Read);
    let e = entities(model, rpo).into_iter().find(writes)?;
    let (least, most) = round_trip(model)?;
    let limit = at_most.point();
    let weight = match limit {
        l if l < least => Weight::Impossible,
        l if l < most => Weight::Ask,
        _ => return None,
    };
    let message = format!(
        "`{}` loses nothing of `{}` with a region, so each write waits {} to {} for another one, and {} has to hold",
        rpo.id,
        model.design.entities[e].0.value,
        shown(model, least),
        shown(model, most),
        latency.words()
    );
    let fix = match weight {
        Weight::Impossible => "a lag as the RPO of a lost region, or more time for the write".to_string(),
        _ => format!("regions that are less than {} apart", at_most.text),
    };
    Some(rpo.against(latency, weight, message, fix))
}

fn round_trip(model: &Model) -> Option<(f64, f64)> {
    let (_, fact) = model.catalog.number(ABROAD)?;
    Some(interval(&fact.quantity))
}

/// The ends of a range as written.
pub(super) fn interval(quantity: &Quantity) -> (f64, f64) {
    let mut ends = [0.05, 0.95];
    quantity.spread.quantiles(&mut ends);
    (ends[0], ends[1])
}

fn shown(model: &Model, seconds: f64) -> String {
    print::show(seconds, &Dimension::TIME, model.design.profile)
}

/// Whether every run waits for a region that the caller is not in.
fn always_abroad(model: &Model, step: &Step) -> bool {
    let sometimes = step.file.share.is_some() || step.on_miss.is_some() || step.file.optional;
    if !step.file.waits || sometimes || model.design.regions.len() < 2 {
        return false;
    }
    if step.file.other_region.is_some() {
        return true;
    }
    let regions = |party: Party| {
        component(party)
            .map(|c| &model.components[c].regions)
            .filter(|r| !r.is_empty())
    };
    match (regions(step.caller), regions(step.callee)) {
        (Some(from), Some(to)) => !from.iter().any(|r| to.contains(r)),
        _ => false,
    }
}
