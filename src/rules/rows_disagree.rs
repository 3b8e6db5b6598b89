//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;
use crate::quantity::print;

pub const RULE: Rule = Rule {
    id: "rows-disagree",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("rows-disagree.md"),
};

/// By so much two numbers may differ before one of them is likely wrong.
const FACTOR: f64 = 3.0;

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let figures = &analysis.load.figures;
    let mut findings = Vec::new();
    for ((id, entity), load) in model.design.entities.iter().zip(&analysis.load.entities) {
        let (Some(rows), Some(written)) = (&entity.rows, load.settled.and_then(|s| figures.value(s))) else {
            continue;
        };
        let (Some(keep), Some(settled)) = (&entity.keep, load.settled) else {
            continue;
        };
        let said = rows.point();
        if written <= 0.0 || said <= 0.0 || written / said < FACTOR && said / written < FACTOR {
            continue;
        }
        let times = if written > said { written / said } else { said / written };
        let message = format!(
            "`{}` is said to have {} rows, and what is written in {} makes {}: {} times {}",
            id.value,
            rows.text,
            keep.text,
            figures.text(settled),
            print::count(times),
            if written > said { "as many" } else { "fewer" }
        );
        let finding = Finding::warning(RULE.id, message).at(rows.span).of(&id.value);
        findings.push(
            finding
                .related(keep.span, "how long a row lives")
                .fix("correct one of the two, or leave `rows` out: it follows from the rate of writing and `keep`"),
        );
    }
    findings
}
