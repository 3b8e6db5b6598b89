//! See the page.

use super::{Rule, Run, Set, ask, fact, walks};
use crate::analysis::Analysis;
use crate::design::Metric;
use crate::finding::Finding;
use crate::model::nesting;
use crate::model::{Model, Thing};
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    id: "no-alert",
    set: Set::Operability,
    run: Run::Design(find),
    page: include_str!("no-alert.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let promised = promised(model);
    let mut places: Vec<ask::Place> = Vec::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        let Some((_, at)) = promised.iter().find(|(f, _)| model.flows[*f].id == flow.id) else {
            continue;
        };
        let reached = nesting::awaited_steps(flow, walk).filter_map(|(_, s)| fact::component(model, s.callee));
        let said = reached.map(|c| c.file.facts.says("slo-alerts"));
        places.push(ask::Place {
            id: flow.id,
            at: *at,
            said: said
                .chain([flow.file.facts.says("slo-alerts")])
                .flatten()
                .reduce(|a, b| a || b),
        });
    }
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "has a target, and nobody is told when it is missed",
            "have targets, and nobody is told when they are missed",
        ],
        open: [
            "has a target, and nothing says who is told when it is missed",
            "have targets, and nothing says who is told when they are missed",
        ],
        fix: "page somebody when the error budget of a month burns 14 times too fast for an hour, or 6 times for six \
              hours: `has: [slo-alerts]` on the flow or on a component that it waits for",
    };
    ask::findings(&words, &places)
}

/// Flows with a target for availability or latency, each with its place.
fn promised(model: &Model) -> Vec<(usize, crate::source::Span)> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (_, requirement) in &model.design.nonfunctional {
        let metric = requirement
            .metrics
            .iter()
            .find(|m| matches!(m.value, Metric::Availability(_) | Metric::Latency { .. }));
        let of = requirement.of.as_ref().and_then(|of| model.thing(&of.value));
        if let (Some(metric), Some(Thing::Flow(f))) = (metric, of)
            && seen.insert(f)
        {
            found.push((f, metric.span));
        }
    }
    found
}
