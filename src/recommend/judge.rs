//! What the requirements say of each candidate, and whether it is the candidate that they speak of.

use super::scene::{Known, Way};
use super::size::Sized;
use super::trial::Trial;
use crate::report::{
    Bearing, Candidate, CapacityState, Component, Criterion, Elsewhere, Placement, Resource, Status, Verdict,
};

/// Metrics that no better unit could mend: they are about how data is kept, and name the store that decides.
const OF_DATA: [&str; 7] = ["rpo", "rto", "consistency", "staleness", "durability", "has", "lacks"];

/// Those of them that replication decides.
const OF_COPIES: [&str; 5] = ["rpo", "rto", "consistency", "staleness", "durability"];

/// What is known of all trials of a component.
pub struct About<'t> {
    component: &'t str,
    ideal: &'t Trial,
    /// Ids of verdicts that the choice moves.
    moved: Vec<&'t str>,
}

impl<'t> About<'t> {
    pub fn new(component: &'t str, trials: &'t [Trial], ideal: &'t Trial) -> About<'t> {
        let sound: Vec<&Trial> = std::iter::once(ideal)
            .chain(trials)
            .filter(|t| t.faults.is_empty())
            .collect();
        let mut moved = Vec::new();
        let first = sound.first().into_iter().flat_map(|t| &t.verdicts);
        for verdict in first.filter(|v| !v.not_computable) {
            let others = sound.iter().filter_map(|t| find(t, &verdict.id));
            let mut others = others.map(|v| (v.status, &v.value, &v.because, &v.missing));
            let one = others.next();
            if speaks_of(verdict, component) || others.any(|other| Some(other) != one) {
                moved.push(verdict.id.as_str());
            }
        }
        About {
            component,
            ideal,
            moved,
        }
    }

    /// Whether an outcome would be the same if nothing could be better than the component.
    fn is_elsewhere(&self, verdict: &Verdict) -> bool {
        if OF_DATA.contains(&verdict.metric.as_str()) {
            return !speaks_of(verdict, self.component);
        }
        let named = verdict.status == Status::Unknown && verdict.missing.iter().any(|m| mentions(m, self.component));
        let ideal = find(self.ideal, &verdict.id).filter(|_| self.ideal.faults.is_empty());
        !named && ideal.is_some_and(|ideal| ideal.status >= verdict.status)
    }
}

fn find<'t>(trial: &'t Trial, id: &str) -> Option<&'t Verdict> {
    trial.verdicts.iter().find(|v| v.id == id)
}

/// Whether a verdict is about a component, or names it as what decides or what is not known.
fn speaks_of(verdict: &Verdict, component: &str) -> bool {
    let texts = verdict.because.iter().chain(&verdict.missing);
    verdict.of.as_deref() == Some(component) || texts.into_iter().any(|text| mentions(text, component))
}

/// Whether a text has an id as a word.
fn mentions(text: &str, id: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
        .any(|word| word == id)
}

/// A candidate with all that is said of it.
pub fn candidate(about: &About, way: &Way, sized: Sized, trial: &Trial, known: Option<&Known>) -> Candidate {
    let mut criteria = criteria(about, way, trial);
    criteria.sort_by_key(|c| (std::cmp::Reverse(weight(c)), c.elsewhere));
    let bearing = criteria.iter().map(weight).max().unwrap_or(Bearing::Unknown);
    let component = trial.component.as_ref();
    Candidate {
        rank: 0,
        technology: way.technology.clone(),
        title: known.map_or_else(|| way.technology.clone(), |known| known.title.clone()),
        current: way.current,
        managed: way.managed,
        bearing,
        decides: decides(&criteria, bearing),
        ahead_by: None,
        edits: sized.edits,
        size: sized.size.or_else(|| component.and_then(|c| c.size.clone())),
        has: component.filter(|c| in_zones(c)).map(|c| c.units),
        units: trial.units().filter(|_| !way.managed).cloned(),
        placed: component.map(|c| c.placed.clone()).unwrap_or_default(),
        sizes: sized.tried,
        cost: trial.cost.clone(),
        criteria,
        when: known.map(|known| known.when.clone()).unwrap_or_default(),
        not_when: known.map(|known| known.not_when.clone()).unwrap_or_default(),
    }
}

/// How much a criterion counts for the candidate: what is decided elsewhere does not count.
fn weight(criterion: &Criterion) -> Bearing {
    if criterion.elsewhere {
        Bearing::For
    } else {
        criterion.bearing
    }
}

/// The number of the criterion that settles it.
fn decides(criteria: &[Criterion], bearing: Bearing) -> String {
    let settling = criteria
        .iter()
        .find(|c| weight(c) == bearing && !c.elsewhere)
        .or(criteria.first());
    let Some(criterion) = settling else {
        return String::new();
    };
    let subject = match criterion.id.as_str() {
        "load" | "form" => String::new(),
        id => format!("{id}, {}: ", criterion.what),
    };
    let said = match (&criterion.value, criterion.reasons.first()) {
        (_, Some(reason)) if criterion.bearing == Bearing::Unknown => reason.clone(),
        (Some(value), _) => match &criterion.target {
            Some(target) => format!("{value}, asked {target}"),
            None => value.clone(),
        },
        (None, reason) => reason.cloned().unwrap_or_default(),
    };
    format!("{subject}{said}")
}

fn criteria(about: &About, way: &Way, trial: &Trial) -> Vec<Criterion> {
    if !trial.faults.is_empty() {
        return vec![Criterion {
            id: "form".to_string(),
            what: "the form of the design".to_string(),
            bearing: Bearing::Excluded,
            value: None,
            target: None,
            reasons: trial.faults.clone(),
            elsewhere: false,
        }];
    }
    let verdicts = trial.verdicts.iter().filter(|v| about.moved.contains(&v.id.as_str()));
    load(trial)
        .into_iter()
        .chain(verdicts.map(|v| requirement(about, way, trial, v)))
        .collect()
}

fn requirement(about: &About, way: &Way, trial: &Trial, verdict: &Verdict) -> Criterion {
    let elsewhere = verdict.status != Status::Pass && about.is_elsewhere(verdict);
    let bearing = match verdict.status {
        Status::Pass => Bearing::For,
        Status::Unknown => Bearing::Unknown,
        Status::Fail if elsewhere => Bearing::Against,
        Status::Fail => Bearing::Excluded,
    };
    let mut reasons = match (verdict.status, &trial.cost) {
        (Status::Unknown, _) => missing(about.component, &verdict.missing),
        (_, Some(cost)) if verdict.metric == "cost" => vec![format!("{} {}", about.component, cost.text)],
        _ => verdict.because.clone(),
    };
    if bearing == Bearing::Excluded && !way.current && OF_COPIES.contains(&verdict.metric.as_str()) {
        reasons.insert(1.min(reasons.len()), "as it replicates by default".to_string());
    }
    Criterion {
        id: verdict.id.clone(),
        what: match &verdict.of {
            Some(of) => format!("{} of {of}", verdict.metric),
            None => verdict.metric.clone(),
        },
        bearing,
        value: verdict.value.clone(),
        target: Some(verdict.target.clone()),
        reasons,
        elsewhere,
    }
}

/// What would have to be known: of the component itself, else of others.
fn missing(component: &str, facts: &[String]) -> Vec<String> {
    let own = format!("components.{component}.");
    let of_it: Vec<&str> = facts
        .iter()
        .filter_map(|fact| fact.strip_prefix(own.as_str()))
        .map(plain)
        .collect();
    let all: Vec<&str> = facts.iter().map(String::as_str).collect();
    let told = if of_it.is_empty() { all } else { of_it };
    told.into_iter().map(|fact| format!("not known: {fact}")).collect()
}

/// What a missing key is about, where it says so in brackets.
fn plain(fact: &str) -> &str {
    match fact.split_once(" (") {
        Some((_, words)) if fact.starts_with("per_replica") => words.trim_end_matches(')'),
        _ => fact,
    }
}

/// Whether its units carry the peak.
fn load(trial: &Trial) -> Option<Criterion> {
    let component = trial.component.as_ref()?;
    let binding: Option<&Resource> = component.resources.iter().find(|r| r.binding);
    let used = binding.map(|r| format!("{} of its {}", r.utilisation.text, r.resource));
    let (bearing, reasons) = carried(component, trial);
    Some(Criterion {
        id: "load".to_string(),
        what: format!("the peak of {}", component.id),
        bearing,
        value: used.filter(|_| bearing != Bearing::Unknown),
        target: None,
        reasons,
        elsewhere: false,
    })
}

/// Whether it has units of its own.
fn in_zones(component: &Component) -> bool {
    matches!(component.placement, Placement::Zones { .. })
}

/// How a component stands to its peak, and why.
fn carried(component: &Component, trial: &Trial) -> (Bearing, Vec<String>) {
    let service = !in_zones(component);
    let needed = trial.units().filter(|_| !service);
    let open = component
        .plan
        .as_ref()
        .map(|plan| plan.unknown.as_slice())
        .unwrap_or_default();
    let one = |bearing, reason: &str| (bearing, vec![reason.to_string()]);
    match component.state {
        CapacityState::Unstable if service => one(Bearing::Excluded, "the peak is more than its quota"),
        CapacityState::Unstable => one(Bearing::Excluded, "the peak is more than its units carry"),
        CapacityState::AboveTarget => one(Bearing::Against, "above the utilisation to plan for"),
        _ if component.peak.value.is_none_or(|peak| peak <= 0.0) => one(
            Bearing::Unknown,
            "not known: how often it is called, for no flow does by itself",
        ),
        CapacityState::Within if component.plan.is_some() && open.is_empty() => {
            let units = needed.map(|u| format!("the peak takes {} of its units", u.text));
            (Bearing::For, units.into_iter().collect())
        }
        CapacityState::Within if !open.is_empty() => one(
            Bearing::Unknown,
            &format!("not known: units for its {}", open.join(", ")),
        ),
        _ => (Bearing::Unknown, missing(&component.id, &component.utilisation.missing)),
    }
}

/// What is open or fails for every candidate, and not by its own fault.
pub fn elsewhere(candidates: &[Candidate]) -> Vec<Elsewhere> {
    let sound = || candidates.iter().filter(|c| c.criteria.iter().all(|c| c.id != "form"));
    let Some(first) = sound().next() else {
        return Vec::new();
    };
    let everywhere = |criterion: &&Criterion| {
        criterion.elsewhere
            && sound().all(|candidate| {
                let mut same = candidate.criteria.iter().filter(|c| c.id == criterion.id);
                same.any(|c| c.elsewhere && c.bearing == criterion.bearing)
            })
    };
    let mut found: Vec<Elsewhere> = first
        .criteria
        .iter()
        .filter(everywhere)
        .map(|c| Elsewhere {
            id: c.id.clone(),
            what: c.what.clone(),
            bearing: c.bearing,
            reasons: c.reasons.clone(),
        })
        .collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}
