//! What there is to say back at the end of a part, in a line each, and examples from what stands in the design.

use super::View;
use crate::report::{Shape, Status};

/// Lines that a person says back without losing the thread.
const MOST: usize = 8;

impl View<'_> {
    /// Who can do what, and what is left out.
    pub fn scope_in_short(&self) -> Vec<String> {
        let wishes = &self.draft.report.requirements.functional;
        let must = |priority: &Option<String>| priority.as_deref().is_none_or(|p| p == "must");
        let musts = wishes.iter().filter(|f| must(&f.priority)).take(MOST);
        let mut lines: Vec<String> = musts
            .map(|f| match &f.actor {
                Some(actor) => format!("{}: {actor} can {}", f.id, f.want),
                None => format!("{}: {}", f.id, f.want),
            })
            .collect();
        let later: Vec<&str> = wishes
            .iter()
            .filter(|f| !must(&f.priority))
            .map(|f| f.id.as_str())
            .collect();
        if !later.is_empty() {
            lines.push(format!("later: {}", later.join(", ")));
        }
        let out = self.draft.items(&["requirements", "out_of_scope"]);
        if !out.is_empty() {
            lines.push(format!("not: {}", out.join(", ")));
        }
        lines
    }

    /// How well it must work.
    pub fn qualities_in_short(&self) -> Vec<String> {
        let stated = self.draft.report.requirements.nonfunctional.iter().take(MOST);
        stated.map(|n| format!("{}: {}", n.id, n.text)).collect()
    }

    /// Each requirement with the way that it takes, or that it has none.
    pub fn paths_in_short(&self) -> Vec<String> {
        let report = &self.draft.report;
        let wishes = report.requirements.functional.iter().take(MOST);
        wishes
            .map(|wish| {
                let flow = wish
                    .flow
                    .as_ref()
                    .and_then(|id| report.flows.iter().find(|f| f.id == *id));
                let mut way: Vec<&str> = Vec::new();
                for step in flow.iter().flat_map(|f| &f.steps) {
                    for station in [step.from.as_str(), step.to.as_str()] {
                        if !way.contains(&station) {
                            way.push(station);
                        }
                    }
                }
                match way.is_empty() {
                    true => format!("{}: no path yet", wish.id),
                    false => format!("{}: {}", wish.id, way.join(", ")),
                }
            })
            .collect()
    }

    /// What the numbers say at the end.
    pub fn end_in_short(&self) -> Vec<String> {
        let verdicts = &self.draft.report.verdicts;
        let of = |status: Status, word: &str| {
            let ids: Vec<&str> = verdicts
                .iter()
                .filter(|v| v.status == status)
                .map(|v| v.id.as_str())
                .collect();
            (!ids.is_empty()).then(|| format!("{word}: {}", ids.join(", ")))
        };
        let decisions = &self.draft.report.decisions;
        let decided = decisions.iter().take(MOST).map(|d| format!("{}: {}", d.id, d.title));
        let words = [
            (Status::Pass, "holds"),
            (Status::Fail, "fails"),
            (Status::Unknown, "unknown"),
        ];
        let judged = words.into_iter().filter_map(|(status, word)| of(status, word));
        judged.chain(decided).collect()
    }

    /// A change by path that would do something here: twice the units of what is fullest, else of a page a fact.
    pub fn cure(&self, about: &str) -> String {
        let components = &self.draft.report.components;
        let named = |id: &str| about.split(' ').any(|word| word == id);
        let has_units = |id: &str| self.draft.value(&["components", id, "replicas"]).is_some();
        let full = |value: Option<f64>| value.unwrap_or(0.0);
        let fullest = components.iter().filter(|c| has_units(&c.id)).max_by(|a, b| {
            let key = |c: &crate::report::Component| (named(&c.id), full(c.utilisation.value));
            key(a).0.cmp(&key(b).0).then(key(a).1.total_cmp(&key(b).1))
        });
        let page = components.iter().find(|c| c.shape == Shape::Client);
        match (fullest, page) {
            (Some(c), None) => format!("components.{}.replicas = {}", c.id, c.units.saturating_mul(2)),
            (_, Some(page)) => format!("components.{}.has = [lazy-loading]", page.id),
            (None, None) => match self.draft.node(&["load", "peak"]) {
                Some(_) => "load.peak = 2".to_string(),
                None => format!("components.{}.replicas = 4", self.named().service),
            },
        }
    }

    /// What a person might admit about this design.
    pub fn weak_point(&self) -> String {
        let components = self.draft.report.components.iter();
        let fullest = components.filter(|c| c.utilisation.value.is_some()).max_by(|a, b| {
            a.utilisation
                .value
                .unwrap_or(0.0)
                .total_cmp(&b.utilisation.value.unwrap_or(0.0))
        });
        let id = fullest.map_or_else(|| self.named().service, |c| c.id.clone());
        format!("{id} is full first")
    }
}
