//! Partitions: how many a store or log needs, and how much of its load one key may take.
//!
//! All rows of a key lie in one partition, so a key whose share of the load exceeds what a partition gives is
//! throttled, however many partitions there are.

use crate::analysis::load::Load;
use crate::catalog::{Fact, PartitionLimit};
use crate::design::{Access, AccessKind};
use crate::figure::{Figures, Id, Origin};
use crate::model::{Model, Party};
use crate::quantity::expression::Function;
use crate::quantity::{Dimension, Spread};

/// One limit of the partitions of a component, in its busiest region.
#[derive(Debug, Clone)]
pub struct PartitionRow {
    pub limit: PartitionLimit,
    /// What all partitions together have to carry.
    pub demand: Id,
    pub per_partition: Id,
    /// Partitions that the demand takes if it spreads evenly.
    pub needed: Id,
    /// The largest share of the demand that one key may have: per partition ÷ demand, at most all of it.
    pub one_key: Id,
}

/// The rows of every component, in the order of the model.
pub fn partitions<'a>(load: &mut Load<'a>, model: &Model<'a>) -> Vec<Vec<PartitionRow>> {
    (0..model.components.len()).map(|c| of(load, model, c)).collect()
}

/// The rows of one component.
pub fn of<'a>(load: &mut Load<'a>, model: &Model<'a>, c: usize) -> Vec<PartitionRow> {
    let component = &model.components[c];
    let Some((entry, technology)) = component.technology else {
        return Vec::new();
    };
    let partition = &technology.partition;
    let mut rows = Vec::with_capacity(partition.limits.len());
    for (limit, fact) in &partition.limits {
        let sized = |fact: &Option<Fact>, load: &mut Load<'a>| fact.as_ref().map(|f| load.fact(entry, f));
        let demand = match limit {
            PartitionLimit::Reads => {
                let unit = sized(&partition.read_size, load);
                accesses(load, model, c, unit, &[AccessKind::Read])
            }
            PartitionLimit::Writes => {
                let unit = sized(&partition.write_size, load);
                let kinds = [AccessKind::Write, AccessKind::Update, AccessKind::Delete];
                accesses(load, model, c, unit, &kinds)
            }
            PartitionLimit::Messages => arriving(load, model, c, |load, f, w| load.flows[f].messages[w]),
            PartitionLimit::In => arriving(load, model, c, |load, f, w| {
                let (messages, input) = (load.flows[f].messages[w], load.flows[f].input[w]);
                load.figures.product(&[messages, input])
            }),
            PartitionLimit::Out => leaving(load, model, c),
            PartitionLimit::Storage => one_copy(load, model, c),
        };
        // What carries nothing needs no partition.
        let Some(demand) = demand.filter(|id| load.figures.value(*id) != Some(0.0)) else {
            continue;
        };
        let per_partition = load.fact(entry, fact);
        rows.push(row(&mut load.figures, component.id, *limit, demand, per_partition));
    }
    rows
}

fn row(sheet: &mut Figures, id: &str, limit: PartitionLimit, demand: Id, per_partition: Id) -> PartitionRow {
    let what = limit.name();
    let demand = sheet.named(demand, || format!("{id} partitioned {what}"));
    let per_partition = sheet.named(per_partition, || format!("{id} {what} of a partition"));
    let parts = sheet.quotient(demand, per_partition);
    let whole = sheet.apply(Function::Ceil, &[parts]);
    let one = sheet.number(1.0);
    let needed = sheet.max(&[whole, one]);
    let share = sheet.quotient(per_partition, demand);
    let one_key = sheet.apply(Function::Min, &[share, one]);
    PartitionRow {
        limit,
        demand,
        per_partition,
        needed: sheet.named(needed, || format!("{id} partitions for {what}")),
        one_key: sheet.named(one_key, || format!("{id} largest key by {what}")),
    }
}

/// Reads or writes a second. With a unit of size each row counts once for every started unit (a strongly consistent
/// read of a managed store; an eventual one may cost less); without one each call counts once.
fn accesses<'a>(
    load: &mut Load<'a>,
    model: &Model<'a>,
    c: usize,
    unit: Option<Id>,
    kinds: &[AccessKind],
) -> Option<Id> {
    let touches = |load: &Load<'a>, f: usize, w: usize| {
        let step = &model.flows[f].steps[load.flows[f].walk.steps[w].step];
        step.file.accesses.iter().any(|a| kinds.contains(&a.kind))
    };
    arriving_where(load, model, c, touches, |load, f, w| {
        let Some(unit) = unit else {
            return load.flows[f].calls[w];
        };
        let step = &model.flows[f].steps[load.flows[f].walk.steps[w].step];
        let messages = load.flows[f].messages[w];
        let touched = step.file.accesses.iter().filter(|a| kinds.contains(&a.kind));
        let units: Vec<Id> = touched.map(|a| units(load, model, a, unit)).collect();
        let units = load.figures.sum(&units, Dimension::NONE);
        load.figures.product(&[messages, units])
    })
}

/// Units that one access takes: rows × the started units of a row.
fn units<'a>(load: &mut Load<'a>, model: &Model<'a>, access: &Access, unit: Id) -> Id {
    let id = &access.entity.value;
    let size = model.entity_index(id).and_then(|e| load.entities[e].size);
    let size = size.unwrap_or_else(|| load.figures.missing(format!("data.{id}.fields"), Dimension::BYTES));
    let parts = load.figures.quotient(size, unit);
    let whole = load.figures.apply(Function::Ceil, &[parts]);
    match &access.rows {
        Some(rows) => {
            let rows = load.figures.quantity(rows);
            load.figures.product(&[rows, whole])
        }
        None => whole,
    }
}

fn arriving<'a>(
    load: &mut Load<'a>,
    model: &Model<'a>,
    c: usize,
    of: impl Fn(&mut Load<'a>, usize, usize) -> Id,
) -> Option<Id> {
    arriving_where(load, model, c, |_, _, _| true, of)
}

/// The peak of what the chosen steps into a component bring, in its busiest region.
fn arriving_where<'a>(
    load: &mut Load<'a>,
    model: &Model<'a>,
    c: usize,
    chosen: impl Fn(&Load<'a>, usize, usize) -> bool,
    of: impl Fn(&mut Load<'a>, usize, usize) -> Id,
) -> Option<Id> {
    let steps = load.steps_into(c);
    let mut per_run = Vec::new();
    for (f, w) in steps {
        if chosen(load, f, w) {
            let brought = of(load, f, w);
            per_run.push((f, brought));
        }
    }
    peak(load, model, c, &per_run)
}

/// Bytes a second that it hands to consumers.
fn leaving<'a>(load: &mut Load<'a>, model: &Model<'a>, c: usize) -> Option<Id> {
    let mut per_run = Vec::new();
    for f in 0..load.flows.len() {
        if model.flows[f].fragment {
            continue;
        }
        for w in 0..load.flows[f].walk.steps.len() {
            let walked = &load.flows[f].walk.steps[w];
            if walked.caller == Party::Component(c) && !walked.lost {
                let (messages, input) = (load.flows[f].messages[w], load.flows[f].input[w]);
                per_run.push((f, load.figures.product(&[messages, input])));
            }
        }
    }
    peak(load, model, c, &per_run)
}

fn peak<'a>(load: &mut Load<'a>, model: &Model<'a>, c: usize, per_run: &[(usize, Id)]) -> Option<Id> {
    if per_run.is_empty() {
        return None;
    }
    let peak = load.peak(model, per_run);
    Some(match load.components[c].busiest {
        Some(share) => load.figures.product(&[peak, share]),
        None => peak,
    })
}

/// What it keeps, one copy of it: a partition is copied as a whole.
fn one_copy<'a>(load: &mut Load<'a>, model: &Model<'a>, c: usize) -> Option<Id> {
    let of = &load.components[c];
    let storage = of.storage.map(|all| of.kept_here.unwrap_or(all))?;
    let component = &model.components[c];
    match component.copies {
        Some(copies) if copies > 1 && !component.is_service() => {
            let copies = load.figures.given(
                Spread::Exact(f64::from(copies)),
                Dimension::NONE,
                Origin::Default("copies of each partition"),
            );
            Some(load.figures.quotient(storage, copies))
        }
        _ => Some(storage),
    }
}
