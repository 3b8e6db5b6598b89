//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "dearest-part-undecided",
    set: Set::Cost,
    run: Run::Design(find),
    page: include_str!("dearest-part-undecided.md"),
};

/// From this share of the bill on a component is a decision.
const MUCH: f64 = 0.3;

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let figures = &analysis.load.figures;
    // Without decisions at all, the design has not come to them yet.
    if model.design.decisions.is_empty() {
        return Vec::new();
    }
    let mut decided: HashSet<&str> = HashSet::new();
    for (_, decision) in &model.design.decisions {
        let chosen = decision.chose.iter().chain(&decision.because);
        decided.extend(chosen.map(|id| id.value.as_str()));
    }
    let known = analysis.load.cost.components.iter();
    let dear = known.filter_map(|(c, s)| Some((model.components.get(*c)?, s, figures.value(s.share)?)));
    let Some((component, share, _)) = dear.max_by(|a, b| a.2.total_cmp(&b.2)).filter(|(_, _, s)| *s >= MUCH) else {
        return Vec::new();
    };
    let technology = component.technology.map_or("", |(entry, _)| entry.id.as_str());
    if [component.id, component.file.function.value.as_str(), technology]
        .iter()
        .any(|id| decided.contains(id))
    {
        return Vec::new();
    }
    let message = format!(
        "`{}` costs {}, {} of the bill, and no decision is about it",
        component.id,
        figures.text(share.cost),
        figures.percent(share.share)
    );
    let finding = Finding::info(RULE.id, message).at(component.span).of(component.id);
    vec![finding.fix(format!(
        "a decision with `chose: {}`, what else it could have been, and what that would cost",
        component.id
    ))]
}
