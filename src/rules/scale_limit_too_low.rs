//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;
use crate::quantity::print;

pub const RULE: Rule = Rule {
    id: "scale-limit-too-low",
    set: Set::Capacity,
    run: Run::Design(find),
    page: include_str!("scale-limit-too-low.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let figures = &analysis.load.figures;
    let mut findings = Vec::new();
    for found in &analysis.growth.prewarm {
        let Some(component) = model.components.get(found.component) else {
            continue;
        };
        let window = model.design.load.windows.get(found.window);
        let to = component.file.scale.as_ref().and_then(|s| s.to.as_ref());
        let (Some(needed), Some(to), Some((window, _))) = (figures.value(found.needed), to, window) else {
            continue;
        };
        if needed > f64::from(to.value) {
            let message = format!(
                "`{}` may have {} units, and the peak of `{}` takes {} at its target",
                component.id,
                to.value,
                window.value,
                print::count(needed)
            );
            let finding = Finding::warning(RULE.id, message).at(to.span).of(component.id);
            let fix = format!(
                "`scale: {{to: {}}}`, and the quota of the account with it",
                print::count(needed)
            );
            findings.push(finding.related(window.span, "the rush").fix(fix));
        }
    }
    findings
}
