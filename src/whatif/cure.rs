//! The cheapest edit that makes a failing requirement hold, analysed again before it is suggested.

use crate::analysis::Detail;
use crate::report::{Component, Cure, Placement, Report, Shape, Status, Verdict};
use crate::{Input, run};

/// Requirements for which edits are looked for: those that more units, places or faster failovers may mend.
const METRICS: [&str; 2] = ["availability", "survive"];
/// Most components of which edits are tried, the most promising first.
const MOST_COMPONENTS: usize = 6;
/// Most edits that are put together.
const MOST_TOGETHER: usize = 3;
/// Most parts of models that the trials of all failing requirements analyse together, counted once a requirement.
const MOST_PARTS: usize = 20_000;
/// Said of a requirement beyond that.
const LEFT_OUT: &str =
    "no edit that mends it was looked for: so much fails in so large a design that it would take too long";
/// Factors for a failover.
const FAILOVERS: [&str; 2] = ["0.5x", "0.1x"];

/// An edit: settings that are made together.
type Settings = Vec<String>;

/// What became of a design with an edit.
struct Tried {
    edit: Settings,
    status: Status,
    value: Option<String>,
    /// Lower bound of the unavailability of the worst flow that it is about.
    down: f64,
}

/// Adds to each failing verdict the cheapest edit that makes it pass, or the one that comes nearest; `parts` are those
/// of the model, which each trial goes through again.
pub fn cure(input: &Input, parts: usize, report: &mut Report) {
    let mut room = MOST_PARTS;
    for verdict in &mut report.verdicts {
        if verdict.status != Status::Fail || !METRICS.contains(&verdict.metric.as_str()) {
            continue;
        }
        match room.checked_sub(parts) {
            Some(left) => {
                room = left;
                verdict.cure = of_verdict(input, verdict);
            }
            None => verdict.because.push(LEFT_OUT.to_string()),
        }
    }
}

fn of_verdict(input: &Input, verdict: &Verdict) -> Option<Cure> {
    let mut trial = Trial {
        input: input.clone(),
        id: &verdict.id,
        of: verdict.of.as_deref(),
    };
    trial.input.cures = false;
    trial.input.settings.judged = Some(verdict.id.clone());
    // Point estimates decide quickly which edit is worth it; availability rests on nothing else.
    trial.input.settings.sampling.samples = 0;
    let before = trial.report(&[], Detail::Values);
    let now = trial.tried(&[], &before)?;
    let edits = edits(&before, verdict);
    let mut tried: Vec<Tried> = edits.iter().filter_map(|edit| trial.with(edit)).collect();
    // No single edit is enough: the one that helps most, and with it the next, as far as each helps.
    let mut best = nearest(&tried, now.down).map(|t| t.edit.clone());
    while let Some(kept) = best.take()
        && !tried.iter().any(|t| t.status == Status::Pass)
        && kept.len() < 2 * MOST_TOGETHER
    {
        let reached = tried.iter().map(|t| t.down).fold(now.down, f64::min);
        let more = edits.iter().filter(|e| !e.iter().any(|s| touches(&kept, s)));
        let together: Vec<Tried> = more
            .filter_map(|edit| trial.with(&[kept.clone(), edit.clone()].concat()))
            .collect();
        best = nearest(&together, reached).map(|t| t.edit.clone());
        tried.extend(together);
    }
    let passing = tried.iter().filter(|t| t.status == Status::Pass);
    let priced = passing.map(|t| (t, trial.cost(&t.edit)));
    let cheapest = priced.min_by(|(a, x), (b, y)| {
        let extra = |cost: &Option<f64>| cost.unwrap_or(f64::INFINITY);
        extra(x).total_cmp(&extra(y)).then(a.edit.len().cmp(&b.edit.len()))
    });
    let (chosen, after) = match cheapest {
        Some(found) => found,
        // Of what has to hold, half a cure is none.
        None if verdict.metric != "availability" => return None,
        None => {
            let nearest = nearest(&tried, now.down)?;
            (nearest, trial.cost(&nearest.edit))
        }
    };
    let profile = input.settings.profile.unwrap_or_default();
    Some(Cure {
        edits: chosen.edit.clone(),
        reaches: chosen.status == Status::Pass,
        unproven: chosen.status == Status::Unknown,
        value: chosen.value.clone(),
        costs: after.zip(bill(&before)).map(|(after, before)| {
            let sign = if after >= before { "+" } else { "-" };
            let money = crate::quantity::Dimension::MONEY.per(&crate::quantity::Dimension::TIME);
            format!(
                "{sign}{}",
                crate::quantity::print::show((after - before).abs(), &money, profile)
            )
        }),
    })
}

/// The edit that lowers the unavailability most, if one does.
fn nearest(tried: &[Tried], down: f64) -> Option<&Tried> {
    let better = tried.iter().filter(|t| t.down < down * (1.0 - 1e-6));
    better.min_by(|a, b| a.down.total_cmp(&b.down))
}

/// Whether an edit sets what another one sets.
fn touches(kept: &Settings, setting: &str) -> bool {
    let path = |s: &str| s.split('=').next().unwrap_or_default().to_string();
    kept.iter().any(|k| path(k) == path(setting))
}

struct Trial<'a> {
    input: Input,
    id: &'a str,
    of: Option<&'a str>,
}

impl Trial<'_> {
    /// The verdict with an edit; none where the form is wrong then.
    fn with(&self, edit: &[String]) -> Option<Tried> {
        self.tried(edit, &self.report(edit, Detail::Verdicts))
    }

    fn report(&self, edit: &[String], detail: Detail) -> Report {
        let mut input = self.input.clone();
        input.detail = detail;
        input.settings.set.extend(edit.iter().cloned());
        run(input).report
    }

    /// The bill of a month with an edit.
    fn cost(&self, edit: &[String]) -> Option<f64> {
        bill(&self.report(edit, Detail::Values))
    }

    fn tried(&self, edit: &[String], report: &Report) -> Option<Tried> {
        let verdict = report.verdicts.iter().find(|v| v.id == self.id)?;
        let about = report.flows.iter().filter(|f| self.of.is_none_or(|of| of == f.id));
        let down = about.filter_map(|f| f.availability.as_ref()).map(|a| a.down_low);
        Some(Tried {
            edit: edit.to_vec(),
            status: verdict.status,
            value: verdict.value.clone(),
            down: down.fold(0.0, f64::max),
        })
    }
}

/// What a month costs; none while a part is not known.
fn bill(report: &Report) -> Option<f64> {
    let cost = report.cost.as_ref()?;
    cost.total.value
}

/// The edits that are worth a try, for the components whose mending would save most.
fn edits(report: &Report, verdict: &Verdict) -> Vec<Settings> {
    let about = |id: &str| verdict.of.as_deref().is_none_or(|of| of == id);
    let flows = report.flows.iter().filter(|f| about(&f.id));
    let availabilities: Vec<_> = flows.filter_map(|f| f.availability.as_ref()).collect();
    let mut ids: Vec<&str> = Vec::new();
    let spofs = availabilities
        .iter()
        .flat_map(|a| a.spofs.iter().map(|s| s.component.as_str()));
    let savings = availabilities
        .iter()
        .flat_map(|a| a.savings.iter().map(|s| s.component.as_str()));
    // What a zone takes down lies in it as a whole.
    let together = report.components.iter().filter(|c| one_zone(c)).map(|c| c.id.as_str());
    let needed = |id: &&str| availabilities.iter().any(|a| a.components.iter().any(|n| n == id));
    for id in spofs.chain(together).filter(needed).chain(savings) {
        if !id.is_empty() && !ids.contains(&id) {
            ids.push(id);
        }
    }
    let components = ids
        .iter()
        .filter_map(|id| report.components.iter().find(|c| c.id == *id));
    let owned: Vec<&Component> = components
        .filter(|c| matches!(c.placement, Placement::Zones { .. }))
        .collect();
    let mut edits: Vec<Settings> = owned
        .iter()
        .take(MOST_COMPONENTS)
        .flat_map(|c| of_component(report, c))
        .collect();
    // What lies in one zone, or is one unit, goes with its neighbours: mending one of them alone shows nothing.
    let all = owned.iter().filter(|c| one_zone(c) || c.units == 1);
    edits.push(
        all.flat_map(|c| spread(report, c).unwrap_or_else(|| doubled(c)))
            .collect(),
    );
    edits
}

/// One unit more, for a component that has but one.
fn doubled(component: &Component) -> Settings {
    vec![format!("components.{}.replicas={}", component.id, component.units + 1)]
}

/// Over all zones of the first region, with a unit in each.
fn spread(report: &Report, component: &Component) -> Option<Settings> {
    let zones = &report.regions.first()?.zones;
    let id = &component.id;
    (one_zone(component) && zones.len() > 1).then(|| {
        let mut settings = vec![format!("components.{id}.zones=[{}]", zones.join(", "))];
        if (component.units as usize) < zones.len() {
            settings.push(format!("components.{id}.replicas={}", zones.len()));
        }
        settings
    })
}

fn one_zone(component: &Component) -> bool {
    match &component.placement {
        Placement::Zones { regions } => regions
            .iter()
            .all(|r| r.zones.iter().filter(|z| z.units > 0).count() <= 1),
        _ => false,
    }
}

fn of_component(report: &Report, component: &Component) -> Vec<Settings> {
    let id = &component.id;
    let set = |key: &str, value: &str| format!("components.{id}.{key}={value}");
    let units = component.units;
    let mut edits: Vec<Settings> = Vec::new();
    let keeps = matches!(
        component.shape,
        Shape::Database | Shape::Cache | Shape::Log | Shape::Queue | Shape::Search
    );
    for more in [units + 1, units + 2] {
        let more = more.to_string();
        edits.push(vec![set("replicas", &more)]);
        if keeps {
            edits.push(vec![set("replicas", &more), set("copies", &more)]);
        }
    }
    if let Some(spread) = spread(report, component) {
        let copies = report.regions.first().map_or(0, |r| r.zones.len() as u32).max(units);
        if keeps {
            edits.push([spread.clone(), vec![set("copies", &copies.to_string())]].concat());
        }
        edits.push(spread);
    }
    if keeps {
        edits.extend(FAILOVERS.iter().map(|f| vec![set("replication.failover", f)]));
    }
    edits
}
