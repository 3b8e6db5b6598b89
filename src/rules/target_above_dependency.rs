//! See the page.

use super::target::Target;
use super::{Rule, Run, Set, target};
use crate::analysis::Analysis;
use crate::analysis::availability::Event;
use crate::finding::Finding;
use crate::model::{Component, Model};
use crate::quantity::{Quantity, print};

pub const RULE: Rule = Rule {
    id: "target-above-dependency",
    set: Set::Redundancy,
    run: Run::Design(find),
    page: include_str!("target-above-dependency.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for Target {
        id,
        at_least: target,
        span,
        flow: f,
    } in target::availabilities(model)
    {
        let Some(found) = analysis.availability.get(f).and_then(|a| a.as_ref()) else {
            continue;
        };
        for spof in &found.spofs {
            let Event::Service(c) = spof.event else { continue };
            let Some((component, own)) = model.components.get(c).and_then(|c| Some((c, promised(c)?))) else {
                continue;
            };
            let share = spof.share.unwrap_or(1.0);
            if (1.0 - own.point()) * share <= 1.0 - target.point() {
                continue;
            }
            let runs = match spof.share {
                Some(share) => format!("{} of the runs", print::percent(share)),
                None => "every run".to_string(),
            };
            let message = format!(
                "`{}` promises {} of `{}`, and {runs} needs `{}`, which gives {}",
                id.value, target.text, model.flows[f].id, component.id, own.text
            );
            let finding = Finding::warning(RULE.id, message).at(span).of(&id.value);
            findings.push(finding.related(component.span, "less than the target").fix(format!(
                "a way without `{}` (`if_down: …`, `optional: true`), a second provider, or a target below {}",
                component.id, own.text
            )));
        }
    }
    findings
}

/// What a provider promises of it, by the file before the catalog.
fn promised<'a>(component: &Component<'a>) -> Option<&'a Quantity> {
    let catalog = || Some(&component.technology?.1.availability.as_ref()?.quantity);
    component.file.availability.as_ref().or_else(catalog)
}
