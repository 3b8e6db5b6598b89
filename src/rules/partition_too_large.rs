//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "partition-too-large",
    set: Set::Capacity,
    run: Run::Design(find),
    page: include_str!("partition-too-large.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let figures = &analysis.load.figures;
    let mut findings = Vec::new();
    for spread in &analysis.spreads {
        let (Some(advised), Some(buckets)) = (spread.advised, spread.buckets) else {
            continue;
        };
        let (id, _) = &model.design.entities[spread.entity];
        let message = format!(
            "all rows of `{}` with one `{}` lie together in `{}`: {} at the horizon, advised are at most {}",
            id.value,
            spread.partition.join("`, `"),
            model.components[spread.store].id,
            figures.text(spread.bytes),
            figures.text(advised),
        );
        let fix = format!(
            "add a bucket to the key, such as the month or one of {} numbers, so that a partition stays small",
            figures.text(buckets)
        );
        findings.push(Finding::warning(RULE.id, message).at(id.span).of(&id.value).fix(fix));
    }
    findings
}
