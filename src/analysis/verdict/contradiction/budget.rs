//! Outages that a year's budget has no room for, and lags that a bound has none for.

use super::theorem::interval;
use super::{Contradiction, Weight, Wish, accesses, entities, flow};
use crate::analysis::load::Load;
use crate::analysis::verdict::YEAR_IN_MINUTES;
use crate::analysis::verdict::scope::truth;
use crate::design::Metric;
use crate::figure::{Id, Origin};
use crate::model::{Model, Party};
use crate::quantity::{Dimension, Quantity, Spread};

/// Failures a year of the one unit that takes the writes.
const FAILURES: &str = "writer-failures";

pub(super) fn alone(model: &Model, load: &mut Load, wish: &Wish) -> Option<Contradiction> {
    match wish.metric {
        Metric::Availability(target) => restored_only(model, load, wish, target),
        Metric::Staleness(target) => lagging(model, wish, target),
        _ => None,
    }
}

pub(super) fn between(model: &Model, load: &mut Load, a: &Wish, b: &Wish) -> Option<Contradiction> {
    let (Metric::Availability(up), Metric::Rto(back)) = (a.metric, b.metric) else {
        return None;
    };
    if !matches!(b.when(), None | Some("instance lost")) {
        return None;
    }
    let f = flow(model, a)?;
    let e = entities(model, b)
        .into_iter()
        .find(|e| accesses(model, f, *e, |_| true))?;
    let spent = spent(model, load, up, back)?;
    let message = format!(
        "{} allows outages of `{}` that {} has no room for: {spent}",
        b.words(),
        model.design.entities[e].0.value,
        a.words()
    );
    Some(b.against(a, Weight::Pull, message, "a shorter RTO, or a lower availability"))
}

/// A single copy comes back from its backup after each failure.
fn restored_only(model: &Model, load: &mut Load, wish: &Wish, target: &Quantity) -> Option<Contradiction> {
    let f = flow(model, wish)?;
    let waited = model.flows[f].steps.iter().filter(|s| s.file.waits && !s.file.optional);
    let stores = waited.filter_map(|s| match s.callee {
        Party::Component(c) if !s.file.accesses.is_empty() => Some(&model.components[c]),
        _ => None,
    });
    for store in stores {
        let alone = !store.is_service() && store.units == 1;
        let backup = store.file.backup.as_ref().filter(|_| alone);
        let restore = backup.and_then(|b| Some((b, b.restore.as_ref()?)));
        let Some((backup, restore)) = restore.filter(|(_, r)| r.dimension == Dimension::TIME) else {
            continue;
        };
        if let Some(spent) = spent(model, load, target, restore) {
            return Some(Contradiction {
                weight: Weight::Pull,
                requirement: wish.id.to_string(),
                at: wish.span,
                message: format!(
                    "{} can't be kept with `{}` restored from its backup after each failure: {spent}",
                    wish.words(),
                    store.id
                ),
                other: (backup.span, "its only second copy".to_string()),
                fix: format!(
                    "a second unit of `{}` that takes over, or a lower availability",
                    store.id
                ),
            });
        }
    }
    None
}

/// Failures × outage beside the budget, in words, where even the fewest failures are too many.
fn spent(model: &Model, load: &mut Load, up: &Quantity, outage: &Quantity) -> Option<String> {
    let (entry, fact) = model.catalog.number(FAILURES)?;
    let (fewest, _) = interval(&fact.quantity);
    let year = Origin::Default("a year of 525,600 minutes");
    let figures = &mut load.figures;
    let (up, outage) = (figures.quantity(up), figures.quantity(outage));
    let year = figures.given(Spread::Exact(YEAR_IN_MINUTES * 60.0), Dimension::TIME, year);
    let down = figures.rest(up);
    let budget = figures.product(&[down, year]);
    let source = Origin::Catalog(format!("catalog {}: the low end of {}", entry.id, fact.quantity.text).into());
    let fewest = figures.given(Spread::Exact(fewest), Dimension::RATE, source);
    let yearly = figures.product(&[fewest, year]);
    let all = figures.product(&[yearly, outage]);
    let value = |id: Id| figures.value(id);
    (value(all)? > value(budget)? * (1.0 + 1e-9)).then(|| {
        format!(
            "{} failures a year × {} = {} > {}",
            figures.text(yearly),
            figures.text(outage),
            figures.text(all),
            figures.text(budget)
        )
    })
}

/// A read that goes to a follower is at least as old as its technology is behind.
fn lagging(model: &Model, wish: &Wish, target: &Quantity) -> Option<Contradiction> {
    for e in entities(model, wish) {
        let steps = model.flows.iter().flat_map(|f| &f.steps);
        let mut reads = steps.filter(|s| {
            let read = s
                .file
                .accesses
                .iter()
                .any(|a| model.entity_index(&a.entity.value) == Some(e));
            s.file.from_replica && read
        });
        let Some(store) = truth(model, e).map(|c| &model.components[c]) else {
            continue;
        };
        let technology = store
            .technology
            .and_then(|(entry, t)| Some((entry, t.replication.as_ref()?.lag.as_ref()?)));
        let Some((entry, lag)) = technology.filter(|(_, lag)| interval(lag).0 > target.point()) else {
            continue;
        };
        let only = |s: &&crate::model::Step| wish.when().is_none_or(|w| model.flows[s.owner].id == w);
        if let Some(step) = reads.find(only) {
            return Some(Contradiction {
                weight: Weight::Pull,
                requirement: wish.id.to_string(),
                at: wish.span,
                message: format!(
                    "{} is below what a follower of {} is usually behind, {}",
                    wish.words(),
                    entry.title,
                    lag.text
                ),
                other: (step.file.span, "reads a follower".to_string()),
                fix: "read the writer, or allow more".to_string(),
            });
        }
    }
    None
}
