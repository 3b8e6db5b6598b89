//! How many units are paid for: those that run, or of an autoscaled group the floor, the average and the peak.

use super::terms::For;
use super::{Bill, Kind};
use crate::analysis::capacity;
use crate::analysis::load::Demand;
use crate::catalog::{Entry, Price};
use crate::design::Scale;
use crate::figure::{Id, Origin};
use crate::quantity::expression::Function;
use crate::quantity::{Dimension, Spread};

/// The cost of an autoscaled group.
#[derive(Debug, Clone, Copy)]
pub struct Scaled {
    pub component: usize,
    /// With the units that always run.
    pub floor: Id,
    /// With the units that the average load needs; the bill has this one.
    pub average: Id,
    /// With the units that the peak needs, at most as many as it may have.
    pub peak: Id,
}

/// A moment of an autoscaled group.
#[derive(Debug, Clone, Copy)]
enum Moment {
    Average,
    Peak,
}

impl<'a> Bill<'_, '_, 'a> {
    /// Units of a size from the book.
    pub(super) fn sized(&mut self, c: usize, entry: &'a Entry, price: &'a Price) {
        if price.sizes.is_empty() {
            return;
        }
        let component = &self.model.components[c];
        let Some(size) = &component.file.size else {
            let fact = format!(
                "components.{}.size (one that {} prices, or its cost)",
                component.id, entry.id
            );
            self.missing(c, Kind::Compute, fact);
            return;
        };
        let Some((name, of_size)) = price.sizes.iter().find(|(name, _)| *name == size.value) else {
            let fact = format!(
                "a price of size {} in {}, or components.{}.cost",
                size.value, entry.id, component.id
            );
            self.missing(c, Kind::Compute, fact);
            return;
        };
        let mut factors = vec![self.number(entry, &of_size.price), self.hours];
        factors.extend(self.off(entry, price, For::Sizes));
        self.units_at(c, name, &factors);
    }

    /// All units at the price of one.
    pub(super) fn units_at(&mut self, c: usize, of: &str, each: &[Id]) {
        let component = &self.model.components[c];
        let floor = self.units_everywhere(c);
        let at = |bill: &mut Self, units: Id| {
            let mut factors = vec![units];
            factors.extend(each);
            bill.load.figures.product(&factors)
        };
        let count = self.load.figures.value(floor).unwrap_or(0.0);
        let word = if count == 1.0 { "unit" } else { "units" };
        let Some(scale) = &component.file.scale else {
            let cost = at(self, floor);
            let of = if component.file.cost.is_empty() {
                format!("of {of}")
            } else {
                of.to_string()
            };
            self.part(c, Kind::Compute, format!("{count} {word} {of}"), cost);
            return;
        };
        let (average, peak) = (
            self.scaled_units(c, scale, floor, Moment::Average),
            self.scaled_units(c, scale, floor, Moment::Peak),
        );
        let (floor, average, peak) = (at(self, floor), at(self, average), at(self, peak));
        self.part(c, Kind::Compute, "units that the average load needs", average);
        let average = self.cost.parts.last().map_or(average, |p| p.cost);
        self.cost.scaled.push(Scaled {
            component: c,
            floor,
            average,
            peak,
        });
    }

    /// Units of all regions.
    pub(super) fn units_everywhere(&mut self, c: usize) -> Id {
        let component = &self.model.components[c];
        let units = component.standing.saturating_mul(component.regions.len().max(1) as u32);
        let origin = Origin::of_units(component.standing_span());
        self.load
            .figures
            .given(Spread::Exact(f64::from(units)), Dimension::NONE, origin)
    }

    /// What a moment needs of the resource that needs most units, between the floor and the ceiling.
    fn scaled_units(&mut self, c: usize, scale: &Scale, floor: Id, moment: Moment) -> Id {
        let component = &self.model.components[c];
        let rows = self.load.components[c].resources.clone();
        let mut needed = Vec::new();
        for row in &rows {
            let at: fn(Demand) -> Id = match moment {
                Moment::Average => |demand| demand.average,
                Moment::Peak => |demand| demand.peak,
            };
            let Some(demand) = capacity::demand(self.load, self.model, c, row.resource, at) else {
                continue;
            };
            let trigger = match &scale.at {
                Some(at) => self.load.figures.quantity(at),
                None => row.target,
            };
            let demand = capacity::in_one_place(self.load, c, row.resource, demand);
            let sheet = &mut self.load.figures;
            let carries = sheet.product(&[row.per_unit, trigger]);
            let units = sheet.quotient(demand, carries);
            needed.push(sheet.apply(Function::Ceil, &[units]));
        }
        if !component.limits_load() || needed.is_empty() {
            let fact = format!("components.{}.per_replica (what one unit carries)", component.id);
            return self.load.figures.missing(fact, Dimension::NONE);
        }
        let regions = component.regions.len().max(1) as f64;
        let sheet = &mut self.load.figures;
        let region_count = sheet.number(regions);
        let most = sheet.max(&needed);
        let most = sheet.product(&[most, region_count]);
        let at_least = sheet.max(&[most, floor]);
        let Some(ceiling) = &scale.to else { return at_least };
        let ceiling_origin = Origin::File(ceiling.span);
        let ceiling = Spread::Exact(f64::from(ceiling.value) * regions);
        let ceiling = sheet.given(ceiling, Dimension::NONE, ceiling_origin);
        sheet.apply(Function::Min, &[at_least, ceiling])
    }

    /// The known bill with every group at its floor, and at its peak.
    pub(super) fn scaled_sums(&mut self, known: Id) {
        let groups = self.cost.scaled.clone();
        let sheet = &mut self.load.figures;
        let sure = |id: &Id, sheet: &crate::figure::Figures| sheet.value(*id).is_some();
        let groups: Vec<&Scaled> = groups.iter().filter(|g| sure(&g.average, sheet)).collect();
        if groups.is_empty() {
            return;
        }
        let averages: Vec<Id> = groups.iter().map(|g| g.average).collect();
        let average = sheet.sum(&averages, Dimension::SPENDING);
        let rest = sheet.difference(known, average);
        let mut with = |of: fn(&Scaled) -> Id, name: &'static str| {
            let mut parts = vec![rest];
            parts.extend(groups.iter().map(|g| of(g)));
            let sum = sheet.sum(&parts, Dimension::SPENDING);
            sheet.named(sum, || name)
        };
        let floor = with(|g| g.floor, "cost at the floor");
        let peak = with(|g| g.peak, "cost at the peak");
        self.cost.floor = Some(floor);
        self.cost.peak = Some(peak);
    }
}
