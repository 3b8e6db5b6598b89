//! See the page.

use super::{Rule, Run, Set, words};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "peak-unknown",
    set: Set::Capacity,
    run: Run::Design(find),
    page: include_str!("peak-unknown.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    if model.design.load.peak.is_some() {
        return Vec::new();
    }
    let flat = |f: &&crate::model::Flow| f.file.peak.is_none() && f.file.during.is_none() && !f.fragment;
    let flows: Vec<&crate::model::Flow> = model.flows.iter().filter(flat).collect();
    let Some(first) = flows.first() else {
        return Vec::new();
    };
    let rate = first.file.rate.as_ref().or(first.file.concurrent.as_ref());
    let message = format!(
        "only the average of {} is known: sizes need the peak",
        words::ids(flows.iter().map(|f| f.id))
    );
    let finding = Finding::info(RULE.id, message).at(rate.map_or(first.span, |r| r.span));
    let fix = "add `load: {peak: 3}` (peak over average), or `peak` to the flow";
    vec![finding.of(first.id).fix(fix)]
}
