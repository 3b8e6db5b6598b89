//! `hot key`, `hot key of X 20 %`: many calls are about one key, and all of them go to the units that hold it.

use super::felt::{self, Trouble};
use super::limits;
use crate::analysis::capacity::left;
use crate::analysis::capacity::partition::{self, PartitionRow};
use crate::analysis::drill::{Bench, Drill, Overload, State};
use crate::catalog::{PartitionLimit, Role};
use crate::design::Resource;
use crate::figure::{Id, Origin};
use crate::model::{Model, Placement};
use crate::overload::largest_share;
use crate::quantity::expression::Function;
use crate::quantity::{Dimension, Quantity, Spread};
use std::collections::BTreeMap;

/// What a key does to one component.
struct Hot {
    /// Utilisation of the units, or of the partition, that hold the key.
    used: Id,
    /// The resource that binds there; none where it is a partition's own limit.
    resource: Option<Resource>,
    /// Share of the calls into the component that these don't answer.
    share: Id,
}

/// What is known of each component that holds keys.
type Known = BTreeMap<usize, Result<Hot, String>>;

pub(super) fn run(bench: &mut Bench, drill: &mut Drill, at: Option<usize>, share: Option<&Quantity>) {
    let at = match at {
        Some(at) => vec![at],
        None => keyed(bench.model),
    };
    let mut known = Known::new();
    for c in at {
        let any_share = most(bench, drill, c);
        let hot = match share {
            Some(share) => hot(bench, c, share),
            // Even a key that everything is about finds room.
            None if any_share => continue,
            None => Err("the share of the hottest key: `hot key 20 %`".to_string()),
        };
        known.insert(c, hot);
    }
    for (c, hot) in &known {
        if let Ok(hot) = hot {
            overload(bench, drill, *c, hot);
        }
    }
    limits::sort(bench, &mut drill.overloads);
    felt::flows(bench, drill, &mut |bench, f, w| trouble(bench, f, w, &known));
    helps(bench, drill, &known);
    drill.assumes.push("the other keys spread evenly".to_string());
    drill.assumes.push("any copy of the key answers a read".to_string());
    drill
        .cannot_know
        .push("whether callers keep the hot key in a cache of their own".to_string());
}

/// Components whose calls go to the units that hold a key.
fn keyed(model: &Model) -> Vec<usize> {
    let keyed = |c: &usize| {
        let component = &model.components[*c];
        let parted = component.file.key.is_some() || component.groups().is_some_and(|groups| groups > 1);
        let partition = component
            .technology
            .is_some_and(|(_, t)| !t.partition.limits.is_empty());
        let keeps = component.role != Role::Stateless && component.placement != Placement::Device;
        keeps && (parted || partition)
    };
    (0..model.components.len()).filter(keyed).collect()
}

/// Groups of copies that share the keys of a component.
///
/// # Errors
/// The fact that is missing.
fn groups(model: &Model, c: usize) -> Result<u32, String> {
    let component = &model.components[c];
    if component.is_service() {
        return Ok(1);
    }
    component
        .groups()
        .ok_or_else(|| format!("components.{}.copies", component.id))
}

/// What the calls for one key meet: what is kept is no call.
fn partitions(bench: &mut Bench, c: usize) -> Vec<PartitionRow> {
    let rows = partition::of(bench.load, bench.model, c);
    rows.into_iter()
        .filter(|row| row.limit != PartitionLimit::Storage)
        .collect()
}

/// The largest share that one key may have: of a partition as its provider says, and of a group of units
/// (1 ÷ used − 1) ÷ (groups − 1). Tells whether that is known to be all of them.
fn most(bench: &mut Bench, drill: &mut Drill, c: usize) -> bool {
    let model = bench.model;
    let id = model.components[c].id;
    let mut shares: Vec<Id> = partitions(bench, c).iter().map(|row| row.one_key).collect();
    let rows = bench.load.components[c].resources.clone();
    if let (Ok(rows), Ok(groups)) = (limits::of(bench, &rows, c), groups(model, c)) {
        for row in rows {
            let value = |id: Id| bench.load.figures.value(id).unwrap_or(f64::NAN);
            let (used, even) = (value(row.utilisation), f64::from(groups));
            // In units of what one group gives.
            let most = largest_share(used * even, 1.0, groups);
            let figures = &mut bench.load.figures;
            shares.push(match most {
                Some(most) if most < 1.0 && groups > 1 => {
                    let one = figures.number(1.0);
                    let whole = figures.quotient(one, row.utilisation);
                    let room = figures.difference(whole, one);
                    let others = Spread::Exact(even - 1.0);
                    let others = figures.given(others, Dimension::NONE, Origin::Default("the other groups of copies"));
                    figures.quotient(room, others)
                }
                Some(_) => figures.number(1.0),
                // It is full without any hot key.
                None => figures.number(0.0),
            });
        }
    }
    if shares.is_empty() {
        return false;
    }
    let figures = &mut bench.load.figures;
    let most = figures.apply(Function::Min, &shares);
    let most = figures.named(most, || format!("{id} largest share of a key"));
    figures.print_in(most, 0.01, "%");
    drill.figures.push((
        format!("largest share of its calls that one key of {id} may have"),
        most,
    ));
    figures.value(most).is_some_and(|most| most >= 1.0)
}

/// What a key with this share does.
fn hot(bench: &mut Bench, c: usize, share: &Quantity) -> Result<Hot, String> {
    let model = bench.model;
    let id = model.components[c].id;
    let rows = bench.load.components[c].resources.clone();
    let partitions = partitions(bench, c);
    let rows = limits::of(bench, &rows, c);
    let managed = model.components[c].is_service();
    // A quota of the whole does not tell what one partition gives.
    if managed && partitions.is_empty() {
        return Err(format!("what one partition of {id} gives"));
    }
    let figures = &mut bench.load.figures;
    let share = figures.quantity(share);
    let mut used: Vec<(Option<Resource>, Id)> = partitions
        .iter()
        .map(|row| {
            let load = figures.product(&[row.demand, share]);
            (None, figures.quotient(load, row.per_partition))
        })
        .collect();
    let mut part = share;
    if !managed {
        let count = f64::from(groups(model, c)?);
        let figures = &mut bench.load.figures;
        let groups = figures.given(
            Spread::Exact(count),
            Dimension::NONE,
            Origin::Default("groups of copies"),
        );
        let rest = figures.rest(share);
        let even = figures.quotient(rest, groups);
        part = figures.sum(&[share, even], Dimension::NONE);
        for row in rows? {
            let of_group = bench.load.figures.product(&[row.utilisation, groups, part]);
            used.push((Some(row.resource), of_group));
        }
    }
    let figures = &mut bench.load.figures;
    let of = |id: Id| figures.value(id).unwrap_or(f64::INFINITY);
    let binding = used.iter().max_by(|a, b| of(a.1).total_cmp(&of(b.1)));
    let resource = binding.and_then(|(resource, _)| *resource);
    let cells: Vec<Id> = used.iter().map(|(_, id)| *id).collect();
    let used = figures.max(&cells);
    let used = figures.named(used, || format!("{id} utilisation where the key is"));
    let one = figures.number(1.0);
    let carried = figures.quotient(one, used);
    let lost = figures.rest(carried);
    Ok(Hot {
        used,
        resource,
        share: figures.product(&[part, lost]),
    })
}

fn overload(bench: &mut Bench, drill: &mut Drill, c: usize, hot: &Hot) {
    let deficit = bench.load.figures.value(hot.used).is_some_and(|used| used >= 1.0);
    let calls = bench.load.peak_calls(bench.model, c);
    drill.overloads.push(Overload {
        component: c,
        calls: (calls, calls),
        before: left::usual(bench.load, bench.model, c),
        after: Some(hot.used),
        resource: hot.resource,
        deficit: deficit.then_some(hot.share),
    });
}

fn trouble(bench: &mut Bench, f: usize, w: usize, known: &Known) -> Option<Trouble> {
    let c = felt::callee(bench, f, w)?;
    let id = bench.model.components[c].id;
    let figures = &bench.load.figures;
    match known.get(&c)? {
        Err(fact) => Some(Trouble::Unknown(fact.clone(), None)),
        Ok(hot) => match figures.value(hot.used) {
            None => figures
                .missing_facts(hot.used, 1)
                .into_iter()
                .next()
                .map(|fact| Trouble::Unknown(fact, None)),
            Some(used) if used < 1.0 => None,
            Some(_) => {
                let why = format!("where the key is, {id} is at {}", figures.percent(hot.used));
                Some(Trouble::Fails(Some(hot.share), why))
            }
        },
    }
}

fn helps(bench: &Bench, drill: &mut Drill, known: &Known) {
    if drill.flows.iter().all(|f| f.state < State::Fails) {
        return;
    }
    for (c, hot) in known {
        let Ok(hot) = hot else { continue };
        let Some(used) = bench.load.figures.value(hot.used).filter(|used| *used >= 1.0) else {
            continue;
        };
        let id = bench.model.components[*c].id;
        let parts = libm::floor(used) + 1.0;
        drill.helps.push(format!(
            "the key of {id} split into {parts} or more parts, a cache before it, or more copies that answer reads"
        ));
    }
}
