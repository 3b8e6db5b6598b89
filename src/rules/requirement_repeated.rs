//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::design::{Metric, Nonfunctional};
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "requirement-repeated",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("requirement-repeated.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let all = model.design.nonfunctional.iter();
    let all: Vec<_> = all
        .flat_map(|(id, r)| r.metrics.iter().map(move |m| (id, r, m)))
        .collect();
    let mut findings = Vec::new();
    for (i, (id, requirement, metric)) in all.iter().enumerate() {
        let earlier = all.iter().take(i.min(MOST));
        let same = earlier
            .filter(|(_, r, _)| about(r) == about(requirement))
            .find(|(_, _, m)| alike(&m.value, &metric.value));
        if let Some((other, _, first)) = same {
            let message = format!(
                "`{}` asks for the {} that `{}` asks for already",
                id.value,
                metric.value.name(),
                other.value
            );
            let finding = Finding::info(RULE.id, message).at(metric.span).of(&id.value);
            findings.push(
                finding
                    .related(first.span, "the same")
                    .fix("leave one of them out, so that only one has to be changed"),
            );
        }
    }
    findings
}

/// Requirements that each one is compared with.
const MOST: usize = 1000;

fn about(requirement: &Nonfunctional) -> [Option<&str>; 3] {
    [&requirement.of, &requirement.to, &requirement.when].map(|of| of.as_ref().map(|o| o.value.as_str()))
}

/// Whether two metrics ask for exactly the same; what differs is for another rule to weigh.
fn alike(a: &Metric, b: &Metric) -> bool {
    match (a, b) {
        (
            Metric::Latency {
                percentile: p,
                at_most: x,
            },
            Metric::Latency {
                percentile: q,
                at_most: y,
            },
        ) => p == q && x.spread == y.spread,
        (Metric::Availability(x), Metric::Availability(y))
        | (Metric::Throughput(x), Metric::Throughput(y))
        | (Metric::Durability(x), Metric::Durability(y))
        | (Metric::Rpo(x), Metric::Rpo(y))
        | (Metric::Rto(x), Metric::Rto(y))
        | (Metric::Cost(x), Metric::Cost(y))
        | (Metric::Staleness(x), Metric::Staleness(y)) => x.spread == y.spread,
        (Metric::Survive(x), Metric::Survive(y)) => x == y,
        (Metric::Consistency(x), Metric::Consistency(y)) => x == y,
        (Metric::Holds(_, x), Metric::Holds(_, y)) => x == y,
        _ => false,
    }
}
