//! Availabilities, with their cut sets and what mending each thing saves.

use super::{Assembly, fault};
use crate::analysis::Detail;
use crate::analysis::availability::{Event, FlowAvailability, Level, Mending, NamedCut, Thing};
use crate::analysis::verdict;
use crate::quantity::print;
use crate::report::{self, CutSet, Saving, Spof, SpofLevel};

/// Classes of cut sets that are shown of one flow.
const MOST: usize = 12;

impl Assembly<'_, '_> {
    pub(super) fn availability(&self, f: usize, found: &FlowAvailability) -> report::Availability {
        let outage = |down: f64| print::digits(down * verdict::YEAR_IN_MINUTES);
        let (low, high) = (outage(found.down.low), outage(found.down.high));
        let outage = if found.down.high >= 1.0 {
            format!("at least {low} min/year")
        } else if low == high {
            format!("{low} min/year")
        } else {
            format!("{low} to {high} min/year")
        };
        let working = found.working.as_ref();
        let at_all = found.answers.filter(|answers| *answers != found.down);
        report::Availability {
            at_all: at_all.map(verdict::interval_text),
            down_low: found.down.low,
            down_high: found.down.high,
            text: verdict::availability_text(found),
            low: 1.0 - found.down.high,
            high: 1.0 - found.down.low,
            outage,
            with_hits: found
                .with_hits
                .filter(|down| down.is_exact())
                .map(|down| print::percent(1.0 - down.high)),
            spofs: found.spofs.iter().map(|s| self.spof(&s.event, s.share)).collect(),
            needs: found.needs.iter().map(|(c, level)| self.need(*c, level)).collect(),
            components: found
                .needs
                .iter()
                .map(|(c, _)| self.model.components[*c].id.to_string())
                .collect(),
            missing: found.missing.clone(),
            cuts: working.map_or_else(Vec::new, |w| self.cut_sets(&w.cuts)),
            orders: working.map_or_else(Vec::new, |w| w.orders.clone()),
            complete: working.is_some_and(|w| w.complete),
            savings: working.map_or_else(Vec::new, |w| w.mendings.iter().map(|m| self.saving(m)).collect()),
            models: self.fault_models(f, found),
        }
    }

    /// For what other tools read, and large: only where figures are wanted.
    fn fault_models(&self, f: usize, found: &FlowAvailability) -> Vec<report::FaultModel> {
        if self.ledger.detail() < Detail::Values {
            return Vec::new();
        }
        let parts = found.parts.iter();
        parts.map(|part| fault::model(self.model, f, part)).collect()
    }

    /// The weightiest.
    fn cut_sets(&self, cuts: &[NamedCut]) -> Vec<CutSet> {
        let mut cuts: Vec<&NamedCut> = cuts.iter().collect();
        cuts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        cuts.into_iter().take(MOST).map(|c| self.cut_set(c)).collect()
    }

    fn cut_set(&self, cut: &NamedCut) -> CutSet {
        let event = |(event, count): &(Event, Option<(u32, u32)>)| match (event, count) {
            (Event::Unit(c), Some((count, of))) if *of > 1 => {
                format!("{count} of {of} units of {}", self.model.components[*c].id)
            }
            _ => verdict::term(self.model, event, None),
        };
        let minutes = cut.weight * verdict::YEAR_IN_MINUTES;
        CutSet {
            events: cut.failed.iter().map(event).collect(),
            order: cut.order,
            sets: cut.sets,
            costs: format!("{} min/year", print::digits(minutes)),
            minutes,
            runs: (cut.share < 1.0 - 1e-9).then(|| runs(cut.share)),
        }
    }

    fn saving(&self, mending: &Mending) -> Saving {
        let id = |c: usize| self.model.components[c].id.to_string();
        let (what, component) = match &mending.thing {
            Thing::Component(c) => (format!("all units of {}", id(*c)), id(*c)),
            Thing::Service(c) => (id(*c), id(*c)),
            Thing::Zone(zone) => (
                verdict::term(self.model, &Event::Zone(zone.clone()), None),
                String::new(),
            ),
            Thing::Region(region) => (verdict::term(self.model, &Event::Region(*region), None), String::new()),
        };
        let minutes = mending.saves * verdict::YEAR_IN_MINUTES;
        Saving {
            what,
            component,
            saves: format!("{} min/year", print::digits(minutes)),
            minutes,
            worse: mending.worse,
        }
    }

    fn spof(&self, event: &Event, share: Option<f64>) -> Spof {
        let (level, component) = match event {
            Event::Unit(c) => (SpofLevel::Instance, Some(*c)),
            Event::Zone(_) => (SpofLevel::Zone, None),
            Event::Region(_) => (SpofLevel::Region, None),
            Event::Service(c) => (SpofLevel::Service, Some(*c)),
            // It mends itself; no list of single points has it.
            Event::CommonCause(c) | Event::Failover(c) => (SpofLevel::CommonCause, Some(*c)),
        };
        Spof {
            event: verdict::term(self.model, event, None),
            level,
            component: component.map_or_else(String::new, |c| self.model.components[c].id.to_string()),
            runs: share.map(runs),
        }
    }

    /// `2 of 6 api`, or just its id where there is one unit.
    fn need(&self, c: usize, level: &Level) -> String {
        let component = &self.model.components[c];
        let of = match component.role {
            crate::catalog::Role::Stateless => component.units,
            _ if component.is_service() => component.units,
            _ => component.copies.unwrap_or(component.units),
        };
        let writer = if level.writer { " with a writer" } else { "" };
        let groups = if level.all_groups { " of every shard" } else { "" };
        if of == 1 {
            return component.id.to_string();
        }
        format!("{} of {of} {}{groups}{writer}", level.need, component.id)
    }
}

fn runs(share: f64) -> String {
    format!("for {} of runs", print::percent(share))
}
