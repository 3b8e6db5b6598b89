//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::design::Metric;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "target-for-everything",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("target-for-everything.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let started = model.flows.iter().filter(|f| f.file.actor.is_some()).count();
    if started < 2 {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (id, requirement) in model.design.nonfunctional.iter().filter(|(_, r)| r.of.is_none()) {
        let metric = requirement.metrics.iter().find(|m| {
            matches!(
                m.value,
                Metric::Availability(_) | Metric::Latency { .. } | Metric::Consistency(_) | Metric::Throughput(_)
            )
        });
        if let Some(metric) = metric {
            let message = format!(
                "`{}` asks the same {} of all {started} flows: the least of them decides it, and the most important one gets no more",
                id.value,
                metric.value.name()
            );
            let finding = Finding::info(RULE.id, message).at(metric.span).of(&id.value);
            findings.push(finding.fix("say which flow it is about: `of: …`, one requirement for each that matters"));
        }
    }
    findings
}
