//! See the page.

use super::{Rule, Run, Set, words};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "scaling-never-used",
    set: Set::Cost,
    run: Run::Design(find),
    page: include_str!("scaling-never-used.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let figures = &analysis.load.figures;
    let mut flat = Vec::new();
    for scaled in &analysis.load.cost.scaled {
        let Some(component) = model.components.get(scaled.component) else {
            continue;
        };
        let warm = component.file.scale.as_ref().is_some_and(|s| !s.warm.is_empty());
        let (Some(floor), Some(peak)) = (figures.value(scaled.floor), figures.value(scaled.peak)) else {
            continue;
        };
        if !warm && floor > 0.0 && peak <= floor * (1.0 + 1e-9) {
            flat.push(component);
        }
    }
    let Some(first) = flat.first() else {
        return Vec::new();
    };
    let verb = if flat.len() == 1 { "scales" } else { "scale" };
    let message = format!(
        "{} {verb} by the load, and the units that always run carry the peak already: the bill is the same day and night",
        words::ids(flat.iter().map(|c| c.id))
    );
    let finding = Finding::info(RULE.id, message).at(first.span).of(first.id);
    vec![finding.fix("fewer `replicas`, as many as a quiet hour with a zone lost takes")]
}
