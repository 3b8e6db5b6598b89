//! Words of the catalog that a design uses.

use super::Assembly;
use crate::report::{Report, Word};
use std::collections::BTreeMap;

/// Terms that stand in the document of any design that has the thing.
const METRICS: [(&str, &str); 7] = [
    ("availability", "availability"),
    ("durability", "durability"),
    ("throughput", "throughput"),
    ("rpo", "rpo"),
    ("rto", "rto"),
    ("staleness", "staleness"),
    ("latency", "latency-percentiles"),
];

/// Terms by which the chapters on objectives, availability and consistency are written.
const CONCEPTS: [&str; 4] = ["slo", "error-budget", "single-point-of-failure", "pacelc"];

impl Assembly<'_, '_> {
    /// By title, each once: functions, facts, and the terms of the analyses that have something to say.
    pub(super) fn glossary(&self, report: &Report) -> Vec<Word> {
        let mut uses: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut use_of = |word: &str, by: &str| {
            // A fact may have a value behind its word.
            let word = word.split_whitespace().next().unwrap_or_default();
            let users = uses.entry(word.to_string()).or_default();
            if !users.iter().any(|user| user == by) {
                users.push(by.to_string());
            }
        };
        for component in &report.components {
            use_of(&component.function, &component.id);
            for fact in component.has.iter().chain(&component.lacks) {
                use_of(fact, &component.id);
            }
        }
        for flow in &report.flows {
            for fact in flow.has.iter().chain(flow.steps.iter().flat_map(|step| &step.has)) {
                use_of(fact, &flow.id);
            }
        }
        for verdict in &report.verdicts {
            let term = METRICS.iter().find(|(metric, _)| *metric == verdict.metric);
            if let Some((_, term)) = term {
                use_of(term, &verdict.id);
            }
        }
        for objective in &report.objectives {
            use_of("slo", &objective.id);
            use_of("error-budget", &objective.id);
        }
        for flow in report
            .flows
            .iter()
            .filter(|flow| flow.availability.as_ref().is_some_and(|a| !a.spofs.is_empty()))
        {
            use_of("single-point-of-failure", &flow.id);
        }
        for stance in &report.stances {
            use_of("pacelc", &stance.store);
        }
        let mut words: Vec<Word> = uses
            .into_iter()
            .filter_map(|(id, used_by)| self.word(&id, used_by))
            .collect();
        words.sort_by_key(|word| word.title.to_lowercase());
        words
    }

    fn word(&self, id: &str, used_by: Vec<String>) -> Option<Word> {
        let entry = self.model.catalog.get(id)?;
        let of_analysis = METRICS.iter().any(|(_, term)| *term == id) || CONCEPTS.contains(&id);
        Some(Word {
            id: entry.id.clone(),
            title: entry.title.clone(),
            means: first_sentence(&entry.summary).to_string(),
            used_by,
            of_analysis,
        })
    }
}

/// The text up to the end of its first sentence.
fn first_sentence(text: &str) -> &str {
    let text = text.trim();
    let end = text.find(". ").map_or(text.len(), |at| at + 1);
    text.get(..end).unwrap_or(text)
}
