//! The bill of a month.

use super::Assembly;
use crate::analysis::cost::{self, Part, Scaled, Used};
use crate::figure::Id;
use crate::report::{self, ComponentCost, CostPart, KindCost, OwnedServers, PriceSource, ScaledCost};

impl Assembly<'_, '_> {
    pub(super) fn cost(&self) -> Option<report::Cost> {
        let bill = &self.analysis.load.cost;
        let components = &self.analysis.load.components;
        // Those with a known part first, the dearest at the top.
        let mut order: Vec<usize> = bill.components.iter().map(|(c, _)| *c).collect();
        let rest = (0..components.len()).filter(|c| components[*c].cost.is_some() && !order.contains(c));
        let rest: Vec<usize> = rest.collect();
        order.extend(rest);
        Some(report::Cost {
            total: self.figure(bill.total?),
            known: self.figure(bill.known?),
            floor: bill.floor.map(|id| self.figure(id)),
            peak: bill.peak.map(|id| self.figure(id)),
            components: order.into_iter().filter_map(|c| self.component_cost(c)).collect(),
            kinds: bill
                .kinds
                .iter()
                .map(|(kind, of)| KindCost {
                    kind: kind.name().to_string(),
                    cost: self.figure(of.cost),
                    share: self.share(of.share),
                })
                .collect(),
            prices: bill
                .used
                .iter()
                .filter(|used| !used.oldest.is_empty())
                .map(|used| self.price(used))
                .collect(),
            terms: bill.terms.clone(),
            unpriced: bill.unpriced.clone(),
            owned: bill.owned.as_ref().map(|owned| self.owned(owned)),
        })
    }

    fn component_cost(&self, c: usize) -> Option<ComponentCost> {
        let bill = &self.analysis.load.cost;
        let value = |id: Id| self.analysis.load.figures.value(id);
        let parts: Vec<&Part> = bill.parts.iter().filter(|p| p.component == c).collect();
        let known = parts.iter().filter_map(|p| Some((value(p.cost)?, *p)));
        let biggest = known.max_by(|(a, _), (b, _)| a.total_cmp(b));
        let share = bill.components.iter().find(|(other, _)| *other == c);
        let id = self.model.components[c].id;
        Some(ComponentCost {
            component: id.to_string(),
            cost: self.figure(self.analysis.load.components[c].cost?),
            known: share.map(|(_, s)| self.figure(s.cost)),
            share: share.map_or_else(
                || super::figure::unknown(&format!("{id} share"), id),
                |(_, s)| self.share(s.share),
            ),
            biggest: biggest.map_or_else(String::new, |(_, p)| format!("{}, {}", p.kind.name(), p.what)),
            parts: parts
                .into_iter()
                .map(|part| CostPart {
                    kind: part.kind.name().to_string(),
                    what: part.what.clone(),
                    cost: self.figure(part.cost),
                })
                .collect(),
            scaled: bill.scaled.iter().find(|s| s.component == c).map(|s| self.scaled(s)),
        })
    }

    fn scaled(&self, scaled: &Scaled) -> ScaledCost {
        ScaledCost {
            floor: self.figure(scaled.floor),
            average: self.figure(scaled.average),
            peak: self.figure(scaled.peak),
        }
    }

    fn price(&self, used: &Used) -> PriceSource {
        let dated = match (used.oldest, used.newest) {
            (oldest, newest) if oldest == newest => oldest.to_string(),
            (oldest, newest) => format!("{oldest} to {newest}"),
        };
        PriceSource {
            id: used.entry.id.clone(),
            file: used.entry.file.clone(),
            title: used.entry.title.clone(),
            region: used.price.region.clone(),
            dated,
            components: self.ids(&used.components),
        }
    }

    fn ids(&self, components: &[usize]) -> Vec<String> {
        let ids = components.iter().map(|c| self.model.components[*c].id.to_string());
        ids.collect()
    }

    fn owned(&self, owned: &cost::Owned) -> OwnedServers {
        let figure = |id: Id| self.figure(id);
        let inputs = cost::NUMBERS.iter().filter_map(|id| {
            let (entry, fact) = self.model.catalog.number(id)?;
            Some(report::Figure {
                // A price per kilowatt is none without its kilowatt.
                text: match &fact.note {
                    Some(note) => format!("{} ({note})", fact.quantity.text),
                    None => fact.quantity.text.clone(),
                },
                value: Some(fact.quantity.point()),
                unit: fact.quantity.dimension.to_string(),
                source: format!(
                    "catalog {}: {}, {} ({})",
                    entry.id, fact.source, fact.date, fact.confidence
                ),
                missing: Vec::new(),
                ..super::figure::unknown(id, "")
            })
        });
        OwnedServers {
            components: self.ids(&owned.units.moved),
            not_counted: self.ids(&owned.units.unsized_components),
            vcpus: figure(owned.units.vcpus),
            memory: figure(owned.units.memory),
            servers: figure(owned.servers),
            cloud: figure(owned.units.cloud),
            bought: figure(owned.bought),
            electricity: figure(owned.electricity),
            place: figure(owned.place),
            staff: figure(owned.staff),
            owned: figure(owned.month),
            horizon: figure(owned.horizon),
            cloud_over_horizon: figure(owned.cloud_horizon),
            capex: figure(owned.capex),
            opex: figure(owned.opex),
            inputs: inputs.collect(),
            left_out: cost::LEFT_OUT.to_string(),
        }
    }
}
