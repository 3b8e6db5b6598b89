//! See the page.

use super::{Rule, Run, Set, fatal, words};
use crate::analysis::Analysis;
use crate::design::Metric;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "must-without-target",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("must-without-target.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    // Before the first target is written, all are missing, and that is no news.
    let targets: Vec<_> = model
        .design
        .nonfunctional
        .iter()
        .filter(|(_, r)| {
            let about = |m: &Metric| {
                matches!(
                    m,
                    Metric::Availability(_) | Metric::Latency { .. } | Metric::Throughput(_) | Metric::Survive(_)
                )
            };
            r.metrics.iter().any(|m| about(&m.value))
        })
        .collect();
    if targets.is_empty() || targets.iter().any(|(_, r)| r.of.is_none()) {
        return Vec::new();
    }
    let musts = fatal::musts(model);
    let has = |id: &str| {
        targets
            .iter()
            .any(|(_, r)| r.of.as_ref().is_some_and(|of| of.value == id))
    };
    let bare: Vec<_> = model
        .flows
        .iter()
        .filter(|f| musts.contains(f.id) && !has(f.id))
        .collect();
    let Some(first) = bare.first() else {
        return Vec::new();
    };
    let (verb, they) = if bare.len() == 1 {
        ("is", "it has")
    } else {
        ("are", "they have")
    };
    let message = format!(
        "{} {verb} a must, and nothing says how fast or how often {they} to work",
        words::ids(bare.iter().map(|f| f.id))
    );
    let finding = Finding::info(RULE.id, message).at(first.span).of(first.id);
    vec![finding.fix(format!(
        "`{{availability: 99.9 %, latency: p99 < 500 ms, of: {}}}`",
        first.id
    ))]
}
