//! Capacity: per limiting resource the demand, what one unit gives, the units that it takes (format, A5 and A7).

mod connections;
pub mod left;
pub mod partition;
pub mod plan;

use crate::analysis::load::{Demand, Load};
use crate::catalog::Role;
use crate::design::Resource;
use crate::figure::{Figures, Id, Origin};
use crate::model::{Limit, Model};
use crate::quantity::expression::Function;
use crate::quantity::{Dimension, Spread};

/// Highest utilisation to plan for where neither file nor catalog says one.
const TARGET: f64 = 0.7;

/// One limiting resource of a component, in its busiest region.
#[derive(Debug, Clone)]
pub struct Row {
    pub resource: Resource,
    /// What all units of a region together have to carry.
    pub demand: Id,
    /// What one unit gives.
    pub per_unit: Id,
    /// Units of a region, as declared.
    pub units: Id,
    pub target: Id,
    /// Units so that the utilisation stays at or below the target.
    pub needed: Id,
    pub utilisation: Id,
    /// Utilisation with the fullest zone lost; only of the healthy system.
    pub zone_lost: Option<Id>,
    pub binding: bool,
}

/// Writes the rows and the utilisation of one component.
pub fn component<'a>(load: &mut Load<'a>, model: &Model<'a>, c: usize) {
    let component = &model.components[c];
    let mut rows = Vec::new();
    for (name, resource) in Resource::ALL {
        let Some(limit) = component.limit(resource) else {
            continue;
        };
        let Some(demand) = demand(load, model, c, resource, |d| d.peak) else {
            continue;
        };
        let demand = in_one_place(load, c, resource, demand);
        let demand = load
            .figures
            .named(demand, || format!("{} demand of {name}", component.id));
        let per_unit = match limit {
            Limit::File(quantity) => load.figures.quantity(quantity),
            Limit::Catalog(entry, fact) => load.fact(entry, fact),
        };
        let per_unit = load
            .figures
            .named(per_unit, || format!("{} {name} per unit", component.id));
        rows.push(row(load, model, c, resource, demand, per_unit));
    }
    let known: Vec<(usize, Id, f64)> = rows
        .iter()
        .enumerate()
        .filter_map(|(i, r)| Some((i, r.utilisation, load.figures.value(r.utilisation)?)))
        .collect();
    let binding = known.iter().max_by(|a, b| a.2.total_cmp(&b.2)).map(|known| known.0);
    let utilisation = match binding.filter(|_| component.limits_load()) {
        Some(i) => {
            rows[i].binding = true;
            // Which of them is the fullest may differ from one sample to the next.
            let mut used: Vec<Id> = known.iter().map(|known| known.1).collect();
            // A limit that the file gives counts even where its demand is not known: nobody knows then how full it is.
            let given = |row: &&Row| component.file.limits.iter().any(|(r, _)| *r == row.resource);
            let unknown = rows.iter().filter(given).map(|row| row.utilisation);
            used.extend(unknown.filter(|id| load.figures.value(*id).is_none()));
            load.figures.max(&used)
        }
        None => {
            let fact = match rows.first().filter(|_| component.limits_load()) {
                Some(row) => load.figures.missing_facts(row.utilisation, 1).into_iter().next(),
                None => None,
            };
            let fact =
                fact.unwrap_or_else(|| format!("components.{}.per_replica (what one unit carries)", component.id));
            load.figures.missing(fact, Dimension::NONE)
        }
    };
    let utilisation = load
        .figures
        .named(utilisation, || format!("{}.utilisation", component.id));
    load.components[c].resources = rows;
    load.components[c].utilisation = Some(utilisation);
}

/// Adds to the rows of a component what is left of its zones when the fullest is lost.
pub fn without_a_zone<'a>(load: &mut Load<'a>, model: &Model<'a>, c: usize) {
    for i in 0..load.components[c].resources.len() {
        let row = load.components[c].resources[i].clone();
        load.components[c].resources[i].zone_lost = plan::with_a_zone_lost(load, model, c, &row);
    }
}

/// Of a demand, what the units of the busiest region, or one device, have to carry.
pub fn in_one_place(load: &mut Load, c: usize, resource: Resource, demand: Id) -> Id {
    let of = &load.components[c];
    match resource {
        // What callers hold is counted by region already.
        Resource::Connections => demand,
        Resource::Memory | Resource::Storage => of.kept_here.unwrap_or(demand),
        _ => match of.busiest {
            Some(share) => load.figures.product(&[demand, share]),
            None => demand,
        },
    }
}

fn row<'a>(load: &mut Load<'a>, model: &Model<'a>, c: usize, resource: Resource, demand: Id, per_unit: Id) -> Row {
    let component = &model.components[c];
    let sheet = &mut load.figures;
    let origin = Origin::of_units(component.units_span());
    let units = sheet.given(Spread::Exact(f64::from(component.units)), Dimension::NONE, origin);
    let target = match (
        &component.file.target,
        component.function.and_then(|(e, f)| Some((e, f.target.as_ref()?))),
    ) {
        (Some(target), _) => sheet.quantity(target),
        (None, Some((entry, fact))) => load.fact(entry, fact),
        (None, None) => sheet.given(
            Spread::Exact(TARGET),
            Dimension::NONE,
            Origin::Default("70 % where neither file nor catalog says"),
        ),
    };
    let sheet = &mut load.figures;
    let capacity = sheet.product(&[units, per_unit]);
    let utilisation = sheet.quotient(demand, capacity);
    let utilisation = sheet.named(utilisation, || {
        format!("{} utilisation of {}", component.id, resource.name())
    });
    let planned = sheet.product(&[per_unit, target]);
    let raw = sheet.quotient(demand, planned);
    let whole = sheet.apply(Function::Ceil, &[raw]);
    let one = sheet.number(1.0);
    let needed = sheet.max(&[whole, one]);
    Row {
        resource,
        demand,
        per_unit,
        units,
        target,
        needed,
        utilisation,
        zone_lost: None,
        binding: false,
    }
}

/// What all units together carry of a resource at a moment, on average or at the peak: each write lands on every copy
/// of its group, each read on as many copies as it asks. Unknown where it is not known how many copies there are.
pub fn demand<'a>(
    load: &mut Load<'a>,
    model: &Model<'a>,
    c: usize,
    resource: Resource,
    at: fn(Demand) -> Id,
) -> Option<Id> {
    let component = &model.components[c];
    let (figures, of) = (&mut load.figures, &load.components[c]);
    let calls = of.calls.map(at)?;
    let copies = if component.is_service() {
        Some(1)
    } else {
        component.copies
    };
    // A provider's quota counts requests, whatever they cost it inside.
    let asked = match component.replication().and_then(|r| r.reads) {
        Some(reads) if !component.is_service() => reads,
        _ => 1,
    };
    let times = |figures: &mut Figures, id: Id, n: u32, why: &'static str| {
        if n == 1 {
            return id;
        }
        let n = figures.given(Spread::Exact(f64::from(n)), Dimension::NONE, Origin::Default(why));
        figures.product(&[id, n])
    };
    let on_every_copy = |figures: &mut Figures, id: Id| match copies {
        Some(copies) => times(figures, id, copies, "each write lands on every copy"),
        None => {
            let fact = format!("components.{}.copies", component.id);
            let copies = figures.missing(fact, Dimension::NONE);
            figures.product(&[id, copies])
        }
    };
    match resource {
        Resource::Requests => {
            let written: Vec<Id> = [of.writes, of.fills].iter().flatten().copied().map(at).collect();
            if (copies == Some(1) || written.is_empty()) && of.fills.is_none() && asked == 1 {
                return Some(calls);
            }
            let mut parts = vec![match of.writes {
                Some(writes) => {
                    let rest = figures.difference(calls, at(writes));
                    times(figures, rest, asked, "each read asks this many copies")
                }
                None => times(figures, calls, asked, "each read asks this many copies"),
            }];
            for id in written {
                parts.push(on_every_copy(figures, id));
            }
            Some(figures.sum(&parts, Dimension::RATE))
        }
        Resource::Reads => {
            let reads = match (of.reads, of.writes) {
                (Some(reads), _) => at(reads),
                // Calls that say nothing are gets of a cache or plain requests.
                (None, None) => calls,
                (None, Some(_)) => return None,
            };
            Some(times(figures, reads, asked, "each read asks this many copies"))
        }
        Resource::Writes => {
            let written: Vec<Id> = [of.writes, of.fills].iter().flatten().copied().map(at).collect();
            if written.is_empty() {
                return None;
            }
            let all = figures.sum(&written, Dimension::RATE);
            Some(on_every_copy(figures, all))
        }
        Resource::Messages => Some(of.messages.map_or(calls, at)),
        Resource::Bandwidth => {
            // A network card carries both ways at once: the fuller way counts.
            let (mut input, mut output) = (of.bytes_in.map(at), of.bytes_out.map(at));
            let copies = copies.unwrap_or(1);
            if let (Some(arrived), true) = (input, copies > 1 && component.role == Role::Log) {
                // What is appended goes on to the other copies, which take it in too.
                input = Some(on_every_copy(figures, arrived));
                let sent = times(figures, arrived, copies - 1, "what arrives goes on to the other copies");
                output = Some(match output {
                    Some(output) => figures.sum(&[output, sent], Dimension::BANDWIDTH),
                    None => sent,
                });
            }
            let ways: Vec<Id> = [input, output].into_iter().flatten().collect();
            (!ways.is_empty()).then(|| figures.max(&ways))
        }
        Resource::Connections => connections::demand(figures, of, load.pools.get(&c)),
        Resource::Memory => of.memory,
        // A store in memory may be limited by what it is given for its data.
        Resource::Storage if component.role != Role::Cache => of.storage.or(of.memory),
        Resource::Storage => of.storage,
    }
}
