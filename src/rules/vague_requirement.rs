//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::design::Metric;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "vague-requirement",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("vague-requirement.md"),
};

/// Words that everybody reads in another way, and that nothing can be measured by.
const VAGUE: [&str; 14] = [
    "adequate",
    "fast",
    "flexible",
    "highly available",
    "performant",
    "quick",
    "quickly",
    "reasonable",
    "robust",
    "scalable",
    "seamless",
    "state-of-the-art",
    "user-friendly",
    "various",
];

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    let functional = model
        .design
        .functional
        .iter()
        .map(|(id, r)| (id, r.want.as_str(), id.span));
    let says = model.design.nonfunctional.iter().flat_map(|(id, r)| {
        r.metrics.iter().filter_map(move |m| match &m.value {
            Metric::Says(text) => Some((id, text.as_str(), m.span)),
            _ => None,
        })
    });
    for (id, text, at) in functional.chain(says) {
        if let Some(word) = VAGUE.iter().find(|w| stands_in(text, w)) {
            let message = format!("`{}` says `{word}`, which nobody can measure", id.value);
            let finding = Finding::info(RULE.id, message).at(at).of(&id.value);
            findings.push(finding.fix("say by which number one sees it: `latency: p99 < 300 ms`, `throughput: 2k req/s`, `availability: 99.9 %`"));
        }
    }
    findings
}

/// Whether a text has a word, or several, as a whole.
fn stands_in(text: &str, word: &str) -> bool {
    let text = text.to_lowercase();
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    text.match_indices(word).any(|(at, found)| {
        let (before, after) = (text.get(..at).unwrap_or(""), text.get(at + found.len()..).unwrap_or(""));
        !letter(before.chars().next_back()) && !letter(after.chars().next())
    })
}
