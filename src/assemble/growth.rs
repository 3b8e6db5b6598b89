//! Growth, the ladder and planned events.

use super::Assembly;
use crate::analysis::growth::ladder::{self, Why};
use crate::analysis::growth::{Moment, prewarm};
use crate::design::Resource;
use crate::figure::Id;
use crate::quantity::print;
use crate::report::{ComponentUnits, Fixed, Growth, Ladder, Limit, Outgrown, Prewarm, Rung, Scaled, Units, WarmStep};
use crate::report::{When, Year};

impl Assembly<'_, '_> {
    pub(super) fn growth(&self) -> Growth {
        let growth = &self.analysis.growth;
        let mut outgrown: Vec<Outgrown> = growth
            .outgrown
            .iter()
            .map(|found| Outgrown {
                component: self.id(found.component),
                target: self.limit(found.target, found.known),
                full: self.limit(found.full, found.known),
            })
            .collect();
        let order = |limit: &Limit| (limit.when, limit.month.as_ref().and_then(|m| m.value).unwrap_or(0.0));
        outgrown.sort_by(|a, b| {
            let (a, b) = (order(&a.target), order(&b.target));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        Growth {
            outgrown,
            years: self.years(),
            ladder: growth.ladder.as_ref().map(|ladder| self.ladder(ladder)),
            prewarm: growth.prewarm.iter().map(|found| self.prewarm(found)).collect(),
        }
    }

    fn id(&self, c: usize) -> String {
        self.model.components[c].id.to_string()
    }

    fn value(&self, id: Id) -> Option<f64> {
        self.analysis.load.figures.value(id)
    }

    /// When a resource passes a limit; what lasts proves nothing where the limit of the load is not known.
    fn limit(&self, first: (Resource, Moment), known: bool) -> Limit {
        let limit = self.first_limit(first);
        if known || matches!(limit.when, When::Already | When::WithinHorizon) {
            return limit;
        }
        Limit {
            when: When::Unknown,
            text: "not known".to_string(),
            ..limit
        }
    }

    fn first_limit(&self, (resource, moment): (Resource, Moment)) -> Limit {
        let resource = resource.name().to_string();
        let year = self.analysis.load.figures.profile().year();
        let horizon = self.analysis.load.horizon.and_then(|id| self.value(id));
        let horizon = horizon.map(|seconds| seconds / year * 12.0);
        let (when, text, month) = match moment {
            Moment::Already => (When::Already, "already".to_string(), None),
            Moment::Never if horizon.is_some() => (When::Never, "not within the horizon".to_string(), None),
            Moment::Never => (When::Never, "never".to_string(), None),
            Moment::Month(id) => {
                let month = self.value(id).unwrap_or(0.0);
                let text = format!("month {}", print::digits(month));
                match horizon.filter(|horizon| month > *horizon) {
                    Some(_) => (When::AfterHorizon, format!("{text}, after the horizon"), Some(id)),
                    None => (When::WithinHorizon, text, Some(id)),
                }
            }
        };
        Limit {
            resource,
            when,
            text,
            month: month.map(|id| self.figure(id)),
        }
    }

    fn years(&self) -> Vec<Year> {
        let mut years: Vec<Year> = Vec::new();
        for year in &self.analysis.growth.years {
            let before = years.last().map(|year| &year.units);
            let mut changes = Vec::new();
            let mut units = Vec::with_capacity(year.units.len());
            for (c, id) in &year.units {
                let component = self.id(*c);
                let known = match before {
                    Some(units) => (units.iter().find(|u| u.component == component)).and_then(|u| u.units.value),
                    None => Some(f64::from(self.model.components[*c].units)),
                };
                let figure = self.figure(*id);
                if known != figure.value {
                    changes.push(format!("{component} {}", figure.text));
                }
                units.push(ComponentUnits {
                    component,
                    units: figure,
                });
            }
            years.push(Year {
                year: print::digits(year.after),
                users: year.users.map(|id| self.figure(id)),
                peak: year.peak.map(|id| self.figure(id)),
                storage: year.storage.map(|id| self.figure(id)),
                cost: year.cost.map(|id| self.figure(id)),
                units,
                changes,
            });
        }
        years
    }

    fn ladder(&self, found: &ladder::Ladder) -> Ladder {
        let full_at = |fixed: &ladder::Fixed| self.value(fixed.breaks_at).unwrap_or(f64::INFINITY);
        let rungs = found.rungs.iter().map(|rung| Rung {
            times: rung.times,
            load: rung.load.map(|id| self.figure(id)),
            breaks: (found.fixed.iter())
                .filter(|fixed| full_at(fixed) <= f64::from(rung.times))
                .map(|fixed| self.id(fixed.component))
                .collect(),
        });
        let scaled = found.rungs.first().map(|rung| &rung.units[..]).unwrap_or_default();
        let components = scaled.iter().map(|(c, _)| {
            let of = |rung: &ladder::Rung| rung.units.iter().find(|(other, _)| other == c).map(|(_, id)| *id);
            Scaled {
                component: self.id(*c),
                units: found.rungs.iter().filter_map(of).map(|id| self.figure(id)).collect(),
            }
        });
        let fixed = found.fixed.iter().map(|fixed| Fixed {
            component: self.id(fixed.component),
            resource: fixed.resource.name().to_string(),
            why: match fixed.why {
                Why::Quota => "a quota",
                Why::OneWriter => "one writer",
            }
            .to_string(),
            breaks_at: self.figure(fixed.breaks_at),
            load: fixed.load.map(|id| self.figure(id)),
        });
        Ladder {
            rungs: rungs.collect(),
            components: components.collect(),
            fixed: fixed.collect(),
            unknown: found.unknown.iter().map(|c| self.id(*c)).collect(),
        }
    }

    fn prewarm(&self, found: &prewarm::Prewarm) -> Prewarm {
        let enough = self.value(found.running).zip(self.value(found.needed));
        Prewarm {
            window: self.model.design.load.windows[found.window].0.value.clone(),
            component: self.id(found.component),
            needed: Units {
                units: self.figure(found.needed),
                enough: enough.map(|(running, needed)| running >= needed),
            },
            running: self.figure(found.running),
            most: found.most.map(|id| self.figure(id)),
            reaction: self.figure(found.reaction),
            rise: self.figure(found.rise),
            buffer: self.figure(found.buffer),
            buffer_units: self.figure(found.buffer_units),
            steps: found
                .steps
                .iter()
                .map(|step| WarmStep {
                    at: self.figure(step.at),
                    units: self.figure(step.units),
                })
                .collect(),
        }
    }
}
