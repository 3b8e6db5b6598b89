//! What a month costs in the years to come, at today's prices.
//!
//! Each part of the bill goes with what it is paid for: machines with the units that are needed then, never fewer than
//! there are; what is kept with what is kept then; all else, and what scales by itself, with the load. A price that
//! falls with the volume stays at what it is on average today. What a part of the bill is not known for stays out, as in
//! the known bill.

use super::store::Kept;
use crate::analysis::cost::Kind;
use crate::analysis::load::Load;
use crate::figure::{Id, Origin};
use crate::model::Model;
use crate::quantity::{Dimension, Spread};
use std::collections::BTreeMap;

/// A moment of the future.
pub(super) struct Moment<'u> {
    /// (1 + g)^t.
    pub factor: Id,
    /// t.
    pub time: Id,
    /// Units of components then, in one region, as far as they are known.
    pub units: &'u [(usize, Id)],
}

/// What is known of today's bill: for each component, what it pays for what.
pub(super) struct Today(Vec<(usize, Kind, Id)>);

impl Today {
    pub(super) fn of(load: &mut Load) -> Today {
        let mut known: BTreeMap<(usize, Kind), Vec<Id>> = BTreeMap::new();
        for part in &load.cost.parts {
            if load.figures.value(part.cost).is_some() {
                known.entry((part.component, part.kind)).or_default().push(part.cost);
            }
        }
        let sum =
            |((c, kind), parts): ((usize, Kind), Vec<Id>)| (c, kind, load.figures.sum(&parts, Dimension::SPENDING));
        Today(known.into_iter().map(sum).collect())
    }

    /// The bill of a month then; none without a part that is known.
    pub(super) fn after<'a>(&self, load: &mut Load<'a>, model: &Model<'a>, kept: &Kept, moment: &Moment) -> Option<Id> {
        let mut sums = Vec::with_capacity(self.0.len());
        for (c, kind, today) in &self.0 {
            let times = match kind {
                Kind::Compute => machines(load, model, *c, moment),
                Kind::Storage => kept.share_after(load, model, *c, moment.time),
                _ => Some(moment.factor),
            };
            sums.push(match times {
                Some(times) => load.figures.product(&[*today, times]),
                None => *today,
            });
        }
        (!sums.is_empty()).then(|| load.figures.sum(&sums, Dimension::SPENDING))
    }
}

/// How many times as many machines a component has then; none where it keeps those that it has.
fn machines<'a>(load: &mut Load<'a>, model: &Model<'a>, c: usize, moment: &Moment) -> Option<Id> {
    let component = &model.components[c];
    if component.file.scale.is_some() {
        return Some(moment.factor);
    }
    let (_, units) = moment.units.iter().find(|(of, _)| *of == c)?;
    let origin = Origin::of_units(component.standing_span());
    let sheet = &mut load.figures;
    let declared = sheet.given(Spread::Exact(f64::from(component.standing)), Dimension::NONE, origin);
    let most = sheet.max(&[declared, *units]);
    Some(sheet.quotient(most, declared))
}
