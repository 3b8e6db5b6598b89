//! The drills that a design and its reader ask for, each run once.

use super::{Drill, applies, run};
use crate::analysis::load::Load;
use crate::design::{Expectation, Metric};
use crate::model::Model;
use crate::model::drill::Scenario;
use crate::source::Spanned;
use std::collections::HashMap;

/// Most states of flows that all drills together keep: a state of every flow in every drill. Some 150 MB.
const MOST_STATES: usize = 200_000;

/// Drills that were run, those of the command line first.
#[derive(Debug, Default)]
pub struct Drills {
    pub all: Vec<Drill>,
    /// How many of `all` were asked for on the command line.
    pub asked: usize,
    /// Drills that would apply or were asked for and were not run, since there are so many.
    pub left_out: usize,
    by_line: HashMap<String, usize>,
}

impl Drills {
    /// The drills of a line; several for `lose zone *`, none for a line that was not run.
    pub fn of(&self, model: &Model, line: &Spanned<String>) -> Vec<&Drill> {
        let wanted = meant(model, line);
        let find = |s: &Scenario| self.all.get(*self.by_line.get(&model.drill_words(s))?);
        let found: Vec<&Drill> = wanted.iter().filter_map(find).collect();
        if found.len() == wanted.len() { found } else { Vec::new() }
    }

    /// What to say of a line of which [`Drills::of`] has nothing.
    pub fn unknown(&self, line: &Spanned<String>) -> String {
        match self.left_out {
            0 => format!("the drill `{}`", line.value),
            _ => format!("the drill `{}`, which was left out of so many", line.value),
        }
    }
}

/// Runs the drills of the command line and those that requirements and expectations name.
pub fn drills<'a>(model: &Model<'a>, load: &mut Load<'a>) -> Drills {
    let design = model.design;
    let mut wanted: Vec<Scenario> = Vec::new();
    let mut add = |line: &Spanned<String>| wanted.extend(model.drills(line).unwrap_or_default());
    design.drills.iter().for_each(&mut add);
    let (all, left_out) = match design.all_drills {
        true => applies::applicable(model),
        false => (Vec::new(), 0),
    };
    wanted.extend(all);
    let typed = once(model, &mut wanted);
    for (id, requirement) in &design.nonfunctional {
        if !design.is_judged(&id.value) {
            continue;
        }
        // Data and recovery with a plain condition are judged for all stores at once.
        let answers = |m: &Spanned<Metric>| matches!(m.value, Metric::Latency { .. } | Metric::Availability(_));
        if let Some(when) = &requirement.when {
            match requirement.metrics.iter().any(answers) {
                true => wanted.extend(meant(model, when)),
                false => wanted.extend(model.drills(when).unwrap_or_default()),
            }
        }
        for metric in &requirement.metrics {
            if let Metric::Survive(what) = &metric.value {
                if what == "region" && model.design.regions.len() > 1 {
                    wanted.extend((0..model.design.regions.len()).map(Scenario::Region));
                }
                let line = Spanned::new(what.clone(), metric.span);
                wanted.extend(model.drills(&line).unwrap_or_default());
            }
        }
    }
    for expectation in &design.expectations {
        if let Expectation::Drill { drill, .. } = expectation {
            wanted.extend(model.drills(drill).unwrap_or_default());
        }
    }
    once(model, &mut wanted);
    if wanted.is_empty() {
        return Drills::default();
    }
    let most = MOST_STATES / model.flows.len().max(1);
    let left_out = left_out + wanted.len().saturating_sub(most);
    wanted.truncate(most);
    let everyday = super::everyday(model, load);
    let all: Vec<Drill> = (wanted.iter())
        .map(|scenario| run(model, load, &everyday, scenario))
        .collect();
    Drills {
        by_line: all
            .iter()
            .enumerate()
            .map(|(at, drill)| (drill.line.clone(), at))
            .collect(),
        all,
        asked: typed.min(most),
        left_out,
    }
}

/// The drills of a line, or of the plain words of `when`: each in turn.
fn meant(model: &Model, line: &Spanned<String>) -> Vec<Scenario> {
    match line.value.as_str() {
        "instance lost" => {
            let units = (0..model.components.len()).filter(|c| model.has_units(*c));
            units.map(Scenario::Instance).collect()
        }
        "zone lost" => model
            .all_zones()
            .into_iter()
            .map(|(r, z)| Scenario::Zone(r, z))
            .collect(),
        "region lost" => (0..model.design.regions.len()).map(Scenario::Region).collect(),
        _ => model.drills(line).unwrap_or_default(),
    }
}

/// Leaves each drill once, and tells how many there are.
fn once(model: &Model, scenarios: &mut Vec<Scenario>) -> usize {
    let mut seen = std::collections::HashSet::new();
    scenarios.retain(|s| seen.insert(model.drill_words(s)));
    scenarios.len()
}
