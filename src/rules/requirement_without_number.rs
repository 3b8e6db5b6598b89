//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::design::Metric;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "requirement-without-number",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("requirement-without-number.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, requirement) in &model.design.nonfunctional {
        let said = |m: &&crate::source::Spanned<Metric>| matches!(m.value, Metric::Says(_));
        let Some(says) = requirement.metrics.iter().find(said) else {
            continue;
        };
        if requirement.metrics.len() == 1 && requirement.shown_by.is_empty() {
            let message = format!("`{}` has no number, and no decision answers it", id.value);
            let finding = Finding::info(RULE.id, message).at(says.span).of(&id.value);
            findings.push(finding.fix("give it a metric with a target, or name what answers it: `shown_by: [D1]`"));
        }
    }
    findings
}
