//! See the page.

use super::{Rule, Run, Set, walks};
use crate::analysis::Analysis;
use crate::design::Times;
use crate::finding::Finding;
use crate::model::Model;
use crate::model::nesting;
use crate::quantity::print;

pub const RULE: Rule = Rule {
    id: "chatty-between-regions",
    set: Set::Network,
    run: Run::Design(find),
    page: include_str!("chatty-between-regions.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        let abroad: Vec<_> = nesting::awaited_steps(flow, walk)
            .map(|(s, _)| s)
            .filter(|s| s.file.other_region.is_some() && !s.file.parallel)
            .collect();
        let trips: f64 = abroad
            .iter()
            .map(|s| match &s.file.times {
                Some(Times::Number(n)) if s.file.serial => n.point().max(1.0),
                _ => 1.0,
            })
            .sum();
        let Some(last) = abroad.last().filter(|_| trips >= 2.0) else {
            continue;
        };
        let message = format!(
            "a run of `{}` goes to another region and back {} times, one after another",
            flow.id,
            print::count(trips)
        );
        let finding = Finding::warning(RULE.id, message).at(last.file.span).of(flow.id);
        findings.push(
            finding.fix("do all of it there in one call, run them at the same time (`parallel`), or keep a copy here"),
        );
    }
    findings
}
