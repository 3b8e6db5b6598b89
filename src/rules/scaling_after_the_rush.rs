//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;
use crate::quantity::print;

pub const RULE: Rule = Rule {
    id: "scaling-after-the-rush",
    set: Set::Capacity,
    run: Run::Design(find),
    page: include_str!("scaling-after-the-rush.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let figures = &analysis.load.figures;
    let mut findings = Vec::new();
    for found in &analysis.growth.prewarm {
        let Some(component) = model.components.get(found.component) else {
            continue;
        };
        let (Some(scale), Some((window, _))) = (&component.file.scale, model.design.load.windows.get(found.window))
        else {
            continue;
        };
        let prepared = scale.warm.iter().any(|(id, _)| id.value == window.value);
        // What has to be started before the window begins, no trigger inside it starts.
        let early = found
            .steps
            .iter()
            .find(|s| figures.value(s.at).is_some_and(|at| at < 0.0));
        let Some(early) = early.filter(|_| !prepared) else {
            continue;
        };
        let (Some(units), Some(running), Some(reaction)) = (
            figures.value(early.units),
            figures.value(found.running),
            figures.value(found.reaction),
        ) else {
            continue;
        };
        if units <= running {
            continue;
        }
        let message = format!(
            "`{}` takes {} units when `{}` begins and {} run: what it starts then serves {} later",
            component.id,
            print::count(units),
            window.value,
            print::count(running),
            figures.show(found.reaction, reaction)
        );
        let finding = Finding::warning(RULE.id, message).at(component.span).of(component.id);
        findings.push(finding.related(window.span, "the rush").fix(format!(
            "`warm: {{{}: {}}}`",
            window.value,
            print::count(units)
        )));
    }
    findings
}
